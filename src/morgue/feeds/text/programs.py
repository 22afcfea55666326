"""Recognize program text and settings by what their lines are.

A line of prose is words with spaces between them. A statement is held together by signs that prose does not use so: a name
directly before a parenthesis, braces and brackets that open or end a line, one name on the left of an equals sign,
words that only programs begin a line with before a colon, a semicolon or a brace. Comments and the insides of strings are prose
in a program; they are left out, and what is left has to be statements, nearly all of it. A story about programs has its prose
outside of comments, and is none; nor is a file whose strings hold most of its letters, such as a dump of stories.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from morgue._startup.tables import phrase_lists
from morgue.feeds.support.data import DATA

_LOOKED_AT = 65_536
"""How many code points are looked at."""

FEWEST = 3
"""With fewer statements than this a text is not said to be a program."""

_PROSE = 8
"""As many words in a row are prose, whatever else a line has: calls and declarations have signs between their words."""

_STRING = re.compile(
    r""""(?:[^"\\\n]|\\.?)*+(?:"|$)|(?<!\w)'(?:[^'\\\n]|\\.){0,400}+'(?!\w)|`[^`\n]*+(?:`|$)""", re.MULTILINE
)
"""A string; a quotation mark that is not closed counts to the end of its line."""

_COMMENT = re.compile(
    r"/\*[\s\S]*?(?:\*/|\Z)|^[ \t]*[rub]?(?:\"\"\"[\s\S]*?(?:\"\"\"|\Z)|'''[\s\S]*?(?:'''|\Z))"
    r"|<!--[\s\S]*?(?:-->|\Z)|\(\*[\s\S]*?(?:\*\)|\Z)"
    r"|^[ \t]*(?:#(?!(?:include|define|undef|if|ifdef|ifndef|endif|elif|else|pragma|import)\b)|//|--|;|%|REM\b|rem\b|!(?=\s))[^\n]*"
    r"|(?<=[;{})\],])[ \t]+(?://|#|--)[^\n]*|(?<=\S)  # [^\n]*",
    re.MULTILINE,
)
_SIGNS = re.compile(
    r"[={}\[\]]|\w\(|::|->|\(\)|\b(?:SELECT|INSERT INTO|CREATE TABLE|DROP TABLE|VALUES|NOT NULL|PRIMARY KEY)\b|\A\("
    r"|\A[a-z-]+:[^;]*;\Z|\$[A-Za-z_{(]"
)
"""What holds statements together, at least every other one of a program."""

_TITLE = re.compile(r"[A-Z][a-z]|[^\x00-\x7f]")
"""How names and sentences begin, and in other scripts everything but a program."""

_NEUTRAL = re.compile(r"[\d\W_]*|[\w.:-]+[,:]?|\w+: [\w.\[\], |]+")
"""Numbers and signs, one word, or a name and a type: they say nothing."""

_IN_A_ROW = re.compile(rf"(?:[^\W\d_][\w'’-]*[,.]? +){{{_PROSE - 1}}}[^\W\d_]")

_SETTINGS = re.compile(r"[\w.-]+(?:[ \t]*:[ \t]+.*|:)|- .*|-|---|\.\.\.")
_KEY = re.compile(r"([\w.-]+)[ \t]*:")
_OF_STORIES = frozenset(
    "title headline body text content story date published author byline dateline summary description subject from to".split()  # noqa: SIM905  a table of words
)


_BEGINS_AS_PROSE = re.compile(
    rf"^[ \t]*(?!REM |rem )(?:[^\W\d_][\w'’-]*[,.]? +){{{_PROSE - 1}}}[^\W\d_]", re.MULTILINE
)
_OVER_LINES = ("/*", '"""', "'''", "<!--", "(*")
"""Marks of comments and strings in which lines may begin as those of prose."""


class _Forms(NamedTuple):
    """What the lines and the names of programs are."""

    statement: re.Pattern[str]
    structure: re.Pattern[str]
    """A statement that no table has; `name = value` and `Name(number)` are in tables of rates and results."""
    name: re.Pattern[str]


@cache
def _forms() -> _Forms:
    known = phrase_lists(DATA / "programs.tsv")
    return _Forms(
        re.compile(known["statement"]),
        re.compile(
            rf"[{{}}\[\]]|(?:{known['word']})\b.*[:;({{]|[^\n]*\b(?:SELECT|INSERT INTO|CREATE TABLE|VALUES)\b|.*\);|#include\b"
        ),
        re.compile(rf".*\.(?:{known['ending']})|{known['name']}", re.IGNORECASE),
    )


def program_kind(text: str, name: str) -> str | None:
    """Return what a text is that is a program or settings; None where it may be prose."""
    head = text[:_LOOKED_AT].replace("\r\n", "\n")
    if _BEGINS_AS_PROSE.search(head) and not any(mark in head for mark in _OVER_LINES):
        return (
            None  # what the closer look below would say of nearly all stories, and takes much longer to say
        )
    if _is_settings(head):
        return "settings (YAML), not a story"
    is_named = _forms().name.fullmatch(name.removesuffix(".gz")) is not None
    if not _consists_of_statements(head, is_named=is_named):
        return None
    if len(text) > len(head) and not _consists_of_statements(_end_of(text), is_named=is_named):
        return None
    return "the text of a program or its settings, not a story"


def _consists_of_statements(text: str, *, is_named: bool) -> bool:
    """Return whether nearly all that is neither comment nor string is a statement, and no line prose.

    Four lines of five have to be, as forms of statements are many; where the name says so too, more than half.
    """
    forms = _forms()
    uncommented = _COMMENT.sub("", text)
    bare = _STRING.sub('""', uncommented)
    if 2 * _letters(bare) < _letters(uncommented):
        return False
    lines = [line.strip() for line in bare.split("\n")]
    lines = [line for line in lines if line and not (_NEUTRAL.fullmatch(line) and not _SIGNS.search(line))]
    statements = [line for line in lines if len(line) < 2_000 and forms.statement.fullmatch(line)]
    signed = sum(_SIGNS.search(line) is not None for line in statements)
    if len(statements) < FEWEST or (4 if is_named else 2) * signed < len(statements):
        return False
    if 2 * sum(_TITLE.match(line) is not None for line in statements) > len(statements):
        return False
    if not is_named and not any(map(forms.structure.match, statements)):
        return False
    rest = len(lines) - len(statements)
    return rest * (2 if is_named else 5) <= len(lines) and not any(_IN_A_ROW.search(line) for line in lines)


def _end_of(text: str) -> str:
    """Return the last lines of a text, without the rest of a comment that begins before them."""
    end = text[-_LOOKED_AT:].partition("\n")[2]
    closing = end.find("*/")
    return end[closing + 2 :] if closing >= 0 and "/*" not in end[:closing] else end


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_settings(text: str) -> bool:
    """Return whether all lines are keys, values and items of YAML, at several depths, without a key or a value of a story."""
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    depths = {len(line) - len(line.lstrip()) for line in lines}
    if len(lines) < FEWEST or len(depths) < 2 or not all(_SETTINGS.fullmatch(line.strip()) for line in lines):
        return False
    keys = {found[1] for line in lines if (found := _KEY.match(line.strip().removeprefix("- ")))}
    opens = sum(line.rstrip().endswith(":") for line in lines)
    return (
        opens > 0
        and all(map(str.isascii, keys))
        and not any(map(_TITLE.match, keys))
        and {key.lower() for key in keys}.isdisjoint(_OF_STORIES)
        and not any(map(_IN_A_ROW.search, lines))
    )
