"""What people read, line by line."""

from __future__ import annotations

import dataclasses
import re

import pytest

from morgue.archive.meanings import Meaning
from morgue.archive.results import Explanation, Facets, Held, Stats, Timeline, VerifyReport
from morgue.errors import QueryError, UsageError
from morgue.ingest.summary import ArticleCounts, FileCounts, IndexSummary
from morgue.model.article import Lineage, Place
from morgue.query.tree import Note
from morgue.render.answer import Paper
from morgue.render.counts import count_answer, facets_answer, timeline_answer
from morgue.render.explanation import diagnosis_lines, explain_answer, note_lines
from morgue.render.hits import opening, place_names, search_answer
from morgue.render.layout import width
from morgue.render.messages import error_lines
from morgue.render.reports import duration, index_answer, size, verify_answer
from morgue.render.sanitize import clean
from morgue.render.stats import spans, stats_answer
from morgue.render.story import show_answer
from tests.render.invented import BARE, HOSTILE, SNIPPET, STORY, asked_for, hit, lines, results

ASKED = asked_for("opec")
HELD = Held("00000000-0000-0000-0000-000000000000", 7, "tantivy")


def test_hits_at_60_columns() -> None:
    answer = results([hit(STORY, 11, SNIPPET), hit(BARE, 12)], total=30, offset=10)
    assert lines(search_answer(answer, limit=2), 60) == [
        "11–12 of 30 articles · articles that mention the words",
        '"grain terminal"',
        "",
        " 11  Ghent dockers end strike at grain terminal",
        "     2025-03-04 · Ghent, BE; Antwerp · ANI",
        "     The Lowland Courier",
        "     …to end a strike that had kept the grain terminal shut",
        "     for nine…",
        "     abcdefgh  2025/03/ghent.txt",
        "",
        " 12  (no headline)",
        "     ponmlkji  a.zip › in/b.txt",
    ]


@pytest.mark.parametrize(
    ("published", "updated", "day", "shown"),
    [
        ("1987-10-19T09:32:10+00:00", None, "1987-10-19", "1987-10-19 09:32:10 UTC"),
        ("2025-10-23T23:30:00+05:30", None, "2025-10-23", "2025-10-23 23:30 +05:30"),
        ("2025-10-23T23:30", None, "2025-10-23", "2025-10-23 23:30"),
        ("2025-10-23T23:30Z", None, "2025-10-24", "2025-10-24, published 2025-10-23 23:30 UTC"),
        ("2025-10-23T08:00Z", "2025-10-23T09:00Z", "2025-10-23", "2025-10-23, updated 09:00 UTC"),
        ("2025-10-23T08:00Z", "2025-10-25T09:00-04:00", "2025-10-23", "2025-10-23, updated 2025-10-25 09:00 -04:00"),
        ("2025-10-23T08:00Z", None, None, "published 2025-10-23 08:00 UTC"),
        ("2025-10-23T08:00Z", "2025-10-25", "2025-10-23", "2025-10-23"),
        ("2025-10-23", None, "2025-10-23", "2025-10-23"),
        (None, None, "2025-10-23", "2025-10-23"),
    ],
)  # fmt: skip
def test_hits_in_order_of_time_have_the_time_that_decides(
    published: str | None, updated: str | None, day: str | None, shown: str
) -> None:
    article = dataclasses.replace(
        STORY, published=published, updated=updated, day=day, locations=(), agency=None, publisher=None
    )
    answer = results([hit(article)], total=1)
    assert lines(search_answer(answer, timed=True))[3] == f"     {shown}"
    assert (lines(search_answer(answer))[3] == f"     {day}") == (day is not None)


def test_a_terminal_is_told_of_more() -> None:
    answer = results([hit(STORY)], total=30)
    assert (
        lines(search_answer(answer, limit=1), terminal=True)[-1]
        == "29 more articles: --offset 1, or --limit all"
    )
    assert lines(search_answer(answer, limit=1))[-1].endswith("ghent.txt")


