"""The article of a draft: what the format states, completed by what the copy says.

A stated fact is never overruled. `evidence` names for each field that was found the element or rule that
gave it. The rules of the copy are `dateline`, `sign-off`, `credit-line`, `credit`, `byline`, `copyright`,
`disclaimer`, `breadcrumb`, `updated-line`, `published-line`, `date-line`, `url`, `publisher`, `text`; the day
has `dateline`, `published`, `updated` or `url`. A field that a reader sets without a rule has `feed`; the body has
a rule only where its reader had a choice (a page's text, its JSON-LD, its description). Where the zone of a moment
had to be decided, the rule is followed by how: `updated-line; IST read as +05:30 (IN)`.

The day is the one that a format states as that of issue, which only print has (`morgue.feeds.support.print_date`); the day of
the dateline is then named behind the rule. Else it is the dateline's, as wire copy prints it, else the day of the
moment as printed. Where that is an instant in UTC, the day in the page's address is the printed one if a zone
explains the difference.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from morgue.analysis.analyzer import folded_words
from morgue.analysis.language import language, language_against
from morgue.extract import foreign_boilerplate
from morgue.extract.body import Copy, take_apart
from morgue.extract.dateline.dateline import Dateline
from morgue.extract.dateline.dateline import stated as stated_dateline
from morgue.extract.dates import AHEAD, ReadMoment, day_in_address, has_two_months, stated, with_year
from morgue.extract.draft import Draft, Moment
from morgue.extract.identity import id_of, identify
from morgue.extract.versions import ends_short
from morgue.gazetteer import agencies, places
from morgue.gazetteer.former import language_named, preferred_code
from morgue.model.article import Article, Edition, Lineage, Place, Reading, Source
from morgue.model.fields import SIGNALS, TYPES
from morgue.process.debug import logger

_FIELDS = (
    "headline", "published", "updated", "dateline", "locations", "agency", "publisher", "byline", "section",
    "keywords", "language", "url",
)  # fmt: skip
_facts = attrgetter(*_FIELDS)

SURE_THOUSANDS = 100
"""Thousand people from which on a city that a feed tags without a country is taken for the one known."""


def article(draft: Draft, source: Source) -> Article:
    """Return the article of a draft, with every field that the draft or its copy tells and the evidence for each."""
    made = _made(draft, source)
    if log := logger("date"):
        for name in ("published", "updated", "day"):
            log.debug(
                "%s: %s = %s (%s)",
                _where(source),
                name,
                getattr(made, name),
                made.evidence.get(name, "nothing says"),
            )
    if log := logger("fields"):
        for name, told in made.evidence.items():
            log.debug("%s: %s = %.200r (%s)", _where(source), name, getattr(made, name, None), told)
    return made


def _where(source: Source) -> str:
    member = f" {source.member!r}" if source.member else ""
    return f"{source.path!r}{member} at byte {source.offset:,}"


def _made(draft: Draft, source: Source) -> Article:
    draft.clean()
    rule = draft.evidence.get
    evidence = {name: rule(name, "feed") for name, value in zip(_FIELDS, _facts(draft), strict=True) if value}
    copy = _copy(draft)
    dateline = _dateline(draft, copy, evidence)
    byline = _byline(draft, copy, evidence)
    agency = _agency(draft, copy, dateline, byline, evidence)
    publisher = _first(draft.publisher, "publisher", copy, evidence)
    country = draft.country or (agencies.country_of(agency) if agency else None)
    published = _moment(draft, "published", copy, country, evidence) or _day_of_url(draft.url, evidence)
    updated = _moment(draft, "updated", copy, country, evidence)
    if published and _is_announced(draft, published, updated, evidence):
        published = None
        del evidence["published"]
    day = _day(draft, dateline, published, updated, evidence)
    body = "\n\n".join(copy.paragraphs) or None
    if body and (found := rule("body")):
        evidence["body"] = found
    aside = [*draft.boilerplate, *copy.above, *copy.below]
    identifier, own = identify(draft)
    others = _other_headlines(draft, publisher)
    if others:
        evidence["other_headlines"] = rule("other_headlines", "feed")
    if draft.type != TYPES[0]:
        evidence["type"] = rule("type", "feed")
    return Article(
        identifier,
        draft.headline or None,
        body,
        "\n\n".join(each for each in aside if each) or None,
        published,
        updated,
        day,
        dateline.text if dateline and dateline.text else None,
        _locations(draft, dateline, evidence),
        agency,
        publisher,
        byline,
        _sections(draft, copy, evidence),
        tuple(dict.fromkeys(draft.keywords)),
        _language(draft, body, evidence),
        draft.url or None,
        draft.type,
        others,
        _edition(draft, day, evidence),
        _lineage(draft, (identifier, own), evidence),
        None,
        1,
        source,
        evidence,
        Reading(
            own or "",
            draft.partial or ends_short(draft.text or ""),
            _captured(draft, country),
            draft.listed,
            draft.rolls,
            is_cut=draft.is_cut,
            withdrawn=draft.signal == SIGNALS[-1] or bool(_CALLED_BACK.match(draft.headline or "")),
            number="" if own else (draft.identifier or "").strip(),
        ),
    )


def _edition(draft: Draft, day: str | None, evidence: dict[str, str]) -> Edition | None:
    """Return where the story was printed; its day is the article's where that is the date of issue."""
    if draft.edition is None:
        return None
    evidence["edition"] = draft.evidence.get("edition", "feed")
    stated = draft.evidence.get("day")
    issued = draft.day is not None and stated is not None and evidence.get("day", "").startswith(stated)
    return replace(draft.edition, day=day if issued else None)


