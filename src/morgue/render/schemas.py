"""Describe what several JSON documents of morgue hold, and what the API answers with, as JSON Schema (2020-12).

The parts refer to one another by `$ref`, as the OpenAPI description does; `docs/schemas` is made of them too. The keys
of an article come from the field registry. Readers must take keys that are not named here: more may come without a
new `format_version`.
"""

from __future__ import annotations

from morgue.archive.arguments import AGAINST, PERIODS, UNITS
from morgue.model.fields import FACETS, TEXT_FIELDS
from morgue.model.schema import (
    NATURAL,
    PLACE,
    SOURCE,
    TEXT,
    Schema,
    array,
    article_schemas,
    described,
    field_schema,
    hit_schemas,
    maybe,
    number,
    numbers,
    obj,
    pairs,
    text,
)  # fmt: skip

REFERENCE = "#/components/schemas/"


def is_part(name: str) -> Schema:
    """Return a reference to a part."""
    return {"$ref": REFERENCE + name}


KINDS = (
    "error", "usage", "feed", "no-article", "query", "archive", "engine", "timeout",
    "called-off", "request", "token", "not-found", "busy",
)  # fmt: skip
"""What `kind` of an error may be; those of the second line come from `morgue serve` alone."""

RELATIONS = ("first", "copy", "cut", "extended", "rewritten", "update", "correction", "withdrawn")
"""What an article of a story may be."""


def share(says: str) -> Schema:
    """Return the schema of a share, from 0 to 1."""
    return {"type": "number", "minimum": 0, "maximum": 1, "description": says}


SPANS = array(
    {"type": "array", "prefixItems": [{"enum": ["=", "-", "+"]}, TEXT], "minItems": 2, "maxItems": 2},
    "runs: = both have it, - only a, + only b",
)


def pairs_of_texts(says: str) -> Schema:
    """Return the schema of a list of pairs of texts."""
    return described(says, array({**array(TEXT), "minItems": 2, "maxItems": 2}))


AMOUNT: Schema = {"type": "number", "minimum": 0}
VERSION = {"format_version": {"const": 1, "description": "grows where a key is changed or removed"}}
ID = field_schema("id")
SPAN = described(
    "start and end in code points, end excluded", {**array(NATURAL), "minItems": 2, "maxItems": 2}
)
_REFERRED = {"places": maybe(array(is_part("Place"))), "source": is_part("Source")}

WHOLE_ARTICLE: dict[str, Schema] = {
    **article_schemas(_REFERRED),
    "read_from": text("the path of the file that it was read from"),
    "also_in": array(TEXT, "paths of the other files that hold the same story"),
    "versions": number("texts that it has had, the one that stands included"),
}
_COUNTED: dict[str, Schema] = {
    "stories": number("stories that they are of; with --count stories"),
    "count": {"const": "stories", "description": "what the other numbers count, where that is not articles"},
}
_SEARCH: dict[str, Schema] = {
    **VERSION,
    "archive": is_part("Archive"),
    "query": is_part("Query"),
    "total": maybe(number("articles that match; null with --no-count")),
    "stories": maybe(number("stories that they are of; with --group, and null with --no-count")),
    "offset": NATURAL,
    "took_ms": AMOUNT,
    "notes": array(is_part("Note")),
    "diagnosis": maybe(
        array(obj({"part": TEXT, **numbers("total"), "without": number("what the query would match without it")}),
              "why nothing matched; null where something did")
    ),
    "partial": maybe(is_part("Partial")),
    "since_revision": number("of watch and --since-revision: hits are newer than this"),
    "hits": array(is_part("Hit")),
}  # fmt: skip

_MEASURED: dict[str, Schema] = {
    "stories": number("of the period that have it; where stories are counted"),
    "articles": number("of the period that have it; where articles are counted"),
    "expected": described("how many would, were it as frequent as in all that was compared", AMOUNT),
    "score": described("the log-likelihood G2", AMOUNT),
    "log_ratio": {
        "type": "number",
        "description": "the binary logarithm of how many times as frequent it is as in the rest",
    },
    "example": maybe(is_part("Example")),
}

