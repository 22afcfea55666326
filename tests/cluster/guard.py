"""A door in front of a node that speaks TLS and lets in who shows a user and password, or a key."""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.certificate import context_of
from tests.conftest import PATIENCE

_REFUSED = b'{"error": {"type": "security_exception", "reason": "who is that?"}, "status": 401}'


def basic(user: str, password: str) -> str:
    """The header of a user and password."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Guard(ThreadingHTTPServer):
    """Passes on to `node` (HOST:PORT) what comes with one of the headers `wanted`, and counts what it turned away."""

    daemon_threads = True

    def __init__(self, node: str, wanted: tuple[str, ...], certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.node = node
        self.wanted = wanted
        self.passed = self.refused = 0
        self.socket = context_of(certificate).wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )

    @property
    def host(self) -> str:
        """HOST:PORT where it listens."""
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust us hangs up; that is its right."""


class _Passage(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()
        super().setup()

    def _pass(self) -> None:
        server: Guard = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.headers.get("authorization") not in server.wanted:
            server.refused += 1
            self._answer(401, _REFUSED)
            return
        server.passed += 1
        node = http.client.HTTPConnection(server.node, timeout=PATIENCE)
        kept = {
            name: value for name, value in self.headers.items() if name.lower() in ("content-type", "accept")
        }
        try:
            node.request(self.command, self.path, body, kept)
            answer = node.getresponse()
            self._answer(answer.status, answer.read(), answer.getheader("content-type", "application/json"))
        except OSError:
            self._answer(502, b'{"error": "no node"}')
        finally:
            node.close()

    def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def do_PUT(self) -> None:
        self._pass()

    def do_DELETE(self) -> None:
        self._pass()

    def do_HEAD(self) -> None:
        self._pass()

    def log_message(self, *unused: object) -> None:
        """Nothing."""


@contextmanager
def guarded(node: str, wanted: tuple[str, ...], certificate: Path) -> Iterator[Guard]:
    """A guard that stands, and is gone afterwards."""
    guard = Guard(node, wanted, certificate)
    threading.Thread(target=guard.serve_forever, daemon=True).start()
    try:
        yield guard
    finally:
        guard.shutdown()
        guard.server_close()
