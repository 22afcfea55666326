"""Read the exports of the Austria Presse Agentur: APA-OnlineManager and DeFacto, in RTF, Word, text and HTML.

A document begins with a line that names the paper and the day; the lines behind it may be in any number:

    "Oberösterreichische Nachrichten" vom 23.10.2017 Seite: 2        "Kurier.at" gefunden am 28.12.2017 10:36 Uhr
    Ressort: Politik
    Steiermark, Kärnten                                              the regions in which the edition was sold
    Aussensicht                                                      a kicker
    Nach dem Sondieren zu den echten Verhandlungen                   the headline, bold

A rule of underlines, a section or a page parts two documents, which says nothing that the next such line does not. Print
has the day of issue, what was found on the web that of the find. DeFacto adds a table with the number of the document
and its address. Where nothing is bold, the headline is the first paragraph below these lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.extract.names import is_name
from morgue.feeds.press.documents import Line, is_text, lines_in, lines_of_text
from morgue.feeds.press.issue import state_edition
from morgue.feeds.press.pages import paragraphs_of, utf8_of
from morgue.feeds.web.bounds import bounded
from morgue.io.feed import Feed
from morgue.model.article import Article

_HEAD = re.compile(
    r"[\"„“»](?P<paper>[^\"„“”«»\n]{1,100})[\"“”«](?P<between>[^\"\n]{0,60}?)\s+(?:vom|gefunden\s+am)\s+(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?\d{4})"
    r"(?:,?\s+(?P<clock>\d{1,2}[.:]\d\d)\s*(?:Uhr|h)?)?(?:,?\s+Seiten?:?\s*(?P<page>[^\n]{1,40}))?"
)
_NUMBER = re.compile(r"\bNr\.?\s*(\S{1,12})")
_LABEL = re.compile(
    r"(?P<name>Ressort|Von|Autor(?:in)?|Mutation|Ausgabe|Dokumentnummer|Rubrik|Serie):?\s+(?P<value>\S.*)",
    re.DOTALL,
)
_RULE = re.compile(r"[_\-=*]{8,}")
_SOURCE = re.compile(r"Quelle:?")
_TABLE = re.compile(r"(?:Quelle|Ressort|Mutation|Dokumentnummer|Autor(?:in)?):")
_ADDRESS = re.compile(r"(?:Dauerhafte Adresse des Dokuments:\s*)?(https?://\S+)")
_REGIONS = re.compile(
    r"(?:(?:City)?(?:Wien|Niederösterreich|NÖ|Burgenland|BGLD|Steiermark|STMK|Kärnten|KTN|Osttirol|Oberösterreich|OÖ|Salzburg|SBG|Tirol|Vorarlberg|VBG"
    r"|Graz|Linz|Österreich|Bundesland(?:ausgabe)?|Land|Stadt|Ost|West|Süd|Nord|Morgen|Abend|Mittag|Früh|Spät|Haupt|Gesamt|Länder)(?:ausgabe|blatt)?[\s,/&+-]*(?:und\s+)?){1,12}"
)
"""A line that names regions and times of day only, as editions are named."""
_CAPTION = re.compile(r"(?:Bild|Foto|Fotos|Grafik|Bildtext|Kasten)\s*:\s*\S")
_STOP = re.compile(
    r"Gespeicherte[rn]? Anh[aä]ng|Der gegenständliche Text ist eine Abschrift|Alle Rechte vorbehalten"
)
_SEPARATOR = "\u2028".encode()
"""What DeFacto ends lines with in RTF."""
_SURE = 98
_MOST_ABOVE = 12
"""Lines between the paper's and a bold headline: regions, authors, kickers. What comes later is bold within the text."""


class Found(NamedTuple):
    """The lines of a document, from the one with the paper's name on, without blank ones at its ends."""

    head: re.Match[str]
    lines: list[Line]


