"""Put into a draft what a page shows of its article: its headline, and dates and names from beside it.

What is shown counts by its place. A date or a name is the story's where it is between the headline and the first
paragraph, or in the element that holds the headline; the same element in a comment, a box of other stories, a
sidebar or a masthead says nothing of the story, and where only such are found the fact is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract import foreign_boilerplate
from morgue.extract.boilerplate import furniture
from morgue.extract.clocks import folded
from morgue.extract.dates import LONGEST, day_in_address, reading
from morgue.extract.draft import Draft
from morgue.extract.stamps import is_of_another, is_stamp
from morgue.feeds.support.columns import listed
from morgue.feeds.web.beside import HARD
from morgue.feeds.web.body import Story
from morgue.feeds.web.metadata import DIGITS, NAMED, bare, flat, state_authors, state_date
from morgue.feeds.web.names import HEADINGS, Name
from morgue.feeds.web.page import META, Page, host_of
from morgue.feeds.web.prose import words_of
from morgue.feeds.web.tree import FactElement, Tree, text_of
from morgue.gazetteer.places import country_of_host

_PROPERTIES = {
    "headline": "headline",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "updated",
    "author": "byline",
    "creator": "byline",
    "articlesection": "section",
    "dateline": "dateline",
    "inlanguage": "language",
    "publisher": "publisher",
    "sourceorganization": "agency",
    "provider": "agency",
}
_BY_PLACE = frozenset(("published", "updated", "byline", "headline", "dateline"))
_SPLIT_TITLE = re.compile(r"\s+[|\u2013\u2014»·:-]+\s+")
_CUT_OFF = re.compile(r"\s*(?:\.\.\.|\u2026)$")
LEAST_HEADLINE = 16
"""How many characters a heading has at least that ends a longer headline."""

ABOVE = 8
"""How many blocks above the headline a date or byline may be, within the element around the headline."""

DATES = 4
"""How many blocks below the headline may be lines of dates, so that what they hold is still beside it."""
NEXT = 3
"""How many blocks above the headline they may be where they are beside it in the page's outermost element."""

BELOW = 3
"""How many blocks behind the story a date or byline may be, within the story's element."""

LONGEST_LINE = 120
"""A line beside the headline that states a date or names is no longer than this."""

_YEAR = re.compile(r"(?<!\d)(?:19|20|1[34])\d\d(?!\d)|[\d元]年")
"""A year of our calendar, of Iran's or of an era, with digits in ASCII."""
_UPDATED = re.compile(
    r"updat|modif|aktuali|edited|correct|mis à jour|actualizad|atualizad|aggiornat|geändert", re.I
)
_PUBLISHED = re.compile(r"publi|posted|veröffentl|pubbli|gepubl|опубл", re.I)


def draft_of_address(page: Page) -> Draft:
    """Return a draft with what the page's address says."""
    draft = Draft(url=page.url)
    if page.url:
        draft.evidence["url"] = "page address"
        draft.country = country_of_host(host_of(page.url))
    return draft


def facts_of_layout(page: Page, draft: Draft, story: Story) -> None:
    """State what the page shows: microdata, its language, headline, date and byline, its outlet."""
    place = _Place(page.tree, story)
    _of_microdata(page, draft, place)
    _language(page, draft)
    title = flat(page.tree.title) or ""
    stated = stated_headlines(page, draft)
    _headline(page, draft, story, title, stated)
    draft.other_headlines = _others(stated, draft.headline)
    if not draft.published:
        _shown_date(page, draft, place)
    if not draft.byline:
        _shown_byline(page, draft, place)
    for line in place.lines():
        _of_line(draft, line)
    _date_of_address(page, draft)
    draft.state("publisher", _title_site(page), "title")
    draft.state("publisher", host_of(page.url or "").removeprefix("www.") or None, "page address")
    if draft.language:
        draft.language = draft.language.split(",")[0].strip().replace("_", "-")


def _is_dated(text: str) -> bool:
    """Return whether a block above the story is the line of a date, which the story's text may begin with."""
    found = furniture(text)
    return found is not None and found.kind in ("updated-line", "published-line")


