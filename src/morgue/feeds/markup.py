"""The text of HTML fragments, as feeds carry them in descriptions and bodies."""

from __future__ import annotations

import html
import re

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
_MARKUP = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]{0,60}+)(?:(?:[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?>|[^<>]*+>)"
    r"|<[!?][A-Za-z][^<>]*+>",
    re.DOTALL,
)
_EDGE = "\x1e"  # where a list entry or a table row begins or ends: one line break, however many meet
_EDGES = re.compile(r"\n?[ ]*+\x1e[\x1e ]*+\n?")
_BLANKS = re.compile(r"\n[ \t\r\xa0]*\n\s*")
_ESCAPED = re.compile(
    r"</?(?:p|br|a|b|i|u|em|strong|div|span|img|h[1-6]|ul|ol|li|table|t[rdh]|blockquote|font)(?:\s[^<>]*|\s*/)?>",
    re.I,
)
_REFERENCE = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")


def plain(markup: str) -> str:
    """The text of an HTML fragment: paragraphs apart by a blank line, entities decoded, scripts dropped.

    Markup that was escaped twice is read twice. Blank lines of the source part paragraphs only where it
    marks none itself. Never fails; linear in time for any input.
    """
    if "<" not in markup and "&" not in markup:
        return _flowed(markup)
    text = _stripped(markup)
    if "<" in text and _ESCAPED.search(text):
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
    for found in _MARKUP.finditer(markup):
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
            dropped = None if found[0].endswith("/>") else name
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