def _lineage(draft: Draft, ids: Container[str | None], evidence: dict[str, str]) -> Lineage | None:
    """Return what the format states of versions; links to the article itself and to what has no id of its own are left out."""
    if not (draft.number or draft.signal or draft.earlier):
        return None
    found = dict.fromkeys(id_of(identifier, authority, draft.home) for identifier, authority in draft.earlier)
    of = tuple(each for each in found if each and each not in ids)
    if not (of or draft.signal or draft.number):
        return None
    evidence["lineage"] = draft.evidence.get("lineage", "feed")
    if draft.passed_over:
        total = len(draft.earlier) + draft.passed_over
        evidence["lineage"] += f"; the first {len(draft.earlier)} of {total:,} links"
    return Lineage(draft.signal, of, draft.number or None)


_JOINT = re.compile(r"\s+[-–—|•·»«:/]{1,3}\s+|[|»«]")
"""What is between a headline and the name of the outlet or section that a page's title adds."""

MOST_HEADLINES = 16
"""Other headlines of a story that are kept."""


def _other_headlines(draft: Draft, publisher: str | None) -> tuple[str, ...]:
    """Return the other wordings of the headline, each once, without the outlet's name at their end.

    None is a known one with something before or behind it, as the title of a page has its outlet and section.
    """
    if not draft.other_headlines:
        return ()
    outlet = _words_of(publisher or "")
    known = {_words_of(draft.headline or ""), outlet, ""}
    found = []
    for each in draft.other_headlines[:MOST_HEADLINES]:
        joints = list(_JOINT.finditer(each))
        if outlet and joints and _words_of(each[joints[-1].end() :]) == outlet:
            each = each[: joints.pop().start()]
        parts = {_words_of(each)}
        for joint in joints:
            parts |= {_words_of(each[: joint.start()]), _words_of(each[joint.end() :])} - {outlet, ""}
        if known.isdisjoint(parts):
            known.add(_words_of(each))
            found.append(" ".join(each.split()))
    return tuple(found)


def _words_of(text: str) -> str:
    return " ".join(folded_words(text))


_CALLED_BACK = re.compile(
    r"\W*(?:(?:mandatory|bulletin|advisory)\W+)?(?:kill(?:ed)?|withdrawn?|withdrawal|retracted|retraction|cancell?ed)\s*[:\-–—/]",
    re.IGNORECASE,
)
"""How the headline of a story begins that an agency or outlet calls back."""


