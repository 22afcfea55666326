"""Every format prints the same answer; machines can read theirs back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest

from morgue.archive.results import ALL_FIELDS, Forgotten, hit_json, snippet_json
from morgue.errors import UsageError
from morgue.render.answer import Answer, Paper
from morgue.render.formats import FORMATS, in_words
from morgue.render.formats.documents import dumps
from morgue.render.formats.tables import cell
from morgue.render.hits import search_answer
from morgue.render.reports import forget_answer
from morgue.render.story import show_answer
from tests.render.invented import BARE, HOSTILE, SNIPPET, STORY, hit, results

HITS = (hit(STORY, 1, SNIPPET), hit(BARE, 2), hit(HOSTILE, 3))


def printed(form: str, galley: Answer, *, terminal: bool = False) -> str:
    return b"".join(FORMATS[form](galley, Paper(terminal=terminal))).decode()


@pytest.mark.parametrize("terminal", [False, True])
def test_json_is_the_document(terminal: bool) -> None:
    answer = results(HITS[:2], total=2)
    document = json.loads(printed("json", search_answer(answer), terminal=terminal))
    assert document == answer.to_json()


def test_json_of_no_hits() -> None:
    assert json.loads(printed("json", search_answer(results((), total=0))))["hits"] == []


def test_json_on_a_terminal_is_indented() -> None:
    text = printed("json", search_answer(results(HITS[:1], total=1)), terminal=True)
    assert '\n  "hits": [\n    {\n      "rank": 1,\n' in text


def test_hits_are_those_of_the_contract() -> None:
    row, article = hit_json(HITS[0]), STORY.to_json()
    assert " ".join(row) == (
        "rank score id headline published day locations agency publisher byline section language url type story copies source snippets"
    )
    assert {name: row[name] for name in row if name in article} == {
        name: article[name] for name in article if name in row
    }
    assert row["snippets"] == [snippet_json(each) for each in HITS[0].snippets]


def test_jsonl_prints_a_hit_a_line() -> None:
    rows = [json.loads(line) for line in printed("jsonl", search_answer(results(HITS, total=3))).splitlines()]
    assert [row["id"] for row in rows] == [each.article.id for each in HITS]
    assert rows[0] == hit_json(HITS[0])


def test_fields_choose_and_order_the_keys() -> None:
    galley = search_answer(results(HITS[:1], total=1), names=("body", "id", "evidence"))
    row = json.loads(printed("jsonl", galley))
    assert list(row.items()) == [("body", STORY.body), ("id", STORY.id), ("evidence", dict(STORY.evidence))]


def test_all_fields_hold_the_whole_article() -> None:
    row = hit_json(HITS[0], ALL_FIELDS)
    assert {name: row[name] for name in STORY.to_json()} == STORY.to_json()


def test_a_lone_surrogate_is_replaced_in_json() -> None:
    row = json.loads(printed("jsonl", search_answer(results(HITS[2:], total=1))))
    assert row["headline"] == "Red \x1b[31malert\x07 \u202eevil\u2028line\ufffd"
    assert "\x1b" not in dumps({"a": "\x1b"}).decode()


def test_csv() -> None:
    names = ("id", "headline", "locations", "section", "source", "snippets", "url", "score")
    text = printed("csv", search_answer(results(HITS[:2], total=2), names=names))
    assert list(csv.reader(io.StringIO(text))) == [
        list(names),
        [
            STORY.id, STORY.headline, "Ghent, BE; Antwerp", "World; Europe", "2025/03/ghent.txt",
            SNIPPET.text, "https://courier.example/ghent", "3.25",
        ],
        [BARE.id, "", "", "", "a.zip!in/b.txt", "", "", "3.25"],
    ]  # fmt: skip


def test_csv_keeps_lines_and_formulas_as_data() -> None:
    rows = [{"a": 'say "hi",\nthen', "b": "=1+1"}]
    galley = Answer({}, ("a", "b"), rows, lambda _: iter(()))
    assert printed("csv", galley) == 'a,b\n"say ""hi"",\nthen",=1+1\n'


def test_tsv_has_one_line_a_row() -> None:
    galley = search_answer(results(HITS[2:], total=1), names=("id", "headline", "body", "agency", "source"))
    assert printed("tsv", galley).split("\n") == [
        "id\theadline\tbody\tagency\tsource",
        "qrstuvwxyz234567\tRed [31malert evil line\ufffd\tOne tab2J line ]0;title\tAB\tdir/[2Jname .txt",
        "",
    ]


def test_ids() -> None:
    assert printed("ids", search_answer(results(HITS, total=3))).split() == [each.article.id for each in HITS]


def test_ids_of_what_has_none() -> None:
    with pytest.raises(UsageError, match="no article ids"):
        printed("ids", forget_answer(Forgotten(1, 3, 0)))


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_prints_what_drives_a_terminal(form: str) -> None:
    for galley in (search_answer(results(HITS, total=3)), show_answer([STORY, BARE, HOSTILE])):
        text = printed(form, galley)
        assert not set(text) & set("\x00\x07\x1b\x9b\u202e\u2028")


def test_rows_are_read_only_as_they_are_printed() -> None:
    def endless() -> Iterator[dict[str, object]]:
        while True:
            yield {"id": "x"}

    for form in ("json", "jsonl", "csv", "tsv", "ids"):
        lines = FORMATS[form](Answer({}, ("id",), endless(), lambda _: iter(()), listed="rows"), Paper())
        assert next(lines)
        assert next(lines)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "true"), (3, "3"), ([], ""), ({"place": None, "country": "BE"}, "BE"),
        ({"day": "dateline", "agency": "byline"}, "day=dateline; agency=byline"), (["a", None], "a; "),
    ],
)  # fmt: skip
def test_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_the_table() -> None:
    assert tuple(FORMATS) == ("text", "json", "jsonl", "csv", "tsv", "ids")
    assert all(each.says.endswith(".") and each.suffixes for each in FORMATS.values())
    assert in_words(FORMATS) == "text, json, jsonl, csv, tsv or ids"
    assert in_words(["text"]) == "text"
