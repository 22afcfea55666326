"""Clients that are slow, silent, or send more than a request: none keeps its place, or the server's memory."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from morgue.web import patience, serving
from morgue.web.site import site

PATIENCE = 1.0
PIECE = bytes(1 << 16)
PIECES = 320


async def large(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An answer of 20 MB."""
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for at in range(PIECES):
        await send({"type": "http.response.body", "body": PIECE, "more_body": at < PIECES - 1})


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], tuple[Any, int]]]:
    monkeypatch.setattr(patience, "HEAD_SECONDS", PATIENCE)
    monkeypatch.setattr(patience, "DRAIN_SECONDS", PATIENCE)
    with ExitStack() as running:

        def start(app: Any) -> tuple[Any, int]:
            made = running.enter_context(serving.listening("127.0.0.1", 0))
            server = serving.server_of(app)
            server.config.lifespan = "off"
            thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join(20)

            running.callback(stop)
            return server, made.getsockname()[1]

        yield start


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def said(connection: socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    found = b""
    try:
        while some := connection.recv(1 << 16):
            found += some
    except ConnectionError:
        pass
    return found


def asked(port: int, path: str) -> bytes:
    with connected(port) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        return said(connection)


def refused(connection: socket.socket, pieces: Iterable[bytes], pause: float = 0.0) -> bool:
    """Whether the other side ends the connection before it was sent everything."""
    try:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
    except ConnectionError:
        return True
    return False


def gone(server: Any) -> bool:
    """Whether the server has let go of all connections."""
    deadline = time.monotonic() + 30
    while server.server_state.connections and time.monotonic() < deadline:
        time.sleep(0.05)
    return not server.server_state.connections


def test_silent_clients_do_not_keep_others_out(started: Any, where: str) -> None:
    server, port = started(site(where))
    with ExitStack() as held:
        silent = [held.enter_context(connected(port)) for _ in range(260)]
        assert said(silent[0]) == b""
        assert gone(server)
        assert asked(port, "/api/count?q=ferry").endswith(b'{"total":30}')


@pytest.mark.parametrize("first", [b"", b"GET /api/count?q=ferry HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
def test_a_request_that_trickles_in_is_not_waited_for(started: Any, where: str, first: bytes) -> None:
    server, port = started(site(where))
    with connected(port) as connection:
        connection.sendall(first)
        began = time.monotonic()
        request = b"GET / HTTP/1.1\r\n" + b"X-Slow: aaaaaaaaaaaaaaaaa\r\n" * 1000
        assert refused(connection, (bytes([each]) for each in request), pause=0.05)
        assert time.monotonic() - began > PATIENCE / 2
    assert gone(server)


def test_a_client_that_does_not_take_its_answer_is_let_go(started: Any) -> None:
    server, port = started(large)
    with connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert gone(server)


def test_a_client_that_takes_its_answer_slowly_gets_all_of_it(started: Any) -> None:
    _, port = started(large)
    with connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        began, found = time.monotonic(), 0
        while some := connection.recv(1 << 20):
            found += len(some)
            time.sleep(3 * PATIENCE * len(some) / (PIECES * len(PIECE)))
        assert time.monotonic() - began > 2 * PATIENCE
        assert found > PIECES * len(PIECE)


@pytest.mark.parametrize(
    "endless",
    [
        (b"GET /?q=", b"a" * 1000),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"X-Header: aaaaaaaa\r\n" * 50),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Header: ", b"a" * 1000),
        (b"", b"a" * 1000),
    ],
    ids=["line", "headers", "header", "method"],
)
def test_a_request_without_end_is_refused_soon(
    started: Any, where: str, endless: tuple[bytes, bytes]
) -> None:
    server, port = started(site(where))
    start, more = endless
    with connected(port) as connection:
        connection.sendall(start)
        assert refused(connection, (more for _ in range(64 << 10)))
    assert gone(server)
    assert asked(port, "/api/count?q=ferry").endswith(b'{"total":30}')


def test_the_longest_query_fits_into_a_request(started: Any, where: str) -> None:
    _, port = started(site(where))
    longest = urllib.parse.quote("\U0001f6a2" * 8192)
    assert len(longest) > 90_000
    answer = asked(port, f"/api/count?q={longest}")
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    assert json.loads(answer.partition(b"\r\n\r\n")[2]).keys() & {"total", "error"}
