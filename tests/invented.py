"""Invented stories of every script and shape, and strategies for query trees over their words."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from hypothesis import strategies as st

from morgue.analysis.analyzer import fold, words
from morgue.model.article import Article, Edition, Lineage, Place, Source, article_id
from morgue.model.fields import TYPES
from morgue.query import tree
from morgue.query.tree import HAS_FIELDS, TEXT_FIELDS, Node

_COPY = (
    "oil oils price prices crude crude-oil market markets the of a x and die dying hope hoping ability able abl "
    "happy happily news newly sky skies general generalization relational U.S. US u.s. U.N. un J.K. U.S.S.R. "
    "a.b.cd i.e Zelensky Zelenskyy zelenski AT&T COVID-19 e-mail Jinping's o’neill cafe café cafés café naïve "
    "Straße strasse ﬁnance Łódź Lodz İstanbul istanbul ½ x² ªb so­ft zero‌width 1987 3.5 _under_score the-the "
    "Москва москве мир भारत हिन्दी हिन्दी, 日本 東京都 日本語 서울 서울에서 กรุงเทพ ไทย القدس القُدس ירושלים がぎ "
    "カタカナ ελλάδα Ελλάς 𝒜lpha ①② ㎏ dzs "
    "Sanktion Sanktionen Haus Häuser Haeuser häusern élection élections elections décidées decidees décider "
    "министр министры министрами liman limanlar limanı ház házak hazak házakban وزير وزراء الوزير मंत्री मंत्रियों "
    "förhandling förhandlingar forhandlingar reunião reuniões reunioes ministri ministro"
)
SPELLINGS = tuple(_COPY.split())
"""Words as copy has them: inflected, initialled, accented, compounded, and in scripts without spaces."""

GAPS = (
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    ", ",
    ". ",
    "-",
    " — ",
    "’",
    " “",
    "” ",
    "/",
    "\u00a0",
    "\u3000",
    "...",
)

FOLDED = tuple(dict.fromkeys(word.folded for spelling in SPELLINGS for word in words(spelling)))
"""The same as the index has them, one by one."""

PLACES = (
    Place("Brussels", "BE"),
    Place("São Paulo", "BR"),
    Place("Sao Tome", "ST"),
    Place(None, "BE"),
    Place("Atlantis"),
    Place("New York", "us"),
)
AGENCIES = (None, "ANI", "Reuters", "AP", "Agência Lusa")
SECTIONS = ((), ("World",), ("World", "Économie"), ("worldwide",), None)
KEYWORDS = ((), ("oil",), ("Oil & gas", "trade"), ("ölpreis",), None)
LANGUAGES = (
    *(
        None,
        None,
        "en",
        "en",
        "en-GB",
        "EN-us",
        "eng",
        "pt-BR",
        "de",
        "de-AT",
        "fr",
        "ru",
        "tr",
        "hu",
        "ar",
        "hi",
    ),
    *("sv", "it", "ja", "sw"),
)
EDITIONS = (
    None,
    None,
    Edition("2025-10-23", "3"),
    Edition(page="A03; B1", edition="Late"),
    Edition(None, None, "Late", "12"),
)
LINEAGES = (
    None,
    None,
    None,
    Lineage(None, (), 3),
    Lineage("update", (article_id("invented 1"),), None),
    Lineage("correction", (article_id("invented 2"), article_id("gone")), 2),
    Lineage("withdrawn"),
)
MOMENTS = (
    None,
    "2025-10-23",
    "2025-10-23T00:00:00Z",
    "2025-10-23T23:30:00+05:30",
    "2025-10-24T01:00:00-08:00",
    "2025-10-23T12:00:00",
    "2024-02-29",
    "1987-03-01T09:15:02.79+00:00",
)
DAYS = (None, "2025-10-23", "2025-10-24", "2024-02-29", "1987-03-01", "0999-12-31", "2025-11-01")
PATHS = ("feeds/2025/10/a.xml", "feeds/2025/11/Ä.txt", "old/reut-000.sgm", "")


def text(chance: random.Random, most: int) -> str | None:
    """A text of up to `most` words, or none."""
    size = chance.randrange(most + 1)
    return "".join(chance.choice(SPELLINGS) + chance.choice(GAPS) for _ in range(size)) or None


def article(number: int, chance: random.Random) -> Article:
    """One invented story."""
    pick = chance.choice
    return Article(
        id=article_id(f"invented {number}"),
        headline=text(chance, 8),
        body=text(chance, 40),
        boilerplate=text(chance, 3),
        published=pick(MOMENTS),
        updated=pick(MOMENTS),
        day=pick(DAYS),
        dateline=text(chance, 3),
        locations=tuple(chance.sample(PLACES, chance.randrange(3))),
        agency=pick(AGENCIES),
        publisher=pick((None, "The Harbour Post", "Harbour")),
        byline=text(chance, 2),
        section=pick(SECTIONS),
        keywords=pick(KEYWORDS),
        language=pick(LANGUAGES),
        type=pick(TYPES),
        other_headlines=tuple(each for _ in range(chance.randrange(3)) if (each := text(chance, 5))),
        edition=pick(EDITIONS),
        lineage=LINEAGES[number % len(LINEAGES)],
        url=pick((None, f"https://example.org/{number}", "https://example.org/same")),
        source=Source(pick(PATHS), pick(("rss", "text", "")), None, 0, 0, ""),
    )


def articles(count: int, seed: int = 7) -> list[Article]:
    """The same invented stories for the same numbers."""
    chance = random.Random(seed)
    return [article(number, chance) for number in range(count)]


@st.composite
def stories(draw: st.DrawFn) -> list[Article]:
    """A few stories with text of any kind."""
    made = articles(draw(st.integers(1, 5)), draw(st.integers(0, 1 << 16)))
    spelled = st.one_of(st.sampled_from(SPELLINGS), st.text(max_size=6))
    copy = st.lists(st.tuples(spelled, st.sampled_from(GAPS)), max_size=12)
    return [
        replace(
            each,
            body="".join(map("".join, draw(copy))) or None,
            headline="".join(map("".join, draw(copy))) or None,
        )
        for each in made
    ]


FIELDS = st.sampled_from([None, None, None, *TEXT_FIELDS])
WORD = st.sampled_from(FOLDED)
LONGER = WORD.filter(lambda word: len(word) > 2)
INSTANT = st.sampled_from(
    [
        None,
        dt.datetime(2025, 10, 23, tzinfo=dt.UTC),
        dt.datetime(2025, 10, 24, tzinfo=dt.UTC),
        dt.datetime(2025, 10, 23, 18, tzinfo=dt.UTC),
        dt.datetime(1987, 3, 1, 9, 15, 2, 790_000, dt.UTC),
    ]
)
DAY = st.sampled_from([None, *(dt.date.fromisoformat(day) for day in DAYS if day)])
VALUES = {
    "agency": ("ani", "reuters", "ap", "agencia lusa", "a"),
    "publisher": ("harbour", "the harbour post", "the"),
    "section": ("world", "economie", "worldwide"),
    "language": ("en", "en-gb", "pt", "e"),
    "format": ("rss", "text"),
    "keyword": ("oil", "oil & gas", "olpreis", "trade"),
    "file": ("feeds/2025/", "feeds/2025/11/a.txt", "old/reut-000.sgm"),
    "id": (article_id("invented 1"), article_id("invented 2")[:6]),
    "url": ("https://example.org/same", "https://example.org/"),
}


@st.composite
def spelled_words(draw: st.DrawFn) -> tuple[str, ...]:
    """Words that follow each other in a spelling, or any words."""
    if draw(st.booleans()):
        pair = draw(st.sampled_from(SPELLINGS)) + " " + draw(st.sampled_from(SPELLINGS))
        found = tuple(word.folded for word in words(pair))
        if found:
            return found
    return tuple(draw(st.lists(WORD, min_size=1, max_size=3)))


@st.composite
def sides(draw: st.DrawFn, field: str | None, chained: int = 0) -> Node:
    """A side of a NEAR: a word, a phrase, a wildcard, a near spelling, a group, or while `chained` lasts a NEAR."""
    leaf: st.SearchStrategy[Node] = st.one_of(
        st.builds(lambda word: tree.Word(word, field), WORD),
        st.builds(lambda each: tree.Phrase(each, field), spelled_words()),
        st.builds(lambda pattern: tree.Wildcard(pattern, field), patterns()),
        st.builds(lambda word, limit: tree.Fuzzy(word, limit, field), LONGER, st.sampled_from([1, 2])),
        *[near_of(field, chained - 1)] * (2 if chained else 0),
    )
    group = draw(st.lists(leaf, min_size=1, max_size=3 if draw(st.booleans()) else 1))
    return group[0] if len(group) == 1 else tree.Or(tuple(group))


@st.composite
def near_of(draw: st.DrawFn, field: str | None, chained: int) -> tree.Near:
    """A NEAR or a PRE of one field, of which a side may be another."""
    ordered = draw(st.booleans())
    left, right = draw(sides(field, chained)), draw(sides(field, 0 if ordered else chained))
    return tree.Near(left, right, draw(st.integers(1, 12)), ordered)


@st.composite
def nears(draw: st.DrawFn) -> tree.Near:
    """A NEAR or a PRE, or a chain of them."""
    return draw(near_of(draw(FIELDS), draw(st.sampled_from([0, 1, 1, 2]))))


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """The pattern of a wildcard: a word with something left out, after its first two characters."""
    word = draw(st.sampled_from([each for each in FOLDED if len(each) > 2]))
    at = draw(st.integers(2, len(word)))
    return (
        word[:at]
        + draw(st.sampled_from(["*", "?", "*?", "**"]))
        + draw(st.sampled_from(["", word[at + 1 :], "s"]))
    )


def wildcards() -> st.SearchStrategy[tree.Wildcard]:
    """A wildcard in any field."""
    return st.builds(tree.Wildcard, patterns(), FIELDS)


@st.composite
def keywords(draw: st.DrawFn) -> tree.Keyword:
    """Exact metadata."""
    field = draw(st.sampled_from(list(VALUES)))
    values = draw(st.lists(st.sampled_from(VALUES[field]), min_size=1, max_size=2))
    return tree.Keyword(field, tuple(values), draw(st.booleans()))


WORDY = st.one_of(
    st.builds(tree.Word, WORD, FIELDS),
    st.builds(tree.Phrase, spelled_words(), FIELDS),
    st.builds(tree.Phrase, spelled_words(), FIELDS, st.integers(1, 8)),
    wildcards(),
    st.builds(tree.Fuzzy, LONGER, st.sampled_from([1, 2]), FIELDS),
    nears(),
)
FACTS = st.one_of(
    st.just(tree.Everything()),
    keywords(),
    st.builds(
        tree.Location,
        st.lists(
            st.sampled_from([fold(place.place) for place in PLACES if place.place] + ["sao"]), max_size=2
        ).map(tuple),
        st.lists(st.sampled_from(["BE", "US", "GR"]), max_size=2).map(tuple),
        st.booleans(),
    ),
    st.builds(tree.Days, DAY, DAY),
    st.builds(tree.Instants, st.sampled_from(["published", "updated"]), INSTANT, INSTANT),
    st.builds(tree.Has, st.sampled_from(HAS_FIELDS)),
)


def _joined(kind: type[tree.And] | type[tree.Or], children: list[Node]) -> Node:
    flat: list[Node] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else [child]
    return kind(tuple(flat))


def trees() -> st.SearchStrategy[Node]:
    """Query trees of every kind of node."""
    return st.recursive(
        st.one_of(WORDY, WORDY, FACTS),
        lambda child: st.one_of(
            st.builds(lambda several: _joined(tree.And, several), st.lists(child, min_size=2, max_size=4)),
            st.builds(lambda several: _joined(tree.Or, several), st.lists(child, min_size=2, max_size=4)),
            st.builds(tree.Not, child),
            st.builds(tree.Boost, child, st.sampled_from([0.5, 3.0])),
        ),
        max_leaves=6,
    )