@pytest.mark.parametrize(
    ("total", "offset", "found"),
    [(1, 0, "1 article"), (9, 0, "1 of 9 articles"), (9, 4, "5 of 9 articles"), (None, 4, "5")],
)
def test_how_many_are_shown(total: int | None, offset: int, found: str) -> None:
    answer = results([hit(STORY)], total=total, offset=offset)
    assert lines(search_answer(answer, limit=1))[0].startswith(f"{found} · articles that")


def test_a_page_after_the_last_hit() -> None:
    answer = results([], total=9, offset=20)
    assert lines(search_answer(answer, limit=10))[0].startswith("none of 9 articles from 21 on")


def test_a_stream_says_what_it_will_show() -> None:
    first = results([hit(STORY)], total=30)
    assert lines(search_answer(first, every=iter([hit(STORY)]), limit=25))[0].startswith(
        "1–25 of 30 articles"
    )
    uncounted = results([hit(STORY)], total=None, offset=2)
    assert lines(search_answer(uncounted, every=iter([hit(STORY)]), limit=25))[0].startswith("from 3 on")


def test_matches_are_coloured() -> None:
    text = "\n".join(lines(search_answer(results([hit(STORY, 1, SNIPPET)], total=1)), color=True))
    assert "the \x1b[1;31mgrain terminal\x1b[0m shut" in text
    plain = "\n".join(lines(search_answer(results([hit(STORY, 1, SNIPPET)], total=1))))
    assert re.sub(r"\x1b\[[\d;]*m", "", text) == plain


def test_a_headline_shows_what_matches() -> None:
    answer = results([hit(STORY)], query="ghent OR headline:strike")
    assert not any("\x1b" in line for line in lines(search_answer(answer)))
    headline = lines(search_answer(answer), color=True)[2]
    assert headline.count("\x1b[1;31m") == 2
    for word in ("Ghent", "strike"):
        assert f"\x1b[1;31m{word}\x1b[0m" in headline


def test_a_story_without_a_headline_is_known_by_its_first_words() -> None:
    article = dataclasses.replace(STORY, headline=" ")
    untitled = "(no headline) Dockers in the port of Ghent voted on Tuesday to end a…"
    assert lines(search_answer(results([hit(article)], total=1)))[2] == f"  1  {untitled}"
    assert lines(show_answer([article]))[0] == "(no headline)"
    assert opening(dataclasses.replace(STORY, body="Short.\nAnd on.")) == "Short. And on."
    assert opening(dataclasses.replace(STORY, body="北" * 40)) == "北" * 28 + "…"
    assert opening(BARE) == ""


@pytest.mark.parametrize("columns", [22, 40, 80, 200])
def test_what_is_wrapped_fits(columns: int) -> None:
    galley = search_answer(results([hit(STORY, 1, SNIPPET), hit(HOSTILE, 2)], total=2))
    for line in lines(galley, columns, terminal=True):
        assert width(line) <= columns, line


WORDS = " ".join(f"word{number}" for number in range(20_000))
LONG = dataclasses.replace(
    STORY,
    headline=WORDS,
    publisher=f"Pub {WORDS}",
    agency="é" * 100_000,
    locations=(Place("北" * 50_000, "BE"),),
)


def test_a_headline_without_an_end_is_cut_among_others_and_whole_by_itself() -> None:
    found = lines(search_answer(results([hit(LONG), hit(STORY, 2)], total=2)), 80)
    assert found[5].endswith("…")
    assert "word" not in found[6]
    assert len(found) < 24
    assert all(width(line) <= 80 for line in found)
    assert found[-2:] == lines(search_answer(results([hit(STORY, 2)], total=2)), 80)[-2:]
    whole = " ".join(lines(show_answer([LONG]), 80))
    assert WORDS in whole
    assert f"Pub {WORDS}" in whole


