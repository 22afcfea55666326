"""Read a document of Nexis in its classic layout, as text, HTML and RTF have it alike.

                                   3 of 62 DOCUMENTS

                                   The Harbour Times                          outlet; a notice of copyright may be
                                                                              before it or at the end
                                May 4, 2009 Monday                            day, time, edition
                                   Late Edition

    Ferry to Oland sails again;                                               headline and deck, in some sources
    Crews end strike                                                          above the day or under a label

    BYLINE: Ann Roe
                                                                              labels, in the language of the page
    SECTION: NEWS; Pg. 6

    LENGTH: 57 words

    The ferry to Oland …                                                      copy

    LOAD-DATE: May 5, 2009                                                    labels, in any order

                         Copyright 2009 Harbour Press
                              All Rights Reserved

Where the copy ends is told from behind: it does before the labels that nothing but labels and notices follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from morgue.feeds.press.blocks import Block
from morgue.feeds.press.issue import date_line
from morgue.feeds.press.labels import role_of
from morgue.feeds.press.nexis_facts import (
    DATABASE,
    Document,
    Labelled,
    edition_of,
    has_rights,
    is_copyright,
    is_of_rights,
    is_remark,
)

_LABEL = re.compile(r"([^\W\d_a-z](?:[^\W\d_a-z]|['&/ -]){1,29}):(?=\s|\Z)\s*(.*)", re.DOTALL)
"""A label: words in capitals at the beginning of a block, and a colon."""
MOST_OF_LABEL = 32
"""A label and its colon have no more characters."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")

MOST_CENTRED = 24
"""Blocks above the headline at most; what is centred behind so many is copy."""
MOST_LABELS = 60
"""Labels above the copy at most."""
MOST_OF_NOTICE = 12
"""Lines of a notice of copyright at most."""
MOST_OF_EDITION = 5
"""Words of the name of an edition at most: `Late City Final Edition`."""
HEADER_BLOCKS = 8
"""Blocks in which outlet and day are, where the form does not tell what is centred."""
_LATER = 3
"""Blocks between the outlet and the day that may be a headline."""
_STRONG = frozenset(("language", "loaded", "kind", "code"))
"""Labels that are of the database alone and behind the copy."""
_BEHIND = frozenset(
    (
        *_STRONG,
        "graphic",
        "subject",
        "company",
        "place",
        "setting",
        "series",
        "correction",
        "note",
        "url",
        "summary",
    )
)
_BOTH = frozenset(("section", "length", "byline", "edition", "publisher", "dateline"))
"""Labels that some sources have behind the copy, on one line."""
_LONG = frozenset(("graphic", "correction", "note", "summary", "subject"))
"""Labels whose text may have several paragraphs."""
_FEW = 3
"""Paragraphs that a text under such a label has at most."""
_HEAD = frozenset(
    ("headline", "byline", "section", "length", "dateline", "summary", "body", "language", "loaded", "kind")
)
"""Labels that stand where a headline would, where a document has none above its labels."""
_OF_SHOW = frozenset(("code", "name"))
"""Labels above the others in a transcript of a broadcast: its number, its show."""
_MOST_ON_A_LINE = 100
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*|&)){1,5}")
_LEAST_COPY = 250
"""Characters of a block that is no headline."""


def read_document(blocks: Sequence[Block]) -> Document:
    """Return what the blocks of a document behind its number say."""
    document = Document()
    blocks = [part for each in blocks for part in _label_by_label(each)]
    at = _header(document, blocks)
    at = _above_copy(document, blocks, at)
    _copy_and_below(document, list(blocks[at:]))
    return document


def _label_by_label(block: Block) -> Iterator[Block]:
    """Yield a block of labels that no blank lines part as one for each; any other block as it is."""
    if (
        len(block.lines) < 2
        or (first := labelled(block)) is None
        or first.role is None
        or first.role == "body"
    ):
        yield block
        return
    begin = 0
    for at, line in enumerate(block.lines[1:], 1):
        found = labelled(Block((line,)))
        if found is not None and found.role is not None:
            yield block._replace(lines=block.lines[begin:at])
            begin = at
            if found.role == "body":
                break
    yield block._replace(lines=block.lines[begin:])


def has_labels_below(document: Document) -> bool:
    """Return whether a document has a label of the database, as every one has behind its copy."""
    return any(each.role in _STRONG for each in document.labelled)


