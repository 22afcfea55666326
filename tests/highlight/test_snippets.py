"""Fragments and highlights: every highlight is a match, every phrase highlight the whole phrase."""

from __future__ import annotations

import datetime as dt
import gzip
import pickle
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from morgue.analysis.analyzer import words
from morgue.analysis.stem_class import class_of
from morgue.highlight.matcher import leaves, matcher
from morgue.highlight.snippets import highlights, snippets
from morgue.model.article import Article, Hit, Snippet
from morgue.query import tree
from morgue.query.parser import parse
from morgue.query.tree import Node, fields_of
from tests import invented
from tests.oracle import field_of, occurrences, resolved

NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)

BODY = (
    "Ministers met in Brussels on Thursday. They agreed on new sanctions against the shadow fleet, and on air "
    "defence for Ukraine.\n\nThe air was cold. Defence ministers left early.\n\n"
    + "Nothing of note was said in the long hours that followed the meeting of the council. " * 6
    + "\n\nAsked about sanctions, the U.S. envoy said that air defence came first. Zelensky and Macron agreed."
)
STORY = Article(
    "story",
    "Sanctions agreed in Brussels",
    BODY,
    boilerplate="Follow our sanctions coverage online.",
    dateline="BRUSSELS, October 23 (AP) —",
    byline="Anna Nowak",
)


def query(text: str) -> Node:
    return parse(text, now=NOW).tree


def marked(snippet: Snippet) -> str:
    """The text with its highlights in brackets."""
    text = snippet.text
    for start, end in reversed(snippet.highlights):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def shown(text: str, article: Article = STORY, **options: int) -> list[str]:
    return [marked(each) for each in snippets(article, query(text), **options)]


def test_the_sentence_of_the_match() -> None:
    first, second = snippets(STORY, query("sanctions"))
    assert marked(first) == (
        "They agreed on new [sanctions] against the shadow fleet, and on "
        "air defence for Ukraine.\n\nThe air was cold. Defence ministers left early."
    )
    assert marked(second).startswith("Asked about [sanctions], the U.S. envoy said")
    assert (first.field, second.field) == ("body", "body")


MARKED = (
    ("sanctioned", ["sanctions", "sanctions"]),
    ('"air defence"', ["air defence", "air defence"]),
    ("air defence", ["air", "defence", "air", "Defence", "air", "defence"]),
    ("US", ["U.S"]),
    ("zelens*", ["Zelensky"]),
    ("zelenskyy~1", ["Zelensky"]),
    ("air NEAR/1 defence", ["air", "defence", "air", "defence"]),
    ("defence PRE/3 ukraine", ["defence", "Ukraine"]),
    ("ukraine PRE/3 defence", ["body:opening"]),
    ('"first defence"~2', ["defence", "first"]),
    ('"air defence" NEAR/2 first', ["air defence", "first"]),
    ("defen* PRE/3 ukrain*", ["defence", "Ukraine"]),
    ("air NEAR/1 defence PRE/2 ukraine", ["air", "defence", "Ukraine"]),
    ("ukraine PRE/2 air NEAR/1 defence", ["body:opening"]),
    ('(zelensky OR envoy) -"air defence"', ["envoy", "Zelensky"]),
    ("NOT sanctions OR envoy", ["envoy"]),
    ("envoy^3", ["envoy"]),
    ("envoy agency:ap date:2025", ["envoy"]),
    ("agency:ap", ["body:opening"]),
    ("*", ["body:opening"]),
)


@pytest.mark.parametrize(("text", "expected"), MARKED, ids=[text for text, _ in MARKED])
def test_what_is_marked(text: str, expected: list[str]) -> None:
    node = query(text)
    found = [BODY[start:end] for start, end in highlights(STORY, node).get("body", [])]
    assert (found or ["body:opening"]) == expected
    for snippet in snippets(STORY, node):
        for start, end in snippet.highlights:
            assert snippet.text[start:end] in expected


def test_the_best_fragment_has_the_most_parts() -> None:
    first, *_ = shown("sanctions envoy zelensky")
    assert first.startswith("Asked about [sanctions], the U.S. [envoy] said")
    assert "[Zelensky]" in first


def test_what_is_only_elsewhere_is_shown_from_there() -> None:
    article = replace(STORY, headline="Fishermen protest", body="Boats stayed in port.")
    assert [(each.field, marked(each)) for each in snippets(article, query("fishermen"))] == [
        ("headline", "[Fishermen] protest")
    ]
    assert [(each.field, marked(each)) for each in snippets(article, query("fishermen boats"))] == [
        ("body", "[Boats] stayed in port."),
        ("headline", "[Fishermen] protest"),
    ]
    assert shown("byline:nowak") == ["Anna [Nowak]"]
    assert shown("boilerplate:coverage") == ["Follow our sanctions [coverage] online."]
    assert shown("dateline:ap") == ["BRUSSELS, October 23 ([AP]) —"]
    assert shown("envoy byline:anna")[-1] == "[Anna] Nowak"
    assert [each.field for each in snippets(STORY, query("sanctions byline:anna"))] == ["body", "byline"]


