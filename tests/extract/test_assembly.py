"""The article of a draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.model.article import Article, Place, Source, printable

SOURCE = Source("day/story.txt", "text")
STORY = "The ferries sail again on Monday, the harbour master said.\n\nThe storm had closed the harbour for a week."


def made(**facts: object) -> Article:
    """The article of a draft with these facts."""
    return article(Draft(**facts), SOURCE)  # type: ignore[arg-type]


def test_a_page_of_a_syndicated_story() -> None:
    """Every fact of the copy, each with its rule, and the boilerplate set aside."""
    text = (
        "Home / World / Ferries sail again\n\nANI\n\nUpdated At : 11:30 PM Oct 24, 2025 IST\n\n"
        "Brussels [Belgium], October 23 (ANI): The ferries sail again.\n\nThe harbour is open. (ANI)\n\n"
        "(This content is sourced from a syndicated feed. The Evening Post assumes no responsibility for it.)"
    )
    got = made(headline="Ferries sail again", text=text, published="2025-10-24")
    assert got.body == "The ferries sail again.\n\nThe harbour is open."
    assert got.dateline == "Brussels [Belgium], October 23 (ANI):"
    assert got.locations == (Place("Brussels", "BE"),)
    assert (got.agency, got.publisher, got.section) == ("ANI", "The Evening Post", ("World",))
    assert (got.published, got.updated, got.day) == ("2025-10-24", "2025-10-24T23:30:00+05:30", "2025-10-23")
    assert got.boilerplate == (
        "Home / World / Ferries sail again\n\nANI\n\nUpdated At : 11:30 PM Oct 24, 2025 IST\n\n(ANI)\n\n"
        "(This content is sourced from a syndicated feed. The Evening Post assumes no responsibility for it.)"
    )
    assert got.evidence == {
        "headline": "feed",
        "published": "feed",
        "updated": "updated-line; IST read as +05:30 (IN)",
        "day": "dateline",
        "dateline": "dateline",
        "locations": "dateline",
        "agency": "dateline",
        "publisher": "disclaimer",
        "section": "breadcrumb",
        "language": "text",
    }


def test_a_stated_fact_is_never_overruled() -> None:
    """The copy only fills what the format leaves open."""
    got = made(
        text="By John Roe\n\nPARIS, May 3 (Reuters) - " + STORY + " (AFP)",
        agency="The Associated Press",
        byline="By Jane Doe",
        published="2024-05-04T10:00:00Z",
        locations=[Place("Lyon", "FR"), Place("Paris", "FR")],
        language="en_IE",
        section=["Ships"],
    )
    assert (got.agency, got.byline, got.language, got.section) == ("AP", "Jane Doe", "en-IE", ("Ships",))
    assert got.published == "2024-05-04T10:00:00+00:00"
    assert got.locations == (Place("Paris", "FR"), Place("Lyon", "FR"))
    assert got.boilerplate == "By John Roe\n\n(AFP)"


@pytest.mark.parametrize(
    ("facts", "agency", "rule"),
    [
        ({"text": "PARIS (Reuters) - " + STORY + " (AFP)"}, "Reuters", "dateline"),
        ({"text": STORY + " (AFP)"}, "AFP", "sign-off"),
        ({"text": "AFP\n\n" + STORY}, "AFP", "credit-line"),
        ({"text": "By Jane Doe, Associated Press\n\n" + STORY}, "AP", "byline"),
        ({"text": STORY, "byline": "Jane Doe | Reuters"}, "Reuters", "byline"),
        ({"text": STORY + "\n\n-- With inputs from PTI"}, "PTI", "credit"),
        (
            {"text": STORY + "\n\nCopyright 2025 The Associated Press. All rights reserved."},
            "AP",
            "copyright",
        ),
        ({"text": STORY, "publisher": "Reuters"}, "Reuters", "publisher"),
        ({"text": STORY, "publisher": "The Evening Post"}, None, None),
        ({"text": STORY + "\n\n© 2025 The Evening Post"}, None, None),
        ({"text": "An aide told Agence France-Presse (AFP)."}, None, None),
    ],
)
def test_agency(facts: dict[str, object], agency: str | None, rule: str | None) -> None:
    """From the surest place that names one; an outlet is never an agency."""
    got = made(**facts)
    assert got.agency == agency
    assert got.evidence.get("agency") == rule


def test_publisher_is_not_agency() -> None:
    """The owner of a copyright is the publisher, unless an agency owns it."""
    got = made(text=STORY + "\n\n© 2025 The Evening Post")
    assert (got.publisher, got.evidence["publisher"]) == ("The Evening Post", "copyright")
    assert made(text=STORY + "\n\n© 2025 AFP").publisher is None


@pytest.mark.parametrize(
    ("text", "facts", "day", "rule"),
    [
        ("ROME, Dec 30 (Reuters) - " + STORY, {"published": "2025-01-02"}, "2024-12-30", "dateline"),
        (
            "ROME, Jan 1 (Reuters) - " + STORY,
            {"published": "2024-12-31T22:00:00-05:00"},
            "2025-01-01",
            "dateline",
        ),
        ("ROME, May 3, 2021 (Reuters) - " + STORY, {"published": "2024-05-04"}, "2021-05-03", "dateline"),
        (
            "ROME, May 3 (Reuters) - " + STORY,
            {"printed": "Sat, 04 May 2024 10:00:00 GMT"},
            "2024-05-03",
            "dateline",
        ),
        (
            "ROME, May 3 (Reuters) - " + STORY,
            {"url": "https://post.example/2024/05/ferries"},
            "2024-05-03",
            "dateline",
        ),
        ("ROME, May 3 (Reuters) - " + STORY, {}, None, None),
        (
            "ROME, June 10 (Reuters) - " + STORY,
            {"published": "Mon, 03 Mar 2025 10:00:00 GMT"},
            "2024-06-10",
            "dateline",
        ),
        ("ROME, March 3 (Reuters) - " + STORY, {"published": "2022-01-01"}, "2021-03-03", "dateline"),
        ("ROME, 10 juin (AFP) - " + STORY, {"updated": "2025-03-03"}, "2024-06-10", "dateline"),
        ("ROME, March 5 (Reuters) - " + STORY, {"published": "2025-03-03"}, "2025-03-05", "dateline"),
        ("ROME, June 10 (Reuters) - " + STORY, {"printed": "2025-03-03"}, "2024-06-10", "dateline"),
        ("ROME, Feb 29 (Reuters) - " + STORY, {"published": "2024-03-01"}, "2024-02-29", "dateline"),
        ("ROME, Feb 29 (Reuters) - " + STORY, {"published": "2026-03-01"}, "2026-03-01", "published"),
        (
            "ROME, May 28 (Reuters) - " + STORY,
            {"url": "https://post.example/2024/05/ferries"},
            "2024-05-28",
            "dateline",
        ),
        (STORY, {"published": "14. listopada 2025.", "language": "hr"}, "2025-10-14", "published"),
        (STORY, {"published": "14 listopada 2025", "language": "pl"}, "2025-11-14", "published"),
        (STORY, {"published": "14. listopada 2025."}, None, None),
        (STORY, {"published": "2024-05-04T23:30:00-05:00"}, "2024-05-04", "published"),
        (STORY, {"updated": "2024-05-04T23:30:00-05:00"}, "2024-05-04", "updated"),
        (STORY, {"url": "https://post.example/2024/5/4/ferries"}, "2024-05-04", "published"),
        (STORY, {"url": "https://post.example/20240504/1234/c.html"}, "2024-05-04", "published"),
        (STORY, {"url": "https://post.example/story-202405041234.html"}, None, None),
        (STORY, {"url": "https://post.example/section/4/192486/ferries"}, None, None),
        (STORY, {"published": "soon"}, None, None),
        (STORY, {}, None, None),
    ],
)
def test_day(text: str, facts: dict[str, object], day: str | None, rule: str | None) -> None:
    """The dateline's day in the last year before publication, else the printed day; nothing is made up."""
    got = made(text=text, **facts)
    assert got.day == day
    assert got.evidence.get("day") == rule


