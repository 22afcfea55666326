"""Find what the elements of a feed's items say: their key in the one table, their text, links and people."""

from __future__ import annotations

import base64
import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from urllib.parse import urljoin

from morgue._startup.tables import read_rows
from morgue.feeds.support.data import DATA
from morgue.feeds.support.markup import line, plain
from morgue.feeds.support.xml_elements import Element, line_of, markup_of, text_of
from morgue.io.encoding import decode

Children = Mapping[str, list[Element]]
_GROUPS = [(part, group) for part, group in read_rows(DATA / "namespaces.tsv")]
PREFIXES = {"rss": "", "atom": "", "a10": "", "geo": "geo:"}


@lru_cache(maxsize=2048)
def key_of(tag: str) -> str:
    """Return the name of an element in the one table: `title`, `dc:creator`, `content:encoded`, `?:unknown`."""
    if tag.startswith("{"):
        namespace, _, local = tag[1:].partition("}")
        lowered = namespace.lower()
        for part, group in _GROUPS:
            if part in lowered:
                return group + local.lower()
        return "?:" + local.lower()
    prefix, colon, local = tag.rpartition(":")
    return PREFIXES.get(prefix.lower(), prefix.lower() + colon) + local.lower()


def is_known(namespace: str) -> bool:
    """Return whether a namespace is one of a feed format."""
    lowered = namespace.lower()
    return next((group == "" for part, group in _GROUPS if part in lowered), False)


def children(element: Element, *, without: Container[str] = ()) -> dict[str, list[Element]]:
    """Return the child elements by key, in document order, but for those of some keys."""
    found: dict[str, list[Element]] = {}
    for child in element:
        if isinstance(child.tag, str) and (key := key_of(child.tag)) not in without:
            found.setdefault(key, []).append(child)
    return found


_TEXTUAL = re.compile(r"text|html|xml")
_BINARY = re.compile(r"(?:application|image|audio|video|font|model)/")


def prose(element: Element) -> str:
    """Return the text of a title, a summary or a body, by its `type` and `mode` (RFC 4287, section 3.1; Atom 0.3).

    An element without a type holds escaped HTML, or text, or markup as it is.
    """
    kind = (element.get("type") or "").lower().strip()
    mode = (element.get("mode") or "").lower()
    if element.get("src") and len(element) == 0 and not (element.text or "").strip():
        return ""
    if len(element):
        return plain(markup_of(element))
    text = element.text or ""
    if mode == "base64" or (_BINARY.match(kind) and not _TEXTUAL.search(kind)):
        return _from_base64(text, kind)
    if kind in ("text", "text/plain") and mode != "escaped":
        return text.strip() if "\n" not in text else plain(text.replace("&", "&amp;").replace("<", "&lt;"))
    return plain(text)


_ATOM = ("w3.org/2005/atom", "purl.org/atom")


def title_of(element: Element) -> str:
    """Return the text of a title on one line, by its `type`; without one it is plain text in Atom (RFC 4287, section 3.1.1).

    In RSS nothing says whether it is HTML or text: what is no closed element is text (`markup.line`).
    """
    kind = (element.get("type") or "").lower().strip()
    mode = (element.get("mode") or "").lower()
    if len(element):
        return " ".join(plain(markup_of(element), once=True).split())
    if mode == "base64" or _BINARY.match(kind):
        return " ".join(prose(element).split())
    text = element.text or ""
    is_text = kind in ("text", "text/plain") or (not kind and _is_atom(element))
    if is_text and mode != "escaped":
        return " ".join(text.split())
    return line(text, declared="html" in kind)


def _is_atom(element: Element) -> bool:
    """Return whether an element is of Atom's namespace."""
    namespace = element.tag.partition("}")[0].lower()
    return any(each in namespace for each in _ATOM)


def _from_base64(text: str, kind: str) -> str:
    """Return the text in base64 content; nothing for pictures and sound."""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return ""
    if kind and not _TEXTUAL.search(kind):
        try:
            return plain(data.decode("utf-8"))
        except UnicodeDecodeError:
            return ""
    return plain(decode(data))


def first(item: Children, *keys: str) -> tuple[str | None, str]:
    """Return (text on one line, key) of the first element of these keys that holds text; (None, "") where none does."""
    for key in keys:
        for element in item.get(key, ()):
            if text := line_of(element):
                return text, key
    return None, ""


def every(item: Children, *keys: str) -> Iterator[str]:
    """Yield the text on one line of each element of these keys."""
    return filter(None, (line_of(element) for key in keys for element in item.get(key, ())))


def line_in(own: Children, *keys: str) -> str | None:
    """Return the first of these titles on one line."""
    return next(filter(None, (title_of(element) for key in keys for element in own.get(key, ()))), None)


def block_in(own: Children, keys: tuple[str, ...]) -> tuple[str, str]:
    """Return (prose, key) of the first of these elements that holds any, the longest of several of one key."""
    for key in keys:
        texts = [prose(element) for element in own.get(key, ())]
        if texts and (text := max(texts, key=len)):
            return text, key
    return "", ""


ADDRESS = re.compile(r"(?:https?|ftp)://\S+\Z", re.IGNORECASE)
_MAIL = re.compile(r"(?<![^\s()<>@])[^\s()<>@]+@[^\s()<>@]+")
_BY = re.compile(r"(?:by|von|par|por)\s+(?=\S)", re.IGNORECASE)


def link_in(own: Children, element: Element) -> tuple[str | None, str]:
    """Return (address, element) of the story itself, resolved against its base."""
    for found in own.get("feedburner:origlink", ()):
        if ADDRESS.match((found.text or "").strip()):
            return found.text.strip(), "feedburner:origLink"
    links = [(found, (found.get("rel") or "").lower()) for found in own.get("link", ())]
    links = [(found, rel) for found, rel in links if rel not in _RELATED]
    links.sort(key=lambda each: (each[1] != "alternate", each[1] != ""))
    others = [(found, key) for key in ("a", "url") for found in own.get(key, ())]
    for found, key in (*((found, "link") for found, _ in links), *others):
        if address := (found.get("HREF") or found.get("href") or text_of(found)).strip():
            return urljoined(found.base, address), key
    address = (element.get("HREF") or "").strip()
    return (address, "HREF") if address else (None, "")


_RELATED = frozenset("self enclosure replies edit hub next related license image".split())  # noqa: SIM905  a table of words
"""The relations of links (RFC 4287, section 4.2.7.2, and others) that lead to anything but the story."""


def urljoined(base: str | None, address: str) -> str:
    """Return `address` against `base`; as it is where either is no address."""
    if not base or ADDRESS.match(address):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def people(own: Children, keys: tuple[str, ...]) -> list[str]:
    """Return the names of creators in the first of these elements that has any, each once."""
    for key in keys:
        names: dict[str, None] = {}
        for element in own.get(key, ()):
            inner = children(element)
            name = first(inner, "name", "email")[0] if inner else None
            name = person(name or line_of(element) or "")
            if name:
                names[name] = None
        if names:
            return list(names)
    return []


def person(printed: str) -> str:
    """Return the name in `mail@host (Name)`, `Name <mail@host>` or `By Name`; an address where that is all."""
    mail = _MAIL.search(printed)
    if mail:
        rest = " ".join((printed[: mail.start()] + printed[mail.end() :]).strip("<>()[] \t,;:-").split())
        rest = rest.replace("<>", "").replace("()", "").strip("<>()[] \t,;:-")
        return rest or mail[0]
    return _BY.sub("", printed, count=1) if _BY.match(printed) else printed