def _captured(draft: Draft, country: str | None) -> str | None:
    """When the feed was made or fetched."""
    found = stated(draft.captured, country) if draft.captured else None
    return found.value if found else None


def _copy(draft: Draft) -> Copy:
    text = draft.text
    if not text or text.isspace():
        return Copy()
    if not draft.copy:
        return Copy([text.strip()])
    if draft.dateline and _begins_with(text, draft.dateline):
        copy = take_apart(text, draft.headline)
        if copy.dateline and copy.dateline.text:
            if not _is_beginning(copy.dateline.text, draft.dateline):
                draft.dateline = None
            return copy
    return take_apart(text, draft.headline, has_dateline=draft.dateline)


def _begins_with(text: str, dateline: str) -> bool:
    """Return whether the copy begins with the letters of a stated dateline's place, and so may have one of its own."""
    where = re.split(r"[,(/\[:]|\s[-–—]", dateline, maxsplit=1)[0].strip().casefold()
    return bool(where) and text.lstrip(" (\n").casefold().startswith(where)


_MARKS = " .,:-–—―_="


def _is_beginning(found: str, stated: str) -> bool:
    """Return whether the dateline in the copy is but the beginning of the stated one, which then says more."""
    whole, beginning = (" ".join(each.split()).casefold().strip(_MARKS) for each in (stated, found))
    return whole != beginning and whole.startswith(beginning)


def _first(value: str | None, name: str, copy: Copy, evidence: dict[str, str]) -> str | None:
    """Return the stated value of a field, or the first that the copy tells, with its rule noted."""
    if value:
        return value
    for rule, found in copy.facts.get(name, ()):
        evidence[name] = rule
        return found
    return None


def _dateline(draft: Draft, copy: Copy, evidence: dict[str, str]) -> Dateline | None:
    if draft.dateline and not draft.dateline.isspace():
        return stated_dateline(draft.dateline)
    if copy.dateline and copy.dateline.text:
        evidence["dateline"] = "dateline"
    return copy.dateline


_BY = re.compile(r"(?:By|BY)\s*:?\s+(?=\S)")


def _byline(draft: Draft, copy: Copy, evidence: dict[str, str]) -> str | None:
    byline = _first(draft.byline, "byline", copy, evidence)
    copy.above.extend(copy.bylines if draft.byline else copy.bylines[1:])
    if not byline:
        return None
    byline = _BY.sub("", " ".join(byline.split()), count=1)
    return (foreign_boilerplate.without_by(byline, draft.language) if draft.language else byline) or None


def _agency(
    draft: Draft, copy: Copy, dateline: Dateline | None, byline: str | None, evidence: dict[str, str]
) -> str | None:
    if draft.agency:
        return agencies.canonical(draft.agency) or draft.agency
    found: list[tuple[str, str]] = []
    if dateline and dateline.agency:
        found.append(("dateline", dateline.agency))
    found.extend(copy.facts.get("agency", ()))
    if byline and (named := _of_byline(byline)):
        found.append(("byline", named))
    if draft.publisher and (named := agencies.canonical(draft.publisher)):
        found.append(("publisher", named))
    if not found:
        return None
    evidence["agency"], agency = min(found, key=lambda each: _SUREST.get(each[0], 9))
    return agency


_SUREST = {
    "dateline": 0,
    "sign-off": 1,
    "credit-line": 2,
    "byline": 3,
    "credit": 4,
    "copyright": 5,
    "publisher": 6,
}
_BYLINE_PARTS = re.compile(r"\s*[,|;/(]\s*|\s+(?:of|for|at|from|in)\s+(?:the\s+)?|\s+[-–—]\s+")


def _of_byline(byline: str) -> str | None:
    """Return the agency that a byline names (`Jane Doe, Associated Press`), or None."""
    whole = agencies.canonical(byline)
    if whole:
        return whole
    for part in reversed(_BYLINE_PARTS.split(byline)):
        if part and (named := agencies.canonical(part.rstrip(")"))):
            return named
    return None


