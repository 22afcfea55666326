"""Wire text: 7901, ANPA and ZCZC messages, text in other fixed forms, and the shared files against their lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.wire import iptc7901
from morgue.model.article import article_id
from tests.feeds.agencyfiles import (
    corpus,
    damaged,
    day_and_time,
    holds_its_contract,
    read_as_picked,
    samples,
    stories,
    story,
)

FOLDER = "wire-text"

IPTC = (
    b"\x7f\x7f\r\n\x01eca0077 3 i 143 ccccb   dpa 0912\r\n\r\nEU/shipping/\r\n\x021ST LEAD\r\n"
    b"Berlin promises help for the shipyards that the ban has hit hardest\r\nin the north =\r\n\r\n"
    b"   Berlin (dpa) - The government will help shipyards that lose work\r\nbecause of the ban, it said on Wednesday.\r\n\r\n"
    b'   "Nobody put these ships to sea," a minister said.\r\n\r\n# dpa NOTEBOOK\r\n\r\n## dpa Contacts\r\n- Reporting by: A B\r\n\r\n'
    b"dpa hgl pwi xxde\r\n\r\n\x03291312 GMT Oct 25\r\n\x7f\r\n\x7f\x04"
)

ANPA = (
    b"\x16\x16\x01W3301\x1f_asian\n\rr f\x14\x11 BC-AS--Japan-Tools     11-05 0190\n"
    b"\x02\x02^BC-AS--Japan-Tools, 1st Ld-Writethru,161<\n^Japan, Korea shelve duties<\n^They talked for 14 hours and slept for two<\n"
    b"^AP Photo TOK101<\n^Eds: With AP Photos.<\n^By HARUKA MISAWA=\n^Associated Press Writer=\n"
    b"\t   TOKYO (AP) _ Japan agreed to wait. It said so. \n \n\t   Seoul agreed too, a day later, in a statement of forty lines.\n"
    b"\t   Orders rose.\n\t   ;MON;TUE<\n\t   Seoul;3;4<\n^END<\n\n\t   \x03AP-WF-11-05-25 1012GMT<\n\n\x0c\n\x04"
)

ZCZC = (
    b"ZCZC AAP\r\n%A\r\n#Bell_BC1\r\n$Bell found in Qld harbour\r\n:(BRISBANE)\r\n&AAPIS\\quilla\r\n*07000000\r\n@QLD\r\n"
    b"A bell has been found in a harbour.\r\n\r\n   Divers heard it first.\r\n\r\nAAP RTV\r\nNNNN\r\n"
)

FIELDS = (
    b"zczc\r\nAN#26945\r\nKN#Harbour Bites\r\nPD#06 June 2016 14:00:00\r\nCO#BEL.AX\r\nBY#\r\nTI#Bell still silent\r\n"
    b"AB#Short.\r\nTX#\r\nThe bell\x92s rope is gone.\r\nA new one is ordered.\r\n"
)


def test_iptc_7901() -> None:
    found = story(iptc7901, IPTC)
    assert (
        found.headline == "Berlin promises help for the shipyards that the ban has hit hardest in the north"
    )
    assert found.published == "2025-10-29T13:12:00+00:00"
    assert (found.agency, found.dateline) == ("dpa", "Berlin (dpa) -")
    assert found.body == (
        "The government will help shipyards that lose work because of the ban, it said on Wednesday.\n\n"
        '"Nobody put these ships to sea," a minister said.'
    )
    assert found.keywords == ("EU/shipping",)
    assert found.boilerplate is not None
    for aside in ("1ST LEAD", "Reporting by: A B", "dpa hgl pwi xxde"):
        assert aside in found.boilerplate


def test_anpa_1312() -> None:
    found = story(iptc7901, ANPA)
    assert found.headline == "Japan, Korea shelve duties"
    assert found.published == "2025-11-05T10:12:00+00:00"
    assert (found.agency, found.byline, found.dateline) == ("AP", "HARUKA MISAWA", "TOKYO (AP) _")
    assert found.body == (
        "Japan agreed to wait. It said so.\n\nSeoul agreed too, a day later, in a statement of forty lines.\n\n"
        "Orders rose.\n\n;MON;TUE\nSeoul;3;4"
    )
    assert found.id == article_id("anpa:AP:2025-11-05 10:12 GMT:W3301")
    assert found.boilerplate is not None
    for aside in ("They talked for 14 hours", "AP Photo TOK101", "Eds: With AP Photos."):
        assert aside in found.boilerplate


def test_the_slug_stands_in_where_anpa_has_no_headline() -> None:
    bare = re.sub(rb"\^Japan, Korea.*?\^Associated Press Writer=\n", b"", ANPA, flags=re.DOTALL)
    assert story(iptc7901, bare).headline == "BC-AS--Japan-Tools, 1st Ld-Writethru"


def test_zczc_with_signs() -> None:
    found = story(iptc7901, ZCZC)
    assert (found.headline, found.agency) == ("Bell found in Qld harbour", "AAP")
    assert found.body is not None
    assert found.body.startswith("A bell has been found in a harbour.\n\nDivers heard it first.")
    assert found.keywords == ("Bell_BC1",)


@pytest.mark.parametrize(
    ("headers", "headline"),
    [
        (b":Motor\r=Sydney 500\r^MOTOR:  Results\r*X\r&T\r+15039001\r", "MOTOR: Results"),
        (b"#Greyhound\n:TAB DIVS Thursday\n", "TAB DIVS Thursday"),
        (b"#Darwin Grey\r\n:11/10/2015\r\n", "Darwin Grey"),
        (b"%MGD\r\n$K\r\n:\r\n:Builders of Bells\r\n*X\r\n", "Builders of Bells"),
        (b"YY RFG\n:POTTED :Pinjarra\n:SPORT - Pinjarra Form\n", "Pinjarra Form"),
        (b"YY TDR\nRACING : Park FIELDS Thursday\n", "Park FIELDS Thursday"),
        (b"YY TDA\nFarm WEIGHTS FARM<!\n", "Farm WEIGHTS FARM"),
    ],
)
def test_headlines_of_zczc(headers: bytes, headline: str) -> None:
    found = story(iptc7901, b"ZCZC AAP\r\n" + headers + b"The text begins here.\r\nNNNN")
    assert found.headline == headline
    assert found.body is not None
    assert found.body.endswith("The text begins here.")


def test_a_head_of_zczc_without_signs() -> None:
    found = story(
        iptc7901,
        b"ZCZC\nBC-TOOLS-DUTIES URGENT\n05-11 0123\nJAPAN AND KOREA SHELVE DUTIES\n\n"
        b"TOKYO, Nov 5 (Reuters) - Japan agreed to wait.\n\nSeoul agreed too.\nNNNN\n",
    )
    assert found.headline == "JAPAN AND KOREA SHELVE DUTIES"
    assert found.body == "Japan agreed to wait.\n\nSeoul agreed too."
    assert found.keywords == ("BC-TOOLS-DUTIES URGENT",)
    wrapped = story(
        iptc7901,
        b"ZCZC\nJapan agreed to wait with its duties\nfor machine tools.\n\nSeoul agreed too.\nNNNN\n",
    )
    assert wrapped.body is not None
    assert "for machine tools." in wrapped.body


def test_zczc_with_fields() -> None:
    found = story(iptc7901, FIELDS)
    assert (found.headline, found.publisher, found.agency) == ("Bell still silent", "Harbour Bites", None)
    assert found.body == "The bell’s rope is gone.\n\nA new one is ordered."
    assert found.published == "2016-06-06T14:00:00"


def test_a_release_a_warning_a_ticker_and_a_bulletin() -> None:
    release = b"Source: Bell Works\r\nMEDIA RELEASE PR123\r\nBell Works Casts \r\nIts Largest Bell\r\n\r\nOSLO, Feb. 1, 2017 /PRNewswire-AsiaNet/ --\r\n\r\nIt rings.\r\n"
    found = story(iptc7901, release)
    assert (found.headline, found.publisher) == ("Bell Works Casts Its Largest Bell", None)
    assert (found.agency, found.body) == ("PR Newswire", "It rings.")
    assert found.boilerplate == "Source: Bell Works"
    warning = b"IDY21020\n40:2:1:04:55S075E35100:11:00\nSECURITE\nGale Warning for the Bight\nIssued by the Bureau of Winds, Perth\nAt 1859UTC 15 July 2018\n\nStay in port.\n"
    found = story(iptc7901, warning)
    assert (found.headline, found.publisher) == ("Gale Warning for the Bight", "Bureau of Winds")
    assert found.published == "2018-07-15T18:59:00+00:00"
    found = story(iptc7901, b"BELL RINGS AT LAST ** HARBOUR ASTONISHED ** TIDE 'NOT TO BLAME'")
    assert (found.headline, found.body) == (
        "BELL RINGS AT LAST",
        "HARBOUR ASTONISHED\nTIDE 'NOT TO BLAME'",
    )
    found = story(iptc7901, b"Harbour Park, Wednesday 27 Apr 2016\r\nPL|DOG|BOX\r\n1|BELL|2\r\n")
    assert (found.headline, found.body) == ("Harbour Park, Wednesday 27 Apr 2016", "PL|DOG|BOX\n1|BELL|2")


@pytest.mark.parametrize("end", ["SOURCE: Bell Works", "SOURCE Bell Works\n\nCONTACT: press@bell.example"])
def test_who_issued_a_release_is_no_outlet(end: str) -> None:
    text = f"Source: Bell Works\nMEDIA RELEASE PR123\nA New Bell\n\nOSLO, Feb. 1 /Harbour/ --\n\nIt rings.\n\n{end}\n"
    found = story(iptc7901, text.encode())
    assert (found.agency, found.publisher) == (None, None)
    assert "SOURCE" not in (found.body or "")
    assert (found.boilerplate or "").startswith(f"Source: Bell Works\n\n{end.splitlines()[0]}")
    found = story(iptc7901, text.replace("Bell Works", "Business Wire").encode())
    assert (found.agency, found.publisher) == ("Business Wire", None)


def test_who_signs_a_message_as_its_source_is_no_outlet() -> None:
    text = b"   ZCZC HBR\r\n%MGD\r\n^A New Bell\r\n*X\r\nIt rings, said the works.\r\n\r\nSOURCE: Bell Works\r\n\r\nNNNN\r\n"
    found = story(iptc7901, text)
    assert (found.headline, found.agency, found.publisher) == ("A New Bell", None, None)


def test_several_messages_in_a_file() -> None:
    for message in (IPTC, ANPA, ZCZC):
        data = message + b"\r\n" + message
        first, second = stories(iptc7901, data)
        assert first.headline == second.headline
        assert first.source.offset == 0
        assert first.source.offset + first.source.length == second.source.offset
        assert second.source.offset + second.source.length == len(data)


@pytest.mark.parametrize(
    "data", [IPTC, ANPA, ZCZC, FIELDS, b"\r\n  " + ZCZC, b"==> standard input <==\n" + ZCZC]
)
def test_messages_are_known_by_their_marks(data: bytes) -> None:
    assert iptc7901.sniff(data, "a.html") >= 90


@pytest.mark.parametrize(
    "data",
    [b"", b"Plain text of a story.\n", b"<nitf/>", b'{"ZCZC": 1}', b"\x01\x00\x00\x00ELF", b"a,b\n1,2\n"],
)
def test_other_formats_are_left_alone(data: bytes) -> None:
    assert iptc7901.sniff(data, "a.tst") == 0


@pytest.mark.parametrize("data", [b"", b"\x01\x02\x03\x04", b"ZCZC\r\nNNNN\r\n"])
def test_a_message_without_text(data: bytes) -> None:
    with pytest.raises(NoArticle):
        stories(iptc7901, data)


@pytest.mark.parametrize("data", [IPTC, ANPA, ZCZC])
def test_a_message_that_breaks_off_is_read_as_far_as_it_goes(data: bytes) -> None:
    whole = story(iptc7901, data)
    cut = story(iptc7901, data[: int(len(data) * 0.6)])
    assert cut.headline == whole.headline
    assert cut.body is not None


@pytest.mark.parametrize(
    "junk",
    [b"#\n" * 20_000, b"\n" * 100_000, b"ZCZC\n" * 1_000, b"a = \n" * 30_000, b"\t   x<\n" * 30_000],
)
def test_junk_is_read_in_linear_time(junk: bytes) -> None:
    for start in (
        b"ZCZC AAP\n",
        b"\x01eca0077 3 i 143 dpa\r\n\x02",
        b"\x16\x01W3301\n\rr f\x14\x11 BC\n\x02^",
    ):
        holds_its_contract(iptc7901, start + junk)


@settings(max_examples=120)
@given(damaged(IPTC, ANPA, ZCZC, FIELDS, *corpus("wire")))
def test_damaged_bytes_give_articles_or_an_error(data: bytes) -> None:
    holds_its_contract(iptc7901, data)


# --- every shared file against the line or field that states the fact ---------------------------------------

HEADLINES = (
    r"(?m)^TI#(.+?)\s*$",
    r"(?:\A|[\r\n])\^(?!BC-)([^<\r\n]{4,}?)[<\s]*[\r\n]",
    r"\x02+(?:[^\r\n]*[\r\n]+(?=\^))?\^?(BC-[^<\r\n]+?),?(?:,\d+)?<[\r\n]+\t",
    r"\x02(?:[^\x03]*?[\r\n])?([^\r\n\x02]+?) ?=\s*[\r\n]+\s*[\r\n]+",
    r"\x02[^\r\n]+[\r\n]+([^\r\n]+)\+[\r\n]",
    r"(?m)^\$([A-Z][a-z][^\r\n]{4,}?)\s*$",
    r"(?m)^:SPORT - (.+?)\s*$",
    r"(?m)^RACING : (.+?)\s*$",
)


def stated_headline(text: str) -> str | None:
    """The headline by the first mark that the text has; dpa's byline line is passed over."""
    text = re.sub(r"[\r\n]+By [^\r\n]+ =", " =", text)
    for pattern in HEADLINES:
        if found := re.search(pattern, text):
            return " ".join(found[1].split()).rstrip(" =")
    return None


