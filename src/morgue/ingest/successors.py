"""Find the article whose later text an item is, where their identifier is unique in their file alone.

A bare identifier (`<guid>s1</guid>`) names nothing beyond its file, and a file may give it to another story tomorrow. What
a file bears alone under one that it bore before, when it was read last, is a version of what it was then, if the words say
so: by the rule of stories (`stories.rule.link`), which knows templates, other days and other things from a changed text.
Everything else stays an article of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import orjson

from morgue.extract.versions import unpacked
from morgue.ingest.entries import renamed
from morgue.ingest.messages import Entry
from morgue.process.debug import logger
from morgue.storage.catalog import ArticleRow
from morgue.stories.rule import link
from morgue.stories.signature import Signature, signature


def succeeding(
    entries: Sequence[Entry],
    old: Mapping[str, ArticleRow],
    seen: Iterable[str],
    stored: Callable[[list[str]], Mapping[str, bytes]],
) -> list[Entry]:
    """Return the entries of a file, those with the id of their article that are later texts of what the file held.

    `old` are the articles that it held when it was read last, `seen` the ids that it has again; `stored` gives articles as
    the index has them.
    """
    numbers = Counter(entry.version.bare for entry in entries if entry.version.bare)
    wanted = {number for number, times in numbers.items() if times == 1}
    held: dict[bytes, list[str]] = {}
    for identifier, row in old.items() if wanted else ():
        if (bare := unpacked(row.version).bare) in wanted:
            held.setdefault(bare, []).append(identifier)
    taken = {*seen, *(entry.document.id for entry in entries)}
    found = {number: ids[0] for number, ids in held.items() if len(ids) == 1 and ids[0] not in taken}
    if not found:
        return list(entries)
    before = stored(sorted(found.values()))
    return [_following(entry, found.get(entry.version.bare), before) for entry in entries]


def _following(entry: Entry, identifier: str | None, before: Mapping[str, bytes]) -> Entry:
    """Return an entry with the id of the article that it is a later text of, or as it is."""
    if identifier is None or identifier not in before:
        return entry
    joined = link(_signature(before[identifier]), _signature(entry.document.stored))
    if log := logger("identity"):
        log.debug("%s bears the number of %s: %s", entry.document.id, identifier, joined or "another story")
    return renamed(entry, identifier) if joined else entry


def _signature(stored: bytes) -> Signature:
    facts = orjson.loads(stored)
    moment = facts["updated"] or facts["published"] or facts["day"]
    return signature(facts["id"], facts["headline"], facts["body"], moment)