PARTS: dict[str, Schema] = {
    "Place": PLACE,
    "Source": SOURCE,
    "Article": obj(WHOLE_ARTICLE, "read_from", "also_in", "versions"),
    "Snippet": obj({
        "field": {"enum": list(TEXT_FIELDS)},
        "text": TEXT,
        "start": number("into the field, in code points"),
        "end": number("excluded"),
        "highlights": array(SPAN, "into the snippet's text"),
    }),
    "Hit": obj({
        "rank": {"type": "integer", "minimum": 1}, "score": {"type": "number"}, "id": ID,
        **hit_schemas(_REFERRED), "snippets": array(is_part("Snippet")),
        "carried": is_part("Carried"),
    }, "carried"),
    "Carried": described(
        "of the whole story of a hit, whether the others match or not; with --group",
        obj({
            **numbers("articles"),
            "outlets": number("different publishers, or agencies where articles name no publisher"),
            "first": described("its earliest article", obj({"id": ID, **dict.fromkeys(("agency", "publisher", "published"), maybe(TEXT))})),
            "corrected": {"type": "boolean", "description": "whether any of them is marked as a correction"},
        }),
    ),
    "Archive": obj({"id": text("a UUID"), "revision": NATURAL, "engine": TEXT}),
    "Query": obj({
        "text": text("as typed"),
        "canonical": text("as read, dates resolved"),
        "explanation": text("in words"),
        "now": text("what relative dates count from"),
    }),
    "Note": obj({"kind": TEXT, "message": TEXT, "position": maybe(number("in code points")), "hint": maybe(TEXT)}),
    "Part": obj({"part": TEXT, "total": NATURAL}),
    "Partial": described(
        "articles that have most of the words, those that have all included; null where ten have all, or where most is all",
        obj({**numbers("total"), "stories": number("with --group"), "query": text("finds them")}, "stories"),
    ),
    "Search": obj(_SEARCH, "since_revision", "stories"),
    "Count": obj({**numbers("total"), "stories": number("stories that they are of; with --group")}, "stories"),
    "Version": obj({
        "id": ID,
        "n": number("from 1, the earliest"),
        "current": described("whether it is the text that stands", {"type": "boolean"}),
        **{name: field_schema(name) for name in ("published", "updated", "day", "headline")},
        "source": is_part("Source"),
        "digest": text("tells texts apart, in hexadecimal"),
        "changed": maybe(text("what changed from the text before, on one line; null of the first")),
    }),
    "Versions": obj({**VERSION, "versions": array(is_part("Version"), "the earliest of each article first")}),
    "Articles": obj({**VERSION, "articles": array(is_part("Article"))}),
    "Facets": obj({**VERSION, **numbers("total"), **_COUNTED, "facets": obj(dict.fromkeys(FACETS, pairs("most first")), *FACETS)}, *_COUNTED),
    "Timeline": obj({
        **VERSION, **numbers("total"), **_COUNTED, "by": {"enum": [*PERIODS[1:]]},
        "notes": array(is_part("Note"), "with --count stories"),
        "buckets": pairs("in order, empty ones too"),
    }, *_COUNTED, "notes"),
    "Example": described("an article that shows what it is about", obj({"id": ID, "headline": maybe(TEXT)})),
    "Bursts": obj({
        **VERSION, "query": is_part("Query"), **numbers("total"), "by": {"enum": [*PERIODS[1:]]},
        "count": {"enum": [*UNITS], "description": "what the words and places are counted by"},
        "against": {"enum": [*AGAINST], "description": "what a period is compared with"},
        "measure": text("the name of the score"),
        "read": number("articles that were read to see what may burst"),
        "compared": number("articles in which it is counted"),
        "periods": array(is_part("BurstPeriod"), "in order of time"),
        "notes": array(is_part("Note")),
    }),
    "BurstPeriod": obj({
        "period": TEXT, **numbers("articles", "stories"),
        "words": array(obj({"word": TEXT, "language": maybe(text("whose articles were compared, those of unknown language in ASCII letters as English")), **_MEASURED}, *UNITS)),
        "places": array(obj({"place": TEXT, "country": PLACE["properties"]["country"], **_MEASURED}, *UNITS)),
        "top_stories": array(
            obj({
                "story": ID, "headline": maybe(text("of its first article in the period")),
                "outlets": number("that carried it in the period"), **_MEASURED,
            }, "stories"),
            "the stories of most articles in the period",
        ),
    }),
    "Explanation": obj({
        **VERSION, "query": is_part("Query"), "parts": array(is_part("Part")),
        "words": array(is_part("Meaning"), "what bare words, wildcards and words of near spelling stand for"),
        "notes": array(is_part("Note")),
    }),
    "Meaning": obj({
        "part": TEXT,
        "language": maybe(text("whose stem it is; null where words are compared as they are written")),
        "stem": maybe(TEXT),
        "words": pairs("words and the articles of that language that have them, most first"),
        "others": number("words beyond those that are listed"),
    }),
    "Member": obj({
        "id": ID, **{name: field_schema(name) for name in ("published", "day", "agency", "publisher", "headline")},
        "mark": maybe(text("what a desk wrote on the headline: UPDATE 2")),
        "relation": {"enum": [*RELATIONS], "description": "what it is beside `against`"},
        "against": maybe(described("the article that it is compared with; null of the first", ID)),
        "kept": maybe(share("of the 3-word runs of that one's body, what it has")),
        "new": maybe(share("of its own 3-word runs, what that one has not")),
        "cut": array(NATURAL, "paragraphs of that one that it has not, from 1"),
        "added": array(NATURAL, "paragraphs of its own that that one has not, from 1"),
        "corrected": maybe(described(
            "whether it has what a correction put right, or what was wrong; null where it has neither", {"type": "boolean"}
        )),
    }),
    "Story": obj({
        **VERSION,
        "story": obj({
            "id": ID, **numbers("articles", "outlets"),
            "first": maybe(text("when it was first seen here: an instant, or a day where no more is known")),
            "last": maybe(TEXT),
        }),
        "corrections": array(obj({
            "id": ID, "against": maybe(TEXT), "changed": pairs_of_texts("what stood, and what stands instead"),
        })),
        "uncorrected": array(ID, "articles that still have what was wrong, and whose desk has not corrected it since"),
        "withdrawals": array(ID, "articles that withdraw the story"),
        "same_event": maybe(described("articles that are like it at that time and not of it", obj({
            **numbers("total"), "agencies": pairs("most first"), "query": text("finds them"),
        }))),
        "versions": array(obj({
            "id": text("ID@1, as show and diff take it"), "of": ID, "n": number("from 1, the earliest"),
            "current": described("whether it is the text that stands", {"type": "boolean"}),
            **{name: field_schema(name) for name in ("published", "updated", "headline")},
            "against": maybe(TEXT), "kept": maybe(share("of the text before")), "new": maybe(share("that the text before has not")),
            "changed": maybe(text("what changed, in words")),
        }), "all texts of the articles that have several, in order"),
        "members": array(is_part("Member"), "in order of time"),
    }),
    "Diff": obj({
        **VERSION, "a": ID, "b": ID,
        "kept": share("of the 3-word runs of a's body, what b has"),
        "new": share("of b's, what a has not"),
        "changed": pairs_of_texts("numbers and names: what stood, and what stands instead"),
        **dict.fromkeys(("headline", "dateline", "byline"), obj({"a": maybe(TEXT), "b": maybe(TEXT), "spans": SPANS})),
        "paragraphs": array(is_part("Paragraph"), "in the order of b, those that were cut in their place; where paragraphs were put together or parted, several have the number of one"),
    }),
    "Paragraph": obj({
        "kind": {"enum": ["kept", "moved", "edited", "cut", "added"]},
        "a": maybe(number("its number in a, from 1")), "b": maybe(number("its number in b")),
        "text": text("of one that was not edited, as b has it, or a if it was cut"), "spans": SPANS,
    }, "text", "spans"),
    "Error": obj({"error": obj({
        "kind": {"enum": [*KINDS]}, "message": TEXT, "hint": maybe(TEXT),
        "position": maybe(number("in code points from 0, into the query")),
    })}),
}  # fmt: skip
"""Each object that is referred to, by its name in the description of the API."""