def test_moments_keep_their_offset() -> None:
    """Text, datetimes and days, and a zone that nothing decides."""
    zone = dt.timezone(dt.timedelta(hours=5, minutes=30))
    assert (
        made(text=STORY, published=dt.datetime(2025, 1, 2, 3, 4, tzinfo=zone)).published
        == "2025-01-02T03:04:00+05:30"
    )
    assert made(text=STORY, published=dt.date(2025, 1, 2)).published == "2025-01-02"
    got = made(text=STORY, published="Thu, 23 Oct 2025 23:30:00 IST")
    assert (got.published, got.evidence["published"]) == ("2025-10-23T23:30:00", "feed; IST left unresolved")
    got = made(text=STORY, published="Thu, 23 Oct 2025 23:30:00 IST", country="IE")
    assert got.published == "2025-10-23T23:30:00+01:00"
    got = made(text="DELHI (PTI) - " + STORY, published="Thu, 23 Oct 2025 23:30:00 IST")
    assert got.published == "2025-10-23T23:30:00+05:30"


def test_a_moment_that_cannot_be_read_leaves_no_evidence() -> None:
    """Unknown is null, and the copy is asked instead."""
    got = made(text="Updated: May 3, 2024\n\n" + STORY, updated="yesterday", published="?")
    assert (got.published, got.updated) == (None, "2024-05-03")
    assert "published" not in got.evidence
    assert got.evidence["updated"] == "updated-line"


