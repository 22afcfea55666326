"""Take the paragraphs out of a document in the Rich Text Format (Microsoft, version 1.9.1).

An own tokeniser, because what a press database exports is known by what a converter to plain text (striprtf) drops: bold
headings, outline levels, links, page breaks, which lines are cells of a table. Besides, bytes are read in the character set
of their font and not of the whole document, a lead byte and its trail are one character, and a body whose bytes are UTF-8
is read as such, whatever code page its header states.

A text box follows the paragraph that it is anchored in, a footnote or endnote belongs to the paragraph that refers to it, and
headers and footers are printed around the text. What a group states about the document (fonts, colours, properties), comments,
pictures and hidden or deleted text are not text. Nothing that a field, an object or a template refers to is looked at. Work and memory grow with the bytes given.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from morgue.errors import FeedError
from morgue.feeds.office.paragraph import PRIVATE, SIGNS_OF_FONTS, Paragraph
from morgue.feeds.office.properties import keywords_of, title_of
from morgue.feeds.office.stories import About, stories
from morgue.io.feed import Feed
from morgue.model.article import Article

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?(?P<space> )?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|[\r\n\x00]+|\\"
)
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "zwbo": "\u200b",
    "zwnbo": "\u2060",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
"""Control words that are a character (section Special Characters)."""
_SIGN_OF = {"~": "\xa0", "_": "-", "-": "", "\t": "\t"}
_ENDS = frozenset(("par", "sect", "cell", "nestcell", "row", "nestrow"))
"""Control words that end a paragraph."""
_BREAKS = frozenset(("page", "pagebb"))

_UNPRINTED = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "themedata", "datastore"),
        *(
            "shprslt",
            "nonesttables",
            "annotation",
            "comment",
            "listtable",
            "listoverridetable",
            "revtbl",
            "rsidtbl",
        ),
        *("xe", "tc", "rxe", "txe", "listtext", "pntext", "pntxta", "pntxtb", "nonshppict", "filetbl"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "fldinst", "generator", "sn", "sv"),
        *("bkmkstart", "bkmkend", "atnid", "atnauthor", "atntime", "atndate", "atnref", "template"),
        *("private", "latentstyles", "docvar", "userprops", "xmlnstbl", "pgdsctbl", "keywords", "subject"),
    )
)
"""Destinations whose text is not printed with the story, marked by `\\*` or not."""
_PRINTED = frozenset(("shpinst", "shptxt", "shpgrp", "do", "dptxbxtext"))
"""Destinations marked by `\\*` whose text is printed: text boxes, and those of Word before 1997 where no newer one is beside
them (`\\shprslt` holds a copy)."""
_ASIDE = {
    **dict.fromkeys(("shptxt", "dptxbxtext"), "box"),
    "footnote": "note",
    **dict.fromkeys(
        ("header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr"), "edge"
    ),
}
"""Destinations whose text is printed at another place than where the group is: text boxes, notes, headers and footers."""

_CHARSETS = {
    0: "cp1252",
    1: None,
    2: None,
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""Character sets of fonts (\\fcharset) by their codecs; None for the document's own."""
_OWN_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_BEYOND = re.compile(
    rb"\\u-?\d{1,6} ?(?:\\'[0-9A-Fa-f]{2}|[^\\{}])|\\'([89A-Fa-f][0-9A-Fa-f])|([\x80-\xff]+)"
)
"""Bytes beyond ASCII, as an escape or not; what stands in for a character that is given by its number is none of them."""
MAX_DEPTH = 1_000
"""How many groups may be inside one another; word processors come to less than a hundred."""
_LINK = re.compile(r'\bHYPERLINK\s+(?:\\\w\s+)*"?([^"\s]{1,2000})"?')


@dataclass(slots=True)
class _Aside:
    """The paragraphs of a text box, note, header or footer, and the pieces of the one that has not ended."""

    kind: str
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    made: list[Paragraph] = field(default_factory=list)

    def end(self) -> None:
        """End its paragraph; one without a text is none."""
        inked = [is_bold for text, is_bold in self.pieces if text.strip()]
        if inked:
            self.made.append(Paragraph("".join(text for text, _ in self.pieces), is_bold=all(inked)))
        self.pieces = []


@dataclass(slots=True)
class _State:
    """What holds in a group, and for those in it."""

    destination: str = ""
    is_printed: bool = True
    is_noted: bool = False
    is_hidden: bool = False
    is_html: bool = False
    is_bold: bool = False
    style: int | None = None
    level: int | None = None
    is_cell: bool = False
    font: int | None = None
    skipped: int = 1
    aside: _Aside | None = None


