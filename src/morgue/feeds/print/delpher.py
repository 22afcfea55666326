"""Read an issue of a newspaper of the Koninklijke Bibliotheek (Delpher): a DIDL with a text for each article.

The DIDL (MPEG-21, ISO/IEC 21000-2) states the paper, the day and, of each article, its kind, title, address and page; the words of
an article are in a file of its own (`<text><title/><p/></text>`), and once more in the ALTO of its pages, which is read where
that file is missing. A text that comes without its DIDL is an article too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.alto_page import Page, Word, pages_of, text_of
from morgue.feeds.print.issue import bare_path, companion, refuse_part, state_day_in_name
from morgue.feeds.print.vocabulary import kinds
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, local
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_TEXT = re.compile(rb"<text\s*>\s*(?:<title\b[^<>]*>[^<]*(?:</title>)?|<title\s*/>|<p\b)")
_KEPT_PAGES = 2
"""Pages of ALTO that are kept at a time: articles come in the order of the pages."""


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a DIDL, and for the text of an article."""
    root = root_name(head)
    if root is None:
        return 0
    if root[1].lower() == "didl":
        return 95
    return 95 if root[1] == "text" and root[0] is None and _TEXT.search(head[:4_096]) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles of an issue, or the one of a text by itself.

    Raises PartOf for a text of an issue, NoArticle where nothing is named, FeedError where none of the texts is there.
    """
    data = feed.bytes()
    parsed = parse(data)
    if parsed.recovered:
        feed.complain(f"damaged: {parsed.error}")
    if local(parsed.root) == "text":
        refuse_part(feed, "a text")
        draft = Draft()
        _fill(draft, parsed.root)
        state_day_in_name(draft, feed)
        if not draft.text:
            raise NoArticle("a text of a newspaper without words")
        yield article(draft, feed.at(0, len(data)))
        return
    issue = _Issue(feed, parsed.root)
    for draft in issue.drafts():
        yield article(draft, feed.at(0, len(data)))


@dataclass(slots=True)
class _Listed:
    """An article of a DIDL: its number there, what is stated of it, the file of its text and its blocks by file of ALTO."""

    name: str
    facts: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    page: str | None = None
    blocks: list[tuple[str, str]] = field(default_factory=list)


def _attribute(node: Element, name: str) -> str | None:
    """Return an attribute by its local name."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value).strip() or None
    return None


def _facts(node: Element) -> dict[str, str]:
    """Return the elements of a record (`dcx`) by their names; an address has the name `address`."""
    found: dict[str, str] = {}
    for each in node.iter("{*}*"):
        text = " ".join((each.text or "").split())
        if not text or len(each):
            continue
        name = local(each)
        if name == "identifier" and text.startswith("http"):
            name = "address"
        if name == "spatial" and _attribute(each, "type") != "dcx:creation":
            continue
        found.setdefault(name, text)
    return found


