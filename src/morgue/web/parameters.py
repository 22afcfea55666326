"""What a request asks for: the parameters of its address, each read by the rule that describes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from morgue.engines.base import FACETS
from morgue.errors import UsageError
from morgue.query.context import MAX_CHARACTERS

MAX_LIMIT = 1_000
MAX_OFFSET = 1_000_000
MAX_VALUES = 1_000
"""Values of one facet that an answer has at most."""

_MOST_PARAMETERS = 32
_SORTS = ("relevance", "newest", "oldest")
_UNITS = ("auto", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, what it is for, how its text is read, its JSON Schema.

    `default` stands where it is not given; a parameter without one is None then, unless `required`.
    """

    name: str
    meaning: str
    read: Callable[[str, str], Any]
    schema: dict[str, Any]
    default: Any = None
    required: bool = False


def _text(name: str, given: str) -> str:
    """The text, which `commands.asking.checked` looks at where it is a query."""
    return given


def _number(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, given: str) -> int:
        if not (given.isascii() and given.isdigit() and len(given) <= 12 and least <= int(given) <= most):
            raise UsageError(
                f"{name}={given[:40]!r} is not a whole number from {least} to {most:,}",
                hint="the morgue command has no such limit" if given.isdigit() else None,
            )
        return int(given)

    return read


def _choice(choices: Sequence[str]) -> Callable[[str, str], str]:
    def read(name: str, given: str) -> str:
        if given not in choices:
            raise UsageError(f"{name}={given[:40]!r} is not known", hint=f"one of {', '.join(choices)}")
        return given

    return read


def _names(name: str, given: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(each.strip() for each in given.split(",") if each.strip()))
    unknown = [each for each in wanted if each not in FACETS]
    if unknown or not wanted:
        raise UsageError(f"there is no facet {given[:40]!r}", hint=f"facets are: {', '.join(FACETS)}")
    return wanted


def _moment(name: str, given: str) -> Any:
    """The instant; a plus sign that an address turned into a space is taken for one."""
    from morgue.archive.archive import moment_of

    try:
        return moment_of(given.strip().replace(" ", "+") if "T" in given else given)
    except UsageError as error:
        raise UsageError(f"now={given[:40]!r} is not a date or time", hint=error.hint) from error


def _number_schema(least: int, most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


_QUERY_SCHEMA = {"type": "string", "maxLength": MAX_CHARACTERS}

QUERY = Parameter("q", "the query, in the language of the command line", _text, _QUERY_SCHEMA, required=True)
ANY_QUERY = Parameter(
    "q", "the query; without it, everything", _text, {**_QUERY_SCHEMA, "default": "*"}, default="*"
)
LIMIT = Parameter(
    "limit", "how many hits", _number(0, MAX_LIMIT), _number_schema(0, MAX_LIMIT, 10), default=10
)
OFFSET = Parameter(
    "offset", "hits to leave out first", _number(0, MAX_OFFSET), _number_schema(0, MAX_OFFSET, 0), default=0
)
SORT = Parameter(
    "sort",
    "the order of the hits",
    _choice(_SORTS),
    {"type": "string", "enum": [*_SORTS], "default": "relevance"},
    default="relevance",
)
AT = Parameter(
    "at", "which hit of the search a story is", _number(0, MAX_OFFSET), {"type": "integer"}, default=0
)
SNIPPETS = Parameter("snippets", "snippets of a hit", _number(0, 10), _number_schema(0, 10, 2), default=2)
NOW = Parameter(
    "now", "what relative dates count from; the clock", _moment, {"type": "string", "format": "date-time"}
)
FACET_NAMES = Parameter(
    "by",
    "which facets, with commas between them; all",
    _names,
    {"type": "string", "examples": ["agency,country"]},
    default=FACETS,
)
FACET_LIMIT = Parameter(
    "limit",
    "how many values of each facet",
    _number(0, MAX_VALUES),
    _number_schema(0, MAX_VALUES, 10),
    default=10,
)
UNIT = Parameter(
    "by",
    "the unit; auto chooses by the span",
    _choice(_UNITS),
    {"type": "string", "enum": [*_UNITS], "default": "auto"},
    default="auto",
)


def asked(query_string: bytes, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The value of each parameter; others are not looked at. Raises UsageError for one that is wrong.

    Bytes that are not UTF-8 are half surrogates, as in arguments. The last of several values counts.
    """
    try:
        given = dict(
            parse_qsl(
                query_string.decode("latin-1"),
                keep_blank_values=True,
                errors="surrogateescape",
                max_num_fields=_MOST_PARAMETERS,
            )
        )
    except ValueError as error:
        raise UsageError(f"an address has at most {_MOST_PARAMETERS} parameters") from error
    missing = [each.name for each in parameters if each.required and each.name not in given]
    if missing:
        raise UsageError(f"the parameter {missing[0]} is missing", hint=f"such as ?{missing[0]}=sanctions")
    return {
        each.name: each.read(each.name, given[each.name]) if each.name in given else each.default
        for each in parameters
    }