def test_a_stated_dateline_is_read_and_not_repeated() -> None:
    """As the format gives it; the copy that begins with it loses it."""
    got = made(
        text="NEW YORK, March 3 - " + STORY,
        dateline="NEW YORK, March 3 -",
        published="4-MAR-1987 01:02:03.04",
    )
    assert got.body == STORY
    assert (got.dateline, got.day) == ("NEW YORK, March 3 -", "1987-03-03")
    assert got.locations == (Place("New York", "US"),)


def test_the_dateline_may_follow_a_line_under_the_headline() -> None:
    """A short line without a full stop before it stays in the body."""
    got = made(text="Storm is over\n\nROME, May 3 (ANSA) - " + STORY)
    assert got.dateline == "ROME, May 3 (ANSA) -"
    assert got.body == "Storm is over\n\n" + STORY


def test_a_long_paragraph_under_a_short_one() -> None:
    """Each stands once."""
    long = "The harbour master of the old town said that the ferries sail again. " * 5
    assert (
        made(text=f"Storm is over\n\n{long}\n\n{STORY}").body == f"Storm is over\n\n{long.strip()}\n\n{STORY}"
    )


def test_a_town_alone_above_the_story() -> None:
    """Some agencies give the dateline a line of its own; a word in capitals is none."""
    got = made(text="ANKARA\n\n" + STORY)
    assert (got.dateline, got.locations, got.body) == ("ANKARA", (Place("Ankara", "TR"),), STORY)
    assert made(text="OPINION\n\n" + STORY).dateline is None
    assert made(text="ANKARA").dateline is None


def test_a_byline_before_the_dateline_in_one_line() -> None:
    """Old wire copy parts them by a gap."""
    got = made(text="By JANE DOE     WASHINGTON (AP) -- " + STORY)
    assert (got.byline, got.dateline, got.body) == ("JANE DOE", "WASHINGTON (AP) --", STORY)


def test_places_that_the_feed_tags() -> None:
    """The dateline's first; the feed's country wins, and the tables fill in what it leaves open."""
    tags = [Place("Niedersachsen"), Place("San Mateo", "US"), Place(None, "DE")]
    got = made(text="SAN MATEO (AP) - " + STORY, locations=tags)
    assert got.locations == (Place("San Mateo", "US"), Place("Niedersachsen", "DE"), Place(None, "DE"))
    assert got.evidence["locations"] == "dateline, feed"
    assert made(text=STORY, locations=tags[1:]).locations == tuple(tags[1:])


