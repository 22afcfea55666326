"""Whether an article matches a query tree, by reading the article: a plain scan that knows of no index.

Straight from the docstrings of `morgue.query.tree`, one case for each node, and slow on purpose. Engines and
snippets are held against it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import assert_never

from morgue.analysis.analyzer import fold, stem, written
from morgue.analysis.analyzer import words as words_of
from morgue.analysis.parted import query_tokens_of_part
from morgue.analysis.stem_class import class_of
from morgue.analysis.stems import query_tokens, raw_word, token
from morgue.gazetteer.agencies import canonical
from morgue.model.article import Article, as_text
from morgue.model.fields import IS
from morgue.query import tree
from morgue.stories.marks import kinds_of

Span = tuple[int, int]


def matching(stories: Sequence[Article], node: tree.Node) -> list[Article]:
    """Those of an archive's stories that are in the set of `node`, in their order."""
    meant = resolved(node, stories)
    return [each for each in stories if matches(each, meant)]


def matches(article: Article, node: tree.Node) -> bool:
    """Whether the article is in the set of `node`, whose words are `resolved` where the archive has several languages."""
    match node:
        case tree.Everything():
            return True
        case tree.Not():
            return not matches(article, node.child)
        case tree.And():
            return all(matches(article, child) for child in node.children)
        case tree.Or():
            return any(matches(article, child) for child in node.children)
        case tree.Boost():
            return matches(article, node.child)
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy() | tree.Near():
            code = class_of(article.language, article.headline, article.body)
            return any(occurrences(text, node, code) for text in texts(article, field_of(node)))
        case tree.Keyword():
            return keyword(article, node)
        case tree.Location():
            return location(article, node)
        case tree.Days():
            return days(article, node)
        case tree.Instants():
            return instants(article, node)
        case tree.Numbers():
            number: int | None = article.copies
            if node.field != "copies":
                assert node.field == "length"
                number = words_counted(article.body) if article.body else None
            return number is not None and (
                (node.first is None or node.first <= number) and (node.last is None or number <= node.last)
            )
        case tree.Has():
            return has(article, node.field)
        case tree.Versions():
            return node.all or "@" not in article.id
        case tree.AsOf():
            came, went = moment(article), REPLACED.get(article.id)
            return came is not None and came < node.before and (went is None or went >= node.before)
        case _:
            assert_never(node)


REPLACED: dict[str, dt.datetime] = {}
"""When texts that were replaced were, by their ids (`ID@…`); nothing of those that are not known to have been."""


# words


def field_of(node: tree.Node) -> str | None:
    """The field that a leaf, or the first leaf of a NEAR, names."""
    match node:
        case tree.Near():
            return field_of(node.left)
        case tree.Or():
            return field_of(node.children[0])
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
            return node.field
        case _:
            raise TypeError(node)


def texts(article: Article, field: str | None) -> Iterator[str]:
    """The texts that a field means, those that the article has."""
    names = {
        None: ("headline", "other_headlines", "body", "dateline"),
        "body": ("body", "dateline"),
        "headline": ("headline", "other_headlines"),
    }.get(field, (field,))
    for name in names:
        text = getattr(article, str(name))
        if isinstance(text, tuple):
            text = "\n".join(text)
        if text:
            yield text


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(word.folded for word in words_of(text))


def words_counted(text: str) -> int:
    """How many words a text has: what white space parts, and each character of Han, Kana or Thai by itself."""
    return len(re.sub(r"[\u4e00-\u9fff\u3041-\u30fa\u0e01-\u0e2e]", " x ", text).split())


@lru_cache(maxsize=1 << 16)
def tokens(text: str, code: str) -> tuple[str, ...]:
    """What is compared of each word of a text, in an article of a stem class."""
    if code == "en":
        return tuple(stem(word.folded) for word in words_of(text))
    return tuple(token(raw_word(text, word), code) for word in words_of(text))


def tokens_of(word: tree.Word, codes: Iterable[str]) -> set[str]:
    """What a bare word is compared by: its stem in each class, as it was typed and without its accents."""
    forms = {word.typed or written(word.word), written(word.word)}
    if word.before or word.behind:
        typed = word.typed or written(word.word)
        return set(query_tokens_of_part((typed, *forms - {typed}), written(word.before), codes))
    return {each for form in forms for each in query_tokens(form, codes)}


def resolved(node: tree.Node, stories: Sequence[Article]) -> tree.Node:
    """The tree with the tokens of its words in an archive of these stories: those of `tokens_of` in all its classes, and
    those that any word of a story has which is folded alike."""
    codes, spelt = spellings(stories)

    def with_tokens(leaf: tree.Leaf) -> tree.Node:
        if not isinstance(leaf, tree.Word):
            return leaf
        return leaf.with_tokens(sorted(tokens_of(leaf, codes) | spelt.get(leaf.word, set())))

    return tree.replaced(node, with_tokens)


