"""Read ZCZC … NNNN messages and wire text without a frame: what each says, as a draft.

Header lines begin with a sign (`^` headline, `$` headline or category, `:` headline or take, `#` slug, `@` place,
`*` subject) or with two letters and `#` (`TI#`, `PD#`, `TX#`); a message of a database begins `YY`. Press releases,
bulletins, warnings of weather offices and tickers have a fixed form too.
"""

from __future__ import annotations

import re

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import reflow
from morgue.feeds.support.credits import byline, credit
from morgue.feeds.wire.copy_lines import clean, lines_of, wire_copy
from morgue.feeds.wire.heading import take_head

_FIELD = re.compile(r"([A-Z]{2})#(.*)")
_SIGNS = "#$%^&*:=+@~?!"
_MOST_HEADERS = 40
_MOST_HEADS = 6
_LONGEST_HEAD = 72
_DAY = re.compile(r"\(.*\)|[\d/.: -]+|\d{1,2} \w+ \d{4}")
_END = re.compile(r"^[ \t]*NNNN\b.*", re.IGNORECASE | re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"(?::SPORT - |RACING : |:POTTED :|:)\s*(.+)")
_LAYOUT = re.compile(r"[\x0f\x19]|[<=]?!$|=$")
_SIGNED = re.compile(r"SOURCE:?\s+(\S.*)|([A-Z]{2,6}) (?:RTV|RESULTS|COMMENT|FIELDS|[a-z/]{2,12})")


def message(draft: Draft, text: str) -> None:
    """State header lines by their signs, or fields by their names, then the text up to NNNN."""
    start = re.search("zczc", text, re.IGNORECASE)
    sender, _, rest = "\n".join(lines_of(text[start.end() if start else 0 :])).partition("\n")
    lines = _END.sub("", rest).strip("\n").split("\n")
    if _FIELD.match(lines[0]):
        _fields(draft, lines)
    elif lines[0].startswith("YY "):
        _named(draft, lines[1:])
    else:
        _signs(draft, lines)
    credit(draft, sender.strip(), "ZCZC", known=True)
    for line in lines[-12:]:
        if found := _SIGNED.fullmatch(line.strip()):
            credit(draft, found[1] or found[2], "sign-off", known=True)


def _signs(draft: Draft, lines: list[str]) -> None:
    """State headers that begin with a sign: `^` is the headline, else `$`, else `:`, else `#`, the slug."""
    headers: list[tuple[str, str]] = []
    at = 0
    for at, line in enumerate(lines):  # noqa: B007  where the headers end is used below
        line = line.strip("\x00\x01\x02 \t")
        if (line and line[0] not in _SIGNS) or len(headers) == _MOST_HEADERS:
            break
        if line:
            headers.append((line[0], " ".join(line[1:].split())))
    for sign in "^$:#":
        for mark, value in headers:
            if mark == sign and len(value) > 3 and not _DAY.fullmatch(value):
                draft.state("headline", value, f"{sign} line")
    named = (
        value for mark, value in headers if mark in "#:=" and len(value) > 2 and not _DAY.fullmatch(value)
    )
    draft.keywords += dict.fromkeys(named)
    lines = lines[at:]
    if not draft.headline:
        lines = _block(draft, lines)
    if not draft.headline:
        lines = take_head(draft, lines)
    wire_copy(draft, [_LAYOUT.sub("", line) for line in lines])
    if not draft.headline and draft.text:
        draft.state("headline", draft.text.partition("\n")[0], "first line")


def _block(draft: Draft, lines: list[str]) -> list[str]:
    """State the headline of a head without signs, the last of its short lines before a blank one; the rest."""
    end = next((at for at, line in enumerate(lines) if not line.strip()), 0)
    heads = [_LAYOUT.sub("", line).strip() for line in lines[:end]]
    if not 2 <= end <= _MOST_HEADS or any(line.endswith(".") or len(line) > _LONGEST_HEAD for line in heads):
        return lines
    named = [line for line in heads if not _DAY.fullmatch(line)]
    if len(named) < 2 or not any(line.strip() for line in lines[end:]):
        return lines
    draft.state("headline", named[-1], "headline")
    draft.keywords += named[:-1]
    return lines[end:]


def _fields(draft: Draft, lines: list[str]) -> None:
    """State headers of two letters and `#`: TI title, PD date, KN source, BY byline, AB abstract, TX text."""
    values: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if found := _FIELD.match(line):
            name, line = found[1], found[2]
        values.setdefault(name, []).append(line)
    said = {key: "\n".join(each).strip() for key, each in values.items()}
    draft.state("headline", said.get("TI"), "TI")
    draft.state("published", said.get("PD"), "PD")
    draft.state("byline", byline(said.get("BY")), "BY")
    draft.state(
        "text",
        "\n\n".join(filter(None, map(str.strip, lines_of(clean(said.get("TX") or said.get("AB") or ""))))),
        "TX",
    )
    draft.keywords += filter(None, (said.get("KY"), said.get("CO")))
    if said.get("AN"):
        draft.authority = f"zczc:{said['KN']}" if said.get("KN") else None
        draft.state("identifier", said["AN"], "AN")
    credit(draft, said.get("KN"), "KN")


