"""The field registry: one row for each field of an article and each field that a query can name.

What other rooms know of the fields is derived from these rows: the keys of an article's JSON and their schemas,
what every engine indexes, the fields that the parser takes, the words of `explain`, completion, the page. To add a
field, add a row here, the attribute to `Article`, and what finds its value; `FORMATS` then asks for a new format,
because what is on disk has changed.

An article has one key for several fields in some places: `locations` holds `location` and `country`, `source`
holds `file` and `format`, `edition` holds `page`, what `is:` asks is said of an article's place in its story, `day` has `year` and `month`, and `body` has a `length`. Such a row
names the key in `part_of`. A key that is searched only by its parts is a FACT. `keywords` is the key and `keyword` the
field for the same reason.
"""

from __future__ import annotations

import zlib
from enum import Enum

from morgue._startup.frozen import frozen


class Kind(Enum):
    """How a field is searched; a BOUND and a PRESENCE are asked of other fields, VERSIONS and a STATE of the whole query."""

    FACT = "fact"
    TEXT = "text"
    KEYWORD = "keyword"
    LOCATION = "location"
    COUNTRY = "country"
    NUMBER = "number"
    DAY = "day"
    PERIOD = "period"
    INSTANT = "instant"
    BOUND = "bound"
    PRESENCE = "presence"
    VERSIONS = "versions"
    STATE = "state"


@frozen
class Field:
    """One row.

    `form` is the shape of the value in JSON (`morgue.model.schema`), `says` its description there. Of the names:
    `asked` is the name in a query where that is another, `aliases` are names that are taken as well, `synonyms` are what
    other programs call it, which is offered and never taken. `label` completes "articles that have …", `verbs` says
    what articles do and do not do with one of its values, `one` and `beginning` name such a value, or the beginning of
    one. `title` is the name on a page, `plural` the title of its values.

    `hit`: it is in a hit as a rule. `default`: its words are searched where a query names no field. `has`: `has:` and
    `missing:` take it. `shown`: engines keep its values as written beside those that are compared. `covered`:
    `stats` counts the articles that have it. `facet` is its place among the facets, 0 for none. `since` is the format of archives that had it
    first.
    """

    name: str
    kind: Kind
    form: str = ""
    part_of: str = ""
    says: str = ""
    asked: str = ""
    aliases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    label: str = ""
    verbs: tuple[str, str] = ("have", "do not have")
    one: str = ""
    beginning: str = ""
    title: str = ""
    plural: str = ""
    hit: bool = False
    default: bool = False
    has: bool = False
    shown: bool = False
    covered: bool = False
    facet: int = 0
    since: int = 4

    @property
    def key(self) -> str:
        """The key of the article's JSON that has it."""
        return self.part_of or self.name