def test_copy_that_is_not_to_be_read() -> None:
    """A reader may say that the text holds neither dateline nor boilerplate."""
    got = made(text="PARIS (Reuters) - " + STORY, copy=False)
    assert (got.dateline, got.agency) == (None, None)
    assert got.body == "PARIS (Reuters) - " + STORY


def test_ids_come_from_the_identifier_or_the_text() -> None:
    """Sixteen letters of base32, the same on every machine."""
    assert made(identifier="guid:1", text="a").id == made(identifier="guid:1", text="b").id
    assert made(headline="h", text="a").id == made(headline="h", text="a").id
    assert made(headline="h", text="a").id != made(headline="h", text="b").id
    assert re.fullmatch("[a-z2-7]{16}", made(text="a").id)


def test_nothing_known_is_null() -> None:
    """Never an empty string."""
    got = made(headline="", text=" \n ", url="", language="")
    assert {name: value for name, value in got.to_json().items() if value == ""} == {}
    assert (got.headline, got.body, got.boilerplate, got.language, got.url) == (None,) * 5
    assert got.evidence == {}


GERMAN = "Die Fähren fahren am Montag wieder, sagte der Hafenmeister gestern, nachdem der Sturm eine Woche lang getobt hatte."


@pytest.mark.parametrize(
    ("text", "stated", "language", "rule"),
    [
        (GERMAN, "en-us", "de", "text; channel language says en-US"),
        (GERMAN, "de-AT", "de-AT", "channel language"),
        (GERMAN, "German", "de", "channel language"),
        (GERMAN, "no language", "de", "text"),
        (STORY, "en-GB", "en-GB", "channel language"),
        (STORY, "de", "en", "text; channel language says de"),
        ("Merkel, Macron", "en", "en", "channel language"),
    ],
)
def test_a_stated_language_is_checked_against_the_text(
    text: str, stated: str, language: str, rule: str
) -> None:
    got = made(text=text, language=stated, evidence={"language": "channel language"})
    assert (got.language, got.evidence["language"]) == (language, rule)


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("EN", "en"),
        ("en_us", "en-US"),
        ("zh-Hant", "zh-Hant"),
        ("English", "en"),
        ("fra", "fr"),
        ("FRE-ca", "fr-CA"),
        ("ell", "el"),
        ("cmn-Hans", "zh-Hans"),
        ("iw", "he"),
        ("und", None),
        ("?", None),
    ],
)
def test_language_as_stated(stated: str, tag: str | None) -> None:
    """A BCP 47 tag; what is none is not kept."""
    got = made(text="Ferries", language=stated)
    assert got.language == tag
    assert ("language" in got.evidence) == (tag is not None)


PIECES = st.sampled_from(
    [
        "PARIS (Reuters) - Ferries sail.",
        "Home / World / Ferries",
        "By Jane Doe",
        "Updated At : 11:30 PM Oct 23, 2025 IST",
        "Published: soon",
        "AFP",
        "(ANI)",
        "The harbour is open. (ANI)",
        "© 2025 The Evening Post",
        "Read more: Ferries",
        "-- With inputs from PTI",
        "Friday, January 4, 2019",
        "Ferries sail again",
        "Advertisement",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=80)), max_size=8).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", " \n \n", "\r\n\r\n"]).map(lambda gap: gap.join(parts))
)


@given(TEXTS, st.none() | st.just("Ferries sail again"), st.none() | st.just("Jane Doe"))
def test_no_word_is_lost_or_said_twice(text: str, headline: str | None, byline: str | None) -> None:
    """Every word of the copy ends in the body, the dateline, the boilerplate or a field."""
    got = made(text=text, headline=headline, byline=byline)
    kept = " ".join(filter(None, (got.headline, got.body, got.dateline, got.boilerplate, got.byline, "By")))
    assert [word for word in printable(text).split() if word not in kept] == []
    told = " ".join(filter(None, (got.body, got.dateline, got.boilerplate)))
    assert len("".join(told.split())) <= len("".join(text.split()))
    assert article(Draft(text=text, headline=headline, byline=byline), SOURCE) == got