def stated_moment(text: str) -> str | None:
    if found := re.search(r"\x03(\d\d)(\d\d)(\d\d) ?([A-Z]*) ([A-Za-z]{3}) (\d\d)", text):
        return f"{found[1]} {found[5]} 20{found[6]} {found[2]}:{found[3]} {found[4]}"
    if found := re.search(r"\x03AP-..-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)GMT", text):
        return f"20{found[3]}-{found[1]}-{found[2]}T{found[4]}:{found[5]}:00Z"
    found = re.search(r"(?m)^PD#(.+?)\s*$", text)
    return found[1] if found else None


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(FOLDER), ids=lambda path: path.name)
def test_shared_file_equals_its_lines(path: Path) -> None:
    used, articles, reason = read_as_picked(path)
    assert used == "wire"
    assert len(articles) == 1, reason
    (found,) = articles
    text = path.read_bytes().decode("cp1252", "replace")
    headline = stated_headline(text)
    if headline is not None and not text.startswith("\x01N"):
        assert found.headline == headline
    assert found.headline
    assert found.body
    moment = stated_moment(text)
    if moment is not None:
        assert found.published == day_and_time(moment)
    for mark, agency in (
        ("\x03AP-", "AP"),
        ("(dpa)", "dpa"),
        ("ZCZC AAP", "AAP"),
        ("KYODO\x1f", "Kyodo"),
        ("etf ", "SDA"),
    ):
        if mark in text:
            assert found.agency == agency