def labelled(block: Block) -> Labelled | None:
    """Return the label in capitals that a block begins with and the text behind it, or None."""
    first = next((line for line in block.lines if line.strip()), "").lstrip()
    if not first[:1].isupper() or ":" not in first[:MOST_OF_LABEL] or _LABEL.match(first) is None:
        return None
    found = _LABEL.match(block.copy)
    if found is None or not found[1].isupper():
        return None
    made = Labelled(found[1].strip(), found[2].strip())
    if made.role == "headline":  # its lines part it from the deck
        made.text = "\n".join(block.rows).partition(":")[2].strip()
    return made


def _has_date(block: Block) -> bool:
    return any(date_line(row) for row in block.rows)


def _header(document: Document, blocks: Sequence[Block]) -> int:
    """Read the centred blocks that a document begins with; return the number of the first block behind them."""
    if not any(each.is_centred for each in blocks[:HEADER_BLOCKS]):
        return _plain_header(document, blocks)
    at = 0
    while at < min(len(blocks), MOST_CENTRED):
        block = blocks[at]
        if block.is_centred or (
            document.publisher is None and is_copyright(block.text) and not _ends(blocks, at)
        ):
            _centred(document, block)
        elif document.date is None and any(
            each.is_centred and _has_date(each) for each in blocks[at + 1 : at + 1 + _LATER]
        ):
            document.headline += block.rows
        else:
            break
        at += 1
    return at


def _ends(blocks: Sequence[Block], at: int) -> bool:
    """Return whether nothing but centred blocks is behind this one."""
    return all(each.is_centred for each in blocks[at + 1 :])


def _plain_header(document: Document, blocks: Sequence[Block]) -> int:
    """Read the blocks up to that of the day, where the form does not tell what is centred."""
    day = next((at for at, each in enumerate(blocks[:HEADER_BLOCKS]) if _has_date(each)), None)
    if day is None or any(_is_of_head(each) for each in blocks[:day]):
        if blocks and labelled(blocks[0]) is None and len(blocks) > 1:
            _centred(document, blocks[0])
            return 1
        return 0
    for block in blocks[: day + 1]:
        if (
            document.publisher is not None
            and document.date is None
            and not _has_date(block)
            and not is_copyright(block.text)
        ):
            document.headline += block.rows
        else:
            _centred(document, block)
    if day + 2 < len(blocks) and _names_edition(blocks[day + 1]) and labelled(blocks[day + 2]) is None:
        document.edition = document.edition or blocks[day + 1].text
        return day + 2
    return day + 1


def _names_edition(block: Block) -> bool:
    """Return whether a short block has the word for an edition in it: `Late Edition`."""
    words = block.text.split()
    return len(words) <= MOST_OF_EDITION and any(role_of(DATABASE, each) == "edition" for each in words)


def _is_of_head(block: Block) -> bool:
    found = labelled(block)
    return found is not None and found.role in _HEAD


def _centred(document: Document, block: Block) -> None:
    """Take outlet, day, edition and notices from a centred block."""
    if (found := labelled(block)) is not None:
        document.labelled.append(found)
        return
    rows = list(block.rows)
    if is_copyright(rows[0]) if rows else False:
        rows = _behind_notice(document, rows)
    beside: list[str] = []
    for at, row in enumerate(rows):
        if document.date is None and (found_date := date_line(row)) is not None:
            behind = rows[at + 1 :]
            if behind and _CLOCK.match(behind[0]):
                found_date = date_line(f"{row} {behind.pop(0)}") or found_date
            document.date = found_date.moment
            document.edition = edition_of((found_date.rest, *behind))
            beside += filter(is_remark, behind)
            break
        if document.publisher is None and not is_of_rights(row):
            document.publisher = row
        elif date_line(row) is None:
            beside.append(row)
    if beside:
        document.aside.append(" ".join(beside))


def _behind_notice(document: Document, rows: list[str]) -> list[str]:
    """Set the notice aside that a block begins with, up to the words of rights; return the rows behind it."""
    for end in range(1, min(len(rows), MOST_OF_NOTICE) + 1):
        if has_rights(" ".join(rows[:end])):
            document.aside.append(" ".join(rows[:end]))
            return rows[end:]
    document.aside.append(rows[0])
    return rows[1:]


def _above_copy(document: Document, blocks: Sequence[Block], at: int) -> int:
    """Read headline and labels above the copy; return the number of the block with which it begins."""
    has_label = False
    most = at + MOST_LABELS
    while at < min(len(blocks), most):
        block = blocks[at]
        found = labelled(block)
        if found is not None and _is_above_copy(
            found, blocks, at, is_first=not (document.headline or has_label)
        ):
            if found.role in _STRONG and not _has_copy(blocks[at + 1 :]):
                return at
            if found.role == "body":
                return _begin_body(document, found, at)
            if (
                not found.text
                and found.role in _LONG
                and at + 1 < len(blocks)
                and labelled(blocks[at + 1]) is None
            ):
                at += 1
                found.text = blocks[at].copy
            document.labelled.append(found)
            has_label = True
        elif not (document.headline or has_label) and is_remark(block.text):
            document.aside.append(block.text)
        elif not (document.headline or has_label) and (
            len(block.text) < _LEAST_COPY or _is_followed_by_label(blocks, at)
        ):
            document.headline += block.rows
        elif not has_label and _is_below_headline(blocks, at):
            _below_headline(document, block)
        else:
            return at
        at += 1
    return at