def _named(draft: Draft, lines: list[str]) -> None:
    """State a message of a database (`YY …`): its first lines name it, `:SPORT -` before `RACING :` before `:POTTED :`."""
    names = []
    at = 0
    while at < len(lines) and (found := _NAMED.match(lines[at])):
        names.append((not lines[at].startswith(":SPORT"), found[1].strip()))
        at += 1
    if names:
        draft.state("headline", min(names, key=lambda each: each[0])[1], "first line")
    else:
        line = next((line for line in lines if line.strip()), "")
        draft.state("headline", _LAYOUT.sub("", line).rstrip("<! "), "first line")
    wire_copy(draft, [_LAYOUT.sub("", line) for line in lines[at:]])


_SOURCE = re.compile(r"SOURCE:?\s+(\S.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:MEDIA|PRESS) RELEASE\b", re.IGNORECASE)


def release(draft: Draft, text: str) -> None:
    """State a press release: source, number, headline up to the blank line, text.

    Its source is who issued it, which is no outlet: what says so is set aside, above the text and below it.
    """
    lines = lines_of(clean(text).strip())
    number = next((at for at, line in enumerate(lines[:6]) if _NUMBERED.match(line)), 0)
    issuer = ""
    for line in lines[: number + 1]:
        if line.lower().startswith("source:"):
            draft.boilerplate.append(line.strip())
            issuer = " ".join(line.partition(":")[2].split())
        elif line.split():
            draft.state("identifier", line.split()[-1], "MEDIA RELEASE")
    lines = "\n".join(lines[number + 1 :]).strip("\n").split("\n")
    end = next((at for at, line in enumerate(lines) if not line.strip()), 0)
    draft.state("headline", " ".join(line.strip() for line in lines[:end]), "headline")
    paragraphs = reflow("\n".join(lines[end:])).split("\n\n")
    signed = {each: None for each in paragraphs if (found := _SOURCE.fullmatch(each)) and found[1] == issuer}
    draft.boilerplate += signed
    draft.state("text", "\n\n".join(each for each in paragraphs if each not in signed), "text")
    if found := re.search(r"/\s*([A-Z][\w -]{2,30}?)\s*/\s*--", (draft.text or "")[:400]):
        credit(draft, re.sub(r"-\s*Asia ?Net", "", found[1]), "dateline", known=True)
    credit(draft, issuer, "Source", known=True)


_ISSUED = re.compile(r"\bat (\d\d)(\d\d) ?(UTC|GMT) (?:on )?(?:\w+day )?(\d{1,2} \w+ \d{4})", re.IGNORECASE)
_OFFICE = re.compile(r"Issued by (?:the )?([^,\n]{3,80})", re.IGNORECASE)
_CODES = re.compile(r"[\dA-Z:/. ]{6,}|S[EÉ]CURIT[EÉ]|PAN[ -]?PAN|[A-Z]{3,6}\d{2,6}")


def warning(draft: Draft, text: str) -> None:
    """State a weather office's product: its code, lines of codes, the headline, who issued it and when, the text."""
    lines = [line.strip() for line in lines_of(clean(text).strip())]
    number = lines[0]
    at = next((at for at, line in enumerate(lines) if at and line and not _CODES.fullmatch(line)), len(lines))
    draft.state("headline", lines[at] if at < len(lines) else number, "first line")
    draft.state("text", reflow("\n".join(lines[at + 1 :])), "text")
    if found := _ISSUED.search(text):
        draft.state("published", f"{found[4]} {found[1]}:{found[2]} {found[3]}", "issue line")
        draft.authority = f"warning:{found[4]} {found[1]}{found[2]}"
        draft.state("identifier", number, "code")
    if found := _OFFICE.search(text):
        draft.state("publisher", found[1].strip(), "Issued by")


def ticker(draft: Draft, text: str) -> None:
    """State a line of headlines between asterisks: the first is the headline, each is a line of the text."""
    heads = [" ".join(head.split()) for head in clean(text).split("**")]
    heads = [head for head in heads if head]
    draft.state("headline", heads[0] if heads else None, "first headline")
    draft.state("text", "\n".join(heads[1:]), "headlines")


def bulletin(draft: Draft, text: str) -> None:
    """State a bulletin: its first line names it, every line stays a line."""
    lines = [line.rstrip() for line in lines_of(clean(text)) if line.strip()]
    if lines:
        draft.state("headline", lines[0].strip(), "first line")
        draft.state("text", "\n".join(lines[1:]), "text")
