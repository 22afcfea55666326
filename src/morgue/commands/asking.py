"""Share what commands that take a query have in common: reading it, and what is said beside its answer."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from morgue.archive.arguments import PERIODS, UNITS
from morgue.commands.settings import Settings
from morgue.errors import MorgueError, QueryError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from morgue.archive.archive import Archive
    from morgue.model.article import Article
    from morgue.query.tree import Note
    from morgue.render.sanitize import Marks

by_option = click.option(
    "--by", type=click.Choice(PERIODS), default="auto", metavar="UNIT",
    help="day, week, month, year or auto (the default): by the span.",
)  # fmt: skip
"""The option of a command that parts time: into what."""

count_option = click.option(
    "--count", type=click.Choice(UNITS), default="articles", metavar="WHAT",
    help="articles (the default), or the stories that they are of.",
)  # fmt: skip
"""The option of a command that counts: what."""

_LONGEST = 1 << 20
"""Bytes of standard input that are read for one query; far more than a query may have."""


def query_of(words: Sequence[str], *, default: str | None = None) -> str:
    """Return the query of the command line's words; `-` alone is read from standard input."""
    if tuple(words) == ("-",):
        return _decoded(sys.stdin.buffer.read(_LONGEST)).rstrip("\r\n")
    if words:
        return " ".join(words)
    if default is None:
        raise UsageError("a query is missing", hint="such as: 'sanctions date:2025-10'; * is everything")
    return default


def _decoded(data: bytes) -> str:
    """Return text, with half surrogates for bytes that are not UTF-8, as Python has them in arguments."""
    return data.decode("utf-8", "surrogateescape")


def queries() -> Iterator[str]:
    """Yield the queries on standard input, one a line; an empty line is an empty query."""
    for line in sys.stdin.buffer:
        yield _decoded(line).strip()


def answer_batch(
    settings: Settings, given: Sequence[str], answer: Callable[[Archive, int, str], bytes]
) -> None:
    """Print what `answer` makes of each line of standard input, whose number from 1 it is given too."""
    if given:
        raise UsageError("--batch reads its queries from standard input", hint="give no query beside it")
    with settings.open() as archive:
        for number, text in enumerate(queries(), 1):
            sys.stdout.buffer.write(answer(archive, number, text) + b"\n")
            sys.stdout.buffer.flush()


def checked(query: str) -> str:
    """Return the query. Raises QueryError for bytes in it that are no text, which could only be guessed at."""
    for position, character in enumerate(query):
        if "\ud800" <= character <= "\udfff":
            raise QueryError(
                f"column {position + 1}: the query is not UTF-8 here",
                hint="check the encoding of the terminal or the file",
                position=position,
            )
    return query


@contextlib.contextmanager
def asking(query: str) -> Iterator[None]:
    """Check a query, and let a QueryError that leaves this block know it, so that it can be shown."""
    try:
        checked(query)
        yield
    except QueryError as error:
        error.query = query
        raise


def marker(archive: Archive, query: str, now: dt.datetime | None) -> Callable[[Article], Mapping[str, Marks]]:
    """Return a function that finds what of an article a query matches, by field. Raises QueryError."""
    from morgue.query.deadline import Pace

    with asking(query):
        marks = archive.marking(query, now=now)
    pace = Pace()

    def marked(article: Article) -> Mapping[str, Marks]:
        with pace.step():
            return marks(article)

    return marked


def print_notes(
    settings: Settings,
    notes: Sequence[Note],
    *,
    nothing: bool,
    diagnosis: Any = None,
    documented: bool = False,
) -> None:
    """Print notes, and why nothing matched, on standard error; not where a JSON document has them (`documented`)."""
    if settings.quiet or (documented and settings.form == "json") or not (notes or nothing):
        return
    from morgue.render.explanation import diagnosis_lines, note_lines

    for note in notes:
        settings.say(*note_lines(note))
    if nothing:
        settings.say(*diagnosis_lines(diagnosis))


def failed(query: str, error: MorgueError) -> dict[str, object]:
    """Return the line of a batch for a query that has no answer."""
    return {"query": {"text": query}, "error": error.to_json()}
