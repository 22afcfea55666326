"""Read the newspapers of the British Library and of Gale in their own XML: an issue with its articles, word by word.

The forms are those of the British Library's 19th-century newspapers and periodicals (roots `issue`, `UKP`), of Gale's
Times, Burney and other collections (`GALENP`, `issue`), and of the British Library's first deliveries (`BL_newspaper`, an article
a file; their `BL_page` repeats the words of the articles of a page). An article has `id`, `ocr` (the share of letters that is right, in per cent), a `pi` for each page, `ti` and `ta` (title
and what is below it), `ct` (its category), `au`, and `text` with `text.title`, `text.preamble` and `text.cr`, whose `p` hold a `wd`
for each word. A line begins where a word is left of the one before it (`pos`: left, top, right, bottom).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article as article_of
from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import has_words, is_kind, state_kind
from morgue.feeds.print.ocr_lines import (
    box_of,
    confident,
    joined,
    lines_of_words,
    number_within,
    paragraphs_of,
)
from morgue.feeds.print.xml_stream import elements
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import (
    Element,
    children,
    descendants,
    first,
    line_at,
    line_of,
    lines_of,
    local,
    spans,
)
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_ROOTS = frozenset(("issue", "galenp", "ukp", "bl_newspaper"))
_MARK = re.compile(
    rb"<(?:newspaperI[dD]|newspaperID|BL_article|BL_page|text\.(?:cr|title)|article>\s*<id>|pf>\d{8}<)"
)
_COMPACT = re.compile(r"(\d{4})[.\-/]?(\d\d)[.\-/]?(\d\d)")


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an issue of a newspaper by its root and the elements that no other issue has, else 0."""
    root = root_name(head)
    if root is None or root[1].lower() not in _ROOTS:
        return 0
    return 95 if root[1] != "issue" or _MARK.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles of an issue in its order. Raises NoArticle where there is none with a word."""
    data = feed.bytes()
    if len(data) > _LARGE:
        yield from _of_large_issue(feed, data)
        return
    parsed = parse(data)
    root = parsed.root
    first_deliveries = local(root).lower() == "bl_newspaper"
    names = ("BL_article",) if first_deliveries else ("article",)
    articles = list(descendants(root, *names))
    places = spans(data, "|".join(names), len(articles))
    draft_of = _of_first_deliveries if first_deliveries else _draft
    drafts = (
        (draft, place)
        for article, place in zip(articles, places, strict=True)
        if (draft := draft_of(article)) is not None
    )
    yield from articles_of(feed, parsed, data, drafts, lambda: _instead(root, len(articles)))


_LARGE = 8 << 20
"""From this many bytes on an issue is read an article at a time: the tree of its words takes fifteen times as much."""


def _of_large_issue(feed: Feed, data: bytes) -> Iterator[Article]:
    """Yield the articles of a long issue, of which damage ends the reading."""
    whole = replace(feed, stream=io.BytesIO(data))
    found = count = 0
    for node, _ in elements(whole, "article", "BL_article"):
        draft = (_draft if local(node) == "article" else _of_first_deliveries)(node)
        count += 1
        if draft is not None:
            found += 1
            yield article_of(draft, feed.at(0, len(data)))
    if not found and whole.complaints:
        raise FeedError(f"no article could be read: {whole.complaints[0].message}")
    if not found:
        raise NoArticle(_without(count))


def _without(count: int) -> str:
    return (
        "an issue of a newspaper whose articles have no words"
        if count
        else "an issue of a newspaper without an article"
    )


def _instead(root: Element, count: int) -> str:
    if next(descendants(root, "BL_page"), None) is not None:
        return "a page of a newspaper, whose articles are in files of their own"
    return _without(count)


def _draft(article: Element) -> Draft | None:
    """Return the draft of an `article`, or None where it has no words."""
    text = first(article, "text")
    blocks = list(text.iterchildren("{*}*")) if text is not None else []
    titles = [each for each in blocks if local(each) == "text.title"]
    draft = Draft()
    draft.state("headline", line_at(article, "ti"), "ti")
    draft.state("headline", joined(chain.from_iterable(map(_lines, titles))), "text.title")
    _set_decks(draft, [*lines_of(children(article, "ta")), *(joined(_lines(each)) for each in titles)])
    rest = [each for each in blocks if local(each) != "text.title"]
    draft.state("text", _copy(rest), "text.cr")
    if not has_words(draft):
        return None
    draft.state("byline", "; ".join(_authors(article)), "au")
    quality = first(article, "ocr")
    if quality is not None and quality.get("relevant") != "no":
        percent = number_within(line_of(quality), 100)
        draft.evidence["body"] = confident("text.cr", percent or None)
    category = line_at(article, "ct")
    kind = article.get("type")
    state_kind(draft, category or kind, "ct" if category else "article@type")
    if category and is_kind(kind, "advertisement"):
        state_kind(draft, kind, "article@type")
    _state_issue(draft, article)
    _state_identifier(draft, line_at(article, "id"), "id")
    return draft


_NUMBER = re.compile(r"\w{1,20}?[-_][\w-]{4,30}?\d{3,4}-\d{3,4}")
"""The paper, the day, the page and the number of an article: `ESSD-1878-03-15-0001-001`, `WO1_BRPT_1839_04_02-0001-001`."""


def _state_identifier(draft: Draft, number: str | None, rule: str) -> None:
    """State the number of an article; one that has paper, day and page in it is unique in the library."""
    draft.state("identifier", number, rule)
    if number and _NUMBER.fullmatch(number):
        draft.authority = "gale"


def _set_decks(draft: Draft, lines: Iterable[str]) -> None:
    """Keep what is printed below the title beside it, where it says more."""
    for line in lines:
        if line and line != draft.headline and line not in draft.other_headlines:
            draft.other_headlines.append(line)


def _authors(article: Element) -> list[str]:
    """Return who an article names as its authors, each once."""
    found: list[str] = []
    for each in children(article, "au"):
        parts = [line_at(each, name) for name in ("composed", "au_composed")]
        name = next(filter(None, parts), None) or line_of(each)
        found += [name] if name else []
    for each in descendants(article, "detailed_au"):
        found += filter(None, (line_at(each, "composed"),))
    return list(dict.fromkeys(found))


def _copy(blocks: Iterable[Element]) -> str:
    return paragraphs_of(
        _lines_of_paragraph(p)
        for each in blocks
        for p in (descendants(each, "p") if _has_paragraphs(each) else (each,))
    )


def _has_paragraphs(block: Element) -> bool:
    return next(descendants(block, "p"), None) is not None


def _lines(block: Element) -> list[str]:
    return [
        line
        for p in (descendants(block, "p") if _has_paragraphs(block) else (block,))
        for line in _lines_of_paragraph(p)
    ]


def _lines_of_paragraph(p: Element) -> list[str]:
    words = [
        (word, box_of(each.get("pos") or each.get("coord")))
        for each in descendants(p, "wd", "articleWord")
        if (word := line_of(each))
    ]
    if words:
        return lines_of_words(words)
    line = line_of(p)
    return [line] if line else []


_ISSUE = frozenset(("issue", "periodical"))


def _state_issue(draft: Draft, article: Element) -> None:
    """State what the issue around an article says: its day, the page, the volume, the name of the paper where one is given."""
    page: str | None = None
    issue = article.getparent()
    while issue is not None and local(issue).lower() not in _ISSUE:
        if local(issue) == "page":
            page = (line_at(issue, "pa") or "").strip("[] ") or None
        issue = issue.getparent()
    page = next((each.get("pgref") for each in descendants(article, "pi") if each.get("pgref")), None) or page
    if issue is None:
        return
    draft.state("day", _day_of(issue), "pf")
    draft.published = draft.day
    if draft.day:
        draft.evidence["published"] = "pf"
    for path in (
        "title",
        "newspaperTitle",
        "metadatainfo/title",
        "metadatainfo/newspaperTitle",
        "metadatainfo/titleName",
    ):
        draft.state("publisher", line_at(issue, path), path.rpartition("/")[2])
    for path in ("lang", "language", "metadatainfo/language"):
        draft.state("language", _tag(line_at(issue, path)), path.rpartition("/")[2])
    volume, number = line_at(issue, "volNum"), line_at(issue, "is")
    draft.edition = Edition(None, page, number, volume)
    draft.evidence["edition"] = "pi@pgref" if page else "issue"


_PATHS_OF_DAY = (
    "pf",
    "metadatainfo/pf",
    "da/searchableDateStart",
    "metadatainfo/da/searchableDateStart",
    "da",
    "metadatainfo/da",
)


def _day_of(issue: Element) -> str | None:
    """Return the day of issue: `pf` (19121110), else `searchableDateStart`, else `da` as printed (`March 15, 1878`)."""
    for path in _PATHS_OF_DAY:
        node = first(issue, path)
        line = (line_at(node, "composed") or line_of(node)) if node is not None else None
        if line:
            return _iso(line)
    return None


def _iso(line: str) -> str:
    """Return a day of eight digits (`19121110`, `1839.04.02`) as an ISO date, any other as it is printed."""
    found = _COMPACT.fullmatch(line)
    return "-".join(found.groups()) if found else line


def _tag(stated: str | None) -> str | None:
    """Return a language where it is a code or a single word."""
    return stated if stated and stated.isalpha() else None


def _of_first_deliveries(article: Element) -> Draft | None:
    """Return the draft of a `BL_article`; None where it has no words."""
    draft = Draft()
    lines = [_lines_of_paragraph(each) for each in descendants(article, "articleText")]
    draft.state("text", paragraphs_of(lines), "articleText")
    metadata = {
        local(each): line
        for part in ("title_metadata", "issue_metadata")
        for block in descendants(article, part)
        for each in block.iterchildren("{*}*")
        if (line := line_of(each))
    }
    stated = {
        name: lines_of(descendants(article, name))
        for name in ("Title", "Type", "Identifier", "Language", "issued")
    }
    kind = next((each for each in reversed(stated["Type"]) if each.lower() not in _GENERAL), None)
    for each in (*stated["Title"], kind):
        state_kind(draft, each, "dc:Type")
    title = next(iter(stated["Title"]), None)
    draft.section = [each for each in draft.section if each != title]
    draft.state("headline", title, "dc:Title")
    if not has_words(draft):
        return None
    draft.state("byline", line_at(article, "article_metadata/additional_metadata/authorName"), "authorName")
    draft.state("publisher", metadata.get("title"), "title_metadata/title")
    day = metadata.get("normalisedDate") or next(iter(stated["issued"]), None)
    if day:
        draft.state("day", _iso(day), "normalisedDate")
        draft.state("published", _iso(day), "normalisedDate")
    draft.state("language", next(iter(stated["Language"]), None), "dc:Language")
    sequence = next(iter(lines_of(descendants(article, "pageSequence"))), None)
    page = sequence.lstrip("0") or None if sequence else None
    draft.edition = Edition(None, page, metadata.get("issueNumber"), metadata.get("volumeNumber"))
    draft.evidence["edition"] = "pageSequence"
    identifier = next(iter(stated["Identifier"]), None)
    _state_identifier(draft, identifier.removesuffix(".xml") if identifier else None, "dc:Identifier")
    draft.boilerplate += lines_of(descendants(article, "Rights"))
    return draft


_GENERAL = frozenset(("image", "newspaper article", "newspaper"))
"""What the British Library says of every article by dc:Type."""
