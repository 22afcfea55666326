"""A snapshot of an archive on a cluster: a point in time, which every question is asked of.

Scores are of the whole archive and not of the month or the shard that a story is in, which takes the
cluster one more round where there is something to rank. Counts of values are exact: where a shard may have held
back a value, all are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from morgue.analysis.analyzer import ENGLISH, fold
from morgue.engines.base import Answer, Found, Searcher, Sort, day_of, most_frequent, noted
from morgue.engines.grouping import Fold, of_several
from morgue.engines.opensearch.client import Client, SilentError, SnapshotGoneError, UnavailableError, pause
from morgue.engines.opensearch.leaf_queries import word_query
from morgue.engines.opensearch.mapping import Layout, term
from morgue.engines.opensearch.near import Resolver
from morgue.engines.opensearch.query import EVERYTHING, Counts, scores, translate, weighed
from morgue.engines.opensearch.query import matching as matching_of
from morgue.errors import EngineError
from morgue.model.fields import FACET_FIELDS
from morgue.query import deadline
from morgue.query import tree as trees
from morgue.query.deadline import TIME_LIMIT
from morgue.query.expansion import MAX_EXPANSION, check_width
from morgue.query.scoring import DIGITS, rounded
from morgue.query.tree import Node

KEEP = "10m"
"""How long a cluster keeps a snapshot of which nothing is asked."""

PAGE = 1_000
"""Stories fetched at a time by `every`."""

WINDOW = 10_000
"""The last rank that a cluster reaches without going through those before it."""

BUCKETS = 5_000
"""Values counted at a time where all of them are wanted."""

FEW = 64
"""Words whose frequency is counted exactly; of more of them the statistics of the indices are taken."""

MOST_WEIGHED = 256
"""Tokens that are counted for the scores of a query; each article that has any is compared with all of them."""

REMEMBERED = 10_000
"""Words of queries whose other spellings a snapshot remembers."""

_ROUNDED = {"source": f"Math.round(_score * {10**DIGITS}.0) / {10**DIGITS}.0", "lang": "painless"}
"""The score as `scoring.rounded` gives it, made where all articles are put in order."""

_TIES: list[dict[str, Any]] = [{"day": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]

_RELEVANCE: list[dict[str, Any]] = [
    {"_script": {"type": "number", "order": "desc", "script": _ROUNDED}},
    *_TIES,
    {"_score": "desc"},  # which makes the cluster compute it
]
_UNROUNDED: list[dict[str, Any]] = [{"_score": "desc"}, *_TIES]
"""The order where a cluster runs no scripts: near-equal scores may come before a newer day."""

_ORDERS: dict[Sort, list[dict[str, Any]]] = {
    "relevance": _TIES,
    "newest": [{"moment": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    "oldest": [{"moment": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
}

_NO_SCRIPTS = "cannot execute "
"""What a cluster says that is set to run no scripts, or none of this kind (`script.allowed_types`, `script.allowed_contexts`)."""

TAKEOVER = 6
"""Times, over eight seconds, that another snapshot is tried when one is lost with its node."""


class OpenSearchSearcher(Searcher):
    """A snapshot. Several threads may ask it."""

    def __init__(self, client: Client, layout: Layout, unchanged: Callable[[], bool] = lambda: False) -> None:
        """Take a snapshot. `unchanged` says whether the archive is still as it was, so that a snapshot lost can be taken again."""
        self.client = client
        self.layout = layout
        self._unchanged = unchanged
        self._resolver = Resolver(self._listed, self._stored)
        self._spelt: dict[str, tuple[str, ...]] = {}
        self._runs_scripts = True
        self._point = self._open()

    def _open(self) -> str:
        path = f"/{self.layout.alias}/_search/point_in_time"
        whole = {"keep_alive": KEEP, "allow_partial_pit_creation": "false"}  # by default parts may be missing
        return str(self.client.request("POST", path, params=whole)["pit_id"])

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer of the snapshot to a search."""
        if body.get("sort") == _RELEVANCE and not self._runs_scripts:
            body = {**body, "sort": _UNROUNDED}
        try:
            return self._asked(body)
        except SilentError:
            raise
        except (SnapshotGoneError, UnavailableError) as error:  # a snapshot lies on nodes, which may be gone
            if "search_after" in body and _by_score(body):  # another snapshot may give other scores
                raise
            return self._ask_another(body, error)
        except EngineError as error:
            if body.get("sort") != _RELEVANCE or _NO_SCRIPTS not in error.message:
                raise
            self._runs_scripts = False
            return self._ask(body)

    def _ask_another(self, body: dict[str, Any], error: EngineError) -> dict[str, Any]:
        """Return the answer of another snapshot, where nothing has changed; other nodes may have to take over first."""
        for attempt in range(TAKEOVER):
            if attempt:
                pause(attempt - 2)
            try:
                if not self._unchanged():
                    break
                self._point = self._open()
                return self._asked(body)
            except SilentError:
                raise
            except UnavailableError as other:
                error = other
        raise error

    def _asked(self, body: dict[str, Any]) -> dict[str, Any]:
        deadline.check()
        point = {"pit": {"id": self._point, "keep_alive": KEEP}, "timeout": f"{TIME_LIMIT:.0f}s"}
        return self.client.search(
            {**body, **point},
            search_type="dfs_query_then_fetch" if _by_score(body) else "query_then_fetch",
            cancel_after_time_interval=f"{TIME_LIMIT + 2:.0f}s",
        )

    def _query(self, tree: Node, *, scored: bool = False) -> dict[str, Any]:
        self._narrow_enough(tree)
        node = self._resolver.resolved(self.resolved(tree))
        made = translate(node, self._counts(node)) if scored else matching_of(node)
        return noted("OpenSearch", tree, made)

    def _counts(self, node: Node) -> Counts:
        """Return how many articles have the tokens that a tree is ranked by; nothing of more than MOST_WEIGHED."""
        tokens = weighed(node)
        if not tokens or len(tokens) > MOST_WEIGHED:
            return Counts()
        filters = {str(at): {"term": {field: token}} for at, (field, token) in enumerate(tokens)}
        fields = dict.fromkeys(field for field, _ in tokens)
        any_of_them = [
            {"terms": {field: [each for name, each in tokens if name == field]}} for field in fields
        ]
        query = {"bool": {"should": any_of_them, "minimum_should_match": 1}}
        wanted = {"tokens": {"filters": {"filters": filters}}}
        answer = self._ask({"query": query, "size": 0, "track_total_hits": False, "aggs": wanted})
        buckets = answer["aggregations"]["tokens"]["buckets"]
        counted = {token: int(buckets[str(at)]["doc_count"]) for at, token in enumerate(tokens)}
        return Counts(self._total, counted)

    @cached_property
    def _total(self) -> int:
        return self.total()

    def _narrow_enough(self, tree: Node) -> None:
        """Raise QueryError for a wildcard that stands for too many words."""
        for node in trees.walk(tree):
            if isinstance(node, trees.Wildcard):
                body = {"query": word_query(node), "size": 0, "track_total_hits": 10 * MAX_EXPANSION}
                answer = self.client.search(body, f"/{self.layout.words}/_search")
                check_width(node, answer["hits"]["total"]["value"])

    def _stored(self, query: dict[str, Any]) -> Iterator[bytes]:
        """Yield the stored articles of a query, newest first."""
        body = {"query": query, "sort": _ORDERS["relevance"], "_source": ["stored"]}
        return (_found(hit).stored for hit in self._pages(body, None))

    # -- articles ------------------------------------------------------------------------------------------

    def total(self) -> int:
        return self.count(trees.Everything())

    def count(self, tree: Node) -> int:
        return self._count(self._query(tree))

    def _count(self, query: dict[str, Any]) -> int:
        answer = self._ask({"query": query, "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        limit = max(0, limit)
        if limit and offset + limit > WINDOW:
            return self._far(tree, limit, offset, sort, count)
        body = self._page(tree, sort)
        answer = self._ask({**body, "from": offset, "size": limit, "track_total_hits": count})
        hits = answer["hits"]
        return Answer(hits["total"]["value"] if count else None, list(map(_found, hits["hits"])))

    def _page(self, tree: Node, sort: Sort) -> dict[str, Any]:
        ranked = sort == "relevance" and scores(tree)
        return {
            "query": self._query(tree, scored=ranked),
            "sort": _RELEVANCE if ranked else _ORDERS[sort],
            "_source": ["stored"],
        }

    def _far(self, tree: Node, limit: int, offset: int, sort: Sort, count: bool) -> Answer:
        """Return a page that lies deep: those before it are gone through without their text."""
        total = self.count(tree) if count else None
        body, after, skipped = self._page(tree, sort), None, 0
        while skipped < offset:
            size = min(WINDOW, offset - skipped)
            hits = self._after({**body, "_source": False}, after, size)
            if len(hits) < size:
                return Answer(total, [])
            skipped, after = skipped + size, hits[-1]["sort"]
        return Answer(total, list(map(_found, islice(self._pages(body, after), limit))))

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        for hit in self._pages(self._page(tree, sort), None):
            yield _found(hit)

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        return self._leading(tree, sort, PAGE)

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        if limit <= 0:
            return []
        first = min(PAGE, 2 * (offset + limit))
        return list(self._leading(tree, sort, first, offset, offset + limit))

    def _leading(
        self, tree: Node, sort: Sort, size: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Found]:
        """Yield the first hits of stories, from one rank to another.

        All hits are gone through in order without their text, first `size` of them, so that no story comes again on
        another page: a cluster that collapses hits pages by rank only, and makes one group of all that stand alone.
        """
        body = {**self._page(tree, sort), "_source": False, "docvalue_fields": ["story_label", "id"]}
        hits = self._growing(body, size)
        firsts = islice(Fold().firsts((_number(hit), hit) for hit in hits), start, stop)
        while some := list(islice(firsts, size)):
            stored = self.articles(_id(hit) for hit in some)
            yield from (Found(_score(hit), stored[_id(hit)]) for hit in some)

    def _growing(self, body: dict[str, Any], size: int) -> Iterator[dict[str, Any]]:
        """Yield all hits in order, asked for in pages that grow."""
        after: list[Any] | None = None
        while True:
            hits = self._after(body, after, size)
            yield from hits
            if len(hits) < size:
                return
            after, size = hits[-1]["sort"], min(WINDOW, 4 * size)

    def _pages(
        self, body: dict[str, Any], after: list[Any] | None, size: int | None = None
    ) -> Iterator[dict[str, Any]]:
        size = size or PAGE
        while True:
            hits = self._after(body, after, size)
            yield from hits
            if len(hits) < size:
                return
            after = hits[-1]["sort"]

    def _after(self, body: dict[str, Any], after: list[Any] | None, size: int) -> list[dict[str, Any]]:
        more = {"search_after": after} if after else {}
        answer = self._ask({**body, **more, "size": size, "track_total_hits": False})
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        return hits

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        wanted = list(dict.fromkeys(ids))
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), PAGE):
            some = wanted[start : start + PAGE]
            query = {"bool": {"filter": [{"terms": {"id": some}}]}}
            hits = self._after({"query": query, "sort": [{"id": "asc"}], "_source": ["stored"]}, None, PAGE)
            found |= {hit["sort"][0]: _found(hit).stored for hit in hits}
        return found

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        query = {"prefix": {"id": {"value": prefix}}} if prefix else EVERYTHING
        body = {"query": {"bool": {"filter": [query]}}, "sort": [{"id": "asc"}], "_source": False}
        hits = self._pages(body, None, max(1, min(WINDOW, limit)))
        return [hit["sort"][0] for hit in islice(hits, max(0, limit))]

    # -- counts --------------------------------------------------------------------------------------------

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        return self.facets_of_each([tree], names, limit=limit)[0]

    def facets_of_each(
        self, trees: Sequence[Node], names: Sequence[str], *, limit: int
    ) -> list[dict[str, list[tuple[str, int]]]]:
        order = [{"_count": "desc"}, {"_key": "asc"}]
        wanted = {
            name: {
                "terms": {
                    "field": _column(name),
                    "size": limit,
                    "shard_size": max(2_000, limit),
                    "order": order,
                }
            }
            for name in names
        }
        if not wanted or limit <= 0 or not trees:
            return [{name: [] for name in names} for _ in trees]
        queries = [self._query(tree) for tree in trees]
        body: dict[str, Any] = {"query": queries[0], "aggs": wanted}
        if len(queries) > 1:
            each = {"filters": {"filters": dict(zip(map(str, range(len(queries))), queries, strict=True))}}
            either = {"bool": {"should": queries, "minimum_should_match": 1}}
            body = {"query": either, "aggs": {"each": {**each, "aggs": wanted}}}
        counted = self._ask({**body, "size": 0, "track_total_hits": False})["aggregations"]
        found = [counted]
        if len(queries) > 1:
            found = [counted["each"]["buckets"][str(at)] for at in range(len(queries))]
        return [
            {name: self._ranked(query, name, each[name], limit) for name in names}
            for query, each in zip(queries, found, strict=True)
        ]

    def _ranked(
        self, query: dict[str, Any], name: str, counted: dict[str, Any], limit: int
    ) -> list[tuple[str, int]]:
        """Return the values of a facet; where shards may have held some back, of all of them."""
        if counted.get("doc_count_error_upper_bound"):
            return most_frequent(self._values(query, _column(name)), limit)
        return [(bucket["key"], bucket["doc_count"]) for bucket in counted["buckets"]]

    def members(self, tree: Node) -> Mapping[int, int]:
        return dict(self._values(self._query(of_several(tree)), "story_label"))

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        pairs = self._combinations(self._query(of_several(tree)), ("story_label", "day"))
        return {(number, day_of(day)) for (number, day), _ in pairs}

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        return [(day_of(day), number) for day, number in self._values(self._query(tree), "day")]

    def _values(self, query: dict[str, Any], column: str) -> Iterator[tuple[Any, int]]:
        """Yield every value of a column in order, and how many articles have it."""
        return ((value, number) for (value,), number in self._combinations(query, (column,)))

    def _combinations(
        self, query: dict[str, Any], columns: Sequence[str]
    ) -> Iterator[tuple[tuple[Any, ...], int]]:
        """Yield the values that articles have in several columns together, in order, and how many articles have them.

        What has no value in one of them is left out.
        """
        sources = [{column: {"terms": {"field": column}}} for column in columns]
        after: dict[str, Any] = {}
        while True:
            wanted = {"all": {"composite": {"size": BUCKETS, "sources": sources, **after}}}
            answer = self._ask({"query": query, "size": 0, "track_total_hits": False, "aggs": wanted})
            counted = answer["aggregations"]["all"]
            for bucket in counted["buckets"]:
                yield tuple(bucket["key"][column] for column in columns), bucket["doc_count"]
            if len(counted["buckets"]) < BUCKETS:
                return
            after = {"after": counted["after_key"]}

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        if name not in FACET_FIELDS or limit <= 0:
            return []
        start = fold(prefix)
        given = start.upper() if name == "country" else start
        query = {"prefix": {name: {"value": given}}} if start else EVERYTHING
        pairs = self._values({"bool": {"filter": [query]}}, _column(name))
        return list(islice((pair for pair in pairs if fold(pair[0]).startswith(start)), limit))

    # -- words ---------------------------------------------------------------------------------------------

    def lexicon(self, prefix: str, fields: Sequence[str], *, limit: int) -> list[str]:
        query = {"prefix": {"word": {"value": term(prefix)}}} if prefix else {"exists": {"field": "word"}}
        found: list[str] = []
        for some in self._listed(query, 4_000):
            found += some
            if len(found) >= limit:
                break
        return found[:limit]

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Return words as written in headlines and bodies that begin with `prefix`.

        Of more than FEW of them the frequencies are those that the indices keep, which count a story that was
        replaced until the cluster tidies up.
        """
        count = self._frequencies if limit <= FEW else self._statistics
        found: list[tuple[str, int]] = []
        query = {"prefix": {"word": {"value": term(prefix)}}} if prefix else {"exists": {"field": "word"}}
        for some in self._listed(query, FEW if limit <= FEW else 4_000):
            counted = count(some)
            found += [(word, counted[word]) for word in some if counted[word]]
            if len(found) >= limit:
                break
        return found[:limit]

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        return {
            word: sorted(self._counted(word_query(trees.Fuzzy(word, distance))).items())
            for word, distance in wanted.items()
        }

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        return self._counted({"terms": {"word": [term(each) for each in words]}}) if words else {}

    def stem_classes(self) -> Sequence[str]:
        return self._stem_classes

    @cached_property
    def _stem_classes(self) -> tuple[str, ...]:
        return tuple(sorted(each["class"] for each in self._rows({"exists": {"field": "class"}}, "class")))

    def spellings(self, word: str) -> Sequence[str]:
        found = self._spelt.get(word)
        return self._ask_spellings([word])[word] if found is None else found

    def resolved(self, tree: Node) -> Node:
        if tuple(self.stem_classes()) == (ENGLISH,):
            return tree
        bare = (each for each in trees.walk(tree) if isinstance(each, trees.Word) and not each.tokens)
        new = list(dict.fromkeys(each.word for each in bare if each.word not in self._spelt))
        if new:
            self._ask_spellings(new)
        return super().resolved(tree)

    def _ask_spellings(self, words: list[str]) -> dict[str, tuple[str, ...]]:
        """Return the `spellings` of words, which are remembered."""
        found: dict[str, list[str]] = {term(word): [] for word in words}
        for each in self._rows({"terms": {"spelt": list(found)}}, "spelt", "token"):
            found[each["spelt"]].append(each["token"])
        spelt = {word: tuple(sorted(found[term(word)])) for word in words}
        if len(self._spelt) > REMEMBERED:
            self._spelt = {}
        self._spelt |= spelt
        return spelt

    def _rows(self, query: dict[str, Any], *fields: str) -> Iterator[dict[str, str]]:
        """Yield what a query finds in the archive's list of words: the first WINDOW rows, of which there are few."""
        body = {"query": {"bool": {"filter": [query]}}, "size": WINDOW, "track_total_hits": False}
        answer = self.client.search({**body, "_source": list(fields)}, f"/{self.layout.words}/_search")
        return (hit["_source"] for hit in answer["hits"]["hits"])

    def _counted(self, query: dict[str, Any]) -> dict[str, int]:
        """Return the words of the archive's list that a query finds, with their frequencies."""
        counts: dict[str, int] = {}
        for some in self._listed(query, FEW):
            counts |= self._frequencies(some)
        return {each: number for each, number in counts.items() if number}

    def _listed(self, query: dict[str, Any], size: int) -> Iterator[list[str]]:
        """Yield the words of the archive's list that a query finds, in order, so many at a time."""
        body = {"query": {"bool": {"filter": [query]}}, "sort": [{"word": "asc"}], "_source": False}
        for hits in self.client.pages(body, f"/{self.layout.words}/_search", size):
            yield [hit["sort"][0] for hit in hits]

    def _frequencies(self, words: list[str]) -> dict[str, int]:
        """Return in how many stories of the snapshot each word is: the larger of headline and body."""
        if not words:
            return {}
        names = {str(at): word for at, word in enumerate(words)}
        fields = ("headline_w", "body_w")
        wanted = {
            field: {"filters": {"filters": {at: {"term": {field: word}} for at, word in names.items()}}}
            for field in fields
        }
        among = [{"terms": {field: words}} for field in fields]
        query = {"bool": {"should": among, "minimum_should_match": 1}}
        answer = self._ask({"query": query, "size": 0, "track_total_hits": False, "aggs": wanted})[
            "aggregations"
        ]
        counted = [
            {at: each["doc_count"] for at, each in answer[field]["buckets"].items()} for field in fields
        ]
        return {word: max(each[at] for each in counted) for at, word in names.items()}

    def _statistics(self, words: list[str]) -> dict[str, int]:
        """Return the document frequency of each word by the statistics of the indices."""
        text = " ".join(words)
        names = sorted(self.client.request("GET", f"/_alias/{self.layout.alias}"))
        asked = [{"_index": name, "doc": {"headline_w": text, "body_w": text}} for name in names]
        totals: dict[str, dict[str, int]] = {"headline_w": {}, "body_w": {}}
        options = {
            "term_statistics": "true",
            "field_statistics": "false",
            "positions": "false",
            "offsets": "false",
        }
        for start in range(0, len(asked), 20):
            body = {"docs": asked[start : start + 20]}
            answer = self.client.request(
                "POST", "/_mtermvectors", body, params={**options, "payloads": "false"}
            )
            for each in answer["docs"]:
                for field, vector in each.get("term_vectors", {}).items():
                    counted = totals[field]
                    for word, facts in vector["terms"].items():
                        counted[word] = counted.get(word, 0) + facts.get("doc_freq", 0)
        return {word: max(counted.get(word, 0) for counted in totals.values()) for word in words}

    def close(self) -> None:
        if self._point:
            point, self._point = self._point, ""
            self.client.request("DELETE", "/_search/point_in_time", {"pit_id": [point]}, timeout=5)


def _by_score(body: dict[str, Any]) -> bool:
    return body.get("sort") in (_RELEVANCE, _UNROUNDED)


def _column(name: str) -> str:
    return name if name in ("year", "month") else name + "_f"


def _found(hit: dict[str, Any]) -> Found:
    return Found(_score(hit), hit["_source"]["stored"].encode())


def _id(hit: dict[str, Any]) -> str:
    """Return the id of a hit whose columns were asked for."""
    return str(hit["fields"]["id"][0])


def _number(hit: dict[str, Any]) -> int | None:
    """Return the number of the story of a hit whose columns were asked for, None where it stands alone."""
    found = hit["fields"].get("story_label")
    return int(found[0]) if found else None


def _score(hit: dict[str, Any]) -> float:
    """Return the score where it is what was sorted by."""
    order = hit.get("sort", ())
    return rounded(float(order[0])) if len(order) > len(_TIES) else 0.0