def _is_above_copy(found: Labelled, blocks: Sequence[Block], at: int, *, is_first: bool) -> bool:
    """Return whether a label is one above the copy; `is_first` says that neither a headline nor a label is before it.

    Copy and headlines may begin with words in capitals too (`NEW DELHI: Ferries sail again.`, `EXCLUSIVE: Ferry found`).
    """
    if found.role in _HEAD:
        return True
    if is_first:
        if found.role in _OF_SHOW:
            return _is_followed_by_label(blocks, at)
        return found.role in _BEHIND and not _has_copy(blocks[at:])
    if found.role is not None or _is_followed_by_label(blocks, at):
        return True
    if not _has_copy(blocks[at + 1 :]):
        return False
    return len(found.text) < _LEAST_COPY and not found.text.endswith((".", "?", "!", '"', "”"))


def _is_followed_by_label(blocks: Sequence[Block], at: int) -> bool:
    """Return whether one of the next blocks has a label that only is above copy."""
    following = filter(None, map(labelled, blocks[at + 1 : at + 1 + _LATER]))
    return any(each.role in ("section", "length", "headline", "body", "byline") for each in following)


def _begin_body(document: Document, found: Labelled, at: int) -> int:
    if found.text:
        document.body.append(found.text)
    return at + 1


def _has_copy(blocks: Sequence[Block]) -> bool:
    """Return whether an unlabelled block that is no notice follows, as copy below labels does."""
    return any(
        labelled(each) is None and not each.is_centred and not is_copyright(each.text) for each in blocks
    )


def _is_below_headline(blocks: Sequence[Block], at: int) -> bool:
    """Return whether a short block stands between the headline and the labels, and is no copy."""
    after = labelled(blocks[at + 1]) if at + 1 < len(blocks) else None
    return after is not None and after.role in _HEAD and len(blocks[at].text) < _MOST_ON_A_LINE


def _below_headline(document: Document, block: Block) -> None:
    if _NAME.fullmatch(block.text) and document.byline is None:
        document.byline = block.text
    else:
        document.headline += (";", *block.rows)


def _copy_and_below(document: Document, blocks: list[Block]) -> None:
    """Read the copy, and the labels and notices behind it."""
    end = _end_of_copy(blocks)
    document.body += [each.copy for each in blocks[:end]]
    last: Labelled | None = None
    has_notice = False
    for block in blocks[end:]:
        found = labelled(block)
        if found is not None:
            document.labelled.append(found)
            last = found
        elif block.is_centred or is_copyright(block.text):
            document.aside.append(block.text)
            last, has_notice = None, True
        elif has_notice:
            continue  # the database says that its print is complete, or lists the documents
        elif last is not None and last.role in _LONG and last.text.count("\n\n") < _FEW:
            last.text = f"{last.text}\n\n{block.copy}".strip()
        else:
            document.aside.append(block.text)


def _end_of_copy(blocks: Sequence[Block]) -> int:
    """Return the number of the first block behind the copy."""
    strong = next((at for at, each in enumerate(blocks) if _is_strong(each)), None)
    end = len(blocks) if strong is None else strong
    while (
        end > 0
        and strong is None
        and (is_copyright(blocks[end - 1].text) or is_of_rights(blocks[end - 1].text))
    ):
        end -= 1
    at, between = end - 1, 0
    while at >= 0 and between <= _FEW:
        found = labelled(blocks[at])
        if found is None or not _is_behind(found):
            between += 1
        elif not between or found.role in _LONG:
            end, between = at, 0
        else:
            break
        at -= 1
    return end


def _is_strong(block: Block) -> bool:
    """Return whether a block has a label that is only of the database, and a value as such labels have it."""
    found = labelled(block)
    if found is None or found.role not in _STRONG or len(found.text) > _MOST_ON_A_LINE:
        return False
    return found.role != "loaded" or date_line(found.text) is not None


def _is_behind(found: Labelled) -> bool:
    """Return whether a label may be behind the copy."""
    return found.role in _BEHIND or (
        found.role in _BOTH and len(found.text) < _MOST_ON_A_LINE and not found.text.endswith((".", "?", "!"))
    )
