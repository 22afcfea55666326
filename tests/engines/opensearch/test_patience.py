"""How long a client tries: briefly for one who waits at a terminal, for a while for a writer."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator

import pytest

from morgue.engines.opensearch import client as opensearch_client
from morgue.engines.opensearch.address import credentials, parse_address
from morgue.engines.opensearch.bulk import Write, send
from morgue.engines.opensearch.client import SilentError, UnavailableError, connect
from morgue.errors import ArchiveError

pytest.importorskip("opensearchpy")

from tests.engines.opensearch.test_client import Server, nothing_set, plain  # noqa: F401 - fixtures


@pytest.fixture
def unreachable() -> Iterator[int]:
    """A port whose queue is full: who knocks there gets no answer, as from a machine that is gone."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = []
        for _ in range(8):
            each = socket.socket()
            each.setblocking(False)
            each.connect_ex(server.getsockname())
            waiting.append(each)
        yield server.getsockname()[1]
        for each in waiting:
            each.close()


def test_a_node_that_cannot_be_reached_is_left_for_another(
    plain: Server,  # noqa: F811
    unreachable: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opensearch_client, "REACH", 0.5)
    where = f"opensearch://127.0.0.1:{unreachable},127.0.0.1:{plain.server_address[1]}/news"
    connection = pytest.importorskip("urllib3.util.connection")
    tried: list[tuple[int, float]] = []
    reach = connection.create_connection

    def connected(address: tuple[str, int], timeout: float, *rest: object, **more: object) -> socket.socket:
        tried.append((address[1], timeout))
        return reach(address, timeout, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(connection, "create_connection", connected)
    client = connect(where)
    assert [client.request("GET", "/") for _ in range(4)] == [{"well": True}] * 4
    assert tried.count((unreachable, 0.5)) <= 1, "it is not tried again and again"
    alone = connect(f"opensearch://127.0.0.1:{unreachable}/news")
    tried.clear()
    with pytest.raises(SilentError, match="no node of the cluster answers at"):
        alone.request("GET", "/")
    assert 0 < len(tried) <= 4
    assert set(tried) == {(unreachable, 0.5)}, "and no longer than that"


def test_a_writer_tries_again_and_a_reader_does_not(
    plain: Server,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = f"opensearch://127.0.0.1:{plain.server_address[1]}/news"
    plain.answer = (429, {"error": {"type": "circuit_breaking_exception", "reason": "busy"}})
    waited: list[int] = []

    def pause(attempt: int) -> None:
        waited.append(attempt)
        if len(waited) == 3:
            plain.answer = (200, {"well": True})

    monkeypatch.setattr(opensearch_client, "pause", pause)
    with pytest.raises(UnavailableError, match="cannot answer now"):
        connect(where).request("GET", "/")
    assert waited == []
    assert connect(where, persistence=60).request("GET", "/") == {"well": True}
    assert waited == [0, 1, 2]


def test_a_full_disk_is_said_and_a_cluster_without_a_manager_is_waited_for(plain: Server) -> None:  # noqa: F811
    client = connect(f"opensearch://127.0.0.1:{plain.server_address[1]}/news")
    error = {"type": "cluster_block_exception", "reason": "index [news.words] blocked by: [12/disk full]"}
    plain.answer = (429, {"error": error})
    with pytest.raises(ArchiveError, match=r"takes no writes: index \[news.words\]"):
        client.request("POST", "/news.words/_doc", {})
    plain.answer = (200, {"errors": True, "items": [{"index": {"status": 429, "error": error}}]})
    with pytest.raises(ArchiveError, match=r"takes no writes: index \[news.words\]"):
        send(client, [Write("index", {"_index": "news.words", "_id": "a"}, b"{}")])
    plain.answer = (503, {"error": {"type": "cluster_block_exception", "reason": "no cluster-manager"}})
    with pytest.raises(UnavailableError, match="cannot answer now: no cluster-manager"):
        client.request("POST", "/news.words/_doc", {})


def test_a_node_that_went_away_is_no_refusal(plain: Server) -> None:  # noqa: F811
    """A search that had its snapshot there gets status 500, and may be made anew."""
    reason = {"type": "node_not_connected_exception", "reason": "[node1][127.0.0.1:9300] Node not connected"}
    failed = [{"shard": 0, "index": "news.stories-2025-10", "reason": reason}]
    error = {"type": "search_phase_execution_exception", "reason": "Partial shards failure"}
    plain.answer = (500, {"error": {**error, "root_cause": [reason], "failed_shards": failed}, "status": 500})
    with pytest.raises(UnavailableError, match=r"cannot answer now: .*Node not connected"):
        connect(f"opensearch://127.0.0.1:{plain.server_address[1]}/news").search({})


@pytest.mark.parametrize("key", ["s3cret\n", "s3 cret", "s3cret\u00e9", "s3cret\r\nhost: other"])
def test_an_api_key_that_is_none_is_refused_and_not_repeated(key: str) -> None:
    given = {"XDG_CONFIG_HOME": "/nonexistent", "MORGUE_OPENSEARCH_API_KEY": key}
    with pytest.raises(ArchiveError, match="another character that no key has") as caught:
        credentials(parse_address("opensearch://localhost/news"), given)
    assert "s3" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    "password", ["p\u00e4ss w\u00f6rd", "\u5bc6\u7801", "a:b@c/d", "line\nend", "\udcff"]
)
def test_a_password_may_be_of_any_letters(password: str) -> None:
    given = {"XDG_CONFIG_HOME": "/nonexistent", "MORGUE_OPENSEARCH_USER": "desk"}
    given["MORGUE_OPENSEARCH_PASSWORD"] = password
    known = credentials(parse_address("opensearch://localhost/news"), given)
    assert known.authorization is not None
    kind, _, coded = known.authorization.partition(" ")
    assert kind == "Basic"
    assert base64.b64decode(coded).decode("utf-8", "surrogateescape") == f"desk:{password}"
