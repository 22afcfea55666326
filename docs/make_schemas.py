"""Write docs/schemas: a JSON Schema (2020-12) for every JSON document that morgue prints or writes.

`python docs/make_schemas.py` writes them; with `--check` it fails where a file is not what this says. Readers
must take keys that are not named here: more may come without a new `format_version`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from morgue.model import schema
from morgue.model.fields import FACETS, TEXT_FIELDS
from morgue.model.schema import Schema, described, maybe

FOLDER = Path(__file__).with_name("schemas")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def obj(properties: dict[str, Schema], *optional: str, says: str = "") -> Schema:
    """An object that has these keys, but for the optional ones."""
    return described(says, schema.obj(properties, *optional))


def arr(items: Schema, says: str = "") -> Schema:
    """A list."""
    return described(says, schema.array(items))


def text(says: str = "", **more: Any) -> Schema:
    """A string."""
    return {**({"description": says} if says else {}), "type": "string", **more}


def whole(says: str = "") -> Schema:
    """A whole number from 0 on."""
    return {**({"description": says} if says else {}), "type": "integer", "minimum": 0}


def pairs(says: str) -> Schema:
    """Lists of a value and its number."""
    return arr({"type": "array", "prefixItems": [text(), whole()], "minItems": 2, "maxItems": 2}, says)


ANY_TEXT = text()
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number", "minimum": 0}
VERSION: Schema = {"const": 1, "description": "grows where a key is changed or removed"}
SORT: Schema = {"enum": ["relevance", "newest", "oldest"]}
ID = schema.field_schema("id")
DAY = text("a day as printed at the source", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
SPAN: Schema = {
    "description": "start and end in code points, end excluded",
    "type": "array",
    "items": whole(),
    "minItems": 2,
    "maxItems": 2,
}
ARTICLE = obj(
    {
        **schema.article_schemas(),
        "highlights": {"description": "with --query: what matches, by field", "type": "object", "additionalProperties": arr(SPAN)},
        "read_from": text("the path of the file that it was read from"),
        "also_in": arr(ANY_TEXT, "paths of the other files that hold the same story"),
    },
    "highlights",
    "read_from",
    "also_in",
)  # fmt: skip
SNIPPET = obj(
    {
        "field": {"enum": list(TEXT_FIELDS)},
        "text": ANY_TEXT,
        "start": whole("into the field, in code points"),
        "end": whole("excluded"),
        "highlights": arr(SPAN, "into the snippet's text"),
    }
)
HIT = obj(
    {"rank": {"type": "integer", "minimum": 1}, "score": {"type": "number"}, "id": ID, **schema.hit_schemas(), "snippets": arr(SNIPPET)}
)  # fmt: skip
HELD = obj({"id": text("a UUID"), "revision": whole(), "engine": ANY_TEXT})
QUERY = obj(
    {
        "text": text("as typed"),
        "canonical": text("as read, dates resolved"),
        "explanation": text("in words"),
        "now": text("what relative dates count from"),
    }
)
NOTE = obj(
    {
        "kind": ANY_TEXT,
        "message": ANY_TEXT,
        "position": maybe(whole("in code points")),
        "hint": maybe(ANY_TEXT),
    }
)
PART = obj({"part": ANY_TEXT, "total": whole()})
DIAGNOSIS = maybe(arr(obj({"part": ANY_TEXT, "total": whole(), "without": whole()}), "where nothing matched"))
ERROR = obj(
    {
        "kind": {"enum": ["error", "usage", "feed", "no-article", "query", "archive", "engine"]},
        "message": ANY_TEXT,
        "hint": maybe(ANY_TEXT),
        "position": maybe(whole("in code points from 0, into the query")),
    }
)
KEPT = {
    "name": ANY_TEXT,
    "query": ANY_TEXT,
    "sort": SORT,
    "saved": text("an instant"),
    "seen": maybe(whole("the revision up to which it was watched")),
}
COUNTS = obj(
    {name: whole() for name in ("added", "replaced", "removed", "unchanged", "total")}
    | {"same": whole("read, and another copy or version of a story that is held already")}
)
THEN_NOW = {
    "archive": obj({"then": HELD, "now": HELD}),
    "total": obj({"then": maybe(whole()), "now": maybe(whole())}),
}
ANSWER = {
    "format_version": VERSION,
    "archive": HELD,
    "query": QUERY,
    "total": maybe(whole("articles that match; null with --no-count")),
    "offset": whole(),
    "took_ms": NUMBER,
    "notes": arr(NOTE),
    "diagnosis": DIAGNOSIS,
    "since_revision": whole("of watch and --since-revision: hits are newer than this"),
    "hits": arr(HIT),
}
COVERAGE: Schema = {"type": "object", "additionalProperties": whole()}

SCHEMAS: dict[str, tuple[str, Schema]] = {
    "article": ("an article: a line of show --jsonl", ARTICLE),
    "batch": ("a line of search --batch", {"anyOf": [obj(ANSWER, "since_revision"), obj({"query": obj({"text": ANY_TEXT}), "error": ERROR})]}),
    "citations": ("show --cite --json", obj({"format_version": VERSION, "citations": arr(obj({"id": ID, "citation": ANY_TEXT}))})),
    "count": ("count --json, and a line of count --batch --json", obj({"total": whole()})),
    "error": ("an error on standard error, with --json", obj({"error": ERROR})),
    "errors": ("errors --json", obj({"errors": arr(obj({"path": ANY_TEXT, "member": maybe(ANY_TEXT), "reason": ANY_TEXT}))})),
    "explain": ("explain --json", obj({"format_version": VERSION, "query": QUERY, "parts": arr(PART), "notes": arr(NOTE)})),
    "facets": ("facets --json", obj({"format_version": VERSION, "total": whole(), "facets": obj({name: pairs("most first") for name in FACETS}, *FACETS)})),
    "forget": ("forget --json", obj({
        "removed": whole("articles that are gone"),
        "remaining": whole("articles that stay, because another file holds them"),
        "files": whole("files that were removed"),
    })),
    "hit": ("a hit: a line of search --jsonl", HIT),
    "index": ("index --json", obj({
        "files": obj({
            **{name: whole() for name in ("seen", "read", "unchanged", "rejected", "pruned")},
            "partly_read": whole("of those read: gave stories, and something is wrong with them"),
        }),
        "articles": COUNTS,
        "rejected": arr(obj({"path": ANY_TEXT, "reason": ANY_TEXT})),
        "no_article": whole("sound files without a story"),
        "passed_over": whole("directories that are not read, or of which something is not"),
        "nothing_in": arr(ANY_TEXT, "directories that have files and gave no story"),
        "seconds": NUMBER,
        "articles_per_second": NUMBER,
        "bytes": whole(),
        "revision": whole(),
    })),
    "manifest": ("what search --manifest writes", obj({
        "format_version": VERSION,
        "morgue": text("the version that wrote it"),
        "archive": HELD,
        "query": QUERY,
        "limit": {"anyOf": [whole(), {"const": "all"}]},
        "offset": whole(),
        "sort": SORT,
        "since_revision": maybe(whole()),
        "total": maybe(whole()),
        "hits": arr(obj({"id": ID, "sha256": text("of what the article says", pattern="^[0-9a-f]{64}$")})),
    })),
    "move": ("copy --json", obj({
        "format_version": VERSION,
        "from": ANY_TEXT,
        "to": ANY_TEXT,
        "engine": ANY_TEXT,
        "articles": obj({name: whole() for name in ("copied", "unchanged", "removed", "total")}),
        "files": whole(),
        "searches": whole(),
        "seconds": NUMBER,
    })),
    "replay": ("replay --json", obj({
        "format_version": VERSION, "same": FLAG, "query": QUERY, **THEN_NOW,
        **{name: arr(ID) for name in ("gone", "new", "changed", "moved")},
    })),
    "save": ("save --json", obj({"format_version": VERSION, **KEPT, "total": whole()})),
    "search": ("search --json, run --json and watch --json", obj(ANSWER, "since_revision")),
    "searches": ("searches --json", obj({"format_version": VERSION, "revision": whole(), "searches": arr(obj(KEPT))})),
    "show": ("show --json", obj({"format_version": VERSION, "articles": arr(ARTICLE)})),
    "stats": ("stats --json", obj({
        "format_version": VERSION, "archive": HELD, "engine": ANY_TEXT, "revision": whole(), "articles": whole(),
        "files": whole(), "first_day": maybe(DAY), "last_day": maybe(DAY), "bytes": whole(), "rejected": whole(),
        "no_article": whole(), "partly_read": whole(), "passed_over": whole(),
        "roots": arr(obj({"path": ANY_TEXT, "files": whole()}), "what was indexed on this machine"), "years": pairs("in order"),
        "facets": {"type": "object", "additionalProperties": pairs("most first")},
        "coverage": obj({
            "all": COVERAGE,
            "format": {"type": "object", "additionalProperties": COVERAGE},
            "publisher": {"type": "object", "additionalProperties": COVERAGE},
        }, says="articles that have a field, over all and by source"),
    })),
    "timeline": ("timeline --json", obj({"format_version": VERSION, "total": whole(), "by": {"enum": ["day", "week", "month", "year"]}, "buckets": pairs("in order, empty ones too")})),
    "verify": ("verify --json", obj({"format_version": VERSION, "sound": FLAG, "problems": arr(ANY_TEXT), "mended": FLAG, "lost": arr(ANY_TEXT), "articles": whole()})),
}  # fmt: skip
"""Each document: what prints it, and its schema."""


def written(name: str) -> str:
    """The text of a schema's file."""
    title, body = SCHEMAS[name]
    return (
        json.dumps({"$schema": DIALECT, "title": f"morgue {title}", **body}, indent=1, ensure_ascii=False)
        + "\n"
    )


def main() -> int:
    """Write the files, or with --check compare them."""
    there = {path.stem for path in FOLDER.glob("*.json")}
    if "--check" not in sys.argv[1:]:
        for name in SCHEMAS:
            (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8")
        return 0
    wrong = [
        name
        for name in SCHEMAS
        if name not in there or (FOLDER / f"{name}.json").read_text(encoding="utf-8") != written(name)
    ]
    if wrong := [*wrong, *(there - set(SCHEMAS))]:
        print(f"docs/schemas: {', '.join(wrong)}: run python docs/{Path(__file__).name}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
