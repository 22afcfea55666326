"""The JSON Schema (2020-12) of every field of an article, by the form of its value.

The schemas of `docs/schemas` and the description of the API are made of these.
"""

from __future__ import annotations

from typing import Any

from morgue.model.fields import BY_NAME, FORMS, HIT_KEYS, SIGNALS, TYPES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NATURAL: Schema = {"type": "integer", "minimum": 0}
COUNTRY: Schema = {"description": "ISO 3166-1 alpha-2", "type": "string", "pattern": "^[A-Z]{2}$"}


def described(says: str, schema: Schema) -> Schema:
    """Return a schema with what it says put before it."""
    return {"description": says, **schema} if says else dict(schema)


def maybe(schema: Schema) -> Schema:
    """Return the schema of a value, or null where it is not known."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def text(says: str, **more: Any) -> Schema:
    """Return the schema of a text."""
    return {**described(says, TEXT), **more}


def number(says: str) -> Schema:
    """Return the schema of a whole number from 0 on."""
    return described(says, NATURAL)


def numbers(*names: str) -> dict[str, Schema]:
    """Return the schemas of keys that all hold whole numbers."""
    return dict.fromkeys(names, NATURAL)


def array(items: Schema, says: str = "") -> Schema:
    """Return the schema of a list."""
    return described(says, {"type": "array", "items": items})


def pairs(says: str) -> Schema:
    """Return the schema of a list of values, each with its number of articles."""
    return array({"type": "array", "prefixItems": [TEXT, NATURAL], "minItems": 2, "maxItems": 2}, says)


def by_name(values: Schema, says: str = "") -> Schema:
    """Return the schema of an object whose keys are not known before."""
    return described(says, {"type": "object", "additionalProperties": values})


def obj(properties: dict[str, Schema], *optional: str) -> Schema:
    """Return the schema of an object that has these keys, but for the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties}


PLACE = obj({"place": maybe(TEXT), "country": maybe(COUNTRY)})
DAY: Schema = {
    "description": "a day as printed at the source", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
}  # fmt: skip
EDITION = obj(
    {
        "day": maybe({**DAY, "description": "the date of issue"}),
        "page": maybe(TEXT),
        "edition": maybe(described("its name", TEXT)),
        "volume": maybe(TEXT),
    }
)
LINEAGE = obj(
    {
        "signal": maybe({"description": "what it does to what was sent before", "enum": list(SIGNALS)}),
        "of": array(
            {"type": "string", "pattern": "^[a-z2-7]{16}$"},
            "ids of what it updates, corrects or withdraws",
        ),
        "number": maybe(described("of the version", NATURAL)),
    }
)
SOURCE = obj(
    {
        "path": described("relative to the indexed directory", TEXT),
        "format": TEXT,
        "member": maybe(described("the entry of a container", TEXT)),
        "offset": described("bytes", NATURAL),
        "length": described("bytes", NATURAL),
        "sha256": described("of the file, in hexadecimal", TEXT),
    }
)

_FORMS: dict[str, Schema] = {
    "id": {"type": "string", "pattern": "^[a-z2-7]{16}(@[0-9a-f]+)?$"},
    "text": maybe(TEXT),
    "texts": maybe(array(TEXT)),
    "number": maybe({"type": "integer"}),
    "count": {"type": "integer", "minimum": 1},
    "day": maybe(DAY),
    "instant": maybe(
        described("RFC 3339 with the offset of the source, local where none is known, or a bare date", TEXT)
    ),
    "places": maybe(array(PLACE)),
    "type": {"enum": list(TYPES)},
    "edition": maybe(EDITION),
    "lineage": maybe(LINEAGE),
    "source": SOURCE,
    "rules": {"type": "object", "additionalProperties": TEXT},
}  # fmt: skip


def field_schema(name: str, parts: dict[str, Schema] | None = None) -> Schema:
    """Return the schema of a key of an article; `parts` has others for some forms, such as references."""
    form = FORMS[name]
    return described(BY_NAME[name].says, {**_FORMS, **(parts or {})}[form])


def hit_schemas(parts: dict[str, Schema] | None = None) -> dict[str, Schema]:
    """Return the schemas of the keys that a hit has of its article."""
    return {name: field_schema(name, parts) for name in HIT_KEYS}


def article_schemas(parts: dict[str, Schema] | None = None) -> dict[str, Schema]:
    """Return the schemas of all keys of an article: the id, those of a hit, and the others."""
    return {name: field_schema(name, parts) for name in dict.fromkeys(("id", *HIT_KEYS, *FORMS))}