class _Place:
    """Judge where on the page the story's own facts are shown."""

    def __init__(self, tree: Tree, story: Story) -> None:
        self._tree = tree
        self._story = story
        self._around = self._around_headline()
        low = story.headline if story.headline is not None else tree.firsts[story.scope] if tree.tags else 0
        high = max(low, story.first)
        while high < min(len(tree.texts), low + DATES) and _is_dated(tree.texts[high]):
            high += 1
        self._head = range(low, high + 1)

    def _around_headline(self) -> int | None:
        """Return the element that holds the headline and what belongs to it, not the navigation."""
        tree, at = self._tree, self._story.headline
        if at is None:
            return None
        element = found = tree.owners[at]
        for _ in range(3):
            element = tree.parents[element]
            if element <= 0 or tree.tags[element] in ("main", "form") or at - tree.firsts[element] > ABOVE:
                break
            if any(
                tree.tags[e] in ("nav", "menu")
                for e in range(element, tree.ends[element])
                if tree.firsts[e] < at
            ):
                break
            found = element
            if tree.tags[element] == "article":
                break
        return found

    def is_beside(self, owner: int) -> bool:
        """Return whether an element belongs to something else than the story: the site's masthead too."""
        tree, story = self._tree, self._story
        if owner < len(story.beside) and story.beside[owner] >= HARD:
            return True
        title = story.headline
        while owner > 0 and title is not None:
            if tree.tags[owner] == "header" and tree.lasts[owner] <= title:
                return True
            owner = tree.parents[owner]
        return False

    def is_own(self, mark: FactElement) -> bool:
        """Return whether what an element states of an article is of the story: by the element around both."""
        owner, scope = mark.owner, self._story.scope
        if self.is_beside(owner):
            return False
        if self._tree.is_within(owner, scope) or self._tree.is_within(scope, owner) or self.is_near(mark):
            return True
        above = self._tree.parents[owner]
        return above > 0 and self._tree.is_within(scope, above) and self._tree.tags[owner] != "article"

    def is_near(self, mark: FactElement) -> bool:
        """Return whether an element is shown beside the headline."""
        if self.is_beside(mark.owner):
            return False
        return mark.at in self._head or self._is_above(mark.at, mark.owner)

    def _is_above(self, at: int, owner: int) -> bool:
        title = self._story.headline
        if title is None or self._around is None or not title - ABOVE <= at < title:
            return False
        if title - at <= NEXT and self._tree.parents[owner] == self._tree.parents[self._tree.owners[title]]:
            return True
        return self._tree.firsts[self._around] <= at and self._tree.is_within(owner, self._around)

    def is_behind(self, mark: FactElement) -> bool:
        """Return whether an element is shown right behind the story, in its own element."""
        story = self._story
        return (
            not self.is_beside(mark.owner)
            and bool(story.scope)
            and story.end <= mark.at <= story.end + BELOW
            and self._tree.is_within(mark.owner, story.scope)
        )

    def is_in_scope(self, mark: FactElement) -> bool:
        """Return whether an element is in the story's part of the page."""
        return not self.is_beside(mark.owner) and self._tree.is_within(mark.owner, self._story.scope)

    def select(self, marks: list[FactElement]) -> list[FactElement]:
        """Return the marks that may speak of the story: those beside the headline, else one that is alone."""
        near = [each for each in marks if self.is_near(each)]
        if near:
            return near
        behind = [each for each in marks if self.is_behind(each)]
        if behind:
            return behind[:2]
        if self._story.scope and len(own := [each for each in marks if self.is_in_scope(each)]) == 1:
            return own
        return []

    def contacts(self, marks: list[FactElement]) -> list[FactElement]:
        """Return the authors in an `address`, which HTML (section 4.3.10) has for the article that it is in."""
        tree, scope = self._tree, self._story.scope
        found = []
        for mark in marks:
            element, in_address = mark.owner, False
            while element > 0 and tree.tags[element] != "article":
                in_address = in_address or tree.tags[element] == "address"
                element = tree.parents[element]
            if in_address and scope and element == scope:
                found.append(mark)
        return found

    def lines(self) -> Iterator[str]:
        """Yield the short lines between the headline and the first paragraph, and those above the headline."""
        tree, story = self._tree, self._story
        if story.headline is None:
            return
        for at in range(max(0, story.headline - ABOVE), min(story.first + 1, len(tree.texts))):
            owner = tree.owners[at]
            if at == story.headline:
                yield from tree.texts[at].split("\n")[1:]
            if self.is_beside(owner) or tree.tags[owner] in HEADINGS or at == story.headline:
                continue
            if at < story.headline and not self._is_above(at, owner):
                continue
            for line in tree.texts[at].split("\n") if at < story.first else ():
                if len(line) <= LONGEST_LINE:
                    yield line


