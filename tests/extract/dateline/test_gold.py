"""Accuracy on the shared gold of datelines; run with -s to see the figures."""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from morgue.feeds import feed_of_bytes
from morgue.feeds.text import plain
from morgue.model.article import Article

WANTED = {"dateline": 0.97, "place": 0.97, "country": 0.97, "more_places": 0.97, "agency": 0.98, "day": 0.98}


def told(story: Article) -> dict[str, Any]:
    """The fields of the gold as the article has them."""
    first, *others = story.locations or (None,)
    return {
        "dateline": story.dateline,
        "place": first and first.place,
        "country": first and first.country,
        "more_places": [each.place for each in others if each],
        "agency": story.agency,
        "day": story.day,
    }


def right(wanted: Any, got: Any, field: str) -> bool:
    """Whether a value is the wanted one, or one of those wanted."""
    return got in wanted if isinstance(wanted, list) and field != "more_places" else bool(got == wanted)


@pytest.mark.shared
def test_accuracy(shared: Path) -> None:
    """Each field at least as right as wanted, and no dateline where there is none."""
    rows = [json.loads(line) for line in (shared / "gold/datelines_public.jsonl").read_text().splitlines()]
    scored: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    false: list[str] = []
    with tarfile.open(shared / "corpora/worldnewswire/worldnewswire-odd.tar.gz") as stories:
        files = {each.name.removeprefix("./"): each for each in stories.getmembers()}
        for row in rows:
            member = stories.extractfile(files[row["file"]]) if "text" not in row else None
            data = member.read() if member else row["text"].encode()
            (story,) = plain.read(feed_of_bytes(data, path=row["file"], format="text"))
            got = told(story)
            if row["dateline"] is None and got["dateline"]:
                false.append(row["id"])
            for field in WANTED.keys() - row["skip"]:
                scored[field] += 1
                hits[field] += right(row[field], got[field], field)
    shares = {field: hits[field] / scored[field] for field in WANTED}
    print({field: f"{hits[field]}/{scored[field]}" for field in WANTED}, "false:", len(false))
    assert false == []
    assert {field: share for field, share in shares.items() if share < WANTED[field]} == {}
