"""What a snapshot asks a cluster for, where the cluster itself is not needed to know."""

from __future__ import annotations

from typing import Any, cast

import pytest

from morgue.engines.opensearch.client import Client
from morgue.engines.opensearch.mapping import Layout
from morgue.engines.opensearch.searcher import OpenSearchSearcher
from morgue.errors import EngineError
from morgue.query.tree import Word


class Scripted:
    """A cluster with one story, which refuses scripts in the words of one that is set to."""

    def __init__(self, refusal: str) -> None:
        self.refusal = refusal
        self.sorts: list[list[str]] = []

    def request(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {"pit_id": "x"}

    def search(self, body: dict[str, Any], path: str = "", **_: Any) -> dict[str, Any]:
        if path:
            return {"hits": {"hits": [{"_source": {"class": "en"}}]}}
        kinds = [name for each in body["sort"] for name in each]
        self.sorts.append(kinds)
        if "_script" in kinds and self.refusal:
            raise EngineError(f"the cluster at x refused a request: {self.refusal}")
        score = [1.2345678, 20251023, "a"] if kinds[0] == "_score" else [1.235, 20251023, "a", 1.2345678]
        return {"hits": {"total": {"value": 1}, "hits": [{"sort": score, "_source": {"stored": "{}"}}]}}


def searcher(cluster: Scripted) -> OpenSearchSearcher:
    return OpenSearchSearcher(cast("Client", cluster), Layout("news"))


ROUNDED, UNROUNDED = ["_script", "day", "id", "_score"], ["_score", "day", "id"]


@pytest.mark.parametrize(
    ("refusal", "asked"),
    [
        ("", [ROUNDED, ROUNDED]),
        ("cannot execute [inline] scripts", [ROUNDED, UNROUNDED, UNROUNDED]),
        ("cannot execute scripts using [number_sort] context", [ROUNDED, UNROUNDED, UNROUNDED]),
    ],
)
def test_a_cluster_without_scripts_puts_in_order_by_the_score_itself(
    refusal: str, asked: list[list[str]]
) -> None:
    cluster = Scripted(refusal)
    asking = searcher(cluster)
    for _ in range(2):
        (hit,) = asking.search(Word("oil"), limit=5).found
        assert hit.score == 1.235
    assert cluster.sorts == asked


def test_any_other_refusal_is_an_error() -> None:
    cluster = Scripted("no such field")
    with pytest.raises(EngineError, match="no such field"):
        searcher(cluster).search(Word("oil"), limit=5)
    assert cluster.sorts == [ROUNDED]
