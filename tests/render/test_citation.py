"""Citations, as footnotes have them."""

from __future__ import annotations

from typing import Any

import pytest

from morgue.model.article import Place, Source
from morgue.render.citation import citation
from tests.conftest import story

ID = story(1).id


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            {"headline": "Ferry crews vote.", "byline": "Ana Pereira", "url": "https://post.example/1"},
            f"Ana Pereira, “Ferry crews vote”, AP, The Harbour Post, Piraeus, 1 October 2025, https://post.example/1 (morgue {ID}).",
        ),
        (
            {"headline": "Crews\n vote", "publisher": "AP", "locations": (Place(None, "GR"),), "day": "2025-10-23"},
            f"“Crews vote”, AP, 23 October 2025, old.txt (morgue {ID}).",
        ),
        (
            {"headline": None, "agency": None, "publisher": None, "locations": None, "day": None, "source": Source("a.zip", "rss", "in/b.xml")},
            f"Untitled report, a.zip › in/b.xml (morgue {ID}).",
        ),
        ({"headline": "X", "day": "1987", "source": Source("", "")}, f"“X”, AP, The Harbour Post, Piraeus, 1987 (morgue {ID})."),
    ],
)  # fmt: skip
def test_citations(facts: dict[str, Any], text: str) -> None:
    assert citation(story(1, **facts)) == text
