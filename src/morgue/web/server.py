"""Serve: a socket, the address on standard output, uvicorn until it is stopped."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import uvicorn

from morgue.errors import MorgueError, UsageError
from morgue.render.messages import say
from morgue.render.style import is_terminal
from morgue.web.access import SHORTEST_TOKEN, Policy, is_loopback
from morgue.web.app import LOOPBACK, site
from morgue.web.timeouts import HEAD_BYTES, TimeoutProtocol

_LINGER = 0.3
"""Seconds that a request has to end once the server is stopped, which ends within a second."""

_MOST_AT_ONCE = 256
"""Connections; more are answered with 503."""

_SWITCH = 0.0005
"""Seconds after which a thread lets another one run: with Python's 5 ms, answers wait for each other far longer than
they take, above all while the archive is opened again (bench/load.py)."""

_NEW_TOKEN = '--token "$(openssl rand -hex 16 | tee token.txt)" makes one, and keeps it in token.txt'  # noqa: S105 - how to make one

_ANY = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, never listened on unasked


def policy_of(host: str, token: str | None, names: Sequence[str] = ()) -> Policy:
    """Return who may ask a server on `host`. Raises UsageError where it would be open to others without a token."""
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"the token is shorter than {SHORTEST_TOKEN} characters", hint=_NEW_TOKEN)
    if not is_loopback(host) and token is None:
        raise UsageError(
            f"--host {host} lets others in, and needs a token",
            hint=f"{_NEW_TOKEN}; or set MORGUE_TOKEN",
        )
    own = {host.lower(), *(name.lower() for name in names)} - {*_ANY}
    if not is_loopback(host):
        own |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    return Policy(LOOPBACK | own, token, any_address=host in _ANY)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises MorgueError where the port is taken or the host is not this machine's."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise MorgueError(f"--host {host}: {_reason(error)}") from error
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError as error:
        made.close()
        raise MorgueError(
            f"cannot listen on {host} port {port}: {_reason(error)}", hint="--port 0 picks a free one"
        ) from error
    return made


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def url_of(host: str, port: int) -> str:
    """Return the address to open; a token is never part of it, since standard output is kept in logs."""
    name = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - as above
    name = f"[{name}]" if ":" in name and not name.startswith("[") else name
    return f"http://{name}:{port}/"


def _tell_token(url: str, token: str) -> None:
    """Say how a reader gets in: with the token itself only to a person, and to no log."""
    if is_terminal(sys.stderr):
        say([f"open {url}?token={quote(token, safe='')} once; the browser keeps it for 30 days"])
    else:
        say(
            [
                "readers need the token of --token or $MORGUE_TOKEN: as ?token=… in the address, or as a Bearer token"
            ]
        )


def server_of(app: Any) -> Any:
    """Return a uvicorn server that is not started."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=TimeoutProtocol,
            h11_max_incomplete_event_size=HEAD_BYTES,
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            limit_concurrency=_MOST_AT_ONCE,
            timeout_graceful_shutdown=_LINGER,  # type: ignore[arg-type]  # asyncio takes a part of a second
        )
    )


def serve(
    where: str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    token: str | None = None,
    names: Sequence[str] = (),
    now: Any = None,
) -> None:
    """Serve the archive at `where` until SIGINT or SIGTERM. Raises MorgueError, and KeyboardInterrupt at the end."""
    app = site(where, policy=policy_of(host, token, names), now=now)
    with listening(host, port) as made:
        print(url_of(host, made.getsockname()[1]), flush=True)
        if token is not None:
            _tell_token(url_of(host, made.getsockname()[1]), token)
        server = server_of(app)
        sys.setswitchinterval(_SWITCH)
        server.run(sockets=[made])
        if not server.started:
            print("morgue: the server did not start", file=sys.stderr)
