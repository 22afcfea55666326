"""The OpenAPI 3.1 description of the API, made from the table that answers it."""

from __future__ import annotations

import re
from typing import Any

import morgue
from morgue.model.fields import FACETS
from morgue.model.schema import PLACE, SOURCE, article_schemas, hit_schemas, maybe
from morgue.web.api import ENDPOINTS, Endpoint

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_NATURAL = {"type": "integer", "minimum": 0}
_FORMAT = {"const": 1, "description": "grows where a key is changed or removed"}
_PAIR = {
    "type": "array",
    "prefixItems": [_TEXT, _NATURAL],
    "items": False,
    "minItems": 2,
    "description": "a value, and how many articles have it",
}


def _object(optional: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    """An object with these keys, all of them required but the optional ones; more may come."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _is(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_PARTS = {"places": maybe(_list(_is("Place"))), "source": _is("Source")}
"""What the description has once and refers to."""

SCHEMAS: dict[str, Any] = {
    "Place": PLACE,
    "Source": SOURCE,
    "Article": _object(
        ("read_from", "also_in"),
        **article_schemas(_PARTS),
        read_from={**_TEXT, "description": "the path of the file that it was read from"},
        also_in={**_list(_TEXT), "description": "paths of the other files that hold the same story"},
    ),
    "Snippet": _object(
        field=_TEXT,
        text=_TEXT,
        start={**_NATURAL, "description": "where it stands in the field, in code points"},
        end=_NATURAL,
        highlights=_list({"type": "array", "items": _NATURAL, "minItems": 2, "maxItems": 2}),
    ),
    "Hit": _object(
        rank={"type": "integer", "minimum": 1},
        score={"type": "number"},
        id=_TEXT,
        **hit_schemas(_PARTS),
        snippets=_list(_is("Snippet")),
    ),
    "Note": _object(kind=_TEXT, message=_TEXT, position={"type": ["integer", "null"]}, hint=_MAYBE),
    "Archive": _object(id={"type": "string", "format": "uuid"}, revision=_NATURAL, engine=_TEXT),
    "Query": _object(
        text=_TEXT, canonical=_TEXT, explanation=_TEXT, now={"type": "string", "format": "date-time"}
    ),
    "Part": _object(
        ("without",),
        part=_TEXT,
        total=_NATURAL,
        without={**_NATURAL, "description": "what the query would match without it"},
    ),
    "Search": _object(
        format_version=_FORMAT,
        archive=_is("Archive"),
        query=_is("Query"),
        total=_NATURAL,
        offset=_NATURAL,
        took_ms={"type": "number"},
        notes=_list(_is("Note")),
        diagnosis={
            "type": ["array", "null"],
            "items": _is("Part"),
            "description": "why nothing matched; null where something did",
        },
        hits=_list(_is("Hit")),
    ),
    "Count": _object(total=_NATURAL),
    "Articles": _object(format_version=_FORMAT, articles=_list(_is("Article"))),
    "Facets": _object(
        format_version=_FORMAT,
        total=_NATURAL,
        facets={
            "type": "object",
            "properties": {name: _list(_PAIR) for name in FACETS},
            "additionalProperties": False,
        },
    ),
    "Timeline": _object(
        format_version=_FORMAT,
        total=_NATURAL,
        by={"enum": ["day", "week", "month", "year"]},
        buckets=_list(_PAIR),
    ),
    "Explanation": _object(
        format_version=_FORMAT, query=_is("Query"), parts=_list(_is("Part")), notes=_list(_is("Note"))
    ),
    "Error": _object(
        error=_object(
            kind=_TEXT,
            message=_TEXT,
            hint=_MAYBE,
            position={
                "type": ["integer", "null"],
                "description": "a place in the query, in code points from 0",
            },
        )
    ),
}

_PARAMETER = re.compile(r"\{(\w+)\}")


def _content(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": _is(schema)}}


def _responses(endpoint: Endpoint, *, token: bool) -> dict[str, Any]:
    said = {"200": {"description": endpoint.summary, "content": _content(endpoint.schema)}}
    wrong = {"400": "the query, or a parameter, means nothing", "421": "the Host is not this server's name"}
    if "{" in endpoint.path:
        wrong["404"] = "no article, or more than one, has this id"
    if token:
        wrong["401"] = "the token is missing or wrong"
    wrong["503"] = (
        "the archive cannot be read now, or too many searches run; then Retry-After says when to ask again"
    )
    failures = {code: {"description": text, "content": _content("Error")} for code, text in wrong.items()}
    return said | failures


def _operation(endpoint: Endpoint, *, token: bool) -> dict[str, Any]:
    path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 6}}
        for name in _PARAMETER.findall(endpoint.path)
    ]
    query = [
        {
            "name": each.name,
            "in": "query",
            "description": each.meaning,
            "required": each.required,
            "schema": each.schema,
        }
        for each in endpoint.parameters
    ]
    return {
        "operationId": endpoint.schema.lower(),
        "summary": endpoint.summary,
        "parameters": path + query,
        "responses": _responses(endpoint, token=token),
    }


def description(*, token: bool) -> dict[str, Any]:
    """The whole description; `token` where the server asks for one."""
    made: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "morgue",
            "version": morgue.__version__,
            "summary": "full-text search over a news archive",
            "description": "The documents are those of the command line with --json. Reading only.",
        },
        "servers": [{"url": "/"}],
        "paths": {each.path: {"get": _operation(each, token=token)} for each in ENDPOINTS},
        "components": {"schemas": SCHEMAS},
    }
    if token:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
    return made