@pytest.mark.parametrize(
    "unit", ["a ", "\n", " \n", "- ", "(A) ", "©", "By A ", "Home / ", "1:", "A, ", "\t", "--", "(", "’"]
)
def test_a_megabyte_of_junk_is_read_at_once(unit: str) -> None:
    """No rule goes over a text more than a bounded number of times."""
    got = made(text=unit * (1_000_000 // len(unit)), headline=unit * 1000)
    assert got.id


@pytest.mark.parametrize(
    ("tagged", "country"),
    [
        ("Piraeus", "GR"),
        ("usa", "US"),
        ("Paris", "FR"),
        ("Asia", None),
        ("Georgia", None),
        ("San Jose", None),
    ],
)
def test_a_tagged_place_gets_a_country_only_where_its_name_leaves_no_doubt(
    tagged: str, country: str | None
) -> None:
    draft = Draft(headline="Ferry", text="Crews met.", locations=[Place(tagged)])
    assert article(draft, Source("x", "rss")).locations == (Place(tagged, country),)


@pytest.mark.parametrize(
    ("dateline", "text", "kept"),
    [
        ("Turku", "Turku is glad of the rain.", "Turku is glad of the rain."),
        ("Oulu", "Oulun kesä alkaa.", "Oulun kesä alkaa."),
        ("Porto", "Portos are sold out.", "Portos are sold out."),
        ("BERGEN, Norway", "Bergen is wet.", "Bergen is wet."),
        ("Lyon", "Lyon, which won, is glad.", "Lyon, which won, is glad."),
        ("Lyon, 9 July", "Lyon, 9 July\nThe boats sail.", "The boats sail."),
        ("Lyon", "Lyon - The boats sail.", "The boats sail."),
        ("LYON, July 9 (AFP) -", "LYON, July 9 (AFP) - The boats sail.", "The boats sail."),
    ],
)
def test_a_stated_dateline_and_copy_that_begins_with_its_letters(dateline: str, text: str, kept: str) -> None:
    """Only a repetition as a dateline is taken from the copy; a sentence that names the place keeps its words."""
    got = made(text=text, dateline=dateline, published="2023-07-10")
    assert got.body == kept
    assert got.dateline is not None
    assert got.dateline.casefold().startswith(dateline.casefold()[:5])
    assert got.locations


def test_the_copy_has_a_fuller_dateline_than_the_format_states() -> None:
    """Agency and day of it count; where the format states more, that is kept."""
    got = made(text="LYON, July 9 (AFP) - The boats sail.", dateline="Lyon", published="2023-07-10")
    assert (got.dateline, got.agency, got.day) == ("LYON, July 9 (AFP) -", "AFP", "2023-07-09")
    got = made(text="LYON - The boats sail.", dateline="LYON, July 9 (AFP)", published="2023-07-10")
    assert (got.dateline, got.agency, got.day, got.body) == (
        "LYON, July 9 (AFP)",
        "AFP",
        "2023-07-09",
        "The boats sail.",
    )


@pytest.mark.parametrize(
    ("url", "published", "day", "rule"),
    [
        ("https://post.example/2023/07/08/boats/", "2023-07-09T01:09:55Z", "2023-07-08", "url"),
        ("https://post.example/news/2023-07-10-boats", "2023-07-09T14:30:00+00:00", "2023-07-10", "url"),
        ("https://post.example/20230708/boats", "2023-07-09T00:00:00Z", "2023-07-08", "url"),
        ("https://post.example/2023/07/08/boats/", "2023-07-09T13:00:00Z", "2023-07-09", "published"),
        ("https://post.example/2023/07/10/boats/", "2023-07-09T08:00:00Z", "2023-07-09", "published"),
        ("https://post.example/2023/07/08/boats/", "2023-07-09T01:09:55+02:00", "2023-07-09", "published"),
        ("https://post.example/2023/07/06/boats/", "2023-07-09T01:09:55Z", "2023-07-09", "published"),
        ("https://post.example/boats/", "2023-07-09T01:09:55Z", "2023-07-09", "published"),
    ],
)
def test_the_day_of_an_instant_in_utc(url: str, published: str, day: str, rule: str) -> None:
    """A day in the address is the printed one where a zone puts the instant on it; otherwise the instant's holds."""
    got = made(headline="Boats", text="The boats sail.", url=url, published=published)
    assert (got.day, got.evidence["day"]) == (day, rule)
    assert got.published is not None
    assert got.published[:10] == "2023-07-09"


def test_print_keeps_its_date_of_issue_and_wire_copy_its_dateline() -> None:
    text = "LYON, Dec. 31 - The boats sail."
    printed = made(text=text, published="2023-01-01", day="2023-01-01")
    assert (printed.day, printed.dateline) == ("2023-01-01", "LYON, Dec. 31 -")
    assert printed.evidence["day"] == "feed; dateline of 2022-12-31"
    assert made(text=text, published="2023-01-01").day == "2022-12-31"


@pytest.mark.parametrize(
    "line",
    [
        "Updated At : 07 Nov 2023 09:40 PM",
        "Last updated: 2023/11/7 9:40 PM",
        "Aktualisiert: 7. November 2023, 9:40 Uhr abends",
        "更新日時：2023年11月7日 午後9時40分",
        "수정 2023.11.07. 오후 9:40",
        "Cập nhật lúc 9:40 CH 17/11/2023",
        "آخر تحديث: 7 نوفمبر 2023 9:40 م",
        "Actualizado 7 de noviembre de 2023 9:40 p. m.",
    ],
)
def test_updated_lines_tell_the_half_of_the_day(line: str) -> None:
    got = made(headline="Boats", text=f"{line}\n\nThe boats sail again from the old harbour, the owner said.")
    assert got.updated is not None
    assert got.updated[10:] == "T21:40:00"
    assert got.body == "The boats sail again from the old harbour, the owner said."


@pytest.mark.parametrize(
    "line",
    [
        "2023年11月7日 午後9時40分",
        "7 नवंबर 2023, 9:40 अपराह्न",
        "7 de noviembre de 2023 9:40 p. m.",
        "2023/11/7 9:40 PM",
        "Tue 7 Nov 2023 9:40 PM",
    ],
)
def test_a_line_of_a_date_alone_is_set_aside(line: str) -> None:
    got = made(headline="Boats", text=f"{line}\n\nThe boats sail again from the old harbour, the owner said.")
    assert got.published == "2023-11-07T21:40:00"
    assert got.boilerplate == line


CONTROL = st.sampled_from([*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))])


