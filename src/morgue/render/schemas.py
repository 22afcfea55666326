"""Describe every JSON document that morgue prints, writes or serves, as JSON Schema (2020-12).

`PARTS` are the objects that several documents hold, and what the API answers with; they refer to one another by
`$ref`, as the OpenAPI description does, and `whole` puts them in. `DOCUMENTS` are those of the command line, which
`docs/schemas` has. The keys of an article come from the field registry. Readers must take keys that are not named
here: more may come without a new `format_version`.
"""

from __future__ import annotations

from typing import Any

from morgue.archive.arguments import ORDERS, PERIODS
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
    obj,
)

_REFERENCE = "#/components/schemas/"


def is_part(name: str) -> Schema:
    """Return a reference to a part."""
    return {"$ref": _REFERENCE + name}


def _text(says: str, **more: Any) -> Schema:
    return {**described(says, TEXT), **more}


def _number(says: str) -> Schema:
    return described(says, NATURAL)


def _list(items: Schema, says: str = "") -> Schema:
    return described(says, array(items))


def _by_name(values: Schema, says: str = "") -> Schema:
    return described(says, {"type": "object", "additionalProperties": values})


def _pairs(says: str) -> Schema:
    """Return the schema of values, each with its number of articles."""
    return _list({"type": "array", "prefixItems": [TEXT, NATURAL], "minItems": 2, "maxItems": 2}, says)


def _numbers(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, NATURAL)


KINDS = (
    "error", "usage", "feed", "no-article", "query", "archive", "engine", "timeout",
    "called-off", "request", "token", "not-found", "busy",
)  # fmt: skip
"""What `kind` of an error may be; those of the second line come from `morgue serve` alone."""

_FLAG: Schema = {"type": "boolean"}
_AMOUNT: Schema = {"type": "number", "minimum": 0}
_VERSION = {"format_version": {"const": 1, "description": "grows where a key is changed or removed"}}
_SORT: Schema = {"enum": [*ORDERS]}
_ID = field_schema("id")
_DAY = field_schema("day")
_SPAN = described(
    "start and end in code points, end excluded", {**array(NATURAL), "minItems": 2, "maxItems": 2}
)
_REFERRED = {"places": maybe(array(is_part("Place"))), "source": is_part("Source")}

_WHOLE_ARTICLE: dict[str, Schema] = {
    **article_schemas(_REFERRED),
    "read_from": _text("the path of the file that it was read from"),
    "also_in": _list(TEXT, "paths of the other files that hold the same story"),
}
_MARKED = {"highlights": _by_name(_list(_SPAN), "with --query: what matches, by field")}
_SEARCH: dict[str, Schema] = {
    **_VERSION,
    "archive": is_part("Archive"),
    "query": is_part("Query"),
    "total": maybe(_number("articles that match; null with --no-count")),
    "offset": NATURAL,
    "took_ms": _AMOUNT,
    "notes": array(is_part("Note")),
    "diagnosis": maybe(
        _list(obj({"part": TEXT, **_numbers("total"), "without": _number("what the query would match without it")}),
              "why nothing matched; null where something did")
    ),
    "since_revision": _number("of watch and --since-revision: hits are newer than this"),
    "hits": array(is_part("Hit")),
}  # fmt: skip

PARTS: dict[str, Schema] = {
    "Place": PLACE,
    "Source": SOURCE,
    "Article": obj(_WHOLE_ARTICLE, "read_from", "also_in"),
    "Snippet": obj({
        "field": {"enum": list(TEXT_FIELDS)},
        "text": TEXT,
        "start": _number("into the field, in code points"),
        "end": _number("excluded"),
        "highlights": _list(_SPAN, "into the snippet's text"),
    }),
    "Hit": obj({
        "rank": {"type": "integer", "minimum": 1}, "score": {"type": "number"}, "id": _ID,
        **hit_schemas(_REFERRED), "snippets": array(is_part("Snippet")),
    }),
    "Archive": obj({"id": _text("a UUID"), "revision": NATURAL, "engine": TEXT}),
    "Query": obj({
        "text": _text("as typed"),
        "canonical": _text("as read, dates resolved"),
        "explanation": _text("in words"),
        "now": _text("what relative dates count from"),
    }),
    "Note": obj({"kind": TEXT, "message": TEXT, "position": maybe(_number("in code points")), "hint": maybe(TEXT)}),
    "Part": obj({"part": TEXT, "total": NATURAL}),
    "Search": obj(_SEARCH, "since_revision"),
    "Count": obj(_numbers("total")),
    "Articles": obj({**_VERSION, "articles": array(is_part("Article"))}),
    "Facets": obj({**_VERSION, **_numbers("total"), "facets": obj(dict.fromkeys(FACETS, _pairs("most first")), *FACETS)}),
    "Timeline": obj({
        **_VERSION, **_numbers("total"), "by": {"enum": [*PERIODS[1:]]},
        "buckets": _pairs("in order, empty ones too"),
    }),
    "Explanation": obj({
        **_VERSION, "query": is_part("Query"), "parts": array(is_part("Part")), "notes": array(is_part("Note")),
    }),
    "Error": obj({"error": obj({
        "kind": {"enum": [*KINDS]}, "message": TEXT, "hint": maybe(TEXT),
        "position": maybe(_number("in code points from 0, into the query")),
    })}),
}  # fmt: skip
"""Each object that is referred to, by its name in the description of the API."""

