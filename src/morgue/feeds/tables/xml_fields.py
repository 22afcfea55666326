"""Finds what a story in a publisher's own XML says outside its headline and text: facts in attributes and in a head, other words.

The names of fields are those of columns of tables (`columns`), in several languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.feeds.support.columns import Column, columns_of, draft_of, field_of
from morgue.feeds.support.content_markup import markup_copy
from morgue.feeds.support.keys import NO_COPY, bare, unrepeated
from morgue.feeds.support.xml_elements import Element, line_of, local

_FACTS = frozenset(
    ("published", "updated", "byline", "section", "keywords", "language", "url", "agency", "publisher", "dateline", "place", "country", "zone")
)  # fmt: skip
_LISTS = ("section", "keywords", "byline")
_WORDS = re.compile(r"[^\W\d_]\S{0,80}\s+\S{0,80}?[^\W\d_]|[\u3040-\u30ff\u3400-\u9fff]{4}")
"""Two words, or four characters of a script without spaces."""
_HEADS = frozenset("title name headline heading".split())  # noqa: SIM905  a table of words


def parts_of(node: Element) -> Iterator[Element]:
    """Yield the leaves of the parts that occur once in a record and hold facts of it: its head, its dates, its credits."""
    names = [local(child) for child in node]
    for child in node:
        if len(child) and names.count(local(child)) == 1:
            fields = {found[0] for each in child if (found := field_of(local(each)))}
            is_head = bool(fields & _FACTS) or fields == {"headline"}
            if is_head and not fields >= {"headline", "text"}:
                yield from (each for each in child if isinstance(each.tag, str) and not len(each))


def state_facts(draft: Draft, node: Element, known: frozenset[str]) -> None:
    """State the facts of a record that are not stated yet: of its attributes, its children and the parts of its head.

    `known` are the names, bare, that its reader has looked at.
    """
    row: dict[str, str] = {}
    for name, value in node.attrib.items():
        if value.strip():
            row[name.rpartition("}")[2]] = value.strip()
    for each in (*node, *parts_of(node)):
        name, line = local(each), line_of(each)
        if name and line and bare(name) not in known:
            found = field_of(name)
            is_list = found is not None and found[0] in _LISTS
            row[name] = f"{row[name]}, {line}" if name in row and is_list else row.get(name, line)
    row = {name: value for name, value in row.items() if bare(name) not in _HEADS}
    columns = [column for column in columns_of(row) if column.field in _FACTS]
    stated = draft_of({**row, "\0": "-"}, [Column("headline", "\0", 0, ""), *columns]) if columns else None
    if stated is not None:
        _take(draft, stated)


def _take(draft: Draft, stated: Draft) -> None:
    """State in one draft what another one states."""
    for name in ("published", "updated", "byline", "language", "url", "dateline", "agency", "publisher"):
        if getattr(stated, name):
            draft.state(name, getattr(stated, name), stated.evidence.get(name, name))
    draft.section = draft.section or stated.section
    draft.keywords = list(dict.fromkeys((*draft.keywords, *stated.keywords)))
    draft.locations = draft.locations or stated.locations


def inherit(draft: Draft, node: Element) -> None:
    """State the date and the sections that the elements around a record give to all in them."""
    for outer in node.iterancestors():
        for name, value in outer.attrib.items():
            found = field_of(name.rpartition("}")[2])
            if found is not None and found[0] == "published" and not draft.published:
                stated = draft_of(
                    {"\0": "-", name: value}, [Column("headline", "\0", 0, ""), *columns_of([name])]
                )
                if stated is not None and stated.published:
                    draft.state("published", stated.published, f"{local(outer)}@{name}")
        kind = field_of(local(outer))
        title = (outer.get("name") or outer.get("title") or "").strip()
        if kind is not None and kind[0] == "section" and title and not draft.section:
            draft.section = [title]


def keep_words(draft: Draft, node: Element) -> None:
    """Set aside the words of a record that no field has: of elements whose names say nothing, at any depth."""
    found = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        name = bare(local(each))
        if name in NO_COPY and each is not node:
            continue
        waiting += [child for child in reversed(each) if isinstance(child.tag, str)]
        field = field_of(local(each))
        if field is None or field[0] in ("headline", "text"):
            found += [
                markup_copy(text) if "<" in text else " ".join(text.split())
                for text in (each.text, *(child.tail for child in each))
                if text and _WORDS.search(text)
            ]
    stated = (draft.byline, draft.publisher, draft.agency, draft.dateline, *draft.section, *draft.keywords)
    kept = unrepeated("\n\n".join(found), draft.headline, draft.text, *stated, *draft.boilerplate)
    if kept:
        draft.boilerplate.append("\n\n".join(dict.fromkeys(kept.split("\n\n"))))
