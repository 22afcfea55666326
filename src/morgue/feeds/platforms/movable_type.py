"""Read what Movable Type exports, a text of entries, and TypePad, Hatena and others after it.

    AUTHOR: Jane Doe
    TITLE: Ferry lost
    STATUS: Publish
    DATE: 02/03/2024 08:30:00 PM
    PRIMARY CATEGORY: Ships
    -----
    BODY:
    <p>The ferry was lost.</p>
    -----
    COMMENT:
    …
    -----
    --------

Five hyphens end a section, eight an entry. Comments and pings are no stories. A draft is kept, with its status in the
boilerplate. Dates are those of America, the month first (movabletype.org, Import/Export Format).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.editors import markdown
from morgue.feeds.platforms.post import post_of
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.credits import set_status
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.io.lines import codec_of_head, lines, narrow_feed, text_of_line
from morgue.model.article import Article

_FIRST = re.compile(
    rb"(?:(?:AUTHOR|TITLE|BASENAME|STATUS|DATE|UNIQUE URL|ALLOW COMMENTS|CONVERT BREAKS):[^\n]*\n)+"
)
_SECTION = re.compile(rb"^-----\s*\n(?:BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):", re.MULTILINE)
_FACT = re.compile(r"([A-Z][A-Z ]{2,30}): ?(.*)\Z", re.DOTALL)
_DATE = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AP])M)?)?\s*\Z", re.IGNORECASE
)
_TAG = re.compile(r'"([^"]{1,200})"|([^",]{1,200})')
_PUBLISHED = frozenset(("publish", "published", ""))
_BODY, _MORE = "BODY", "EXTENDED BODY"
MAX_ENTRY_LINES = 500_000


def sniff(head: bytes, name: str) -> int:
    """Return 97 where a text begins with the facts of an entry and has a section behind five hyphens, else 0."""
    start = narrow(head).lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\r\n", b"\n")
    return 97 if _FIRST.match(start) and _SECTION.search(start) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the entries in order. Raises NoArticle where none has a title or a text."""
    count = 0
    for facts, offset, length, is_cut in _entries(feed):
        draft = _draft(facts)
        if draft is not None:
            draft.is_cut = draft.partial = is_cut
            count += 1
            yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("an export of Movable Type without an entry")


Facts = dict[str, list[str]]
"""The values of each fact, and the lines of each section under its name with a colon."""


def _entries(feed: Feed) -> Iterator[tuple[Facts, int, int, bool]]:
    """Yield (facts and sections by name, offset, length, whether the text ends in it) of each entry."""
    head = feed.head()
    codec = codec_of_head(head)
    facts: Facts = {}
    section: list[str] | None = None
    is_head = True
    start = end = count = 0
    for _, offset, data in lines(narrow_feed(feed, head)):
        text = text_of_line(data, codec).rstrip("\r\n").removeprefix("\ufeff")
        count += 1
        if text.rstrip() == "--------" or count > MAX_ENTRY_LINES:
            if facts:
                yield facts, start, offset + len(data) - start, False
            facts, section, is_head, start, count = {}, None, True, offset + len(data), 0
            continue
        end = offset + len(data)
        if text.rstrip() == "-----":
            section, is_head = None, False
        elif section is not None:
            section.append(text)
        elif found := _FACT.match(text):
            if is_head:
                facts.setdefault(found[1], []).append(found[2].strip())
            else:
                section = [found[2]] if found[2] else []
                facts.setdefault(f"{found[1]}:", section)
    if facts:
        yield facts, start, end - start, not is_head and section is not None


def _draft(facts: Facts) -> Draft | None:
    """Return what an entry says; None where it has neither title nor text."""

    def said(name: str) -> str:
        return next((value for value in facts.get(name, ()) if value), "")

    def section(name: str) -> str:
        return "\n".join(facts.get(f"{name}:", ())).strip()

    draft = Draft()
    draft.state("headline", markup_line(said("TITLE")), "TITLE")
    whole = "\n\n".join(filter(None, (section(_BODY), section(_MORE))))
    breaks = said("CONVERT BREAKS").lower()
    post = (
        markdown(whole)
        if breaks.startswith("markdown")
        else post_of(whole, lines=breaks not in ("0", "richtext"))
    )
    draft.state("text", post.text, _BODY)
    for each in (post_of(section("EXCERPT"), lines=True).text, *post.aside):
        set_aside(draft, each)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    if draft.text:
        draft.evidence["body"] = _BODY
    author = said("AUTHOR")
    draft.state("byline", author if "@" not in author else None, "AUTHOR")
    draft.state("published", _moment(said("DATE")), "DATE")
    sections = [*facts.get("PRIMARY CATEGORY", ()), *facts.get("CATEGORY", ())]
    draft.state("section", list(dict.fromkeys(filter(None, sections))), "CATEGORY")
    words = [(quoted or bare).strip() for quoted, bare in _TAG.findall(said("TAGS"))]
    words += [each.strip() for each in re.split(r"[,\n]", section("KEYWORDS"))]
    draft.state("keywords", list(dict.fromkeys(filter(None, words))), "TAGS")
    address = said("UNIQUE URL")
    draft.state("url", address if address.startswith("http") else None, "UNIQUE URL")
    status = said("STATUS").lower()
    if status not in _PUBLISHED:
        set_status(draft, status)
    return draft


def _moment(text: str) -> dt.datetime | str | None:
    """Return the moment of an entry, without a zone; text in another form as it is."""
    found = _DATE.match(text)
    if found is None:
        return text or None
    month, day, year, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if found[7]:
        hour = hour % 12 + (12 if found[7].upper() == "P" else 0)
    try:
        return dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
