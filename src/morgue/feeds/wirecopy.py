"""The copy of a wire message: lines without control characters, notebook and sign-off set aside."""

from __future__ import annotations

import re

from morgue.extract import Draft
from morgue.feeds.galley import reflow

_LINES = re.compile(r"\r\n|\n|\r")
_NOTEBOOK = re.compile(r"^\s*(?:#{1,3}\s|\*(?: \*){2,}|_{4,}\s*$)")
_SIGNED = re.compile(
    r"(?:dpa|afp|ats|sda|apa|kyodo|efe)?(?:[ /][a-z]{2,5}){1,8}|=+ ?kyodo(?: news)?|\((?:SDA|ATS|AFP|DPA|APA)\b[^()]{0,40}\)",
    re.IGNORECASE,
)


def lines_of(text: str) -> list[str]:
    """The lines of a text, whichever way they end."""
    return _LINES.split(text)


def wire_copy(draft: Draft, lines: list[str]) -> None:
    """State the copy; what follows the notebook mark, and the sign-off, are set aside."""
    for number, line in enumerate(lines):
        if _NOTEBOOK.match(line):
            draft.boilerplate.append(reflow(clean("\n".join(lines[number:]))))
            lines = lines[:number]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or _SIGNED.fullmatch(lines[end - 1].strip())):
        end -= 1
    draft.boilerplate += [line.strip() for line in lines[end:] if line.strip()]
    draft.state("text", reflow(clean("\n".join(lines[:end]))), "text")


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Text without control characters but tabs and ends of lines."""
    return _CONTROL.sub("", text)
