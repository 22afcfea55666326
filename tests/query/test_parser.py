"""Queries and their trees."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.errors import QueryError
from morgue.query.parser import parse
from morgue.query.tree import (
    And,
    Boost,
    Days,
    Everything,
    Fuzzy,
    Has,
    Instants,
    Keyword,
    Location,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
)

from .clock import NOW, tree

A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")
OCTOBER = Days(dt.date(2025, 10, 1), dt.date(2025, 10, 31))

WORDS = [
    ("sanctions", Word("sanctions")),
    ("Élysée", Word("elysee", typed="élysée")),
    ("E\u0301lyse\u0301e", Word("elysee", typed="élysée")),
    ("STRASSE straße", And((Word("strasse"), Word("strasse", typed="straße")))),
    ("sanctions russia", And((Word("sanctions"), Word("russia")))),
    ("sanctions\u3000russia\u00a0oil\u200bgas", And(tuple(map(Word, ("sanctions", "russia", "oil", "gas"))))),
    ("sanctions, (ceasefire).", And((Word("sanctions"), Word("ceasefire")))),
    ("AT&T", Phrase(("at", "t"))),
    ("COVID-19", Phrase(("covid", "19"))),
    ("Xi Jinping's", And((Word("xi"), Phrase(("jinping", "s"))))),
    ("Jinping’s", Phrase(("jinping", "s"))),
    ("3.5", Phrase(("3", "5"))),
    ("10:30", Phrase(("10", "30"))),
    ("US U.S. U.S U.S.S.R. J.K.", And(tuple(map(Word, ("us", "us", "us", "ussr", "jk"))))),
    ("欧盟制裁", Phrase(("欧", "盟", "制", "裁"))),
    ("欧", Word("欧")),
    ("제재", Word("제재")),
    ("санкции", Word("санкции")),
    ("C++", Word("c")),
    ("#ceasefire", Word("ceasefire")),
    ("ＮＥＷＳ", Word("news")),
    ("*", Everything()),
    ("* -a", And((Everything(), Not(A)))),
]

PHRASES = [
    ('"air defence"', Phrase(("air", "defence"))),
    ("“air defence”", Phrase(("air", "defence"))),
    ("„air defence“", Phrase(("air", "defence"))),
    ("«air defence»", Phrase(("air", "defence"))),
    ("»air defence«", Phrase(("air", "defence"))),
    ('“air defence"', Phrase(("air", "defence"))),
    ('"air defence”', Phrase(("air", "defence"))),
    ('"he said “no” again"', Phrase(("he", "said", "no", "again"))),
    ('"Defence"', Phrase(("defence",))),
    ('"AT&T AND more"', Phrase(("at", "t", "and", "more"))),
    ('"peace war"~5', Phrase(("peace", "war"), slop=5)),
    ('"peace war"~5^2', Boost(Phrase(("peace", "war"), slop=5), 2.0)),
    ('"air defence",', Phrase(("air", "defence"))),
    ('"a"("b")', And((Phrase(("a",)), Phrase(("b",))))),
]

BOOLEAN = [
    ("a AND b", And((A, B))),
    ("a OR b", Or((A, B))),
    ("a b OR c", Or((And((A, B)), C))),
    ("a OR b AND c OR d", Or((A, And((B, C)), D))),
    ("(a OR b) c", And((Or((A, B)), C))),
    ("(a b) (c d)", And((A, B, C, D))),
    ("a OR (b OR (c OR d))", Or((A, B, C, D))),
    ("((a))", A),
    ("（a OR b） c", And((Or((A, B)), C))),
    ("NOT a", Not(A)),
    ("-a", Not(A)),
    ("NOT a b", And((Not(A), B))),
    ("NOT a OR b", Or((Not(A), B))),
    ("a NOT b", And((A, Not(B)))),
    ("a AND NOT b", And((A, Not(B)))),
    ("a AND -b", And((A, Not(B)))),
    ('a -"b c"', And((A, Not(Phrase(("b", "c")))))),
    ("a -(b OR c)", And((A, Not(Or((B, C)))))),
    ("a -e-mail", And((A, Not(Phrase(("e", "mail")))))),
    ("NOT NOT a", Not(Not(A))),
    ("NOT(a b)", Not(And((A, B)))),
    ("a-b", Phrase(("a", "b"))),
    ("-agency:ani", Not(Keyword("agency", ("ani",)))),
    ("a and b", And((A, Word("and"), B))),
    ("(a)AND(b)", And((A, B))),
]

PROXIMITY = [
    ("a NEAR/5 b", Near(A, B, 5)),
    ("a PRE/1 b", Near(A, B, 1, ordered=True)),
    ("a NEAR/5 b c", And((Near(A, B, 5), C))),
    ("c a NEAR/5 b", And((C, Near(A, B, 5)))),
    ("a NEAR/5 b OR c", Or((Near(A, B, 5), C))),
    ("NOT a NEAR/5 b", Not(Near(A, B, 5))),
    ('(a OR "b c") NEAR/05 AT&T', Near(Or((A, Phrase(("b", "c")))), Phrase(("at", "t")), 5)),
    ("a NEAR/5 b AND b NEAR/5 c", And((Near(A, B, 5), Near(B, C, 5)))),
    ("(a NEAR/5 b)^2", Boost(Near(A, B, 5), 2.0)),
    ("ta* NEAR/5 baz~2", Near(Wildcard("ta*"), Fuzzy("baz", 2), 5)),
    ("ta?k PRE/2 (b OR ca*)", Near(Wildcard("ta?k"), Or((B, Wildcard("ca*"))), 2, ordered=True)),
    ("a NEAR/5 b PRE/2 c", Near(Near(A, B, 5), C, 2, ordered=True)),
    ("(a NEAR/5 b) PRE/2 c", Near(Near(A, B, 5), C, 2, ordered=True)),
    ("a NEAR/5 (b PRE/2 c)", Near(A, Near(B, C, 2, ordered=True), 5)),
    ("a NEAR/5 b NEAR/6 c d", And((Near(Near(A, B, 5), C, 6), Word("d")))),
    ("(a NEAR/5 b OR c) NEAR/6 a", Near(Or((Near(A, B, 5), C)), A, 6)),
    (
        "headline:(a NEAR/5 b NEAR/6 ca*)",
        Near(Near(Word("a", "headline"), Word("b", "headline"), 5), Wildcard("ca*", "headline"), 6),
    ),
    ("outlet:x", Keyword("publisher", ("x",))),
    ("Source:x", Keyword("publisher", ("x",))),
    ("author:a", Word("a", "byline")),
    ("title:(a b)", And((Word("a", "headline"), Word("b", "headline")))),
    ("has:author", Has("byline")),
    ("year:1987", Days(dt.date(1987, 1, 1), dt.date(1987, 12, 31))),
    ("month:1987-10", Days(dt.date(1987, 10, 1), dt.date(1987, 10, 31))),
    ("a\u2060b", Word("ab")),
    ("a\u200bb", And((A, B))),
    ("\ufeffa\u00ad AND\u2060 \u200dagency:x\ufeff", And((A, Keyword("agency", ("x",))))),
    ("headline:(a NEAR/3 b)", Near(Word("a", "headline"), Word("b", "headline"), 3)),
    ("headline:a NEAR/3 headline:b", Near(Word("a", "headline"), Word("b", "headline"), 3)),
]

PATTERNS = [
    ("sanction*", Wildcard("sanction*")),
    ("Élys*", Wildcard("elys*")),
    ("wom?n", Wildcard("wom?n")),
    ("in*nal", Wildcard("in*nal")),
    ("(sanction*),", Wildcard("sanction*")),
    ("U.N*", Wildcard("un*")),
    ("zelensky~1", Fuzzy("zelensky", 1)),
    ("zelensky~", Fuzzy("zelensky", 1)),
    ("zelensky~2", Fuzzy("zelensky", 2)),
    ("zelensky~2^0.5", Boost(Fuzzy("zelensky", 2), 0.5)),
    ("sanction*^2", Boost(Wildcard("sanction*"), 2.0)),
    ("term^3", Boost(Word("term"), 3.0)),
    ("(a b)^2", Boost(And((A, B)), 2.0)),
    ("*^2", Boost(Everything(), 2.0)),
    ("Why?!", Wildcard("why?")),
]

FIELDS = [
    ("headline:ceasefire", Word("ceasefire", "headline")),
    ("Headline:ceasefire", Word("ceasefire", "headline")),
    ("headline：ceasefire", Word("ceasefire", "headline")),
    ('body:"air defence"', Phrase(("air", "defence"), "body")),
    ('headline:"a b"~4', Phrase(("a", "b"), "headline", 4)),
    ("headline:sanction*", Wildcard("sanction*", "headline")),
    ("byline:smyth~1", Fuzzy("smyth", 1, "byline")),
    ("headline:(a b)", And((Word("a", "headline"), Word("b", "headline")))),
    ("headline:(a -b) c", And((Word("a", "headline"), Not(Word("b", "headline")), C))),
    ("headline:AT&T", Phrase(("at", "t"), "headline")),
    ("headline:re:invent", Phrase(("re", "invent"), "headline")),
    ("headline:*", Has("headline")),
    ("agency:ANI", Keyword("agency", ("ani",))),
    ('agency:"press trust of india"', Keyword("agency", ("press trust of india", "pti"))),
    ("agency:(ani OR reuters)", Or((Keyword("agency", ("ani",)), Keyword("agency", ("reuters",))))),
    ("agency:*", Has("agency")),
    ("format:*", Everything()),
    ("agency:ani^2", Boost(Keyword("agency", ("ani",)), 2.0)),
    ('publisher:"The Tribune"', Keyword("publisher", ("the tribune",))),
    ('publisher:"The Trib"*', Keyword("publisher", ("the trib",), prefix=True)),
    ('publisher:"The Trib*"', Keyword("publisher", ("the trib",), prefix=True)),
    ('publisher:"Газета «Труд»"', Keyword("publisher", ("газета «труд»",))),
    ('publisher:“The "Daily" News”', Keyword("publisher", ('the "daily" news',))),
    ('publisher:"M*A*S*H"', Keyword("publisher", ("m*a*s*h",))),
    (r'section:"Sport\*"', Keyword("section", ("sport*",))),
    (r"section:Sport\*", Keyword("section", ("sport*",))),
    (r'section:"\*"', Keyword("section", ("*",))),
    (r'section:"\*"*', Keyword("section", ("*",), prefix=True)),
    (r'section:"a\\*"', Keyword("section", ("a\\",), prefix=True)),
    ('file:"dir\\"*', Keyword("file", ("dir\\",), prefix=True)),
    ('location:"A*B"', Location(("a*b",))),
    ("language:English", Keyword("language", ("english", "en"))),
    ("lang:de", Keyword("language", ("de",))),
    ("language:DEU", Keyword("language", ("deu", "de"))),
    ("language:ger-AT", Keyword("language", ("ger-at", "de-at"))),
    ("language:iw", Keyword("language", ("iw", "he"))),
    ("language:no", Keyword("language", ("no", "nb", "nn"))),
    ("language:nb", Keyword("language", ("nb", "no"))),
    ("language:nn", Keyword("language", ("nn",))),
    ("language:norwegian", Keyword("language", ("norwegian", "no", "nb", "nn"))),
    ("language:nb-NO", Keyword("language", ("nb-no",))),
    ("language:de*", Keyword("language", ("de",), prefix=True)),
    (
        "language:(farsi OR Deutsch)",
        Or((Keyword("language", ("farsi", "fa")), Keyword("language", ("deutsch", "de")))),
    ),
    ('publisher:"The "*', Keyword("publisher", ("the ",), prefix=True)),
    ("section:World,", Keyword("section", ("world",))),
    ("language:en_GB", Keyword("language", ("en-gb",))),
    ("keywords:crude", Keyword("keyword", ("crude",))),
    ("file:2025/10/*", Keyword("file", ("2025/10/",), prefix=True)),
    ("id:ABC*", Keyword("id", ("abc",), prefix=True)),
    ("url:https://x.org/a_(b)?c=d~2", Keyword("url", ("https://x.org/a_(b)?c=d~2",))),
    (
        "url:(http://a.org OR http://b.org)",
        Or((Keyword("url", ("http://a.org",)), Keyword("url", ("http://b.org",)))),
    ),
    ("location:Quayside", Location(("quayside",))),
    ("location:bru*", Location(("bru",), prefix=True)),
    ('location:"New Quayside"', Location(("new quayside",))),
    ("country:be", Location((), ("BE",))),
    ("country:Belgium", Location((), ("BE",))),
    ("country:(BE OR fr)", Or((Location((), ("BE",)), Location((), ("FR",))))),
    ("has:agency", Has("agency")),
    ("has:date", Has("day")),
    ("missing:location", Not(Has("location"))),
    ("missing:keywords", Not(Has("keyword"))),
    ("has:(agency OR byline)", Or((Has("agency"), Has("byline")))),
    ("date:2025-10", OCTOBER),
    ("day:2025-10", OCTOBER),
    ("date:(2025-10 OR today)", Or((OCTOBER, Days(NOW.date(), NOW.date())))),
    ("date:2025-10,", OCTOBER),
    ("(date:2025-10)", OCTOBER),
    ("date:2025-10^2", Boost(OCTOBER, 2.0)),
    (
        "published:2025-10-23T18:00Z..",
        Instants("published", dt.datetime(2025, 10, 23, 18, tzinfo=dt.UTC), None),
    ),
    (
        'sanctions AND "air defence" date:2025-10',
        And((Word("sanctions"), Phrase(("air", "defence")), OCTOBER)),
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*WORDS, *PHRASES, *BOOLEAN, *PROXIMITY, *PATTERNS, *FIELDS],
    ids=lambda value: str(value)[:50],
)
def test_tree(text: str, expected: Node) -> None:
    assert tree(text) == expected


def test_spans_are_those_of_the_text_as_typed() -> None:
    text = 'e\u0301t\u0301  OR (headline:"a b"^2 -c)'
    either = tree(text)
    assert isinstance(either, Or)
    first, group = either.children
    assert text[slice(*first.span)] == "e\u0301t\u0301"
    assert text[slice(*group.span)] == 'headline:"a b"^2 -c'
    assert isinstance(group, And)
    assert [text[slice(*each.span)] for each in group.children] == ['headline:"a b"^2', "-c"]


LIMITS = [
    ("(" * 100_000, "column 8193: the query has 100,000 characters; 8,192 is the limit"),
    ("x" * 10_000, "column 8193: the query has 10,000 characters; 8,192 is the limit"),
    ("NOT " * 20_000 + "a", "column 8193: the query has 80,001 characters; 8,192 is the limit"),
    ("(" * 8_192, "column 33: more than 32 levels of parentheses and NOTs"),
    ("NOT " * 2_000 + "a", "column 129: more than 32 levels of parentheses and NOTs"),
    ("-(" * 17 + "a" + ")" * 17, "column 33: more than 32 levels of parentheses and NOTs"),
    ("a " * 4_096, "column 2049: the query has more than 1,024 clauses (every word counts)"),
    (f'"{"a " * 1_025}"', "column 1: the query has more than 1,024 clauses (every word counts)"),
    ("欧" * 1_025, "column 1: the query has more than 1,024 clauses (every word counts)"),
]


@pytest.mark.parametrize(("text", "message"), LIMITS, ids=lambda value: value[:20])
def test_beyond_the_limits(text: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(text, now=NOW)
    assert error.value.message == message


@pytest.mark.parametrize(
    "text",
    ["(" * 32 + "a" + ")" * 32, "NOT " * 32 + "a", "a " * 1_024, "x" * 8_192, "欧" * 1_024],
    ids=["parentheses", "NOTs", "clauses", "characters", "characters that are words"],
)
def test_at_the_limits(text: str) -> None:
    assert parse(text, now=NOW).text == text


def test_a_lone_surrogate_is_no_word() -> None:
    query = parse("a \udcff", now=NOW)
    assert query.tree == A
    assert query.text.encode() == b"a ?"
    assert [note.kind for note in query.notes] == ["no-word"]


@pytest.mark.parametrize("joiner", ["\u2060", "\ufeff", "\u2060\ufeff"])
def test_a_word_joiner_between_letters_is_of_the_word(joiner: str) -> None:
    """As in a text: elsewhere it is a space that nobody sees."""
    word = tree(f"fer{joiner}ry")
    assert isinstance(word, Word)
    assert word.word == "ferry"
    both = tree(f"{joiner}ferry{joiner} AND {joiner}boat")
    assert isinstance(both, And)
    assert [each.word for each in both.children if isinstance(each, Word)] == ["ferry", "boat"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('צה"ל', Phrase(("צה", "ל"))),
        ("צה״ל", Phrase(("צה", "ל"))),
        ("צה”ל", Phrase(("צה", "ל"))),
        ('דו"חות', Phrase(("דו", "חות"))),
        ('צה"ל ארה"ב', And((Phrase(("צה", "ל")), Phrase(("ארה", "ב"))))),
        ('"צה"ל פועל"', Phrase(("צה", "ל", "פועל"))),
        ('"פועל צה"ל"', Phrase(("פועל", "צה", "ל"))),
        ('headline:צה"ל', Phrase(("צה", "ל"), "headline")),
        ('(צה"ל OR "ראש העיר")', Or((Phrase(("צה", "ל")), Phrase(("ראש", "העיר"))))),
        ('"שלום"עולם', And((Phrase(("שלום",)), Word("עולם")))),
        ('"שלום"עולם "טוב"', And((Phrase(("שלום",)), Word("עולם"), Phrase(("טוב",))))),
    ],
)
def test_a_quotation_mark_inside_a_hebrew_word_is_its_sign(text: str, expected: Node) -> None:
    """It is that of an abbreviation: between two letters, where no quotes that are open end."""
    assert tree(text) == expected