def test_a_cut_headline_keeps_its_marks() -> None:
    answer = results([hit(LONG)], query="headline:word3 OR headline:word19998")
    found = "\n".join(lines(search_answer(answer), 80, color=True)[2:])
    assert "\x1b[1;31mword3\x1b[0m" in found
    assert "word19998" not in found


def test_data_has_long_fields_whole() -> None:
    document = search_answer(results([hit(LONG)], total=1))
    (row,) = document.rows
    assert (row["headline"], row["publisher"]) == (LONG.headline, LONG.publisher)


def test_a_story_is_a_page() -> None:
    assert lines(show_answer([STORY]), 72) == [
        "Ghent dockers end strike at grain terminal",
        "2025-03-04 · Ghent, BE; Antwerp · ANI · The Lowland Courier",
        "",
        "Ghent [Belgium], March 4 (ANI):",
        "",
        "Dockers in the port of Ghent voted on Tuesday to end a strike that had",
        "kept the grain terminal shut for nine days.",
        "",
        "The grain terminal will open on Thursday, the harbour master said.",
        "",
        "Read more on our site.",
        "",
        "published   2025-03-04T18:30:00+01:00",
        "byline      Mieke Janssens",
        "section     World › Europe",
        "keywords    ports, grain",
        "language    en",
        "url         https://courier.example/ghent",
        "source      2025/03/ghent.txt (text, 912 bytes at 0)",
        "evidence    agency: dateline, day: dateline",
        "id          abcdefghijklmnop",
    ]


def test_many_places_are_named_once_and_counted() -> None:
    places = [
        ("Ghent", "BE"),
        ("Paris", "FR"),
        ("Antwerp", "BE"),
        ("Rome", "IT"),
        ("Oslo", "NO"),
        ("Riga", "LV"),
    ]
    article = dataclasses.replace(STORY, locations=tuple(Place(*each) for each in places))
    short = "Ghent, Antwerp, BE; Paris, FR; Rome, IT and 2 more"
    assert place_names(article.locations, 3) == short
    assert short in "\n".join(lines(search_answer(results([hit(article)], total=1)), 120))
    assert "places      Ghent, Antwerp, BE; Paris, FR; Rome, IT; Oslo, NO; Riga, LV" in lines(
        show_answer([article])
    )
    assert place_names(None) == ""
    tagged = [("Tokyo", "JP"), ("Japan", "JP"), ("Indonesia", "ID"), ("Utrecht", "NL"), ("Atlantis", None)]
    named = "Tokyo, Japan; Indonesia; Utrecht, NL; Atlantis"
    assert place_names(tuple(Place(*each) for each in tagged)) == named


@pytest.mark.parametrize(
    ("lineage", "said"),
    [
        (None, None),
        (Lineage(number=3), "version 3"),
        (Lineage("update", ("ponmlkjihgfedcba",), 3), "update of ponmlkjihgfedcba, version 3"),
        (Lineage("withdrawn"), "withdrawn"),
        (Lineage(of=("a", "b", "c", "d", "e")), "follows a, b, c and 2 more"),
    ],
)
def test_a_story_says_which_version_it_is(lineage: Lineage | None, said: str | None) -> None:
    text = lines(show_answer([dataclasses.replace(STORY, lineage=lineage)]), 72)
    named = [line.split(maxsplit=1)[1] for line in text if line.startswith("version ")]
    assert named == ([said] if said else [])


def test_stories_are_kept_apart() -> None:
    text = lines(show_answer([BARE, BARE]), 30)
    assert text.count("─" * 30) == 1
    assert text.count("(no headline)") == 2


def test_count() -> None:
    assert lines(count_answer(12345)) == ["12345"]


def test_facets_are_small_tables() -> None:
    found = Facets(ASKED, 9, {"agency": [("ANI", 8), ("Agence Untel de Gand", 1)], "section": []})
    assert lines(facets_answer(found), 40) == [
        "9 articles",
        "",
        "agency",
        "  ANI                   8  ███████████",
        "  Agence Untel de Gand  1  █▍",
    ]


