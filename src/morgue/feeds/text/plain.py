"""Read plain text: a saved web or wire page, a headline and its copy, or a file with one story a line.

A page may begin with a line that gives its day (` date 2025-10-23 DT`, `Tuesday, March 4, 2025`) or its address, then a
breadcrumb. The headline is the first line of its own that is neither of these nor a dateline, short and, beyond the length of
a headline, without the full stop of a sentence. `morgue.extract` sets aside what is
around the story. Blank lines part paragraphs; where lines are long, or begin with white space, each line does.

A file is read as one story a line (a corpus file) only where nothing contradicts it: ten lines or more, no
blank lines among them, and nearly all of them several sentences long.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.body import is_bare_date
from morgue.extract.boilerplate import furniture, same
from morgue.extract.dateline.dateline import Dateline, dateline
from morgue.extract.draft import Draft
from morgue.extract.stamps import LONGEST_UNPARTED
from morgue.feeds.support.failure_messages import message_in_text
from morgue.feeds.support.not_feeds import binary_kind, kind_of_text
from morgue.feeds.text.labelled import draft_of_labels, records_in
from morgue.feeds.text.programs import program_kind
from morgue.feeds.wire.copy_lines import take_sent
from morgue.feeds.wire.heading import filed_at, take_head
from morgue.io.encoding import decode
from morgue.io.feed import Feed, is_named_table
from morgue.model.article import Article

HEADLINE = 250
"""A line longer than this, in code points, is not a headline."""
SENTENCE = 60
"""A line longer than this that ends with a full stop is a sentence of the story."""
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def sniff(head: bytes, name: str) -> int:
    """Return 30 for anything that is text, so that every other format goes first; 1 for nothing at all."""
    if not head:
        return 1
    return 30 if _ANSWER.match(head) or not _binary(head) else 0


def _binary(data: bytes) -> str | None:
    """Return why bytes are not text, or None where they may be."""
    if (what := binary_kind(data)) is not None:
        return what
    head = data[:65_536]
    if head.startswith(_WIDE_BOMS):
        return None
    zeros = head.count(0)
    if zeros and not _wide(head) and not _without_zeros(head):
        return f"binary data ({zeros} zero bytes)"
    if not zeros and (len(head) - len(head.translate(None, _CONTROL))) * 10 > len(head):
        return "binary data (control bytes)"
    if not zeros and not _is_utf8(head) and not (_is_writing(head) or _is_note(head)):
        return "binary data (bytes that are not text in any encoding)"
    return None


def _without_zeros(head: bytes) -> bool:
    """Return whether bytes are UTF-8 without a control character but for zero bytes, fewer than there are others."""
    rest = head.replace(b"\0", b"")
    is_marked = head.startswith(_WIDE_BOMS) or _wide(head)
    return (
        not is_marked
        and 2 * len(rest) > len(head)
        and rest.translate(None, _CONTROL) == rest
        and _is_utf8(rest)
    )


_ANSWER = re.compile(
    rb"\s{0,80}HTTP/\d(?:\.\d)? 2\d\d(?: [^\r\n]{0,200})?\r?\n(?:[!-9;-~]{1,80}:[^\r\n]*+\r?\n)*+\r?\n"
)
"""The header of an HTTP answer that is not an error (RFC 9112, section 4)."""


def _stories_of_answer(data: bytes, feed: Feed) -> Iterator[Article]:
    """Yield the stories of what was saved with the header of the answer that brought it, by its own reader."""
    from morgue.feeds import HEAD_BYTES, pick
    from morgue.feeds.web.warc import Record, payload_of

    body, _ = payload_of(Record("response", 0, block=data.lstrip()))
    if not body.strip():
        raise NoArticle("an empty answer")
    chosen = pick(body[:HEAD_BYTES], feed.name)
    if _ANSWER.match(body):
        raise NoArticle("an HTTP answer inside another one")
    source = replace(feed.at(0, len(data)), format=chosen.name)
    for story in chosen.read(replace(feed, source=source, stream=io.BytesIO(body))):
        yield replace(story, source=source)


def _is_utf8(head: bytes) -> bool:
    """Return whether bytes are UTF-8, but for a character that the head cuts."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and error.end == len(head)
    return True


def _is_writing(head: bytes) -> bool:
    """Return whether bytes in a legacy encoding, or damaged ones, are writing: few control characters, mostly words.

    Bytes at random come to a control character in nine and a sign in three, in any single-byte encoding.
    """
    text = "".join(each for each in decode(head)[:8192] if not unicodedata.category(each).startswith("M"))
    controls = sum(
        unicodedata.category(each) == "Cc" and each not in "\t\n\v\f\r\x1a\x1b\x85" for each in text
    )
    words = sum(len(word) for word in re.findall(r"[^\W\d_]+", text) if _is_word(word))
    others = sum(each.isdecimal() or each.isspace() or each in _COMMON_SIGNS for each in text)
    return controls * 25 <= len(text) and (words + others) * 5 >= len(text) * 4 and words * 2 >= others


