"""Read stories of wire text: IPTC 7901 and ANPA 1312 messages with their control characters, and ZCZC … NNNN messages.

Three families, distinguished by how a message starts; a file may hold several messages, one after another.

    IPTC 7901   SOH eca062 4 i 211 dpa 061 CRLF slug CRLF STX headline = text ETX 131137 GMT Nov 13 EOT
    ANPA 1312   SYN SYN SOH W2870 US selector CRLF u i keyword 11-13 1049 CRLF STX ^slug,466< ^headline< … TAB text
                ETX AP-WF-11-13-13 1509GMT
    ZCZC        ZCZC, header lines that each begin with a sign (# $ : ^ …) or a field (`TI#`), text, NNNN

Press releases that begin `Source:` and `MEDIA RELEASE` are read too. What frames a story (photo numbers, notes to
editors, notebook, sign-off) is set aside; the headline is the line that the format calls so, else the slug.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.credits import agency_named, byline, credit
from morgue.feeds.wire import zczc
from morgue.feeds.wire.copy_lines import SENT, SENT_BY_AP, lines_of, moment_of, wire_copy, year_of
from morgue.io.encoding import decode
from morgue.io.feed import Feed
from morgue.model.article import Article

_SOH = re.compile(rb"\A(?:[\x16\x7f\r\n \t]|\xef\xbb\xbf){0,40}\x01[\x20-\x7e\x80-\xff]{3}")
_ZCZC = re.compile(rb"(?:\A|[\r\n])[ \t\x00-\x08\xef\xbb\xbf]{0,12}zczc(?:\d{3,5})?\b", re.IGNORECASE)
_RELEASE = re.compile(
    rb"\A\s{0,40}(?:Source:[^\r\n]{1,200}\s{1,20})?(?:MEDIA|PRESS) RELEASE (?-i:[A-Z]{0,3}\d{3,9})\b",
    re.IGNORECASE,
)
_BULLETIN = re.compile(
    rb"\A\s{0,40}[^\r\n|,]{2,60}, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]{2,8} \d{4}\r?\n[^\r\n|]{1,20}\|"
)
_WARNING = re.compile(rb"\A\s{0,40}[A-Z]{3}\d{4,5}\s{0,20}\r?\n\d{1,3}(?::[\w.+-]{1,30}){3,9}\s")
_TICKER = re.compile(rb"\A\s{0,40}[^\r\n*a-z]{8,150} \*\* [^\r\n*a-z]{8,150} \*\* ")
_FORMS = ((_SOH, 96), (_RELEASE, 90), (_BULLETIN, 90), (_WARNING, 90), (_TICKER, 80))
_NEXT_SOH = re.compile(r"\x16{0,4}\x01(?=\s{0,9}\w{2})")
_NEXT_ZCZC = re.compile(r"(?:\A|(?<=[\r\n]))[ \t\x00-\x08]{0,12}ZCZC(?:\d{3,5})?\b", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 96 for a message with its control characters, 94 for ZCZC, 80 to 90 for text in another fixed form."""
    start = head[:1024]
    if b"\0" in start:
        return 0
    for form, sure in _FORMS:
        if form.match(start):
            return sure
    return 94 if b"ZCZC" in start.upper() and _ZCZC.search(start) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of every message, in order. Raises NoArticle where no message holds text."""
    data = feed.bytes()
    text = decode(data)
    single = len(text) == len(data)
    count = 0
    for start, end in _messages(text):
        draft = _draft(text[start:end])
        draft.clean()
        if draft.text or draft.headline:
            count += 1
            whole = (start, end - start) if single else (0, len(data))
            yield article(draft, feed.at(*whole))
    if not count:
        raise NoArticle("a wire message without text" if text.strip() else "an empty file")


def _messages(text: str) -> list[tuple[int, int]]:
    """Return where the messages start and end, in code points; the whole text where nothing marks them."""
    mark = _NEXT_SOH if _NEXT_SOH.search(text[:1024]) else _NEXT_ZCZC
    starts = [found.start() for found in mark.finditer(text)] or [0]
    starts[0] = 0
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _draft(message: str) -> Draft:
    """Return what one message says."""
    draft = Draft()
    for mark, family in _FAMILIES:
        if mark.search(message[:4096]):
            family(draft, message)
            break
    else:
        zczc.bulletin(draft, message)
    return draft


def _line(text: str) -> str:
    """Return a line without control characters and the marks that end ANPA lines."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split()).rstrip("<= ").strip()


# --- messages with SOH, STX and ETX -----------------------------------------------------------------------


class _Parts(NamedTuple):
    """Header, text and trailer of a message between its control characters."""

    header: str
    text: str
    trailer: str


