"""Reuters-21578: every field of a story, the odd types, the offsets, and all of the shared stories."""

from __future__ import annotations

import gzip
import io
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.analysis.analyzer import words
from morgue.errors import FeedError, NoArticle
from morgue.feeds import Feed, feed_of_bytes
from morgue.feeds.text import reuters
from morgue.model.article import Article, Place

HEAD = b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
STORY = b"""<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="90001">
<DATE> 3-APR-1987 09:12:44.83&#9;&#9;&#9;RM</DATE>
<TOPICS><D>ship</D><D>coffee</D></TOPICS>
<PLACES><D>west-germany</D><D>usa</D><D>ussr</D></PLACES>
<PEOPLE><D>volcker</D></PEOPLE>
<ORGS></ORGS>
<EXCHANGES></EXCHANGES>
<COMPANIES></COMPANIES>
<UNKNOWN>
&#5;&#5;&#5;RM
&#22;&#22;&#1;f0704&#31;reute</UNKNOWN>
<TEXT>&#2;
<TITLE>FERRY CREWS &lt;FRY> VOTE</TITLE>
<AUTHOR>    By Rhona Kellaway, Reuters</AUTHOR>
<DATELINE>    BREMEN, April 3 - </DATELINE><BODY>Crews of the island
ferry voted on Friday for a strike that would begin on Monday
morning, AT&amp;T's man said.
    The harbour board waits.
    Fares vs last year:
      Adult      4.10 vs 3.90
      Child      2.05 vs 1.95
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"""
BRIEF = b"""<REUTERS TOPICS="NO" NEWID="90002">
<DATE>31-MAR-1987 605:12:19.12</DATE>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>HOLLIS PUMP CO 1ST QTR SHR 41 CTS VS 38 CTS
</TITLE>Blah blah blah.
&#3;

</TEXT>
</REUTERS>
"""
UNPROC = b"""<REUTERS TOPICS="NO" NEWID="90003">
<DATE> 4-APR-1987 10:00:00.00</DATE>
<TEXT TYPE="UNPROC">&#2;
FERRY TRAFFIC REPORT - APRIL 4
 Passengers............1,202 vs.......1,199
 Cars....................310 vs.........305
 Reuter
&#3;</TEXT>
</REUTERS>
"""


def read(data: bytes) -> list[Article]:
    return list(reuters.read(feed_of_bytes(data, path="x.sgm", format="reuters")))


def test_a_story_in_full() -> None:
    (story,) = read(HEAD + STORY)
    assert story.headline == "FERRY CREWS <FRY> VOTE"
    assert story.body == (
        "Crews of the island ferry voted on Friday for a strike that would begin on Monday morning, AT&T's man said.\n\n"
        "The harbour board waits.\n\nFares vs last year:\nAdult      4.10 vs 3.90\nChild      2.05 vs 1.95"
    )
    assert story.boilerplate == "Reuter"
    assert (story.published, story.day) == ("1987-04-03T09:12:44", "1987-04-03")
    assert (story.agency, story.publisher, story.byline) == ("Reuters", None, "Rhona Kellaway")
    assert story.dateline == "BREMEN, April 3 -"
    assert story.locations == (
        Place("Bremen", "DE"),
        Place("Germany", "DE"),
        Place("United States", "US"),
        Place("Soviet Union"),
    )
    assert story.keywords == ("ship", "coffee", "volcker")
    assert story.language == "en"
    assert story.evidence["published"] == "DATE"


def test_id_comes_of_newid_and_text() -> None:
    assert read(STORY)[0].id != read(STORY.replace(b"FERRY", b"OTHER"))[0].id, "another collection's 90001"
    assert read(STORY)[0].id == read(STORY + b"\n")[0].id
    assert read(STORY)[0].id != read(STORY.replace(b"90001", b"90009"))[0].id


def test_brief_and_damaged_time() -> None:
    (story,) = read(BRIEF)
    assert (story.headline, story.body) == ("HOLLIS PUMP CO 1ST QTR SHR 41 CTS VS 38 CTS", None)
    assert story.boilerplate == "Blah blah blah."
    assert (story.published, story.day) == ("1987-03-31", "1987-03-31")


def test_unprocessed() -> None:
    (story,) = read(UNPROC)
    assert story.headline == "FERRY TRAFFIC REPORT - APRIL 4"
    assert (
        story.body == "Passengers............1,202 vs.......1,199\nCars....................310 vs.........305"
    )


