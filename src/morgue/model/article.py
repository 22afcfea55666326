"""Article and its parts, and the values a search returns: frozen, slotted, no behaviour but their own.

Instants are RFC 3339 text with the offset of the source, or a bare ISO date where the source gives only a
day. Days are ISO dates. None means unknown; a tuple that is empty means that none were found. Offsets are
code points unless a line says bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from morgue._startup.frozen import fields_of, frozen
from morgue.model.fields import FORMS
from morgue.model.fields import TEXT_FIELDS as TEXT_FIELDS


@frozen
class Place:
    """A place a story is filed from or tagged with; `country` is ISO 3166-1 alpha-2."""

    place: str | None
    country: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """`{"place": …, "country": …}`."""
        return {"place": self.place, "country": self.country}


@frozen
class Edition:
    """Where a story was printed: the date of issue, the page, the edition's name and the volume, as they are stated.

    `day` is an ISO date. A page is a text, as it may be `A1`.
    """

    day: str | None = None
    page: str | None = None
    edition: str | None = None
    volume: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """Return the four keys of the contract."""
        return {"day": self.day, "page": self.page, "edition": self.edition, "volume": self.volume}


@frozen
class Source:
    """Where a story was read: `path` relative to the indexed root, `member` inside a container.

    `offset` and `length` are bytes in the decompressed feed (or member). `sha256` is the hexadecimal digest
    of the file as it is on disk.
    """

    path: str
    format: str
    member: str | None = None
    offset: int = 0
    length: int = 0
    sha256: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the six keys of the contract."""
        return {
            "path": self.path,
            "format": self.format,
            "member": self.member,
            "offset": self.offset,
            "length": self.length,
            "sha256": self.sha256,
        }


@frozen
class Lineage:
    """What a feed itself states of a story's versions and of the stories that it continues.

    `signal` is one of `fields.SIGNALS`: the article updates, corrects or withdraws what was sent before; None where the
    feed does not say which; of several the strongest. `of` are the ids of the articles that it updates, corrects or withdraws, in the order of the feed,
    at most MOST_EARLIER; its own id is not among them, since versions that share an identifier share their id. `number`
    is the number of the version, from 1 on.

    An id in `of` is made of the stated identifier by the function that makes every article's id
    (`morgue.extract.identity.id_of`), so that it is the target's own wherever that was read, in this file or in another of
    the same source. The archive need not have it; articles that name one id continue one story all the same. An identifier
    that is unique only within its file (a bare number without a provider) makes no id and is left out.
    """

    signal: str | None = None
    of: tuple[str, ...] = ()
    number: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return the three keys of the contract."""
        return {"signal": self.signal, "of": list(self.of), "number": self.number}


MOST_EARLIER = 20
"""Articles that one article may name as those that it updates, corrects or withdraws: no desk sends as many."""


@frozen
class Reading:
    """What a reader knows of a story beside its fields: whose identifier it bears, and how it was read.

    `own` is the id that the article has where its identifier turns out to be another story's too; empty
    where the id is made of its text or is its own. `partial` says that the text is a teaser or was cut off,
    `captured` is the moment when it was fetched.
    `is_cut` says that the feed ends in the story, `listed` that the format is a list of different stories, `rolls` that they leave it as they age, `copied`
    that an archive wrote the row and its id. `withdrawn` says that it calls the story back, with or without a text.
    `number` is an identifier that only the file makes unique, which gave no id.
    """

    own: str = ""
    partial: bool = False
    captured: str | None = None
    listed: bool = False
    rolls: bool = False
    copied: bool = False
    is_cut: bool = False
    withdrawn: bool = False
    number: str = ""


@frozen
class Article:
    """One story, as every reader yields it and every output shows it.

    `reading` is what a reader knows for the ingest; it is no field and is not shown. `story` is None where no other
    article is of its story as far as its reader knows: it is shown as the article's own id then, which articles of an archive have.
    `locations`, `section`, `keywords` and `other_headlines` are None only where a story was read from our own JSON
    Lines with a null there; readers give an empty tuple when nothing is known. `type` is one of `fields.TYPES`.
    """

    id: str
    headline: str | None
    body: str | None
    boilerplate: str | None = None
    published: str | None = None
    updated: str | None = None
    day: str | None = None
    dateline: str | None = None
    locations: tuple[Place, ...] | None = ()
    agency: str | None = None
    publisher: str | None = None
    byline: str | None = None
    section: tuple[str, ...] | None = ()
    keywords: tuple[str, ...] | None = ()
    language: str | None = None
    url: str | None = None
    type: str = "story"
    other_headlines: tuple[str, ...] | None = ()
    edition: Edition | None = None
    lineage: Lineage | None = None
    story: str | None = field(default=None, compare=False)
    copies: int = 1
    source: Source = field(default_factory=lambda: Source("", ""))
    evidence: Mapping[str, str] = field(default_factory=dict)
    reading: Reading = field(default=Reading(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return a dictionary with every field of the contract, in its order."""
        values = list(_values(self))
        for at, write in _WRITTEN:
            values[at] = write(values[at])
        values[_STORY] = values[_STORY] or own_story(self.id)
        return dict(zip(FIELDS, values, strict=False))

    def value_json(self, name: str) -> Any:
        """Return the value of one field as `to_json` has it."""
        value, write = getattr(self, name), _WRITERS.get(FORMS[name])
        if name == "story":
            return value or own_story(self.id)
        return write(value) if write else value

    def text_of(self, name: str) -> str | None:
        """Return the text of one of TEXT_FIELDS, in which several texts are lines; None where it has none."""
        return as_text(getattr(self, name))

    def facts(self) -> dict[str, object]:
        """Return every field as it is but `source` and those of its story: what tells versions of a story apart."""
        return dict(zip(_FACTS, _facts(self), strict=False))

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Article:
        """Make the article of a dictionary that `to_json` made, or that an index stores, which may leave its story out.

        Raises KeyError or TypeError for any other.
        """
        values = list(_keyed(value))
        copies = value.get("copies", 1)
        values[_STORY:_STORY] = value["story"] if copies > 1 else own_story(value["id"]), copies
        for at, read in _READ:
            values[at] = read(values[at])
        return cls(*values)


