"""Set the copy of a wire message: lines without control characters, notebook and sign-off set aside."""

from __future__ import annotations

import re

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import reflow

_LINES = re.compile(r"\r\n|\n|\r")
_NOTEBOOK = re.compile(r"^\s*(?:#{1,3}\s|\*(?: \*){2,}|_{4,}\s*$)")
_SIGNED = re.compile(
    r"(?:dpa|afp|ats|sda|apa|kyodo|efe)?(?:[ /][a-z]{2,5}){1,8}|=+ ?kyodo(?: news)?|\((?:SDA|ATS|AFP|DPA|APA)\b[^()]{0,40}\)",
    re.IGNORECASE,
)


SENT = re.compile(
    r"\s*(?:[A-Z]{2,6}\s+)?(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?P<zone>[A-Z]{2,5}\b)?\s*(?P<month>[^\W\d_]{3,9})\.?"
    r"\s*(?P<year>(?:19|20)?\d\d)\b",
    re.IGNORECASE,
)
"""When a message was sent, by IPTC 7901: `AFP 231432 GMT OCT 08`."""
SENT_BY_AP = re.compile(
    r"\s*(?P<source>[A-Z]{2,6})-[A-Z]{2}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s+(?P<hour>\d\d)(?P<minute>\d\d)"
    r"(?P<zone>[A-Z]{2,4})?"
)
"""The moment as AP writes it: `AP-NY-10-23-08 1412EDT`."""
_SENT_LINE = re.compile(rf"{SENT.pattern}(?:\s+[A-Z]{{2,8}})?\s*", re.IGNORECASE)
_SENT_LINE_BY_AP = re.compile(rf"{SENT_BY_AP.pattern}\s*")
_SENT_LAST = re.compile(
    r"\s*(?:[a-z]{2,6} +)?(\d\d-(?:\d\d|[A-Za-z]{3})-\d\d(?:\d\d)? +\d\d:\d\d)(?: +[a-z]{3})?(?: +N{3,4})?\s*",
    re.IGNORECASE,
)
"""The moment as UPI and ANSA write it: `upi 10-23-91 02:32 pet`, `23-OTT-08 14:32 NNN`."""


def year_of(year: str) -> str:
    """Return a year of two digits in full: 00 to 49 are of this century."""
    return year if len(year) == 4 else f"{'20' if int(year) < 50 else '19'}{year}"


def moment_of(found: re.Match[str]) -> str:
    """Return the moment that SENT or SENT_BY_AP found, as text to be read."""
    year, month, day = year_of(found["year"]), found["month"], found["day"]
    date = f"{year}-{month}-{day}" if month.isdecimal() else f"{day} {month} {year}"
    return f"{date} {found['hour']}:{found['minute']} {found['zone'] or ''}".strip()


def sent_at(line: str) -> str | None:
    """Return the moment that a line says a message was sent at, as text to be read; None for any other line."""
    if found := _SENT_LINE.fullmatch(line) or _SENT_LINE_BY_AP.fullmatch(line):
        return moment_of(found)
    last = _SENT_LAST.fullmatch(line)
    return last[1] if last else None


def take_sent(draft: Draft, lines: list[str]) -> list[str]:
    """State the moment that the last line gives, set that line aside, and return the others."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    sent = sent_at(lines[end - 1]) if end > 1 else None
    if sent is None:
        return lines
    draft.state("published", sent, "trailer")
    draft.boilerplate.append(lines[end - 1].strip())
    return lines[: end - 1]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whichever way they end."""
    return _LINES.split(text)


def wire_copy(draft: Draft, lines: list[str]) -> None:
    """State the copy; what follows the notebook mark, and the sign-off, are set aside."""
    for number, line in enumerate(lines):
        if _NOTEBOOK.match(line):
            draft.boilerplate.append(reflow(clean("\n".join(lines[number:]))))
            lines = lines[:number]
            break
    lines = take_sent(draft, lines)
    end = len(lines)
    while end and (not lines[end - 1].strip() or _SIGNED.fullmatch(lines[end - 1].strip())):
        end -= 1
    draft.boilerplate += [line.strip() for line in lines[end:] if line.strip()]
    draft.state("text", reflow(clean("\n".join(lines[:end]))), "text")


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Return text without control characters but tabs and ends of lines."""
    return _CONTROL.sub("", text)
