"""Reads a query: text to tree, with notes where something may have been meant otherwise.

    query     = or
    or        = and { "OR" and }
    and       = not { ["AND"] not }
    not       = ("NOT" | "-") not | near
    near      = primary { ("NEAR/" | "PRE/") number primary }
    primary   = "(" or ")" ["^" number]
              | field ":" value
              | phrase | chunk
    phrase    = quote words quote ["~" number] ["^" number]
    chunk     = (word | compound | wildcard | word "~" ["1" | "2"] | "*") ["^" number]
    field     = a text field | a metadata field | "date" | "since" | "until" | "after" | "before"
              | "published" | "updated" | "has" | "missing"
    value     = "(" or ")" | quote text quote ["*"] ["^" number] | text ["*"] ["^" number] | range

Text fields take phrases, chunks and groups with NEAR; other fields take whole values and groups of them.
NEAR and PRE bind tightest, then NOT, then AND (and juxtaposition), then OR.

NEAR and PRE stand between words, phrases, wildcards, words of near spelling, and groups of them joined by OR.
A chain is read from the left: `a NEAR/5 b PRE/10 c` is `(a NEAR/5 b) PRE/10 c`. What the first two match is the
stretch from the first to the last of their words; the third has to follow its end by at most ten words. With
NEAR the third may also precede its beginning, or lie inside of it. Each distance is that to the nearer end of
the stretch. Each part needs words of its own: `a NEAR/5 b NEAR/5 a` is found where a is twice. The right side
of a NEAR may be a chain in parentheses; that of a PRE may not.

Tokens are those of
`query.lexer`, values of dates those of `query.dates`. A compound (`AT&T`, `e-mail`) and a run of Han, Kana or
Thai are the phrase of their parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from morgue._startup.expression import expression
from morgue.errors import QueryError
from morgue.query.context import MAX_CHARACTERS, MAX_LEVELS, Context, shown, wrong
from morgue.query.fields import FIELDS, Kind
from morgue.query.lexer import Lexer, Token, TokenKind, nested
from morgue.query.terms import boost_factor, boosted, phrase, term
from morgue.query.tree import (
    And,
    AsOf,
    Days,
    Everything,
    Fuzzy,
    Instants,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Span,
    Versions,
    Wildcard,
    Word,
    as_written,
    holds_near,
    walk,
)

_CONTROL = expression(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INFIX = (TokenKind.AND, TokenKind.OR, TokenKind.NEAR, TokenKind.PRE)
_PREFIX = (TokenKind.NOT, TokenKind.MINUS)


def parse(text: str, *, now: dt.datetime) -> Query:
    """Return the query that a text means; relative dates count from `now`, which is aware.

    Raises QueryError with the position of what is wrong, in code points from 0.
    """
    if len(text) > MAX_CHARACTERS:
        raise wrong(
            MAX_CHARACTERS,
            f"the query has {len(text):,} characters; {MAX_CHARACTERS:,} is the limit",
            "write a shorter query, or several",
        )
    reading = Context(text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(text) else text, now)
    _note_controls(reading)
    tree = _Parser(reading).query()
    notes = sorted(dict.fromkeys(reading.notes), key=lambda note: note.position or 0)
    return Query(reading.text, tree, tuple(notes))


def _note_controls(reading: Context) -> None:
    """Note the first control character of a query, which parts words and is not searched."""
    if found := _CONTROL.search(reading.text):
        reading.note(
            "control-character",
            found.start(),
            f"U+{ord(found[0]):04X} is a control character and is not searched",
            "leave it out",
        )


def _has_surrogates(text: str) -> bool:
    return not text.isascii() and any(0xD800 <= ord(each) <= 0xDFFF for each in text)


def _joined(kind: type[And] | type[Or], nodes: list[Node]) -> Node:
    """Return one node of several: groups of the same kind are taken apart, a single node stays itself."""
    if len(nodes) == 1:
        return nodes[0]
    children: list[Node] = []
    for node in nodes:
        children.extend(node.children if isinstance(node, kind) else [node])
    return kind(tuple(children), (nodes[0].span[0], nodes[-1].span[1]))


class _Parser:
    """One method a production; each begins at the token under the cursor and ends behind what it read."""

    def __init__(self, reading: Context) -> None:
        self.reading = reading
        self.tokens: Iterator[Token] = Lexer(reading).tokens()
        self.token = next(self.tokens)
        self.field: str | None = None
        self.level = 0

    def query(self) -> Node:
        tree = self._or(None)
        if self.token.mark is TokenKind.CLOSE:
            raise wrong(self.token.start, "this ) was never opened", "leave it out, or open it with (")
        self._note_no_day(tree)
        _check_scopes(tree)
        return tree

    def _note_no_day(self, tree: Node) -> None:
        """Note that several dates that all must hold have no day in common."""
        days = [child for child in tree.children if isinstance(child, Days)] if isinstance(tree, And) else []
        first = max((each.first for each in days if each.first), default=None)
        last = min((each.last for each in days if each.last), default=None)
        if first and last and first > last:
            self.reading.note(
                "empty-range", days[-1].span[0], "the dates of this query have no day in common"
            )

    def _advance(self) -> Token:
        token = self.token
        if token.mark is not TokenKind.END:
            self.token = next(self.tokens)
        return token

    def _at(self, mark: TokenKind) -> bool:
        return self.token.mark is mark

    def _deeper(self, position: int) -> None:
        self.level += 1
        if self.level > MAX_LEVELS:
            raise wrong(
                position, f"more than {MAX_LEVELS} levels of parentheses and NOTs", "write a flatter query"
            )

    def _or(self, before: Token | None) -> Node:
        start = self.token.start
        nodes, mixed = [], False
        while True:
            node, several = self._and(before)
            nodes.append(node)
            mixed = mixed or several
            if self.token.mark is not TokenKind.OR:
                break
            before = self._advance()
        if mixed and len(nodes) > 1:
            self._note_mixed(start, nodes)
        return _joined(Or, nodes)

    def _note_mixed(self, position: int, nodes: list[Node]) -> None:
        from morgue.query.canonical import canonical

        parts = [f"({canonical(each)})" if isinstance(each, And) else canonical(each) for each in nodes]
        self.reading.note(
            "mixed-operators",
            position,
            f"AND binds tighter than OR: this is read as {shown(' OR '.join(parts), 200)}",
            "write parentheses to say which you mean",
        )

    def _and(self, before: Token | None) -> tuple[Node, bool]:
        """Return the node, and whether it joins several."""
        nodes = [self._not(before)]
        while True:
            if self.token.mark is TokenKind.AND:
                nodes.append(self._not(self._advance()))
            elif (
                self._at(TokenKind.CHUNK)
                and self.token.text == "TO"
                and isinstance(nodes[-1], Days | Instants)
            ):
                hint = "write date:2025-10-01..2025-10-31, or date:[2025-10-01 TO 2025-10-31]"
                raise wrong(self.token.start, "TO belongs inside brackets", hint)
            elif self.token.mark in (TokenKind.OR, TokenKind.CLOSE, TokenKind.END):
                return _joined(And, nodes), len(nodes) > 1
            else:
                nodes.append(self._not(None))

    def _not(self, before: Token | None) -> Node:
        if self.token.mark not in _PREFIX:
            return self._near(before)
        operator = self._advance()
        self._deeper(operator.start)
        if self.token.mark in _PREFIX:
            self.reading.note("double-not", operator.start, "two NOTs undo each other", "leave both out")
        child = self._not(operator)
        self.level -= 1
        return Not(child, (operator.start, child.span[1]))

    def _near(self, before: Token | None) -> Node:
        left = self._primary(before)
        while self.token.mark in (TokenKind.NEAR, TokenKind.PRE):
            operator = self._advance()
            if self.token.mark in _PREFIX:
                raise _no_side(operator, self.token.start, "a NOT", "exclude the word apart from it")
            right = self._primary(operator)
            left, right = as_written(left), as_written(right)
            _check_sides(left, right, operator)
            span = (left.span[0], right.span[1])
            left = Near(left, right, int(operator.text), operator.mark is TokenKind.PRE, span)
        return left

    def _primary(self, before: Token | None) -> Node:
        match self.token.mark:
            case TokenKind.OPEN:
                return self._group(self._advance())
            case TokenKind.FIELD:
                return self._of_field()
            case TokenKind.QUOTED | TokenKind.CHUNK:
                return self._leaf(self._advance(), None)
            case TokenKind.SUFFIX:
                raise wrong(
                    self.token.start, f"{shown(self.token.text)} has no word before it", "leave it out"
                )
            case _:
                raise self._missing(before)

    def _missing(self, before: Token | None) -> QueryError:
        """Return the error of a place where something to search should stand."""
        token = self.token
        if before is not None:
            name = _name(before)
            hint = f'write a word after it, or "{name.lower()}" in quotes for the word'
            if before.mark is TokenKind.MINUS:
                hint = "write the word directly after it"
            return wrong(before.start, f"{name} has nothing on its right", hint)
        if token.mark in _INFIX:
            name = _name(token)
            return wrong(
                token.start,
                f"{name} has nothing on its left",
                f'write a word before it, or "{name.lower()}" in quotes for the word',
            )
        if token.mark is TokenKind.CLOSE:
            return wrong(token.start, "this ) was never opened", "leave it out, or open it with (")
        if self.reading.text.strip():
            return wrong(0, "the query holds no word", "write words, or * for everything")
        return wrong(0, "the query is empty", "write words, or * for everything")

    def _group(self, opened: Token) -> Node:
        """Return what is in parentheses, and the boost after them."""
        self._deeper(opened.start)
        if self._at(TokenKind.CLOSE):
            raise wrong(
                opened.start, "the parentheses are empty", "write words between them, or leave them out"
            )
        if self._at(TokenKind.END):
            raise _unclosed(opened)
        node = self._or(None)
        if not self._at(TokenKind.CLOSE):
            raise _unclosed(opened)
        self._advance()
        self.level -= 1
        if self._at(TokenKind.SUFFIX):
            node = self._boosted_group(node, self._advance())
        return node

    def _boosted_group(self, node: Node, suffix: Token) -> Node:
        text = suffix.text.rstrip(",;.")
        if not text.startswith("^"):
            raise wrong(
                suffix.start,
                f"{shown(text)} cannot follow parentheses",
                'write "a b"~5 for words near each other, word* for a beginning',
            )
        return boosted(node, boost_factor(text[1:], suffix.start), suffix.end)

    def _of_field(self) -> Node:
        field = self._advance()
        if self.field is not None:
            raise nested(field.start, field.text)
        if self.token.mark is not TokenKind.OPEN:
            return self._leaf(self._advance(), field)
        self.field = field.text
        node = self._group(self._advance())
        self.field = None
        return node

    def _leaf(self, token: Token, field: Token | None) -> Node:
        """Return the node of a chunk or a quote; `field` is the token directly before it, if there is one."""
        name = field.text if field else self.field
        tail = (
            self._advance().text
            if token.mark is TokenKind.QUOTED and self.token.mark is TokenKind.SUFFIX
            else ""
        )
        span = (field.start if field else token.start, token.end + len(tail))
        if name is not None and FIELDS[name] is not Kind.TEXT:
            from morgue.query import field_values

            value = field_values.Value(name, token.text, span, token.start)
            if token.mark is TokenKind.QUOTED:
                return field_values.quoted(value, tail, self.reading)
            return field_values.unquoted(value, self.reading)
        if token.mark is TokenKind.QUOTED:
            return phrase(token, tail, name, span, self.reading)
        if token.text.partition("^")[0] == "*":
            return self._everything(token, name, span)
        return term(token, name, span, self.reading)

    def _everything(self, token: Token, name: str | None, span: Span) -> Node:
        self.reading.count(1, token.start)
        node: Node = Everything(span)
        if name:
            from morgue.query.field_values import present

            node = present(name, span)
        boost = token.text[2:]
        return boosted(node, boost_factor(boost, token.start + 1), span[1]) if "^" in token.text else node


def _check_scopes(tree: Node) -> None:
    """Raise QueryError where what holds for a whole query stands in a part of it, or twice."""
    scopes = [node for node in walk(tree) if isinstance(node, Versions | AsOf)]
    if not scopes:
        return
    own = tree.children if isinstance(tree, And) else (tree,)
    for node in scopes:
        if not any(node is child for child in own):
            name = "asof:" if isinstance(node, AsOf) else "versions:"
            raise wrong(
                node.span[0],
                f"{name} holds for the whole query, and stands in a part of it here",
                f"put an OR in parentheses and write {name} beside it",
            )
    if len(scopes) > 1:
        raise wrong(
            scopes[1].span[0], "a query can have one asof: or versions:, and this has two", "leave one out"
        )


def _name(operator: Token) -> str:
    """Return an operator as it was typed."""
    if operator.mark in (TokenKind.NEAR, TokenKind.PRE):
        return f"{operator.mark.value}/{operator.text}"
    return str(operator.mark.value)


def _unclosed(opened: Token) -> QueryError:
    return wrong(opened.start, "the parenthesis opened here is not closed", "write ) after its last word")


def _no_side(operator: Token, position: int, what: str, hint: str) -> QueryError:
    return wrong(position, f"{_name(operator)} goes between words, phrases or OR-groups, not {what}", hint)


_SIDES = {
    "And": ("a group of words that all must be there", 'write "a b" for a phrase, (a OR b) for either'),
    "Boost": ("a term with a boost", "write (a NEAR/5 b)^2"),
    "Not": ("a NOT", "exclude the word apart from it"),
    "Phrase": ("a phrase with ~", "write the phrase without it"),
    "Everything": ("*", "write a word"),
}
_NO_SIDE = ("a condition of a field", "write it apart, joined with AND")


def _side_leaves(side: Node, operator: Token) -> Iterator[Leaf]:
    """Yield the words, phrases, wildcards and near spellings of a side. Raises QueryError for anything else."""
    for node in walk(side):
        match node:
            case Word() | Phrase(slop=None) | Wildcard() | Fuzzy():
                yield node
            case Near() | Or():
                continue
            case _:
                raise _no_side(operator, node.span[0], *_SIDES.get(type(node).__name__, _NO_SIDE))


def _check_sides(left: Node, right: Node, operator: Token) -> None:
    fields = {leaf.field for side in (left, right) for leaf in _side_leaves(side, operator)}
    if operator.mark is TokenKind.PRE and holds_near(right):
        raise wrong(
            right.span[0],
            f"{_name(operator)} takes another NEAR or PRE on its left only",
            f"write (b NEAR/5 c) NEAR/{operator.text} a, or a PRE/{operator.text} b AND b NEAR/5 c",
        )
    nears = [node for side in (left, right) for node in walk(side) if isinstance(node, Near)]
    if len(nears) >= MAX_LEVELS:
        raise wrong(
            operator.start,
            f"more than {MAX_LEVELS} NEARs in one chain",
            "write a shorter chain, or join several with AND",
        )
    if len(fields) > 1:
        named = next(field for field in sorted(fields, key=str) if field)
        raise wrong(
            operator.start,
            f"{_name(operator)} goes between words of one field",
            f"write {named}:(a {_name(operator)} b)",
        )
