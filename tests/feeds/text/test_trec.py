"""TREC-style collections, each with its own names for the same facts, and the TIME collection."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.text import trec
from morgue.model.article import Article

AP = """<DOC>
<DOCNO> AP910318-0107 </DOCNO>
<FILEID>AP-NR-03-18-91 1522EST</FILEID>
<FIRST>r i BC-Ferry     03-18 0190</FIRST>
<HEAD>Crews Vote on Strike</HEAD>
<HEAD>With Photos</HEAD>
<BYLINE>By INGRID OZOLA</BYLINE>
<BYLINE>Associated Press Writer</BYLINE>
<DATELINE>PIRAEUS, Greece (AP) </DATELINE>
<TEXT>
   Crews of the island ferries have voted for a strike on
Monday morning.
   ``We are tired,'' one of them said.
</TEXT>
<TEXT>
   A second take came later.
</TEXT>
</DOC>
"""
WSJ = """<DOC>
<DOCNO> WSJ861202-0101 </DOCNO>
<DD> = 861202 </DD>
<HL> Ferries: Crews Vote </HL>
<DD> 12/02/86</DD>
<SO> WALL STREET JOURNAL (J)</SO>
<DATELINE> ATHENS </DATELINE>
<TEXT>
   Crews voted.
</TEXT>
</DOC>
"""
LATIMES = """<DOC>
<DOCNO> LA010189-0001 </DOCNO>
<DATE>
<P>
January 1, 1989, Sunday, Home Edition
</P>
</DATE>
<SECTION><P>View; Part 6; Page 1</P></SECTION>
<HEADLINE><P>FERRIES IN THE FOG</P></HEADLINE>
<BYLINE><P>By ANN LI, Times Staff Writer</P></BYLINE>
<TEXT><P>One &amp; only.</P><P>Two.</P></TEXT>
<SUBJECT><P>FERRIES; FOG</P></SUBJECT>
</DOC>
"""
AQUAINT = """<DOC>
<DOCNO> XIE19960105.0001 </DOCNO>
<DOCTYPE> NEWS STORY </DOCTYPE>
<DATE_TIME> 1996-01-05 10:20 </DATE_TIME>
<BODY>
<HEADLINE> Ferry Sails </HEADLINE>
<TEXT>
<P>
The ferry sailed.
</P>
</TEXT>
</BODY>
</DOC>
"""
GIGAWORD = """<DOC id="AFP_ENG_19940512.0001" type="story" >
<HEADLINE>
Ferry sails
</HEADLINE>
<DATELINE>
ATHENS, May 12 (AFP)
</DATELINE>
<TEXT>
<P>
The ferry sailed.
</P>
</TEXT>
</DOC>
"""
TIME = b"""*TEXT 017 01/04/63 PAGE 020

THE FERRIES AT LAST, THE U.S . FERRIES SAIL .

BUT NOT TODAY .

*TEXT 018 12/11/63 PAGE 021

GREECE A VIEW .

