"""Read articles in our own form back as they are: rows with an id of ours, a source, and values of the contract's types."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from morgue.extract.dates import FIRST_YEAR, LAST_YEAR
from morgue.model.article import (
    MOST_EARLIER,
    Article,
    Edition,
    Lineage,
    Place,
    Reading,
    Source,
    article_id,
    printable,
)
from morgue.model.fields import FORMS, SIGNALS, TYPES, WHOLE

_ID = re.compile(r"[a-z2-7]{16}")

ELSEWHERE = ("source", "story", "copies")
"""Keys that are not taken over as values: an archive finds for itself which of its articles are one story."""


def is_own(row: Mapping[str, Any]) -> bool:
    """Return whether a row is an article in our own form, whole or with some of its fields: it has an id of ours and a source."""
    keys = row.keys()
    if "id" not in keys or not isinstance(row.get("source"), dict):
        return False
    if not (isinstance(row["id"], str) and _ID.fullmatch(row["id"])):
        return False
    return all(row.get(key) is None or test(row[key]) for key, test in _TYPES.items())


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _MOMENT.fullmatch(value) is not None


def _is_place(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("place")) and _is_text(value.get("country"))


def _is_source(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("path"), str)
        and all(isinstance(value.get(key, 0), int) for key in ("offset", "length"))
        and all(_is_text(value.get(key)) for key in ("format", "member", "sha256"))
    )


def _is_edition(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _is_text(value.get(key)) for key in ("day", "page", "edition", "volume")
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_lineage(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    of, number = value.get("of", []), value.get("number")
    return (
        _is_text(value.get("signal"))
        and isinstance(of, list)
        and _are_texts(of)
        and (number is None or _is_number(number))
    )


def _are_texts(values: Any) -> bool:
    return all(isinstance(each, str) for each in values)


_TESTS: dict[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "texts": lambda value: isinstance(value, list) and _are_texts(value),
    "number": _is_number,
    "id": _is_text,
    "count": _is_number,
    "instant": _is_moment,
    "day": _is_moment,
    "places": lambda value: isinstance(value, list) and all(map(_is_place, value)),
    "type": lambda value: isinstance(value, str),
    "edition": _is_edition,
    "lineage": _is_lineage,
    "source": _is_source,
    "rules": lambda value: isinstance(value, dict) and _are_texts(value.values()),
}
"""Whether a value of JSON, other than null, is of a form of the contract."""

_TYPES = {name: _TESTS[form] for name, form in FORMS.items() if name != "id"}


def own_article(row: Mapping[str, Any], here: Source) -> Article:
    """Return the article that a row in our own form is; `here` is its source where it names none."""
    held = _cleaned(row)
    own = article_id(f"copy of {row['id']}\n{held.get('headline') or ''}\n\n{held.get('body') or ''}")
    values = {name: _read(form, held.get(name)) for name, form in FORMS.items() if name not in ELSEWHERE}
    if "other_headlines" not in row:  # which rows of earlier versions do not have
        values["other_headlines"] = ()
    values["lineage"] = _lineage(held.get("lineage"), row["id"])
    return Article(
        **values,
        source=_source(held.get("source"), here),
        reading=Reading(own, partial=not row.keys() >= WHOLE, copied=True),
    )


def _read(form: str, value: Any) -> Any:
    """Return what an article holds for a value in JSON of this form; no moment for text that is none."""
    reader = _VALUES.get(form)
    return reader(value) if reader else value


def _moment(moment: str | None) -> str | None:
    """Return the moment as it is, or None where it is none."""
    return moment if day_of(moment) else None


def day_of(moment: str | None) -> str | None:
    """Return the day of a moment, or None where its numbers are no date, no time or of no year of news."""
    try:
        day = dt.datetime.fromisoformat(moment).date() if moment else None
    except ValueError:
        return None
    return day.isoformat() if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _cleaned(value: Any) -> Any:
    """Return the value with every text in it free of control characters; itself where none has any."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, Mapping):
        return {_cleaned(key): each if key == "source" else _cleaned(each) for key, each in value.items()}
    return value


def _places(value: list[dict[str, Any]] | None) -> tuple[Place, ...] | None:
    return None if value is None else tuple(Place(each.get("place"), each.get("country")) for each in value)


def _edition(value: dict[str, Any] | None) -> Edition | None:
    if value is None:
        return None
    get = value.get
    return Edition(day_of(get("day")), get("page") or None, get("edition") or None, get("volume") or None)


_MOST = 999_999_999
"""The highest number of a version: one of more digits is something else."""


def _lineage(value: dict[str, Any] | None, own: str) -> Lineage | None:
    """Return what a row with the id `own` states of versions, without what is no signal, no other id and no number of one."""
    if value is None:
        return None
    signal, number = value.get("signal"), value.get("number")
    of = dict.fromkeys(each for each in value.get("of", ()) if _ID.fullmatch(each) and each != own)
    return Lineage(
        signal if signal in SIGNALS else None,
        tuple(of)[:MOST_EARLIER],
        number if number is not None and 0 < number <= _MOST else None,
    )


def _texts(value: list[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


_VALUES: dict[str, Callable[[Any], Any]] = {
    "instant": _moment,
    "day": day_of,
    "places": _places,
    "texts": _texts,
    "type": lambda value: value if value in TYPES else TYPES[0],
    "edition": _edition,
    "rules": lambda value: value or {},
}


def _source(value: Mapping[str, Any] | None, here: Source) -> Source:
    if value is None:
        return here
    get = value.get
    return Source(
        value["path"],
        get("format") or "",
        get("member"),
        get("offset", 0),
        get("length", 0),
        get("sha256") or "",
    )
