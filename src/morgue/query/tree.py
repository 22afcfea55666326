"""The query tree: frozen classes, data only. Engines, snippets and explanations read it with `match`.

Every word in the tree is folded (`morgue.analysis.analyzer.words`); whether it is compared by stem or as written is said
by the node that holds it. `field` of a leaf is a text field of TEXT_FIELDS, or None for the default: the
article's headline, its other headlines, its body or its dateline (`body` itself means body and dateline, `headline` the
headline and the others, as two texts: a phrase never runs from one into the other). `span` is where the node was in the query, in code points; it
takes no part in comparison.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from morgue._startup.frozen import frozen
from morgue.errors import QueryError
from morgue.model.fields import DEFAULT_FIELDS as DEFAULT_FIELDS
from morgue.model.fields import HAS_FIELDS as HAS_FIELDS
from morgue.model.fields import KEYWORD_FIELDS as KEYWORD_FIELDS
from morgue.model.fields import TEXT_FIELDS as TEXT_FIELDS

Span: TypeAlias = tuple[int, int]

BODY_FIELDS = ("body", "dateline")
HEADLINE_FIELDS = ("headline", "other_headlines")
_SEVERAL = {None: DEFAULT_FIELDS, "body": BODY_FIELDS, "headline": HEADLINE_FIELDS}


def fields_of(field: str | None) -> tuple[str, ...]:
    """Return the texts that the field of a leaf means, each searched by itself."""
    return (field,) if field is not None and field not in _SEVERAL else _SEVERAL[field]


def _nowhere() -> Span:
    return (0, 0)


@frozen
class Everything:
    """`*`: all articles."""

    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Word:
    """A bare word: articles with a word of the same stem in the article's own language. `word` is folded, not stemmed.

    `typed` is the word unfolded, in lower case, where that is another than `word`: stems are made from it. `tokens` are
    what is looked for in fields of stems (`morgue.analysis.stems`): one for each language of an archive, or more. Without
    any it is the English stem alone; `engines.base.Searcher.resolved` fills them in. `before` and `behind` are what
    an apostrophe parts from it where both are one word, folded (`morgue.analysis.parted`); such parts stand in a Near alone.
    """

    word: str
    field: str | None = None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)
    typed: str = ""
    tokens: tuple[str, ...] = ()
    before: str = ""
    behind: str = ""

    def with_tokens(self, tokens: Iterable[str]) -> Word:
        """Return the word with what stands for it in fields of stems."""
        return Word(self.word, self.field, self.span, self.typed, tuple(tokens), self.before, self.behind)


@frozen
class Phrase:
    """A quoted phrase, or a compound: these words as written.

    `slop` None: next to each other in this order. Else: all of them (a word that is there twice, twice) in
    any order, the first and the last position at most `slop` apart. One word is a word as written.
    """

    words: tuple[str, ...]
    field: str | None = None
    slop: int | None = None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Wildcard:
    """Words as written that match `pattern`: `*` is any run of characters, `?` exactly one; folded.

    The pattern begins with two literal characters at least.
    """

    pattern: str
    field: str | None = None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Fuzzy:
    """Words as written within `distance` (1 or 2) edits; exchanging two neighbours is one edit.

    The distance is optimal string alignment: no part of a word is edited twice.
    """

    word: str
    distance: int = 1
    field: str | None = None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Near:
    """`left NEAR/n right` or, with `ordered`, `left PRE/n right`, inside one text.

    Words are compared by stem, phrases, wildcards and words of near spelling as written. Distance is measured
    between the nearest ends of two occurrences that do not overlap: the position of the later one's first word
    less that of the earlier one's last word, so that neighbours differ by 1; at least 1, at most `distance`.

    What a Near matches is a stretch of text, from the first word of the earlier occurrence to the last word of
    the later one. A Near that is a side of another (a chain, `a NEAR/5 b NEAR/10 c`) occurs as its stretches.
    A stretch and what it overlaps, be it inside of it, are near each other, unless a word of the text would
    be a word of both; for PRE the stretch has to end before the right side begins.

    A side is a Word, a Phrase without slop, a Wildcard, a Fuzzy, a Near, or an Or of these; the right side of
    a PRE has no Near. All leaves have the same field.

    One that the user typed as a word, which an apostrophe parts, has that as `typed`: `п'ятниця` is `п` directly before
    any form of `ятниця`. It is a side of no other Near.
    """

    left: Node
    right: Node
    distance: int
    ordered: bool = False
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)
    typed: str = dataclasses.field(default="", compare=False)

    @property
    def is_word(self) -> bool:
        """Whether it was typed as one word."""
        return bool(self.typed)


@frozen
class Keyword:
    """Exact metadata: `values` are folded; any of them matches. With `prefix` a value is a beginning.

    A value of `language` matches itself and every tag that begins with it and a hyphen (`en`, `en-gb`).
    More than one value are names of one thing (an agency by all its names). `typed` is what the
    user wrote, for explanation.
    """

    field: str
    values: tuple[str, ...]
    prefix: bool = False
    typed: str = dataclasses.field(default="", compare=False)
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Location:
    """`location:` and `country:`: place names (folded) or country codes (upper case); any matches.

    `location:belgium` has both the place and the code of the country; `country:` has codes only, but for a state
    that was. With `prefix` a place name is a beginning. What any tree of `also` matches is found too: places that
    are meant only in some country, or at some time. They hold no Location with `also` of its own.
    """

    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    prefix: bool = False
    typed: str = dataclasses.field(default="", compare=False)
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)
    also: tuple[And, ...] = ()

    @property
    def field(self) -> str:
        """The field that the node is of: `country` where it has codes alone, or a state in its time."""
        in_time = any(isinstance(child, Days) for each in self.also for child in each.children)
        return "country" if in_time or not self.places else "location"


@frozen
class Days:
    """Articles whose printed day lies in [first, last]; both included, None is open."""

    first: dt.date | None
    last: dt.date | None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Instants:
    """Articles whose `field` (published or updated) lies in [first, last): aware datetimes, None is open.

    The first instant is included, the last is not. An article that has only a day matches where the range
    covers that whole day in UTC; a local time of unknown zone is taken as UTC.
    """

    field: str
    first: dt.datetime | None
    last: dt.datetime | None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Numbers:
    """Articles whose `field`, a number, lies in [first, last]; both included, None is open."""

    field: str
    first: int | None
    last: int | None
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Has:
    """Articles in which a field of HAS_FIELDS is present."""

    field: str
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Versions:
    """`versions:`: with `all` every text of every article, else only those that no later one has replaced.

    It stands for the whole query: as its tree, or among the children of an And that is its tree.
    """

    all: bool = True
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class AsOf:
    """`asof:`: of each article the text that stood just before a moment, an aware datetime of a whole second.

    That is the text whose moment (updated, else published, else the noon of its day) lies before it, and which was not
    replaced before it either. It stands for the whole query, as Versions does.
    """

    before: dt.datetime
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Not:
    """All articles that `child` does not match."""

    child: Node
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class And:
    """Articles that every child matches; at least two children, none of them an And."""

    children: tuple[Node, ...]
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Or:
    """Articles that any child matches; at least two children, none of them an Or."""

    children: tuple[Node, ...]
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


@frozen
class Boost:
    """`child` with its share of the score multiplied by `factor` (above 0); the same set."""

    child: Node
    factor: float
    span: Span = dataclasses.field(default_factory=_nowhere, compare=False)


Node: TypeAlias = (
    Everything
    | Word
    | Phrase
    | Wildcard
    | Fuzzy
    | Near
    | Keyword
    | Location
    | Days
    | Instants
    | Numbers
    | Has
    | Versions
    | AsOf
    | Not
    | And
    | Or
    | Boost
)


@frozen
class Note:
    """Something the user should know of how the query was read; `kind` is stable, `position` a code point.

    `suggestions` are what the hint proposes, each with the query that has it in its place, or None where there is none.
    """

    kind: str
    message: str
    position: int | None = None
    hint: str | None = None
    suggestions: tuple[tuple[str, str | None], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the keys kind, message, position, hint."""
        return {"kind": self.kind, "message": self.message, "position": self.position, "hint": self.hint}


