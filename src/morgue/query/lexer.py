"""The tokens of a query.

White space separates tokens, whatever its width; parentheses and quotation marks are tokens wherever they
are. What is left is a chunk: a word, an operator, or a field and its value. How far a value reaches
depends on its field: a date holds quotes and brackets, an address holds colons and balanced parentheses.

Full-width forms of ASCII (as an input method for Chinese types them) are read as ASCII. Every other
character stays as it is; chunks are NFC-normalised by those who read them, so that positions are those of
the text as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum

from morgue._startup.expression import expression
from morgue._startup.frozen import frozen
from morgue.errors import QueryError
from morgue.query.context import MOST_DISTANCE, Context, has_words, shown, wrong
from morgue.query.fields import FIELDS, Kind, known, nearest_field


class TokenKind(Enum):
    """What a token is."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    MINUS = "-"
    NEAR = "NEAR"
    PRE = "PRE"
    FIELD = "field"
    QUOTED = "quoted"
    CHUNK = "chunk"
    SUFFIX = "suffix"
    END = "end"


@frozen
class Token:
    """A token: `text` is a field's name, the inside of quotes, the number of a NEAR, else as it was typed."""

    mark: TokenKind
    text: str
    start: int
    end: int


_DATED = (Kind.DAY, Kind.BOUND, Kind.INSTANT, Kind.STATE)
"""Kinds whose values are dates, in which quotes may be."""