@dataclass(slots=True)
class Properties:
    """What a document states about itself: the texts of its information group, by their control words, and its styles.

    `edges` are the lines of its headers and footers, in order.
    """

    stated: dict[str, str] = field(default_factory=dict)
    moments: dict[str, dict[str, int]] = field(default_factory=dict)
    styles: dict[int, tuple[str, int]] = field(default_factory=dict)
    fonts: dict[int, str | None] = field(default_factory=dict)
    edges: list[str] = field(default_factory=list)


def sniff(head: bytes, name: str) -> int:
    """Return 100 for what begins as RTF does, behind white space or a byte order mark."""
    return 100 if _BEGINS.match(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of a document. Raises FeedError where it is damaged from its start."""
    data = feed.bytes()
    stated = Properties()
    about = About()
    document = paragraphs(data, feed.complain, stated)

    def around() -> list[str]:
        return [line for line in dict.fromkeys(stated.edges) if any(map(str.isalpha, line))]

    yield from stories(feed, data, _described(document, stated, about), about, around=around)


def _described(document: Iterator[Paragraph], stated: Properties, about: About) -> Iterator[Paragraph]:
    """Yield the paragraphs; what the document states about itself is noted when its head has been read."""
    for each in document:
        if about.title is None:
            about.title = title_of(stated.stated.get("title"))
            about.keywords = keywords_of(stated.stated.get("keywords"))
        yield each


_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,80}\{\\rtf")


def paragraphs(
    data: bytes,
    complain: Callable[[str], None] | None = None,
    properties: Properties | None = None,
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, in order, empty ones too.

    A document that is cut off gives what it has, and then goes to `complain`, or raises FeedError without one.
    `properties`, where given, is filled with what the document states about itself.
    Raises FeedError where `data` is no RTF.
    """
    start = data.find(b"{\\rtf", 0, 1024)
    if start < 0:
        raise FeedError("not an RTF document")
    yield from _Reader(data, properties or Properties(), complain).paragraphs(start)


class _Reader:
    """Goes over the tokens of a document and makes paragraphs of them."""

    def __init__(self, data: bytes, properties: Properties, complain: Callable[[str], None] | None) -> None:
        self._data = data
        self._complain = complain
        self._properties = properties
        self._codec = "cp1252"
        self._is_utf8 = _is_utf8(data)
        self._default_font: int | None = None
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._bytes_codec = "cp1252"
        self._pieces: list[tuple[str, bool]] = []
        self._hidden: list[str] = []
        self._links: list[str] = []
        self._notes: list[str] = []
        self._boxes: list[Paragraph] = []
        self._skip = 0
        self._surrogate = 0
        self._is_marked = False
        self._is_new_page = False
        self._section_breaks = True

    def paragraphs(self, at: int) -> Iterator[Paragraph]:
        """Yield the paragraphs from an offset on."""
        end = len(self._data)
        while at < end:
            found = _TOKEN.match(self._data, at)
            if found is None:
                at += 1
                continue
            at = found.end()
            kind = found.lastgroup
            if kind == "text":
                self._text(found["text"])
            elif kind == "brace":
                self._flush()
                self._skip = 0
                if found["brace"] == b"{":
                    if len(self._stack) >= MAX_DEPTH:
                        raise FeedError("the groups of the RTF document are nested too deep")
                    self._stack.append(self._state)
                    self._state = replace(self._state)
                    self._is_marked = False
                elif self._stack:
                    self._close()
                    if not self._stack:
                        yield from self._last()
                        at = self._data.find(b"{\\rtf", at)
                        if at < 0:
                            return
                        self._is_new_page = True
            elif kind == "byte":
                self._byte(int(found["byte"], 16))
            elif kind == "sign":
                self._sign(found["sign"])
                if found["sign"] in b"\r\n":
                    yield from self._end("par")
            elif found["word"]:
                word = found["word"].decode("ascii")
                number = int(found["number"]) if found["number"] else None
                if word == "bin":
                    self._flush()
                    at = min(end, at + max(0, number or 0))
                elif word in _ENDS or word in _BREAKS:
                    self._flush()
                    self._skip = 0
                    if self._state.is_printed:
                        yield from self._end(word)
                else:
                    self._word(word, number)
        self._flush()
        while self._stack:
            self._close()
        yield from self._last()
        reason = "the RTF document is cut off: its end is missing"
        if self._complain is None:
            raise FeedError(reason)
        self._complain(reason)

    def _last(self) -> Iterator[Paragraph]:
        self._flush()
        if self._notes or self._boxes or any(text.strip() for text, _ in self._pieces):
            yield from self._end("par")

    def _close(self) -> None:
        """End a group: what was hidden in it is noted where it is known to say something."""
        ended = self._state
        self._state = self._stack.pop()
        if ended.aside is not None and ended.aside is not self._state.aside:
            self._set_aside(ended.aside)
        text = "".join(self._hidden)
        if ended.destination == self._state.destination:
            return
        self._hidden.clear()
        stated = self._properties
        if ended.destination == "fldinst":
            if (link := _LINK.search(text)) is not None:
                self._links.append(link[1])
        elif ended.destination == "style":
            level = ended.level if ended.level is not None else 0
            stated.styles[ended.style or 0] = text.strip().rstrip(";").strip(), level
        elif ended.destination.startswith("info ") and text.strip():
            stated.stated.setdefault(ended.destination[5:], text.strip())

    def _set_aside(self, aside: _Aside) -> None:
        """Put what a group held where it is printed."""
        aside.end()
        around = self._state.aside
        if aside.kind == "note":
            self._notes += (each.text.strip() for each in aside.made)
        elif aside.kind == "edge":
            self._properties.edges += (" ".join(each.text.split()) for each in aside.made)
        elif around is None:
            self._boxes += aside.made
        else:
            around.made += aside.made

    def _end(self, word: str) -> Iterator[Paragraph]:
        """Yield the paragraph that a control word ends, and the text boxes in it; at a page break only where there is text."""
        if self._state.aside is not None:
            self._state.aside.end()
            return
        pieces, links = self._pieces, tuple(dict.fromkeys(self._links))
        text = "".join(text for text, _ in pieces)
        is_filled = bool(text.strip())
        if word not in ("row", "nestrow", *_BREAKS) or is_filled:
            state = self._state
            style, level = self._properties.styles.get(state.style or 0, ("", 0))
            inked = [is_bold for text, is_bold in pieces if text.strip()]
            yield Paragraph(
                text,
                style if state.style is not None else "",
                (state.level if state.level is not None else level),
                bool(inked) and all(inked),
                links,
                self._is_new_page and is_filled,
                state.is_cell or word in ("cell", "nestcell"),
                tuple(self._notes),
            )
            self._is_new_page = self._is_new_page and not is_filled
            for box in self._boxes:
                yield replace(box, starts_page=self._is_new_page)
                self._is_new_page = False
            self._notes, self._boxes = [], []
        self._pieces, self._links = [], []
        if word in _BREAKS or (word == "sect" and self._section_breaks):
            self._is_new_page = True

    def _text(self, raw: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(raw))
            self._skip -= taken
            raw = raw[taken:]
            if not raw:
                return
        if raw.isascii() and not self._bytes:
            self._add(raw.decode("ascii"))
        else:
            self._encoded(raw)

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._encoded(bytes((value,)))

    def _encoded(self, raw: bytes) -> None:
        """Keep bytes that wait for more of their character."""
        codec = self._font_codec()
        if self._bytes and codec != self._bytes_codec:
            self._flush()
        self._bytes_codec = codec
        self._bytes += raw

    def _font_codec(self) -> str:
        font = self._state.font if self._state.font is not None else self._default_font
        return self._properties.fonts.get(font if font is not None else -1) or self._codec

    def _flush(self) -> None:
        """Make text of the bytes that are kept. A surrogate that waits for its other half is lost."""
        self._surrogate = 0
        if self._bytes:
            text = self._decoded()
            self._bytes.clear()
            self._add(text)

    def _decoded(self) -> str:
        if self._is_utf8:
            try:
                return self._bytes.decode("utf-8")
            except UnicodeDecodeError:
                pass  # a few bytes of the code page among them
        return self._bytes.decode(self._bytes_codec, "replace")

    def _add(self, text: str) -> None:
        if self._state.is_printed:
            if not (self._state.is_hidden or self._state.is_html):
                aside = self._state.aside
                (self._pieces if aside is None else aside.pieces).append((text, self._state.is_bold))
        elif self._state.is_noted:
            self._hidden.append(text)

    def _sign(self, sign: bytes) -> None:
        """Apply a control symbol."""
        text = sign.decode("latin-1")
        if text == "*":
            self._is_marked = True
        elif self._skip and text not in "\r\n":
            self._skip -= 1
        elif text in _SIGN_OF:
            self._flush()
            self._add(_SIGN_OF[text])
        elif text in "\\{}":
            self._text(sign)

    def _word(self, word: str, number: int | None) -> None:
        """Apply a control word."""
        state = self._state
        if word == "u" and number is not None:
            self._unicode(number)
            return
        if self._skip and word in _SIGNS:
            self._skip -= 1
            return
        self._skip = 0
        self._flush()
        is_marked, self._is_marked = self._is_marked, False
        if word in _SIGNS:
            self._add(_SIGNS[word])
        elif (is_marked and word not in _PRINTED) or word in _UNPRINTED:
            self._enter(word)
        elif word in _ASIDE and state.is_printed:
            if state.is_hidden:
                self._enter(word)
            else:
                state.aside = _Aside(_ASIDE[word])
                state.is_bold = False
        elif state.destination.startswith(("info", "fonttbl", "stylesheet", "style")):
            self._describe(word, number)
        else:
            self._format(word, number)

    def _enter(self, destination: str) -> None:
        """Begin a destination whose text is not printed."""
        state = self._state
        if state.destination == "info" or state.destination.startswith("info "):
            destination = f"info {destination}"
        if state.is_printed or destination == "fldinst" or destination.startswith("info"):
            self._note(destination)
        state.is_printed = False

    def _note(self, destination: str) -> None:
        """Begin a destination, whose text is noted where it says something of the document."""
        self._hidden.clear()
        self._state.destination = destination
        self._state.is_noted = destination in ("fldinst", "style") or destination.startswith("info ")

    def _describe(self, word: str, number: int | None) -> None:
        """Note what the tables at the head of a document say of fonts, styles and the document."""
        state = self._state
        if state.destination == "fonttbl":
            if word == "f":
                state.font = number
                self._properties.fonts.setdefault(number or 0, None)
            elif word == "fcharset" and number in _CHARSETS:
                self._properties.fonts[state.font or 0] = _CHARSETS[number]
            elif word == "cpg" and number is not None:
                self._properties.fonts[state.font or 0] = _code_page(number)
        elif state.destination in ("stylesheet", "style"):
            if word == "s":
                self._note("style")
                state.style, state.level = number, None
            elif word == "outlinelevel":
                state.level = _level(number)
        elif state.destination == "info":
            self._note(f"info {word}")
        elif number is not None:
            self._properties.moments.setdefault(state.destination[5:], {})[word] = number

    def _format(self, word: str, number: int | None) -> None:
        """Apply what says how text looks, or in which character set it is."""
        state = self._state
        if word == "b":
            state.is_bold = number != 0
        elif word == "v" or word == "deleted":
            state.is_hidden = number != 0
        elif word == "htmlrtf":
            state.is_html = number != 0
        elif word == "plain":
            state.is_bold = state.is_hidden = False
            state.font = None
        elif word == "pard":
            state.style = state.level = None
            state.is_cell = False
        elif word == "intbl":
            state.is_cell = True
        elif word == "s":
            state.style = number
        elif word == "outlinelevel":
            state.level = _level(number)
        elif word == "f":
            state.font = number
        elif word == "uc":
            state.skipped = max(0, min(number if number is not None else 1, 64))
        elif word == "deff":
            self._default_font = number
        elif word == "ansicpg" and number is not None:
            self._codec = _code_page(number) or self._codec
        elif word in _OWN_SETS:
            self._codec = _OWN_SETS[word]
        elif word == "sectd":
            self._section_breaks = True
        elif word == "sbknone" or word == "sbkcol":
            self._section_breaks = False
            self._is_new_page = False

    def _unicode(self, number: int) -> None:
        """Add the character of `\\u`, or wait for the second half of one beyond the first plane."""
        value = number & 0xFFFF if number < 0 or number > 0x10FFFF else number
        first = self._surrogate
        if self._bytes:
            self._flush()
        self._surrogate = 0
        self._is_marked = False
        if 0xD800 <= value < 0xDC00:
            self._surrogate = value
        elif 0xDC00 <= value < 0xE000:
            if first:
                self._add(chr(0x10000 + ((first - 0xD800) << 10) + (value - 0xDC00)))
        elif PRIVATE <= value < 0xF900:
            self._add(SIGNS_OF_FONTS.get(value, ""))
        else:
            self._add(chr(value) if value >= 32 else "")
        self._skip = self._state.skipped


def _level(number: int | None) -> int:
    """Return the level of a heading by \\outlinelevel, which counts from 0; 0 for text, which is its 9."""
    return number + 1 if number is not None and 0 <= number < 9 else 0


def _code_page(number: int) -> str | None:
    """Return the codec of a code page of Windows; None where it has none, and for 0, the system's own."""
    names = {65001: "utf-8", 10000: "mac_roman", 10007: "mac_cyrillic", 936: "gb18030", 1361: "johab"}
    name = names.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _is_utf8(data: bytes) -> bool:
    """Return whether most of the runs of bytes beyond ASCII are UTF-8, which text in a code page hardly ever is by chance."""
    run = bytearray()
    last = -1
    sound = broken = 0
    for found in _BEYOND.finditer(data):
        raw = bytes.fromhex(found[1].decode("ascii")) if found[1] else found[2] or b""
        if found.start() != last and run:
            sound, broken = (sound + 1, broken) if _is_sound(run) else (sound, broken + 1)
            run.clear()
        run += raw
        last = found.end()
    if run:
        sound, broken = (sound + 1, broken) if _is_sound(run) else (sound, broken + 1)
    return sound > broken


def _is_sound(run: bytearray) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