ROWS = (
    Field("id", Kind.KEYWORD, form="id", says="16 lower-case base32 characters; of an earlier text @ and its number behind them", label="an id"),
    Field(
        "headline", Kind.TEXT, form="text", label="a headline", title="Headline",
        aliases=("title",), synonyms=("subject",), hit=True, default=True, has=True, covered=True,
    ),
    Field(
        "body", Kind.TEXT, form="text", says="paragraphs with a blank line between them", label="a body", title="Body",
        synonyms=("text", "content"), default=True, has=True, covered=True,
    ),
    Field(
        "length", Kind.NUMBER, part_of="body", label="words", synonyms=("words", "wordcount"), has=True, since=6,
    ),
    Field(
        "boilerplate", Kind.TEXT, form="text", says="what was set aside", label="a boilerplate", title="Boilerplate",
        has=True,
    ),
    Field(
        "published", Kind.INSTANT, form="instant", label="a time of publication", title="Published",
        hit=True, has=True, covered=True,
    ),
    Field("updated", Kind.INSTANT, form="instant", label="a time of update", title="Updated", has=True),
    Field(
        "day", Kind.DAY, form="day", asked="date", label="a day", title="Printed day",
        hit=True, has=True, covered=True,
    ),
    Field("year", Kind.PERIOD, part_of="day", plural="Years", facet=8),
    Field("month", Kind.PERIOD, part_of="day", facet=9),
    Field(
        "dateline", Kind.TEXT, form="text", label="a dateline", title="Dateline", default=True, has=True, covered=True,
    ),
    Field("locations", Kind.FACT, form="places", title="Places", hit=True),
    Field(
        "location", Kind.LOCATION, part_of="locations", label="a place", plural="Places",
        aliases=("place", "places", "locations"), synonyms=("city",), has=True, shown=True, covered=True, facet=2,
    ),
    Field(
        "country", Kind.COUNTRY, part_of="locations", label="a country", plural="Countries",
        has=True, shown=True, covered=True, facet=3,
    ),
    Field(
        "agency", Kind.KEYWORD, form="text", label="an agency", verbs=("come from", "do not come from"),
        title="Agency", plural="Agencies", synonyms=("wire",), hit=True, has=True, shown=True, covered=True, facet=1,
    ),
    Field(
        "publisher", Kind.KEYWORD, form="text", label="a publisher", verbs=("were carried by", "were not carried by"),
        one="{}", title="Outlet", plural="Outlets", aliases=("outlet", "source"), synonyms=("site",),
        hit=True, has=True, shown=True, covered=True, facet=4,
    ),
    Field(
        "byline", Kind.TEXT, form="text", label="a byline", title="Byline", aliases=("author",), synonyms=("by",),
        hit=True, has=True, covered=True,
    ),
    Field(
        "section", Kind.KEYWORD, form="texts", label="a section", verbs=("are in", "are not in"),
        title="Section", plural="Sections", aliases=("sections",), hit=True, has=True, shown=True, covered=True, facet=5,
    ),
    Field("keywords", Kind.FACT, form="texts", title="Keywords"),
    Field(
        "keyword", Kind.KEYWORD, part_of="keywords", label="a keyword", verbs=("carry", "do not carry"),
        aliases=("keywords",), synonyms=("category", "tag"), has=True, shown=True,
    ),
    Field(
        "language", Kind.KEYWORD, form="text", says="BCP 47", label="a language", verbs=("are in", "are not in"),
        title="Language", plural="Languages", aliases=("lang",), hit=True, has=True, shown=True, covered=True, facet=6,
    ),
    Field(
        "url", Kind.KEYWORD, form="text", label="an address", title="Address", synonyms=("link",),
        hit=True, has=True, covered=True,
    ),
    Field(
        "type", Kind.KEYWORD, form="type", says="what it is: a story, or the caption or script of something else",
        label="a type", verbs=("are", "are not"), one="of the type {}", beginning="of a type that begins with {}",
        title="Type", plural="Types", synonyms=("kind", "medium"), hit=True, shown=True, facet=10, since=6,
    ),
    Field(
        "other_headlines", Kind.TEXT, form="texts", says="what the source states beside the printed headline",
        label="another headline", title="Other headlines", default=True, has=True, since=6,
    ),
    Field("edition", Kind.FACT, form="edition", says="where it was printed", title="Edition", since=6),
    Field(
        "page", Kind.KEYWORD, part_of="edition", label="a page", verbs=("were printed on", "were not printed on"),
        one="page {}", beginning="a page that begins with {}", synonyms=("pages",), has=True, since=6,
    ),
    Field(
        "lineage", Kind.FACT, form="lineage", says="what the feed states of its versions, and of what it continues",
        title="Version", since=7,
    ),
    Field(
        "story", Kind.KEYWORD, form="id", says="the id of the earliest article of its story", label="a story",
        verbs=("are of", "are not of"), one="the story {}", title="Story", hit=True, since=7,
    ),
    Field(
        "copies", Kind.NUMBER, form="count", says="the articles of its story, itself included",
        label="articles in their story", title="Articles of the story", hit=True, since=7,
    ),
    Field(
        "is", Kind.KEYWORD, part_of="story", label="a mark", verbs=("are", "are not"), one="marked as {}", since=7,
    ),
    Field("source", Kind.FACT, form="source", hit=True),
    Field(
        "format", Kind.KEYWORD, part_of="source", label="a format", verbs=("were read from", "were not read from"),
        plural="Formats", shown=True, facet=7,
    ),
    Field(
        "file", Kind.KEYWORD, part_of="source", label="a file", verbs=("come from", "do not come from"),
        beginning="a file whose path begins with {}", synonyms=("path", "filename"),
    ),
    Field("evidence", Kind.FACT, form="rules", says="the rule that found each field"),
    Field("since", Kind.BOUND, synonyms=("from",)),
    Field("until", Kind.BOUND, synonyms=("to",)),
    Field("after", Kind.BOUND),
    Field("before", Kind.BOUND),
    Field("has", Kind.PRESENCE, synonyms=("exists",)),
    Field("missing", Kind.PRESENCE),
    Field("versions", Kind.VERSIONS, synonyms=("version", "history")),
    Field("asof", Kind.STATE, synonyms=("as-of", "as_of", "at")),
)  # fmt: skip
"""All fields, in the order of an article's JSON."""


