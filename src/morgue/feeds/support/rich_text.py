"""Read the text of documents that editors of content systems keep as JSON.

Three kinds are read, by their form and not by the name of a system:

* a tree of nodes (ProseMirror and Tiptap, Contentful, Lexical, Slate, Portable Text, Strapi, hast), whose leaves hold the text
  and whose other nodes hold nodes in `content`, `children` or `nodes`;
* a list of blocks (Draft.js, Editor.js), each with its text, or with its data;
* a list of typed parts, of which some are paragraphs and others the headline, the date or a picture (the Washington Post
  collection of TREC).

Within a node that holds a leaf all nodes are inline (a link, a mention): their words go on without a break. Every other node is
a paragraph of its own. The words of captions, lists, quotations and tables are text; names of styles, addresses and
alternative texts are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.markup import is_markup, plain

_DEEPEST = 60
_INSIDE = ("content", "children", "nodes", "leaves")
_TYPES = {group: frozenset(types) for group, types in ordered_lists("editors.tsv").items()}
_SAID = ("text", "caption", "content", "message", "title", "html", "code", "items", "description")
"""Keys of a block's data that hold its words (Editor.js and its plugins)."""

_PICTURED = ("fullcaption", "caption", "blurb")


def text_of(value: Any) -> str | None:
    """Return the paragraphs of a document of an editor, with blank lines between; None for any other value.

    A document may also be in a string, as columns of databases keep it.
    """
    if isinstance(value, str):
        value = _parsed(value)
    if not isinstance(value, (dict, list)):
        return None
    if isinstance(value, dict) and isinstance(value.get("raw"), dict):
        value = value["raw"]  # beside its forms as HTML and text
    found = _of_tree(value) if _is_tree(value) else _of_blocks(value)
    if found is None:
        return None
    return "\n\n".join(filter(None, (each.strip() for each in found))) or None


def _parsed(text: str) -> Any:
    """Return the object or array that a string holds, where it looks like a document of an editor."""
    text = text.strip()
    if not text.startswith(("{", "[")) or not any(
        mark in text[:4096] for mark in ('"blocks"', '"type"', '"_type"', '"nodeType"', '"children"')
    ):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# -- trees ---------------------------------------------------------------------------------------------------


def _type(node: dict[str, Any]) -> str:
    for key in ("type", "nodeType", "_type", "object"):
        if isinstance(node.get(key), str):
            return str(node[key]).casefold()
    return ""


