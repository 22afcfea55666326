"""Collect what a page says of itself: its meta elements, its JSON-LD, and the address that it gives itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from morgue.feeds.support.columns import said
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.web import jsonld
from morgue.feeds.web.saved import original_of, saved_from
from morgue.feeds.web.tree import Attributes, Tree
from morgue.model.article import printable

META = ordered_lists("meta.tsv")
"""Our field to the names of meta elements, the likeliest first."""

LISTED = META["keywords"]
"""Meta elements of which a page may have several."""


@dataclass(slots=True)
class Page:
    """Hold a page: its tree, its meta elements by lower-case name (first wins; lists keep all), its JSON-LD."""

    tree: Tree
    meta: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[Any] = field(default_factory=list)
    article: jsonld.Node | None = None
    url: str | None = None
    refresh: str | None = None

    @property
    def microdata(self) -> bool:
        """Whether an element is marked as the body of an article."""
        return any(role.lower() == "articlebody" for role in self.tree.roles) or any(
            "articlebody" in (each.attributes.get("property") or "").lower() for each in self.tree.properties
        )


def page_of(tree: Tree, url: str | None = None) -> Page:
    """Return the page of a tree, with its meta and JSON-LD read; `url` is where it came from, if that is known."""
    page = Page(tree, url=url)
    for attributes in tree.metas:
        _meta(page, attributes)
    for script in tree.scripts[: jsonld.MAX_BLOCKS]:
        block = jsonld.load(script)
        if block is not None:
            page.blocks.append(block)
    page.article = jsonld.article_of(page.blocks)
    page.url = _address(page)
    return page


def _meta(page: Page, attributes: Attributes) -> None:
    content = attributes.get("content")
    content = (content or "").strip()
    if not content.isprintable():
        content = printable(content).strip()
    if not content:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        names = attributes.get(attribute)
        if not names:
            continue
        for name in names.lower().split():
            if name == "refresh" and attribute == "http-equiv":
                page.refresh = page.refresh or content
            page.meta.setdefault(name, content)
            if name in LISTED:
                page.many.setdefault(name, []).append(content)


def _address(page: Page) -> str | None:
    """Return the address of the page: its canonical link, Open Graph or JSON-LD, or where it came from."""
    named: list[str | None] = list(page.tree.canonical)
    named += [page.meta.get(name) for name in META["url"]]
    if page.article is not None:
        main = page.article.get("mainEntityOfPage")
        named += [
            said(main.get("@id")) if isinstance(main, dict) else said(main),
            said(page.article.get("url")),
        ]
    named += [page.url, saved_from(page.tree.comments)]
    stated = list(dict.fromkeys(each.strip() for each in named if each and each.strip()))
    base = next((each for each in stated if each.startswith(("http://", "https://"))), None)
    front = None
    for each in stated:
        address = original_of(each if each.startswith(("http://", "https://")) else _joined(base, each))
        if address.startswith(("http://", "https://")) and host_of(address):
            if is_deep(address):
                return address
            front = front or address
    return front


def _joined(base: str | None, address: str) -> str:
    """Return the address made absolute by `base`; empty where either is none."""
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """Return the host of an address in lower case."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def path_of(url: str) -> str:
    """Return the path of an address without the slashes at its ends."""
    try:
        return urlsplit(url).path.strip("/")
    except ValueError:
        return ""


_PASSING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_?src|referrer|source|src|from|cmp|cmpid|ncid|s_cid|amp|_ga|lang|hl"
    r"|locale|nocache|v|output|print)(?:=|\Z)",
    re.IGNORECASE,
)
"""Parts of a query that say where a reader comes from or how a page is shown, not which page it is."""


def is_deep(url: str) -> bool:
    """Return whether an address is that of a page within a site: by its path, or by a query that names a page (`/?p=31228`)."""
    if path_of(url):
        return True
    try:
        query = urlsplit(url).query
    except ValueError:
        return False
    return any(part and "=" in part and not _PASSING.match(part) for part in re.split("[&;]", query))


def is_front(page: Page) -> bool:
    """Return whether the address is that of a site's front."""
    return page.url is not None and not is_deep(page.url)