@given(st.lists(st.one_of(CONTROL, st.text("ab <&", max_size=4)), max_size=12).map("".join))
def test_no_control_character_is_in_any_field(text: str) -> None:
    """Whatever a reader puts into a draft, an article holds no controls but tabs and line feeds."""
    got = made(
        headline=text, text=f"Ferry {text} sails", dateline=text, agency=text, publisher=text, byline=text, url=text,
        language=text, section=[text], keywords=[text], boilerplate=[text], locations=[Place(text, text)],
        published=text, evidence={"headline": text},
    )  # fmt: skip
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "".join(_strings(got.to_json())))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


@pytest.mark.parametrize(
    ("facts", "published"),
    [
        ({"printed": "2025-03-04"}, None),
        ({"captured": "2025-03-04T10:00:00Z"}, None),
        ({"updated": "2025-03-04T10:00:00Z"}, None),
        ({"captured": "2028-11-08"}, "2028-11-07"),
        ({"captured": "2028-11-06"}, "2028-11-07"),
    ],
)
def test_a_day_in_an_address_after_the_feed_is_announced(
    facts: dict[str, object], published: str | None
) -> None:
    """An address may name the day of an event; one after the feed's own dates is not that of publication."""
    got = made(text=STORY, url="https://post.example/election/2028/11/07/preview", **facts)
    assert got.published == published
    assert ("published" in got.evidence) == bool(published)