def _inside(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes in a node."""
    for key in _INSIDE:
        inner = node.get(key)
        if isinstance(inner, list) and inner and all(isinstance(each, dict) for each in inner):
            return inner
    return []


def _leaf(node: dict[str, Any]) -> str | None:
    """Return the text of a leaf, which holds no nodes; None for another node."""
    if _type(node) in _TYPES["break"]:
        return "\n"
    if _inside(node):
        return None
    if isinstance(node.get("text"), str):
        return str(node["text"])
    if _type(node) == "text" and isinstance(node.get("value"), str):
        return str(node["value"])
    return None


def _root(value: Any) -> list[dict[str, Any]]:
    """Return the nodes of a document; empty for any other value."""
    if isinstance(value, list):
        return value if value and all(isinstance(each, dict) for each in value) else []
    if isinstance(value.get("root"), dict):
        return _inside(value["root"])
    if isinstance(value.get("document"), dict) and len(value) < 4:
        return _inside(value["document"])
    return (
        _inside(value) if _type(value) in ("doc", "document", "root", "value") or "children" in value else []
    )


def _is_tree(value: Any) -> bool:
    """Return whether a value is a document of nodes: under its root are nodes with leaves in them, or a leaf."""
    root = _root(value)
    if isinstance(value, list):
        return any(
            "children" in node and any(_leaf(each) is not None for each in _inside(node)) for node in root
        )
    return any(_holds_leaf(node, 0) for node in root)


def _holds_leaf(node: dict[str, Any], depth: int) -> bool:
    return depth < _DEEPEST and (
        _leaf(node) is not None or any(_holds_leaf(each, depth + 1) for each in _inside(node))
    )


def _of_tree(value: Any) -> list[str]:
    return list(_paragraphs(_root(value), 0))


def _paragraphs(nodes: list[dict[str, Any]], depth: int) -> Iterator[str]:
    """Yield the paragraphs of nodes beside one another."""
    if depth > _DEEPEST:
        return
    line = ""
    with_leaves = any(_leaf(node) is not None for node in nodes)
    for node in nodes:
        leaf = _leaf(node)
        if leaf is not None:
            line += leaf
        elif _is_inline(node, with_leaves=with_leaves):
            line += "".join(_paragraphs(_inside(node), depth + 1))
        else:
            yield line
            line = ""
            yield from _paragraphs(_inside(node), depth + 1)
            yield from _captions(node)
    yield line


def _is_inline(node: dict[str, Any], *, with_leaves: bool) -> bool:
    kind = _type(node)
    return bool(_inside(node)) and (kind in _TYPES["inline"] or (with_leaves and kind not in _TYPES["block"]))


def _captions(node: dict[str, Any]) -> Iterator[str]:
    """Yield what a picture or another thing in the text says below it."""
    for place in (node, node.get("attrs"), node.get("fields")):
        if isinstance(place, dict):
            for key in ("caption", "cite", "credit"):
                if isinstance(place.get(key), str):
                    yield _bare(place[key])
                elif isinstance(place.get(key), list) and _is_tree(place[key]):
                    yield from _of_tree(place[key])


_SECTION = ("text", "body", "content", "html", "paragraphs", "value")
_HEADINGS = ("heading", "title", "headline", "header", "name")


def sections_of(value: Any) -> str | None:
    """Return the text of a list of sections, each with its heading and text, or its paragraphs; None for any other value."""
    if not isinstance(value, list) or not value:
        return None
    found: list[str] = []
    for each in value:
        if not isinstance(each, dict):
            return None
        text = next((text for key in _SECTION if (text := _section_text(each.get(key)))), None)
        if text is None:
            return None
        heading = next((each[key] for key in _HEADINGS if isinstance(each.get(key), str)), "")
        found += [_bare(heading).strip(), text]
    return "\n\n".join(filter(None, found)) or None


def _section_text(value: Any) -> str | None:
    """Return the text of a section: a string, a list of paragraphs, or of objects with the text of each."""
    if isinstance(value, str):
        return _bare(value).strip() or None
    if (text := text_of(value)) is not None:
        return text
    if not isinstance(value, list):
        return None
    parts = [
        _bare(each).strip()
        for part in value
        for each in ([part] if isinstance(part, str) else _said(part, _DEEPEST - 3))
    ]
    return "\n\n".join(filter(None, parts)) or None


# -- blocks and parts ----------------------------------------------------------------------------------------


def _of_blocks(value: Any) -> list[str] | None:
    """Return the texts of the blocks of Draft.js and Editor.js; None where a value has no such blocks."""
    blocks = value.get("blocks") if isinstance(value, dict) else None
    if (
        not isinstance(blocks, list)
        or not blocks
        or not all(isinstance(each, dict) and _type(each) for each in blocks)
    ):
        return None
    if any(isinstance(each.get("data"), dict) and "text" not in each for each in blocks):
        return [said for each in blocks for said in _said(each.get("data"), 0)]
    if all(isinstance(each.get("text"), str) for each in blocks):
        return [_bare(each["text"]) for each in blocks]
    return None


def _said(data: Any, depth: int) -> Iterator[str]:
    """Yield the words of a block's data."""
    if isinstance(data, str):
        yield _bare(data)
    elif isinstance(data, list) and depth < _DEEPEST:
        for each in data:
            yield from _said(each, depth + 1)
    elif isinstance(data, dict) and depth < _DEEPEST:
        for key in _SAID:
            yield from _said(data.get(key), depth + 1)


def parts_of(value: Any) -> tuple[list[str], list[str]] | None:
    """Return (paragraphs, words beside them) of a list of typed parts; None for any other value."""
    if not isinstance(value, list) or not value:
        return None
    parts = [each for each in value if isinstance(each, dict)]  # a list may have a null in a part's place
    if not any(_type(part) in _TYPES["part"] and isinstance(part.get("content"), str) for part in parts):
        return None
    if not all(map(_type, parts)):
        return None
    text: list[str] = []
    beside: list[str] = []
    for part in parts:
        content = part.get("content")
        if isinstance(content, str):
            (beside if _type(part) in _TYPES["beside"] else text).append(_bare(content))
        elif isinstance(part.get("items"), list):
            text += _said(part["items"], 0)
        beside += [_bare(part[key]) for key in _PICTURED if isinstance(part.get(key), str)]
    return text, list(dict.fromkeys(beside))


def _bare(text: str) -> str:
    return plain(text) if is_markup(text) else text