def own_story(identifier: str) -> str:
    """Return the story of an article that stands alone: its id, which an earlier text of it (`ID@1`) has in its own."""
    return identifier.partition("@")[0]


def as_text(value: str | Iterable[str] | None) -> str | None:
    """Return the value of a text field as one text: several texts are its lines. None for no text."""
    if value is None or isinstance(value, str):
        return value or None
    return "\n".join(value) or None


def _places_json(places: tuple[Place, ...] | None) -> list[dict[str, str | None]] | None:
    return None if places is None else [place.to_json() for place in places]


def _places(places: list[dict[str, str | None]] | None) -> tuple[Place, ...] | None:
    return None if places is None else tuple([Place(each["place"], each["country"]) for each in places])


def _texts_json(texts: tuple[str, ...] | None) -> list[str] | None:
    return None if texts is None else list(texts)


def _texts(texts: list[str] | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(texts)


def _edition_json(edition: Edition | None) -> dict[str, str | None] | None:
    return None if edition is None else edition.to_json()


_edition_values = itemgetter(*Edition.__annotations__)


def _edition(edition: Mapping[str, Any] | None) -> Edition | None:
    return None if edition is None else Edition(*_edition_values(edition))


def _lineage_json(lineage: Lineage | None) -> dict[str, object] | None:
    return None if lineage is None else lineage.to_json()


def _lineage(lineage: Mapping[str, Any] | None) -> Lineage | None:
    return None if lineage is None else Lineage(lineage["signal"], tuple(lineage["of"]), lineage["number"])


_SOURCE_KEYS = tuple(Source.__annotations__)
_source_values = itemgetter(*_SOURCE_KEYS)


def _source(source: Mapping[str, Any]) -> Source:
    return Source(*_source_values(source))


FIELDS = tuple(name for name in Article.__annotations__ if name != "reading")

_WRITERS: dict[str, Callable[[Any], object]] = {
    "places": _places_json,
    "texts": _texts_json,
    "edition": _edition_json,
    "lineage": _lineage_json,
    "source": Source.to_json,
    "rules": dict,
}
_READERS: dict[str, Callable[[Any], object]] = {
    "places": _places,
    "texts": _texts,
    "edition": _edition,
    "lineage": _lineage,
    "source": _source,
}
"""What makes JSON of a value, and a value of JSON, for the forms in which they differ."""

_WRITTEN = [(at, _WRITERS[FORMS[name]]) for at, name in enumerate(FIELDS) if FORMS[name] in _WRITERS]
_READ = [(at, _READERS[FORMS[name]]) for at, name in enumerate(FIELDS) if FORMS[name] in _READERS]

_OF_STORY = ("story", "copies")
_STORY = FIELDS.index("story")

_FACTS = tuple(name for name in FIELDS if name not in ("source", *_OF_STORY))
_values = attrgetter(*FIELDS)
_facts = attrgetter(*_FACTS)
_keyed = itemgetter(*(name for name in FIELDS if name not in _OF_STORY))


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WINDOWS = {
    chr(code): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8B, 0x8D, 0x8F, 0x90, 0x9B, 0x9D)
}
"""Signs and letters of windows-1252 that a wrong label (ISO 8859-1) made into control characters.

Not U+0085, an end of line, nor U+008B and U+009B, which begin what drives a terminal.
"""