def test_the_field_of_a_query_is_the_field_that_is_marked() -> None:
    assert set(highlights(STORY, query("headline:sanctions"))) == {"headline"}
    assert set(highlights(STORY, query("body:brussels"))) == {"body", "dateline"}
    assert set(highlights(STORY, query("sanctions"))) == {"headline", "body"}


def test_the_opening_where_nothing_is_marked() -> None:
    (opening,) = snippets(STORY, query("date:2025"))
    assert opening.start == 0
    assert opening.highlights == ()
    assert opening.text.startswith("Ministers met in Brussels")
    assert len(opening.text) <= 180
    (headline,) = snippets(replace(STORY, body=None), query("date:2025"))
    assert (headline.field, headline.text) == ("headline", "Sanctions agreed in Brussels")
    assert snippets(replace(STORY, body=None, headline=None), query("date:2025")) == ()
    assert snippets(replace(STORY, body=" \n ", headline="x"), query("*"))[0].field == "headline"


def test_as_many_as_are_asked_for() -> None:
    assert shown("sanctions", limit=0) == []
    assert len(shown("sanctions", limit=1)) == 1
    assert len(shown("sanctions", limit=5)) == 2
    assert len(shown("said OR sanctions", limit=3)) == 3


def test_a_phrase_is_never_cut() -> None:
    long = " ".join(f"w{number}" for number in range(60))
    article = replace(STORY, body=f"Before it. {long} after it.")
    (snippet,) = snippets(article, tree.Phrase(tuple(long.split())))
    assert [snippet.text[start:end] for start, end in snippet.highlights] == [long]


def test_scripts_without_spaces_are_cut_between_characters() -> None:
    body = "日本の首相は会談した" * 40 + "東京" + "経済は成長している" * 40
    snippet, *_ = snippets(replace(STORY, body=body), query("東京"))
    assert marked(snippet).count("[東京]") == 1
    assert 100 < len(snippet.text) <= 181


def test_long_runs_of_junk() -> None:
    for junk in ("a.a." * 9_000, "x" * 40_000, "é" * 20_000, ". " * 20_000, "\n" * 40_000, "a b " * 9_000):
        article = replace(STORY, body=junk + " sanctions " + junk)
        for text in ("sanctions", '"x sanctions"', '"a b"', "a NEAR/3 sanctions", '"a sanctions"~4', "aa*"):
            for snippet in snippets(article, query(text)):
                assert snippet.text == str(getattr(article, snippet.field))[snippet.start : snippet.end]


# Properties, over invented stories and any tree.


def wanted(node: Node) -> Iterator[Node]:
    yield from leaves(node)


def allowed(field: str, article: Article, node: Node) -> set[tuple[int, int]]:
    """Start and end of every place in a text that any wanted part of the query matches, by the plain scan."""
    text = article.text_of(field) or ""
    code = class_of(article.language, article.headline, article.body)
    placed = words(text)
    found = set()
    for leaf in wanted(node):
        if field not in fields_of(field_of(leaf)):
            continue
        for first, last in occurrences(text, leaf, code):
            if isinstance(leaf, tree.Phrase) and leaf.slop is not None:
                inside = (placed[at] for at in range(first, last + 1) if placed[at].folded in leaf.words)
                found |= {(each.start, each.end) for each in inside}
            else:
                found.add((placed[first].start, placed[last].end))
    return found


def check(article: Article, node: Node) -> None:
    whole = highlights(article, node)
    for field in ("headline", "body", "dateline", "byline", "boilerplate"):
        places = allowed(field, article, node)
        got = whole.get(field, [])
        assert set(got) <= places
        assert bool(got) == bool(places)
        assert all(before[1] <= after[0] for before, after in pairwise(got))
        for start, end in places - set(got):  # what is not marked overlaps what is
            assert any(start < last and first < end for first, last in got)
    check_snippets(article, node, {field: allowed(field, article, node) for field in whole})


def check_snippets(article: Article, node: Node, places: dict[str, set[tuple[int, int]]]) -> None:
    found = snippets(article, node, limit=3, width=60)
    assert len(found) <= 3
    assert bool(found) == any((article.headline or "").split() + (article.body or "").split()) or places
    if places:
        assert all(each.highlights for each in found)
    for each in found:
        text = article.text_of(each.field) or ""
        assert each.text == text[each.start : each.end] != ""
        assert each.text == each.text.strip() or not each.highlights
        for start, end in each.highlights:
            assert (each.start + start, each.start + end) in places[each.field]
        edges = [edge for edge in (each.start, each.end) if 0 < edge < len(text)]
        cut = [word for word in words(text) for edge in edges if word.start < edge < word.end]
        assert not [
            word for word in cut if word.end - word.start < 60 and "." not in text[word.start : word.end]
        ]
    for one in found:
        for other in found:
            assert (
                one is other or one.field != other.field or one.end <= other.start or other.end <= one.start
            )


CROWD = invented.articles(60, seed=11)
LIMITS = (HealthCheck.too_slow, HealthCheck.data_too_large)