_KNOWN: dict[int, tuple[Sequence[Article], tuple[set[str], dict[str, set[str]]]]] = {}


def spellings(stories: Sequence[Article]) -> tuple[set[str], dict[str, set[str]]]:
    """The stem classes of stories, and the tokens that the words of each folded form have; kept for the last ones."""
    held = _KNOWN.get(id(stories))
    if held and held[0] is stories:
        return held[1]
    spelt: dict[str, set[str]] = {}
    codes = set()
    for story in stories:
        code = class_of(story.language, story.headline, story.body)
        codes.add(code)
        for name in tree.TEXT_FIELDS:
            text = as_text(getattr(story, name)) or ""
            for folded_word, made in zip(folded(text), tokens(text, code), strict=True):
                spelt.setdefault(folded_word, set()).add(made)
    _KNOWN.clear()
    _KNOWN[id(stories)] = stories, (codes, spelt)
    return codes, spelt


def occurrences(text: str, node: tree.Node, code: str = "en") -> list[Span]:
    """First and last word position of each occurrence of a leaf, an Or of leaves, or a NEAR, in one text."""
    words = folded(text)
    match node:
        case tree.Word():
            meant = set(node.tokens) or tokens_of(node, (code,))
            return [(at, at) for at, made in enumerate(tokens(text, code)) if made in meant]
        case tree.Wildcard():
            return [(at, at) for at, word in enumerate(words) if fits(node.pattern, word)]
        case tree.Fuzzy():
            return [(at, at) for at, word in enumerate(words) if edits(node.word, word) <= node.distance]
        case tree.Phrase(words=wanted, slop=None):
            last = len(wanted) - 1
            return [(at, at + last) for at in range(len(words) - last) if words[at : at + last + 1] == wanted]
        case tree.Phrase(words=wanted):
            return windows(words, wanted, node.slop or 0)
        case tree.Or():
            return [span for child in node.children for span in occurrences(text, child, code)]
        case tree.Near() if holds_near(node):
            made = stretches(text, node, code)
            leaves = [span for leaf in tree.leaves(node) for span in occurrences(text, leaf, code)]
            return [
                (first, last)
                for first, last in leaves
                if any(start <= first and last <= end for start, end in made)
            ]
        case tree.Near():
            pairs = near(occurrences(text, node.left, code), occurrences(text, node.right, code), node)
            return [span for pair in pairs for span in pair]
        case _:
            raise TypeError(node)


def holds_near(node: tree.Near) -> bool:
    """Whether a side of a NEAR holds another."""
    todo: list[tree.Node] = [node.left, node.right]
    while todo:
        match todo.pop():
            case tree.Near():
                return True
            case tree.Or(children=children):
                todo += children
    return False


def stretches(text: str, node: tree.Near, code: str = "en") -> set[Span]:
    """First and last word position of all that two occurrences near each other make, no word of it twice."""
    return {span for span, _ in ways(text, node, code)}


Way = tuple[Span, frozenset[int]]


def ways(text: str, node: tree.Near, code: str = "en") -> set[Way]:
    """Each stretch with the positions of the words that it is made of."""
    return {
        ((min(one[0], other[0]), max(one[1], other[1])), used | others)
        for (one, used), one_is_stretch in placed(text, node.left, code)
        for (other, others), other_is_stretch in placed(text, node.right, code)
        if not used & others and beside(one, other, node, one_is_stretch or other_is_stretch)
    }


def beside(one: Span, other: Span, node: tree.Near, reaching: bool) -> bool:
    """Whether two occurrences are near each other; `reaching` is whether they may overlap."""
    if 1 <= other[0] - one[1] <= node.distance:
        return True
    if node.ordered:
        return False
    if 1 <= one[0] - other[1] <= node.distance:
        return True
    return reaching and one[0] <= other[1] and other[0] <= one[1]


def placed(text: str, node: tree.Node, code: str = "en") -> set[tuple[Way, bool]]:
    """Each occurrence of a side with its positions, and whether it is the stretch of a NEAR."""
    match node:
        case tree.Or():
            return {each for child in node.children for each in placed(text, child, code)}
        case tree.Near():
            return {(way, True) for way in ways(text, node, code)}
        case _:
            spans = occurrences(text, node, code)
            return {((span, frozenset(range(span[0], span[1] + 1))), False) for span in spans}


def windows(words: tuple[str, ...], wanted: tuple[str, ...], slop: int) -> list[Span]:
    """Every stretch of at most `slop` + 1 words that begins and ends with a wanted word and holds them all."""
    at = [place for place, word in enumerate(words) if word in wanted]
    return [
        (first, last)
        for first, last in itertools.combinations_with_replacement(at, 2)
        if last - first <= slop and not Counter(wanted) - Counter(words[first : last + 1])
    ]


