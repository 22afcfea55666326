"""Describe the API as OpenAPI 3.1, from the table that answers it."""

from __future__ import annotations

import re
from typing import Any

import morgue
from morgue.render.schemas import PARTS as SCHEMAS
from morgue.render.schemas import is_part
from morgue.web.api import ENDPOINTS, Endpoint

_PARAMETER = re.compile(r"\{(\w+)\}")


def _content(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": is_part(schema)}}


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
    """Return the whole description; `token` where the server asks for one."""
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