def test_headline_that_runs_into_the_dateline() -> None:
    data = UNPROC.replace(
        b"FERRY TRAFFIC REPORT - APRIL 4\n",
        b"HARBOUR BOARD ISSUES YEN BONDS NEW YORK,\nApril 4 - The board\n",
    )
    (story,) = read(data)
    assert (story.headline, story.dateline) == ("HARBOUR BOARD ISSUES YEN BONDS", "NEW YORK, April 4 -")


def test_day_is_that_of_the_date_and_not_of_a_misprinted_dateline() -> None:
    (story,) = read(STORY.replace(b"BREMEN, April 3", b"BREMEN, May 30"))
    assert story.day == "1987-04-03"


def test_offsets_are_bytes_over_chunk_ends() -> None:
    data = HEAD + b"".join(STORY.replace(b"90001", b"%05d" % number) for number in range(400))
    stories = read(data)
    assert len(stories) == 400
    for number, story in enumerate(stories):
        cut = data[story.source.offset : story.source.offset + story.source.length]
        assert cut.startswith(b"<REUTERS ")
        assert cut.endswith(b"</REUTERS>")
        assert b'NEWID="%05d"' % number in cut


def test_story_cut_off_is_kept_and_complained_of() -> None:
    feed = feed_of_bytes(STORY + STORY[:700].replace(b"90001", b"90009"), path="x", format="reuters")
    assert [story.headline for story in reuters.read(feed)] == ["FERRY CREWS <FRY> VOTE"] * 2
    assert [each.message for each in feed.complaints] == [f"the story at byte {len(STORY)} is not closed"]


class Endless(io.RawIOBase):
    """A story that does not end."""

    begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the narrower kind is what comes
        mark = b"" if self.begun else b'<REUTERS NEWID="1">'
        self.begun = True
        buffer[:] = mark + b"x" * (len(buffer) - len(mark))
        return len(buffer)


def test_endless_story_is_refused() -> None:
    feed = Feed(feed_of_bytes(b"", path="x").source, io.BufferedReader(Endless()), "x")
    with pytest.raises(FeedError, match="a story of more than 8 MB"):
        list(reuters.read(feed))


def test_no_story() -> None:
    with pytest.raises(NoArticle):
        read(HEAD)


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (HEAD + STORY, 98),
        (STORY, 98),
        (b"a list of <REUTERS> words", 0),
        (b"<REUTERS >", 0),
        (b"", 0),
        (b"cut off</REUTERS>\n" + STORY, 60),
        (b'<REUTERS TOPICS=?? NEWID="1">\n  tells', 0),
    ],
)
def test_sniff(head: bytes, sure: int) -> None:
    assert reuters.sniff(head, "wrong.txt") == sure


@given(st.data())
def test_mutated_stories_give_articles_or_a_feed_error(data: st.DataObject) -> None:
    document = bytearray(HEAD + STORY + BRIEF + UNPROC)
    for _ in range(data.draw(st.integers(1, 10))):
        start = data.draw(st.integers(0, len(document)))
        document[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
    with suppress(FeedError):
        assert all(isinstance(each, Article) for each in read(bytes(document)))


@pytest.mark.shared
def test_shared_stories_hold_the_words_of_a_plain_scan(shared: Path) -> None:
    """The words of title and body are those that a plain look into the file finds, in their order."""
    data = gzip.decompress((shared / "corpora/reuters21578/reut2-000.sgm.gz").read_bytes())
    stories = read(data)
    assert len(stories) == data.count(b"</REUTERS>") == 1000
    for raw, story in zip(re.findall(rb"<REUTERS .*?</REUTERS>", data, re.DOTALL), stories, strict=True):
        if b'TYPE="UNPROC"' not in raw:
            assert folded(story.headline) == folded(scan(raw, b"TITLE"))
        if b"<BODY>" in raw:
            assert folded(f"{story.body} {story.boilerplate or ''}") == folded(scan(raw, b"BODY"))


def folded(text: str | None) -> list[str]:
    return [word.folded for word in words(text or "")]


def scan(raw: bytes, name: bytes) -> str:
    inside = re.search(rb"<%s>(.*?)</%s>" % (name, name), raw, re.DOTALL)
    text = inside[1].decode("latin-1") if inside else ""
    return re.sub(r"&#\d+;", " ", text).replace("&lt;", "<").replace("&amp;", "&")