# microdata


def _of_microdata(page: Page, draft: Draft, place: _Place) -> None:
    """State the facts of itemprop (microdata) and property (RDFa, rNews) attributes on elements of the story."""
    for mark in page.tree.properties:
        attributes = mark.attributes
        names = f"{attributes.get('itemprop') or ''} {attributes.get('property') or ''}".lower().split()
        for name in names:
            name = name.rpartition(":")[2]
            target = _PROPERTIES.get(name)
            if target is None or (target in _BY_PLACE and not place.is_own(mark)):
                continue
            _property(draft, target, mark, f"itemprop {name}")


def _property(draft: Draft, target: str, mark: FactElement, rule: str) -> None:
    value = mark.attributes.get("content") or mark.attributes.get("datetime") or text_of(mark.node)
    value = " ".join(value.split())
    if len(value) > 400 or not (value or target in NAMED):
        return
    if target in NAMED:
        NAMED[target](draft, _inner_names(mark) or value, rule)
    elif target == "section":
        draft.state("section", listed([value]), rule)
    elif target in ("published", "updated"):
        if DIGITS.search(value):
            state_date(draft, target, value, rule)
    else:
        draft.state(target, value, rule)


def _inner_names(mark: FactElement) -> list[str]:
    """Return the names that elements inside one state as theirs."""
    found = []
    for count, node in enumerate(mark.node.traverse()):
        if count > 100:
            break
        attributes = node.attributes
        stated = f"{attributes.get('itemprop') or ''} {attributes.get('property') or ''}".lower().split()
        if count and any(each.rpartition(":")[2] == "name" for each in stated):
            found.append(attributes.get("content") or text_of(node))
    return found


# language and headline


def _language(page: Page, draft: Draft) -> None:
    language = page.tree.language
    if language and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", language.strip()):
        draft.language = language.strip()
        draft.evidence["language"] = "html lang"
    for name in META["language"]:
        draft.state("language", flat(page.meta.get(name)), f"meta {name}")


def stated_headlines(page: Page, draft: Draft) -> list[str]:
    """Return the headlines that the page states of itself, the surest first, each without the outlet's name."""
    named = [draft.headline, *(flat(page.meta.get(name)) for name in META["headline"]), flat(page.tree.title)]
    cleared = (_without_site(each, page, draft.publisher) for each in dict.fromkeys(named) if each)
    return list(dict.fromkeys(each for each in cleared if each))


def _headline(page: Page, draft: Draft, story: Story, title: str, stated: list[str]) -> None:
    """State the headline: the one that is printed above the story, else what the page calls itself."""
    tree = page.tree
    printed = flat(tree.texts[story.headline].partition("\n")[0]) if story.headline is not None else None
    if printed and _is_own(printed, stated):
        draft.headline = _without_kicker(printed, stated)
        draft.evidence["headline"] = _rule_of(tree, story)
        return
    draft.state("headline", printed, _rule_of(tree, story))
    draft.state("headline", title, "title")
    if draft.headline:
        _clear_headline(page, draft)


def _rule_of(tree: Tree, story: Story) -> str:
    """Return by which element the headline was found: a heading, or one that is named or reads like it."""
    element = tree.owners[story.headline] if story.headline is not None else 0
    found = (tree.tags[each] for each in (element, tree.parents[element]) if each > 0)
    return next((tag for tag in found if tag in HEADINGS), "headline element")


