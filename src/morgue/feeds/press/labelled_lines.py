"""Take the lines out of the coats in which a press database dresses one record: text, or the HTML of a page or an e-mail.

A line knows the label that it begins with (`Author: …`), what it says behind it, and whether markup says that it is of
the story's own text. HTML sets its labels in bold, so that any of them is known; in text those are, whose names a form
knows. What no reader sees (scripts, styles, comments) is no line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from morgue.feeds.support.vocabulary import HTML

_TAG = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]{0,60}+)(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<(?P<broken_end>/?)(?P<broken>[A-Za-z][\w:.-]{0,60}+)[^<>]*+>"
    r"|<[!?][A-Za-z][^<>]*+>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HIDDEN = frozenset(("script", "style", "title", "noscript", "template"))
_SPOKEN = re.compile(r"\bsr-only\b")
"""The class of what only programs that read a page aloud know."""

CAPTION = "caption"
"""The label of a line that is the caption of a picture, as a link states it."""

_BOLD = frozenset(("strong", "b"))
_LABEL_END = re.compile(r"[\s\xa0]*[:：][\s\xa0]*\Z")
LONGEST_LABEL = 60
"""A label has no more characters than this."""

MOST_LINES = 100_000
"""Lines of one document that are told apart; what is behind them is one line, so that the memory for them is bounded."""


@dataclass(slots=True)
class Line:
    """Hold a line: its label, the text behind it, and whether it is within the element that has the story's text.

    `bold` is what of the text is set in bold, `link` the address of its first link.
    """

    text: str
    label: str = ""
    is_story: bool = False
    bold: str = ""
    link: str = ""


@dataclass(slots=True)
class _Page:
    """Hold what is known at a place of a page that is walked: the line that is begun, and what it is within."""

    is_label: Callable[[str], bool]
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    plain: int = 0
    """How many letters of the line are not in bold."""
    label: str = ""
    link: str = ""
    bold_depth: int = 0
    in_story: bool = False

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.bold_depth:
            self.bold.append(text)
        else:
            self.plain += len(text.strip())

    def end_bold(self) -> None:
        """End what is set in bold: at the beginning of a line, with a colon behind it, it is the label of the line."""
        self.bold_depth = max(0, self.bold_depth - 1)
        text = "".join(self.bold)
        if self.bold_depth or self.label or self.plain or not (found := _LABEL_END.search(text)):
            return
        label = " ".join(text[: found.start()].split())
        if self.in_story and self.is_label(label):
            self.in_story = False  # the element of the text is not closed
        if 0 < len(label) <= LONGEST_LABEL and not self.in_story:
            self.label = label
            self.pieces.clear()
            self.bold.clear()

    def end_line(self, *, is_last: bool = False) -> None:
        if len(self.lines) >= MOST_LINES and not is_last:
            self.pieces.append("\n")
            return
        text = " ".join("".join(self.pieces).split())
        if text or self.label:
            bold = " ".join("".join(self.bold).split())
            self.lines.append(Line(text, self.label, self.in_story, bold, self.link))
        self.pieces.clear()
        self.bold.clear()
        self.plain, self.label, self.link = 0, "", ""


def lines_of_markup(markup: str, story: str, is_label: Callable[[str], bool]) -> list[Line]:
    """Return the lines of markup, those too that have a label and nothing else.

    `story` names the element that has a story's text: no line in it has a label, but one that `is_label` knows ends it.
    Linear in time for any input; what is not closed ends with the markup.
    """
    page = _Page(is_label)
    at = 0
    hidden = ""
    for tag in _TAG.finditer(markup):
        if not hidden and at < tag.start():
            page.add(html.unescape(markup[at : tag.start()]))
        at = tag.end()
        name = (tag["name"] or tag["broken"] or "").lower()
        is_end = bool(tag["end"] or tag["broken_end"])
        if hidden:
            hidden = "" if is_end and name == hidden else hidden
        elif name in _HIDDEN:
            hidden = "" if is_end or tag[0].endswith("/>") else name
        elif name == "a" and not is_end and _SPOKEN.search(tag["attributes"] or ""):
            page.end_line()
            page.lines.append(
                Line(" ".join(attributes_of(tag["attributes"]).get("title", "").split()), CAPTION)
            )
            hidden = name
        elif name:
            _take_tag(page, name, tag["attributes"] or "", story, is_end=is_end)
    if not hidden:
        page.add(html.unescape(markup[at:]))
    page.end_line(is_last=True)
    return page.lines


def _take_tag(page: _Page, name: str, attributes: str, story: str, *, is_end: bool) -> None:
    if story and name == story:
        page.end_line()
        if not is_end and page.lines and page.lines[-1].label and not page.lines[-1].text:
            page.lines[-1].is_story = True
        page.in_story = not is_end
    elif name in _BOLD:
        if is_end:
            page.end_bold()
        else:
            page.bold_depth += 1
    elif name == "a" and not is_end and not page.link:
        page.link = attributes_of(attributes).get("href", "")
    elif HTML.get(name) not in ("inline", "known", None) or name in ("hr", "img"):
        page.end_line()
        page.bold_depth = 0


def attributes_of(markup: str) -> dict[str, str]:
    """Return the attributes of a tag by their names in lower case; the first of a name."""
    found: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(markup):
        found.setdefault(each[1].lower(), html.unescape(each[2] or each[3] or each[4] or ""))
    return found


_TEXT_LABEL = re.compile(r"(?P<label>[^\W\d_][^:：\n]{0,59}?)[ \xa0]{0,3}[:：](?!//)")
_BLANKS = re.compile(r"\n[^\S\n]*\n\s*")
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)


WRAPPED = 100
"""Where no line of a text is longer than this, and it has several, a program has wrapped them: blank lines part paragraphs."""

_SEVERAL = 5
_FULL = 60
"""A line that was wrapped is about as long as this at least."""


def lines_of_text(text: str, is_label: Callable[[str], bool]) -> Iterator[Line]:
    """Yield the lines of a text, empty ones too, with the label of those that begin with one that is known.

    The marks of a quoted message (`> `) are no part of them, and lines that were wrapped are joined.
    """
    if 2 * len(_QUOTED.findall(text)) > text.count("\n"):
        text = _QUOTED.sub("", text)
    lines = [each.strip() for each in _BLANKS.sub("\n\n", text).split("\n", MOST_LINES)]
    for line in _joined(lines, is_label) if _is_wrapped(lines) else lines:
        found = _TEXT_LABEL.match(line)
        if found and is_label(found["label"]):
            yield Line(line[found.end() :].strip(), found["label"])
        else:
            yield Line(line)


def _is_wrapped(lines: list[str]) -> bool:
    lengths = [len(line) for line in lines if line and "://" not in line]
    return max(lengths, default=0) <= WRAPPED and sum(length >= _FULL for length in lengths) >= _SEVERAL


def _joined(lines: list[str], is_label: Callable[[str], bool]) -> Iterator[str]:
    """Yield lines that go on in the next one joined with it: up to a blank line, a label or an anchor."""
    held = ""
    for line in lines:
        found = _TEXT_LABEL.match(line)
        alone = not line or line.startswith("<") or "<http" in line
        if alone or (found and is_label(found["label"])):
            if held:
                yield held
            held = "" if alone else line
            if alone:
                yield line
        else:
            held = f"{held} {line}" if held else line
    if held:
        yield held
