"""Read the exports of Europresse and Eureka (CEDROM-SNi), pages of HTML in both of their layouts.

That of today, since 2014, has an element a document; the classes have changed over the years, the order has not:

    <article><header> publication, <span class="DocHeader">section, day, count of words, page</span>, headline, author </header>
    <section> text </section> <aside> captions, notes, boxes </aside> <footer> rights, number, certificate </footer></article>

The one before has a cell of a table, in which `br` ends a line and an empty `p` a paragraph:

    <span class="DocPublicationName">…</span><br><span class="DocHeader">Politique, </span><span class="DocHeader">5 octobre 2013</span>
    <br><br>kicker<br><span class="TitreArticleVisu">headline</span><br><br>author<br><p></p>text<p></p>…© … Numéro de document : news·…

The document number (`news·20060315·LM·0q1503_1256056`) is the identity. What is printed above a headline or below it is
among the other headlines; captions, notes and rights are set aside, boxes (`Encadré`) belong to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.dates import stated
from morgue.extract.draft import Draft
from morgue.feeds.press.issue import state_edition
from morgue.feeds.press.pages import line_of, paragraphs_of, utf8_of
from morgue.feeds.support.xml import is_made_to_be_shared
from morgue.feeds.web.bounds import bounded
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MARK = re.compile(rb"[.\"'= ]DocPublicationName\b")
"""The class of the paper's name, in an element or in the style of the page."""
_ARTICLE = re.compile(rb"<article[\s>]", re.IGNORECASE)
_OLD = re.compile(
    rb"<table\b[^<>]{0,80}\bid\s*=\s*[\"']?tbHeaderImages\b|<span\b[^<>]{0,80}\bDocPublicationName\b", re.I
)
_NUMBER = re.compile(
    r"\b[a-z]{2,12}[·*•]((?:1[89]|20)\d\d(?:0\d|1[0-2])[0-3]\d)[·*•][\w-]{1,20}[·*•][\w.-]{1,80}"
)
_SURE = 98