class _Issue:
    def __init__(self, feed: Feed, root: Element) -> None:
        self.feed = feed
        self.facts: dict[str, str] = {}
        self.articles: dict[str, _Listed] = {}
        self._pages: dict[str, list[Page]] = {}
        self._numbers: dict[str, str] = {}
        items = list(root.iter("{*}Item"))
        for item in items:
            self._note(item)
        self._missing = 0

    def _note(self, item: Element) -> None:
        """Note what an item states: the issue, a page of it, an article, or an article's part on a page."""
        name = _attribute(item, "identifier") or ""
        facts: dict[str, str] = {}
        text: str | None = None
        for component in item.iterchildren("{*}Component"):
            for resource in component.iterchildren("{*}Resource"):
                if (_attribute(component, "identifier") or "").endswith(":ocr"):
                    text = _attribute(resource, "filename") or _attribute(resource, "ref")
                facts = facts or _facts(resource)
        on_page = re.search(r":p(\d+)(?::a\d+)?\Z", name)
        listed = _attribute(item, "article_id")
        if listed is not None:
            entry = self.articles.setdefault(listed, _Listed(listed))
            entry.facts = {**facts, **entry.facts}
            above = item.getparent()
            entry.page = entry.page or self._numbers.get(
                _attribute(above, "identifier") or "" if above is not None else ""
            )
        elif on_page:
            self._numbers[name] = facts.get("nativePageNumber") or str(int(on_page[1]))
        elif text is not None:
            entry = self.articles.setdefault(name, _Listed(name))
            entry.text = text
            entry.facts = {**entry.facts, **facts}
            entry.blocks = [
                (alto, each.get("ID"))
                for blocks in item.iter("{*}blocks")
                if (alto := _attribute(blocks, "alto"))
                for each in blocks
                if local(each) in ("TextBlock", "ComposedBlock") and each.get("ID")
            ]
            for part in item.iter("{*}article-part"):
                entry.page = entry.page or self._numbers.get(_attribute(part, "pageid") or "")
        elif not self.facts:
            self.facts = facts

    def drafts(self) -> Iterator[Draft]:
        """Yield the articles in the order in which the DIDL has them."""
        if not self.articles:
            raise NoArticle("a description of an issue that names no article")
        for entry in self.articles.values():
            draft = self._draft(entry)
            if draft is not None:
                yield draft
        if self._missing == len(self.articles):
            raise FeedError(
                f"none of the {self._missing:,} texts of the issue is here",
                hint="index the folder that has both",
            )

    def _draft(self, entry: _Listed) -> Draft | None:
        """Return the draft of an article; None where its text is not here."""
        draft = Draft()
        kind = kinds("subject").get(entry.facts.get("subject", "").lower(), "story")
        if kind != "story":
            draft.type, draft.evidence["type"] = kind, "dc:subject"
            draft.copy = False
        title = entry.facts.get("title", "")
        draft.state("headline", "" if title.lower() in kinds("untitled") else title, "dc:title")
        if not self._read_text(draft, entry):
            self._missing += 1
            return None
        if not draft.text and not draft.headline:
            return None
        if entry.facts.get("subject", "").lower() == "familiebericht":
            draft.section, draft.evidence["section"] = ["Familiebericht"], "dc:subject"
        draft.state("publisher", self.facts.get("title"), "dc:title")
        draft.state("published", self.facts.get("date"), "dc:date")
        draft.state("day", self.facts.get("date"), "dc:date")
        draft.state("language", self.facts.get("language"), "dc:language")
        draft.state("url", entry.facts.get("address"), "dc:identifier")
        number, volume = self.facts.get("issuenumber"), self.facts.get("volume")
        whole = f"{volume}, no. {number}" if volume and number else volume or (number and f"no. {number}")
        edition = self.facts.get("edition") or self.facts.get("temporal")
        draft.edition = Edition(page=entry.page, edition=edition, volume=whole)
        draft.evidence["edition"] = "ddd:nativePageNumber"
        draft.identifier, draft.authority = entry.name, "KB"
        return draft

    def _read_text(self, draft: Draft, entry: _Listed) -> bool:
        """State the text of an article from its own file, else from the pages; return whether there is any such file."""
        try:
            data = companion(self.feed, entry.text) if entry.text else None
            if data is not None:
                _fill(draft, parse(data).root)
                return True
        except FeedError as error:
            self.feed.miss(f"the text of {entry.name} cannot be read: {error.message}")
        words = [
            word for alto, block in entry.blocks for page in self._alto(alto) for word in _block(page, block)
        ]
        if words:
            draft.text = "\n\n".join(text_of(words))
            draft.evidence["body"] = "ALTO"
            return True
        named = bare_path(entry.text) if entry.text else "no file of it is named"
        self.feed.miss(f"the text of {entry.name} is missing: {named}")
        return False

    def _alto(self, address: str) -> list[Page]:
        if address not in self._pages:
            while len(self._pages) >= _KEPT_PAGES:
                del self._pages[next(iter(self._pages))]
            try:
                data = companion(self.feed, address)
                self._pages[address] = pages_of(parse(data).root) if data is not None else []
            except FeedError:
                self._pages[address] = []  # the article says that its text is missing
        return self._pages[address]


def _block(page: Page, name: str) -> list[Word]:
    span = page.within(name)
    return page.words[span.start : span.end] if span else []


_LINE_END = re.compile(r"(?<=[^\W\d_]-) ")
"""Where a line has ended in a hyphen: the lines of a text are put in a row with blanks between them."""


def _fill(draft: Draft, text: Element) -> None:
    """State headline and text of the file of an article; words that its lines divide are joined."""
    paragraphs = []
    for each in text.iterchildren("{*}*"):
        words = " ".join("".join(each.itertext()).split())
        if words and local(each) == "title":
            draft.state("headline", words, "title")
        elif words:
            paragraphs += text_of(Word(line, ends="line") for line in _LINE_END.split(words))
    draft.text = "\n\n".join(paragraphs) or None
    draft.evidence["body"] = "p"
