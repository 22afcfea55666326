"""The schema of a Whoosh archive, and the three kinds of indexed field it needs.

Words come from `morgue.analysis`, not from a Whoosh analyzer: `Words` is given the words of a text (as written, or their
stems) and notes their positions, `Counts` notes only how often each is there, `Values` is given exact values.
Positions are the same in a field of stems and in its twin of written words.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import columns, fields, formats, scoring

from morgue.model.fields import FACET_FIELDS, INSTANT_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, VALUE_FIELDS
from morgue.query.scoring import RANKING, idf

NEVER = -(1 << 63)
"""What a column of moments or numbers has of an article that has none."""

Posting = tuple[bytes, int, float, bytes]


def encoded(term: str) -> bytes:
    """Return a term as it is in the index."""
    return term.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """Return the text of a term."""
    return term.decode("utf-8", "surrogatepass")


def spelling(word: str) -> str:
    """Return how the values begin that have the tokens of a folded word which is written with accents."""
    return word + "\n"


class Positions(formats.Format):  # type: ignore[misc]  # whoosh is not typed
    """Postings with the positions of a word, as 32-bit integers of the machine."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """Return the value of a posting."""
        return array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        """Return the positions of a posting."""
        return array("I", value)

    def decode_frequency(self, value: bytes) -> int:
        """Return how often the word is in the text."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """Return the frequency: words of one field count alike."""
        return float(len(value) // 4)

    def combine(self, values: Iterable[bytes]) -> bytes:
        """Return the value of several together."""
        return self.encode(sorted({at for value in values for at in self.decode_positions(value)}))


class Words(fields.FieldType):  # type: ignore[misc]
    """A text, given as its words in order."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:
        """Yield a posting for each different word."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(value):
            places.setdefault(word, []).append(at)
        for word, positions in places.items():
            yield encoded(word), len(positions), float(len(positions)), array("I", positions).tobytes()

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return a term as it is in the index."""
        return value if isinstance(value, bytes) else encoded(value)

    def from_bytes(self, value: bytes) -> str:
        """Return the text of a term."""
        return decoded(value)


class Counts(Words):
    """A text, given as its words in any order. How often a word is there is the weight of its posting, without a value."""

    def __init__(self) -> None:
        fields.FieldType.__init__(self, formats.Existence(), None, scorable=True)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:
        """Yield a posting for each different word."""
        for word, number in Counter(value).items():
            yield encoded(word), number, float(number), b""


class Values(Words):
    """Exact values, without order or frequency."""

    def __init__(self) -> None:
        fields.FieldType.__init__(self, formats.Existence(), None)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:
        """Yield a posting for each different value."""
        for each in dict.fromkeys(value):
            yield encoded(each), 1, 1.0, b""


class Weighting(scoring.BM25F):  # type: ignore[misc]
    """BM25F with k1 = 1.2 and b = 0.75, and the idf of Lucene and tantivy, which is never negative."""

    def __init__(self) -> None:
        super().__init__(B=0.75, K1=1.2)

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        """Return how rare a term is in the whole archive."""
        parent = searcher.get_parent()
        return idf(parent.doc_frequency(fieldname, text), parent.doc_count_all())


def schema() -> Any:
    """Return the schema of every archive of this engine."""
    made = fields.Schema(stored=fields.STORED(), order_id=fields.COLUMN(columns.VarBytesColumn()))
    for name in TEXT_FIELDS:
        made.add(name, Words())
        made.add(name + "_w", Words())
    made.add(RANKING, Counts())
    for name in ("id", "id_folded", "has", "file_key", "day", "stem_class", "spelling", *VALUE_FIELDS):
        made.add(name, Values())
    for name in FACET_FIELDS:
        made.add(name + "_f", Values())
    made.add("facets", fields.COLUMN(columns.VarBytesColumn()))
    made.add("order_day", fields.COLUMN(columns.NumericColumn("i", default=0)))
    made.add("story_label", fields.COLUMN(columns.NumericColumn("q", default=NEVER)))
    made.add("replaced", fields.COLUMN(columns.NumericColumn("q", default=NEVER)))
    made.add("order_moment", fields.COLUMN(columns.NumericColumn("q", default=NEVER)))
    for name in NUMBER_FIELDS:
        made.add(name, fields.COLUMN(columns.NumericColumn("q", default=NEVER)))
    for name in INSTANT_FIELDS:
        for end in ("first", "last"):
            made.add(f"{name}_{end}", fields.COLUMN(columns.NumericColumn("q", default=NEVER)))
    return made
