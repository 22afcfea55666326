"""Read the reports of Integrum (Russia): a page with a list of what was found, then a table of fields and a text each.

    ^ИС: Портовые вести   ^РБ: ГОРОД   ^НР: 6   ^ДТ: 09.02.1994   ^АВ: Иванов Иван   ^ЗГ: СТЕНА НЕ УСТОЯЛА

The fields are named by two letters (`feeds/data/press_labels.tsv`). НР is the number of the issue. The text is set as it was
wrapped: a paragraph is indented or behind a blank line, and a line that ends before the next word would not fit on it is
one of its own. Words that were searched for are set in colours.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from itertools import pairwise

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.press.download import Download
from morgue.feeds.press.issue import state_edition
from morgue.feeds.press.labels import role_of
from morgue.io.encoding import declaration, decode, narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_ANCHOR = re.compile(rb"<a\b[^<>]{0,80}?\bname\s*=\s*[\"']?\d{1,6}[\"']?[^<>]{0,80}>", re.IGNORECASE)
_LISTED = re.compile(rb"<a\b[^<>]{0,80}?\bhref\s*=\s*[\"']?#\d{1,6}[\"'>\s]", re.IGNORECASE)
_REPORT = re.compile(
    rb"<title>\s*(?:Report|\xce\xf2\xf7\xe5\xf2|\xd0\x9e\xd1\x82\xd1\x87\xd0\xb5\xd1\x82)\s+\d\d\.\d\d\.\d{4}",
    re.IGNORECASE,
)
_FIELD_BYTES = re.compile(rb"\^(?:\xc8\xd1|\xd0\x98\xd0\xa1|\xc7\xc3|\xd0\x97\xd0\x93):")
_CELL = re.compile(r"<td\b[^<>]*>(?P<inside>.*?)</td\s*>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h[1-6]\b[^<>]*>(?P<inside>.*?)</h[1-6]\s*>", re.IGNORECASE | re.DOTALL)
_SET = re.compile(r"<pre\b[^<>]*>(?P<inside>.*?)(?:</pre\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_FIELD = re.compile(r"\s*\^?(?P<name>[^\W\d_][^\n:]{0,30}?):\s*(?P<value>.*)", re.DOTALL)
_INDENT = re.compile(r"[ \t\xa0]{2,}\S")
_ITEM = re.compile(r"\d{1,3}(?:-\d{1,3})?[.)]\s")
"""How an entry of a list begins."""

_RUSSIA = "RU"


def sniff(head: bytes, name: str) -> int:
    """Return how sure: the title of a report, or the field of the source or headline, in either encoding."""
    head = narrow(head)
    if _FIELD_BYTES.search(head):
        return 98
    return 96 if _REPORT.search(head) and _LISTED.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a text; one that the report has several times, once. Raises NoArticle for a report without one."""
    data = narrow(feed.bytes())
    encoding = declaration(data) or "windows-1251"
    anchors = list(_ANCHOR.finditer(data))
    download = Download()
    if listed := sum(1 for _ in _LISTED.finditer(data, 0, anchors[0].start() if anchors else len(data))):
        download.state(None, listed)
    known: set[bytes] = set()
    for anchor, (_, end) in zip(
        anchors, pairwise([*(each.start() for each in anchors), len(data)]), strict=True
    ):
        markup = decode(data[anchor.end() : end], encoding)
        draft = _draft(markup)
        if not draft.headline and not draft.text:
            continue
        download.count()
        if end == len(data) and "<pre" in markup.lower() and "</pre" not in markup.lower():
            draft.is_cut = draft.partial = True
        digest = hashlib.sha256(
            repr((draft.headline, draft.day, draft.publisher, draft.text)).encode()
        ).digest()
        if digest not in known:
            known.add(digest)
            yield article(draft, feed.at(anchor.start(), end - anchor.start()))
    if not download.found:
        raise NoArticle("an Integrum report without a text")
    download.check(feed)


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def _draft(markup: str) -> Draft:
    draft = Draft(country=_RUSSIA)
    text = _SET.search(markup)
    above = markup[: text.start()] if text else markup
    number = page = None
    cell = _CELL.search(above)
    for each in _BREAK.split(cell["inside"]) if cell else ():
        found = _FIELD.fullmatch(html.unescape(_TAG.sub("", each)))
        value = " ".join(found["value"].split()) if found else ""
        if found is None or not value:
            continue
        rule = f"field {found['name']}"
        match role_of("integrum", found["name"]):
            case "publisher":
                draft.state("publisher", value, rule)
            case "published":
                draft.state("published", value, rule)
                draft.state("day", value, rule)
            case "headline":
                draft.state("headline", value, rule)
            case "byline":
                draft.state("byline", value.strip(" ,;"), rule)
            case "section":
                draft.section.append(value)
                draft.evidence.setdefault("section", rule)
            case "number":
                number = value
            case "page":
                page = value
            case _:
                draft.boilerplate.append(f"{found['name']}: {value}")
    if heading := _HEADING.search(above):
        draft.state("headline", _plain(heading["inside"]), "heading")
    state_edition(draft, "field НР", page=page, volume=number)
    if text:
        draft.state("text", "\n\n".join(paragraphs_of(html.unescape(_TAG.sub("", text["inside"])))), "text")
    return draft


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text that was wrapped to a width, with the lines that are lines of their own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = max((len(line.rstrip()) for line in lines), default=0)
    paragraphs: list[list[str]] = []
    last = ""
    for line in lines:
        bare = " ".join(line.split())
        if bare and (not last or _INDENT.match(line)):
            paragraphs.append([bare])
        elif bare:
            is_own = len(last.rstrip()) + 1 + len(bare.split(" ", 1)[0]) <= width
            paragraphs[-1] += ("\n" if is_own or _ITEM.match(bare) else " ", bare)
        last = line if bare else ""
    return ["".join(each) for each in paragraphs]