def _parts(message: str) -> _Parts:
    """Return the parts of a message; a missing STX ends the header at its first blank line."""
    body = message[message.find("\x01") + 1 :]
    header, mark, text = body.partition("\x02")
    if not mark:
        header, text = (*re.split(r"\r?\n", body, maxsplit=1), "")[:2]
    text, _, trailer = text.partition("\x03")
    return _Parts(header, re.split(r"\x04|\x0c", text)[0], trailer)


_DESK = re.compile(
    r"\s*(?P<id>[a-z]{2,4}\d{2,5})\s+(?P<priority>\d)\s+(?P<category>[a-z]{1,3})\s+\d+\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_FLAG = re.compile(
    r"(?:\d(?:ST|ND|RD|TH) )?(?:LEAD|REFILE|EXTRA|URGENT|ALERT|BULLETIN|FLASH|CORRECTION|CORRECTED|SUMMARY|ROUNDUP|FEATURE|"
    r"PREVIEW|REPEAT|UPDATE|NEWS FEATURE|ADVISORY|KILL)\b[^a-z]*"
)
_ATS = frozenset(("etf", "etd", "eti"))
"""How the Swiss agency's three language services sign their headers."""
_BYLINE = re.compile(r"(?:by|von|par|por|di|da)\s+\S.{1,80}", re.IGNORECASE)


def _iptc_7901(draft: Draft, message: str) -> None:
    """State the header fields, the lines before the text as headline and flags, the trailer's date."""
    parts = _parts(message)
    header = [each.strip() for each in lines_of(parts.header) if each.strip()]
    found = _DESK.match(header[0]) if header else None
    if moment := SENT.match(parts.trailer):
        draft.state("published", moment_of(moment), "trailer")
    titled = len(header) > 1 and header[-1].endswith("=")
    if titled:
        draft.state("headline", _line(header.pop()), "headline")
    slugs = [line.strip("/ ") for line in header[1:]]
    draft.keywords += [slug for slug in slugs if slug]
    lines = lines_of(parts.text.lstrip("\r\n"))
    end = next(
        (at for at, line in enumerate(lines) if not line.strip() or line.rstrip().endswith("=")), len(lines)
    )
    end += end < len(lines) and bool(lines[end].strip())
    if not any(line.strip() for line in lines[end:]):
        end = 1
    heads, lines = ([], lines) if titled else (lines[:end], lines[end:])
    _heads(draft, heads)
    wire_copy(draft, lines)
    if found:
        words = ["ats" if word in _ATS else word for word in found["rest"].split()]
        source = next(filter(agency_named, words), words[0] if words else "")
        if draft.published:  # numbers begin again every day
            draft.authority = f"7901:{source}:{draft.published}"
        draft.state("identifier", found["id"], "header")
        credit(draft, source, "header", known=True)


def _heads(draft: Draft, heads: list[str]) -> None:
    """State headline and byline; the lines before them are flags and a slug in its own lines."""
    rest: list[str] = []
    for head in heads:
        line = _line(head)
        if _FLAG.fullmatch(line):
            draft.boilerplate.append(line)
        elif rest and _BYLINE.fullmatch(line):
            draft.state("byline", byline(line), "byline")
        elif line:
            rest.append(line)
    if not rest:
        return
    headline = rest.pop()
    while rest and len(rest[-1]) >= 50:
        headline = f"{rest.pop()} {headline}"
    draft.state("headline", headline, "headline")
    draft.keywords += [line.rstrip(": ") for line in rest]


_ANPA_HEAD = re.compile(
    r"\s*(?P<level>[a-z])?(?P<number>\d{3,5})(?P<rest>[^\r\n]*)[\r\n]+(?P<second>[^\r\n]*)", re.IGNORECASE
)
_ANPA_SLUG = re.compile(r"(?P<slug>.*?)(?:,\s*\d{1,5})?")
_ANPA_COUNTED = re.compile(r"(\S.{1,80}?),\s*\d{3,4}")
"""The slug with the number of words of the story."""
_ANPA_NOTE = re.compile(
    r"(?:AP|Reuters|AFP|EPA|Kyodo) (?:Photo|Graphic|Video)|Eds?[.:]|Editors?[:']|(?:With|Note)\b",
    re.IGNORECASE,
)
_WRITER = re.compile(r"\s*(?:\w+ )?writer$", re.IGNORECASE)
_KYODO_MOMENT = re.compile(r"\s*[A-Z]{2,6}-(\d\d:\d\d)-(\d\d)-(\d\d)-(\d\d)\b")
_PLACE_START = re.compile(r"[ \t]{2,}\S")


