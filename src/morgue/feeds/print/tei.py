"""Read newspapers, periodicals and single texts in TEI (P5 and P4): a story for each article of an issue, else for each text.

The divs of a type that is a story's (`article`, `item`, `letter`, `advertisement`…) are one each. Those of a section hold stories
and have its name in `head`; a masthead or a table of contents is none. The types are rows of `data/print_kinds.tsv`. In an issue
whose divs have no type, those with words of their own are the stories. A document of another kind, such as a letter or an article
in a file of its own, is one story. A teiCorpus is read document by document. What a volume includes from other files (XInclude)
is not fetched: these hold its stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from morgue.extract.draft import Draft
from morgue.extract.identity import names_a_story
from morgue.feeds.print.kinds import is_kind, state_kind
from morgue.feeds.print.tei_header import Header, day_in, header_of, state_bibl
from morgue.feeds.print.tei_text import Copy, text_within
from morgue.feeds.support.content_markup import holds_place
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, children, descendants, first, language_of, local
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_ROOTS = frozenset(("tei", "tei.2", "teicorpus", "teicorpus.2"))
_DIV = re.compile(r"div[0-7]?")
_ISSUE = frozenset(
    ("issue", "newspaper", "periodical", "journal", "magazine", "gazette", "newspaperissue", "jvolumeissue")
)
"""What a text or its outermost div is called by its type where it is an issue."""


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a document whose root is of TEI, else 0."""
    root = root_name(head)
    return 95 if root is not None and root[1].lower() in _ROOTS else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in their order. Raises NoArticle where a document has none of its own."""
    data = feed.bytes()
    parsed = parse(data)
    length, data = len(data), data[-_END:]  # beside the tree of a volume of 50 MB its bytes are not kept
    drafts = ((draft, (0, length)) for draft in _drafts(parsed.root))
    yield from articles_of(feed, parsed, data, drafts, lambda: _instead(parsed.root))


_END = 400
"""Bytes at the end of a document that tell whether it breaks off."""


def _instead(root: Element) -> str:
    if next(root.iter("{http://www.w3.org/2001/XInclude}include"), None) is not None:
        return "a TEI document that only includes others: their files hold its stories"
    if next(descendants(root, "text"), None) is None:
        return "a TEI header without a text"
    return "a TEI document without a story"


def _drafts(root: Element) -> Iterator[Draft]:
    corpus = Header()
    if local(root).lower().startswith("teicorpus"):
        corpus = header_of(first(root, "teiHeader"))
    documents = list(root.iter("{*}TEI", "{*}TEI.2")) or [root]
    for document in documents:
        header = header_of(first(document, "teiHeader"))
        header.complete(corpus)
        for text in children(document, "text"):
            yield from _of_text(text, header)


@dataclass(slots=True)
class _Issue:
    """What holds for all stories of a text: its header, the page on which each div begins, which divs have stories in them."""

    header: Header
    pages: dict[Element, str] = field(default_factory=dict)
    holders: frozenset[Element] = frozenset()
    day: str | None = None


def _of_text(text: Element, header: Header) -> Iterator[Draft]:
    issue = _Issue(header, _pages_of(text), _holders(text), header.day or _day_printed(text))
    texts = [
        each for each in descendants(text, "text") if each is not text and local(each.getparent()) == "group"
    ]
    if texts:
        for each in texts:
            if not any(local(inner) == "group" for inner in each):
                yield from _of_text(each, header)
        return
    found = False
    if header.is_periodical or _is_issue(text) or any(map(_is_story, _divs(text))):
        for draft in _Stories(issue).of(text, []):
            found = True
            yield draft
    if not found and (whole := _whole(text, issue)) is not None:
        yield whole


def _divs(text: Element) -> Iterator[Element]:
    return (each for each in text.iter("{*}*") if _DIV.fullmatch(local(each)))


def _is_issue(text: Element) -> bool:
    types = [text.get("type")] + [
        each.get("type") for body in children(text, "body") for each in body if local(each)
    ]
    return any((each or "").lower().replace("-", "") in _ISSUE for each in types)


def _kinds(div: Element) -> tuple[str, ...]:
    return tuple(filter(None, (div.get("subtype"), div.get("type"))))


def _is_story(div: Element) -> bool:
    names = _kinds(div)
    return any(is_kind(each, "story") for each in names) and not any(
        is_kind(each, "furniture") for each in names
    )


def _holders(text: Element) -> frozenset[Element]:
    """Return the elements in a text that have a div of a story in them."""
    found: set[Element] = set()
    for div in _divs(text):
        if _is_story(div):
            above = div.getparent()
            while above is not None and above is not text and above not in found:
                found.add(above)
                above = above.getparent()
    return frozenset(found)


def _pages_of(text: Element) -> dict[Element, str]:
    """Return the page on which each div begins, by the last `pb` before it; those of the print where several editions are marked."""
    marks = [each for each in text.iter("{*}pb") if each.get("n")]
    printed = {each for each in marks if each.get("ed") == "print"}
    counted = printed or set(marks)
    page: str | None = None
    found: dict[Element, str] = {}
    for node in text.iter("{*}*"):
        if node in counted:
            page = _page_number(node)
        elif page and _DIV.fullmatch(local(node)):
            found[node] = page
    return found


def _page_number(mark: Element) -> str | None:
    return (mark.get("n") or "").strip("[] ") or None


def _day_printed(text: Element) -> str | None:
    """Return the day that the head of the issue itself prints."""
    front = first(text, "front")
    for part in (front, first(text, "body")):
        if part is not None:
            masthead = [
                each for each in _divs(part) if any(is_kind(name, "furniture") for name in _kinds(each))
            ]
            places = [*descendants(part, "docDate", "titlePage"), *masthead] if part is not front else [part]
            day = day_in(date for place in places for date in descendants(place, "date", "docDate"))
            if day:
                return day
    return None


class _Stories:
    """A walk through the divs of an issue."""

    def __init__(self, issue: _Issue) -> None:
        self.issue = issue

    def of(self, node: Element, sections: list[str]) -> Iterator[Draft]:
        """Yield the stories in a part of an issue that is none itself."""
        for child in node:
            name = local(child)
            if name in ("front", "body", "back", "group", "text"):
                if name == "body" and (own := _own(child, self.issue, sections)).text:
                    yield own
                yield from self.of(child, sections)
            elif _DIV.fullmatch(name):
                yield from self._of_div(child, sections)

    def _of_div(self, div: Element, sections: list[str]) -> Iterator[Draft]:
        names = _kinds(div)
        if any(is_kind(each, "furniture") for each in names):
            return
        if not self._is_section(div):
            draft = _story(div, self.issue, sections)
            if draft is not None:
                yield draft
            return
        own = _own(div, self.issue, sections)
        if own.text:
            yield own
        head = first(div, "head")
        line = text_within(head) if head is not None else ""
        yield from self.of(div, [*sections, line] if line else sections)

    def _is_section(self, div: Element) -> bool:
        """Return whether a div holds stories: by its type, or because all that it says is in divs that are stories."""
        if not any(_DIV.fullmatch(local(each)) for each in div):
            return False
        holds_stories = div in self.issue.holders
        if _is_story(div):
            return holds_stories and not _own(div, self.issue, []).text
        if any(is_kind(each, "section") for each in _kinds(div)) or holds_stories:
            return True
        return not _kinds(div) and not _own(div, self.issue, []).text


def _own(div: Element, issue: _Issue, sections: list[str]) -> Draft:
    """Return the draft of what a section says itself, outside of the divs in it."""
    return _draft(
        div, issue, sections, lambda node: node is not div and _DIV.fullmatch(local(node)) is not None
    )


def _story(div: Element, issue: _Issue, sections: list[str]) -> Draft | None:
    draft = _draft(div, issue, sections, lambda _: False)
    return draft if draft.text or draft.headline else None


_HEADS = frozenset(
    ("head", "byline", "opener", "dateline", "bibl", "pb", "cb", "lb", "fw", "milestone", "argument")
)
"""What may be above the first paragraph of a story."""


def _draft(div: Element, issue: _Issue, sections: list[str], skipped: Callable[[Element], bool]) -> Draft:
    """Return the draft of a div without what `skipped` says is of another story."""
    draft = Draft()
    stated: set[Element] = set()
    header = replace(issue.header, title=None, authors=[], page=None)
    _state_heads(draft, div, stated)
    for each in children(div, "bibl"):
        own = Header()
        state_bibl(own, each)
        if own.is_periodical and own.day:
            header.publisher, header.day, header.page = own.publisher, own.day, own.page
            issue = replace(issue, day=own.day)
            stated.add(each)
    _state_byline(draft, div, stated, skipped)
    _state_dateline(draft, div, stated)
    copy = Copy(lambda node: node in stated or skipped(node))
    copy.walk(div)
    draft.state("text", copy.text, local(div))
    draft.boilerplate += copy.aside
    for each in sections:
        draft.section.append(each)
        draft.evidence.setdefault("section", "head")
    for kind in _kinds(div):
        if any(is_kind(kind, each) for each in ("advertisement", "picture", "graphic")):
            state_kind(draft, kind, "div@type")
    page = _page_number(copy.page) if copy.page is not None and _is_counted(copy.page, issue) else None
    _state_issue(draft, issue, header, page or issue.pages.get(div))
    draft.state("language", _language(div), "xml:lang")
    name = next((value for key, value in div.attrib.items() if key.rpartition("}")[2] == "id"), None)
    if name and header.address and names_a_story(header.address):
        draft.state("identifier", f"{header.address}#{name}", "xml:id")
    return draft


def _is_counted(mark: Element, issue: _Issue) -> bool:
    return _page_number(mark) in issue.pages.values() or not issue.pages


def _language(node: Element) -> str | None:
    tag = language_of(node)
    return None if tag in ("und", "mul", "zxx") else tag


def _state_heads(draft: Draft, node: Element, stated: set[Element]) -> None:
    """State the first `head` as the headline, and those that follow before the text as its other lines."""
    for child in node:
        name = local(child)
        if name == "head":
            line = text_within(child)
            stated.add(child)
            if not draft.headline:
                draft.state("headline", line, "head")
            elif line:
                draft.other_headlines.append(line)
        elif name and name not in _HEADS:
            break
    draft.evidence.update({"other_headlines": "head"} if draft.other_headlines else {})


def _state_byline(
    draft: Draft, node: Element, stated: set[Element], skipped: Callable[[Element], bool]
) -> None:
    """State who wrote it: every `byline`, else who signed it, whose name stays below the text as it is printed."""
    bylines = [each for each in descendants(node, "byline") if not any(map(skipped, _up_to(each, node)))]
    lines = [line for each in bylines if (line := text_within(each))]
    stated.update(bylines)
    draft.state("byline", "; ".join(dict.fromkeys(lines)), "byline")
    signed = [each for each in descendants(node, "signed") if not any(map(skipped, _up_to(each, node)))]
    if len(signed) == 1:
        draft.state("byline", text_within(signed[0]).strip(" ,."), "signed")


def _up_to(node: Element, top: Element) -> Iterator[Element]:
    while node is not None and node is not top:
        yield node
        node = node.getparent()


def _state_dateline(draft: Draft, node: Element, stated: set[Element]) -> None:
    """State the dateline at the head of the story, where it begins with a place."""
    for child in node:
        name = local(child)
        places = (
            [child]
            if name == "dateline"
            else list(descendants(child, "dateline"))
            if name in ("opener", "head")
            else []
        )
        for each in places:
            line = text_within(each)
            if line and holds_place(line):
                draft.state("dateline", line, "dateline")
                stated.add(each)
        if name and name not in _HEADS:
            break


def _state_issue(draft: Draft, issue: _Issue, header: Header, page: str | None) -> None:
    draft.state("publisher", header.publisher, "title")
    if issue.day:
        draft.state("day", issue.day, "date")
        draft.state("published", issue.day, "date")
    page = header.page or page
    if page or header.issue or header.volume:
        draft.edition = Edition(None, page, header.issue, header.volume)
        draft.evidence["edition"] = "pb" if page else "biblScope"


def _whole(text: Element, issue: _Issue) -> Draft | None:
    """Return the draft of a text that is one story; None where it has no words."""
    header = issue.header
    draft = Draft()
    stated: set[Element] = set()
    body = first(text, "body")
    parts = (
        [each for each in text if local(each) in ("front", "body", "back")] if body is not None else [text]
    )
    heads: list[Element] = []
    for part in parts:
        inner = first(part, "div") if first(part, "head") is None else part
        heads += [part if inner is None else inner]
    draft.state("headline", header.title, "title")
    lines = [(each, text_within(each)) for part in heads for each in children(part, "head")][:1]
    for each, line in lines:
        if not draft.headline or line.casefold() == draft.headline.casefold():
            draft.state("headline", line, "head")
            stated.add(each)
    _state_byline(draft, text, stated, lambda _: False)
    draft.state("byline", "; ".join(header.authors), "author")
    copy = Copy(lambda node: node in stated or local(node) == "titlePage")
    for part in parts:
        copy.walk(part)
    draft.state("text", copy.text, "text")
    draft.boilerplate += copy.aside
    draft.keywords += header.keywords
    if not draft.text:
        return None
    page = _page_number(copy.page) if copy.page is not None else None
    _state_issue(draft, issue, header, page)
    draft.state("language", _language(text), "xml:lang")
    draft.state("identifier", header.address, "idno")
    return draft
