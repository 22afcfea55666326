"""Find the files of an issue from its description, and the description from one of them.

A description (METS, DIDL) names its pages by addresses: a path beside it, a `file:` of any form, or an address on the web of
which only the last part is that of the file here. A page is of the issue whose description, in its own directory or one of the two above
it, names it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from morgue.errors import FeedError, PartOf
from morgue.extract.draft import Draft
from morgue.feeds.support.xml import root_name
from morgue.io.delivery import Delivery
from morgue.io.feed import MAX_DOCUMENT_BYTES, Feed, placed

ABOVE = 2
"""How many directories above a page its description may be: `issue/mets.xml` of `issue/ocr/alto/1.xml`."""

ROOTS = frozenset(("mets", "didl"))
"""The root elements of descriptions."""

_LIKELY = re.compile(r"mets|didl|manifest", re.IGNORECASE)
_XML = re.compile(r"\.xml(?:\.gz)?\Z", re.IGNORECASE)
_FOLDERS = ("alto", "ALTO", "text", "ocr", "OCR", "xml", "page", "pages", "fulltext", "FULLTEXT")
"""Directories in which libraries keep the pages, where the address says something else."""

_NAMED = re.compile(rb"""(?:href|filename|ref)\s*=\s*(?:"([^"<]{1,2000})"|'([^'<]{1,2000})')""")


def bare_path(address: str) -> str:
    """Return the path that an address stands for, relative where it can be; the last part alone for one on the web.

    >>> bare_path("file://./text/p%201.xml"), bare_path("https://x.org/alto/1.xml"), bare_path("file:///D:\\\\a\\\\1.xml")
    ('./text/p 1.xml', '1.xml', '1.xml')
    """
    address = address.strip()
    if re.match(r"(?:https?|ftp|urn|ark|hdl|info):", address, re.IGNORECASE):
        return unquote(address.rstrip("/").rpartition("/")[2].partition("?")[0])
    path = unquote(re.sub(r"\Afile:(?://(?:localhost)?)?", "", address, flags=re.IGNORECASE)).replace(
        "\\", "/"
    )
    if re.match(r"/|[A-Za-z]:", path):
        return path.rpartition("/")[2]
    return path


def located(delivery: Delivery, own: str, address: str) -> str:
    """Return where in a delivery a file is that the description at `own` names by an address.

    That is the path of the address, else the file of the same name beside the description or in a directory of pages. Where
    there is no such file it is the path of the address.
    """
    path = bare_path(address)
    stated = placed(own, path)
    name = path.rpartition("/")[2]
    possible = [stated, *(placed(own, posixpath.join(folder, name)) for folder in ("", *_FOLDERS))]
    for other in possible:
        for suffix in ("", ".gz"):
            if other is not None and _is_there(delivery, other + suffix):
                return other + suffix
    return stated or placed(own, name) or ""


def _is_there(delivery: Delivery, path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name in _names(delivery, folder)


def _names(delivery: Delivery, folder: str) -> frozenset[str]:
    """Return the names in a folder, read once as long as it stays as it is."""
    key = ("names", folder, delivery.state(folder))
    return delivery.remembered(key, lambda: frozenset(delivery.names(folder)))


def companion(feed: Feed, address: str) -> bytes | None:
    """Return a file that a description names, None where it is not there. Raises FeedError where it cannot be read."""
    if feed.delivery is None:
        return None
    path = located(feed.delivery, feed.place, address)
    return feed.companion(posixpath.relpath(path, posixpath.dirname(feed.place) or ".")) if path else None


def refuse_part(feed: Feed, what: str = "a page") -> None:
    """Raise PartOf where a feed is named by the description of an issue; return where none is found."""
    delivery = feed.delivery
    if delivery is None:
        return
    folder = posixpath.dirname(feed.place)
    for above in range(ABOVE + 1):
        for owner in _descriptions(delivery, folder):
            if owner != feed.place and _lists(delivery, owner, feed.place):
                relative = posixpath.relpath(owner, posixpath.dirname(feed.place) or ".")
                raise PartOf(f"{what} of the issue {posixpath.basename(owner)}", relative)
        if not folder or above == ABOVE:
            return
        folder = posixpath.dirname(folder)


def _descriptions(delivery: Delivery, folder: str) -> Iterator[str]:
    """Yield the descriptions of issues in a folder, those first that are named so."""
    names = sorted(name for name in _names(delivery, folder) if _XML.search(name))
    likely = [name for name in names if _LIKELY.search(name)]
    for name in likely:
        if _is_description(delivery, path := posixpath.join(folder, name)):
            yield path
    key = ("described", folder, delivery.state(folder))
    others = [posixpath.join(folder, name) for name in names if name not in likely]
    yield from delivery.remembered(key, lambda: [each for each in others if _is_description(delivery, each)])


def _is_description(delivery: Delivery, path: str) -> bool:
    root = root_name(delivery.head(path))
    return root is not None and root[1].lower() in ROOTS


def _lists(delivery: Delivery, owner: str, path: str) -> bool:
    named = delivery.remembered(("named", owner, delivery.state(owner)), lambda: _named(delivery, owner))
    addresses = named.get(posixpath.basename(path).removesuffix(".gz"), ())
    return any(located(delivery, owner, each) == path for each in addresses)


def _named(delivery: Delivery, owner: str) -> dict[str, tuple[str, ...]]:
    """Return the addresses of XML that a description names, by their last part."""
    try:
        data = delivery.read(owner, MAX_DOCUMENT_BYTES) or b""
    except FeedError:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for double, single in _NAMED.findall(data):
        address = html.unescape((double or single).decode("utf-8", "replace"))
        name = bare_path(address).rpartition("/")[2]
        if name.lower().endswith((".xml", ".gz", ".alto")):
            known = found.get(name, ())
            if address not in known:
                found[name] = (*known, address)
    return found


class Names:
    """What the articles of one file are known by: a second article of a name is known by it and its place among them.

    Nothing is edited in a printed issue, so that two texts under one name are two articles, whatever else they share: the notices
    under one heading of one day. The same text is the same article.
    """

    def __init__(self) -> None:
        self._texts: dict[str, list[int]] = {}

    def of(self, name: str, draft: Draft) -> str:
        """Return the name of an article, with `~2` for the second text under it, and so on."""
        text = hash((draft.headline, draft.text))
        texts = self._texts.setdefault(name, [])
        if text not in texts:
            texts.append(text)
        place = texts.index(text)
        return f"{name}~{place + 1}" if place else name


_NAMED_DAY = re.compile(
    r"(?<!\d)(1[5-9]\d\d|20\d\d)([-_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d{3}|\d\Z)"
)
"""A day in a name: 1946-09-02, 19460902_01, 1912111001 (with the number of an edition)."""


def day_in_name(path: str, *, of_folder: bool) -> str | None:
    """Return the day (ISO) in the name of a file, or else in that of its directory; None where there is none.

    The directory of a description is that of its issue; that of a page by itself may be named by the day of a download.
    """
    names = path.replace("\\", "/").split("/")[-2 if of_folder else -1 :]
    for name in reversed(names):
        if found := _NAMED_DAY.search(name):
            return f"{found[1]}-{found[3]}-{found[4]}"
    return None


def state_day_in_name(draft: Draft, feed: Feed) -> None:
    """State the day that the name of a file says, for a page or text that states none."""
    day = day_in_name(feed.place or feed.source.member or feed.source.path, of_folder=False)
    draft.state("published", day, "file name")
    draft.state("day", day, "file name")