def _moment(draft: Draft, name: str, copy: Copy, country: str | None, evidence: dict[str, str]) -> str | None:
    value: Moment | None = getattr(draft, name)
    found: ReadMoment | None = None
    if value:
        rfc822 = draft.rfc822 and name == "published"
        found = stated(value, country, rfc822=rfc822, language=_tongue(draft, value))
        if not found:
            del evidence[name]
        elif draft.zone and found.is_local:
            found = stated(f"{found.value} {draft.zone}", country) or found
    if not found:
        for rule, printed in copy.facts.get(name, ()):
            found = stated(printed, country, language=_tongue(draft, printed))
            if found:
                evidence[name] = rule
                break
    if not found:
        return None
    if found.note:
        evidence[name] += f"; {found.note}"
    return found.value


def _is_announced(draft: Draft, published: str, updated: str | None, evidence: dict[str, str]) -> bool:
    """Return whether the day in an address is after the feed itself, so that it is of what the story announces."""
    if evidence["published"] not in ("url", "page address"):
        return False
    others = (draft.captured, draft.printed, updated)
    known = [found.value[:10] for each in others if each and (found := stated(each, draft.country))]
    latest = max(known, default=None)
    return latest is not None and published[:10] > _days_after(latest, AHEAD)


def _days_after(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _tongue(draft: Draft, printed: Moment | None) -> str | None:
    """Return the language that decides between two months of one name: the stated one, as dates are the feed's, else the copy's."""
    if not isinstance(printed, str) or not has_two_months(printed):
        return None
    return (_tag(draft.language) if draft.language else None) or language(draft.text or draft.headline or "")


_URL_MONTH = re.compile(r"/(19\d\d|20\d\d)[/-](0[1-9]|1[0-2])(?=/)")


def _day_of_url(url: str | None, evidence: dict[str, str]) -> str | None:
    day = day_in_address(url) if url else None
    if day:
        evidence["published"] = "url"
    return day


def _day(
    draft: Draft,
    dateline: Dateline | None,
    published: str | None,
    updated: str | None,
    evidence: dict[str, str],
) -> str | None:
    if draft.day and (own := _day_stated(draft, published)):
        evidence["day"] = draft.evidence.get("day", "feed")
        filed = _day_of_dateline(draft, dateline, published or updated) if dateline else None
        if filed and filed != own:
            evidence["day"] += f"; dateline of {filed}"
        return own
    if dateline and dateline.month and dateline.day:
        day = _day_of_dateline(draft, dateline, published or updated)
        if day:
            evidence["day"] = "dateline"
            return day
    for name, moment in (("published", published), ("updated", updated)):
        if moment:
            printed = _printed_day(draft.url, moment) if name == "published" else None
            evidence["day"] = "url" if printed else name
            return printed or moment[:10]
    return None


def _printed_day(url: str | None, moment: str) -> str | None:
    """Return the day in the address of a page, where an instant in UTC is that day's by another zone; else None.

    Sites stamp their stories in UTC and file them by the day of their own clock, which no zone puts more than 12
    hours behind or 14 hours before it.
    """
    if not url or not moment.endswith("+00:00"):
        return None
    day = day_in_address(url)
    if day is None or day == moment[:10]:
        return None
    hours = (
        dt.datetime.fromisoformat(f"{day}T00:00+00:00") - dt.datetime.fromisoformat(moment)
    ).total_seconds() / 3600
    return day if -36 < hours <= -24 or 0 < hours <= 14 else None


def _day_stated(draft: Draft, published: str | None) -> str | None:
    """Return the calendar day that the format states; the one of `published` where both are one moment."""
    if draft.day == draft.published and published:
        return published[:10]
    found = stated(draft.day, draft.country, language=_tongue(draft, draft.day))
    return found.value[:10] if found else None


def _day_of_dateline(draft: Draft, dateline: Dateline, moment: str | None) -> str | None:
    month, day = dateline.month, dateline.day
    if not month or not day:
        return None
    if dateline.year:
        found = stated(f"{dateline.year:04}-{month:02}-{day:02}")
        return found.value if found else None
    near = moment or _printed(draft)
    return with_year(month, day, near) if near else None


def _printed(draft: Draft) -> str | None:
    """Return a date before which the story was filed: the feed's own, or the end of the month in its URL."""
    found = stated(draft.printed, draft.country) if draft.printed else None
    if found:
        return found.value
    month = _URL_MONTH.search(draft.url or "")
    return _last_day(int(month[1]), int(month[2])) if month else None


def _last_day(year: int, month: int) -> str:
    return (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).isoformat()


def _locations(draft: Draft, dateline: Dateline | None, evidence: dict[str, str]) -> tuple[Place, ...]:
    own = dateline.places if dateline else ()
    if not draft.locations:
        if own:
            evidence["locations"] = "dateline"
        return own
    tagged = [_with_country(each) for each in draft.locations]
    if own:
        evidence["locations"] = f"dateline, {evidence['locations']}"
    return _joined(own, tuple(tagged))


@lru_cache(maxsize=1024)
def _joined(own: tuple[Place, ...], tagged: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of the dateline, with the country that the feed gives them, then what else it tags."""
    stated = {each.place.casefold(): each for each in tagged if each.place and each.country}
    first = [stated.get((each.place or "").casefold(), each) for each in own]
    return tuple(dict.fromkeys((*first, *tagged)))


def _with_country(place: Place) -> Place:
    """Return a place that the feed tags, with a country where the feed tells none and its name leaves no doubt.

    That is a country's own name, a state's that no other country has, or the name of a city of SURE_THOUSANDS or more that no other country has of
    a third of its size; a tag may as well be a region or a continent (Asia is a town in the Philippines).
    """
    if place.country or not place.place:
        return place
    if code := places.country_named(place.place):
        doubt = any(other != code for other in places.regions(place.place))
        return place if doubt else Place(place.place, code)
    best, *others = places.meanings(place.place) or (None,)
    if best is None or best.thousands < SURE_THOUSANDS:
        states = places.regions(place.place)
        return Place(place.place, states[0]) if len(states) == 1 and not place.place.isupper() else place
    rivals = [each.thousands for each in others if each.country != best.country]
    return place if rivals and max(rivals) * 3 > best.thousands else Place(place.place, best.country)


def _sections(draft: Draft, copy: Copy, evidence: dict[str, str]) -> tuple[str, ...]:
    if draft.section:
        return tuple(dict.fromkeys(draft.section))
    found = copy.facts.get("section", ())
    if found:
        evidence["section"] = found[0][0]
    return tuple(value for _, value in found)


_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}(?:[-_][A-Za-z0-9]{1,8})*))?")
_LANGUAGES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "russian": "ru", "arabic": "ar", "chinese": "zh", "japanese": "ja",
}  # fmt: skip


def _language(draft: Draft, body: str | None, evidence: dict[str, str]) -> str | None:
    """Return the stated language, unless the text is surely in another, else that of the text."""
    text = f"{draft.headline or ''}\n{body or ''}"
    if draft.language:
        tag = _tag(draft.language)
        found = language_against(text, tag) if tag else None
        if tag and found is None:
            return tag
        rule = evidence.pop("language", "feed")
        if found:
            evidence["language"] = f"text; {rule} says {tag}"
            return found
    found = language(text)
    if found:
        evidence["language"] = "text"
    return found


@lru_cache(maxsize=256)
def _tag(stated: str) -> str | None:
    """Return a stated language as a BCP 47 tag: `EN_us` is en-US, `English` and `anglais` are en; None where it is none."""
    known = _LANGUAGES.get(stated.strip().casefold())
    if known:
        return known
    found = _TAG.fullmatch(stated.strip())
    if not found:
        return language_named(stated)
    if found[1].casefold() in ("und", "mul", "zxx"):
        return None
    rest = (found[2] or "").replace("_", "-")
    return preferred_code(found[1]) + (f"-{rest.upper() if len(rest) == 2 else rest}" if rest else "")
