"""jsonl: our own lines come back as they are; rows of others go by common names; damage is told by line."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.support.own_form import is_own
from morgue.feeds.tables import jsonl
from morgue.ingest.read import articles_of
from morgue.io.containers import open_stream
from morgue.io.lines import LINE_BYTES
from morgue.model.article import FIELDS, MOST_EARLIER, Article, Edition, Lineage, Place, Source
from morgue.model.fields import SIGNALS, TYPES

WHOLE = Article(
    "abcdefgh234567ab",
    "Ferry service resumes",
    "HARBOUR TOWN, May 4 (Reuters) - First.\n\nSecond.",
    "Updated At: 10:00",
    "2025-10-23T23:30:00+05:30",
    None,
    "2025-10-22",
    None,
    (Place("Harbour Town", None), Place(None, "BE")),
    None,
    "The Ferry Times",
    None,
    (),
    None,
    None,
    None,
    "video",
    ("Ferry is back", "Ferry"),
    Edition("2025-10-23", "A1", "Late", None),
    Lineage("update", ("aaaabbbbccccdddd",), 2),
    None,
    1,
    Source("old/path.xml", "nitf", "a.xml", 12, 34, "ff"),
    {"day": "dateline"},
)


def read(data: bytes) -> tuple[list[Article], list[str]]:
    feed = feed_of_bytes(data, path="a.jsonl")
    return list(jsonl.read(feed)), [each.message for each in feed.complaints]


def line(value: object) -> bytes:
    return orjson.dumps(value) + b"\n"


def test_own_articles_come_back_as_they_are():
    (again,), complaints = read(line(WHOLE.to_json()))
    assert again == WHOLE
    assert complaints == []


ours = st.builds(
    Article,
    st.from_regex(r"[a-z2-7]{16}", fullmatch=True),
    *[st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"))] * 3,
    *[st.none() | st.just("2025-10-23") | st.just("2025-10-23T10:00:00Z")] * 2,
    st.none() | st.just("2025-10-23"),
    st.none() | st.just("OSLO, May 3 -"),
    st.none() | st.lists(st.builds(Place, st.text("ab"), st.none() | st.just("NO"))).map(tuple),
    *[st.none() | st.text("ab ")] * 3,
    *[st.none() | st.lists(st.text("ab")).map(tuple)] * 2,
    *[st.none() | st.text("ab ")] * 2,
    st.sampled_from(TYPES),
    st.none() | st.lists(st.text("ab")).map(tuple),
    st.none()
    | st.builds(Edition, st.none() | st.just("2025-10-23"), *[st.none() | st.text("ab", min_size=1)] * 3),
    st.none()
    | st.builds(
        Lineage,
        st.none() | st.sampled_from(SIGNALS),
        st.lists(st.from_regex(r"[a-z2-7]{16}", fullmatch=True), max_size=3, unique=True).map(tuple),
        st.none() | st.integers(1, 999_999_999),
    ),
    st.none(),
    st.just(1),
    st.builds(
        Source,
        st.text("ab/"),
        st.just("rss"),
        st.none() | st.just("m"),
        st.integers(0, 9),
        st.integers(0, 9),
        st.just("0f"),
    ),
    st.dictionaries(st.sampled_from(FIELDS), st.text("ab")),
)


@settings(max_examples=80)
@given(st.lists(ours, min_size=1, max_size=4))
def test_every_own_article_comes_back(articles: list[Article]):
    again, complaints = read(b"".join(line(each.to_json()) for each in articles))
    assert again == articles
    assert complaints == []


def test_a_hit_is_read_without_rank_score_and_snippets():
    hit = {"rank": 1, "score": 3.5, **WHOLE.to_json(), "snippets": [{"field": "body", "text": "x"}]}
    assert read(line(hit))[0] == [WHOLE]


def test_an_article_of_an_earlier_version_is_whole():
    earlier = {
        key: value
        for key, value in WHOLE.to_json().items()
        if key not in ("type", "other_headlines", "edition", "lineage")
    }
    (story,), _ = read(line(earlier))
    assert not story.reading.partial
    assert story == replace(WHOLE, type="story", other_headlines=(), edition=None, lineage=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": 5},
        {"edition": "late"},
        {"edition": {"page": 3}},
        {"other_headlines": "a"},
        {"lineage": "update"},
        {"lineage": {"of": "abcdefghijklmnop"}},
        {"lineage": {"of": [5]}},
        {"lineage": {"signal": 1}},
        {"lineage": {"number": True}},
        {"lineage": {"number": 1.5}},
    ],
)
def test_values_of_another_form_are_not_ours(wrong):
    assert not is_own({**WHOLE.to_json(), **wrong})
    assert is_own(WHOLE.to_json())


def test_what_no_feed_can_state_of_versions_is_left_out():
    ids = [f"{'abcdefghijklmn'}{first}{second}" for first in "abcdefgh" for second in "abcdefgh"]
    stated = {"signal": "rumour", "of": [WHOLE.id, "nothing", ids[0], *ids], "number": 10**12}
    (story,), _ = read(line({**WHOLE.to_json(), "lineage": stated}))
    assert story.lineage == Lineage(None, tuple(ids[:MOST_EARLIER]), None)
    assert read(line({**WHOLE.to_json(), "lineage": {}}))[0][0].lineage == Lineage()


def test_some_fields_leave_the_rest_null():
    source = {"path": "a.jsonl"}
    (story,), _ = read(line({"id": WHOLE.id, "headline": "Only this", "day": None, "source": source}))
    assert story.id == WHOLE.id
    assert story.reading.partial, "a row with some of its fields is no version of the story"
    assert {name for name in FIELDS if getattr(story, name)} == {"id", "headline", "type", "copies", "source"}
    assert (story.locations, story.type, story.other_headlines, story.edition) == (None, "story", (), None)
    assert story.source.path == "a.jsonl"


@pytest.mark.parametrize(
    "more", [{}, {"id": "aaaaaaaaaaaaaaaa"}, {"id": 17, "source": {"path": "x"}}, {"source": "BBC"}]
)
def test_a_foreign_row_with_our_names_is_a_foreign_row(more):
    (story,), _ = read(
        line(
            {
                "headline": "Talks",
                "body": "PARIS, May 3 (AFP) - Talks go on.",
                "published": "2025-05-03T10:00:00Z",
                **more,
            }
        )
    )
    assert (story.agency, story.day, story.dateline) == ("AFP", "2025-05-03", "PARIS, May 3 (AFP) -")
    assert story.body == "Talks go on."


def test_rows_of_others_are_extracted():
    (story,), _ = read(
        line({"title": "Boats", "text": "OSLO, March 3 (Reuters) - A boat sank.", "date": "2024-03-03"})
    )
    assert (story.headline, story.agency, story.day, story.body) == (
        "Boats",
        "Reuters",
        "2024-03-03",
        "A boat sank.",
    )


def test_a_row_with_an_id_of_another_kind_is_not_ours():
    (story,), _ = read(
        line({"id": "42", "headline": "Boats", "body": "OSLO, March 3 (Reuters) - A boat sank."})
    )
    assert story.agency == "Reuters"
    assert story.id != "42"


def test_bad_lines_are_told_by_number_and_the_rest_goes_on():
    data = (
        line({"title": "A", "text": "a"})
        + b"\nnot json\n[1]\n"
        + line({"x": 1})
        + line({"title": "B", "text": "b"})
        + b'{"title": "C'
    )
    stories, complaints = read(data)
    assert [each.headline for each in stories] == ["A", "B"]
    assert complaints == [
        "line 3: not JSON: the line does not begin with a brace",
        "line 4: not a JSON object",
        "line 5: no headline or text in the row",
        'line 7: not JSON: it is cut off: {"title": "C',
    ]


def test_half_a_surrogate_pair_stands_for_no_character_and_a_whole_one_for_its_own():
    data = (
        rb'{"headline": "Half \ud83d here", "body": "A \\ud83d, a \ud83d\ude00 and a \udc00 at sea."}' + b"\n"
    )
    articles, complaints = read(data + b'{"headline": "Ferry", "body": "It sails."}\n')
    assert [each.headline for each in articles] == ["Half \ufffd here", "Ferry"]
    assert articles[0].body == "A \\ud83d, a \U0001f600 and a \ufffd at sea."
    assert complaints == []


def test_a_bad_first_line_hides_no_good_ones():
    data = b'{"headline": "Cut\n{"headline": "Ferry", "body": "It sails."}\n{"headline": "Bus", "body": "Late."}\n'
    assert pick(data, "a.jsonl").name == "jsonl"
    articles, complaints = read(data)
    assert [each.headline for each in articles] == ["Ferry", "Bus"]
    assert complaints == ["line 1: not JSON: it is cut off"]


def test_nothing_readable_is_an_error_and_nothing_at_all_no_article():
    with pytest.raises(FeedError, match="no line could be read; line 1: not JSON"):
        read(b"{broken\n{too\n")
    with pytest.raises(NoArticle):
        read(b"\n\n")


def test_offsets_are_those_of_the_lines():
    rows = [line({"title": "Ä", "text": "ö"}), b"\n", line({"title": "B", "text": "b"})]
    stories, _ = read(b"".join(rows))
    assert [(each.source.offset, each.source.length) for each in stories] == [
        (0, len(rows[0]) - 1),
        (len(rows[0]) + 1, len(rows[2]) - 1),
    ]


def test_hostile_lines():
    deep = b'{"title":"x","text":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
    long = b'{"title":"' + b"x" * (LINE_BYTES + 10) + b'"}\n'
    stories, complaints = read(
        deep + long + line({"title": "B", "text": "b", "n": 1}) + b'{"title":"N","text":"n","score2":NaN}\n'
    )
    assert [each.headline for each in stories] == ["B", "N"]
    assert [each.split(":")[0] for each in complaints] == ["line 1", "line 2"]
    assert "longer than 16 MB" in complaints[1]


@pytest.mark.parametrize(
    ("head", "name", "picked"),
    [
        (line(WHOLE.to_json()), "x.txt", "jsonl"),
        (line({"title": "a"}) * 2, "x.txt", "jsonl"),
        (b'{"title": "a", "text": "b"}', "x.json", "json"),
        (b'{\n "title": "a"\n}', "x.jsonl", "json"),
    ],
)
def test_sniff(head, name, picked):
    assert pick(head, name).name == picked


@settings(max_examples=100)
@given(st.binary(max_size=300), st.integers(0, 250))
def test_mutated_bytes_give_articles_or_feed_errors(data: bytes, at: int):
    made = json.dumps(WHOLE.to_json()).encode()
    for feed in (data, made[:at] + data + made[at:]):
        jsonl.sniff(feed, "x")
        with contextlib.suppress(FeedError):
            assert all(isinstance(each, Article) for each in read(feed)[0])


def own(**facts: object) -> tuple[Article, list[str]]:
    """The article of a row in our own form, and what was complained of."""
    (found,), complaints = read(line({"id": WHOLE.id, "source": WHOLE.to_json()["source"], **facts}))
    return found, complaints


@pytest.mark.parametrize("day", ["2023-11-07T21:40:00Z", "2023-11-07T01:40:00+05:30", "2023-11-07"])
def test_the_day_of_an_own_row_is_a_day(day: str) -> None:
    """An instant is the day that it prints, so that every search by date and the timeline finds it."""
    assert (own(day=day)[0].day, own(day=day)[1]) == ("2023-11-07", [])


@pytest.mark.parametrize("name", ["day", "published", "updated"])
@pytest.mark.parametrize(
    "value", ["2023-13-45", "2023-02-30T10:00:00Z", "0001-01-01T00:00:00+01:00", "2023-11-07T25:00:00Z"]
)
def test_what_is_no_date_is_left_out_of_an_own_row_and_said(name: str, value: str) -> None:
    found, complaints = own(headline="Boats", **{name: value})
    assert getattr(found, name) is None
    assert found.headline == "Boats"
    assert complaints == [f"the row at byte 0: {name} {value} is not a date and is left out"]


def test_an_own_row_holds_no_control_characters() -> None:
    """Neither in its texts nor in its lists; a sign of windows-1252 becomes that sign."""
    found, _ = own(
        headline="Bo\x9bats\x7f \x93sail\x94",
        keywords=["a\x81b"],
        body="One\x85two\r\nthree",
        evidence={"day": "x\x01"},
    )
    assert (found.headline, found.keywords, found.body) == ("Boats “sail”", ("ab",), "One\ntwo\nthree")
    assert found.evidence == {"day": "x"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Shares of Quay Oil <QYO>, whose tankers sail, rose.", None),
        ("Harbour Tech <A> and R&D fell.", None),
        ("Write to <night@pier.example> & ask.", None),
        ("a < b and c > d", None),
        ("Use <script> in pages", None),
        ("<p>Quay Oil <QYO> rose.</p>", "Quay Oil <QYO> rose."),
        ("Quay Oil <QYO> &amp; Sons", "Quay Oil <QYO> & Sons"),
        ("One.<br>Two.", "One.\nTwo."),
    ],
)
def test_only_what_is_markup_in_a_text_column_is_markup(text: str, kept: str | None) -> None:
    (found,), _ = read(line({"title": "Boats", "text": text, "date": "2023-11-07"}))
    assert found.body == (kept or text)


WORDS = "The fog closed in behind the ferry. "


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json", "rows.txt", "rows"])
@pytest.mark.parametrize("length", [70_000, 1_000_000])
@pytest.mark.parametrize(
    "row",
    [
        {"title": "Story", "text": "TEXT", "date": "2019-05-04"},
        {"headline": "Story", "body": "TEXT"},
        {"id": 1, "content_html": "<p>TEXT</p>", "url": "https://quay.example/1", "name": "Story"},
        {"_index": "news", "_source": {"title": "Story", "body": "TEXT", "date": "2019-05-04"}},
        {"uri": "urn:quay:1", "versioncreated": "2019-05-04T10:00:00Z", "headline": "Story", "body_text": "TEXT"},
    ],
)  # fmt: skip
def test_a_first_line_longer_than_a_head(row: dict[str, object], length: int, name: str) -> None:
    """Rows are rows by what they are, however long the first of them is."""
    text = WORDS * (length // len(WORDS))
    first, second = (json.dumps(row).replace("TEXT", each) for each in (text, "Short."))
    stories = read_as_picked(f"{first}\n{second}\n", name)
    assert [each.headline for each in stories] == ["Story", "Story"]
    assert len(stories[0].body or "") > length - 100
    assert {each.source.format for each in stories} == {"jsonl"}
    assert stories[1].source.offset == len(first) + 1


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n"])
@pytest.mark.parametrize(
    "around",
    [{"articles": []}, {"version": "https://jsonfeed.org/version/1.1", "items": []}, {"data": {"posts": []}}],
)
def test_a_document_on_one_long_line_is_no_row(around: dict[str, object], end: str) -> None:
    item = {"id": "1", "title": "Story", "content_text": WORDS * 3_000, "url": "https://quay.example/1"}
    document = json.dumps(around).replace("[]", json.dumps([item, {**item, "title": "Other"}]))
    stories = read_as_picked(document + end, "feed.json")
    assert [each.headline for each in stories] == ["Story", "Other"]
    assert {each.source.format for each in stories} == {"json"}


def read_as_picked(data: str, name: str) -> list[Article]:
    """The stories of a file of this name."""
    (feed,) = open_stream(io.BytesIO(data.encode()), name=name, source_path=name, sha256="")
    found = list(articles_of(feed))
    assert feed.complaints == []
    return found


def test_the_actions_of_a_bulk_file_are_passed_over():
    data = b'{"index":{"_id":"1"}}\n{"title":"One","text":"First."}\n{"create":{}}\n{"title":"Two","text":"Second."}\n'
    stories, complaints = read(data)
    assert [each.headline for each in stories] == ["One", "Two"]
    assert complaints == []


@pytest.mark.parametrize(
    "row",
    [
        {"name": "Ann Lee", "url": "https://quay.example/ann", "bio": "Writes on ports."},
        {"name": "Editor", "description": "May edit.", "created_by": "root"},
        {"level": "info", "msg": "read 3 files", "ts": 1556964672},
        {"id": "1", "url": "https://quay.example/1"},
        {"hash": "ab", "size": 3},
    ],
)
def test_rows_of_other_things_are_no_stories(row: dict[str, object]):
    with pytest.raises(FeedError):
        read(line(row) * 3)


def test_rows_without_a_word_are_sound():
    with pytest.raises(NoArticle, match="no row with a headline or a text"):
        read(b'{"id":"1","title":"","text":null,"url":"https://quay.example/1"}\n')
    stories, complaints = read(
        b'{"id":"1","title":"","text":""}\n{"id":"2","title":"Two","text":"Second."}\n'
    )
    assert [each.headline for each in stories] == ["Two"]
    assert complaints == ["line 1: neither headline nor text in the row"]


LINES = ('{"title": "Ayr", "text": "One."}', '{"title": "Bude", "text": "Two."}')


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("\r".join(LINES) + "\r", 0),
        ("\r".join(LINES), 0),
        ("# exported by Ann\n" + "\n".join(LINES), 0),
        ("// exported\r\n// today\r\n" + "\r\n".join(LINES), 0),
        ("# exported\r" + "\r".join(LINES), 0),
        ("All stories of March\n" + "\n".join(LINES) + "\n", 1),
    ],
)
def test_line_ends_and_what_stands_above_the_rows(text: str, complaints: int, name: str) -> None:
    data = text.encode()
    reader = pick(data, name)
    feed = feed_of_bytes(data, path=name)
    assert reader.name == "jsonl"
    assert [each.headline for each in reader.read(feed)] == ["Ayr", "Bude"]
    assert len(feed.complaints) == complaints


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_a_json_text_sequence_is_a_story_a_record(end: str) -> None:
    rows = [
        {"headline": f"Boat {at}", "text": f"Boat {at} sank.", "url": f"https://f.example/{at}"}
        for at in range(3)
    ]
    data = "".join(f"\x1e{json.dumps(row)}{end or chr(10)}" for row in rows).encode()
    assert pick(data, "a.json-seq").name == "jsonl"
    found = list(jsonl.read(feed_of_bytes(data, path="a.json-seq")))
    assert [each.body for each in found] == [row["text"] for row in rows]


def test_the_log_of_a_crawler_is_no_rows_of_stories():
    """Web archives (WACZ) hold one beside their captures."""
    rows = [
        {
            "timestamp": "2024-02-03T10:00:00Z",
            "logLevel": "info",
            "context": "general",
            "message": "Creating 1 workers",
            "details": {},
        }
    ] * 2
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    with pytest.raises(NoArticle, match=r"^the log of a crawler$"):
        list(jsonl.read(feed_of_bytes(data, path="crawl.log", format="jsonl")))