_SIGNS = re.compile(rb"[\s!-/:-@\[-`{-~]+")


def _is_note(head: bytes) -> bool:
    """Return whether a few bytes are words in another script, too few to show its encoding: no word mixes two scripts."""
    if not 8 <= len(head) < 400 or len(head) != len(head.translate(None, _CONTROL)):
        return False
    if all(word.isascii() or not word.translate(None, bytes(range(128, 256))) for word in _SIGNS.split(head)):
        return True
    try:
        return all((each.isalpha() and each > "\u2fff") or each.isspace() for each in head.decode("cp932"))
    except UnicodeDecodeError:
        return False


def _is_word(letters: str) -> bool:
    """Return whether letters could be a word: of more than one, small, capital, or small behind a capital."""
    return len(letters) > 1 and (letters[1:] == letters[1:].lower() or letters == letters.upper())


_COMMON_SIGNS = frozenset(".,:;!?'\"()-–—‘’“”„«»…/&%。、，：！？「」\ufffd")


def _wide(head: bytes) -> bool:
    """Return whether zero bytes lie as UTF-16 or UTF-32 without a mark lays them: in every second byte, or three of four."""
    pairs = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    return pairs > 3 and (min(even, odd) * 10 < pairs < max(even, odd) * 2 or (even + odd) * 10 > pairs * 14)


def read(feed: Feed) -> Iterator[Article]:
    """Yield the story of a text file, or one a line. Raises FeedError where it is empty, binary or without a word,
    NoArticle for a list of words.
    """
    data = feed.bytes()
    if not data.strip(b" \t\r\n\v\f\x00\x1a\xef\xbb\xbf\xff\xfe"):
        raise FeedError("the file is empty")
    if _ANSWER.match(data):
        yield from _stories_of_answer(data, feed)
        return
    if what := _binary(data):
        raise FeedError(what if what == binary_kind(data) else f"not text: {what}")
    if b"\0" in data[:65_536] and _without_zeros(data[:65_536]):
        data = data.replace(b"\0", b"")
    decoded = decode(data)
    text = _clean(decoded)
    if not any(map(str.isalpha, text[:100_000])) and not any(map(str.isalpha, text)):
        raise FeedError("the text has no words")
    if reason := _no_story(text, feed):
        raise reason
    if _one_a_line(text):
        yield from _lines(feed, data, text)
    elif several := stories_in(decoded):
        is_exact = len(decoded.encode("utf-8", "replace")) == len(data)
        at = offset = 0
        for piece, end in several:
            size = len(decoded[at:end].encode("utf-8", "replace"))
            yield article(
                draft_of_text(_clean(piece)), feed.at(offset, size) if is_exact else feed.at(0, len(data))
            )
            at, offset = end, offset + size
    else:
        draft = draft_of_text(text)
        if not (draft.headline or draft.text):
            raise NoArticle("a text without a headline and a story")
        yield article(draft, feed.at(0, len(data)))


def _no_story(text: str, feed: Feed) -> FeedError | None:
    """Return the reason against a text, by all of it; None where it may be a story."""
    if listed := _list_of_words(text):
        return NoArticle(f"a list of {listed} words, not a story")
    if kind := kind_of_text(text[:100_000]):
        return NoArticle(kind)
    if message := message_in_text(text):
        return NoArticle(message)
    if _is_markup(text):
        return NoArticle("markup of no known format, not a story")
    if _is_encoded(text):
        return NoArticle("encoded data (base64 or the like), not a text")
    if kind := program_kind(text, feed.name):
        return NoArticle(kind)
    if columns := _unnamed_columns(text, feed.name):
        return FeedError(
            f"a table of {columns} columns without their names",
            hint="put the names of the columns into a first line (headline, body, date, …)",
        )
    return None


