"""The text of HTML fragments, as feeds carry them in descriptions and bodies."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_PARAGRAPHS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "section",
        "article",
        "aside",
        "figure",
        "figcaption",
        "pre",
        "hr",
        "header",
        "footer",
        "main",
        "nav",
        "form",
        "fieldset",
        "address",
        "center",
        "details",
        "summary",
        "body",
        "html",
        "block",
        "hedline",
        "body.content",
        "caption",
        "media",
    )
)
_LINES = frozenset(("li", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "legend"))
_CELLS = frozenset(("td", "th"))
_DROPPED = frozenset(("script", "style", "template", "iframe", "object", "svg", "select", "noembed", "head"))
_CUT = frozenset(("iframe", "object", "svg", "select"))
"""Those of which only the tag is dropped where they are not closed: what stands behind it may be the story."""
_MARKUP = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]{0,60}+)(?:(?:[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?>|[^<>]*+>)"
    r"|<[!?][A-Za-z][^<>]*+>",
    re.DOTALL,
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q s samp small span strike strong sub sup "  # noqa: SIM905  a table of words
    "time tt u var".split()
)
"""Elements that format words within a line."""
_VOID = frozenset(("br", "wbr", "img", "hr"))
_KNOWN = (
    frozenset(
        "area audio base basefont bgsound blink button canvas col colgroup data datalist dialog dir embed frame frameset "  # noqa: SIM905  a table of words
        "hgroup image input label link map marquee math menu meta meter noframes noscript optgroup output param picture "
        "plaintext progress rp rt ruby search slot source textarea title track video xml bq hl1 hl2 org person".split()
    )
    | _PARAGRAPHS | _LINES | _CELLS | _DROPPED | _INLINE | _VOID
)  # fmt: skip
"""Elements of HTML and of news."""
_ATTRIBUTES = re.compile(r"[\s/]*(?:[\w:@.-]+[\s/]*(?:=.*)?|[\w:@.\s-]+)?", re.DOTALL)
_NAMES = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60}+)(?=[\s/>])")
_EDGE = "\x1e"  # where a list entry or a table row begins or ends: one line break, however many meet
_EDGES = re.compile(r"\n?[ ]*+\x1e[\x1e ]*+\n?")
_BLANKS = re.compile(r"\n[ \t\r\xa0]*\n\s*")
_ESCAPED = re.compile(
    r"</?(?:p|br|a|b|i|u|em|strong|div|span|img|h[1-6]|ul|ol|li|table|t[rdh]|blockquote|font)(?:\s[^<>]*|\s*/)?>",
    re.I,
)
_ESCAPED_BLOCK = re.compile(r"</(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|blockquote)\s*>|<br\s*/?>", re.I)
"""What no story about markup names alone, so that it is markup that was escaped beside other markup."""
_REFERENCE = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")


def line(text: str, *, declared: bool = False) -> str:
    """The text of a title that may hold markup, on one line: its references decoded once, and no word of it lost.

    A feed that escapes a title escapes either markup or words, such as `Use of <script> tags`. What looks like a tag
    is markup only where it formats words or holds them (`b`, `p`) and is closed, or where it breaks a line. All else
    is text. `declared` tells that the feed calls the title HTML, in which what formats words need not be closed.
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
    """A title without the tags in it that are markup."""
    tags = [found for found in _MARKUP.finditer(text) if found["name"] and _is_whole(found)]
    closed = _closed(tags)
    pieces: list[str] = []
    at = 0
    for tag in tags:
        name = tag["name"].lower()
        if name in _VOID:
            is_markup = "=" in tag[0] or "/" in tag[0] or not _is_a_word(text, tag)
        else:
            is_markup = tag.start() in closed or (declared and name in _INLINE)
        if is_markup:
            pieces += (text[at : tag.start()], "" if name in _INLINE or name == "wbr" else " ")
            at = tag.end()
    return "".join((*pieces, text[at:]))


def _is_whole(tag: re.Match[str]) -> bool:
    """Whether nothing but attributes stands behind the name in a tag."""
    return _ATTRIBUTES.fullmatch(tag.string, tag.end("name"), tag.end() - 1) is not None