def sniff(head: bytes, name: str) -> int:
    """Return 98 where the first line, or the first of two or more entries of a page, names a paper and a day as APA does."""
    lines = _lines_of_page(head) if _is_page(head) else lines_of_text(head.replace(_SEPARATOR, b"\n"))
    texts = (" ".join(each.text.split()) for each in lines)
    first = next((each for each in texts if each and not _RULE.fullmatch(each)), "")
    return _SURE if _HEAD.fullmatch(first) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the documents in order. Raises NoArticle where no line names a paper and a day."""
    data = feed.bytes()
    lines = _lines_of_page(data) if _is_page(data) else lines_in(data, feed.complain)
    found = 0
    for each in documents(lines):
        draft = draft_of(each)
        if not (draft.headline or draft.text):
            continue
        found += 1
        first, last = each.lines[0], each.lines[-1]
        length = last.offset + last.length - first.offset
        yield article(draft, feed.at(first.offset, length) if length else feed.at(0, len(data)))
    if not found:
        raise NoArticle("an export of APA without a document")


def _is_page(data: bytes) -> bool:
    return data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and is_text(data)


def _lines_of_page(data: bytes) -> Iterator[Line]:
    """Yield the lines of DeFacto's page to print, in which `pre` has the first lines and `h3` the headline."""
    from selectolax.lexbor import LexborHTMLParser

    markup, _ = utf8_of(data)
    for entry in LexborHTMLParser(bounded(markup)).css("div.eintrag"):
        for child in entry.iter(include_text=True):
            if child.tag == "-text":
                texts = [child.text()]
            elif child.tag == "pre":
                texts = child.text().split("\n")
            elif child.tag in ("h1", "h2", "h3", "h4"):
                texts = [" ".join(child.text().split())]
            else:
                texts = paragraphs_of(child)
            for text in texts:
                yield Line(" ".join(text.split()), child.tag in ("h1", "h2", "h3", "h4"))
            if child.tag != "pre":
                yield Line("")


def documents(lines: Iterable[Line]) -> Iterator[Found]:
    """Yield the documents of lines. The name of a paper in DeFacto's table of facts (`Quelle:`) begins none."""
    head: re.Match[str] | None = None
    held: list[Line] = []
    previous = ""
    for line in lines:
        text = " ".join(line.text.split())
        found = _HEAD.fullmatch(text) if text[:1] in '"„“»' else None
        if found and not _SOURCE.fullmatch(previous):
            if head is not None:
                yield Found(head, held)
            head, held = found, []
        if head is not None:
            held.append(line)
        previous = text or previous
    if head is not None:
        yield Found(head, held)


def draft_of(found: Found) -> Draft:
    """Return the draft of a document."""
    draft = Draft(country="AT")
    _state_head(draft, found.head)
    lines = [each for each in found.lines[1:] if not _RULE.fullmatch(each.text.strip())]
    lines = _without_table(draft, lines)
    start = _above(draft, lines)
    _state_text(draft, lines[start:])
    return draft


def _state_head(draft: Draft, head: re.Match[str]) -> None:
    """State what the line with the paper's name says."""
    rule = "first line"
    draft.state("publisher", head["paper"].strip(), rule)
    day = re.sub(r"\s", "", head["day"])
    clock = (head["clock"] or "").replace(".", ":")
    draft.state("published", f"{day} {clock}".strip(), rule)
    draft.state("day", day, rule)
    between = " ".join(head["between"].split())
    number = _NUMBER.search(between)
    state_edition(
        draft, rule, page=(head["page"] or "").strip() or None, volume=number[1] if number else None
    )
    if rest := _NUMBER.sub("", between).strip(" ,;-"):
        draft.state("section", [rest], rule)


