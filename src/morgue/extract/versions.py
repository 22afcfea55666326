"""Compare versions of a story: which of two goes before, and whether two that bear one identifier are one story.

What is true of a version, and not of another story: the feed says that it calls the story back, or it repeats most of the headline or most of the text of
what it changes, or was published at that very instant, or its format numbers it. Two that share an identifier and
none of these are two stories. In a file that lists different stories (a channel, a table) a second headline
under one identifier is enough, and over several files so are SEVERAL headlines of as many times.
"""

from __future__ import annotations

import re
import struct
from base64 import b32decode, b32encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

from morgue.model.article import Article
from morgue.model.fields import SIGNALS

NONE, PART, WHOLE, BACK = range(4)
"""How much of a story's text a version has: nothing, a teaser or a part that was cut off, all of it.

BACK is a version without a time that calls the story back: it goes before what it calls back."""

SAMPLED = 12
"""Words by which a text is compared: of its first COMPARED characters those with the smallest checksums.

Two texts that share words share their smallest ones alike (a bottom-k sketch: Broder, On the resemblance and
containment of documents, 1997).
"""

COMPARED = 2_000

SEVERAL = 3
"""Headlines of as many times from which on an identifier that they share is taken for none of a story's own."""

_WORD = re.compile(r"[^\W_]+")
_LEAST_LETTERS = 4
_DIGIT = re.compile(r"\d")

_TITLE_WORDS = 10
_RANK = struct.Struct(">BQIQ")
_MARK = struct.Struct(">IIQ")
_SAMPLE = struct.Struct(">H")
_CLAIMED = struct.Struct(">10sIIQBBBII")
_UNKNOWN = (1 << 64) - 1
_BIAS = 1 << 63
_CORRECTION = SIGNALS[1]
RANK_BYTES = _RANK.size


class Version(NamedTuple):
    """A version of a story, as the catalog keeps it.

    `rank` orders versions, as bytes: fullness, then the story's own time, its version number, the time of
    its capture. `own` is the id without the claim, empty where there is no claim. `title` and `text` are checksums of headline and body (0 where there is none; the words are kept where there is a claim), `published`
    microseconds since 1970 (None where unknown; `is_day` for the beginning of a day of which no time is known), the words checksums of words. `copied` says that it was read from a row that an archive wrote.
    `length` counts the body's letters and digits, `opening` is the checksum of the first of them. `withdrawn` says that the feed
    calls the story back by it, `corrects` that it states a correction, `marked` that its words
    say that the story is withdrawn, whatever the feed states. `bare` has 10 bytes of the checksum of an identifier that only the file makes unique; empty where
    there is a claim, or no identifier.
    """

    rank: bytes
    own: str = ""
    title: int = 0
    text: int = 0
    published: int | None = None
    title_words: tuple[int, ...] = ()
    text_words: tuple[int, ...] = ()
    copied: bool = False
    is_day: bool = False
    length: int = 0
    opening: int = 0
    withdrawn: bool = False
    bare: bytes = b""
    corrects: bool = False
    marked: bool = False

    @property
    def number(self) -> int:
        """The version number that the format states; 0 where it states none."""
        return int(_RANK.unpack(self.rank)[2])

    def packed(self) -> bytes:
        """Return the version as bytes; the first RANK_BYTES are its rank."""
        published = _UNKNOWN if self.published is None else self.published + _BIAS
        own = b32decode(self.own.upper()) if self.own else self.bare or bytes(10)
        head = _CLAIMED.pack(
            own,
            self.title,
            self.text,
            published,
            self.copied | self.withdrawn << 1 | bool(self.bare) << 2 | self.corrects << 3 | self.marked << 4,
            self.is_day,
            len(self.title_words),
            self.length,
            self.opening,
        )
        words = (*self.title_words, *self.text_words) if self.own else ()
        return self.rank + head + struct.pack(f">{len(words)}H", *words)