@frozen
class Query:
    """A parsed query: the text as typed, its tree, and the notes of its reading."""

    text: str
    tree: Node
    notes: tuple[Note, ...] = ()


SUPERSEDED = Keyword("is", ("superseded",))
"""The texts of articles that later ones have replaced."""


def scope_of(tree: Node) -> Node:
    """Return what a query searches among: what it says itself, or else the current texts.

    A query that asks for texts that were replaced (`is:superseded`) searches among all.
    """
    for child in tree.children if isinstance(tree, And) else (tree,):
        if isinstance(child, Versions | AsOf):
            return child
    return Versions(all=any(isinstance(node, Keyword) and _is_superseded(node) for node in walk(tree)))


def is_state(tree: Node) -> bool:
    """Return whether a query searches the archive as it stood at a moment."""
    return isinstance(scope_of(tree), AsOf)


def _is_superseded(node: Keyword) -> bool:
    said = SUPERSEDED.values[0]
    named = (said.startswith(each) if node.prefix else said == each for each in node.values)
    return node.field == SUPERSEDED.field and any(named)


def unboosted(tree: Node) -> Node:
    """Return the tree below its boosts."""
    while isinstance(tree, Boost):
        tree = tree.child
    return tree


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, in the order of the query; none below a leaf."""
    match node:
        case And() | Or():
            return node.children
        case Not() | Boost():
            return (node.child,)
        case Near():
            return node.left, node.right
        case _:
            return ()


def both(tree: Node, node: Node) -> Node:
    """Return what matches a tree and another node that is no And."""
    if isinstance(tree, Everything):
        return node
    return And((*(tree.children if isinstance(tree, And) else (tree,)), node))


def rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a tree with each of its leaves, which nothing is below, as `change` gives it."""
    match node:
        case And() | Or():
            return type(node)(tuple(rewritten(child, change) for child in node.children), node.span)
        case Not():
            return Not(rewritten(node.child, change), node.span)
        case Boost():
            return Boost(rewritten(node.child, change), node.factor, node.span)
        case Near():
            left, right = (rewritten(side, change) for side in (node.left, node.right))
            return Near(left, right, node.distance, node.ordered, node.span, node.typed)
        case _:
            return change(node)


