"""Read the labelled lines above a text, as programs that collect pages write them.

    Title: Ferry crews vote on strike           ---
    Date: 23 October 2008                       title: Ferry crews vote on strike
    Source: The Star                            tags: [ferries, strikes]
                                                ---
    Crews voted on Thursday …                   Crews voted on Thursday …

Labels are the names that columns of tables have. One of them names the headline, and at least one more a field.
"""

from __future__ import annotations

import re

from morgue.extract.draft import Draft
from morgue.feeds.support.columns import columns_of, draft_of, field_of
from morgue.feeds.support.keys import SUMMARIES, bare

MOST_LABELS = 40
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w .-]{0,30}?)\s?:(?:\s+(?P<value>\S.*))?\s*")
_FENCE = "---"
_ITEM = re.compile(r"\s*-\s+(\S.*)|\s{2,}(\S.*)")


def draft_of_labels(lines: list[str]) -> Draft | None:
    """Return what labelled lines and the copy below them say, or None where a text has no such lines."""
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
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
    draft.evidence = {name: rule.replace("column ", "label ") for name, rule in draft.evidence.items()}
    known = {column.name for column in columns}
    draft.boilerplate += [
        f"{name}: {value}"
        for name, value in row.items()
        if value and name not in known and value not in draft.boilerplate
    ]
    if draft.text:  # a summary among the labels
        draft.boilerplate.append(draft.text)
    draft.text, draft.partial, draft.listed = "\n".join(copy), False, False
    return draft
