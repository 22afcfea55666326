"""Write docs/schemas: a JSON Schema (2020-12) for every JSON document that morgue prints or writes.

`python docs/make_schemas.py` writes them; with `--check` it fails where a file is not what the code says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from morgue.archive.arguments import LEADS, ORDERS
from morgue.model.schema import (
    NATURAL,
    TEXT,
    Schema,
    array,
    by_name,
    described,
    field_schema,
    maybe,
    number,
    numbers,
    obj,
    pairs,
    text,
)  # fmt: skip
from morgue.render.schemas import AMOUNT, ID, PARTS, REFERENCE, SPAN, VERSION, WHOLE_ARTICLE, is_part

FOLDER = Path(__file__).with_name("schemas")
DIALECT = "https://json-schema.org/draft/2020-12/schema"

FLAG: Schema = {"type": "boolean"}
SORT: Schema = {"enum": [*ORDERS]}
DAY = field_schema("day")
MARKED = {"highlights": by_name(array(SPAN), "with --query: what matches, by field")}
ARTICLE = obj(WHOLE_ARTICLE | MARKED, "read_from", "also_in", "highlights")
SAVED = {
    "name": TEXT, "query": TEXT, "sort": SORT, "saved": text("an instant"),
    "seen": maybe(number("the revision up to which it was watched")),
}  # fmt: skip
COVERAGE = by_name(NATURAL)

DOCUMENTS: dict[str, tuple[str, Schema]] = {
    "article": ("an article: a line of show --jsonl", ARTICLE),
    "batch": ("a line of search --batch", {"anyOf": [
        is_part("Search"), obj({"query": obj({"text": TEXT}), **PARTS["Error"]["properties"]}),
    ]}),
    "bursts": ("bursts --json", is_part("Bursts")),
    "citations": ("show --cite --json", obj({**VERSION, "citations": array(obj({"id": ID, "citation": TEXT}))})),
    "count": ("count --json, and a line of count --batch --json", is_part("Count")),
    "diff": ("diff --json", is_part("Diff")),
    "error": ("an error on standard error, with --json", is_part("Error")),
    "errors": ("errors --json", obj({"errors": array(obj({"path": TEXT, "member": maybe(TEXT), "reason": TEXT}))})),
    "explain": ("explain --json", is_part("Explanation")),
    "facets": ("facets --json", is_part("Facets")),
    "forget": ("forget --json", obj({
        "removed": number("articles that are gone"),
        "remaining": number("articles that stay, because another file holds them"),
        "texts": number("earlier texts that are gone, by themselves or with their articles"),
        "files": number("files that were removed"),
    })),
    "hit": ("a hit: a line of search --jsonl", is_part("Hit")),
    "index": ("index --json", obj({
        "files": obj({
            **numbers("seen", "read", "unchanged", "rejected", "pruned"),
            "partly_read": number("of those read: gave stories, and something is wrong with them"),
        }),
        "articles": obj({
            **numbers("added", "replaced", "removed", "unchanged", "total"),
            "same": number("read, and another copy or version of a story that is held already"),
        }),
        "rejected": array(obj({"path": TEXT, "reason": TEXT})),
        "no_article": number("sound files without a story"),
        "passed_over": number("directories that are not read, or of which something is not"),
        "nothing_in": array(TEXT, "directories that have files and gave no story"),
        "seconds": AMOUNT,
        "articles_per_second": AMOUNT,
        **numbers("bytes", "revision"),
    })),
    "manifest": ("what search --manifest writes", obj({
        **VERSION,
        "morgue": text("the version that wrote it"),
        "archive": is_part("Archive"),
        "query": is_part("Query"),
        "limit": {"anyOf": [NATURAL, {"const": "all"}]},
        "offset": NATURAL,
        "sort": SORT,
        "since_revision": maybe(NATURAL),
        "total": maybe(NATURAL),
        "hits": array(obj({"id": ID, "sha256": text("of what the article says", pattern="^[0-9a-f]{64}$")})),
        "group": {"type": "boolean", "description": "one hit a story"},
        "lead": maybe({"enum": [*LEADS]}),
    }, "group", "lead")),
    "move": ("copy --json", obj({
        **VERSION, "from": TEXT, "to": TEXT, "engine": TEXT,
        "articles": obj(numbers("copied", "unchanged", "removed", "total")),
        **numbers("files", "searches"), "seconds": AMOUNT,
    })),
    "paragraph": ("a paragraph: a line of diff --jsonl", is_part("Paragraph")),
    "replay": ("replay --json", obj({
        **VERSION, "same": FLAG, "query": is_part("Query"),
        "archive": obj({"then": is_part("Archive"), "now": is_part("Archive")}),
        "total": obj({"then": maybe(NATURAL), "now": maybe(NATURAL)}),
        **dict.fromkeys(("gone", "new", "changed", "moved"), array(ID)),
    })),
    "save": ("save --json", obj({**VERSION, **SAVED, **numbers("total")})),
    "search": ("search --json, run --json and watch --json", is_part("Search")),
    "searches": ("searches --json", obj({**VERSION, **numbers("revision"), "searches": array(obj(SAVED))})),
    "show": ("show --json", obj({**VERSION, "articles": array(ARTICLE)})),
    "stats": ("stats --json", obj({
        **VERSION, "archive": is_part("Archive"), "engine": TEXT, **numbers("revision", "articles"),
        "stories": number("articles of one story counted as one"),
        "with_several": number("stories that have several articles"),
        **numbers("files"),
        "first_day": DAY, "last_day": DAY, **numbers("bytes", "rejected", "no_article", "partly_read", "passed_over"),
        "roots": array(obj({"path": TEXT, **numbers("files")}), "what was indexed on this machine"),
        "years": pairs("in order"),
        "facets": by_name(pairs("most first")),
        "coverage": described("articles that have a field, over all and by source", obj({
            "all": COVERAGE, "format": by_name(COVERAGE), "publisher": by_name(COVERAGE),
        })),
    })),
    "member": ("an article of a story: a line of story --jsonl", is_part("Member")),
    "story": ("story --json", is_part("Story")),
    "stories": ("stories --json", obj({
        **VERSION, "archive": is_part("Archive"), **numbers("articles", "stories", "with_several"),
        "in_several": number("articles of stories that have several"),
        "largest": maybe(obj({"id": ID, **numbers("articles")})),
        "not_compared": number("articles that the next run of index compares with others"),
    })),
    "timeline": ("timeline --json", is_part("Timeline")),
    "versions": ("show --versions --json", is_part("Versions")),
    "version": ("a text of an article: a line of show --versions --jsonl", is_part("Version")),
    "verify": ("verify --json", obj({
        **VERSION, "sound": FLAG, "problems": array(TEXT), "mended": FLAG, "lost": array(TEXT), **numbers("articles"),
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
        return whole(PARTS[schema["$ref"].removeprefix(REFERENCE)])
    return {key: whole(value) for key, value in schema.items()}


def written(name: str) -> str:
    """Return the text of a schema's file."""
    title, body = DOCUMENTS[name]
    schema = {"$schema": DIALECT, "title": f"morgue {title}", **whole(body)}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the files, or with --check compare them."""
    made = {name: written(name) for name in DOCUMENTS}
    if "--check" not in sys.argv[1:]:
        for name, content in made.items():
            (FOLDER / f"{name}.json").write_text(content, encoding="utf-8")
        return 0
    there = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    wrong = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    if wrong:
        print(f"docs/schemas: {', '.join(wrong)}: run python docs/{Path(__file__).name}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