def replaced(node: Node, change: Callable[[Leaf], Node]) -> Node:
    """Return a tree with each of its words, phrases, wildcards and near spellings as `change` gives it."""
    return rewritten(
        node, lambda leaf: change(leaf) if isinstance(leaf, Word | Phrase | Wildcard | Fuzzy) else leaf
    )


def as_written(side: Node) -> Node:
    """Return a side of a NEAR with the words that an apostrophe parts as phrases, which it compares as they are written."""
    match side:
        case Near(left=Word() as left, right=Word() as right) if side.is_word:
            return Phrase((left.word, right.word), left.field, None, side.span)
        case Or():
            return Or(tuple(map(as_written, side.children)), side.span)
        case _:
            return side


Kinds: TypeAlias = type[Node] | tuple[type[Node], ...]


def walk(node: Node, *, without: Kinds = (), whole: Kinds = ()) -> Iterator[Node]:
    """Yield a node and all nodes below it, each before those below it, in the order of the query.

    Nodes of the kinds `without` are left out with all that is below them (`without=Not`: what is wanted); nodes of
    the kinds `whole` are yielded, and what is below them is not.
    """
    if isinstance(node, without):
        return
    yield node
    if not isinstance(node, whole):
        for child in children(node):
            yield from walk(child, without=without, whole=whole)


Leaf: TypeAlias = Word | Phrase | Wildcard | Fuzzy
"""What is looked for in a text: the ends of a NEAR."""

Expanding: TypeAlias = Wildcard | Fuzzy
"""A leaf that means any of several words."""


def leaves(side: Node) -> list[Leaf]:
    """Return the words, phrases, wildcards and near spellings of a NEAR or one of its sides, in order.

    Raises QueryError for anything else.
    """
    found: list[Leaf] = []
    for node in walk(side):
        match node:
            case Near() | Or():
                continue
            case Word() | Phrase() | Wildcard() | Fuzzy():
                found.append(node)
            case _:
                raise QueryError(
                    "NEAR and PRE take words, phrases, wildcards and groups of them joined by OR",
                    position=node.span[0],
                )
    return found


def holds_near(side: Node) -> bool:
    """Return whether there is a NEAR in a tree."""
    return any(isinstance(node, Near) for node in walk(side))


def is_chain(node: Node) -> bool:
    """Return whether a node is a NEAR that has another one on a side: `a NEAR/5 b NEAR/10 c`."""
    return isinstance(node, Near) and (holds_near(node.left) or holds_near(node.right))