def unpacked(data: bytes) -> Version:
    """Return the version of packed bytes."""
    rank, rest = data[:RANK_BYTES], data[RANK_BYTES:]
    own, title, text, published, flags, is_day, count, length, opening = _CLAIMED.unpack_from(rest)
    words = struct.unpack(f">{(len(rest) - _CLAIMED.size) // 2}H", rest[_CLAIMED.size :])
    moment = None if published == _UNKNOWN else published - _BIAS
    bare = own if flags & 4 else b""
    own_id = b32encode(own).decode().lower() if any(own) and not bare else ""
    return Version(
        rank,
        own_id,
        title,
        text,
        moment,
        words[:count],
        words[count:],
        bool(flags & 1),
        bool(is_day),
        length,
        opening,
        bool(flags & 2),
        bare,
        bool(flags & 8),
        bool(flags & 16),
    )


def version_of(
    article: Article, moment: int | None, published: tuple[int, int] | None, captured: int | None
) -> Version:
    """Return the version that an article is.

    `moment` is its own time, `published` the first and the last microsecond of its publication, `captured` the moment
    when it was fetched, all in microseconds since 1970, None where unknown.
    """
    reading = article.reading
    signal = article.lineage.signal if article.lineage else None
    called_back = signal == SIGNALS[-1]
    full = (PART if reading.partial else WHOLE) if article.body else WHOLE if reading.withdrawn else NONE
    full = BACK if called_back and moment is None else full
    number = (article.lineage.number if article.lineage else None) or 0
    rank = _RANK.pack(full, _biased(moment), min(number, (1 << 32) - 1), _biased(captured))
    headline, body = article.headline or "", article.body or ""
    return Version(
        rank,
        reading.own,
        _checksum(headline),
        _checksum(body),
        published[0] if published else None,
        _words(headline, _TITLE_WORDS),
        _words(body, SAMPLED),
        reading.copied,
        published is not None and published[0] != published[1],
        *_extent(body),
        called_back,
        _number(reading.number) if reading.number and not reading.own else b"",
        signal == _CORRECTION,
    )


def _number(identifier: str) -> bytes:
    return blake2b(identifier.encode("utf-8", "replace"), digest_size=10).digest()


_OPENING = 40
"""Letters and digits in which two texts begin alike that are one text and its beginning."""


def _extent(body: str) -> tuple[int, int]:
    letters = _letters(body)
    opening = letters[:_OPENING].encode("utf-8", "replace") if len(letters) >= _OPENING else b""
    return len(letters), crc32(opening)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, case folded; what ASCII has besides goes first, which costs hardly anything."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS).decode("utf-8", "surrogatepass")
    return (rest if rest.isalnum() else _NO_LETTER.sub("", rest)).casefold()


_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_NO_LETTER = re.compile(r"[\W_]+")


_SHORT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|(?:read|see) more|continue reading|read on)[\s\]).»>→]*\Z",
    re.IGNORECASE,
)
"""How a text ends of which the rest is somewhere else."""


def ends_short(text: str) -> bool:
    """Return whether a text of one paragraph says at its end that there is more of it."""
    text = text.strip()
    return "\n\n" not in text and _SHORT.search(text, max(0, len(text) - 60)) is not None


def _biased(moment: int | None) -> int:
    return 0 if moment is None else max(1, min(_UNKNOWN - 1, moment + _BIAS))


def _checksum(text: str) -> int:
    """Return the checksum of a text in folded case, with one space for all white space."""
    data = text.encode("utf-8", "replace")
    beyond = data.translate(None, _PLAIN)
    if beyond and not _is_folded(beyond):
        return crc32(" ".join(text.casefold().split()).encode("utf-8", "replace"))
    return crc32(b" ".join(data.lower().split()))


_PLAIN = bytes(code for code in range(128) if not 0x1C <= code <= 0x1F)
"""Characters of ASCII, of which bytes know the case and the white space as text does."""
_SPACE = re.compile(r"\s")


def _is_folded(beyond: bytes) -> bool:
    """Return whether folding the case changes none of these characters, and none of them is white space."""
    characters = beyond.decode("utf-8")
    return characters.casefold() == characters and _SPACE.search(characters) is None


def _words(text: str, most: int) -> tuple[int, ...]:
    """Return a sample of the words that carry the matter: of four letters or more, and numbers."""
    found = set(_WORD.findall(text[:COMPARED].casefold()))
    sums = {
        crc32(word.encode("utf-8", "replace")) >> 16
        for word in found
        if len(word) >= _LEAST_LETTERS or _DIGIT.search(word)
    }
    return tuple(sorted(sums)[:most])