def _anpa_1312(draft: Draft, message: str) -> None:
    """State the caret lines before the text: slug, headline, photos, notes, byline; then the text, and the trailer's date."""
    parts = _parts(message)
    if moment := SENT_BY_AP.search(parts.trailer):
        draft.state("published", moment_of(moment), "trailer")
    elif local := _KYODO_MOMENT.match(parts.trailer):
        clock, day, month, year = local.groups()
        draft.state("published", f"{year_of(year)}-{month}-{day} {clock}", "trailer")
    lines = lines_of(parts.text)
    end = next((at for at, each in enumerate(lines) if at and each.strip() and each[0] != "^"), len(lines))
    heads = [head for each in lines[:end] if (head := _line(each.lstrip("\x02^ ")))]
    lines = lines[end:]
    if not parts.text.lstrip().startswith("^") and lines and not _PLACE_START.match(lines[0]):
        heads.append(_line(lines.pop(0)).rstrip("+"))
    _anpa_heads(draft, heads)
    wire_copy(draft, _anpa_lines(lines))
    header = _ANPA_HEAD.match(parts.header)
    if header:
        number = f"{header['level'] or ''}{header['number']}"
        source = moment["source"] if moment else re.split(r"[\x1f\x1e]", header["rest"])[0]
        if draft.published:
            draft.authority = f"anpa:{source.strip()}:{draft.published}"
        draft.state("identifier", number, "header")
        credit(draft, source.strip(), "trailer" if moment else "header", known=True)


def _anpa_lines(lines: list[str]) -> list[str]:
    """Return the lines of the copy with a blank one before each that a tab begins as a paragraph.

    A line ended by `<` is one of a table or list and stays beside its neighbours.
    """
    found: list[str] = []
    table = False
    for line in lines:
        ended = line.rstrip().endswith("<")
        line = re.sub(r"<\s*$", "", line).removeprefix("^")
        if ended and line.strip() == "END":
            continue
        if line.startswith("\t") and not (table and ended):
            found.append("")
        found.append(line.strip() if ended else line)
        table = ended
    return found


def _anpa_heads(draft: Draft, heads: list[str]) -> None:
    """Give each head line its part: the slug first, then headline, summary, byline and notes as they come."""
    slug = _ANPA_SLUG.fullmatch(heads[0]) if heads else None
    name = slug["slug"].rstrip(" ,") if slug else None
    for line in heads[1:]:
        if counted := _ANPA_COUNTED.fullmatch(line):
            draft.keywords.append(counted[1])
        elif _ANPA_NOTE.match(line):
            draft.boilerplate.append(line)
        elif draft.headline and _BYLINE.fullmatch(line):
            draft.state("byline", byline(line), "byline")
        elif draft.byline and agency_named(_WRITER.sub("", line)):
            credit(draft, _WRITER.sub("", line), "byline", known=True)
        elif not draft.headline:
            draft.state("headline", line, "headline")
        else:
            draft.boilerplate.append(line)
    draft.state("headline", name, "slug")
    if name:
        draft.keywords.append(name)


def _results(draft: Draft, message: str) -> None:
    """State the fields of a racing service between SOH and the end of the line, then the results as text."""
    body = message[message.find("\x01") + 1 :]
    head, *lines = lines_of(body)
    fields = [field.strip() for field in re.split(r"[\x1f\x1e]", head)]
    draft.state("headline", fields[0], "title")
    draft.keywords += [field for field in fields[1:] if len(field) > 1]
    wire_copy(draft, lines)
    credit(
        draft,
        next((line.split()[0] for line in reversed(lines) if re.match(r"\s*[A-Z]{2,6} RESULTS", line)), None),
        "sign-off",
        known=True,
    )


_FAMILIES: tuple[tuple[re.Pattern[str], Callable[[Draft, str], None]], ...] = (
    (re.compile(r"\x01[^\x02]{0,400}\x1f[^\x02]{0,40}\x1f"), _results),
    (re.compile(r"\x01\s*[a-z]{2,4}\d{2,5}\s+\d\s+[a-z]", re.IGNORECASE), _iptc_7901),
    (
        re.compile(
            r"\x01\s*[a-z]?\d{3,5}[^\r\n]{0,80}[\r\n]+\x02?[a-z]\s?[a-z]?[\x10-\x14\s]", re.IGNORECASE
        ),
        _anpa_1312,
    ),
    (re.compile(r"\x01"), _iptc_7901),
    (re.compile(r"\bzczc(?:\d{3,5})?\b", re.IGNORECASE), zczc.message),
    (re.compile(r"\A\s{0,40}(?:Source:|(?:MEDIA|PRESS) RELEASE )", re.IGNORECASE), zczc.release),
    (re.compile(r"\A\s{0,40}[A-Z]{3}\d{4,5}\s"), zczc.warning),
    (re.compile(r"\A[^\r\n]{8,400} \*\* "), zczc.ticker),
)