def test_facets_stand_side_by_side_where_there_is_room() -> None:
    counts = [("北京", 4), ("b", 2)]
    found = Facets(ASKED, 4, {"agency": counts, "country": counts[:1], "year": [("2025", 4)]})
    text = lines(facets_answer(found), 80)
    assert text[2:5] == [
        "agency" + " " * 34 + "country",
        "  北京  4  " + "█" * 27 + "    " + "北京  4  " + "█" * 27,
        "  b     2  █████████████▌",
    ]
    assert text[6] == "year"
    assert "year" in lines(facets_answer(found), 120)[2]
    painted = lines(facets_answer(found), 80, color=True)
    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in painted] == text


def test_a_timeline_is_a_chart_and_says_what_it_leaves_out() -> None:
    months = [
        ("2025-01", 4),
        *[(f"2025-{month:02}", 0) for month in range(2, 7)],
        ("2025-07", 0),
        ("2025-08", 8),
    ]
    assert lines(timeline_answer(Timeline(ASKED, 13, "month", months)), 30) == [
        "13 articles by month, 1 of them without a date",
        "",
        "  2025-01  4  ████████",
        "  …           (6 months with none)",
        "  2025-08  8  ████████████████",
    ]
    short = [("2025-01", 4), ("2025-02", 0), ("2025-03", 4)]
    assert "  2025-02  0" in lines(timeline_answer(Timeline(ASKED, 8, "month", short)))


def test_weeks_are_called_by_their_first_day() -> None:
    weeks = [("1987-W09", 6), ("1987-W10", 12), ("2020-W53", 3)]
    galley = timeline_answer(Timeline(ASKED, 21, "week", weeks))
    assert [line.rpartition(" ")[0].split("  ")[1].rstrip() for line in lines(galley)[2:]] == [
        "week from 23 February 1987",
        "week from 2 March 1987",
        "week from 28 December 2020",
    ]
    assert [row["bucket"] for row in galley.rows] == ["1987-W09", "1987-W10", "2020-W53"]


def test_countries_are_called_by_their_names() -> None:
    galley = facets_answer(Facets(ASKED, 3, {"country": [("EC", 2), ("XX", 1)]}))
    text = "\n".join(lines(galley))
    assert "Ecuador" in text
    assert "XX" in text
    assert [row["value"] for row in galley.rows] == ["EC", "XX"]


def test_languages_are_called_by_their_names() -> None:
    galley = facets_answer(Facets(ASKED, 6, {"language": [("de", 3), ("pt-BR", 2), ("qaa", 1)]}))
    text = "\n".join(lines(galley))
    assert "German (de)" in text
    assert "Portuguese (pt-BR)" in text
    assert "  qaa" in text
    assert [row["value"] for row in galley.rows] == ["de", "pt-BR", "qaa"]


def test_stats_call_languages_by_their_names() -> None:
    stats = Stats(HELD, 3, 1, "2025-03-04", "2025-03-04", 9, 0, 0, facets={"language": [("de", 2), ("en-GB", 1)]}, coverage={"all": {}, "format": {}, "publisher": {}})  # fmt: skip
    answer = stats_answer(stats, "index")
    assert "German (de) 2, English (en-GB) 1" in "\n".join(lines(answer))
    assert list(map(tuple, answer.rows[0]["facets"]["language"])) == [("de", 2), ("en-GB", 1)]