def sniff(head: bytes, name: str) -> int:
    """Return 98 for a page of Europresse, by the class of the paper's name, else 0."""
    head = narrow(head)
    return _SURE if _MARK.search(head) and not is_made_to_be_shared(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the documents in the order of the page. Raises NoArticle where there are none."""
    data = feed.bytes()
    markup, is_own = utf8_of(data)
    begins = [found.start() for found in _ARTICLE.finditer(markup)]
    is_of_today = bool(begins)
    begins = begins or _begins_of_old(markup)
    found = 0
    for at, begin in enumerate(begins):
        end = begins[at + 1] if at + 1 < len(begins) else len(markup)
        draft = _of_today(markup[begin:end]) if is_of_today else _of_old(markup[begin:end])
        if draft is None or not (draft.headline or draft.text):
            continue
        found += 1
        if not draft.identifier:
            draft.is_cut = draft.partial = at + 1 == len(begins)
            if draft.is_cut:
                feed.complain(
                    f"the document {draft.headline or 'without a headline'!r} has no number at its end: cut off?"
                )
        yield article(draft, feed.at(begin, end - begin) if is_own else feed.at(0, len(data)))
    if not found:
        raise NoArticle("a page of Europresse without a document")


def _begins_of_old(markup: bytes) -> list[int]:
    """Return where the documents of the older layout begin: at the picture of the paper, or at its name without one."""
    begins: list[int] = []
    is_named = True
    for found in _OLD.finditer(markup):
        is_table = found[0][:6].lower() == b"<table"
        if is_table or is_named:
            begins.append(found.start())
        is_named = not is_table
        if not is_table and begins and begins[-1] == found.start():
            is_named = True
    return begins


def _parsed(piece: bytes) -> LexborNode | None:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(bounded(piece)).body


class _Names(NamedTuple):
    """How a publication is printed: its name, the number of the issue, and what else stands beside it."""

    name: str
    volume: str | None
    edition: str | None


_ISSUE = re.compile(
    r",\s*((?:(?:vol|no|n°|nº|nr|num|hors-série|issue|volume|numéro)\b\.?[^,;]{0,40})(?:,\s*(?:no|n°|nº)\b\.?[^,;]{0,30})?)\s*\Z",
    re.IGNORECASE,
)


def _publication(text: str) -> _Names:
    """Return the parts of a line such as `La Croix, no. 43018`, behind whose name blanks may part an edition."""
    parts = [part.strip(" ,;·") for part in re.split(r"[\n\t]|\s{3,}|\xa0{2,}", text) if part.strip(" ,;·")]
    name = " ".join(parts[0].split()) if parts else ""
    volume = None
    if issue := _ISSUE.search(name):
        volume, name = issue[1].strip(), name[: issue.start()].strip()
    rest = [" ".join(part.split()) for part in parts[1:]]
    if rest and volume is None and re.match(r"(?:no|n°|vol)\b\.?", rest[0], re.IGNORECASE):
        volume = rest.pop(0)
    return _Names(name, volume, "; ".join(rest) or None)


_WORDS = re.compile(
    r"[,-]?\s*(?<!\d)(?:\d{1,3}(?:[\s.,\u202f]\d{3})*|\d{4,6})\s*(?:mots?|words?)\b", re.IGNORECASE
)
_PAGE = re.compile(
    r"(?:,\s*)?\b(?:pp?|page)\.?\s*(?P<page>[\w()*][^,;]{0,40}?(?:\s*,\s*[A-Z]{0,3}\d{1,4})*)\s*\Z",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<day>(?:[^\W\d_]{3,12}\.?,?\s+)?(?:\d{1,2}(?:er|st|nd|rd|th)?\s+[^\W\d_]{3,10}\.?\s+(?:1[6-9]|20)\d\d"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2},?\s+(?:1[6-9]|20)\d\d)|(?:1[6-9]|20)\d\d-\d\d-\d\d)"
    r"(?P<clock>\s*[-–,]?\s*\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:UTC|GMT|EST|EDT|HNE|HAE)\s*(?:[+-]\d{1,2}(?::?\d\d)?)?)?)?"
)
"""A day in French or English, with the hour of a web page."""
_MONTH_ALONE = re.compile(r"(?:^|,\s*)[^\W\d_]{3,10}\s+(?:1[6-9]|20)\d\d\b")


def _state_header(draft: Draft, text: str) -> None:
    """State section, moment and page of a header line: `Politique, mardi 14 mars 2006 134 mots, p. 12`."""
    line = " ".join(text.replace("\xa0", " ").split())
    if page := _PAGE.search(line):
        state_edition(draft, "DocHeader", page=page["page"].strip())
        line = line[: page.start()].rstrip(" ,")
    line = _WORDS.sub("", line).strip(" ,")
    found = next((each for each in _DATE.finditer(line) if stated(each["day"])), None)
    if found:
        read = stated(found["day"])
        if read is not None:
            draft.state("day", read.day, "DocHeader")
            clock = re.sub(r"^[\s,–-]+", "", found["clock"] or "").strip()
            draft.state("published", f"{read.day} {clock}".strip(), "DocHeader")
        section = line[: found.start()]
    else:
        month = _MONTH_ALONE.search(line)
        section = line[: month.start()] if month else line
    if section := section.strip(" ,;-"):
        draft.state("section", [section], "DocHeader")


def _state_number(draft: Draft, text: str) -> None:
    """State the document's number; its day is that of the document where the header prints none."""
    found = _NUMBER.search(text)
    if found is None:
        return
    draft.state("identifier", found[0].replace("*", "·").replace("•", "·"), "number")
    stamp = found[1]
    if not draft.published and (read := stated(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}")):
        draft.state("day", read.day, "number")
        draft.state("published", read.day, "number")


def _state_publication(draft: Draft, text: str) -> None:
    names = _publication(text)
    draft.state("publisher", names.name, "DocPublicationName")
    state_edition(draft, "DocPublicationName", edition=names.edition, volume=names.volume)


def _names_of(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").lower().split())


def _of_today(piece: bytes) -> Draft | None:
    """Return the draft of an article element; None for one without any of its parts."""
    body = _parsed(piece)
    node = body.css_first("article") if body is not None else None
    if node is None:
        return None
    draft = Draft(authority="europresse")
    for unwanted in node.css("script, style, img, svg, .apd-wrapper, .noprint"):
        unwanted.decompose()
    header = node.css_first("header") or node
    if (name := header.css_first(".DocPublicationName")) is not None:
        _state_publication(draft, name.text())
    if lines := [each.text() for each in header.css(".DocHeader")]:
        _state_header(draft, " ".join(lines))
    lead = _state_heading(draft, header)
    text = [*lead]
    section = node.css_first("section")
    if section is None:
        section = node.css_first(".DocText") or node.css_first(".docOcurrContainer")
    if section is not None:
        text += _text(draft, section)
    for aside in node.css("aside"):
        text += _beside(draft, aside)
    foot = node.css_first("footer")
    if foot is not None:
        draft.boilerplate += [each for small in foot.css("small") if (each := line_of(small))]
    _state_number(draft, (foot or node).text(separator=" "))
    draft.state("text", "\n\n".join(text), "section")
    return draft


def _state_heading(draft: Draft, header: LexborNode) -> list[str]:
    """State headline, author and what is above and below the headline; return the paragraphs of a lead.

    What is in the header in front of the headline, and is neither the paper's name nor the day, is a kicker.
    """
    title = header.css_first(".titreArticleVisu") or header.css_first(".titreArticle")
    if title is not None:
        draft.state("headline", line_of(title), "titreArticleVisu")
    others: list[str] = []
    lead: list[str] = []
    is_below = False
    for child in header.iter():
        names = _names_of(child)
        if child.css_first(".DocPublicationName, .DocHeader") is not None and not child.css_first(
            ".titreArticleVisu"
        ):
            continue
        if (title is not None and "titrearticle" in names) or "titrearticlevisu" in names:
            others += [line for each in child.iter() if (line := line_of(each)) and line != draft.headline]
            is_below = True
            continue
        for each in paragraphs_of(child):
            line = " ".join(each.split())
            if not is_below:
                others.append(line)
            elif child.tag == "b" or "rdp__subtitle" in names:
                lead.append(line)
            elif draft.byline is None and len(line.split()) <= LONGEST_BYLINE:
                draft.state("byline", line, "docAuthors" if "docauthors" in names else "header")
            else:
                lead.append(line)
    draft.other_headlines = list(dict.fromkeys(others))
    if others:
        draft.evidence["other_headlines"] = "titreArticle"
    return lead


LONGEST_BYLINE = 25
"""A line of authors has no more words than this; a longer one below a headline is a lead."""

_APPEARED = re.compile(
    r"(?:cet article (?:est|a été) (?:paru|publié)|this article (?:was|has been|appeared)|lire l.article)\b",
    re.I,
)


def _text(draft: Draft, section: LexborNode) -> list[str]:
    """Return the paragraphs of the text; where the article is on the web is its address and stays aside."""
    for link in section.css("a[href]"):
        address = link.attributes.get("href") or ""
        if _APPEARED.match(line_of(link)) and address.startswith(("http://", "https://")):
            draft.state("url", address, "a")
    kept = []
    for each in paragraphs_of(section):
        if _APPEARED.match(each) and len(each) < 200:
            draft.boilerplate.append(each)
        else:
            kept.append(each)
    return kept


_LABEL = re.compile(r"(?P<name>[^\W\d_][^:\n]{2,30}?)\s*(?:\(s\))?\s*:\s*\Z")
_BOX = re.compile(r"encadr|sidebar|box", re.IGNORECASE)


def _beside(draft: Draft, aside: LexborNode) -> list[str]:
    """Set aside what is printed beside the text, without its labels; return the paragraphs of boxes."""
    boxes: list[str] = []
    is_box = False
    for each in paragraphs_of(aside):
        line = " ".join(each.split())
        if label := _LABEL.fullmatch(line):
            is_box = _BOX.match(label["name"]) is not None
        elif is_box:
            boxes.append(each)
        else:
            draft.boilerplate.append(re.sub(r"\A[^\W\d_][\w ]{2,25}\(s\)\s*:\s*", "", line))
    return boxes


_PARAGRAPH, _LINE = "\x1d", "\x1e"
"""Where a paragraph or a line of the older layout ends."""
_BLOCKS = frozenset(
    ("p", "div", "table", "ul", "ol", "li", "tr", "blockquote", "h1", "h2", "h3", "pre", "center")
)


def _of_old(piece: bytes) -> Draft | None:
    """Return the draft of a document of the older layout; None where it has no name of a paper."""
    body = _parsed(piece)
    name = body.css_first(".DocPublicationName") if body is not None else None
    if name is None or name.parent is None:
        return None
    draft = Draft(authority="europresse")
    _state_publication(draft, name.text())
    heads: list[str] = []
    above: list[str] = []
    below: list[str] = []
    at = above
    title: LexborNode | None = None
    for child in name.parent.iter(include_text=True):
        names = _names_of(child) if child.tag != "-text" else set()
        if "docheader" in names:
            heads.append(child.text())
            above.clear()
        elif "titrearticlevisu" in names and title is None:
            title, at = child, below
        elif child.tag == "br":
            at.append(_LINE)
        elif child.tag == "-text":
            at.append(child.text())
        elif child.tag == "table" and title is not None:
            break
        elif child.tag in _BLOCKS:
            at += [_PARAGRAPH, *(part for each in paragraphs_of(child) for part in (each, _PARAGRAPH))]
        elif child.tag not in ("script", "style", "img"):
            at += _inline(child)
    _state_header(draft, " ".join(heads))
    if title is not None:
        draft.state("headline", line_of(title), "TitreArticleVisu")
        if kickers := [line for each in "".join(above).split(_LINE) if (line := " ".join(each.split()))]:
            draft.other_headlines = kickers
            draft.evidence["other_headlines"] = "above"
    _state_old_text(draft, "".join(below if title is not None else above))
    _state_number(draft, body.text(separator=" ") if body is not None else "")
    return draft


def _inline(node: LexborNode) -> Iterator[str]:
    """Yield the text of an element within a paragraph, which may hold ends of lines and paragraphs all the same."""
    if node.css_first("br, p, div") is None:
        yield node.text()
        return
    for number, each in enumerate(paragraphs_of(node)):
        if number:
            yield _PARAGRAPH
        yield each


def _state_old_text(draft: Draft, text: str) -> None:
    """State author and text of what is below a headline: the lines before the first paragraph, if one ends them, are the author's."""
    first, mark, rest = text.partition(_PARAGRAPH)
    lines = [line for each in first.split(_LINE) if (line := " ".join(each.split()))]
    paragraphs: list[str] = []
    if mark and lines and first.rstrip(" \n").endswith(_LINE) and len(lines[-1].split()) <= LONGEST_BYLINE:
        draft.state("byline", lines.pop(), "below")
        draft.other_headlines += lines
    else:
        paragraphs += lines
    for each in rest.split(_PARAGRAPH):
        paragraphs += [
            line for part in each.split(_LINE * 2) if (line := " ".join(part.replace(_LINE, " ").split()))
        ]
    kept = []
    for each in paragraphs:
        if each.startswith(("©", "(c)", "(C)")):
            draft.boilerplate.append(each)
        elif not (_NUMBER.search(each) and len(each) < 160):
            kept.append(each)
    draft.state("text", "\n\n".join(kept), "text")