def _is_a_word(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag stands between blanks, as a word does."""
    return text[tag.start() - 1 : tag.start()].isspace() and text[tag.end() : tag.end() + 1].isspace()


def _closed(tags: list[re.Match[str]]) -> set[int]:
    """Where the tags begin of elements that format or hold words and have both their tags."""
    found: set[int] = set()
    opened: dict[str, list[int]] = {}
    for tag in tags:
        name = tag["name"].lower()
        if name not in _INLINE and name not in _PARAGRAPHS:
            continue
        if not tag["end"]:
            opened.setdefault(name, []).append(tag.start())
        elif opened.get(name):
            found.update((opened[name].pop(), tag.start()))
    return found


def is_markup(text: str) -> bool:
    """Whether a text of which nothing says that it is HTML is it: it has a tag or a character reference."""
    return ("&" in text and _REFERENCES.search(text) is not None) or has_tags(text)


def has_tags(text: str) -> bool:
    """Whether any of what looks like a tag is one."""
    if "<" not in text:
        return False
    is_tag = _tags(_names(text))
    return any(
        found["cdata"] is not None or (found["name"] and is_tag(found)) for found in _MARKUP.finditer(text)
    )


def as_markup(text: str) -> str:
    """Markup with what only looks like a tag escaped, so that a parser leaves it as it is."""
    if "<" not in text:
        return text
    is_tag = _tags(_names(text))
    return _MARKUP.sub(
        lambda found: found[0] if not found["name"] or is_tag(found) else html.escape(found[0]), text
    )


def _names(text: str) -> set[tuple[str, str]]:
    """The names in what looks like a tag, each with the slash of a closing one before it or nothing."""
    return {(found[1], found[2].lower()) for found in _NAMES.finditer(text)}


def _tags(names: set[tuple[str, str]]) -> Callable[[re.Match[str]], bool]:
    """What says of a thing that looks like a tag whether it is one, in a text that has these names.

    It is an element of a known vocabulary, or one that has a closing tag, an attribute's value, or a name with a
    prefix or a hyphen. `<PDS>` is a word. So is an element that formats words or hides them (`<A>`, a ticker, or
    `<script>`) where it is neither closed nor has an attribute.
    """

    def is_tag(found: re.Match[str]) -> bool:
        name = found["name"].lower()
        if not _is_whole(found):
            return False
        if found["end"]:
            return name in _KNOWN or ("", name) in names
        if ("/", name) in names or "=" in found[0]:
            return True
        local = name.rpartition(":")[2]
        return (
            local not in _INLINE and local not in _DROPPED and (name in _KNOWN or ":" in name or "-" in name)
        )

    return is_tag


def plain(markup: str, *, once: bool = False) -> str:
    """The text of an HTML fragment: paragraphs apart by a blank line, entities decoded, scripts dropped.

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
    """Plain text with lines joined and paragraphs kept."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in _BLANKS.split(text))))


def _stripped(markup: str) -> str:
    """One reading of a fragment."""
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
    pieces: list[str] = []
    at = 0
    dropped: str | None = None
    kept = 0
    names = _names(markup)
    is_tag = _tags(names)
    for found in _MARKUP.finditer(markup):
        if found["name"] and not is_tag(found):
            continue
        if dropped is None:
            pieces.append(_words(markup[at : found.start()], kept))
        at = found.end()
        name = (found["name"] or "").lower().rpartition(":")[2]
        if dropped is not None:
            if found["end"] and name == dropped:
                dropped = None
        elif found["cdata"]:
            pieces.append(_words(html.escape(found["cdata"]), kept))
        elif name in _DROPPED and not found["end"]:
            ends = found[0].endswith("/>") or (name in _CUT and ("/", name) not in names)
            dropped = None if ends else name
        elif name in _PARAGRAPHS:
            pieces.append("\n\n")
            kept = max(0, kept + (-1 if found["end"] else 1)) if name == "pre" else kept
        elif name == "br":
            pieces.append("\n")
        elif name in _LINES:
            pieces.append(_EDGE)
        elif name in _CELLS:
            pieces.append(" ")
    if dropped is None:
        pieces.append(_words(markup[at:], kept))
    return _paragraphs("".join(pieces))


def _words(part: str, kept: int) -> str:
    """The text between two tags, entities decoded, blanks of the source folded unless in `pre`."""
    if not part:
        return part
    if "&" in part:
        part = html.unescape(part)
    if kept:
        return part.replace("\r\n", "\n")
    folded = " ".join(part.split())
    if not folded:
        return " "
    return (" " if part[0].isspace() else "") + folded + (" " if part[-1].isspace() else "")


def _paragraphs(text: str) -> str:
    """Lines trimmed, runs of blank lines made one."""
    if _EDGE in text:
        text = _EDGES.sub("\n", text)
    parts = (
        "\n".join(filter(None, (" ".join(line.split()) for line in part.split("\n"))))
        for part in re.split(r"\n[ \t\xa0]*\n\s*", text)
    )
    return "\n\n".join(filter(None, parts))