def _others(stated: list[str], headline: str | None) -> list[str]:
    """Return the wordings that the page states besides its headline, each once."""
    known = {words_of(headline)}
    found = []
    for each in stated:
        if (said := words_of(each)) and said not in known:
            known.add(said)
            found.append(each)
    return found


def _without_kicker(printed: str, stated: list[str]) -> str:
    """Return a printed heading without the kicker before it, where the page states the rest as its headline."""
    for each in stated:
        if (
            LEAST_HEADLINE <= len(each) < len(printed)
            and printed.endswith(each)
            and not printed[-len(each) - 1].isalnum()
        ):
            return each
    return printed


def _is_own(printed: str, stated: list[str]) -> bool:
    """Return whether a printed heading is the headline: it has words of what the page calls itself, or that says nothing."""
    ours = set(words_of(printed).split())
    if not stated:
        return len(printed) > 12
    for each in stated:
        theirs = set(words_of(each).split())
        if ours and 2 * len(ours & theirs) >= min(len(ours), len(theirs)) > 0:
            return True
    return len(printed) > 24


def _clear_headline(page: Page, draft: Draft) -> None:
    """Clear the headline of the outlet's name, of a section's, and of an end that was cut off."""
    headings = page.tree.main_headings()
    stated = _of_heading(_without_site(draft.headline or "", page, draft.publisher), headings)
    draft.headline = stated
    if _CUT_OFF.search(stated):
        begun = _CUT_OFF.sub("", stated)
        shared = _of_heading(
            _without_site(flat(page.meta.get("og:title")) or "", page, draft.publisher), headings
        )
        whole = (each for each in (shared, *headings) if each.startswith(begun) and not _CUT_OFF.search(each))
        draft.headline = next((each for each in whole if len(each) > len(begun) + 1), stated)


def _of_heading(headline: str, headings: list[str]) -> str:
    """Return the heading of the page which the headline repeats with a mark and more after it, or the headline."""
    for heading in headings:
        repeated = len(heading) >= LEAST_HEADLINE and headline.startswith(heading)
        if repeated and _SPLIT_TITLE.match(headline, len(heading)):
            return heading
    return headline


def _without_site(headline: str, page: Page, publisher: str | None) -> str:
    """Return the headline without the outlet's name at its end."""
    head, mark, tail = _last_part(headline)
    if not mark or len(head) < 12:
        return headline
    names = {
        bare(name)
        for name in (publisher, page.meta.get("og:site_name"), page.meta.get("application-name"))
        if name
    }
    host = re.sub(r"[^a-z0-9]", "", host_of(page.url or ""))
    last = bare(tail)
    if last in names or (len(last) > 3 and (last in host or last.removeprefix("the") in host)):
        return head.strip()
    return headline


def _last_part(headline: str) -> tuple[str, str, str]:
    marks = list(_SPLIT_TITLE.finditer(headline))
    if not marks:
        return headline, "", ""
    last = marks[-1]
    return headline[: last.start()], last[0], headline[last.end() :]


# dates and names that are shown


def _shown_date(page: Page, draft: Draft, place: _Place) -> None:
    """State the date that is shown beside the headline: of a time element, or of a short element named for one."""
    times = place.select([each for each in page.tree.marks if each.tag == "time"])
    for mark in filter(_is_of_story, times):
        for value in (mark.attributes.get("datetime") or "", text_of(mark.node)):
            if DIGITS.search(value) and len(value) < 80:
                state_date(draft, "updated" if _is_update(mark) else "published", value, "time element")
    if draft.published:
        return
    for mark in place.select(
        [each for each in page.tree.marks if each.kind & Name.DATED and each.tag != "time"]
    ):
        if not _is_of_story(mark):
            continue
        value = mark.attributes.get("datetime") or mark.attributes.get("title") or text_of(mark.node, 20)
        if not _has_year(value):
            value = text_of(mark.node, 20)
        if _has_year(value) and 8 <= len(value) <= 100:
            state_date(draft, "updated" if _is_update(mark) else "published", value, "dated element")
            if draft.published:
                return
    if (
        not draft.published
        and draft.updated
        and draft.evidence["updated"] in ("time element", "dated element")
    ):
        draft.published, draft.evidence["published"] = draft.updated, draft.evidence["updated"]


