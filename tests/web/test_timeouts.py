"""Clients that are slow, silent, or send more than a request: none keeps its place, or the server's memory."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import h11
import pytest
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

from morgue.web import server as serving
from morgue.web import timeouts
from morgue.web.app import site
from tests.clock import Timers
from tests.conftest import PATIENCE

SHORT = 1.0
GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PIECE = bytes(1 << 16)
PIECES = 320


async def large(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An answer of 20 MB."""
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for at in range(PIECES):
        await send({"type": "http.response.body", "body": PIECE, "more_body": at < PIECES - 1})


def waits(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Have the server wait so long for a client."""
    monkeypatch.setattr(timeouts, "HEAD_SECONDS", seconds)
    monkeypatch.setattr(timeouts, "DRAIN_SECONDS", seconds)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], tuple[Any, int]]]:
    waits(monkeypatch, PATIENCE)
    with ExitStack() as running:

        def start(app: Any) -> tuple[Any, int]:
            made = running.enter_context(serving.listening("127.0.0.1", 0))
            server = serving.server_of(app)
            server.config.lifespan = "off"
            thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join(PATIENCE)

            running.callback(stop)
            return server, made.getsockname()[1]

        yield start


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


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
    deadline = time.monotonic() + PATIENCE
    while server.server_state.connections and time.monotonic() < deadline:
        time.sleep(0.05)
    return not server.server_state.connections


def test_silent_clients_do_not_keep_others_out(
    started: Any, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, port = started(site(where))
    waits(monkeypatch, SHORT)
    with ExitStack() as held:
        silent = [held.enter_context(connected(port)) for _ in range(260)]
        assert said(silent[0]) == b""
        assert gone(server)
        waits(monkeypatch, PATIENCE)
        assert asked(port, "/api/count?q=ferry").endswith(b'{"total":30}')


@pytest.mark.parametrize("first", [b"", b"GET /api/count?q=ferry HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
def test_a_request_that_trickles_in_is_not_waited_for(
    started: Any, where: str, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, port = started(site(where))
    waits(monkeypatch, SHORT)
    with connected(port) as connection:
        connection.sendall(first)
        request = b"GET / HTTP/1.1\r\n" + b"X-Slow: aaaaaaaaaaaaaaaaa\r\n" * 1000
        assert refused(connection, (bytes([each]) for each in request), pause=0.05)
    assert gone(server)


def test_a_client_that_does_not_take_its_answer_is_let_go(
    started: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, port = started(large)
    monkeypatch.setattr(timeouts, "DRAIN_SECONDS", SHORT)
    with connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert gone(server)


class Loop(Timers):
    """An event loop whose tasks never begin: a request is never answered."""

    def create_task(self, task: Any, **unused: object) -> asyncio.Future[None]:
        task.close()
        return asyncio.Future(loop=self)  # type: ignore[arg-type]

    def get_debug(self) -> bool:
        return False


class Connection:
    """A transport that holds what its client has not taken."""

    def __init__(self) -> None:
        self.unsent = 0
        self.ended = False

    def get_extra_info(self, *unused: object) -> None:
        """Nothing is known."""

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def is_closing(self) -> bool:
        return self.ended

    def pause_reading(self) -> None:
        """As it likes."""

    def abort(self) -> None:
        self.ended = True

    close = abort


@pytest.fixture
def alone() -> tuple[Loop, Connection, timeouts.TimeoutProtocol]:
    """A protocol that was just connected, with a loop in which no time goes by of itself."""
    server = serving.server_of(large)
    server.config.load()
    loop, connection = Loop(), Connection()
    made = timeouts.TimeoutProtocol(server.config, server.server_state, {}, _loop=loop)  # type: ignore[arg-type]
    made.connection_made(connection)  # type: ignore[arg-type]
    return loop, connection, made


Alone = tuple[Loop, Connection, timeouts.TimeoutProtocol]


@pytest.mark.parametrize("sent", [b"", GET[:14]], ids=["nothing", "half a request"])
def test_the_head_of_a_request_has_its_time(alone: Alone, sent: bytes) -> None:
    loop, connection, protocol = alone
    for at in range(round(timeouts.HEAD_SECONDS) - 1):
        if some := sent[at : at + 1]:
            protocol.data_received(some)
        loop.pass_by(1)
        assert not connection.ended
    loop.pass_by(1)
    assert connection.ended


def test_one_who_has_asked_is_waited_for(alone: Alone) -> None:
    loop, connection, protocol = alone
    loop.pass_by(timeouts.HEAD_SECONDS - 1)
    protocol.data_received(GET)
    loop.pass_by(3600)
    assert not connection.ended


@pytest.mark.parametrize("taken", [0, timeouts.DRAIN_BYTES - 1])
def test_one_who_takes_next_to_nothing_of_an_answer_is_let_go(alone: Alone, taken: int) -> None:
    loop, connection, protocol = alone
    protocol.data_received(GET)
    connection.unsent = 1 << 20
    protocol.pause_writing()
    connection.unsent -= taken
    loop.pass_by(timeouts.DRAIN_SECONDS - 1)
    assert not connection.ended
    loop.pass_by(1)
    assert connection.ended


def test_one_who_takes_an_answer_slowly_gets_all_of_it(alone: Alone) -> None:
    loop, connection, protocol = alone
    protocol.data_received(GET)
    connection.unsent = 1 << 20
    protocol.pause_writing()
    while connection.unsent:
        connection.unsent -= timeouts.DRAIN_BYTES
        loop.pass_by(timeouts.DRAIN_SECONDS)
        assert not connection.ended
    protocol.resume_writing()
    loop.pass_by(3600)
    assert not connection.ended


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


def test_what_is_relied_on_of_uvicorn() -> None:
    """uvicorn documents that `http` may be a class, and nothing of what is in its own one.

    It bounds no request in time and has no hook for it, so that `timeouts` overrides parts of H11Protocol. A release
    that renames one of these fails here, and not where a client is slow.
    """
    overridden = {name for name in vars(timeouts.TimeoutProtocol) if not name.startswith("_")}
    assert overridden == {
        "connection_made", "data_received", "send_400_response", "on_response_complete", "pause_writing",
        "resume_writing", "connection_lost",
    }  # fmt: skip
    for name in overridden:
        ours, theirs = (
            inspect.signature(getattr(each, name)) for each in (timeouts.TimeoutProtocol, H11Protocol)
        )
        assert list(ours.parameters) == list(theirs.parameters), name
    loop = asyncio.new_event_loop()
    try:
        config = serving.server_of(large).config
        made = timeouts.TimeoutProtocol(config, ServerState(), {}, _loop=loop)
        assert (made.loop, made.cycle, made.transport, made.flow) == (loop, None, None, None)
        assert made.conn.our_role is h11.SERVER
    finally:
        loop.close()
    assert FlowControl(asyncio.Transport()).write_paused is False
    assert "response_complete" in RequestResponseCycle.__init__.__code__.co_names
    for calls in (H11Protocol.handle_events, RequestResponseCycle.send):
        assert {"on_response_complete", "on_response"} & {*calls.__code__.co_names}
    assert "send_400_response" in H11Protocol.handle_events.__code__.co_names