_QUOTES = '"“”„‟«»〝〞〟'
_CLOSERS = {"“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "〝": "〞〟"}
"""The mark that closes another; any mark does where none of these follows."""

_SPACES = frozenset("\u200b\u180e")
"""Characters that nobody sees, that Unicode does not count as white space, and that part words."""

_JOINERS = expression("[\u00ad\u200c\u200d\u2060\ufeff]+")
"""Characters that nobody sees and that belong to the word in which they are; at its edge they are nothing."""

_HEBREW = "\u05d0-\u05ea"
_GERSHAYIM = expression(rf'(?<=[{_HEBREW}])["“”„](?=[{_HEBREW}])')
"""A quotation mark inside a Hebrew word: the sign of an abbreviation, as people type it (`צה"ל`, `דו"חות`)."""

_SEPARATORS = r'\s()"“”„‟«»〝〞〟'
_CHUNK = expression(rf"[^{_SEPARATORS}]+")
_PLAIN_CHUNK = expression(r'[^\s()"]+')
"""A chunk of a query in ASCII."""
_VALUE = expression(rf"(?:[^{_SEPARATORS}]|\([^{_SEPARATORS}]*\))+")
_ADDRESS = expression(r"[^\s\"“”„‟«»〝〞〟]+")
_SUFFIX = expression(rf"[~^*][^{_SEPARATORS}]*")
_FIELD = expression(r"([^\W\d_][\w-]*):")
_PROXIMITY = expression(r"(NEAR|PRE)(?:/(.*)|(\d+))?", re.DOTALL)
_OPTION = expression(
    r"--(?:archive|batch|by|color|fields|format|help|json|jsonl|limit|like|manifest|no-count|no-pager|now|offset|quiet"
    r"|snippets|since-revision|sort|strict|version)(?![\w-])"
)
"""Options of the command line inside of a query."""

_OPERATORS = {"AND": TokenKind.AND, "OR": TokenKind.OR, "NOT": TokenKind.NOT}


def _plain(character: str) -> str:
    point = ord(character)
    if character.isspace() or character in _SPACES:
        return " "
    if 0xFF01 <= point <= 0xFF5E:
        return chr(point - 0xFEE0)
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else character


def plain(text: str) -> str:
    """Return the text, character for character, with one kind of space and of parenthesis."""
    if text.isascii() and text.isprintable():
        return text
    made = _JOINERS.sub(_unless_inside, "".join(map(_plain, text)))
    return _with_gershayim(made) if _GERSHAYIM.search(made) else made


def _with_gershayim(text: str) -> str:
    """Return the text with Hebrew's own sign (U+05F4) for the quotation marks that are inside its words.

    Inside quotes such a mark closes them where no later one does: where none follows, or the next one opens others.
    """
    inside = {match.start() for match in _GERSHAYIM.finditer(text)}
    marks = [at for at, character in enumerate(text) if character in _QUOTES]
    closed = False
    is_closed_later: dict[int, bool] = {}
    for at in reversed(marks):
        if at in inside:
            is_closed_later[at] = closed
        else:
            closed = not text[at + 1 : at + 2].isalnum()
    characters, opened = list(text), False
    for at in marks:
        if at not in inside or (opened and not is_closed_later[at]):
            opened = not opened
        else:
            characters[at] = "\u05f4"
    return "".join(characters)


def _unless_inside(joiners: re.Match[str]) -> str:
    """Return the joiners as they are inside a word, and spaces anywhere else."""
    text, start, end = joiners.string, joiners.start(), joiners.end()
    around = text[max(0, start - 1) : start], text[end : end + 1]
    inside = all(each and unicodedata.category(each)[0] in "LMN" for each in around)
    return joiners[0] if inside else " " * len(joiners[0])


def _is_word(chunk: str) -> bool:
    """Return whether a chunk is but small letters and digits of ASCII, of which nothing else can be meant."""
    return (
        chunk.isascii() and chunk.isalnum() and chunk == chunk.lower() and chunk not in ("and", "or", "not")
    )


def nested(position: int, name: str) -> QueryError:
    """Return the error of a field inside the group of another."""
    return wrong(position, f"{name}: is inside the group of another field", f"write {name}: outside of it")


class Lexer:
    """Yields the tokens of one reading, the last one END; keeps notes of what it passes over.

        headline:  (     oil    OR  gas*   )      "air defence"  ~5      date:  [2025-10 TO 2025-11]  -      cup
        FIELD      OPEN  CHUNK  OR  CHUNK  CLOSE  QUOTED         SUFFIX  FIELD  CHUNK                 MINUS  CHUNK

    What a chunk is depends on the field that it, or the group around it, is of: `_here` chooses the method that reads
    on. Text is read to the next separator (`_chunk`); other values hold what is a separator elsewhere (`_value`).
    """

    def __init__(self, reading: Context) -> None:
        self.reading = reading
        self.text = plain(reading.text)
        self.at = 0
        self.chunk = _PLAIN_CHUNK if self.text.isascii() else _CHUNK
        self.groups: list[Kind | None] = []
        """For each open parenthesis the kind of the field it belongs to."""

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens in order. Raises QueryError."""
        while self.at < len(self.text):
            if self.text[self.at] == " ":
                self.at += 1
            else:
                yield from self._here(self.groups[-1] if self.groups else None)
        yield Token(TokenKind.END, "", self.at, self.at)

    def _here(self, kind: Kind | None) -> Iterator[Token]:
        character = self.text[self.at]
        if character == "(":
            self.groups.append(kind)
            yield self._take(TokenKind.OPEN, 1)
        elif character == ")":
            if self.groups:
                self.groups.pop()
            yield self._take(TokenKind.CLOSE, 1)
            yield from self._after()
        elif character in _QUOTES and kind not in _DATED:
            yield self._quoted()
            yield from self._after()
        elif character == "-" and self._excludes():
            if option := _OPTION.match(self.text, self.at):
                raise wrong(
                    self.at,
                    f"{option[0]} is an option, and a query holds none",
                    f"write it after the query, as in morgue search 'oil' {option[0]}",
                )
            yield self._take(TokenKind.MINUS, 1)
        elif kind is None or kind is Kind.TEXT:
            yield from self._chunk(kind)
        else:
            yield from self._value(kind)

    def _take(self, mark: TokenKind, length: int, text: str | None = None) -> Token:
        start, self.at = self.at, self.at + length
        return Token(mark, self.text[start : self.at] if text is None else text, start, self.at)

    def _excludes(self) -> bool:
        """Return whether the minus here is directly before something to exclude."""
        following = self.text[self.at + 1 : self.at + 2]
        if following in ("", " ", ")"):
            return False
        if following == "(" or following in _QUOTES:
            return True
        chunk = self.chunk.match(self.text, self.at)
        return chunk is not None and ("*" in chunk[0] or has_words(chunk[0]))

    def _quoted(self) -> Token:
        start = self.at
        opener = self.text[start]
        preferred = [self.text.find(each, start + 1) for each in _CLOSERS.get(opener, opener)]
        any_mark = [self.text.find(each, start + 1) for each in _QUOTES]
        found = [each for each in preferred if each >= 0] or [each for each in any_mark if each >= 0]
        if not found:
            raise wrong(
                start,
                f"the quote opened here is not closed: {shown(self.text[start:])}",
                f"write {_CLOSERS.get(opener, opener)[0]} after its last word, or leave the quote out",
            )
        inside = self.text[start + 1 : min(found)]
        self.at = min(found) + 1
        if any(each in _QUOTES for each in inside):
            self.reading.note(
                "quote-in-quotes", start, f"these quotes hold another quotation mark: {shown(inside)}"
            )
        return Token(TokenKind.QUOTED, inside, start, self.at)

    def _after(self) -> Iterator[Token]:
        """Yield what is directly after a quote or a parenthesis: a suffix, or something that is not one."""
        if suffix := _SUFFIX.match(self.text, self.at):
            yield self._take(TokenKind.SUFFIX, len(suffix[0]))
        elif chunk := self.chunk.match(self.text, self.at):
            if not has_words(chunk[0]) and "*" not in chunk[0]:
                self.at = chunk.end()
            elif chunk[0] not in _OPERATORS and not _PROXIMITY.fullmatch(chunk[0]):
                self._missing_space()
        elif self.text[self.at : self.at + 1] not in ("", " ", ")"):
            self._missing_space()

    def _missing_space(self) -> None:
        self.reading.note(
            "missing-space",
            self.at,
            "there is no space here; what follows is read as one more condition (AND)",
        )

    def _chunk(self, kind: Kind | None) -> Iterator[Token]:
        match = self.chunk.match(self.text, self.at)
        assert match is not None  # noqa: S101 - no separator is here, the callers saw to it
        chunk = match[0]
        if chunk in _OPERATORS:
            yield self._take(_OPERATORS[chunk], len(chunk))
        elif _is_word(chunk):
            yield self._take(TokenKind.CHUNK, len(chunk))
        elif near := _PROXIMITY.fullmatch(chunk):
            yield self._proximity(near)
        elif field := _FIELD.match(chunk):
            yield from self._field(field, chunk)
        else:
            from morgue.query import lint

            lint.refuse_foreign(chunk, self.at)
            if not has_words(chunk) and "*" not in chunk:
                lint.pass_over(chunk, self.at, self.reading)
                self.at += len(chunk)
            else:
                lint.annotate(chunk, self.at, self.reading)
                yield self._take(TokenKind.CHUNK, len(chunk))

    def _proximity(self, near: re.Match[str]) -> Token:
        operator, number = near[1], near[2]
        if number is None or not re.fullmatch(r"[0-9]*[1-9][0-9]*", number):
            about = (
                "needs a number of words, 1 or more"
                if number is None or number != "0"
                else "is not a distance: neighbours differ by 1"
            )
            raise wrong(
                self.at,
                f"{shown(near[0])} {about}",
                f'write {operator}/5, or "{near[0].lower()}" for the word',
            )
        if len(number) > MOST_DISTANCE:
            raise wrong(
                self.at, f"{shown(near[0])} is too far", f"write at most {operator}/{'9' * MOST_DISTANCE}"
            )
        return self._take(TokenKind(operator), len(near[0]), number)

    def _field(self, field: re.Match[str], chunk: str) -> Iterator[Token]:
        """Yield a field, and its value as far as it reaches."""
        typed = field[1]
        name = known(typed)
        if name is None:
            raise self._unknown_field(typed, chunk)
        token = self._take(TokenKind.FIELD, len(field[0]), name)
        kind = FIELDS[name]
        following = self.text[self.at : self.at + 1]
        if following in ("", " ", ")"):
            raise self._valueless(typed, token)
        yield token
        if following == "-" and kind in (Kind.TEXT, Kind.KEYWORD, Kind.LOCATION, Kind.COUNTRY, Kind.PRESENCE):
            rest = chunk[len(field[0]) + 1 :]
            raise wrong(
                self.at,
                "a minus goes before the field, not after it",
                f"write -{typed}:{shown(rest)}".rstrip(),
            )
        if following == "(":
            self.groups.append(kind)
            yield self._take(TokenKind.OPEN, 1)
        elif kind is Kind.TEXT:
            yield from self._text_value()
        else:
            yield from self._value(kind)

    def _text_value(self) -> Iterator[Token]:
        if self.text[self.at] in _QUOTES:
            yield self._quoted()
            yield from self._after()
        elif chunk := self.chunk.match(self.text, self.at):
            if not chunk[0].isalnum():
                from morgue.query import lint

                lint.annotate(chunk[0], self.at, self.reading)
            yield self._take(TokenKind.CHUNK, len(chunk[0]))

    def _valueless(self, typed: str, token: Token) -> QueryError:
        following = self.chunk.match(self.text, self.at + 1)
        if following is None or following[0] in _OPERATORS or ":" in following[0]:
            hint = f'write {typed}: and the value without a space, or "{typed.lower()}" for the word'
        else:
            hint = f"write {typed}:{shown(following[0])} without a space"
        return wrong(token.start, f"{typed}: has no value", hint)

    def _unknown_field(self, typed: str, chunk: str) -> QueryError:
        if self.text.startswith("://", self.at + len(typed)):
            address = _ADDRESS.match(self.text, self.at)
            pasted = address[0].rstrip(",;.") if address else chunk
            return wrong(
                self.at, f"there is no field {shown(typed)}:", f'write url:"{pasted}" for an address'
            )
        near = nearest_field(typed)
        quoted = f'write "{shown(chunk)}" in quotes to search the text'
        hint = f"did you mean {near}:? Else {quoted}" if near else quoted
        return wrong(self.at, f"there is no field {shown(typed)}:", hint)

    def _value(self, kind: Kind) -> Iterator[Token]:
        """Yield a value of a field that is no text field: quoted, or as far as it reaches."""
        if kind in _DATED:
            yield from self._date_value()
            return
        if self.text[self.at] in _QUOTES:
            yield self._quoted()
            yield from self._after()
            return
        match = _VALUE.match(self.text, self.at) or self.chunk.match(self.text, self.at)
        if match is None:
            raise wrong(self.at, "a value is missing here", "write agency:reuters")
        yield from self._unquoted(match[0], kind)

    def _unquoted(self, chunk: str, kind: Kind) -> Iterator[Token]:
        grouped = bool(self.groups) and self.groups[-1] is kind
        if grouped and chunk in _OPERATORS:
            yield self._take(_OPERATORS[chunk], len(chunk))
            return
        if grouped and chunk.lower() in ("and", "or", "not"):
            from morgue.query import lint

            lint.annotate(chunk, self.at, self.reading)
        if grouped and (field := _FIELD.match(chunk)) and known(field[1]):
            raise nested(self.at, field[1])
        kept = chunk.rstrip(",;") or chunk
        yield self._take(TokenKind.CHUNK, len(kept))
        if kept != chunk:
            self.reading.note(
                "punctuation", self.at, f"{chunk[len(kept) :]} is not taken as part of the value"
            )
            self.at += len(chunk) - len(kept)

    def _date_value(self) -> Iterator[Token]:
        """Yield a date or a range, with the quotes inside it taken away."""
        start, pieces = self.at, []
        if self.text[start] in "[{":
            pieces.append(self._bracketed())
        while self.at < len(self.text) and self.text[self.at] not in " ()":
            if self.text[self.at] in _QUOTES:
                pieces.append(self._quoted().text)
            elif chunk := self.chunk.match(self.text, self.at):
                pieces.append(self._take(TokenKind.CHUNK, len(chunk[0])).text)
        text = "".join(pieces)
        if self.groups and text in _OPERATORS:
            yield Token(_OPERATORS[text], text, start, self.at)
        else:
            yield Token(TokenKind.CHUNK, text.rstrip(",;") or text, start, self.at)

    def _bracketed(self) -> str:
        start = self.at
        ends = [each for each in (self.text.find(mark, start) for mark in "]}") if each >= 0]
        if not ends:
            raise wrong(
                start,
                f"the range opened here is not closed: {shown(self.text[start:])}",
                "write ] or } after it",
            )
        return self._take(TokenKind.CHUNK, min(ends) + 1 - start).text
