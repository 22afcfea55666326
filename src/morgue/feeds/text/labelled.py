"""Read the labelled lines above a text, as programs that collect pages write them.

    Title: Ferry crews vote on strike           ---
    Date: 23 October 2008                       title: Ferry crews vote on strike
    Source: The Star                            tags: [ferries, strikes]
                                                ---
    Crews voted on Thursday …                   Crews voted on Thursday …

Labels are the names that columns of tables have. One of them names the headline, and at least one more a field.
A file may hold several records, each of which begins with the same label or with its number (`Record: 2`), as databases and
programs save what was found.
"""

from __future__ import annotations

import re

from morgue.extract.draft import Draft
from morgue.feeds.support.columns import columns_of, draft_of, field_of
from morgue.feeds.support.keys import SUMMARIES, bare
from morgue.model.article import Edition

MOST_LABELS = 40
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w .-]{0,30}?)\s?:(?:\s+(?P<value>\S.*))?\s*")
_FENCE = "---"
_ITEM = re.compile(r"\s*-\s+(\S.*)|\s{2,}(\S.*)")


_COUNTER = re.compile(
    r"[ \t]*(?:record|article|document|item|result|story)[ \t]?(?:no\.?|#|:)?[ \t]?\d{1,6}(?:[ \t](?:of|/)[ \t]\d{1,6})?[ \t]?:?[ \t]*",
    re.IGNORECASE,
)
"""A line that gives the number of a record."""
_RULE = re.compile(r"[ \t]*[-=_*#~]{3,}[ \t]*")
_BEGINS = re.compile(r"[ \t]*(?P<label>[^\W\d_][\w .-]{0,30}?)[ \t]?:")
FEW = 2
"""As many records are several."""


def records_in(text: str) -> list[tuple[str, int]]:
    """Return the records of a text that holds several, each with where it ends in the text; nothing for any other text.

    Each begins as the first does, at the beginning of the file or below a blank line or a rule, and has labels of its own
    for a headline and another field.
    """
    first = next((line for line in text.split("\n", MOST_LABELS)[:MOST_LABELS] if not _is_parting(line)), "")
    begin = _COUNTER if _COUNTER.fullmatch(first) else None
    label = _BEGINS.match(first)
    if begin is None and (label is None or field_of(label["label"]) is None):
        return []
    starts = []
    at, is_parted = 0, True
    for line in text.split("\n"):
        is_first = (
            begin.fullmatch(line)
            if begin
            else line.lstrip().startswith(f"{label['label']}:" if label else "\0")
        )
        if is_parted and is_first:
            starts.append(at)
        is_parted = _is_parting(line)
        at += len(line) + 1
    ends = [*starts[1:], len(text)]
    records = [(text[start:end], end) for start, end in zip(starts, ends, strict=True)] if starts else []
    several = len(records) >= FEW and all(draft_of_labels(record.split("\n")) for record, _ in records)
    return records if several else []


def _is_parting(line: str) -> bool:
    return not line.strip() or _RULE.fullmatch(line) is not None


def draft_of_labels(lines: list[str]) -> Draft | None:
    """Return what labelled lines and the copy below them say, or None where a text has no such lines."""
    start = next((at for at, line in enumerate(lines) if line.strip() and not _COUNTER.fullmatch(line)), 0)
    is_fenced = lines[start : start + 1] == [_FENCE]
    row: dict[str, str] = {}
    last = ""
    at = start + is_fenced
    for at in range(start + is_fenced, min(len(lines), start + MOST_LABELS)):
        line = lines[at]
        item = _ITEM.fullmatch(line) if last else None
        found = None if item else _LABEL.fullmatch(line)
        if item:
            row[last] += f"; {item[1]}" if item[1] and row[last] else (item[1] or f" {item[2]}")
        elif found and found["label"] not in row and (row or is_fenced or field_of(found["label"])):
            last = found["label"]
            row[last] = (found["value"] or "").strip("\"'")
            if _is_copy(last):
                break
        else:
            break
    return _draft(row, last, lines, at, is_fenced)


_BELOW = re.compile(
    r"[ \t]*(?:(?:record|accession|gale document|document) (?:number|no\.?|id)|word count|database)[ \t]?:|[ \t]*(?:copyright[ \t]*:?[ \t]*)?(?:\(c\)|©)"
    r"|[ \t]*copyright[ \t]*:?[ \t]*\d{4}",
    re.IGNORECASE,
)
"""A fact of a database, or a note of rights, that is below the text of a record."""

_ISSUE = re.compile(
    r"(?P<outlet>[^/]{2,150}?)[.,] (?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})(?:,.{0,60}?\bp(?P<page>[A-Z]{0,2}\d[\w-]{0,15}))?.{0,60}"
)
"""An outlet with the issue as EBSCO states it: `Quay Times. 05/08/2010, Vol. 9 Issue 2, pA2-A3.`, the month first."""


def _is_copy(label: str) -> bool:
    """Return whether a label is that of the copy, in any language, and not of a summary of it."""
    known = field_of(label)
    return known is not None and known[0] == "text" and bare(label) not in SUMMARIES


def _draft(row: dict[str, str], last: str, lines: list[str], at: int, is_fenced: bool) -> Draft | None:
    """Return the draft of a row of labels, whose copy begins at a line or, under a label of its own, in the last value."""
    fields = {stated[0] for name in row if row[name] and (stated := field_of(name))}
    if "headline" not in fields or len(fields) < 2 or (is_fenced and lines[at].strip() != _FENCE):
        return None
    if _is_copy(last):
        copy = [row.pop(last), *lines[at + 1 :]]
    else:
        copy = lines[at + is_fenced :]
    columns = [column for column in columns_of(row) if row[column.name]]
    draft = draft_of(row, columns)
    if draft is None:
        return None
    if "accessionnumber" in map(bare, row) and (issue := _ISSUE.fullmatch(draft.publisher or "")):
        draft.publisher = issue["outlet"]
        printed = f"{issue['year']}-{issue['month']:0>2}-{issue['day']:0>2}"
        draft.state("published", printed, draft.evidence["publisher"])
        draft.state("day", printed, draft.evidence["publisher"])
        draft.edition = draft.edition or Edition(None, issue["page"])
    draft.evidence = {name: rule.replace("column ", "label ") for name, rule in draft.evidence.items()}
    known = {column.name for column in columns}
    draft.boilerplate += [
        f"{name}: {value}"
        for name, value in row.items()
        if value and name not in known and value not in draft.boilerplate
    ]
    while copy and (_is_parting(copy[-1]) or _BELOW.match(copy[-1])):
        if not _is_parting(line := copy.pop()):
            draft.boilerplate.append(line.strip())
    if draft.text:  # a summary among the labels
        draft.boilerplate.append(draft.text)
    draft.text, draft.partial, draft.listed = "\n".join(copy), False, False
    return draft