def near(lefts: list[Span], rights: list[Span], node: tree.Near) -> list[tuple[Span, Span]]:
    """The pairs of occurrences that stand near enough, and for PRE in order."""

    def follows(earlier: Span, later: Span) -> bool:
        return 1 <= later[0] - earlier[1] <= node.distance

    return [
        (left, right)
        for left in lefts
        for right in rights
        if follows(left, right) or (not node.ordered and follows(right, left))
    ]


def fits(pattern: str, word: str) -> bool:
    """Whether a wildcard matches a whole word."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(fits(pattern[1:], word[at:]) for at in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and fits(pattern[1:], word[1:])


@lru_cache(maxsize=1 << 18)
def edits(a: str, b: str) -> int:
    """The optimal string alignment distance, by its recurrence."""
    if not a or not b:
        return len(a) + len(b)
    best = min(edits(a[:-1], b) + 1, edits(a, b[:-1]) + 1, edits(a[:-1], b[:-1]) + (a[-1] != b[-1]))
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        best = min(best, edits(a[:-2], b[:-2]) + 1)
    return best


# stories


def story_of(article: Article) -> str:
    """The story that an article is of: its own id where it stands alone."""
    return (article.copies > 1 and article.story) or article.id


def stories_of(articles: Iterable[Article]) -> set[str]:
    """The stories that articles are of."""
    return {story_of(each) for each in articles}


# metadata


def values(article: Article, field: str) -> list[str]:
    """What a field of exact values holds, as it stands in the article."""
    match field:
        case "file":
            found = [article.source.path]
        case "format":
            found = [article.source.format]
        case "keyword":
            found = list(article.keywords or ())
        case "section":
            found = list(article.section or ())
        case "page":
            page = (article.edition and article.edition.page) or ""
            found = [page, *re.split("[,;/&]", page)] if page else []
        case "length":
            found = [article.body or ""]
        case "story":
            found = [story_of(article)]
        case "is":
            said = list(kinds_of(article.headline, article.body))
            stated = article.lineage.signal if article.lineage else None
            found = [kind for kind in (*said, stated) if kind in IS]
        case "other_headlines":
            found = list(article.other_headlines or ())
        case "location":
            found = [place.place or "" for place in article.locations or ()]
        case "country":
            found = [place.country or "" for place in article.locations or ()]
        case "stem_class":
            found = [class_of(article.language, article.headline, article.body)]
        case _:
            found = [getattr(article, field) or ""]
    return [value for value in found if value]


def keyword(article: Article, node: tree.Keyword) -> bool:
    """Whether any value of the field is one that the node names, begins with it, or is its dialect."""

    def fitting(held: str, wanted: str) -> bool:
        if node.prefix:
            return held.startswith(wanted)
        return held == wanted or (node.field == "language" and held.startswith(wanted + "-"))

    held = [fold(value) for value in values(article, node.field)]
    if node.field == "language":
        held = [value.replace("_", "-") for value in held]
    if node.field == "agency":
        held += [fold(name) for value in values(article, "agency") if (name := canonical(value))]
    return any(fitting(each, wanted) for each in held for wanted in node.values)


def location(article: Article, node: tree.Location) -> bool:
    """Whether a place or a country is one that the node names."""
    places = [fold(place) for place in values(article, "location")]
    codes = [code.upper() for code in values(article, "country")]
    named = any(
        place.startswith(wanted) if node.prefix else place == wanted
        for place in places
        for wanted in node.places
    )
    return (
        named
        or any(code in node.countries for code in codes)
        or any(matches(article, each) for each in node.also)
    )


def has(article: Article, field: str) -> bool:
    """Whether the article has anything in a field."""
    return bool(values(article, field))


# time


def days(article: Article, node: tree.Days) -> bool:
    """Whether the printed day lies in the range, both ends included."""
    if not article.day:
        return False
    day = dt.date.fromisoformat(article.day)
    return (node.first is None or node.first <= day) and (node.last is None or day <= node.last)


def moment(article: Article) -> dt.datetime | None:
    """When an article was last changed: updated, else published, else its day; a bare day is its noon."""
    said = article.updated or article.published or article.day
    if not said:
        return None
    at = dt.datetime.fromisoformat(said)
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.UTC)
    return at + dt.timedelta(hours=12) if len(said) == len("2025-10-23") else at


def instants(article: Article, node: tree.Instants) -> bool:
    """Whether the instant lies in the range, the last excluded; a bare day has to lie in it as a whole."""
    moment = getattr(article, node.field)
    if not moment:
        return False
    start = dt.datetime.fromisoformat(moment)
    if start.tzinfo is None:
        start = start.replace(tzinfo=dt.UTC)
    if node.first is not None and start < node.first:
        return False
    if node.last is None:
        return True
    if len(moment) == len("2025-10-23"):
        return start + dt.timedelta(days=1) <= node.last
    return start < node.last
