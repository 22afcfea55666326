"""Read the parameters of an address, each by the rule that describes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from morgue.archive.arguments import AGAINST, LEADS, ORDERS, PERIODS, UNITS
from morgue.errors import UsageError
from morgue.model.fields import FACETS
from morgue.query.context import MAX_CHARACTERS

MAX_LIMIT = 1_000
MAX_OFFSET = 1_000_000
MAX_VALUES = 1_000
"""Values of one facet that an answer has at most."""

_MOST_PARAMETERS = 32


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, what it is for, how its text is read, its JSON Schema.

    `default` is its value where it is not given; a parameter without one is None then, unless `required`.
    """

    name: str
    meaning: str
    read: Callable[[str, str], Any]
    schema: dict[str, Any]
    default: Any = None
    required: bool = False


def text(name: str, given: str) -> str:
    """Return the text, which `commands.asking.checked` looks at where it is a query."""
    return given


def _number(most: int) -> Callable[[str, str], int]:
    def read(name: str, given: str) -> int:
        if not (given.isascii() and given.isdigit() and len(given) <= 12 and int(given) <= most):
            raise UsageError(
                f"{name}={given[:40]!r} is not a whole number from 0 to {most:,}",
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


def _flag(name: str, given: str) -> bool:
    if given not in ("", "0", "1", "false", "true"):
        raise UsageError(f"{name}={given[:40]!r} is not known", hint="one of true, false")
    return given in ("1", "true")


def _names(name: str, given: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(each.strip() for each in given.split(",") if each.strip()))
    unknown = [each for each in wanted if each not in FACETS]
    if unknown or not wanted:
        raise UsageError(f"there is no facet {given[:40]!r}", hint=f"facets are: {', '.join(FACETS)}")
    return wanted


def _moment(name: str, given: str) -> Any:
    """Return the instant; a plus sign that an address turned into a space is taken for one."""
    from morgue.archive.archive import moment_of

    try:
        return moment_of(given.strip().replace(" ", "+") if "T" in given else given)
    except UsageError as error:
        raise UsageError(f"now={given[:40]!r} is not a date or time", hint=error.hint) from error


def whole(name: str, meaning: str, most: int, default: int) -> Parameter:
    """Return a parameter that takes whole numbers from 0 to `most`."""
    schema = {"type": "integer", "minimum": 0, "maximum": most, "default": default}
    return Parameter(name, meaning, _number(most), schema, default=default)


def _one_of(name: str, meaning: str, choices: Sequence[str]) -> Parameter:
    schema = {"type": "string", "enum": [*choices], "default": choices[0]}
    return Parameter(name, meaning, _choice(choices), schema, default=choices[0])


_QUERY_SCHEMA = {"type": "string", "maxLength": MAX_CHARACTERS}

QUERY = Parameter("q", "the query, in the language of the command line", text, _QUERY_SCHEMA, required=True)
ANY_QUERY = Parameter(
    "q", "the query; without it, everything", text, {**_QUERY_SCHEMA, "default": "*"}, default="*"
)
LIMIT = whole("limit", "how many hits", MAX_LIMIT, 10)
OFFSET = whole("offset", "hits to leave out first", MAX_OFFSET, 0)
SORT = _one_of("sort", "the order of the hits", ORDERS)
ANY = Parameter(
    "any", "whether articles that have most of the words come behind those that have all", _flag,
    {"type": "boolean", "default": False}, default=False,
)  # fmt: skip
GROUP = Parameter(
    "group", "whether there is one hit for each story, with what is known of the whole of it", _flag,
    {"type": "boolean", "default": False}, default=False,
)  # fmt: skip
LEAD = Parameter(
    "lead", "which of its articles that match a story is shown by, with group; the best", _choice(LEADS),
    {"type": "string", "enum": [*LEADS]},
)  # fmt: skip
AT = whole("at", "which hit of the search a story is", MAX_OFFSET, 0)
SNIPPETS = whole("snippets", "snippets of a hit", 10, 2)
NOW = Parameter(
    "now", "what relative dates count from; the clock", _moment, {"type": "string", "format": "date-time"}
)
FACET_NAMES = Parameter(
    "by", "which facets, with commas between them; all", _names,
    {"type": "string", "examples": ["agency,country"]}, default=FACETS,
)  # fmt: skip
FACET_LIMIT = whole("limit", "how many values of each facet", MAX_VALUES, 10)
FIRST_TEXT = whole("first", "the number of the first text, from 1, the earliest", MAX_OFFSET, 1)
TEXTS_LISTED = whole("limit", "how many texts", MAX_LIMIT, 100)
PERIODS_SHOWN = whole("limit", "how many periods, those that burst most", MAX_VALUES, 10)
TOP = whole("top", "how many words, places and stories of each period", MAX_VALUES, 5)
COUNTED = _one_of("count", "what is counted; copies of one story count once", UNITS)
COUNTED_OF_ALL = _one_of("count", "what is counted: articles, or the stories that they are of", UNITS[::-1])
COMPARED = _one_of(
    "against", "what periods are compared with: the query at other times, or the rest of the archive", AGAINST
)
UNIT = _one_of("by", "the unit; auto chooses by the span", PERIODS)


def pairs(query_string: bytes, most: int) -> list[tuple[str, str]]:
    """Return the names and values of an address. Raises ValueError for more than `most`."""
    text = query_string.decode("latin-1")
    return parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=most)


def asked(query_string: bytes, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the value of each parameter; others are not looked at. Raises UsageError for one that is wrong.

    Bytes that are not UTF-8 are half surrogates, as in arguments. The last of several values counts.
    """
    try:
        given = dict(pairs(query_string, _MOST_PARAMETERS))
    except ValueError as error:
        raise UsageError(f"an address has at most {_MOST_PARAMETERS} parameters") from error
    missing = [each.name for each in parameters if each.required and each.name not in given]
    if missing:
        raise UsageError(f"the parameter {missing[0]} is missing", hint=f"such as ?{missing[0]}=sanctions")
    return {
        each.name: each.read(each.name, given[each.name]) if each.name in given else each.default
        for each in parameters
    }
