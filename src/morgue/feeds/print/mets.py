"""Read an issue of a newspaper in METS: its structure, and the text of its articles from the pages in ALTO or PAGE XML.

Where the structure has no articles a page is one. The pages are other files of the delivery; they are read one after the other,
and of each the words of the articles are kept. What is missing is named, and what stands on the other pages is read.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Collection, Iterator

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print import page_xml
from morgue.feeds.print.alto import page_draft
from morgue.feeds.print.alto_page import Page, Word, lines_of, pages_of, rule_of, text_of
from morgue.feeds.print.issue import Names, bare_path, companion, day_in_name, refuse_part
from morgue.feeds.print.mods import Record
from morgue.feeds.print.structure import Area, Item, Records, Sheet, Structure, structure_of, walk_items
from morgue.feeds.print.vocabulary import kinds
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, descendants, local
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

MAX_PAGES = 2_000
"""Pages of one issue that are read; the largest papers have some hundreds."""

MOST_VERSIONS = 50
"""Files of one page that are looked at for words: a work of OCR-D has one for each step of each way that was tried."""

MOST_TIMES = 4
"""How often all words of an issue may be in articles: once, and headings again in the sections that they head."""

_FEW_WORDS = 10_000

_WORD = 3
"""Letters without which an article is none: what a scanner makes of a rule or a speck has fewer."""

_NAMEPLATE_LINES = 10
"""Lines on a page in no article that are a text which the structure left out: the nameplate with its imprint has fewer."""

_TYPES = {"advertisement": "advertisement", "picture": "picture"}


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a METS document."""
    root = root_name(head)
    return 95 if root is not None and root[1].lower() == "mets" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles of an issue, or its pages.

    Raises NoArticle where no page is named, PartOf for the structure of an issue that another description lists, FeedError where no page is there.
    """
    if posixpath.basename(posixpath.dirname(feed.place)).lower() == "toc":
        refuse_part(
            feed, "the structure"
        )  # some name the pages themselves, and would be an issue of their own
    data = feed.bytes()
    parsed = parse(data)
    if parsed.recovered:
        feed.complain(f"damaged: {parsed.error}")
    count, names = 0, Names()
    issues = list(descendants(parsed.root, "mets"))
    for root in issues:
        for draft in _Issue(feed, _with_structure(feed, root), names).drafts():
            count += 1
            yield article(draft, feed.at(0, len(data)))
    if not count and not feed.complaints:
        raise NoArticle("an issue without text")


_ISSUE = "issue."
"""Before the IDs of a description that is put together with a structure: both count from 1."""


def _with_structure(feed: Feed, root: Element) -> Element:
    """Return a description together with the structure of its articles, where that is a METS document beside it.

    The Bibliothèque nationale de France keeps files and pages in `manifest.xml`, and articles, which point at its files, in a file
    of the group `toc`. Where that is missing or damaged it is named, and the pages are read.
    """
    if any(
        (each.get("TYPE") or "").lower().startswith("logic") for each in root.iterchildren("{*}structMap")
    ):
        return root
    groups = (each for each in root.iter("{*}fileGrp") if (each.get("USE") or "").lower() == "toc")
    places = (place for each in groups for place in each.iter("{*}FLocat"))
    address = next((found for each in places if (found := each.get(_HREF) or each.get("href"))), None)
    if address is None:
        return root
    try:
        data = companion(feed, address)
        other = None if data is None else parse(data)
    except FeedError as error:
        feed.miss(f"the structure of the issue cannot be read: {error.message}")
        return root
    if other is None or local(other.root).lower() != "mets":
        feed.miss(f"the structure of the issue is missing: {bare_path(address)}")
        return root
    if other.recovered:
        feed.miss(f"the structure of the issue is damaged ({bare_path(address)}): {other.error}")
    for each in other.root.iterchildren("{*}structMap"):
        each.set("TYPE", "logical")
    for each in list(root.iterchildren("{*}dmdSec", "{*}fileSec", "{*}structMap")):
        for part in (each, *each.iter("{*}div")):
            for name in ("ID", "DMDID"):
                if stated := part.get(name):
                    part.set(name, " ".join(f"{_ISSUE}{one}" for one in stated.split()))
        if local(each) != "structMap" or (each.get("TYPE") or "").lower().startswith("phys"):
            other.root.append(each)
    return other.root


_HREF = "{http://www.w3.org/1999/xlink}href"


class _Issue:
    """One issue: its structure, and the words of its articles as the pages are read."""

    def __init__(self, feed: Feed, root: Element, names: Names) -> None:
        self.feed = feed
        self.structure = structure_of(root)
        self._facts: dict[int, IssueFacts] = {}
        self._names = names
        self._regions: dict[str, Element] = {}  # the page in PAGE XML that was read last
        self._texts: dict[Area, list[Word]] = {}
        self._missing: set[str] = set()
        self._others: set[str] = set()
        self._uses: Counter[Area] = Counter()  # how many articles still want an area
        self._read_words = self._given_words = 0
        self._with_corners = any(area.corners for _, area in walk_items(self.structure))
        self._numbers = {sheet.file: sheet.number for sheet in self.structure.sheets}

    def drafts(self) -> Iterator[Draft]:
        """Yield the articles as their last page is read, and of each page what is in no article."""
        structure = self.structure
        if not structure.files or not structure.sheets:
            refuse_part(self.feed, "the structure")
            raise NoArticle("a METS document that names no page with text")
        wanted = self._wanted()
        sheets = [_preferred(each, wanted) for each in structure.sheets[:MAX_PAGES]]
        if len(structure.sheets) > MAX_PAGES:
            self.feed.complain(f"{len(structure.sheets):,} pages; the first {MAX_PAGES:,} are read")
        listed = {each.file for each in sheets}
        sheets += [Sheet(file, None) for file in wanted if file not in listed]
        ending = self._ending([each.file for each in sheets])
        for named in sheets:
            sheet, pages = self._best(named, wanted)
            rests = [_Rest(page) for page in pages]
            self._read_words += sum(len(page.words) for page in pages)
            for area in wanted.get(sheet.file, ()):
                self._texts[area] = _words(rests, area)
            for area in structure.aside:
                if area.file == sheet.file:
                    _words(rests, area)
            for item in ending.get(sheet.file, ()):
                yield from self._drafts_of(item)
            if sheet.file not in wanted:
                yield from self._page_drafts(sheet, pages)
            else:
                yield from self._rest_drafts(sheet, rests)
        if len(self._missing) == len(sheets):
            first = bare_path(structure.files[sheets[0].file])
            raise FeedError(
                f"none of the {len(sheets):,} pages of the issue is here ({first} is the first)",
                hint="index the folder that has both",
            )
        if self._others:
            kinds_of = ", ".join(sorted(self._others))
            self.feed.miss(
                f"pages in another form than ALTO and PAGE ({kinds_of}), which are read by themselves"
            )

    def _wanted(self) -> dict[str, dict[Area, None]]:
        """Return which areas of which file articles have; a structure that only points at whole pages has no articles."""
        wanted: dict[str, dict[Area, None]] = {}
        items = self.structure.items
        for item in items:
            for areas in (item.areas, item.before, item.lead):
                areas[:] = [each for each in areas if each.begin or each.corners]
        self.structure.items = [each for each in items if each.areas]
        for _, area in walk_items(self.structure):
            self._uses[area._replace(role="")] += 1
            wanted.setdefault(area.file, {})[area._replace(role="")] = None
        return wanted

    def _ending(self, files: list[str]) -> dict[str, list[Item]]:
        """Return the articles by the last of their files."""
        order = {file: at for at, file in enumerate(files)}
        ending: dict[str, list[Item]] = {}
        for item in self.structure.items:
            named = [each.file for each in (*item.lead, *item.before, *item.areas) if each.file in order]
            if named:
                ending.setdefault(max(named, key=order.__getitem__), []).append(item)
        return ending

    def _best(self, sheet: Sheet, wanted: Collection[str]) -> tuple[Sheet, list[Page]]:
        """Return a page with its words: of a file without any, as that of the regions alone, the next of its files is read."""
        pages = self._read(sheet)
        if sheet.file not in wanted and sheet.file not in self._missing:
            for other in sheet.others[:MOST_VERSIONS]:
                if any(page.words for page in pages):
                    break
                sheet = sheet._replace(file=other)
                pages = self._read(sheet)
        return sheet, pages

    def _read(self, sheet: Sheet) -> list[Page]:
        """Return the pages of a file; none where it is missing or in another form, which is said."""
        self._regions.clear()
        address = self.structure.files[sheet.file]
        number = f"page {sheet.number}" if sheet.number else "a page"
        held = self.structure.inside.get(sheet.file)
        try:
            if held is not None and not isinstance(held, str):
                return pages_of(held, with_corners=self._with_corners)
            data = companion(self.feed, address) if held is None else b64decode(held)
            if data is None:
                self.feed.miss(f"{number} is missing: {bare_path(address)}")
                self._missing.add(sheet.file)
                return []
            parsed = parse(data)
        except (FeedError, ValueError) as error:
            why = error.message if isinstance(error, FeedError) else f"no base64: {error}"
            self.feed.miss(f"{number} cannot be read: {why}")
            self._missing.add(sheet.file)
            return []
        if parsed.recovered:
            self.feed.miss(f"{number} is damaged ({bare_path(address)}): {parsed.error}")
        if local(parsed.root).lower() == "pcgts":
            self._regions[sheet.file] = parsed.root
            return page_xml.pages_of(parsed.root)
        if local(parsed.root).lower() != "alto":
            self._others.add(local(parsed.root))
        return pages_of(parsed.root, with_corners=self._with_corners)

    # -- articles --------------------------------------------------------------------------------------------

    def _drafts_of(self, item: Item) -> Iterator[Draft]:
        """Yield an article, after the text of its section that stands before it; a line of that goes with the article."""
        draft = self._draft(item)
        lead = [word for area in item.lead for word in self._text(area)]
        if len(list(lines_of(lead))) > 1:
            own = Item(f"{item.key}.0", "story", sections=item.sections, areas=item.lead, above=item.above)
            yield self._draft(own)
        else:
            draft.boilerplate = [*text_of(lead), *draft.boilerplate]
        if len(_letters(draft.text or "")) >= _WORD or (draft.headline and not self._is_missing(item)):
            yield draft
        for area in (*item.lead, *item.before, *item.areas):
            bare = area._replace(role="")
            self._given_words += len(self._texts.get(bare, ()))
            self._uses[bare] -= 1
            if not self._uses[bare]:
                self._texts.pop(bare, None)
        if self._given_words > MOST_TIMES * self._read_words + _FEW_WORDS:
            raise FeedError("the articles of the issue have the same parts of its pages again and again")

    def _rest_drafts(self, sheet: Sheet, rests: list[_Rest]) -> Iterator[Draft]:
        """Yield what of a page is in no article, where that is more than a nameplate, as an article."""
        for rest in rests:
            words = rest.words()
            if len(list(lines_of(words))) < _NAMEPLATE_LINES:
                continue
            draft = Draft(copy=False, text="\n\n".join(text_of(words)))
            draft.evidence["body"] = rule_of("the rest of the page", words)
            draft.state("language", rest.page.language(), "TextBlock@LANG")
            self._state(draft, f"{sheet.file}.rest", sheet.above, sheet.number or rest.page.number)
            yield draft

    def _state(
        self, draft: Draft, key: str, above: Records, page: str | None, record: Record | None = None
    ) -> None:
        """State what holds for the issue that an article is in; a document may hold several, of one volume."""
        facts = self._facts.get(id(above))
        if facts is None:
            path = self.feed.place or self.feed.source.path
            facts = self._facts[id(above)] = IssueFacts.of(self.structure, path, above)
        facts.state(draft, record or Record(), page)
        draft.identifier = self._names.of(f"{facts.key}#{key}", draft)
        if facts.is_named:
            draft.authority = "METS"

    def _is_missing(self, item: Item) -> bool:
        return any(each.file in self._missing for each in item.areas)

    def _text(self, area: Area) -> list[Word]:
        return self._texts.get(area._replace(role=""), [])

    def _draft(self, item: Item) -> Draft:
        draft = Draft(copy=item.kind == "story", partial=self._is_missing(item))
        draft.type = _TYPES.get(item.kind, "story")
        if draft.type != "story":
            draft.evidence["type"] = "div@TYPE"
        by_role: dict[str, list[Word]] = {}
        for area in item.areas:
            by_role.setdefault(area.role, []).extend(self._text(area))
        self._headline(draft, item, by_role)
        if draft.type == "picture":
            body = [*by_role.get("text", []), *by_role.get("caption", [])]
        else:
            body = [
                word for area in item.areas if area.role in ("text", "caption") for word in self._text(area)
            ]
        paragraphs = text_of(body)
        if draft.headline and paragraphs and _letters(paragraphs[0]) == _letters(draft.headline):
            paragraphs = paragraphs[1:]  # a structure without headings has it in the text too
        draft.text = "\n\n".join(paragraphs) or None
        draft.evidence["body"] = rule_of("div/fptr", body)
        aside = [word for area in item.before for word in self._text(area)]
        draft.boilerplate = text_of(aside)
        draft.section = list(item.sections)
        if draft.section:
            draft.evidence["section"] = "div@LABEL"
        begins = next((each.file for each in item.areas if self._text(each)), item.areas[0].file)
        number = self._numbers.get(begins) or item.record.page
        self._state(draft, item.key, item.above, number, item.record)
        return draft

    @staticmethod
    def _headline(draft: Draft, item: Item, by_role: dict[str, list[Word]]) -> None:
        """State headline, deck and byline: what is noted of the article, else what is printed as its heading."""
        printed = " ".join(text_of(by_role.get("title", [])))
        stated = item.record.title
        if stated is not None and stated.lower() in kinds("untitled"):
            stated = None
        draft.state("headline", stated, "mods:title")
        if item.kind == "story":
            draft.state("headline", item.label, "div@LABEL")
        draft.state("headline", printed, "div[HEADING]")
        decks = [item.record.subtitle or "", printed, *text_of(by_role.get("deck", []))]
        known = _letters(draft.headline or "")
        others = [each for each in dict.fromkeys(decks) if _letters(each) and _letters(each) not in known]
        if others:
            draft.other_headlines = others
            draft.evidence["other_headlines"] = "div[SUBHEADLINE]"
        draft.state("byline", ", ".join(item.record.authors), "mods:name")
        draft.state("byline", " ".join(text_of(by_role.get("author", []))), "div[AUTHOR]")

    def _page_drafts(self, sheet: Sheet, pages: list[Page]) -> Iterator[Draft]:
        """Yield the pages of a file as articles, or the articles that a page in PAGE XML marks."""
        for root in self._regions.values():
            for at, draft in enumerate(page_xml.drafts_of(root)):
                printed = draft.edition.page if draft.edition else None
                key = f"{sheet.file}.{at + 1}" if at else sheet.file
                self._state(draft, key, sheet.above, sheet.number or printed)
                yield draft
            return
        for at, page in enumerate(pages):
            draft = page_draft(page)
            if not draft.text:
                continue
            key = f"{sheet.file}.{at + 1}" if at else sheet.file
            self._state(draft, key, sheet.above, sheet.number or page.number)
            yield draft


def _preferred(sheet: Sheet, wanted: Collection[str]) -> Sheet:
    """Return a page with that of its files of which articles have parts."""
    if sheet.file in wanted:
        return sheet
    return sheet._replace(file=next((each for each in sheet.others if each in wanted), sheet.file))


class _Rest:
    """A page and which of its words are in no article yet."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._free = bytearray(b"\1") * len(page.words)
        for span in page.aside:
            self._free[span.start : span.end] = bytes(span.end - span.start)

    def take(self, area: Area) -> list[Word] | None:
        """Return the words of an area; None where it is of another page."""
        page = self.page
        if area.begin:
            span = page.within(area.begin, area.end)
            if span is None:
                return None
            self._free[span.start : span.end] = bytes(span.end - span.start)
            return page.words[span.start : span.end]
        if area.corners is None:
            return None
        left, top, right, bottom = area.corners
        inside = [at for at, (x, y) in enumerate(page.corners) if left <= x <= right and top <= y <= bottom]
        for at in inside:
            self._free[at] = 0
        return [page.words[at] for at in inside]

    def words(self) -> list[Word]:
        """Return the words that are in no article, but for blocks of a line or less, which are noise and rules."""
        found: list[Word] = []
        block: list[Word] = []
        for word, free in zip(self.page.words, self._free, strict=True):
            if free:
                block.append(word)
            if word.ends == "block" or not free:
                if sum(bool(each.ends) for each in block) > 1:
                    found += block
                block = []
        return found


