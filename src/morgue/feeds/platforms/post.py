"""Make copy of the HTML of a post: its own paragraphs, and beside them captions and cards of other pages.

Content systems put more into a post than its story: buttons, forms to subscribe, players, cards of other posts, galleries.
`feeds/data/posts.tsv` says which classes and elements these are; what a reader reads of them and is not the story goes
beside it, what is the page's own goes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from morgue._startup.tables import read_rows
from morgue.feeds.support.content_markup import copy_of, html_root, reflow
from morgue.feeds.support.data import DATA
from morgue.feeds.support.markup import is_markup
from morgue.feeds.support.xml_elements import Element, text_of


class Post(NamedTuple):
    """The text of a post, its paragraphs apart by a blank line, and what is beside it."""

    text: str
    aside: list[str]


@cache
def _kinds() -> dict[tuple[str, str], str]:
    """Return what is done with an element, by ("class", name) or ("element", name)."""
    return {(how, name): kind for how, kind, names in read_rows(DATA / "posts.tsv") for name in names.split()}


_PARAGRAPHS = re.compile(r"\n[ \t\xa0]*\n\s*")
_VERBATIM = re.compile(r"(<(pre|script|style|textarea|svg)\b.*?(?:</\2\s*>|\Z))", re.IGNORECASE | re.DOTALL)


def post_of(markup: str, *, lines: bool = False) -> Post:
    """Return the copy of a post in HTML. With `lines`, blank lines of the source end paragraphs beside its markup."""
    if not markup or markup.isspace():
        return Post("", [])
    if not is_markup(markup) and "<!--" not in markup:
        return Post(reflow(markup), [])
    if lines:
        markup = _with_paragraphs(markup)
    root = html_root(markup)
    if root is None:
        return Post("", [])
    aside: list[str] = []
    _part(root, aside)
    return Post(copy_of(root), list(dict.fromkeys(aside)))


def _with_paragraphs(markup: str) -> str:
    """Return HTML with a break for each blank line outside what is set verbatim, as content systems show it."""
    if "\n" not in markup:
        return markup
    parts = _VERBATIM.split(markup)
    for at in range(0, len(parts), 3):
        parts[at] = _PARAGRAPHS.sub("<br><br>", parts[at].replace("\r\n", "\n"))
    return "".join(part for at, part in enumerate(parts) if at % 3 != 2)


def _part(root: Element, aside: list[str]) -> None:
    """Take out of a tree what is not the story."""
    kinds = _kinds()
    taken: list[Element] = []
    walk = iter(root.iter())
    for element in walk:
        if not isinstance(element.tag, str):
            continue
        kind = kinds.get(("element", element.tag))
        for name in (element.get("class") or "").split():
            kind = kind or kinds.get(("class", name))
        if kind is not None:
            taken.append(element)
            if kind == "aside" and (words := " ".join(text_of(element).split())):
                aside.append(words)
    for element in taken:
        _remove(element)
    for figure in list(root.iter("figure")):
        if next(figure.iter("table"), None) is not None:
            figure.tag = "div"  # data in a frame, which a figure is in copy only around a picture


def _remove(element: Element) -> None:
    """Take an element out of its parent, its tail left in place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
