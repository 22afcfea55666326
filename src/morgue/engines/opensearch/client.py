"""The connection to a cluster: requests out, documents back, and every failure an error of ours, once."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from morgue.engines.opensearch.address import Address, credentials, parse_address
from morgue.errors import ArchiveError, EngineError, MorgueError
from morgue.query.deadline import TooLongError

PATIENCE = 15.0
"""Seconds to wait for an answer to a search; the cluster itself is told to give up after ten."""

LONG = 90.0
"""Seconds to wait for a write or an administrative request."""

REACH = 5.0
"""Seconds to wait until a node can be reached at all; then the next one is tried."""


BLOCKS = {"cluster_block_exception", "index_create_block_exception"}
"""Types of the errors of an index that takes no writes."""


LOST = {
    "already_closed_exception",
    "connect_transport_exception",
    "illegal_index_shard_state_exception",
    "index_shard_closed_exception",
    "no_shard_available_action_exception",
    "node_closed_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "send_request_transport_exception",
    "shard_not_found_exception",
}
"""Types of the errors of a node or of a part of an index that is gone, perhaps for a moment.

A shard that moves to another node while a search is on its way there leaves things behind that are "already closed"
(OpenSearch answers 400, as if the query were wrong).
"""


class SnapshotGoneError(EngineError):
    """What a searcher read from is no longer kept by the cluster."""


class ConflictError(EngineError):
    """Another writer was there first."""


class AbsentError(ArchiveError):
    """There is no such index or document."""


class UnavailableError(EngineError):
    """The cluster, or a part of it, cannot answer now; trying again may help."""


class SilentError(UnavailableError):
    """No node answers at all, or not in time."""


class Client:
    """One cluster as one archive sees it. Several threads may use it.

    `persistence` is for how many seconds a request is made again while the cluster cannot answer it: none for
    one who waits at a terminal, some minutes for a writer, whom a node that goes away does not stop. What a
    writer asks for may be asked for twice.
    """

    def __init__(self, address: Address, *, persistence: float = 0.0) -> None:
        self.address = address
        self.persistence = persistence
        self._client = _connect(address)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        timeout: float = LONG,
    ) -> dict[str, Any]:
        """Return the document that the cluster answers with. Raises EngineError or ArchiveError.

        `body` is anything that JSON can say, or bytes that are sent as they are.
        """
        deadline, attempt = time.monotonic() + self.persistence, 0
        while True:
            try:
                return self._request(method, path, body, params, timeout)
            except UnavailableError:
                if time.monotonic() >= deadline:
                    raise
            pause(attempt)
            attempt += 1

    def _request(
        self,
        method: str,
        path: str,
        body: Any,
        params: Mapping[str, Any] | None,
        timeout: float,
    ) -> dict[str, Any]:
        import opensearchpy
        import urllib3

        patience = urllib3.Timeout(connect=min(REACH, timeout), read=timeout)
        try:
            answer = self._client.transport.perform_request(
                method, path, params=dict(params or {}), body=body, timeout=patience
            )
        except opensearchpy.OpenSearchException as error:
            raise self._explained(error, timeout) from error
        return answer if isinstance(answer, dict) else {"items": answer}

    def search(self, body: dict[str, Any], path: str = "/_search", **params: Any) -> dict[str, Any]:
        """Return the answer to a search, whole or not at all."""
        options = {"allow_partial_search_results": "false", **params}
        answer = self.request("POST", path, body, params=options, timeout=PATIENCE)
        if answer.get("timed_out"):
            raise TooLongError
        if answer.get("_shards", {}).get("failed"):
            raise self._unavailable("parts of the archive did not answer")
        return answer

    def pages(self, body: dict[str, Any], path: str, size: int) -> Iterator[list[dict[str, Any]]]:
        """Yield all hits of a search that is sorted by something no two have alike, at most `size` at a time."""
        body = {**body, "size": size, "track_total_hits": False}
        while True:
            hits: list[dict[str, Any]] = self.search(body, path)["hits"]["hits"]
            yield hits
            if len(hits) < size:
                return
            body["search_after"] = hits[-1]["sort"]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    # -- what went wrong -----------------------------------------------------------------------------------

    def _explained(self, error: Exception, timeout: float) -> MorgueError:
        import opensearchpy

        where = self.address.cluster
        if isinstance(error, opensearchpy.ConnectionTimeout):
            return SilentError(
                f"the cluster at {where} did not answer within {timeout:.0f} seconds",
                hint="narrow the query, or see how busy the cluster is",
            )
        if isinstance(error, opensearchpy.SSLError):
            return EngineError(
                f"the certificate of {where} is not trusted, or it does not speak TLS",
                hint="MORGUE_OPENSEARCH_CA names the file of the certificates to trust",
            )
        if isinstance(error, opensearchpy.ConnectionError):
            return SilentError(
                f"no node of the cluster answers at {where}",
                hint="is it running, and is the address right? several nodes are HOST:PORT,HOST:PORT",
            )
        if isinstance(error, opensearchpy.TransportError):
            return self._refused(error)
        return EngineError(f"the cluster at {where} gave an answer that cannot be read")

    def _refused(self, error: Any) -> MorgueError:
        """Return what an answer of status 400 or more means."""
        status, kinds, reason = error.status_code, *_causes(error.info)
        where = self.address.cluster
        if status == 401 or (status == 403 and "security_exception" in kinds):
            return ArchiveError(
                f"the cluster at {where} does not let this user in",
                hint="MORGUE_OPENSEARCH_USER and _PASSWORD, or MORGUE_OPENSEARCH_API_KEY, say who you are",
            )
        if "search_context_missing_exception" in kinds:
            return SnapshotGoneError(
                "the state that was searched is no longer kept by the cluster", hint="ask again"
            )
        if kinds & BLOCKS and status != 503:  # that one is of a cluster that has no manager yet
            return blocked(reason)
        if "too_many_clauses" in kinds or "too_many_nested_clauses" in kinds or "maxClauseCount" in reason:
            return EngineError(
                "the query has more parts than the cluster allows",
                hint="write fewer words, or raise indices.query.bool.max_clause_count there",
            )
        if "max_open_pit_context" in reason or "too many Point In Time" in reason:
            return EngineError(
                "the cluster keeps no more snapshots for searches",
                hint="raise search.max_open_pit_context there, or search again in a while",
            )
        if status == 409:
            return ConflictError(f"the cluster at {where}: {reason}")
        if status == 404 or "index_not_found_exception" in kinds:
            return AbsentError(f"{self.address}: there is no such thing on the cluster: {reason}")
        if "task_cancelled_exception" in kinds or "Time exceeded" in reason:
            return TooLongError()
        if status in (429, 502, 503, 504) or kinds & LOST:
            return self._unavailable(reason)
        return EngineError(f"the cluster at {where} refused a request: {reason}")

    def _unavailable(self, reason: str) -> EngineError:
        """Return the error of a cluster that cannot answer, with the names of the indices that are red where it gives them."""
        import opensearchpy

        try:
            health = self._client.transport.perform_request(
                "GET",
                f"/_cluster/health/{self.address.name}.*",
                params={"level": "indices", "timeout": "2s", "expand_wildcards": "all"},
                timeout=5,
            )
        except opensearchpy.OpenSearchException:
            health = {}
        red = sorted(name for name, each in health.get("indices", {}).items() if each.get("status") == "red")
        if red:
            return red_error(red)
        return UnavailableError(
            f"the cluster at {self.address.cluster} cannot answer now: {reason}", hint="try again"
        )


def connect(where: str | Address, *, persistence: float = 0.0) -> Client:
    """Return a client for the archive at an address. Nothing is asked yet."""
    return Client(parse_address(where) if isinstance(where, str) else where, persistence=persistence)


def red_error(names: list[str]) -> UnavailableError:
    """Return the error of indices of which a part is on no node that runs."""
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return UnavailableError(
        f"red on the cluster, with no copy on a node that runs: {shown}",
        hint="start the nodes that hold them; GET _cluster/allocation/explain says more",
    )


def blocked(reason: str) -> ArchiveError:
    """Return the error of an index that cannot be written."""
    return ArchiveError(
        f"the cluster takes no writes: {reason}",
        hint="a disk of the cluster may be full; the setting index.blocks is what forbids it",
    )


def _connect(address: Address) -> Any:
    try:
        import opensearchpy
    except ImportError as error:
        raise EngineError(
            f"an archive on a cluster needs opensearch-py, which is not here ({error})",
            hint="pip install 'morgue[opensearch]'",
        ) from error
    logging.getLogger("opensearch").addHandler(logging.NullHandler())
    known = credentials(address)

    class Serializer(opensearchpy.JSONSerializer):
        """JSON by orjson; bytes are JSON already."""

        def dumps(self, data: Any) -> bytes:
            return data if isinstance(data, bytes) else orjson.dumps(data)

        def loads(self, s: str) -> Any:
            return orjson.loads(s)

    options: dict[str, Any] = {"use_ssl": address.tls, "verify_certs": True, "ca_certs": known.ca_file}
    if not address.tls:
        options = {}
    if known.authorization:
        options["headers"] = {"authorization": known.authorization}
    return opensearchpy.OpenSearch(
        hosts=[{"host": host, "port": port} for host, port in address.hosts],
        serializer=Serializer(),
        max_retries=max(2, len(address.hosts)),
        retry_on_status=(502, 504),
        pool_maxsize=8,
        **options,
    )


def _causes(info: Any) -> tuple[set[str], str]:
    """Return the types of an error and of all that caused it, and the reason nearest to the cause."""
    kinds: set[str] = set()
    reasons: list[str] = []

    def walk(node: Any) -> None:
        if not isinstance(node, dict):
            return
        if node.get("type"):
            kinds.add(str(node["type"]))
        if node.get("reason") and isinstance(node["reason"], str):
            reasons.append(node["reason"])
        for name in ("root_cause", "failed_shards"):
            for each in node.get(name) or ():
                walk(each.get("reason") if name == "failed_shards" else each)
        walk(node.get("caused_by"))

    error = info.get("error") if isinstance(info, dict) else None
    walk(error if isinstance(error, dict) else {"reason": error} if isinstance(error, str) else None)
    return kinds, " ".join((reasons[-1] if reasons else "no reason given").split())[:300]


def pause(attempt: int) -> None:
    """Wait before another attempt: 0.5, 1, 2, 4 … at most 15 seconds."""
    time.sleep(min(15.0, 0.5 * 2**attempt))
