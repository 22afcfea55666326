"""Find the story of a page: which blocks are its paragraphs, and which are set aside.

The page is asked first: where its headline is, which element it marks as the story (`itemprop=articleBody`, an
`article`, a name that content systems give it). Where it marks none, the story is in the innermost element that
holds most of the prose. From there the reading climbs again: to what is between the headline and that element
(standfirst, lead), and to paragraphs behind it in the story's own `article`.

Prose is text outside links, measured in characters as a Latin script has them. What is left over is not thrown
away: every block with prose, and every block of the story's element, is either of the story or set aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from morgue.feeds.web.beside import FEW_CHARACTERS, FOREIGN, MARKED_SHARE, NOT_BESIDE, SOFT, Beside
from morgue.feeds.web.names import HEADINGS, Name
from morgue.feeds.web.phrases import AWAY, DATE_ALONE, ELSEWHERE, LABELLED, OFFER, PLACEHOLDER
from morgue.feeds.web.prose import ENDS, LEAST_WEIGHT, size_of, sums_of
from morgue.feeds.web.tree import Tree

LEAST_RELAXED = 15

SHARE = 0.75
"""How much of the prose around it an element holds that is gone into."""

INNER_SHARE = 0.9
"""How much of a marked element another one within it holds that is taken instead."""

FAR = 40
"""How many blocks are at most between a headline and the story below it."""


@dataclass(slots=True)
class Story:
    """Hold what was found: the paragraphs, what was set aside, and where both are in the tree."""

    paragraphs: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    headline: int | None = None
    """The block of the headline."""
    first: int = 0
    """The first block of the story."""
    end: int = 0
    """The block behind the last of the story."""
    scope: int = 0
    """The element that the story is in."""
    beside: bytearray = field(default_factory=bytearray)
    """Of each element whether it is beside the story, and how surely."""
    prose: int = 0

    @property
    def size(self) -> int:
        """Return how many characters the paragraphs have."""
        return sum(map(len, self.paragraphs))


def story_of(tree: Tree, headlines: list[str]) -> Story:
    """Return the story of a page; `headlines` are what the page calls it, the surest first, to find it by."""
    if not tree.texts:
        return Story()
    story = _Reading(tree, headlines, LEAST_WEIGHT).story()
    if sum(map(size_of, story.paragraphs)) < FEW_CHARACTERS:
        again = _Reading(tree, headlines, LEAST_RELAXED).story()
        if again.size > 1.5 * story.size:
            return again
    return story


class _Reading(Beside):
    """Read a page once, with a threshold for prose."""

    def story(self) -> Story:
        """Return what this reading finds."""
        scope = self._narrow(self._scope())
        self.set_lists_aside(scope)
        self.sums = sums_of(self.clean)
        return self._compose(scope, self._container(scope))

    def _scope(self) -> int:
        """Return the element to look into: the article around or below the headline, else main or the body."""
        tree = self.tree
        total = self.sums[-1]
        if self.title_at is not None:
            element = tree.owners[self.title_at]
            while element > 0:
                if tree.tags[element] in ("article", "main") and self._is_whole(element, total):
                    return element
                element = tree.parents[element]
        found = [
            e
            for e in self.full
            if tree.tags[e] in ("article", "main") and not self.out[e] and 2 * self.held(e) >= total
        ]
        return max(found, key=lambda e: (self.held(e), e), default=0)

    def _is_whole(self, element: int, total: int) -> bool:
        """Return whether an element around the headline holds a story below it."""
        below = self.sums[self.tree.lasts[element]] - self.sums[self.title_at or 0]
        return below >= FEW_CHARACTERS or 2 * below >= total > 0

    def _narrow(self, scope: int) -> int:
        """Return the element within the scope that holds headline and story, where what is outside is a list of others."""
        tree, title = self.tree, self.title_at
        if title is None:
            return scope
        inside: list[int] = []
        element = tree.owners[title]
        while element > scope:
            inside.append(element)
            element = tree.parents[element]
        whole = self.held(scope)
        for element in inside:
            below = self.sums[tree.lasts[element]] - self.sums[title]
            if below >= max(FEW_CHARACTERS, MARKED_SHARE * whole) and self.is_list(
                tree.lasts[element], tree.lasts[scope]
            ):
                return element
        return scope

    def _container(self, scope: int) -> int:
        """Return the innermost element that holds most of the story."""
        inner = self._find_marked(scope)
        if inner is None:
            inner = self._descend(scope)
        if self.tree.tags[inner] in ("p", "li", "blockquote", "ul", "ol"):
            return max(scope, self.tree.parents[inner])
        return inner

    def _find_marked(self, scope: int) -> int | None:
        """Return the element that the page marks as the text of the story."""
        whole = self.held(scope)
        found = [
            e
            for e in self.full
            if e >= scope
            and not self.out[e]
            and self._is_marked(e, scope)
            and self.held(e) >= MARKED_SHARE * whole > 0
            and self.tree.is_within(e, scope)
        ]
        if not found:
            return None
        most = max(map(self.held, found))
        best = next(e for e in found if 2 * self.held(e) >= most)
        for inner in found:
            if (
                inner > best
                and self.tree.is_within(inner, best)
                and self.held(inner) >= INNER_SHARE * self.held(best)
            ):
                best = inner
        return best

    def _is_marked(self, element: int, scope: int) -> bool:
        """Return whether the page marks an element as the text of a story."""
        tree = self.tree
        if tree.roles[element] == "articleBody":
            return True
        if tree.tags[element] == "article":
            return element != scope
        return bool(tree.kinds[element] & Name.STORY) and tree.tags[element] not in ("p", "li")

    def _descend(self, element: int) -> int:
        """Return the innermost element that holds most of the prose of those around it."""
        children: dict[int, list[int]] = {}
        for each in self.full:
            if self.held(each):
                children.setdefault(self.tree.parents[each], []).append(each)
        while True:
            least = SHARE * self.held(element)
            inner = next((each for each in children.get(element, ()) if self.held(each) >= least), None)
            if inner is None:
                return element
            element = inner

    def _compose(self, scope: int, inner: int) -> Story:
        tree = self.tree
        low, high = tree.firsts[inner], tree.lasts[inner]
        title = self.title_at
        if title is not None and low <= title < high:
            low = title + 1
        lead = self._lead(scope, low)
        tail = self._tail(self._outermost(scope, inner), high)
        chosen = [at for at in range(low, high) if self._is_of_story(at)]
        chosen = self._trim_start(self._trim_end([*lead, *chosen, *tail]))
        story = Story(headline=title, scope=scope, beside=self.out, prose=self.sums[-1])
        if chosen:
            story.first, story.end = chosen[0], chosen[-1] + 1
        story.paragraphs = self._paragraphs(chosen)
        story.aside = self._aside(set(chosen), story, tree.firsts[scope], tree.lasts[scope])
        return story

    def _outermost(self, scope: int, inner: int) -> int:
        """Return the element that the story's end is looked for in: the article or marked element around it."""
        tree = self.tree
        found = inner
        element = inner
        while element > 0 and element >= scope:
            if (
                tree.tags[element] in ("article", "main")
                or tree.kinds[element] & Name.STORY
                or tree.roles[element] == "articleBody"
            ):
                found = element
            if tree.tags[element] == "article":
                break
            element = tree.parents[element]
        return found

    def _lead(self, scope: int, low: int) -> list[int]:
        """Return the blocks of prose between the headline and the story's element, and the paragraphs beside them."""
        tree, title = self.tree, self.title_at
        start = (
            title + 1 if title is not None and title < low <= title + FAR else max(self.tree.firsts[scope], 0)
        )
        if start == 0 and scope == 0:
            return []
        said = [at for at in range(start, low) if self._is_said(at)]
        beside = {tree.parents[tree.owners[at]] for at in said if tree.tags[tree.owners[at]] == "p"}
        return [
            at
            for at in range(start, low)
            if at in said
            or (
                tree.tags[tree.owners[at]] == "p"
                and tree.parents[tree.owners[at]] in beside
                and self._is_of_story(at)
            )
        ]

    def _tail(self, around: int, high: int) -> list[int]:
        """Return the paragraphs behind the story's element in the article around it."""
        tree = self.tree
        found = []
        for at in range(high, tree.lasts[around]):
            tag = tree.tags[tree.owners[at]]
            if tag in HEADINGS and ELSEWHERE.fullmatch(tree.texts[at]):
                break
            if tag == "p" and self._is_said(at):
                found.append(at)
        return found

    def _is_said(self, at: int) -> bool:
        """Return whether a block beside the story's element is a sentence of the story."""
        tree = self.tree
        owner, text = tree.owners[at], tree.texts[at]
        return (
            not self.out[owner]
            and bool(self.clean[at])
            and self.clean[at] >= min(60, self.least * 1.5)
            and tree.linked[at] < 0.3 * len(text)
            and text.endswith(ENDS)
            and tree.tags[owner] not in ("li", "td", "th", "figure")
            and not OFFER.fullmatch(text)
        )

    def _is_of_story(self, at: int) -> bool:
        """Return whether a block of the story's element is of the story."""
        tree = self.tree
        owner, text, linked = tree.owners[at], tree.texts[at], tree.linked[at]
        if self.out[owner] and not (self.out[owner] == SOFT and self._is_quotation(owner)):
            return False
        tag = tree.tags[owner]
        if linked > len(text) * (0.9 if tag == "p" else 0.6) and not self._heads(at):
            return False
        if tag in HEADINGS:
            is_headline = self.title_at is not None and text == tree.texts[self.title_at]
            return not (is_headline or AWAY.fullmatch(text) or ELSEWHERE.fullmatch(text))
        if (len(text) < 120 and AWAY.fullmatch(text)) or PLACEHOLDER.match(text):
            return False
        if OFFER.fullmatch(text) or (2 * linked > len(text) and LABELLED.match(text)):
            return False
        if tag in ("button", "summary"):
            return self._asks(at)
        if tag == "address" or self._is_caption(at):
            return False
        if tag in ("p", "li", "td", "th", "blockquote", "pre", "dt", "dd", "caption"):
            return True
        return (
            bool(self.weights[at]) or (len(text) > 25 and text.endswith(ENDS)) or self._has_prose_beside(at)
        )

    def _is_quotation(self, element: int) -> bool:
        """Return whether an element is or is in a quotation, which is the story's whatever it is wrapped in."""
        tree = self.tree
        return tree.tags[element] == "blockquote" or tree.tags[tree.parents[element]] == "blockquote"

    def _heads(self, at: int) -> bool:
        """Return whether a block is a heading that is a link right above a paragraph in its own element: the heading of a part.

        Where the paragraph is a teaser of another story, both are set aside with the list that they are in.
        """
        tree = self.tree
        below = at + 1
        return (
            tree.tags[tree.owners[at]] in HEADINGS
            and below < len(tree.texts)
            and self.weights[below] > 0
            and tree.parents[tree.owners[below]] == tree.parents[tree.owners[at]]
            and tree.linked[below] * 4 < len(tree.texts[below])
        )

    def _asks(self, at: int) -> bool:
        """Return whether a button or summary is the line above a paragraph that it opens: a question with its answer."""
        return len(self.tree.texts[at]) >= LEAST_RELAXED and any(self.weights[at + 1 : at + 3])

    def _is_caption(self, at: int) -> bool:
        """Return whether a block is text of a figure that is no table, list, quotation or code."""
        tree = self.tree
        element = tree.owners[at]
        for _ in range(5):
            tag = tree.tags[element]
            if tag in ("table", "blockquote", "pre", "ul", "ol", "dl", "article"):
                return False
            if tag == "figure":
                return True
            element = tree.parents[element]
            if element <= 0:
                return False
        return False

    def _has_prose_beside(self, at: int) -> bool:
        """Return whether the element of a short block has prose of its own, so that the block is a line of it."""
        tree = self.tree
        owner = tree.owners[at]
        near = range(max(tree.firsts[owner], at - 50), min(tree.lasts[owner], at + 50))
        return any(self.weights[each] and tree.owners[each] == owner for each in near)

    def _trim_start(self, chosen: list[int]) -> list[int]:
        """Return the blocks without a date alone that is printed above the first paragraph."""
        tree = self.tree
        start = 0
        while start + 1 < len(chosen) and not self.weights[chosen[start]]:
            if not DATE_ALONE.fullmatch(tree.texts[chosen[start]]):
                break
            start += 1
        return chosen[start:]

    def _trim_end(self, chosen: list[int]) -> list[int]:
        """Return the blocks up to a heading in the second half that leads to other stories."""
        tree = self.tree
        total = sum(len(tree.texts[at]) for at in chosen)
        if not chosen:
            return chosen
        passed = 0
        behind = set(chosen)
        for at in range(chosen[0], chosen[-1] + 1):
            if at in behind:
                passed += len(tree.texts[at])
            elif (
                2 * passed > total
                and tree.tags[tree.owners[at]] in HEADINGS
                and self.out[tree.owners[at]] == NOT_BESIDE
                and ELSEWHERE.fullmatch(tree.texts[at])
            ):
                chosen = [each for each in chosen if each < at]
                break
        while chosen and tree.tags[tree.owners[chosen[-1]]] in HEADINGS:
            chosen.pop()
        return chosen

    def _paragraphs(self, chosen: list[int]) -> list[str]:
        """Return the texts of blocks, the cells of a table's row in one line, what is said twice in a row once."""
        tree = self.tree
        found: list[str] = []
        row = -1
        for at in chosen:
            owner, text = tree.owners[at], tree.texts[at]
            this = tree.parents[owner] if self._is_cell(owner) else -1
            if this >= 0 and this == row:
                found[-1] += f" | {text}"
                continue
            row = this
            if not found or found[-1] != text:
                found.append(text)
        return found

    def _is_cell(self, element: int) -> bool:
        """Return whether an element is a cell of a table of data: it holds one piece of text."""
        tree = self.tree
        return tree.tags[element] in ("td", "th") and tree.lasts[element] - tree.firsts[element] == 1

    def _aside(self, chosen: set[int], story: Story, low: int, high: int) -> list[str]:
        """Return what is not of the story: all of the story's part of the page, prose of its other parts, each once."""
        tree = self.tree
        seen = {tree.texts[at] for at in chosen}
        headline = tree.texts[story.headline] if story.headline is not None else None
        low = max(low, story.headline or 0) if chosen else low
        found = [tree.texts[at] for at in self._kicker(story.headline)]
        links = self._links_within(story) if chosen else set()
        for at, text in enumerate(tree.texts):
            if at == story.headline:
                found += text.split("\n")[1:]
            if at in chosen or text in seen or text == headline:
                continue
            linked = tree.linked[at]
            near = chosen and low <= at < high and self.out[tree.owners[at]] < FOREIGN
            if (
                at in links
                or (near and linked < len(text))
                or (self.sizes[at] - linked >= LEAST_WEIGHT and 2 * linked < len(text))
            ):
                seen.add(text)
                found.append(text)
        return found

    def _kicker(self, title: int | None) -> list[int]:
        """Return the heading right above the headline, of a lower rank and no link."""
        tree = self.tree
        at = (title or 0) - 1
        if at < 0 or title is None or tree.linked[at] or self.out[tree.owners[at]]:
            return []
        tag, below = tree.tags[tree.owners[at]], tree.tags[tree.owners[title]]
        return [at] if tag in HEADINGS and below in HEADINGS and tag > below else []

    def _links_within(self, story: Story) -> set[int]:
        """Return the paragraphs that are one link, between those of the story or right behind them."""
        tree = self.tree
        end = story.end
        beside = tree.parents[tree.owners[story.end - 1]]
        while (
            end < len(tree.texts)
            and tree.parents[tree.owners[end]] == beside
            and tree.tags[tree.owners[end]] not in HEADINGS
        ):
            end += 1
        return {
            at
            for at in range(story.first, end)
            if tree.tags[tree.owners[at]] == "p" and self.out[tree.owners[at]] < FOREIGN
        }