def _words(rests: list[_Rest], area: Area) -> list[Word]:
    """Return the words of an area; its elements may be on any page of the file."""
    return next((words for rest in rests if (words := rest.take(area)) is not None), [])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_NOT_TITLE = re.compile(
    r"[\s,;:.(\[–—-]*(?:\b(?:no|nr|nº|n°|num|vol|jg|jahrg)\b\.?\s*\d|\(?\d{4}[-./]\d{1,2}[-./]\d{1,2}|\b\d{1,2}[-./]\d{1,2}[-./]\d{4}|\[volume\]).*",
    re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class IssueFacts:
    """What is stated of an issue, and holds for all its articles."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.title_rule = ""
        self.date: str | None = None
        self.date_rule = ""
        self.volume: str | None = None
        self.edition: str | None = None
        self.languages: list[str] = []
        self.key = ""
        self.is_named = False

    @classmethod
    def of(cls, structure: Structure, path: str, above: Records) -> IssueFacts:
        """Return the facts of an issue: from the nearest record that has them, else from the label of the document.

        `above` are the records around an article or page. Where they state no day, that of the document is taken if it has one only.
        The day is at last that in the name of the file or of its directory, as issues are filed.
        """
        facts = cls()
        records = [*above, *(each for each in structure.records if each not in above)]
        dated = list(above) if any(each.date for each in above) else records
        if len({each.date for each in dated if each.date}) > 1 and dated is records:
            dated = list(above)
        facts.title, facts.title_rule = next(
            (
                (each.title or each.host_title, "mods:title")
                for each in records
                if each.title or each.host_title
            ),
            (None, ""),
        )
        if facts.title is None and structure.label and "PLACEHOLDER" not in structure.label:
            facts.title, facts.title_rule = (
                _NOT_TITLE.sub("", structure.label).strip(" ,.;:-–—") or None,
                "mets@LABEL",
            )
        facts.date, facts.date_rule = next(
            ((each.date, "mods:dateIssued") for each in dated if each.date), (None, "")
        )
        if facts.date is None and structure.label and (found := _DATE.search(structure.label)):
            facts.date, facts.date_rule = found[0], "mets@LABEL"
        if facts.date is None and (day := day_in_name(path, of_folder=True)):
            facts.date, facts.date_rule = day, "file name"
        facts.volume = _volume(dated)
        facts.edition = next((each.edition for each in dated if each.edition), None)
        facts.languages = next((each.languages for each in records if each.languages), [])
        names = [name for each in dated for name in each.identifiers.values()]
        facts.key = " ".join(
            filter(None, (structure.identifier or "", facts.title, facts.date, facts.edition, *names[:2]))
        )
        facts.is_named = bool(structure.identifier or facts.date or names)
        return facts

    def state(self, draft: Draft, record: Record, page: str | None) -> None:
        """State what holds for an article of the issue, with what is stated of itself, and the page where it begins."""
        draft.state("publisher", self.title, self.title_rule)
        draft.state("published", self.date, self.date_rule)
        draft.state("day", self.date, self.date_rule)
        language = record.languages or (self.languages if len(self.languages) == 1 else [])
        if len(language) == 1:
            draft.state("language", language[0], "mods:languageTerm")
        rule = draft.evidence.get("edition", "div@ORDERLABEL")
        stated = Edition(page=page, edition=self.edition, volume=self.volume)
        if any((page, self.edition, self.volume)):
            draft.edition = stated
            draft.evidence["edition"] = rule


def _volume(records: list[Record]) -> str | None:
    """Return volume and number of an issue, as far as they are stated."""
    volume = next((each.volume for each in records if each.volume), None)
    number = next((each.issue for each in records if each.issue), None)
    part = next((each.part for each in records if each.part), None)
    if volume is None and number is None:
        return part
    if number is None:
        return volume
    return f"{volume}, no. {number}" if volume else f"no. {number}"