def _without_table(draft: Draft, lines: list[Line]) -> list[Line]:
    """Return lines without DeFacto's table of facts and what is below it, which are stated."""
    texts = [" ".join(each.text.split()) for each in lines]
    start = next(
        (
            at
            for at, text in enumerate(texts)
            if _SOURCE.fullmatch(text) and any(map(_TABLE.match, texts[at + 1 : at + 12]))
        ),
        None,
    )
    if start is None:
        return lines
    label = ""
    for text in filter(None, texts[start:]):
        if _TABLE.fullmatch(text):
            label = text.rstrip(":")
        elif found := _ADDRESS.search(text):
            draft.state("url", found[1], "Dauerhafte Adresse")
        elif label == "Dokumentnummer" and re.search(r"\d{4}", text):
            draft.state("identifier", text, "Dokumentnummer")
            draft.authority = "apa"
            label = ""
        elif label == "Mutation":
            state_edition(draft, "Mutation", edition=text)
        elif _STOP.match(text):
            draft.boilerplate.append(text)
    return lines[:start]


def _above(draft: Draft, lines: list[Line]) -> int:
    """State what is above the text, with the headline; return the place of the first line of the text."""
    filled = [at for at, each in enumerate(lines) if each.text.strip()]
    bold = next((at for at in filled[:_MOST_ABOVE] if lines[at].is_bold), None)
    others: list[str] = []
    for at in filled:
        text = " ".join(lines[at].text.split())
        if at == bold:
            break
        if label := _LABEL.fullmatch(text):
            _state_label(draft, label["name"], label["value"])
        elif _REGIONS.fullmatch(text):
            state_edition(draft, "edition", edition=text)
        elif bold is None:
            bold = at
            break
        else:
            others.append(text)
    if bold is None:
        return len(lines)
    end = bold + 1
    while (
        end < len(lines)
        and lines[end].text.strip()
        and lines[end].is_bold == lines[bold].is_bold
        and lines[bold].is_bold
    ):
        end += 1
    draft.state(
        "headline",
        " ".join(" ".join(each.text.split()) for each in lines[bold:end]),
        "bold" if lines[bold].is_bold else "first paragraph",
    )
    draft.other_headlines = others
    if others:
        draft.evidence["other_headlines"] = "above the headline"
    return end


def _state_label(draft: Draft, name: str, value: str) -> None:
    """State what a line with a label above the headline says."""
    match name:
        case "Ressort" | "Rubrik" | "Serie":
            draft.section += [value.strip()]
            draft.evidence.setdefault("section", name)
        case "Mutation" | "Ausgabe":
            state_edition(draft, name, edition=value)
        case "Dokumentnummer":
            draft.state("identifier", value, name)
            draft.authority = "apa"
        case _:
            draft.state("byline", value, name)


def _state_text(draft: Draft, lines: list[Line]) -> None:
    """State the text, and aside what is behind it; before text with indents the author may be named on a line of its own."""
    filled = [each.text for each in lines if each.text.strip()]
    paragraphs = _paragraphs(lines)
    if (
        len(filled) > 1
        and _is_indented(filled[1])
        and not _is_indented(filled[0])
        and is_name(filled[0].strip())
    ):
        draft.state("byline", filled[0], "line above the text")
        paragraphs = paragraphs[1:]
    kept: list[str] = []
    for at, text in enumerate(paragraphs):
        if _STOP.match(text):
            draft.boilerplate += paragraphs[at:]
            break
        if _CAPTION.match(text):
            draft.boilerplate.append(text)
        else:
            kept.append(text)
    draft.state("text", "\n\n".join(kept), "text")


def _paragraphs(lines: list[Line]) -> list[str]:
    """Return the paragraphs of lines: those of a document a line each, those that were wrapped parted by blank lines or indents."""
    if not any(_is_indented(each.text) for each in lines):
        return [" ".join(each.text.split()) for each in lines if each.text.strip()]
    found: list[str] = []
    is_new = True
    for each in lines:
        text = " ".join(each.text.split())
        if text and (is_new or _is_indented(each.text) or not found):
            found.append(text)
        elif text:
            found[-1] = f"{found[-1]} {text}"
        is_new = not text
    return found


def _is_indented(text: str) -> bool:
    return text[:2] == "  " and bool(text.strip())
