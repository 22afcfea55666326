"""Make text of HTML fragments, as feeds carry them in descriptions and bodies."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from morgue.feeds.support.copy_builder import CopyBuilder
from morgue.feeds.support.vocabulary import HTML

_MARKUP = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]{0,60}+)(?:(?:[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?>|[^<>]*+>)"
    r"|<[!?][A-Za-z][^<>]*+>",
    re.DOTALL,
)
_VOID = frozenset(("br", "wbr", "img", "hr"))
_FORMS = frozenset(("block", "table", "inline"))
"""What elements are that format words or hold them."""
_ATTRIBUTES = re.compile(r"[\s/]*(?:[\w:@.-]+[\s/]*(?:=.*)?|[\w:@.\s-]+)?", re.DOTALL)
_NAMES = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60}+)(?=[\s/>])")
_SPACE = re.compile(r"[^\S\n]+")
_BLANKS = re.compile(r"\n[ \t\r\xa0]*\n\s*")
_ESCAPED = re.compile(
    r"</?(?:p|br|a|b|i|u|em|strong|div|span|img|h[1-6]|ul|ol|li|table|t[rdh]|blockquote|font)(?:\s[^<>]*|\s*/)?>",
    re.I,
)
_ESCAPED_BLOCK = re.compile(r"</(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|blockquote)\s*>|<br\s*/?>", re.I)
"""What no story about markup names alone, so that it is markup that was escaped beside other markup."""
_REFERENCE = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")


def line(text: str, *, declared: bool = False) -> str:
    """Return the text of a title that may hold markup, on one line: its references decoded once, and no word of it lost.

    A feed that escapes a title escapes either markup or words, such as `Use of <script> tags`. What looks like a tag
    is markup only where it formats words or holds them (`b`, `p`) and is closed, or where it breaks a line. All else
    is text. `declared` says that the feed calls the title HTML, in which what formats words need not be closed.
    """
    if "<" in text:
        text = _CDATA.sub(lambda found: html.escape(found[1], quote=False), text)
        text = _without_tags(text, declared=declared)
    return " ".join((_REFERENCES.sub(_character, text) if "&" in text else text).split())


_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_REFERENCES = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _without_tags(text: str, *, declared: bool) -> str:
    """Return a title without the tags in it that are markup."""
    tags = [found for found in _MARKUP.finditer(text) if found["name"] and _is_whole(found)]
    closed = _closed(tags)
    pieces: list[str] = []
    at = 0
    for tag in tags:
        name = tag["name"].lower()
        if name in _VOID:
            is_markup = "=" in tag[0] or "/" in tag[0] or not _is_a_word(text, tag)
        else:
            is_markup = tag.start() in closed or (declared and HTML.get(name) == "inline")
        if is_markup:
            pieces += (text[at : tag.start()], "" if HTML.get(name) == "inline" or name == "wbr" else " ")
            at = tag.end()
    return "".join((*pieces, text[at:]))


def _is_whole(tag: re.Match[str]) -> bool:
    """Return whether a tag has nothing but attributes behind its name."""
    return _ATTRIBUTES.fullmatch(tag.string, tag.end("name"), tag.end() - 1) is not None


def _is_a_word(text: str, tag: re.Match[str]) -> bool:
    """Return whether a tag is between blanks, as a word does."""
    return text[tag.start() - 1 : tag.start()].isspace() and text[tag.end() : tag.end() + 1].isspace()


def _closed(tags: list[re.Match[str]]) -> set[int]:
    """Return where the tags begin of elements that format or hold words and have both their tags."""
    found: set[int] = set()
    opened: dict[str, list[int]] = {}
    for tag in tags:
        name = tag["name"].lower()
        if HTML.get(name) not in _FORMS:
            continue
        if not tag["end"]:
            opened.setdefault(name, []).append(tag.start())
        elif opened.get(name):
            found.update((opened[name].pop(), tag.start()))
    return found


def is_markup(text: str) -> bool:
    """Return whether a text of which nothing says that it is HTML is it: it has a tag or a character reference."""
    return ("&" in text and _REFERENCES.search(text) is not None) or has_tags(text)


def has_tags(text: str) -> bool:
    """Return whether any of what looks like a tag is one."""
    if "<" not in text:
        return False
    is_tag = _tags(_names(text))
    return any(
        found["cdata"] is not None or (found["name"] and is_tag(found)) for found in _MARKUP.finditer(text)
    )


def as_markup(text: str) -> str:
    """Return markup with what only looks like a tag escaped, so that a parser leaves it as it is."""
    if "<" not in text:
        return text
    is_tag = _tags(_names(text))
    return _MARKUP.sub(
        lambda found: found[0] if not found["name"] or is_tag(found) else html.escape(found[0]), text
    )


def _names(text: str) -> set[tuple[str, str]]:
    """Return the names in what looks like a tag, each with the slash of a closing one before it or nothing."""
    return {(found[1], found[2].lower()) for found in _NAMES.finditer(text)}


def _tags(names: set[tuple[str, str]]) -> Callable[[re.Match[str]], bool]:
    """Return what says of a thing that looks like a tag whether it is one, in a text that has these names.

    It is an element of a known vocabulary, or one that has a closing tag, an attribute's value, or a name with a
    prefix or a hyphen. `<PDS>` is a word. So is an element that formats words or hides them (`<A>`, a ticker, or
    `<script>`) where it is neither closed nor has an attribute.
    """

    def is_tag(found: re.Match[str]) -> bool:
        name = found["name"].lower()
        if not _is_whole(found):
            return False
        if found["end"]:
            return name in HTML or ("", name) in names
        if ("/", name) in names or "=" in found[0]:
            return True
        is_shown = HTML.get(name.rpartition(":")[2]) not in ("inline", "hidden", "cut")
        return is_shown and (name in HTML or ":" in name or "-" in name)

    return is_tag


def plain(markup: str, *, once: bool = False) -> str:
    """Return the text of an HTML fragment: paragraphs apart by a blank line, entities decoded, scripts dropped.

    Markup that was escaped twice is read twice, but where `once` forbids it. Blank lines of the source part paragraphs only where it
    marks none itself. Never fails; linear in time for any input.
    """
    if "<" not in markup and "&" not in markup:
        return _flowed(markup)
    text = _stripped(markup)
    if once:
        return text
    if "<" in text and _ESCAPED.search(text) and (_ESCAPED_BLOCK.search(text) or not has_tags(markup)):
        text = _stripped(text)
    if "&" in text and _REFERENCE.search(text):
        text = html.unescape(text)
    return text


def _flowed(text: str) -> str:
    """Return plain text with lines joined and paragraphs kept."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in _BLANKS.split(text))))