ANPA_TITLED = "\x16\x16\x01a1234\x1f\r\n\x02r i \x13bc-ferry-strike\x1f10-23 0250\r\n^BC-Ferry-Strike,0250<\r\n^Ferry crews vote on strike<\r\n^By Ann Li=\r\n^Associated Press Writer=\r\n   PIRAEUS, Greece (AP) _ Crews voted.\r\n   It begins on Monday.\r\n   AP-NY-10-23-08 1412EDT\r\n\x03"
IPTC_TITLED = "\x01bdt0345 3 pl 206  dpa 0678\r\n\r\nStreiks/Verkehr/\r\nFerry crews vote on strike =\r\n\x02\r\n   Hamburg (dpa) - Crews voted.\r\n\r\n   It begins on Monday.\r\n\x03\r\n231432 Okt 08\r\n\x04"


@pytest.mark.parametrize(
    ("message", "agency", "published"),
    [
        (ANPA_TITLED, "AP", "2008-10-23T14:12:00-04:00"),
        (IPTC_TITLED, "dpa", "2008-10-23T14:32:00"),
        (
            "ZCZC\nFRS0123 4 I 0234 FRA /AFP-AA12\nGrece-greve\nFerry crews vote on strike\n\n   ATHENES, 23 oct 2008 (AFP) - Crews voted.\n\n"
            "It begins on Monday.\n\nAFP 231432 GMT OCT 08\nNNNN\n",
            "AFP",
            "2008-10-23T14:32:00+00:00",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 2])
def test_a_headline_among_slugs_and_the_time_of_sending(
    message: str, agency: str, published: str, times: int
) -> None:
    messages = [
        message.replace("voted.", "voted." + " Again." * at).replace("23", str(23 + at))
        for at in range(times)
    ]
    got = list(iptc7901.read(feed_of_bytes("".join(messages).encode(), path="x.txt", format="wire")))
    assert len(got) == times
    assert {each.headline for each in got} == {"Ferry crews vote on strike"}
    assert (got[0].agency, got[0].published) == (agency, published)
    assert (got[0].body or "").split() == ["Crews", "voted.", "It", "begins", "on", "Monday."]
