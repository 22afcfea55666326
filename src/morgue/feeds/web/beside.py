"""Judge which elements of a page are beside its story, and weigh what their names say.

A tag or a name sets an element aside, unless that would take more than its share of the page: a story in a form,
in a `paywall` or in twenty `widget` elements is a story. What has the headline in it is never beside the story.
"""

from __future__ import annotations

from morgue.feeds.web.names import ASIDE_TAGS, HEADINGS, Name, soft_word_of
from morgue.feeds.web.phrases import OFFER
from morgue.feeds.web.prose import Prose, sums_of
from morgue.feeds.web.tree import Tree

FEW_CHARACTERS = 250
"""Below this a page is read once more, with shorter blocks as prose."""

MARKED_SHARE = 0.35
"""How much of the prose around it an element holds that the page marks as the story."""

SOFT_SHARE = 0.25
"""How much of the rest an element may hold that a soft name sets aside."""

LABEL_SHARE = 0.5
"""How much of the rest elements named for captions may hold: a page has one to every other paragraph."""

HARD_SHARE = 3
"""How many times the rest an element may hold that a hard name sets aside."""

FORM_SHARE = 0.3
"""How much of the page's prose a form may hold that is set aside."""

LEAST_ITEMS = 3
"""How many headings with links make a list of other stories."""

NOT_BESIDE, SOFT, HARD, FOREIGN = 0, 1, 2, 3
"""How surely an element is beside the story; what is FOREIGN (comments, consent) never is the story."""

_NAMED = Name.SOFT | Name.HARD | Name.FOREIGN
_TAGGED = ASIDE_TAGS | {"form"}
"""Elements that may be beside the story whatever they are named."""