_ARTICLE = obj(_WHOLE_ARTICLE | _MARKED, "read_from", "also_in", "highlights")
_SAVED = {
    "name": TEXT, "query": TEXT, "sort": _SORT, "saved": _text("an instant"),
    "seen": maybe(_number("the revision up to which it was watched")),
}  # fmt: skip
_COVERAGE = _by_name(NATURAL)

DOCUMENTS: dict[str, tuple[str, Schema]] = {
    "article": ("an article: a line of show --jsonl", _ARTICLE),
    "batch": ("a line of search --batch", {"anyOf": [
        is_part("Search"), obj({"query": obj({"text": TEXT}), **PARTS["Error"]["properties"]}),
    ]}),
    "citations": ("show --cite --json", obj({**_VERSION, "citations": array(obj({"id": _ID, "citation": TEXT}))})),
    "count": ("count --json, and a line of count --batch --json", is_part("Count")),
    "error": ("an error on standard error, with --json", is_part("Error")),
    "errors": ("errors --json", obj({"errors": array(obj({"path": TEXT, "member": maybe(TEXT), "reason": TEXT}))})),
    "explain": ("explain --json", is_part("Explanation")),
    "facets": ("facets --json", is_part("Facets")),
    "forget": ("forget --json", obj({
        "removed": _number("articles that are gone"),
        "remaining": _number("articles that stay, because another file holds them"),
        "files": _number("files that were removed"),
    })),
    "hit": ("a hit: a line of search --jsonl", is_part("Hit")),
    "index": ("index --json", obj({
        "files": obj({
            **_numbers("seen", "read", "unchanged", "rejected", "pruned"),
            "partly_read": _number("of those read: gave stories, and something is wrong with them"),
        }),
        "articles": obj({
            **_numbers("added", "replaced", "removed", "unchanged", "total"),
            "same": _number("read, and another copy or version of a story that is held already"),
        }),
        "rejected": array(obj({"path": TEXT, "reason": TEXT})),
        "no_article": _number("sound files without a story"),
        "passed_over": _number("directories that are not read, or of which something is not"),
        "nothing_in": _list(TEXT, "directories that have files and gave no story"),
        "seconds": _AMOUNT,
        "articles_per_second": _AMOUNT,
        **_numbers("bytes", "revision"),
    })),
    "manifest": ("what search --manifest writes", obj({
        **_VERSION,
        "morgue": _text("the version that wrote it"),
        "archive": is_part("Archive"),
        "query": is_part("Query"),
        "limit": {"anyOf": [NATURAL, {"const": "all"}]},
        "offset": NATURAL,
        "sort": _SORT,
        "since_revision": maybe(NATURAL),
        "total": maybe(NATURAL),
        "hits": array(obj({"id": _ID, "sha256": _text("of what the article says", pattern="^[0-9a-f]{64}$")})),
    })),
    "move": ("copy --json", obj({
        **_VERSION, "from": TEXT, "to": TEXT, "engine": TEXT,
        "articles": obj(_numbers("copied", "unchanged", "removed", "total")),
        **_numbers("files", "searches"), "seconds": _AMOUNT,
    })),
    "replay": ("replay --json", obj({
        **_VERSION, "same": _FLAG, "query": is_part("Query"),
        "archive": obj({"then": is_part("Archive"), "now": is_part("Archive")}),
        "total": obj({"then": maybe(NATURAL), "now": maybe(NATURAL)}),
        **dict.fromkeys(("gone", "new", "changed", "moved"), array(_ID)),
    })),
    "save": ("save --json", obj({**_VERSION, **_SAVED, **_numbers("total")})),
    "search": ("search --json, run --json and watch --json", is_part("Search")),
    "searches": ("searches --json", obj({**_VERSION, **_numbers("revision"), "searches": array(obj(_SAVED))})),
    "show": ("show --json", obj({**_VERSION, "articles": array(_ARTICLE)})),
    "stats": ("stats --json", obj({
        **_VERSION, "archive": is_part("Archive"), "engine": TEXT, **_numbers("revision", "articles", "files"),
        "first_day": _DAY, "last_day": _DAY, **_numbers("bytes", "rejected", "no_article", "partly_read", "passed_over"),
        "roots": _list(obj({"path": TEXT, **_numbers("files")}), "what was indexed on this machine"),
        "years": _pairs("in order"),
        "facets": _by_name(_pairs("most first")),
        "coverage": described("articles that have a field, over all and by source", obj({
            "all": _COVERAGE, "format": _by_name(_COVERAGE), "publisher": _by_name(_COVERAGE),
        })),
    })),
    "timeline": ("timeline --json", is_part("Timeline")),
    "verify": ("verify --json", obj({
        **_VERSION, "sound": _FLAG, "problems": array(TEXT), "mended": _FLAG, "lost": array(TEXT), **_numbers("articles"),
    })),
}  # fmt: skip
"""Each document of the command line: what prints it, and its schema."""


def whole(schema: Any) -> Any:
    """Return a schema with the parts in place of the references to them."""
    if isinstance(schema, list):
        return [whole(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return whole(PARTS[schema["$ref"].removeprefix(_REFERENCE)])
    return {key: whole(value) for key, value in schema.items()}
