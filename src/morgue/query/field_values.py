"""Leaves that are not text: exact metadata, places, days, instants, presence; each from a field's value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold
from morgue.analysis.pages import page_names
from morgue.model.fields import ASKED_OF_OTHERS, IS, ROWS, TYPES
from morgue.query import dates
from morgue.query.context import Context, shown, wrong
from morgue.query.fields import ALWAYS_PRESENT, FIELDS, PRESENCE, Kind, nearest
from morgue.query.terms import boost_factor, boosted
from morgue.query.tree import (
    AsOf,
    Days,
    Everything,
    Has,
    Instants,
    Keyword,
    Location,
    Node,
    Not,
    Numbers,
    Span,
    Versions,
)

_BOOST = expression(r"\^([^\s^]*)\Z")
_FUZZY = expression(r"~\d*\Z")
_STAR = expression(r"(\\*)\*")
_LAST_SLASHES = expression(r"\\+\Z")
_CODE = expression(r"[A-Za-z]{2}")
_ADDRESSES = frozenset({"url", "file", "id"})
"""Fields whose values may hold any character."""

_WHOLE = (Kind.KEYWORD, Kind.LOCATION, Kind.COUNTRY)
"""Kinds whose values are compared as a whole."""

_PRESENT_AS = {row.asked: row.name for row in ROWS if row.asked}


class Value(NamedTuple):
    """A value and its field as they are in a query: `span` is of both, `at` where the value begins."""

    field: str
    typed: str
    span: Span
    at: int
    quoted: bool = False


def unquoted(value: Value, reading: Context) -> Node:
    """Return the node of `field:value`, where the field is no text field. Raises QueryError."""
    typed, boost = _split_boost(value.typed, value.at)
    value = value._replace(typed=typed)
    if value.typed == "*" and value.field != "is" and FIELDS[value.field] not in ASKED_OF_OTHERS:
        reading.count(1, value.at)
        return boosted(present(value.field, value.span), boost, value.span[1])
    if FIELDS[value.field] in _WHOLE:
        _refuse_fuzzy(value)
    return boosted(_read(value, reading), boost, value.span[1])


def _check_mark(value: Value) -> None:
    """Raise QueryError for what no article is marked as; what is marked is one of few things."""
    if fold(value.typed) not in IS:
        near = nearest(fold(value.typed), IS, limit=1)
        meant = f"did you mean is:{near[0]}? " if near else ""
        raise wrong(
            value.at,
            f"is: takes {', '.join(IS[:-1])} or {IS[-1]}, and not {shown(value.typed)}",
            f"{meant}write is:{IS[0]} for articles that correct another",
        )


def quoted(value: Value, tail: str, reading: Context) -> Node:
    """Return the node of `field:"value"` and what is directly after the quote: `*`, a boost, or nothing."""
    position = value.span[1] - len(tail)
    tail, boost = _split_boost(tail.rstrip(",;."), position)
    if tail and (tail != "*" or FIELDS[value.field] not in (Kind.KEYWORD, Kind.LOCATION)):
        raise wrong(position, f"{shown(tail)} cannot follow a value of {value.field}:", "leave it out")
    typed = value.typed
    if tail:  # the backslash before the quote is not one before the star
        typed = _LAST_SLASHES.sub(lambda slashes: 2 * slashes[0], typed) + tail
    return boosted(_read(value._replace(typed=typed, quoted=True), reading), boost, value.span[1])


def _split_boost(text: str, position: int) -> tuple[str, float | None]:
    """Return what is before a boost, and the boost. Raises QueryError for one out of bounds; `text` is at `position`."""
    match = _BOOST.search(text)
    return (
        (text[: match.start()], boost_factor(match[1], position + match.start())) if match else (text, None)
    )


def _read(value: Value, reading: Context) -> Node:
    reading.count(1, value.at)
    if value.field == "is":
        _check_mark(value)
    if not fold(value.typed).strip("*"):
        raise wrong(
            value.at, f"{value.field}: has no value", f"write {value.field}: and the value without a space"
        )
    return _READERS[FIELDS[value.field]](value, reading)


def present(field: str, span: Span) -> Node:
    """Return the node of `field:*`: the articles in which the field is present at all."""
    name = _PRESENT_AS.get(field, field)
    return Everything(span) if name in ALWAYS_PRESENT else Has(name, span)


def _refuse_fuzzy(value: Value) -> None:
    if _FUZZY.search(value.typed) and value.field not in _ADDRESSES:
        kept = _FUZZY.sub("", value.typed)
        raise wrong(
            value.at,
            f"~ is for words, and {value.field}: compares whole values",
            f"write {value.field}:{shown(kept)}",
        )


def _split_prefix(value: Value) -> tuple[str, bool]:
    """Return the value as it is meant, and whether a `*` at its end says that it is a beginning.

    Any other `*` is a character of the value inside quotes, and an error without them. Behind a backslash it is a
    character everywhere; two backslashes before a `*` are one.
    """
    pieces = _between_stars(value.typed)
    prefix = len(pieces) > 1 and not pieces[-1]
    if prefix:
        pieces.pop()
    while prefix and not value.quoted and len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    if len(pieces) > 1 and not value.quoted:
        raise wrong(
            value.at,
            f"in {value.field}: * is allowed at the end only",
            f'write {value.field}:{shown(pieces[0])}*, or {value.field}:"{shown(value.typed)}" for the character',
        )
    return "*".join(pieces), prefix


def _between_stars(typed: str) -> list[str]:
    """Return what is between the stars that no backslash makes a character."""
    pieces, last = [""], 0
    for star in _STAR.finditer(typed):
        slashes = star[1]
        pieces[-1] += typed[last : star.start()] + slashes[: len(slashes) // 2]
        if len(slashes) % 2:
            pieces[-1] += "*"
        else:
            pieces.append("")
        last = star.end()
    pieces[-1] += typed[last:]
    return pieces


def _folded(plain: str, *, prefix: bool) -> str:
    """Return the value for comparison; the space at the end of a beginning (`"The "*`) is a part of it."""
    return fold(plain) + (" " if prefix and plain[-1:].isspace() else "")


def _keyword(value: Value, reading: Context) -> Node:
    plain, prefix = _split_prefix(value)
    if "?" in plain and value.field not in _ADDRESSES and not plain.endswith("?"):
        reading.note("literal-question", value.at, f"? in {value.field}: is an ordinary character")
    folded = _folded(plain, prefix=prefix)
    values = [folded]
    if value.field == "language":
        values = [folded.replace("_", "-")]
        if not prefix:
            values += language_tags(plain)
    if value.field == "page":
        if ".." in plain or plain.startswith(("<", ">")):
            raise wrong(
                value.at, f"page: takes one page, not {shown(plain)}", "write page:3, or page:(3 OR A04)"
            )
        values += page_names(plain)
    if value.field == "type":
        values = [_type(value, plain, prefix=prefix, reading=reading)]
    if value.field == "is" and not any(each.startswith(folded) if prefix else each == folded for each in IS):
        reading.note(
            "unknown-value", value.at, f"is: knows no {shown(plain)}", f"write is: and one of {', '.join(IS)}"
        )
    if value.field == "agency" and not prefix and (name := agency_named(plain)):
        values.append(fold(name))
    return Keyword(value.field, tuple(dict.fromkeys(values)), prefix, plain + "*" * prefix, value.span)


_TYPE_NAMES = {
    "photo": "picture", "photograph": "picture", "image": "picture", "pictures": "picture", "photos": "picture",
    "text": "story", "article": "story", "stories": "story", "articles": "story",
    "film": "video", "videos": "video", "sound": "audio", "infographic": "graphic", "graphics": "graphic",
    "ad": "advertisement", "ads": "advertisement", "advert": "advertisement", "adverts": "advertisement", "advertisements": "advertisement",
    "advertising": "advertisement", "classified": "advertisement", "classifieds": "advertisement",
}  # fmt: skip
"""Other names of the types of articles, by what feeds and people call them."""


def _type(value: Value, plain: str, *, prefix: bool, reading: Context) -> str:
    """Return the type that is meant; a note says that there is none of that name."""
    folded = _folded(plain, prefix=prefix)
    meant = folded if prefix else _TYPE_NAMES.get(folded, folded)
    if not any(each.startswith(meant) if prefix else each == meant for each in TYPES):
        message = f"{shown(plain)} is no type of article"
        reading.note(
            "unknown-value",
            value.at,
            message,
            f"types are {', '.join(TYPES)}; for the format of the file write format:",
        )
    return meant


_ALSO_MEANT = {"no": ("nb", "nn"), "nb": ("no",), "sh": ("bs", "hr", "sr")}
"""What else is meant by a code: Norwegian is two written forms, and feeds call the commoner one by the name of both.
Serbo-Croatian is Bosnian, Croatian and Serbian."""


def language_tags(typed: str) -> list[str]:
    """Return the tags by which the articles of a language are found beside what was typed: of `german`, `deu` and `DE` that is `de`."""
    from morgue.gazetteer.former import preferred_code

    code, _, rest = (language_code(typed) or typed.strip().lower().replace("_", "-")).partition("-")
    preferred = preferred_code(code)
    return [
        *([f"{preferred}-{rest}" if rest else preferred] if preferred != typed.lower() else []),
        *(() if rest else _ALSO_MEANT.get(preferred, ())),
    ]


def wider_languages(typed: str) -> list[str]:
    """Return a language without its region or script, and that which it is a part of; nothing of what is no language.

    The narrowest comes first. Of a language that nothing is wider than it is that language alone.
    """
    from morgue.gazetteer.former import language_name

    tag = (language_tags(typed) or [typed.lower()])[0]
    code = tag.partition("-")[0]
    if language_name(code) is None:
        return []
    parts = tag.split("-")
    wider = ["-".join(parts[:size]) for size in range(len(parts) - 1, 0, -1)] or [code]
    return [*wider, *(each for each, also in _ALSO_MEANT.items() if code in also)]


def language_code(name: str) -> str | None:
    """Return the code of the language that goes by a name, or None."""
    from morgue.gazetteer.former import language_named

    return language_named(name)


def agency_named(name: str) -> str | None:
    """Return the canonical form of the agency that goes by a name, or None."""
    from morgue.gazetteer.agencies import canonical

    return canonical(name) or canonical(fold(name))


def _location(value: Value, reading: Context) -> Node:
    plain, prefix = _split_prefix(value)
    if prefix:
        return Location((_folded(plain, prefix=True),), (), True, plain + "*", value.span)
    from morgue.query.places import place

    found = place(plain, value.span)
    if found.countries and _CODE.fullmatch(plain.strip()):
        _note_code(plain.strip().upper(), found.countries[0], value, reading)
    else:
        _note_namesakes(plain, found.countries, value, reading)
    return found


def _note_code(typed: str, code: str, value: Value, reading: Context) -> None:
    """Note that two letters are read as a country where a state or province has them too."""
    from morgue.gazetteer.places import country_name, regions

    if regions(typed):
        message = f"{typed} is read as the country {country_name(code)}"
        reading.note("country-code", value.at, message, "for a state or province write its name in full")


def _note_namesakes(typed: str, countries: tuple[str, ...], value: Value, reading: Context) -> None:
    """Note where a name is that of large cities in several countries, or of a country and of a region of another."""
    from morgue.gazetteer.places import country_name, namesakes

    if not countries and _note_exonym(typed, value, reading):
        return
    others = namesakes(typed, countries)
    if len(others) > 1:
        names = " and in ".join(country_name(each) or each for each in others)
        what = (
            "the name of a country, and of a region elsewhere" if countries else "the name of several places"
        )
        message = f"{shown(typed)} is {what}: in {names}; all are found"
        reading.note(
            "ambiguous-place", value.at, message, f"write country:{others[0]} beside it for one of them"
        )


def _note_exonym(typed: str, value: Value, reading: Context) -> bool:
    """Note where a name in another language is that of large cities in several countries, of which one is meant; return whether it is."""
    from morgue.gazetteer.exonyms import city_meant, country_beside_city, others_meant
    from morgue.gazetteer.places import country_name

    others, meant = others_meant(typed), city_meant(typed)
    if meant and (code := country_beside_city(typed)):
        message = f"{shown(typed)} is read as {meant.names[0]} in {country_name(meant.country)}; it is a name of the country {country_name(code)} too"
        reading.note("ambiguous-place", value.at, message, f"write country:{code} for that")
        return True
    if not others or meant is None:
        return False
    names = " and in ".join(dict.fromkeys(country_name(each.country) or each.country for each in others))
    message = f"{shown(typed)} is read as {meant.names[0]} in {country_name(meant.country)}; there is one in {names}"
    other = others[0]
    hint = f"write location:{as_written(fold(other.names[0]))} country:{other.country} for that"
    reading.note("ambiguous-place", value.at, message, hint)
    return True


def _country(value: Value, reading: Context) -> Node:
    if value.typed.endswith("*"):
        raise wrong(value.at, "country: takes no *", "write country:BE or country:belgium")
    from morgue.query.places import nation

    found = nation(value.typed, value.span)
    if found is None:
        reading.note(
            "unknown-value",
            value.at,
            f"{shown(value.typed)} is not a known country",
            _country_hint(value.typed),
        )
        return Location((), (value.typed.upper(),), False, value.typed, value.span)
    if len(found.countries) == 1:
        _note_other_countries(value, found.countries[0], reading)
    return found


def _note_other_countries(value: Value, code: str, reading: Context) -> None:
    """Note where a part of a country's name is a part of another's too: Congo, Korea, Virgin Islands."""
    from morgue.gazetteer.places import country, country_name, country_names, fold_place

    typed = fold_place(value.typed)
    if _CODE.fullmatch(value.typed.strip()) or typed == fold_place(country_name(code) or ""):
        return
    others = [
        each for each in country_names() if f" {typed} " in f" {fold_place(each)} " and country(each) != code
    ]
    if others:
        message = (
            f"{shown(value.typed)} is read as {country_name(code)}; there is also {' and '.join(others)}"
        )
        hint = f"write country:{' or country:'.join(country(each) or '' for each in others)} for that"
        reading.note("ambiguous-place", value.at, message, hint)


def _country_hint(typed: str) -> str:
    from morgue.gazetteer.places import country_names
    from morgue.gazetteer.tables import rows

    names = [*country_names(), *(name for name, *_ in rows("states.tsv"))]
    near = nearest(typed, names, limit=1)
    return (
        f"did you mean country:{as_written(near[0].lower())}?"
        if near
        else "write a name or a code of ISO 3166, as in country:BE"
    )


def as_written(text: str) -> str:
    """Return a value as it is written in a query: in quotes where it has to be."""
    return text if re.fullmatch(r"[\w/.@&%+=#-]+", text) and not text.startswith("-") else f'"{text}"'


def _days(value: Value, reading: Context) -> Node:
    first, last = dates.days(value.typed, value.at, reading)
    return Days(first, last, value.span)


def _bound(value: Value, reading: Context) -> Node:
    first, last = dates.bounded(value.field, value.typed, value.at, reading)
    return Days(first, last, value.span)


def _instants(value: Value, reading: Context) -> Node:
    first, last = dates.instants(value.typed, value.at, reading)
    return Instants(value.field, first, last, value.span)


def _numbers(value: Value, reading: Context) -> Node:
    from morgue.query.numbers import number_range

    first, last = number_range(value.field, value.typed, value.at)
    return Numbers(value.field, first, last, value.span)


def _presence(value: Value, reading: Context) -> Node:
    name = PRESENCE.get(fold(value.typed))
    if name is None and fold(value.typed) in ALWAYS_PRESENT:
        raise wrong(value.at, f"every article has {fold(value.typed)}", "leave it out")
    if name is None:
        near = nearest(fold(value.typed), list(PRESENCE), limit=1)
        hint = (
            f"did you mean {value.field}:{near[0]}?"
            if near
            else f"write {value.field}: and one of {', '.join(dict.fromkeys(PRESENCE.values()))}"
        )
        raise wrong(value.at, f"{value.field}: knows no field {shown(value.typed)}", hint)
    found = Has(name, value.span)
    return found if value.field == "has" else Not(found, value.span)


def _versions(value: Value, reading: Context) -> Node:
    which = fold(value.typed)
    if which not in ("all", "current"):
        raise wrong(
            value.at,
            f"versions: takes all or current, not {shown(value.typed)}",
            "write versions:all to search the texts that were replaced too; the text of a day is found with asof:",
        )
    return Versions(which == "all", value.span)


def _state(value: Value, reading: Context) -> Node:
    return AsOf(dates.end_of(value.typed, value.at, reading), value.span)


_READERS: dict[Kind, Callable[[Value, Context], Node]] = {
    Kind.KEYWORD: _keyword,
    Kind.LOCATION: _location,
    Kind.COUNTRY: _country,
    Kind.DAY: _days,
    Kind.BOUND: _bound,
    Kind.INSTANT: _instants,
    Kind.NUMBER: _numbers,
    Kind.PRESENCE: _presence,
    Kind.VERSIONS: _versions,
    Kind.STATE: _state,
}
