"""What the benchmark of exports counts as found, right and wrong."""

import json
from pathlib import Path

from bench.exports import is_right, is_text_right, judge, pairs, rate_of

from morgue.model.article import Article, Edition, Place

FERRY = Article(
    "1",
    "Ferry late, again",
    "The ferry from Oban was late. Nobody was surprised.",
    published="2025-10-20T08:15:00+01:00",
    day="2025-10-20",
    locations=(Place("Oban", "GB"),),
    publisher="The Harbour Post",
    edition=Edition(None, "12", None, None),
)
STORY = {
    "n": 1,
    "headline": "FERRY LATE - AGAIN",
    "first": "The ferry from Oban",
    "last": "Nobody was surprised.",
    "chars": 42,
}


def test_fields_are_compared_by_their_words() -> None:
    assert is_right(FERRY, "headline", "FERRY LATE - AGAIN")
    assert is_right(FERRY, "publisher", ["Post", "the harbour post"])
    assert not is_right(FERRY, "publisher", "Harbour Post")
    assert is_right(FERRY, "time", "08:15")
    assert is_right(FERRY, "page", "12")
    assert is_right(FERRY, "place", "OBAN")
    assert is_right(FERRY, "byline", None)
    assert not is_right(FERRY, "byline", "Ann Oar")
    assert not is_right(FERRY, "day", None)


def test_a_text_is_right_with_its_ends_and_its_letters() -> None:
    assert is_text_right(FERRY, STORY)
    assert not is_text_right(FERRY, {**STORY, "last": "Everybody was."})
    assert not is_text_right(FERRY, {**STORY, "chars": 420})


def test_no_article_is_two_stories() -> None:
    found = [article for _, article in pairs([FERRY], [STORY, {**STORY, "n": 2}])]
    assert found == [FERRY, None]


def test_a_record_is_indexed_and_judged(tmp_path: Path) -> None:
    text = "Ferry late, again\n\nOBAN, Oct 20 - The ferry from Oban was late. Nobody was surprised.\n"
    (tmp_path / "ferry.txt").write_text(text)
    record = {
        "form": "text",
        "file": "ferry.txt",
        "stories": 2,
        "gold": [{**STORY, "day": "2025-10-21"}],
        "not_in_body": ["late"],
    }
    counts, wrong = judge(json.loads(json.dumps(record)), tmp_path)
    assert (counts["stories"], counts["headline"], counts["day"], counts["count"], counts["furniture"]) == (
        1,
        1,
        0,
        0,
        1,
    )
    assert len(wrong) == 3


def test_a_rate_is_of_all_articles_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text(
        '{"headline": "A", "body": "One."}\n{"headline": "B", "body": "Two."}\n'
    )
    rate = rate_of([tmp_path])
    assert (rate.articles, rate.size) == (2, (tmp_path / "two.jsonl").stat().st_size)
    assert rate.seconds > 0