*STOP
"""


def read(data: bytes | str) -> list[Article]:
    data = data.encode() if isinstance(data, str) else data
    return list(trec.read(feed_of_bytes(data, path="x.sgml", format="trec")))


@pytest.mark.parametrize(
    ("record", "facts"),
    [
        (
            AP,
            (
                "Crews Vote on Strike",
                "1991-03-18T15:22:00-05:00",
                "AP",
                None,
                "INGRID OZOLA",
                "PIRAEUS, Greece (AP)",
            ),
        ),
        (WSJ, ("Ferries: Crews Vote", "1986-12-02", None, "The Wall Street Journal", None, "ATHENS")),
        (
            LATIMES,
            (
                "FERRIES IN THE FOG",
                "1989-01-01",
                None,
                "Los Angeles Times",
                "ANN LI, Times Staff Writer",
                None,
            ),
        ),
        (AQUAINT, ("Ferry Sails", "1996-01-05T10:20:00", "Xinhua", None, None, None)),
        (GIGAWORD, ("Ferry sails", "1994-05-12", "AFP", None, None, "ATHENS, May 12 (AFP)")),
    ],
    ids=["ap", "wsj", "latimes", "aquaint", "gigaword"],
)
def test_facts(record: str, facts: tuple[str | None, ...]) -> None:
    (story,) = read(record)
    assert (
        story.headline,
        story.published,
        story.agency,
        story.publisher,
        story.byline,
        story.dateline,
    ) == facts


def test_copy() -> None:
    assert [story.body for story in read(AP + WSJ + LATIMES)] == [
        "Crews of the island ferries have voted for a strike on Monday morning.\n\n“We are tired,” one of them said.\n\nA second take came later.",
        "Crews voted.",
        "One & only.\n\nTwo.",
    ]


def test_what_stands_around_the_copy() -> None:
    (journal,) = read(WSJ.replace("Ferries: Crews Vote", "Ferries: Crews Vote\n----\nBy Ann Li"))
    assert (journal.headline, journal.byline) == ("Ferries: Crews Vote", "Ann Li")
    (monitored,) = read(
        "<DOC>\n<DOCNO> FBIS3-1 </DOCNO>\n<HEADER><H3><TI>Ferry sails</TI></H3></HEADER>\n<TEXT>\n"
        "Language: <F P=105> French </F>\nArticle Type:BFN\n<F P=106> [Text] </F>\nLe bac est parti.\n</TEXT>\n</DOC>\n"
    )
    assert (monitored.body, monitored.language) == ("Le bac est parti.", "fr")
    assert monitored.boilerplate == "Language: French Article Type:BFN [Text]"


def test_lists() -> None:
    (story,) = read(LATIMES)
    assert (story.section, story.keywords) == (("View; Part 6; Page 1",), ("FERRIES", "FOG"))


def test_missing_end_tags() -> None:
    (story,) = read("<DOC>\n<DOCNO>EFE19940101-00001\n<DATE>19940101\n<TITLE>Ferry\n<TEXT>It sailed.\n</DOC>")
    assert (story.headline, story.body, story.day, story.agency) == (
        "Ferry",
        "It sailed.",
        "1994-01-01",
        "EFE",
    )


def test_id_and_offset() -> None:
    data = (AP + WSJ).encode()
    first, second = read(data)
    assert first.id != second.id
    assert first.id == read(AP.replace("Vote", "Voted"))[0].id
    assert data[second.source.offset :][: second.source.length] == WSJ.strip().encode()


def test_time() -> None:
    first, second = read(TIME)
    assert first.body == "THE FERRIES AT LAST, THE U.S . FERRIES SAIL . BUT NOT TODAY ."
    assert (first.headline, first.day, first.dateline) == (None, "1963-01-04", None)
    assert (second.body, second.day) == ("GREECE A VIEW .", "1963-12-11")
    assert TIME[second.source.offset :].startswith(b"*TEXT 018")


@pytest.mark.parametrize("data", [b"<DOC><DOCNO>1</DOCNO></DOC>", b"*TEXT 1 99/99/99\n\n", b""])
def test_no_story(data: bytes) -> None:
    with pytest.raises(NoArticle):
        read(data)


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (AP.encode(), 96),
        (GIGAWORD.encode(), 96),
        (TIME, 95),
        (b"<DOC>no number", 0),
        (b"<!DOCTYPE html><DOCUMENT>", 0),
        (b"the mark *TEXT 017 01/04/63", 0),
        (b"", 0),
        (b"<DOC>\n<HEADLINE>Ferry</HEADLINE>\n<TEXT>\nLate.\n</TEXT>\n</DOC>\n<DOC>\n<TEXT>\nRain.", 96),
        (b"<doc><ti>Ferry</ti></doc>\r\n\r\n<doc><ti>Rain</ti></doc>", 96),
        (b'\n<DOC lang="en"><TEXT>A</TEXT></DOC><DOC lang="fr"><TEXT>B</TEXT></DOC>', 96),
        (b"<doc><text>Alone, which XML may be.</text></doc>\n", 0),
        (b"<docs><doc><ti>Ferry</ti></doc><doc><ti>Rain</ti></doc></docs>", 0),
    ],
)
def test_sniff(head: bytes, sure: int) -> None:
    assert trec.sniff(head, "x") == sure


@given(st.data())
def test_mutated_records_give_articles_or_a_feed_error(data: st.DataObject) -> None:
    document = bytearray(
        data.draw(st.sampled_from([AP.encode(), (WSJ + GIGAWORD).encode(), LATIMES.encode(), TIME]))
    )
    for _ in range(data.draw(st.integers(1, 10))):
        start = data.draw(st.integers(0, len(document)))
        document[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
    with suppress(FeedError):
        assert all(isinstance(each, Article) for each in read(bytes(document)))


@pytest.mark.parametrize(
    "junk", ["<DOC>", "<DOC><A", "<DOC><A>", "<DOC>" + "".join(f"<A{n}>" for n in range(99))]
)
def test_junk_ends_soon(junk: str) -> None:
    with suppress(FeedError):
        assert all(isinstance(each, Article) for each in read(junk * 2000))


@pytest.mark.shared
def test_shared_time_collection(shared: Path) -> None:
    data = gzip.decompress((shared / "corpora/time/TIME.ALL.gz").read_bytes())
    stories = read(data)
    assert len(stories) == data.count(b"*TEXT ") == 423
    assert len({story.id for story in stories}) == 423
    assert all((story.day or "").startswith("1963-") for story in stories)


@pytest.mark.parametrize(
    ("inside", "field", "words"),
    [
        ("<TI>Fähre fährt</TI><LD>Bern, 3. März (sda) Die Fähre fährt.</LD><TX>Wieder.</TX>", "body", "Wieder."),
        ("<TITLE>Fähre</TITLE><LEAD>Sie fährt wieder.</LEAD><TEXT>Am Abend.</TEXT>", "body", "Sie fährt wieder."),
        ("<HEAD>Ferry Sails</HEAD><HEAD>Crew Is Paid</HEAD><TEXT>It sailed.</TEXT>", "boilerplate", "Crew Is Paid"),
        (
            "<HEADLINE>Ferry sails</HEADLINE><TEXT>It sailed.</TEXT><GRAPHIC><P>Photo, The ferry</P></GRAPHIC>",
            "boilerplate",
            "Photo, The ferry",
        ),
        ("<HEAD>Ferry Sails</HEAD><TEXT>It sailed.</TEXT><NOTE>Eds: adds the crew.</NOTE>", "boilerplate", "adds the crew"),
        ("<TITLE>Le bac repart</TITLE><TEXT>Il est reparti.</TEXT><KW>bacs</KW>", "keywords", "bacs"),
        ("<HEADLINE>Ferry sails</HEADLINE> &UR; By ANN LI &LR; <TEXT>It sailed.</TEXT>", "byline", "ANN LI"),
        ("<HEADLINE>Ferry sails</HEADLINE><TEXT>It sailed &MD; &UR;late&LR;.</TEXT>", "body", "sailed — late."),
    ],
)  # fmt: skip
def test_every_word_of_a_record_is_kept(inside: str, field: str, words: str) -> None:
    (story,) = read(f"<DOC><DOCNO> AB940303-0001 </DOCNO>{inside}</DOC>")
    assert words in str(getattr(story, field))


@pytest.mark.parametrize(
    "code", ["<PROFILE>_AN-BEOA7 AAIFT</PROFILE>", "<LENGTH>120 words</LENGTH>", "<RE>USA</RE>"]
)
def test_codes_are_no_words(code: str) -> None:
    (story,) = read(
        f"<DOC><DOCNO>AB940303-0001</DOCNO>{code}<HEAD>Ferry sails</HEAD><TEXT>It sailed.</TEXT></DOC>"
    )
    assert story.boilerplate is None
