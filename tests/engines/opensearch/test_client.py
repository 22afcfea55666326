"""TLS, who is let in, and what is said where it fails: against a server that only seems to be a cluster."""

from __future__ import annotations

import base64
import json
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from morgue.engines.opensearch.client import Client, UnavailableError, connect
from morgue.errors import ArchiveError, EngineError, MorgueError
from tests.certificate import certificate_in, context_of
from tests.conftest import PATIENCE

pytest.importorskip("opensearchpy")

BASIC = "Basic " + base64.b64encode(b"desk:s3cret").decode()


class Seeming(BaseHTTPRequestHandler):
    """Answers what its server was told to; wants to be shown a user or a key where it was told so."""

    def do_GET(self) -> None:
        server: Server = self.server  # type: ignore[assignment]
        server.shown.append(self.headers.get("authorization"))
        status, body = server.answer
        if server.wanted and self.headers.get("authorization") not in server.wanted:
            status, body = 401, {"error": {"type": "security_exception", "reason": "no s3cret"}}
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *unused: object) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    """A server of one answer."""

    daemon_threads = True
    wanted: tuple[str, ...] = ()
    answer: tuple[int, object] = (200, {"well": True})

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Seeming)
        self.shown: list[str | None] = []
        if certificate:
            self.socket = context_of(certificate).wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust us hangs up; that is its right."""


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("USER", "PASSWORD", "API_KEY", "CA", "CONFIG"):
        monkeypatch.delenv(f"MORGUE_OPENSEARCH_{name}", raising=False)


@pytest.fixture
def plain() -> Iterator[Server]:
    server = Server()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return certificate_in(tmp_path)


@pytest.fixture
def guarded(certificate: Path) -> Iterator[Server]:
    server = Server(certificate)
    server.wanted = (BASIC, "ApiKey key-s3cret")
    yield server
    server.shutdown()
    server.server_close()


def client_of(server: Server, *, tls: bool = False) -> Client:
    return connect(f"opensearch{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}/news")


def said(client: Client) -> MorgueError:
    with pytest.raises(MorgueError) as caught, warnings.catch_warnings():
        client.request("GET", "/", timeout=PATIENCE)
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"
    return caught.value


def test_user_and_password_over_tls(
    guarded: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    untrusted = said(client_of(guarded, tls=True))
    assert isinstance(untrusted, EngineError)
    assert "is not trusted" in untrusted.message
    assert "MORGUE_OPENSEARCH_CA" in str(untrusted.hint)
    monkeypatch.setenv("MORGUE_OPENSEARCH_CA", str(certificate))
    stranger = said(client_of(guarded, tls=True))
    assert isinstance(stranger, ArchiveError)
    assert "does not let this user in" in stranger.message
    monkeypatch.setenv("MORGUE_OPENSEARCH_USER", "desk")
    monkeypatch.setenv("MORGUE_OPENSEARCH_PASSWORD", "s3cret")
    assert client_of(guarded, tls=True).request("GET", "/") == {"well": True}
    monkeypatch.setenv("MORGUE_OPENSEARCH_API_KEY", "key-s3cret")
    assert client_of(guarded, tls=True).request("GET", "/") == {"well": True}
    assert guarded.shown[-2:] == [BASIC, "ApiKey key-s3cret"]
    assert "s3cret" not in "".join(capfd.readouterr())


def test_tls_where_there_is_none(plain: Server) -> None:
    assert "does not speak TLS" in said(client_of(plain, tls=True)).message
    assert plain.shown == []


ANSWERS = (
    (
        403,
        "cluster_block_exception",
        "index [news.words] blocked by: [FORBIDDEN/12/disk];",
        "takes no writes: index",
    ),
    (404, "index_not_found_exception", "no such index [news]", "no such index"),
    (400, "too_many_nested_clauses", "maxClauseCount is set to 1024", "more parts than the cluster allows"),
    (404, "search_context_missing_exception", "No search context found", "no longer kept"),
    (429, "rejected_execution_exception", "max_open_pit_context", "keeps no more snapshots"),
    (429, "circuit_breaking_exception", "Data too large", "cannot answer now: Data too large"),
    (500, "task_cancelled_exception", "cancelled", "longer than 10 seconds"),
    (400, "parsing_exception", "unknown query", "refused a request: unknown query"),
)


@pytest.mark.parametrize(("status", "kind", "reason", "message"), ANSWERS, ids=[row[1] for row in ANSWERS])
def test_what_a_cluster_refuses_is_said(
    plain: Server, status: int, kind: str, reason: str, message: str
) -> None:
    plain.answer = (
        status,
        {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}},
    )
    assert message in said(client_of(plain)).message


def test_what_a_shard_leaves_behind_when_it_moves_is_no_fault_of_the_query(plain: Server) -> None:
    closed = {"type": "already_closed_exception", "reason": "this Analyzer is closed"}
    refused = {
        "type": "query_shard_exception",
        "reason": "failed to create query: this Analyzer is closed",
        "caused_by": closed,
    }
    failed = {
        "type": "search_phase_execution_exception",
        "reason": "all shards failed",
        "root_cause": [{key: refused[key] for key in ("type", "reason")}],
        "failed_shards": [{"shard": 0, "reason": refused}],
    }
    plain.answer = (400, {"error": failed})
    error = said(client_of(plain))
    assert isinstance(error, UnavailableError)
    assert "cannot answer now" in error.message


def test_a_search_is_whole_or_an_error(plain: Server) -> None:
    client = client_of(plain)
    plain.answer = (200, {"timed_out": True, "hits": {"hits": []}})
    with pytest.raises(EngineError, match="longer than 10 seconds"):
        client.search({})
    plain.answer = (200, {"timed_out": False, "_shards": {"failed": 1}, "hits": {"hits": []}})
    with pytest.raises(EngineError, match="parts of the archive did not answer"):
        client.search({})
    plain.answer = (200, {"indices": {"news.stories-2025-10": {"status": "red"}}, "_shards": {"failed": 1}})
    with pytest.raises(EngineError, match=r"red on the cluster.*news\.stories-2025-10"):
        client.search({})


def test_nobody_there(plain: Server) -> None:
    client = client_of(plain)
    plain.shutdown()
    plain.server_close()
    assert "no node of the cluster answers at 127.0.0.1" in said(client).message