def _stripped(markup: str) -> str:
    """Return one reading of a fragment."""
    if "<" not in markup:
        return _flowed(html.unescape(markup))
    if "<p>" in markup and markup.count("<") == markup.count("<p>") + markup.count("</p>"):
        parts = markup.replace("</p>", "<p>").split("<p>")  # as most feeds have it: nothing else to look for
        if "&" in markup:
            parts = list(map(html.unescape, parts))
        return "\n\n".join([line for part in parts if (line := " ".join(part.split()))])
    own = re.search(r"<(?:\w+:)?(?:p|br)[\s/>]", markup, re.IGNORECASE)
    if own is None and "\n" in markup:
        markup = _BLANKS.sub("<br><br>", markup.strip())
    copy = CopyBuilder(lays_out=True)
    at = 0
    dropped: str | None = None
    in_pre = 0
    names = _names(markup)
    is_tag = _tags(names)
    for found in _MARKUP.finditer(markup):
        if found["name"] and not is_tag(found):
            continue
        if dropped is None and at < found.start():
            _set(copy, html.unescape(markup[at : found.start()]), in_pre)
        at = found.end()
        name = (found["name"] or "").lower().rpartition(":")[2]
        is_end = bool(found["end"])
        if dropped is not None:
            if is_end and name == dropped:
                dropped = None
        elif found["cdata"]:
            _set(copy, found["cdata"], in_pre)
        elif (kind := HTML.get(name)) in ("hidden", "cut"):
            is_whole = found[0].endswith("/>") or (kind == "cut" and ("/", name) not in names)
            dropped = None if is_end or is_whole else name
        elif kind in _EVENTS:
            _EVENTS[kind][is_end](copy)
        else:
            copy.is_bare = False
            if kind == "block":
                copy.close()
                in_pre = max(0, in_pre + (-1 if is_end else 1)) if name == "pre" else in_pre
    if dropped is None and at < len(markup):
        _set(copy, html.unescape(markup[at:]), in_pre)
    return copy.text()


_EVENTS: dict[str | None, tuple[Callable[[CopyBuilder], None], Callable[[CopyBuilder], None]]] = {
    "break": (CopyBuilder.end_line, CopyBuilder.end_line),
    "line": (CopyBuilder.end_entry, CopyBuilder.end_entry),
    "table": (CopyBuilder.begin_table, CopyBuilder.end_table),
    "row": (CopyBuilder.begin_row, CopyBuilder.end_row),
    "cell": (CopyBuilder.begin_cell, CopyBuilder.end_cell),
}
"""What the tag and the end tag of an element of some kinds do to the copy."""


def _set(copy: CopyBuilder, text: str, in_pre: int) -> None:
    """Set the text between two tags, its blanks folded unless it is in `pre`."""
    if in_pre:
        copy.add_lines(_SPACE.sub(" ", text))
    elif text:
        copy.add(text)