def printable(text: str) -> str:
    """Return the text with line feeds for its line ends, and no other control characters but tabs.

    This is what every text of an article has gone through. Characters from U+0080 to U+009F that are letters and
    signs of windows-1252 become these, as the WHATWG's encodings and HTML's references read them.
    """
    if text.isprintable() or _CONTROLS.search(text) is None:
        return text
    return _CONTROLS.sub(_instead, text.replace("\r\n", "\n"))


def _instead(found: re.Match[str]) -> str:
    """Return a line feed or a space for a control character that parts words, a character of windows-1252, or nothing."""
    character = found[0]
    if character in "\r\x85":
        return "\n"
    return " " if character.isspace() else _WINDOWS.get(character, "")


def article_id(identifier: str) -> str:
    """16 lower-case base32 characters (80 bits of SHA-256) for an identifier or a text."""
    from hashlib import sha256  # which loads OpenSSL, and a search makes no ids

    digest = sha256(identifier.encode("utf-8", "surrogatepass")).digest()
    bits = int.from_bytes(digest[:10], "big")
    pairs = _pairs()
    return "".join([pairs[bits >> shift & 1023] for shift in range(70, -1, -10)])


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"


@cache
def _pairs() -> list[str]:
    """Base32 two digits at a time (RFC 4648, section 6, in lower case)."""
    return [first + second for first in _DIGITS for second in _DIGITS]


@frozen
class Snippet:
    """A fragment of one field: `text` is `field[start:end]`, `highlights` are (start, end) in `text`."""

    field: str
    text: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...] = ()


@frozen
class First:
    """The earliest article of a story in the archive, which the story is named after."""

    id: str
    agency: str | None
    publisher: str | None
    published: str | None


@frozen
class Carried:
    """What is known of the whole story of a hit.

    `articles` are those of it in the archive, `outlets` their different publishers, or agencies where they name no
    publisher. `corrected` says whether any of them is marked as a correction.
    """

    articles: int
    outlets: int
    first: First
    corrected: bool

    def to_json(self) -> dict[str, Any]:
        """Return the `carried` object of the contract."""
        return {**fields_of(self), "first": fields_of(self.first)}


class _Stored:
    """Makes the article of a hit when it is first looked at: many callers look at few."""

    __slots__ = ("_stored",)
    _stored: Mapping[str, Any]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Article:
            """Return what the slot `article` holds once it is filled; it is the only one that may be empty."""
            if name != "article":
                raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
            article = Article.from_json(self._stored)
            object.__setattr__(self, "article", article)
            return article


@frozen
class Hit(_Stored):
    """One article of an answer. `rank` counts from 1 over the whole answer, `score` compares inside it only.

    `carried` is of its whole story where an answer has one hit a story, else None.
    """

    rank: int
    score: float
    article: Article
    snippets: tuple[Snippet, ...] = ()
    carried: Carried | None = None

    @classmethod
    def of_json(
        cls,
        rank: int,
        score: float,
        stored: Mapping[str, Any],
        snippets: tuple[Snippet, ...] = (),
        carried: Carried | None = None,
    ) -> Hit:
        """Return the hit of an article in the form that `Article.to_json` gave it."""
        made = object.__new__(cls)
        fill = object.__setattr__
        fill(made, "rank", rank)
        fill(made, "score", score)
        fill(made, "_stored", stored)
        fill(made, "snippets", snippets)
        fill(made, "carried", carried)
        return made
