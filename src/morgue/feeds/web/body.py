"""Find the story of a page: which blocks are its paragraphs, and which are set aside.

The page is asked first: where its headline is, which element it marks as the story (`itemprop=articleBody`, an
`article`, a name that content systems give it). Where it marks none, the story is in the innermost element that
holds most of the prose. From there the reading climbs again: to what is between the headline and that element
(standfirst, lead), and to paragraphs behind it in the story's own `article`.

Prose is text outside links, measured in characters as a Latin script has them. What is left over is not thrown
away: every block with prose, and every block of the story's element, is either told or set aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from morgue.feeds.web.names import ASIDE_TAGS, HEADINGS, Name, soft_word_of
from morgue.feeds.web.tree import Tree

LEAST_WEIGHT = 40
"""How many characters make a block prose; those in links count twice against it."""

FEW_CHARACTERS = 250
"""Below this a page is read once more, with shorter blocks as prose."""

LEAST_RELAXED = 15
SURE_WEIGHT = 80
"""A block as long as this is prose whether or not it ends as a sentence does."""

SHARE = 0.75
"""How much of the prose around it an element holds that is gone into."""

MARKED_SHARE = 0.35
"""How much of the prose around it an element holds that the page marks as the story."""

INNER_SHARE = 0.9
"""How much of a marked element another one within it holds that is taken instead."""

SOFT_SHARE = 0.25
"""How much of the rest an element may hold that a soft name sets aside."""

HARD_SHARE = 3
"""How many times the rest an element may hold that a hard name sets aside."""

FORM_SHARE = 0.3
"""How much of the page's prose a form may hold that is set aside."""

WIDE = 2.5
"""How many Latin characters say what one sign of a script without spaces says."""

LEAST_ITEMS = 3
"""How many headings with links make a list of other stories."""

FAR = 40
"""How many blocks are at most between a headline and the story below it."""

_WIDE_SIGNS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDS = tuple('.!?…。！？」』”"’»):;؟۔।၊።๚')
_WORD = re.compile(r"\w+")
_DATE_ALONE = re.compile(r"\W{0,2}(?=.{0,40}(?:19|20)\d\d)\d[^.!?]{5,45}")
"""A line that begins with a number and holds a year: a date as pages print it by itself."""

_NONE, _SOFT, _HARD, _FOREIGN = 0, 1, 2, 3
_SAYING = Name.SOFT | Name.HARD | Name.FOREIGN
_TELLING = ASIDE_TAGS | {"form"}
"""Elements that may be beside the story whatever they are named."""

_ELSEWHERE = re.compile(
    r"(?:more|related|recommended|most|trending|popular|latest)(?: [\w&'’.-]+){0,2}:?|(?:more|see) (?:from|on|in|at|about) .{1,40}"
    r"|(?:what to|further) read(?:ing)?.{0,20}|you (?:may|might) (?:also|like).{0,30}"
    r"|(?:about the )?authors?|topics|tags|(?:\d+ )?(?:reader )?comments?.{0,8}|leave a (?:reply|comment).{0,10}|up next|top stories"
    r"|editor['’]?s['’]? picks?|share this.{0,20}|sign up.{0,60}|subscribe.{0,60}|join the (?:conversation|discussion)|newsletters?"
    r"|contact us|follow us.{0,30}|read (?:more|next|also).{0,30}"
    r"|(?:mehr|weitere|verwandte)(?: [\w-]+){0,3}:?|lesen sie auch.{0,30}|kommentare.{0,12}|(?:à )?lire aussi.{0,20}|voir aussi.{0,20}"
    r"|sur le même sujet|leia (?:também|mais).{0,20}|lea también.{0,20}|te puede interesar.{0,20}|noticias relacionadas"
    r"|leggi anche.{0,20}|lees ook.{0,20}|läs (?:också|mer).{0,20}|powiązane.{0,20}|zobacz (?:też|także).{0,20}|czytaj (?:też|także|więcej).{0,20}"
    r"|читайте также.{0,20}|関連記事.{0,10}|相关(?:新闻|阅读|文章).{0,6}|관련 ?기사.{0,10}",
    re.IGNORECASE,
)  # fmt: skip
"""Headings that lead to other stories or out of the story."""