@pytest.mark.parametrize(
    ("years", "most", "shown"),
    [
        ([(1987, 9), (1988, 1)], 5, [("1987", 9), ("1988", 1)]),
        ([(year, 1) for year in range(1990, 2026)], 5, [("1990–1999", 10), ("2000–2009", 10), ("2010–2019", 10), ("2020–2025", 6)]),
        ([(1894, 7), *((year, 100) for year in range(1900, 2000)), (2024, 1)], 12,
         [("1894–1899", 7), *((f"{ten}–{ten + 9}", 1000) for ten in range(1900, 2000, 10)), ("2020–2024", 1)]),
        ([(999, 1), (2020, 5)], 2, [("0999", 1), ("2020", 5)]),
        ([(2001, 1), (2002, 2), (2003, 3)], 2, [("2001", 1), ("2002–2003", 5)]),
        ([(year, 1) for year in range(1, 9999, 7)], 2, [("0001–4999", 715), ("5000–9997", 714)]),
    ],
)  # fmt: skip
def test_years_are_put_together_in_spans_of_one_length(
    years: list[tuple[int, int]], most: int, shown: list[tuple[str, int]]
) -> None:
    assert spans([(f"{year:04}", number) for year, number in years], most) == shown


def test_explain() -> None:
    note = Note("mixed-operators", "column 6: read as (a b) OR c", 5, "use parentheses")
    asked = asked_for("opec a OR b", note)
    parts: list[dict[str, object]] = [{"part": "opec AND a", "total": 1200}, {"part": "b", "total": 3}]
    words = [
        Meaning("b", "de", "b", [("b", 2), ("bs", 1)], 0),
        Meaning("opec*", None, None, [(f"opec{number}", 9 - number) for number in range(9)], 3),
    ]
    assert lines(explain_answer(Explanation(asked, parts, words))) == [
        "typed    opec a OR b",
        "read as  (opec AND a) OR b",
        "finds    articles that mention (opec and a) or b",
        "",
        "  1,200  opec AND a",
        "      3  b",
        "",
        "  b (German)  b 2, bs 1",
        "  opec*       opec0 9, opec1 8, opec2 7, opec3 6, opec4 5, opec5 4, opec6 3,",
        "              opec7 2 and 4 more",
        "",
        "note: column 6: read as (a b) OR c",
        "hint: use parentheses",
    ]


def test_why_nothing_matched() -> None:
    parts = [
        {"part": "opec", "total": 1200, "without": 0},
        {"part": "agency:untel", "total": 0, "without": 1200},
    ]
    assert list(diagnosis_lines(parts)) == [
        "no article matches everything; each part alone:",
        "  1,200 articles  opec",
        "      0 articles  agency:untel  (without this part: 1,200)",
    ]
    assert list(diagnosis_lines([{"part": "opec", "total": 0, "without": 5}])) == ["nothing matches opec"]
    assert list(diagnosis_lines(None)) == ["nothing matches"]


def test_stats_on_one_screen() -> None:
    known = {"headline": 10, "day": 10, "location": 9, "agency": 0}
    stats = Stats(
        HELD, 10, 3, "2024-12-30", "2025-03-04", 123456, 1, 0, [("2024", 2), ("2025", 8)],
        {"agency": [("ANI", 8)], "location": [("Ghent", 5), ("Antwerp", 1)]},
        {"all": known, "format": {"rss": {"articles": 10, **known}}, "publisher": {}},
    )  # fmt: skip
    text = lines(stats_answer(stats, "index"))
    assert text == [
        "archive     index",
        "articles    10",
        "from        3 files, 1 rejected: morgue errors",
        "days        2024-12-30 to 2025-03-04",
        "size        123.5 kB",
        "engine      tantivy, revision 7, id 00000000-0000-0000-0000-000000000000",
        "",
        "years       2024  2  ██████████",
        "            2025  8  ████████████████████████████████████████",
        "",
        "agencies    ANI 8",
        "places      Ghent 5, Antwerp 1",
        "",
        "fields filled, %  day  place  country  agency  outlet  byline  section  articles",
        "all               100     90        0       0       0       0        0        10",
        "rss               100     90        0       0       0       0        0        10",
    ]
    assert max(map(len, text)) <= 80