# -- one story or two ------------------------------------------------------------------------------------------


def mark_of(version: Version) -> bytes:
    """Return what tells items of one list apart: headline, text, time, and a sample of the text's words."""
    published = _UNKNOWN if version.published is None else version.published + _BIAS
    words = b"".join(map(_SAMPLE.pack, version.text_words))
    return _MARK.pack(version.title, version.text, published) + words


_DAY = 86_400_000_000


def same_item(one: bytes, other: bytes) -> bool:
    """Return whether two items that a list gives one identifier are one story.

    Nothing that both state differs; or one is a later text of the other, as where a list has an entry for each edit
    (RFC 4287, section 4.1.1): under one headline, of one day, with most of its words.
    """
    title, text, published = _MARK.unpack_from(one)
    their_title, their_text, at = _MARK.unpack_from(other)
    if title != their_title:
        return False
    if text == their_text:
        return published == at or _UNKNOWN in (published, at)
    if not (title and text and their_text):
        return False
    is_of_a_day = _UNKNOWN in (published, at) or abs(published - at) < _DAY
    return is_of_a_day and alike(_sample(one), _sample(other))


def _sample(mark: bytes) -> list[int]:
    return [word for (word,) in _SAMPLE.iter_unpack(mark[_MARK.size :])]


def same_story(one: Version, other: Version) -> bool:
    """Return whether two that bear one identifier, in two files or two editions of one, are versions of one story.

    They are unless something speaks against it. A headline and a text that both have little in common do, where they are of
    two times or the format neither numbers them nor states one instant for both. So do two texts of two times with next to nothing in common
    (the column of a day, and of the next), whatever their headlines say. What calls a story back need not repeat a word of it.
    """
    if calls_back(one) or calls_back(other):
        return True
    apart = are_apart(one.text_words, other.text_words)
    heads_differ = bool(one.title and other.title) and one.title != other.title
    heads_alike = not heads_differ or _alike_headlines(one, other)
    numbered = bool(one.number and other.number) and one.number != other.number
    at_once = one.published is not None and one.published == other.published and not one.is_day
    if numbered or at_once:
        return heads_alike or not apart
    if not one.text or not other.text or one.text == other.text:
        return heads_alike
    if one.rank[0] != other.rank[0] and heads_alike:
        return True  # a teaser may say in other words what the whole says
    two_times = _of_two_times(one, other)
    if two_times and apart:
        return False
    if not heads_differ:
        return not two_times or alike(one.text_words, other.text_words)
    return heads_alike or alike(one.text_words, other.text_words)


def is_beginning(one: Version, other: Version) -> bool:
    """Return whether a teaser is the beginning of the other's text, and so no later text of the story.

    It opens alike, is shorter by a fourth or more, and has no words that the other lacks but the one in which it was cut off.
    """
    if (
        one.rank[0] != PART
        or not one.opening
        or one.opening != other.opening
        or 4 * one.length > 3 * other.length
    ):
        return False
    shared, fewer = _shared(one.text_words, other.text_words)
    return bool(fewer) and shared >= fewer - 1


def same_words(one: Version, other: Version) -> bool:
    """Return whether two texts have the same headline and body, but for case and white space."""
    return (one.title, one.text) == (other.title, other.text)


def is_earlier_text(one: Version, other: Version) -> bool:
    """Return whether a text that gives way to another of its story says something that is worth keeping beside it.

    What has the same words does not, nor does a teaser of the other, or its beginning.
    """
    is_less = one.rank[0] < min(other.rank[0], WHOLE)
    return not (same_words(one, other) or is_less or is_beginning(one, other))


_HALF_A_DAY = 43_200_000_000
"""Microseconds within which a text is an update of another: a page that has another story each day is a whole day apart."""


