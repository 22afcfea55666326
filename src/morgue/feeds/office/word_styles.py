"""Read what the styles of a Word document say of paragraphs: the name, the outline level, whether they are bold.

A style is based on another one and has what that one says where it says nothing itself (ECMA-376 part 1, 17.7.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import Element, children, first, local

BODY_TEXT = 9
"""The outline level that is that of no heading (ECMA-376 part 1, 17.3.1.20)."""


class Style(NamedTuple):
    """A style: its name, and what it says itself (None: nothing)."""

    name: str
    based_on: str | None
    level: int | None
    is_bold: bool | None
    is_hidden: bool | None


class Styles:
    """The styles of a document by their identifiers, with what each inherits."""

    def __init__(self, styles: Mapping[str, Style], default: str | None = None) -> None:
        self._styles = styles
        self._default = default

    def name(self, identifier: str | None) -> str:
        """Return the name of a paragraph's style; empty for none and for the default one."""
        if identifier is None:
            return ""
        style = self._styles.get(identifier)
        return style.name if style is not None else identifier

    def level(self, identifier: str | None) -> int:
        """Return the outline level, 1 to 9; 0 for text."""
        for style in self._chain(identifier or self._default):
            if style.level is not None:
                return style.level + 1 if 0 <= style.level < BODY_TEXT else 0
        return 0

    def is_bold(self, identifier: str | None, *, is_run: bool = False) -> bool | None:
        """Return whether text in this style is bold; None where neither it nor those that it is based on say so."""
        chain = self._chain(identifier or (None if is_run else self._default))
        return next((style.is_bold for style in chain if style.is_bold is not None), None)

    def is_hidden(self, identifier: str | None) -> bool:
        """Return whether text in this style is hidden."""
        return next(
            (style.is_hidden for style in self._chain(identifier) if style.is_hidden is not None), False
        )

    def _chain(self, identifier: str | None) -> list[Style]:
        """Return a style and those that it is based on, each once."""
        found: dict[str, Style] = {}
        while identifier is not None and identifier not in found and identifier in self._styles:
            found[identifier] = self._styles[identifier]
            identifier = found[identifier].based_on
        return list(found.values())


def value_of(node: Element | None, name: str = "val") -> str | None:
    """Return an attribute of an element by its local name."""
    if node is None:
        return None
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), None)


def is_on(node: Element | None) -> bool | None:
    """Return whether an element switches its property on (ECMA-376 part 1, 17.17.4); None where there is no element."""
    return None if node is None else value_of(node) not in ("0", "false", "off", "none")


def level_of(properties: Element | None) -> int | None:
    """Return the outline level that the properties of a paragraph state, from 0; None for none."""
    stated = value_of(first(properties, "outlineLvl")) if properties is not None else None
    return int(stated) if stated is not None and stated.isdecimal() and len(stated) < 3 else None


def styles_of(data: bytes) -> Styles:
    """Return the styles of a part `styles.xml`. Raises FeedError where it is no XML."""
    found: dict[str, Style] = {}
    default = None
    for node in children(parse(data).root, "style"):
        identifier = value_of(node, "styleId")
        if identifier is None:
            continue
        runs = first(node, "rPr")
        name = value_of(first(node, "name")) or identifier
        found[identifier] = Style(
            name,
            value_of(first(node, "basedOn")),
            level_of(first(node, "pPr")),
            is_on(first(runs, "b")) if runs is not None else None,
            is_on(first(runs, "vanish")) if runs is not None else None,
        )
        if value_of(node, "type") == "paragraph" and value_of(node, "default") in ("1", "true", "on"):
            default = identifier
    return Styles(found, default)


def is_toggled(properties: Element | None, name: str) -> bool | None:
    """Return whether the properties of a run switch a property on; None where they do not say."""
    if properties is None:
        return None
    return next((is_on(node) for node in properties if local(node) == name), None)
