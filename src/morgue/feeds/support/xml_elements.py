"""Walk a tree of XML: elements by their local names, their text, the language in force, where they are in the bytes.

Namespaces are ignored: agencies declare them, forget them and invent them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import repeat
from typing import Any

Element = Any
"""An lxml element; lxml itself is imported only by what parses."""


def local(node: Element) -> str:
    """Return the name of an element without namespace or undeclared prefix; empty for a comment or instruction."""
    tag = node.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(node: Element, name: str) -> Iterator[Element]:
    """Yield the child elements of that local name, in order."""
    found: Iterator[Element] = node.iterchildren("{*}" + name)
    return found


def every(node: Element, path: str) -> list[Element]:
    """Return all elements at a path of local names (`contentMeta/headline`) below `node`."""
    found = [node]
    for name in path.split("/"):
        found = [child for each in found for child in children(each, name)]
    return found


def first(node: Element, path: str) -> Element | None:
    """Return the first element at a path of local names, or None."""
    for name in path.split("/"):
        node = next(node.iterchildren("{*}" + name), None)
        if node is None:
            return None
    return node


def descendants(node: Element, *names: str) -> Iterator[Element]:
    """Yield all elements of those local names below and including `node`, in document order."""
    found: Iterator[Element] = node.iter(*["{*}" + name for name in names])
    return found


def by_name(node: Element, *names: str) -> dict[str, list[Element]]:
    """Return the elements of these local names below and including `node`, by name, each list in document order."""
    found: dict[str, list[Element]] = {name: [] for name in names}
    for each in descendants(node, *names):
        found[each.tag.rpartition("}")[2]].append(each)
    return found


@cache
def _string() -> Callable[[Element], str]:
    """Return XPath's `string()`, compiled once."""
    from lxml import etree

    text: Callable[[Element], str] = etree.XPath("string()", smart_strings=False)
    return text


def text_of(node: Element) -> str:
    """Return all the text in an element as it is written, without its comments."""
    return _string()(node) if len(node) else node.text or ""


def line_of(node: Element | None) -> str | None:
    """Return the text of an element on one line; None where it has none."""
    return None if node is None else " ".join(text_of(node).split()) or None


def lines_of(nodes: Iterable[Element]) -> list[str]:
    """Return the texts of elements on one line each, without the empty ones."""
    return [line for node in nodes if (line := line_of(node))]


def line_at(node: Element, path: str) -> str | None:
    """Return the first line of text that is not empty at a path of local names."""
    return next(filter(None, map(line_of, every(node, path))), None)


def attribute_at(node: Element, path: str, name: str) -> str | None:
    """Return an attribute of the first element at a path of local names."""
    found = first(node, path)
    return found.get(name) if found is not None else None


def language_of(node: Element) -> str | None:
    """Return the xml:lang in force at an element, or None."""
    while node is not None:
        for name, value in node.attrib.items():
            if (
                name == "{http://www.w3.org/XML/1998/namespace}lang" or name.rpartition("}")[2] == "lang"
            ) and value:
                return str(value)
        node = node.getparent()
    return None


def markup_of(element: Element) -> str:
    """Return the content of an element as markup, for `plain`."""
    from lxml import etree

    pieces = [etree.tostring(child, encoding="unicode", with_tail=True) for child in element]
    return "".join((html.escape(element.text or "", quote=False), *pieces))


def spans(data: bytes, names: str, count: int) -> Iterator[tuple[int, int]]:
    """Yield offset and length in bytes of the `count` elements of some names (`item|entry`), in document order.

    They are found by their tags. Where these are not `count`, or not in ASCII, each has the whole document. Nothing
    is listed: a document may have millions.
    """
    if sum(1 for _ in _tagged(data, names)) == count:
        return _tagged(data, names)
    return repeat((0, len(data)), count)


def _tagged(data: bytes, names: str) -> Iterator[tuple[int, int]]:
    """Yield offset and length of what is between a tag of these names and its end, where none begins before that."""
    marks = re.finditer(rb"<((?:[A-Za-z][\w.-]{0,40}:)?(?:%s))(?=[\s>])" % names.encode(), data)
    mark = next(marks, None)
    while mark is not None:
        following = next(marks, None)
        closing = b"</" + mark[1] + b">"
        end = data.find(closing, mark.end(), following.start() if following else len(data))
        if end >= 0:
            yield mark.start(), end + len(closing) - mark.start()
        mark = following