def of_one_story(earlier: Version, later: Version) -> bool:
    """Return whether two texts of one article are of one story, whatever has been rewritten: what was joined with the one is joined with the other.

    That they bear one identifier is not enough: a page may have another story each day, under one headline and one date of
    publication. So less is asked the more is stated:

    - A stated correction has words of the text in common with what it corrects.
    - Two of one publication have that, and are half a day apart at most; or most of their words, if the format numbers them. Numbered ones that
      are so near may have a headline in common instead.
    - Two of two publications half a day apart at most have most of their words in common, in headline and text.

    Two with one number that only their file makes unique have been found to be of one story as they came (`ingest.successors`).
    """
    if earlier.bare and earlier.bare == later.bare:
        return True
    if not (earlier.text_words and later.text_words):
        return False
    first, second = moment_of(earlier), moment_of(later)
    is_near = first is not None and second is not None and abs(first - second) <= _HALF_A_DAY
    at_once = earlier.published is not None and earlier.published == later.published
    numbered = at_once and bool(earlier.number and later.number) and earlier.number != later.number
    if are_apart(earlier.text_words, later.text_words):
        return is_near and numbered and same_headline(earlier, later)
    if later.corrects or (is_near and at_once):
        return True
    most = alike(earlier.text_words, later.text_words)
    return most and (numbered or (is_near and same_headline(earlier, later)))


def same_headline(one: Version, other: Version) -> bool:
    """Return whether two headlines say the same, in most of their words."""
    return bool(one.title and other.title) and (one.title == other.title or _alike_headlines(one, other))


def is_wordless(version: Version) -> bool:
    """Return whether a text says nothing of the story itself: it has no copy, or calls the story back."""
    return calls_back(version) or not version.text


def calls_back(version: Version) -> bool:
    """Return whether the feed or the words of a text say that the story is withdrawn."""
    return version.withdrawn or version.marked


def moment_of(version: Version) -> int | None:
    """Return the time of a text, in microseconds since 1970; None where it is not known."""
    moment = int(_RANK.unpack(version.rank)[1])
    return moment - _BIAS if moment else None


def time_of(version: Version) -> bytes:
    """Return what orders the texts of one story in time, as bytes: their moment, their number, when they were fetched."""
    return version.rank[1:]


def repeats(copy: Version, other: Version) -> bool:
    """Return whether a row that an archive wrote, with the id of another story, holds that story's text.

    Its other facts may be corrected; who only wants to stand in its place can copy them.
    """
    if copy.text and other.text and copy.text_words and other.text_words:
        return copy.text == other.text or alike(copy.text_words, other.text_words)
    return copy.title == other.title or copy.text == other.text


def _of_two_times(one: Version, other: Version) -> bool:
    """Return whether it is known that they were published at two times."""
    if one.published is None or other.published is None or one.is_day != other.is_day:
        return False
    return one.published != other.published


def _alike_headlines(one: Version, other: Version) -> bool:
    return alike(one.title_words, other.title_words)


def alike(one: Iterable[int], other: Iterable[int]) -> bool:
    """Return whether most of the words of the shorter of two texts are in the other, by their samples."""
    shared, fewer = _shared(one, other)
    return bool(fewer) and 2 * shared > fewer


def are_apart(one: Iterable[int], other: Iterable[int]) -> bool:
    """Return whether of two texts less than a quarter of the shorter one's words are in the other.

    Texts about one event repeat its names and places; what two texts of one language share by chance is less.
    """
    shared, fewer = _shared(one, other)
    return bool(fewer) and 4 * shared < fewer


def _shared(one: Iterable[int], other: Iterable[int]) -> tuple[int, int]:
    """Return how many of the sampled words two texts share, and how many the shorter has in the part that both samples cover."""
    first, second = sorted(one), sorted(other)
    if len(first) == len(second) == SAMPLED:
        last = min(first[-1], second[-1])
    elif len(first) == SAMPLED:
        last = first[-1]
    elif len(second) == SAMPLED:
        last = second[-1]
    else:
        last = _UNKNOWN
    mine, theirs = {each for each in first if each <= last}, {each for each in second if each <= last}
    return len(mine & theirs), min(len(mine), len(theirs))


def tells_apart(one: Version, other: Version) -> bool:
    """Return whether two versions count as two headlines of two times, with too little text to see one story in them."""
    return (
        not (calls_back(one) or calls_back(other))
        and bool(one.title and other.title)
        and one.title != other.title
        and _of_two_times(one, other)
        and not (2 * len(one.text_words) >= SAMPLED and alike(one.text_words, other.text_words))
    )