def _of(*kinds: Kind) -> tuple[str, ...]:
    return tuple(row.name for row in ROWS if row.kind in kinds)


BY_NAME = {row.name: row for row in ROWS}

KEYS = tuple(row.name for row in ROWS if row.form)
"""The keys of an article's JSON, which are the attributes of `Article`."""

FORMS = {row.name: row.form for row in ROWS if row.form}
"""The shape of each of them."""

WHOLE = frozenset(row.name for row in ROWS if row.form and row.since == 4)
"""The keys that every version writes: a row without one of them has been cut down to a part of its story."""

HIT_KEYS = tuple(row.name for row in ROWS if row.hit)
"""The keys that are in a hit as a rule."""

TEXT_FIELDS = _of(Kind.TEXT)
"""Fields whose words are searched: a text, or texts that are searched as one with a line for each."""

IS = ("correction", "update", "withdrawn", "superseded")
"""What `is:` may ask: whether an article corrects, updates or withdraws an earlier one, or is an earlier text of one."""

TYPES = ("story", "picture", "video", "audio", "graphic", "advertisement")
"""What an article may be; whatever states nothing else is a story."""

SIGNALS = ("update", "correction", "withdrawn")
"""What a feed says that a version does to what was sent before, the weakest first."""

DEFAULT_FIELDS = tuple(row.name for row in ROWS if row.default)
"""The texts that are searched where a query names no field."""

KEYWORD_FIELDS = _of(Kind.KEYWORD)
"""Fields of exact values, compared after `text.fold`."""

NUMBER_FIELDS = _of(Kind.NUMBER)
INSTANT_FIELDS = _of(Kind.INSTANT)

VALUE_FIELDS = tuple(name for name in _of(Kind.KEYWORD, Kind.LOCATION, Kind.COUNTRY) if name != "id")
"""Fields of which engines index exact values; the id they know by itself."""

FACET_FIELDS = tuple(row.name for row in ROWS if row.shown)
"""Fields of which engines keep the values as they are written."""

FACETS = tuple(row.name for row in sorted(ROWS, key=lambda row: row.facet) if row.facet)
"""What can be counted; a `year` is `2025`, a `month` `2025-10`."""

HAS_FIELDS = tuple(row.name for row in ROWS if row.has)
"""What `has:` and `missing:` may name (aliases such as `date` and `keywords` are resolved by the parser)."""

ALWAYS_PRESENT = frozenset(
    row.name
    for row in ROWS
    if row.kind in (Kind.KEYWORD, Kind.NUMBER) and row.name not in (*HAS_FIELDS, "is")
)
"""Fields that every article has."""

COVERED = tuple(row.name for row in ROWS if row.covered)
"""The fields whose coverage `stats` counts."""


# -- what is on disk -------------------------------------------------------------------------------------------


FORMATS = {
    0x233F6F3D: (5, 3),
    0xBF57CA36: (6, 4),
    0x32162E6E: (7, 5),
    0x4411B786: (8, 6),
}
"""The formats of archives in a directory and on a cluster, by the checksum of what the rows put on disk.

The last one is this version's. A version reads archives of its own format, and names that of another. Other fields are
another row here; where something else on the disk changes (a table of the catalog, what an engine makes of a kind), the
numbers of the last row grow.
"""


ASKED_OF_OTHERS = (Kind.BOUND, Kind.PRESENCE, Kind.VERSIONS, Kind.STATE)
"""Kinds of which an index has nothing of their own."""


def on_disk(rows: tuple[Field, ...]) -> str:
    """Return what the rows make of an index and of a stored article, a line each, whatever their order is.

    Names, labels and what is shown are not in it: they may change, and the archives stay.
    """
    lines = []
    for row in rows:
        if row.kind not in ASKED_OF_OTHERS:
            lines.append(f"{row.name} {row.kind.value} {row.form or row.part_of} {row.has:d}{row.shown:d}")
    return "\n".join(sorted(lines))


def format_of(rows: tuple[Field, ...]) -> tuple[int, int]:
    """Return the formats of archives with these fields. Raises LookupError for fields that have none yet."""
    checksum = zlib.crc32(on_disk(rows).encode("ascii"))
    try:
        return FORMATS[checksum]
    except KeyError:
        last = next(reversed(FORMATS.values()))
        raise LookupError(
            f"what the fields put on disk has changed, and archives of format {last[0]} do not have it: "
            f"add 0x{checksum:08x}: ({last[0] + 1}, {last[1] + 1}) to FORMATS"
        ) from None


FORMAT, CLUSTER_FORMAT = format_of(ROWS)
"""The formats that this version reads and writes."""