def _has_year(text: str) -> bool:
    """Return whether a text has a year, in digits of any script."""
    return _YEAR.search(text if text.isascii() else folded(text[:LONGEST])) is not None


def _is_of_story(mark: FactElement) -> bool:
    """Return whether a shown date may be the story's, by the words before it."""
    own = text_of(mark.node, 20)
    return not (is_of_another(own) or is_of_another(f"{_said_before(mark)} {own}"))


def _is_update(mark: FactElement) -> bool:
    """Return whether a shown date is that of the last change, by its names, its own words or those before it."""
    if _UPDATED.search(f"{mark.attributes.get('class') or ''} {mark.attributes.get('itemprop') or ''}"):
        return True
    own = text_of(mark.node, 20)
    return bool(_UPDATED.search(own) or (not _PUBLISHED.search(own) and _UPDATED.search(_said_before(mark))))


def _said_before(mark: FactElement) -> str:
    """Return the end of what is before a shown date, in its element or up to two around it; none of another date."""
    node = mark.node
    for _ in range(3):
        before = node.prev
        while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
            before = before.prev
        if before is not None and before.tag == "-text":
            return (before.text_content or "").rstrip()[-60:]
        if before is not None:
            return "" if before.tag == "time" or before.css_first("time") else text_of(before, 20)[-60:]
        if node.parent is None:
            break
        node = node.parent
    return ""


def _shown_byline(page: Page, draft: Draft, place: _Place) -> None:
    """State the byline that is shown beside the headline: of an element with rel=author or named for one."""
    marks = [
        each for each in page.tree.marks if each.kind & Name.CREDIT or each.attributes.get("rel") == "author"
    ]
    for mark in place.select(marks) or place.contacts(marks):
        value = _linked_name(mark) or text_of(mark.node, 40)
        if 2 < len(value) < 100 and not DIGITS.search(value):
            state_authors(draft, value, "byline element")
            if draft.byline:
                return


def _linked_name(mark: FactElement) -> str | None:
    """Return the name that a byline links to its author's page, where it says more than that."""
    if mark.tag == "a":
        return None
    for count, node in enumerate(mark.node.traverse()):
        if count > 40:
            break
        if node.tag == "a" and node.attributes.get("href"):
            name = text_of(node, 10)
            if 1 < len(name.split()) < 6 and not DIGITS.search(name):
                return name
    return None


def _of_line(draft: Draft, line: str) -> None:
    """State what a line beside the headline says of the story: its date, its byline."""
    found = furniture(line)
    if found and found.kind == "byline" and not DIGITS.search(found.fact):
        state_authors(draft, found.fact, "byline line")
    elif found and found.kind in ("updated-line", "published-line"):
        if reading(found.fact, draft.country):
            state_date(draft, found.kind.removesuffix("-line"), found.fact, found.kind)
    elif (named := foreign_boilerplate.byline(line)) is not None and (draft.language or "")[
        :2
    ].lower() in named.languages:
        state_authors(draft, named.names, "byline line")
    elif _has_year(line) and not _UPDATED.search(line) and is_stamp(line):
        state_date(draft, "published", line, "date line")


def _date_of_address(page: Page, draft: Draft) -> None:
    draft.state("published", day_in_address(page.url or "", as_folders=True), "page address")


def _title_site(page: Page) -> str | None:
    """Return the outlet's name after the last bar or dash of the title, where its host has the same letters."""
    parts = _SPLIT_TITLE.split(page.tree.title)
    letters = re.sub(r"[^a-z]", "", host_of(page.url or ""))
    for part in reversed(parts[1:]):
        name = re.sub(r"[^a-z]", "", part.lower())
        if len(name) > 3 and (name in letters or name.removeprefix("the") in letters):
            return part.strip()
    return None