@pytest.mark.parametrize("height", [24, 40, 60])
def test_stats_fill_a_screen_and_no_more(height: int) -> None:
    many = {f"source {number}": {"articles": 9, "day": 9} for number in range(30)}
    stats = Stats(
        HELD, 10, 3, "1990-12-30", "2025-03-04", 123456, 1, 0, [(str(year), 2) for year in range(1990, 2026)],
        {name: [("x", 8)] for name in ("agency", "location", "publisher", "language")},
        {"all": {"day": 10}, "format": many, "publisher": many},
    )  # fmt: skip
    text = list(stats_answer(stats, "index").text(Paper(height=height)))
    assert height - 1 - 24 * (height == 60) <= len(text) <= height - 1
    assert sum(line.startswith("source 0 ") for line in text) == 2, "a format and an outlet"
    assert sum("2025" in line for line in text) == 2
    drawn = [line.split()[-3:-1] for line in text if line.endswith(("█", "▏", "▎", "▍", "▌", "▋", "▊", "▉"))]
    assert drawn[0][0].startswith("1990–")
    assert drawn[-1][0].endswith("2025")
    assert sum(int(number) for _, number in drawn) == 72, "no year is left out"


def test_stats_of_an_empty_archive() -> None:
    assert lines(stats_answer(Stats(HELD, 0, 0, None, None, 10, 0, 0), "index"))[1] == "articles    0"


def test_the_end_of_a_run() -> None:
    summary = IndexSummary(
        FileCounts(seen=14, read=2, unchanged=0, rejected=12),
        ArticleCounts(added=1500, unchanged=3, total=1503),
        [(f"bad{number}.txt", "it is \x1b[31mempty") for number in range(12)],
        seconds=0.5,
        bytes=2_500_000,
    )
    text = lines(index_answer(summary, "index"))
    assert text[:3] == [
        "1,503 articles in index: 1,500 added, 3 unchanged",
        "14 files, 2 read, 12 rejected; 2.5 MB in 0.5 s, 3,000 articles/s",
        "  rejected bad0.txt: it is [31mempty",
    ]
    assert text[-1] == "  and 2 more: morgue errors"
    assert len(text) == 13


def test_verify() -> None:
    assert lines(verify_answer(VerifyReport([], 7))) == ["the archive is sound: 7 articles"]
    assert lines(verify_answer(VerifyReport(["a.store: bad checksum"], 0))) == [
        "a.store: bad checksum",
        "the archive is damaged: morgue verify --repair rebuilds it",
    ]
    assert lines(verify_answer(VerifyReport(["x"], 7, mended=True)))[-1] == "repaired: 7 articles"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (3_400_000, "3.4 MB")]
)
def test_size(number: int, text: str) -> None:
    assert size(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.84, "0.8 s"), (12.4, "12 s"), (59.7, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_duration(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_query_error_points_at_its_place() -> None:
    error = QueryError("column 5: the quote is not closed", hint="close it", position=4)
    assert list(error_lines(error, 'air "defence')) == [
        "morgue: column 5: the quote is not closed",
        '  air "defence',
        "      ^",
        "hint: close it",
    ]


def test_the_caret_stands_below_wide_and_unsafe_characters() -> None:
    error = QueryError("x", position=4)
    assert list(error_lines(error, "北京\x1b x)"))[1:] == ["  北京 x)", "       ^"]


def test_the_caret_of_a_long_query() -> None:
    query = "a " * 500 + ")" + " b" * 500
    shown, caret = list(error_lines(QueryError("x", position=1000), query))[1:]
    assert len(shown) < 130
    assert shown[caret.index("^")] == ")"


def test_errors_and_notes_are_cleaned() -> None:
    error = UsageError("no \x1b[2Jfile", hint="h\u202e")
    assert list(error_lines(error)) == ["morgue: no [2Jfile", "hint: h"]
    assert list(note_lines(Note("unknown-word", "no\x07 x"))) == ["note: no x"]


def test_hostile_text_is_clean_everywhere() -> None:
    for galley in (search_answer(results([hit(HOSTILE)], total=1)), show_answer([HOSTILE])):
        assert all(line == clean(line) for line in lines(galley))