_AWAY = re.compile(
    r"(?:also )?read(?: (?:more|next|also|this))?\b.{0,30}|watch(?: (?:more|live|now))?:?|see also:?|listen(?: to.{0,30})?|advertisement|ad"
    r"|anzeige|werbung|publicidad|publicité|pubblicità|publicidade|reklama|реклама|広告|广告|loading\.*|share(?: this.{0,20})?|print|e-?mail|save"
    r"|copy link|link copied!?|story continues below.{0,40}|article continues below.{0,40}|scroll to continue.{0,20}|skip (?:ad|past).{0,40}"
    r"|,? ?opens (?:in )?(?:a )?new (?:tab|window).{0,10}|view comments.{0,20}|open image in gallery.{0,20}|image (?:source|caption),?.{0,40}",
    re.IGNORECASE,
)  # fmt: skip
"""Short lines that are no sentence of a story."""

_OFFER = re.compile(
    r"(?:already (?:a|have).{0,60}(?:subscri|account|member)|(?:to )?(?:continue|keep) reading.{0,100}(?:subscri|sign|log|regist|free)"
    r"|(?:please )?(?:subscribe|sign up|log ?in|register)\b.{0,120}(?:continue|read|newsletter|inbox|free|unlimited|account|access)"
    r"|this (?:article|story|content) is (?:for|only|reserved|available).{0,60}subscri|get (?:our|the) .{0,60}newsletter"
    r"|cet article est réservé.{0,60}|(?:dieser|weiterlesen|jetzt).{0,60}(?:abo|abonnenten|registrieren|anmelden)\b.{0,60}"
    r"|este (?:artículo|contenido) es (?:exclusivo|solo).{0,60}suscriptor.{0,30}|.{0,30}(?:この記事|残り|続きを読む|続きは).{0,40}(?:会員|文字|登録|有料).{0,40}"
    r"|.{0,30}(?:订阅|登录|会员).{0,20}(?:阅读|全文|查看).{0,20}).{0,200}",
    re.IGNORECASE,
)  # fmt: skip
"""What sells the page instead of telling the story."""


@dataclass(slots=True)
class Story:
    """What was found: the paragraphs, what was set aside, and where both are in the tree."""

    paragraphs: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    headline: int | None = None
    """The block of the headline."""
    first: int = 0
    """The first block that is told."""
    end: int = 0
    """The block behind the last that is told."""
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


def size_of(text: str) -> int:
    """Return how long a text is, in characters as a Latin script has them."""
    if text.isascii():
        return len(text)
    return len(text) + int((WIDE - 1) * sum(1 for _ in _WIDE_SIGNS.finditer(text[:2_000])))


def words_of(text: str | None) -> str:
    """Return the words of a text for comparing."""
    return " ".join(_WORD.findall((text or "").casefold()))


