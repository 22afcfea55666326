"""What the cluster makes of a text: the words of `morgue.analysis.analyzer`, at their places, and nothing else."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.analysis.analyzer import stem, words
from morgue.analysis.stems import prepared
from morgue.engines.document import document
from morgue.engines.opensearch.client import Client
from morgue.engines.opensearch.engine import OpenSearchEngine
from morgue.engines.opensearch.mapping import ALTERNATIVES, LONGEST, Layout, story, term, unmake
from tests import invented
from tests.cluster.places import place_of, remove
from tests.conftest import story as article

pytestmark = pytest.mark.cluster

Analysed = tuple[Client, str]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Analysed]:
    """An empty index of stories."""
    where = place_of(tmp_path_factory.mktemp("analysis"))
    engine = OpenSearchEngine.create(where)
    yield engine.client, engine.layout.stories + "undated"
    unmake(engine.client, Layout(engine.layout.alias))
    remove({engine.layout.alias})


def same_words(index: Analysed, text: str, code: str = "en") -> None:
    client, name = index
    sent, known = story(document(article(headline=None, body=text, language=code), 1))
    fields = orjson.loads(sent)
    folded = [word.folded for word in words(text)]
    stems = list(map(stem, folded)) if code == "en" else prepared(text, code).split()
    assert known >= set(map(term, folded))
    for field, expected in (("body_w", folded), ("body", stems), ("text", stems)):
        body = {"field": field, "text": fields.get(field, "")}
        found = client.request("POST", f"/{name}/_analyze", body)["tokens"]
        assert [each["token"] for each in found] == list(map(term, expected))
        assert [each["position"] for each in found] == list(range(len(expected)))


COPY = st.integers().map(lambda seed: invented.text(random.Random(seed), 60) or "")


@settings(max_examples=150)
@given(
    text=st.one_of(st.text(max_size=400), COPY), code=st.sampled_from(["en", "de", "fr", "ru", "ar", "hu"])
)
def test_any_text_is_the_same_words(index: Analysed, text: str, code: str) -> None:
    same_words(index, text, code)


def test_the_alternatives_of_a_word_stand_in_one_place(index: Analysed) -> None:
    client, name = index
    tokens = ["bank", "bank\U00030007", "banken\U0003000f", "x" * LONGEST, "東", "\U0001d4d0"]
    body = {"analyzer": ALTERNATIVES, "text": " ".join(tokens)}
    found = client.request("POST", f"/{name}/_analyze", body)["tokens"]
    assert [(each["token"], each["position"]) for each in found] == [(each, 0) for each in tokens]


def test_every_letter_of_the_world(index: Analysed) -> None:
    """Every code point that is a letter, a mark or a digit, alone and in a word."""
    signs = (chr(code) for code in range(0x3_0000) if not 0xD800 <= code < 0xE000)
    letters = (sign for sign in signs if sign.isalnum())
    while some := "".join(itertools.islice(letters, 700)):
        same_words(index, " ".join(some))
        same_words(index, " ".join(f"ab{sign}yz" for sign in some))


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1, 8 * LONGEST + 1, 40_000])
@pytest.mark.parametrize("letter", ["x", "\u00e9", "\U0001d4d0"])
def test_long_words(index: Analysed, letter: str, length: int) -> None:
    same_words(index, f"before {letter * length} after {letter * (length - 1)}b")