_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,60})(?:\s[^<>]{0,2000})?/?>|<[!?][A-Za-z\[-][^<>]{0,2000}>?")


def _is_markup(text: str) -> bool:
    """Return whether a text begins with markup and consists of it: tags, some of them closing, in most of its lines."""
    start = text.lstrip()[:20_000]
    if not start.startswith("<"):
        return False
    tags = list(islice(_TAG.finditer(start), 2_000))
    if not tags or tags[0].start():
        return False
    lines = [line for line in start.split("\n") if line.strip()]
    marked = sum("<" in line for line in lines)
    closing = any(tag[1] for tag in tags) or start.startswith(("<?", "<!")) or len(tags) > 100
    return closing and len(tags) > 1 and marked * 2 > len(lines)


_RUN = re.compile(r"[!-~]{60,}")


def _is_encoded(text: str) -> bool:
    """Return whether a text is ASCII without words: nearly all of it in runs longer than any word or address."""
    sample = text[:20_000]
    if not sample.isascii():
        return False
    inked = len("".join(sample.split()))
    runs = sum(len(run[0]) for run in _RUN.finditer(sample))
    return inked >= 60 and runs * 10 >= inked * 8


def _unnamed_columns(text: str, name: str) -> int:
    """Return how many columns a table without a line of names has; 0 for what is not a table.

    Tabs part nothing else into the same number of fields line by line; commas and semicolons do so by chance,
    and count in a file that is named as a table.
    """
    lines = [line for line in text[:100_000].split("\n") if line.strip()]
    if len(text) > 100_000:
        lines.pop()
    if not lines:
        return 0
    tabs = lines[0].count("\t")
    even = sum(line.count("\t") == tabs for line in lines)
    if tabs >= 2 and even * 20 >= len(lines) * 19 and (len(lines) > 2 or tabs >= 9):
        return tabs + 1
    if not is_named_table(name):
        return 0
    for delimiter in "\t;,|":
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if widths and widths[0] > 1 and widths.count(widths[0]) * 20 >= len(widths) * 19:
            return widths[0]
    return 0


_JUNK = re.compile("\x1b\\[[0-9;?]{0,20}[A-Za-z]|[\ufeff\u200b\u2060\x00\x01-\x08\x0e-\x1f\x7f]")
"""Characters that print nothing, and the sequences by which terminals change colours."""
_JUNK_BEGINS = re.compile("[\ufeff\u200b\u2060\x00-\x08\x0e-\x1f\x7f]")
"""The characters that such junk begins with, which are found in a tenth of the time."""


def _clean(text: str) -> str:
    """Return the text with one kind of line end and without characters that print nothing."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text or "\v" in text:
        text = text.replace("\f", "\n").replace("\v", "\n")
    if "\u2028" in text or "\u2029" in text or "\x85" in text:
        text = text.replace("\u2028", "\n").replace("\x85", "\n").replace("\u2029", "\n\n")
    return _JUNK.sub("", text) if _JUNK_BEGINS.search(text) else text


def _list_of_words(text: str) -> int:
    """Return how many lines a list of words has (a stop list, category names); 0 for any other text."""
    lines = [line for line in text[:100_000].split("\n") if line.strip()]
    if len(lines) < 10:
        return 0
    short = sum(len(line.split(None, 2)) < 3 and not _UNPARTED.search(line) for line in lines)
    return len(lines) if short * 20 >= len(lines) * 19 else 0


_UNPARTED = re.compile(
    rf"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff、]{{{LONGEST_UNPARTED + 1}}}"
    rf"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200b]{{{3 * LONGEST_UNPARTED + 1}}}"
)
"""More than a name in a script that does not part words: of Chinese and Japanese, whose characters are syllables or words,
and of Thai, Lao, Khmer and Burmese, which write a syllable with three characters or so."""


def _one_a_line(text: str) -> bool:
    lines = text.rstrip("\n").split("\n")
    if len(lines) < 10 or not all(lines):
        return False
    long = [line for line in lines if len(line) >= 250 and line.count(". ") >= 2]
    return len(long) * 20 >= len(lines) * 19 and len(text) >= 500 * len(lines)


def _lines(feed: Feed, data: bytes, text: str) -> Iterator[Article]:
    """Yield one story for each line, with the line's place in the file where lines and bytes agree."""
    raw = data.splitlines(keepends=True)
    lines = text.rstrip("\n").split("\n")
    offset = 0
    for number, line in enumerate(lines):
        length = len(raw[number]) if len(raw) == len(lines) else 0
        yield article(Draft(text=line.strip()), feed.at(offset, length or len(data)))
        offset += length


_DIVIDED = re.compile(
    r"^[ \t]*(?=[Nn(Ee#=_─—~*-])(?:N{3,4}|-30-|-0-|#{3}|\(?END\)?|ENDS|[-=_─—~*]{10,})[ \t]*\r?$|\f|^(?=ZCZC\b)",
    re.MULTILINE | re.IGNORECASE,
)
"""What parts the stories of a file: how wires end a message, a new page, a rule across the column."""
_DIVIDES = frozenset("Nn(Ee-#=_─—~*Zz")
"""What a line begins with that parts stories."""
_SIGNED = re.compile(rf"{_DIVIDED.pattern}|^[^\n]{{0,90}}\{{C\}}ENDS[ \t]*\r?$", _DIVIDED.flags)
"""Also finds the sign by which Reuters ends a story; it may follow any words, so that it is slow to look for."""


def stories_in(text: str) -> list[tuple[str, int]]:
    """Return the stories of a text that holds several, each with where it ends in the text; nothing for any other text.

    Each is a record with labels of its own. Or marks part them, and every one has a headline and, below it, a dateline that
    names its agency.
    """
    if records := records_in(text):
        return records
    pieces: list[tuple[str, int]] = []
    at = 0
    signed = "{C}" in text or "{c}" in text
    if not (signed or "\f" in text or any(line.lstrip(" \t")[:1] in _DIVIDES for line in text.split("\n"))):
        return pieces
    for mark in (_SIGNED if signed else _DIVIDED).finditer(text):
        pieces.append((text[at : mark.start()], mark.end()))
        at = mark.end()
    pieces.append((text[at:], len(text)))
    pieces = [(piece, end) for piece, end in pieces if any(map(str.isalnum, piece))]
    return pieces if len(pieces) > 1 and all(_is_filed_story(piece) for piece, _ in pieces) else []


def _is_filed_story(piece: str) -> bool:
    """Return whether a text is a story of a wire: a line or more, then a dateline that names its agency."""
    lines = _clean(piece[:4_000]).split("\n")
    return any(map(str.strip, lines[: filed_at(lines) or 0]))


_DAY = re.compile(r"\s*date[ :]\s*(\d{4}-\d\d-\d\d(?:[T ][\d:]{5,8}\S{0,6})?)\s*(?:DT)?\s*", re.IGNORECASE)
_URL = re.compile(r"\s*((?:https?://|www\.)[^\s<>\"]+)(?:\s+|$)", re.IGNORECASE)


def draft_of_text(text: str, headline: str | None = None) -> Draft:
    """Return what the first lines of a page state, and the copy below them; `headline` is above them where it is given."""
    lines = text.strip("\n").split("\n")
    above = [] if headline is None else [f"Headline: {headline}"]
    if (stated_by_labels := draft_of_labels([*above, *lines])) is not None:
        stated_by_labels.text = "\n\n".join(_paragraphs((stated_by_labels.text or "").split("\n"))) or None
        return stated_by_labels
    draft = Draft(headline=headline)
    stated = 0
    for line in lines:
        if not draft.published and (day := _DAY.fullmatch(line)):
            draft.state("published", day[1], "date-line")
        elif not draft.url and (url := _URL.fullmatch(line)):
            draft.state("url", _address(url[1]), "url-line")
        elif line.strip():
            break
        stated += 1
    del lines[:stated]
    lines = take_sent(draft, lines)
    lines = take_head(draft, lines)
    at = None if draft.headline else _headline(lines)
    if at is not None:
        draft.state("headline", " ".join(lines.pop(at).split()), "headline-line")
    draft.text = "\n\n".join(_paragraphs(lines))
    return draft


def _address(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _headline(lines: list[str]) -> int | None:
    """Return which line is the headline: the first that is not above the story, if it may be one."""
    crumb = ""
    for at, line in enumerate(lines[:20]):
        line = line.strip()
        if not line:
            continue
        above = furniture(line)
        if above:
            crumb = crumb or (line if above.kind == "breadcrumb" else "")
            continue
        if is_bare_date(line):
            continue
        return at if _may_be_headline(line, lines[at + 1 :]) or same(crumb.rsplit(" / ")[-1], line) else None
    return None


def _may_be_headline(line: str, below: list[str]) -> bool:
    if len(line) > HEADLINE or not any(map(str.isalpha, line)):
        return False
    if not any(each.strip() for each in below):
        return len(line) <= SENTENCE
    ends = line.rstrip("\"'”’)").endswith((".", "。"))
    if (
        (ends and len(line) > SENTENCE)
        or (". " in line and len(line) > 2 * SENTENCE)
        or line.endswith((",", ";"))
    ):
        return False
    read = dateline(line)
    return not read or (len(line) < 2 * SENTENCE and not ends and not _is_filed(read))


def _is_filed(read: Dateline) -> bool:
    """Return whether a dateline is more than a name and a colon, with which headlines begin too."""
    return bool(read.agency or read.month) or (read.text == read.text.upper() and not read.text.endswith(":"))


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Yield the paragraphs of the copy: blocks between blank lines, or their lines where each is a paragraph."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield from _split(block)
            block = []


def _split(block: list[str]) -> Iterator[str]:
    if len(block) == 1 or any(len(line) > 130 for line in block):
        yield from (line.strip() for line in block)
        return
    part: list[str] = []
    for before, line in pairwise(["", *block]):
        if part and line[:2].isspace() and not before[:2].isspace():
            yield "\n".join(part)
            part = []
        part.append(line.strip())
    if part:
        yield "\n".join(part)