class _Reading:
    """One reading of a page with a threshold for prose."""

    def __init__(self, tree: Tree, headlines: list[str], least: int) -> None:
        self.tree = tree
        self.least = least
        self.headlines = [words for each in headlines if (words := words_of(each))]
        self.sizes = [len(text) if text.isascii() else size_of(text) for text in tree.texts]
        self.weights = self._weights()
        self.sums = _sums(self.weights)
        self.title_at = self._find_headline()
        self.around = self._around(self.title_at)
        self.out = bytearray(len(tree.tags))
        self.clean: list[int] = []
        self.doubted: set[str] = set()
        """Words of names that on this page mark the story as well."""
        self.full: list[int] = []
        """The elements with prose."""

    def story(self) -> Story:
        """Return what this reading finds."""
        self._judge()
        self.clean = [0 if self.out[o] else w for o, w in zip(self.tree.owners, self.weights, strict=True)]
        scope = self._narrowed(self._scope())
        self._set_lists_aside(scope)
        self.sums = _sums(self.clean)
        return self._told(scope, self._container(scope))

    # weights

    def _weights(self) -> list[int]:
        tree, least, sizes = self.tree, self.least, self.sizes
        tags = tree.tags
        found = []
        for owner, text, linked, size in zip(tree.owners, tree.texts, tree.linked, sizes, strict=True):
            weight = size - 2 * linked
            is_prose = weight >= least and tags[owner] not in HEADINGS
            if is_prose and weight < SURE_WEIGHT and least >= LEAST_WEIGHT:
                is_prose = text.endswith(_ENDS)
            found.append(weight if is_prose else 0)
        return found

    def held(self, element: int) -> int:
        """Return how much prose an element holds."""
        return self.sums[self.tree.lasts[element]] - self.sums[self.tree.firsts[element]]

    # the headline

    def _find_headline(self) -> int | None:
        """Return the block of the headline: the heading that says what the page calls itself, else the first h1."""
        tree = self.tree
        best, at_best = 0.0, None
        known = [set(each.split()) for each in self.headlines]
        for element, tag in enumerate(tree.tags):
            if tag not in HEADINGS or tree.firsts[element] == tree.lasts[element]:
                continue
            at = tree.firsts[element]
            likeness = self._likeness(tree.texts[at], known)
            if tag == "h1":
                likeness += 0.3 if len(tree.texts[at]) > 12 and tree.linked[at] < len(tree.texts[at]) else 0.1
            elif likeness < 0.8:
                continue
            if likeness > best:
                best, at_best = likeness, at
        return self._named_headline() if at_best is None else at_best

    def _named_headline(self) -> int | None:
        """Return the block, no heading, that is named for a headline or says all of one that the page states."""
        tree = self.tree
        for mark in tree.marks:
            if mark.kind & Name.HEADLINE and mark.at < len(tree.texts):
                said = words_of(tree.texts[mark.at].partition("\n")[0])
                is_title = "entry-title" in (mark.attributes.get("class") or "")  # hNews
                if len(said) > 12 and (
                    is_title or any(said in each or each in said for each in self.headlines)
                ):
                    return mark.at
        for at, text in enumerate(tree.texts):
            if (
                len(text) < 300
                and not tree.linked[at]
                and words_of(text.partition("\n")[0]) in self.headlines
            ):
                return at
        return None

    def _likeness(self, text: str, known: list[set[str]]) -> float:
        """Return how much a heading says what the page calls itself, from 0 to 1."""
        said = words_of(text)
        if said in self.headlines:
            return 1.0
        ours = set(said.split())
        if len(ours) < 2:
            return 0.0
        return max((len(ours & theirs) / max(len(ours), len(theirs), 3) for theirs in known), default=0.0)

    # what is beside the story

    def _judge(self) -> None:
        """Mark the elements that are beside the story by their tags and names, then weigh the names."""
        tree, out = self.tree, self.out
        parents, firsts, lasts, kinds, tags = tree.parents, tree.firsts, tree.lasts, tree.kinds, tree.tags
        total = self.sums[-1]
        for element in range(1, len(tags)):
            above = out[parents[element]]
            if firsts[element] == lasts[element] or above == _FOREIGN:
                out[element] = above
            elif kinds[element] & _SAYING or tags[element] in _TELLING:
                out[element] = max(above, self._kind(element, total))
            else:
                out[element] = above
        self.full = [e for e in range(1, len(tree.tags)) if self.sums[lasts[e]] > self.sums[firsts[e]]]
        self._weigh()

    def _kind(self, element: int, total: int) -> int:
        """Return how surely an element is beside the story, the elements around it apart."""
        tree = self.tree
        tag, kind = tree.tags[element], tree.kinds[element]
        if kind & Name.FOREIGN and tag not in ("article", "main"):
            return _NONE if self._holds_headline(element) else _FOREIGN
        if (
            tree.roles[element] == "articleBody"
            or tag in ("article", "main")
            or self._holds_headline(element)
        ):
            return _NONE
        if tag in ASIDE_TAGS:
            return _HARD
        if tag == "form":
            return _HARD if self.held(element) < FORM_SHARE * total else _NONE
        if tag == "p":
            return _SOFT if kind & Name.LABEL else _NONE
        if kind & Name.HARD:
            return _HARD
        if not kind & Name.SOFT or (self.doubted and soft_word_of(tree.names[element]) in self.doubted):
            return _NONE
        return _SOFT

    def _reads_on(self, element: int) -> bool:
        """Whether an element holds nothing but paragraphs of prose, two or more, as a part of a story does."""
        tree = self.tree
        blocks = range(tree.firsts[element], tree.lasts[element])
        if len(blocks) < 2 or not tree.kinds[element] & Name.PART:
            return False
        return all(
            self.weights[at]
            and tree.linked[at] * 4 < len(tree.texts[at])
            and not _OFFER.fullmatch(tree.texts[at])
            for at in blocks
        )

    def _holds_headline(self, element: int) -> bool:
        """Whether the headline is in an element with more than itself: that holds the story too, whatever its name."""
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
        most = SOFT_SHARE * max(1, kept)
        self.doubted = {word for word, held in self._soft_words().items() if word and held > most}
        behind = 0
        for element in self.full:
            kind = out[element]
            if element < behind or not kind or out[tree.parents[element]]:
                continue
            held = self.held(element)
            if kind == _SOFT:
                is_doubted = held > most or self._kind(element, held) == _NONE or self._reads_on(element)
            else:
                is_doubted = kind == _HARD and held > HARD_SHARE * max(200, kept)
                is_doubted = is_doubted and tree.tags[element] not in ("nav", "footer")
            if is_doubted:
                behind = self._take_back(element, held)

    def _soft_words(self) -> dict[str, int]:
        """Return how much prose the elements hold together that one word marks as perhaps beside the story."""
        tree, out = self.tree, self.out
        found: dict[str, int] = {}
        for element in self.full:
            if out[element] == _SOFT and not out[tree.parents[element]]:
                held = self.held(element)
                word = soft_word_of(tree.names[element])
                found[word] = found.get(word, 0) + held
        return found

    def _take_back(self, element: int, held: int) -> int:
        """Judge what is in an element whose name is not believed; return the element behind it."""
        tree, out = self.tree, self.out
        out[element] = _NONE
        inner = element + 1
        while inner < len(tree.tags) and tree.parents[inner] >= element:
            kind = self._kind(inner, held)
            if kind == _SOFT and self.held(inner) > 0.5 * held:
                kind = _NONE
            out[inner] = max(out[tree.parents[inner]], kind)
            inner += 1
        return inner

    # where the story is

    def _scope(self) -> int:
        """Return the element to look into: the article around or below the headline, else main or the body."""
        tree = self.tree
        self.sums = _sums(self.clean)
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
        """Whether an element around the headline holds a story below it."""
        below = self.sums[self.tree.lasts[element]] - self.sums[self.title_at or 0]
        return below >= FEW_CHARACTERS or 2 * below >= total > 0

    def _narrowed(self, scope: int) -> int:
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
            if below >= max(FEW_CHARACTERS, MARKED_SHARE * whole) and self._is_list(
                tree.lasts[element], tree.lasts[scope]
            ):
                return element
        return scope

    def _is_list(self, first: int, end: int) -> bool:
        """Whether blocks are a list of stories: a heading for every other block of prose or more."""
        tree = self.tree
        prose = sum(1 for weight in self.clean[first:end] if weight)
        headings = sum(1 for at in range(first, end) if tree.tags[tree.owners[at]] in HEADINGS)
        return prose > 0 and 2 * headings >= prose

    def _set_lists_aside(self, scope: int) -> None:
        """Set articles within the story's article aside: HTML has them for comments and other stories.

        Where they are entries of a live blog, or hold nearly all of the text, they are the story.
        """
        tree = self.tree
        nested = [
            e
            for e in self.full
            if tree.tags[e] == "article" and not self.out[e] and e > scope and self._is_within(e, scope)
        ]
        nested = [
            e for e in nested if self.title_at is None or not tree.firsts[e] <= self.title_at < tree.lasts[e]
        ]
        outer = [e for e in nested if not any(self._is_within(e, other) for other in nested if other < e)]
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
            inner = element
            while inner < len(tree.tags) and (inner == element or tree.parents[inner] >= element):
                self.out[inner] = max(self.out[inner], _HARD)
                inner += 1
            for at in range(tree.firsts[element], tree.lasts[element]):
                self.clean[at] = 0

    def _lists_of_links(self, scope: int) -> list[int]:
        """Return the elements within the scope that are lists of other stories, each with a heading that links to it."""
        tree = self.tree
        found: list[int] = []
        for element in self.full:
            first, end = tree.firsts[element], tree.lasts[element]
            if (
                element <= scope
                or self.out[element]
                or end - first < 2 * LEAST_ITEMS
                or element in self.around
                or (found and self._is_within(element, found[-1]))
                or not self._is_within(element, scope)
            ):
                continue
            headings = [at for at in range(first, end) if tree.tags[tree.owners[at]] in HEADINGS]
            linked = [at for at in headings if tree.linked[at] > 0.8 * len(tree.texts[at])]
            if len(linked) >= max(LEAST_ITEMS, 0.8 * len(headings)) and self._is_list(first, end):
                found.append(element)
        return found

    def _is_live(self, element: int) -> bool:
        """Whether an element is an entry of a live blog, by its own name or one around it."""
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

    def _is_within(self, element: int, around: int) -> bool:
        parents = self.tree.parents
        while element > around:
            element = parents[element]
        return element == around

    def _container(self, scope: int) -> int:
        """Return the innermost element that holds most of the story."""
        inner = self._marked(scope)
        if inner is None:
            inner = self._descended(scope)
        if self.tree.tags[inner] in ("p", "li", "blockquote", "ul", "ol"):
            return max(scope, self.tree.parents[inner])
        return inner

    def _marked(self, scope: int) -> int | None:
        """Return the element that the page marks as the text of the story."""
        tree = self.tree
        whole = self.held(scope)
        found = [
            e
            for e in self.full
            if e >= scope
            and not self.out[e]
            and self._is_marked(e, scope)
            and self.held(e) >= MARKED_SHARE * whole > 0
            and self._is_within(e, scope)
        ]
        if not found:
            return None
        most = max(map(self.held, found))
        best = next(e for e in found if 2 * self.held(e) >= most)
        for inner in found:
            if (
                inner > best
                and self._is_within(inner, best)
                and self.held(inner) >= INNER_SHARE * self.held(best)
            ):
                best = inner
        return best

    def _is_marked(self, element: int, scope: int) -> bool:
        """Whether the page marks an element as the text of a story."""
        tree = self.tree
        if tree.roles[element] == "articleBody":
            return True
        if tree.tags[element] == "article":
            return element != scope
        return bool(tree.kinds[element] & Name.STORY) and tree.tags[element] not in ("p", "li")

    def _descended(self, element: int) -> int:
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

    # what is told

    def _told(self, scope: int, inner: int) -> Story:
        tree = self.tree
        low, high = tree.firsts[inner], tree.lasts[inner]
        title = self.title_at
        if title is not None and low <= title < high:
            low = title + 1
        lead = self._lead(scope, low)
        tail = self._tail(self._outermost(scope, inner), high)
        chosen = [at for at in range(low, high) if self._is_told(at)]
        chosen = self._begun(self._ended([*lead, *chosen, *tail]))
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
        """Return the blocks of prose between the headline and the story's element."""
        title = self.title_at
        start = (
            title + 1 if title is not None and title < low <= title + FAR else max(self.tree.firsts[scope], 0)
        )
        if start == 0 and scope == 0:
            return []
        return [at for at in range(start, low) if self._is_said(at)]

    def _tail(self, around: int, high: int) -> list[int]:
        """Return the paragraphs behind the story's element in the article around it."""
        tree = self.tree
        found = []
        for at in range(high, tree.lasts[around]):
            tag = tree.tags[tree.owners[at]]
            if tag in HEADINGS and _ELSEWHERE.fullmatch(tree.texts[at]):
                break
            if tag == "p" and self._is_said(at):
                found.append(at)
        return found

    def _is_said(self, at: int) -> bool:
        """Whether a block beside the story's element is a sentence of the story."""
        tree = self.tree
        owner, text = tree.owners[at], tree.texts[at]
        return (
            not self.out[owner]
            and bool(self.clean[at])
            and self.clean[at] >= min(60, self.least * 1.5)
            and tree.linked[at] < 0.3 * len(text)
            and text.endswith(_ENDS)
            and tree.tags[owner] not in ("li", "td", "th", "figure")
            and not _OFFER.fullmatch(text)
        )

    def _is_told(self, at: int) -> bool:
        """Whether a block of the story's element is of the story."""
        tree = self.tree
        owner, text, linked = tree.owners[at], tree.texts[at], tree.linked[at]
        if self.out[owner] and not (self.out[owner] == _SOFT and self._is_quotation(owner)):
            return False
        if linked > len(text) * (0.9 if tree.tags[owner] == "p" else 0.6):
            return False
        tag = tree.tags[owner]
        if tag in HEADINGS:
            return not (_AWAY.fullmatch(text) or _ELSEWHERE.fullmatch(text))
        if len(text) < 120 and _AWAY.fullmatch(text):
            return False
        if _OFFER.fullmatch(text):
            return False
        if tag in ("button", "summary"):
            return self._asks(at)
        if tag == "address" or self._is_caption(at):
            return False
        if tag in ("p", "li", "td", "th", "blockquote", "pre", "dt", "dd", "caption"):
            return True
        return (
            bool(self.weights[at]) or (len(text) > 25 and text.endswith(_ENDS)) or self._has_prose_beside(at)
        )

    def _is_quotation(self, element: int) -> bool:
        """Whether an element is or is in a quotation, which is the story's whatever it is wrapped in."""
        tree = self.tree
        return tree.tags[element] == "blockquote" or tree.tags[tree.parents[element]] == "blockquote"

    def _asks(self, at: int) -> bool:
        """Whether a button or summary is the line above a paragraph that it opens: a question with its answer."""
        return len(self.tree.texts[at]) >= LEAST_RELAXED and any(self.weights[at + 1 : at + 3])

    def _is_caption(self, at: int) -> bool:
        """Whether a block is text of a figure that is no table, list, quotation or code."""
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
        """Whether the element of a short block has prose of its own, so that the block is a line of it."""
        tree = self.tree
        owner = tree.owners[at]
        near = range(max(tree.firsts[owner], at - 50), min(tree.lasts[owner], at + 50))
        return any(self.weights[each] and tree.owners[each] == owner for each in near)

    def _begun(self, chosen: list[int]) -> list[int]:
        """Return the blocks without a date alone that is printed above the first paragraph."""
        tree = self.tree
        start = 0
        while start + 1 < len(chosen) and not self.weights[chosen[start]]:
            if not _DATE_ALONE.fullmatch(tree.texts[chosen[start]]):
                break
            start += 1
        return chosen[start:]

    def _ended(self, chosen: list[int]) -> list[int]:
        """Return the blocks up to a heading in the second half that leads to other stories."""
        tree = self.tree
        total = sum(len(tree.texts[at]) for at in chosen)
        if not chosen:
            return chosen
        told = 0
        behind = set(chosen)
        for at in range(chosen[0], chosen[-1] + 1):
            if at in behind:
                told += len(tree.texts[at])
            elif (
                2 * told > total
                and tree.tags[tree.owners[at]] in HEADINGS
                and self.out[tree.owners[at]] == _NONE
                and _ELSEWHERE.fullmatch(tree.texts[at])
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
        """Whether an element is a cell of a table of data: it holds one piece of text."""
        tree = self.tree
        return tree.tags[element] in ("td", "th") and tree.lasts[element] - tree.firsts[element] == 1

    def _aside(self, chosen: set[int], story: Story, low: int, high: int) -> list[str]:
        """Return what is not told: all of the story's part of the page, prose of its other parts, each once."""
        tree = self.tree
        seen = {tree.texts[at] for at in chosen}
        headline = tree.texts[story.headline] if story.headline is not None else None
        low = max(low, story.headline or 0) if chosen else low
        found = []
        for at, text in enumerate(tree.texts):
            if at == story.headline:
                found += text.split("\n")[1:]
            if at in chosen or text in seen or text == headline:
                continue
            linked = tree.linked[at]
            near = chosen and low <= at < high and self.out[tree.owners[at]] < _FOREIGN
            if (near and linked < len(text)) or (
                self.sizes[at] - linked >= LEAST_WEIGHT and 2 * linked < len(text)
            ):
                seen.add(text)
                found.append(text)
        return found


def _sums(weights: list[int]) -> list[int]:
    found = [0]
    total = 0
    for weight in weights:
        total += weight
        found.append(total)
    return found