class Beside(Prose):
    """Find what of a page is beside its story."""

    def __init__(self, tree: Tree, headlines: list[str], least: int) -> None:
        super().__init__(tree, headlines, least)
        self.around = self._around(self.title_at)
        """The elements around the headline."""
        self.out = bytearray(len(tree.tags))
        """Of each element how surely it is beside the story."""
        self.clean: list[int] = []
        """The weights of the blocks, those beside the story being nothing."""
        self.doubted: set[str] = set()
        """Words of names that on this page mark the story as well."""
        self.full: list[int] = []
        """The elements with prose."""
        self.headings = [1 if tree.tags[owner] in HEADINGS else 0 for owner in tree.owners]
        """Of each block whether it is a heading."""
        self.judge()
        self.clean = [0 if self.out[o] else w for o, w in zip(tree.owners, self.weights, strict=True)]
        self.sums = sums_of(self.clean)

    def judge(self) -> None:
        """Mark the elements that are beside the story by their tags and names, then weigh the names."""
        tree, out = self.tree, self.out
        firsts, lasts, kinds, tags = tree.firsts, tree.lasts, tree.kinds, tree.tags
        total, sums = self.sums[-1], self.sums
        for element, (kind, tag) in enumerate(zip(kinds, tags, strict=True)):
            if (kind & _NAMED or tag in _TAGGED) and firsts[element] < lasts[element]:
                above = out[element]
                own = self._kind(element, total) if element and above != FOREIGN else NOT_BESIDE
                if own > above:
                    end = tree.ends[element]
                    out[element:end] = bytes((own,)) * (end - element)
        self.full = [
            e
            for e, (first, last) in enumerate(zip(firsts, lasts, strict=True))
            if sums[last] > sums[first] and e
        ]
        self._weigh()

    def _kind(self, element: int, total: int) -> int:
        """Return how surely an element is beside the story, the elements around it apart."""
        tree = self.tree
        tag, kind = tree.tags[element], tree.kinds[element]
        if kind & Name.FOREIGN and tag not in ("article", "main"):
            return NOT_BESIDE if self._holds_headline(element) else FOREIGN
        if (
            tree.roles[element] == "articleBody"
            or tag in ("article", "main")
            or self._holds_headline(element)
        ):
            return NOT_BESIDE
        if tag in ASIDE_TAGS:
            return HARD
        if tag == "form":
            return HARD if self.held(element) < FORM_SHARE * total else NOT_BESIDE
        if tag == "p":
            return SOFT if kind & Name.LABEL else NOT_BESIDE
        if kind & Name.HARD:
            return HARD
        if not kind & Name.SOFT or (self.doubted and soft_word_of(tree.names[element]) in self.doubted):
            return NOT_BESIDE
        return SOFT

    def _reads_on(self, element: int) -> bool:
        """Return whether an element holds nothing but paragraphs of prose, two or more, as a part of a story does."""
        tree = self.tree
        blocks = range(tree.firsts[element], tree.lasts[element])
        if len(blocks) < 2 or not tree.kinds[element] & Name.PART:
            return False
        return all(
            self.weights[at]
            and tree.linked[at] * 4 < len(tree.texts[at])
            and not OFFER.fullmatch(tree.texts[at])
            for at in blocks
        )

    def _holds_headline(self, element: int) -> bool:
        """Return whether the headline is in an element with more than itself: that holds the story too, whatever its name."""
        return element in self.around and self.held(element) > 0

    def _around(self, at: int | None) -> set[int]:
        """Return the elements around a block."""
        found: set[int] = set()
        element = self.tree.owners[at] if at is not None else 0
        while element > 0:
            found.add(element)
            element = self.tree.parents[element]
        return found

    def _weigh(self) -> None:
        """Take names back that would set aside more than their share."""
        tree, out = self.tree, self.out
        kept = sum(w for w, o in zip(self.weights, tree.owners, strict=True) if not out[o])
        self.doubted = {
            word for word, (held, share) in self._soft_words().items() if word and held > share * max(1, kept)
        }
        behind = 0
        firsts, lasts = tree.firsts, tree.lasts
        for element in self.full:
            kind = out[element]
            if element < behind or not kind or out[tree.parents[element]]:
                continue
            held = self.held(element)
            if kind == SOFT:
                most = self._soft_share(element) * max(1, kept)
                is_doubted = held > most or self._kind(element, held) == NOT_BESIDE or self._reads_on(element)
            else:
                is_whole = (firsts[element], lasts[element]) == (0, len(tree.texts))
                is_most = tree.tags[element] not in ("nav", "footer") and held > HARD_SHARE * max(200, kept)
                is_doubted = kind == HARD and (
                    is_whole or is_most or self._is_named_for_its_kind(element, kept)
                )
            if is_doubted:
                behind = self._take_back(element, held)

    def _is_named_for_its_kind(self, element: int, kept: int) -> bool:
        """Return whether a name says what kind the story is of or what is laid out in it (an issue of a newsletter, a sponsored
        story, one with places for advertisements): the element holds more than all the rest, and no list or links.
        """
        tree = self.tree
        first, end = tree.firsts[element], tree.lasts[element]
        if (
            not tree.kinds[element] & Name.PART
            or tree.tags[element] in ASIDE_TAGS
            or self.held(element) <= kept
        ):
            return False
        prose = [at for at in range(first, end) if self.weights[at]]
        return len(prose) > LEAST_ITEMS and sum(self.headings[first:end]) * 2 < len(prose)

    def _soft_share(self, element: int) -> float:
        """Return how much of the rest an element with a soft name may hold that is set aside."""
        return LABEL_SHARE if self.tree.kinds[element] & Name.LABEL else SOFT_SHARE

    def _soft_words(self) -> dict[str, tuple[int, float]]:
        """Return how much prose the elements hold together that one word marks as perhaps beside the story, and its share."""
        tree, out = self.tree, self.out
        found: dict[str, tuple[int, float]] = {}
        for element in self.full:
            if out[element] == SOFT and not out[tree.parents[element]]:
                word = soft_word_of(tree.names[element])
                held, share = found.get(word, (0, LABEL_SHARE))
                found[word] = held + self.held(element), min(share, self._soft_share(element))
        return found

    def _take_back(self, element: int, held: int) -> int:
        """Judge what is in an element whose name is not believed; return the element behind it."""
        tree, out = self.tree, self.out
        out[element] = NOT_BESIDE
        for inner in range(element + 1, tree.ends[element]):
            kind = self._kind(inner, held)
            if 2 * self.held(inner) > held and (
                kind == SOFT or (kind == HARD and self._is_named_for_its_kind(inner, held // 2))
            ):
                kind = NOT_BESIDE
            out[inner] = max(out[tree.parents[inner]], kind)
        return tree.ends[element]

    def set_lists_aside(self, scope: int) -> None:
        """Set articles within the story's article aside: HTML has them for comments and other stories.

        Where they are entries of a live blog, or hold nearly all of the text, they are the story.
        """
        tree = self.tree
        nested = [
            e
            for e in self.full
            if tree.tags[e] == "article" and not self.out[e] and e > scope and self.tree.is_within(e, scope)
        ]
        nested = [
            e for e in nested if self.title_at is None or not tree.firsts[e] <= self.title_at < tree.lasts[e]
        ]
        outer: list[int] = []
        for element in nested:
            if not outer or not self.tree.is_within(element, outer[-1]):
                outer.append(element)
        share = 0.0
        if len(outer) < 2:
            outer, share = self._lists_of_links(scope), MARKED_SHARE
        if not outer or any(self._is_live(e) for e in outer):
            return
        inside = sum(map(self.held, outer))
        own = self.held(scope) - inside
        if (own < FEW_CHARACTERS and own < inside) or own < share * inside:
            return
        for element in outer:
            for inner in range(element, tree.ends[element]):
                self.out[inner] = max(self.out[inner], HARD)
            for at in range(tree.firsts[element], tree.lasts[element]):
                self.clean[at] = 0

    def _lists_of_links(self, scope: int) -> list[int]:
        """Return the elements within the scope that are lists of other stories, each with a heading that links to it."""
        tree = self.tree
        linked = sums_of(
            [1 if heading and self._is_linked(at) else 0 for at, heading in enumerate(self.headings)]
        )
        all_headings = sums_of(self.headings)
        found: list[int] = []
        for element in self.full:
            first, end = tree.firsts[element], tree.lasts[element]
            links = linked[end] - linked[first]
            if links < max(LEAST_ITEMS, 0.8 * (all_headings[end] - all_headings[first])) or element <= scope:
                continue
            if (
                self.out[element]
                or element in self.around
                or (found and self.tree.is_within(element, found[-1]))
            ):
                continue
            if self.tree.is_within(element, scope) and self.is_list(first, end):
                found.append(element)
        return found

    def _is_linked(self, at: int) -> bool:
        """Return whether a block is a link and hardly anything besides."""
        return self.tree.linked[at] > 0.8 * len(self.tree.texts[at])

    def is_list(self, first: int, end: int) -> bool:
        """Return whether blocks are a list of stories: a heading for every other block of prose or more."""
        prose = sum(1 for weight in self.clean[first:end] if weight)
        return prose > 0 and 2 * sum(self.headings[first:end]) >= prose

    def _is_live(self, element: int) -> bool:
        """Return whether an element is an entry of a live blog, by its own name or one around it."""
        tree = self.tree
        while element > 0:
            if (
                tree.kinds[element] & Name.LIVE
                or tree.tags[element] == "amp-live-list"
                or tree.roles[element] == "liveBlogUpdate"
            ):
                return True
            element = tree.parents[element]
        return False