@settings(max_examples=150, suppress_health_check=LIMITS)
@given(node=invented.trees(), at=st.integers(0, len(CROWD) - 1))
def test_every_highlight_is_a_match(node: Node, at: int) -> None:
    check(CROWD[at], node)
    check(CROWD[at], resolved(node, CROWD))


@settings(max_examples=150, suppress_health_check=LIMITS)
@given(stories=invented.stories(), node=invented.WORDY)
def test_every_highlight_in_any_text_is_a_match(stories: list[Article], node: Node) -> None:
    for story in stories:
        check(story, node)


@settings(max_examples=40, suppress_health_check=LIMITS)
@given(stories=invented.stories())
def test_every_word_of_any_text_is_marked(stories: list[Article]) -> None:
    for story in stories:
        for word in words(story.body or ""):
            check(story, tree.Word(word.folded))
            check(story, tree.Phrase((word.folded,)))


@pytest.mark.nightly
@settings(max_examples=10_000, suppress_health_check=LIMITS)
@given(node=invented.trees(), at=st.integers(0, len(CROWD) - 1), stories=invented.stories())
def test_every_highlight_is_a_match_at_length(node: Node, at: int, stories: list[Article]) -> None:
    for story in (CROWD[at], *stories):
        check(story, node)


@settings(max_examples=300)
@given(st.sampled_from(invented.FOLDED), st.text(st.sampled_from("abcdeilnostuyz"), min_size=1, max_size=9))
@example("dying", "die")
@example("ability", "abl")
@example("by", "bi")
def test_a_stem_is_found_by_what_its_words_share(one: str, other: str) -> None:
    for word in (one, other):
        for each in (
            word,
            word + "s",
            word + "ing",
            word + "ed",
            word + "ly",
            word + "ational",
            word + "bility",
        ):
            check(replace(STORY, headline=each, body=f"x {each} y"), tree.Word(word))


MISSPELT = st.text(st.sampled_from("abc"), min_size=3, max_size=7)


@settings(max_examples=400)
@given(MISSPELT, st.integers(1, 2), st.text(st.sampled_from("abcabcabc .-é"), max_size=40))
@example("abcb", 1, "acbb bacb abc abcbb cbcb a.b.c.b")
@example("abc", 2, "a b.c c.a.b. .a")
def test_words_of_near_spelling_are_found_wherever_they_stand(word: str, edits: int, body: str) -> None:
    check(replace(STORY, headline=None, body=body), tree.Fuzzy(word, edits))


def test_a_text_that_fits_is_shown_whole() -> None:
    article = replace(STORY, headline="Port closed. Boats stay out", body=None)
    assert shown("boats", article) == ["Port closed. [Boats] stay out"]


def test_what_has_to_be_shown_is_never_left_out_at_the_end() -> None:
    body = "oil " + "x" * 30 + "東京都\n日本語 price\u3000barrel " + "y " * 200
    first, *_ = snippets(replace(STORY, body=body), query("oil price"), width=body.index("\u3000"))
    assert len(first.highlights) == 2


def test_a_hit_makes_its_article_when_it_is_looked_at() -> None:
    article = replace(STORY, story=STORY.id)  # as an archive gives it: one that stands alone is its own story
    hit, whole = Hit.of_json(1, 2.5, article.to_json()), Hit(1, 2.5, article)
    assert pickle.loads(pickle.dumps(hit)) == hit == whole
    assert hit.article is hit.article
    assert replace(Hit.of_json(1, 2.5, article.to_json()), rank=2) == Hit(2, 2.5, article)
    assert repr(Hit.of_json(1, 2.5, article.to_json())) == repr(whole)
    with pytest.raises(FrozenInstanceError):
        hit.rank = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="no attribute 'story'"):
        hit.story  # type: ignore[attr-defined]  # noqa: B018  it is looked for


def test_a_matcher_is_made_once_for_a_query() -> None:
    assert matcher(query("sanctions russia")) is matcher(query("sanctions  russia"))


# Real copy.

REAL = (
    "oil", '"crude oil"', "U.S. dollar", '"u.s. dollar"', "opec NEAR/5 price", "trad*", "governmnt~1",
    '"oil price barrel"~8', '"prime minister" PRE/10 (trade OR yen)', "interest NEAR/3 rate", "-oil yen",
    '"of the"', "may OR will", "1987", "mln dlrs",
)  # fmt: skip


@pytest.fixture(scope="module")
def reuters(shared: Path) -> list[Article]:
    """250 stories of Reuters."""
    from morgue.feeds import feed_of_bytes, reader

    path = sorted((shared / "corpora" / "reuters21578").glob("*.sgm.gz"))[4]
    feed = feed_of_bytes(gzip.decompress(path.read_bytes()), path=path.name)
    return list(islice(reader("reuters").read(feed), 250))


@pytest.mark.shared
@pytest.mark.parametrize("text", REAL)
def test_every_highlight_in_real_copy_is_a_match(reuters: list[Article], text: str) -> None:
    node = query(text)
    for story in reuters:
        check(story, node)
