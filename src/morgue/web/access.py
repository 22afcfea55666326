"""Decide who is answered, by what name, and with which rules for the browser on every answer."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from morgue.errors import MorgueError
from morgue.web.parameters import pairs

COOKIE = "morgue"
COOKIE_SECONDS = 30 * 24 * 3600
SHORTEST_TOKEN = 16

RULES = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer."""

DIRECT = ("/feed", "/api/")
"""Paths that answer a token in the address at once: feed readers and scripts keep no cookie."""

OPEN_TO_ALL = ("/static/",)
"""Paths that hold nothing of the archive: what the login page is drawn with."""

Refusal = Callable[[Scope, MorgueError, int], Response]
"""Makes the answer to a request that does not pass: as a page or as JSON."""


class RequestError(MorgueError):
    """The request is not one that this server answers."""

    kind = "request"


class TokenError(MorgueError):
    """The token is missing or wrong."""

    kind = "token"


def is_loopback(host: str) -> bool:
    """Return whether a host to listen on is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def host_name(header: str) -> str:
    """Return the name in a Host header, in lower case, without port and brackets."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower().rstrip(".")


def badge(token: str) -> str:
    """Return what the cookie holds: it shows that the token was known, and does not give it away."""
    return hashlib.sha256(b"morgue page " + token.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may ask: by which names of the host, and with which token (None asks for none).

    With `any_address` a Host that is an address in digits is answered too: where the server listens on all
    addresses it has many, and no stranger's name can be made to mean one of these.
    """

    names: frozenset[str]
    token: str | None = None
    any_address: bool = False

    def knows(self, name: str) -> bool:
        """Return whether the host is called so."""
        return name in self.names or (self.any_address and _is_address(name))

    def accepts(self, token: str) -> bool:
        """Return whether this is the token."""
        return self.token is not None and hmac.compare_digest(
            token.encode("utf-8", "surrogatepass"), self.token.encode("utf-8", "surrogatepass")
        )

    def accepts_badge(self, found: str) -> bool:
        """Return whether this is the cookie of one who knew the token."""
        return self.token is not None and hmac.compare_digest(found.encode(), badge(self.token).encode())


class AccessControl:
    """ASGI middleware: refuses what is not asked rightly, and puts RULES on every answer."""

    def __init__(self, app: ASGIApp, policy: Policy, refusal: Refusal) -> None:
        self.app = app
        self.policy = policy
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1003})
            return

        async def ruled(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in RULES.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        asked = _single_slashed(_origin_form(scope))
        answer = self._answer(asked) or self.app
        await answer(asked, receive, ruled)

    def _answer(self, scope: Scope) -> Response | None:
        """Return the refusal of a request, or None where it may pass."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return self.refusal(scope, RequestError("a request has one Host header"), 400)
        if not self.policy.knows(host_name(hosts[0])):
            error = RequestError(
                f"this server is not called {hosts[0][:100]!r}",
                hint="ask for it by the address that morgue serve printed, or give --name",
            )
            return self.refusal(scope, error, 421)
        if "content-length" in headers and "transfer-encoding" in headers:
            error = RequestError(
                "a request has Content-Length or Transfer-Encoding, not both (RFC 9112, 6.1)"
            )
            response = self.refusal(scope, error, 400)
            response.headers["Connection"] = "close"
            return response
        if scope["method"] not in ("GET", "HEAD"):
            response = self.refusal(scope, RequestError("only GET and HEAD are answered"), 405)
            response.headers["Allow"] = "GET, HEAD"
            return response
        if self.policy.token is None:
            return None
        return self._checked(scope, headers)

    def _checked(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the refusal of a request without the token, or None."""
        parameters = _parameters(scope)
        given = [value for name, value in parameters if name == "token"]
        if given and self.policy.accepts(given[-1]):
            return None if scope["path"].startswith(DIRECT) else self._welcome(scope, parameters)
        kind, _, said = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self.policy.accepts(said.strip()):
            return None
        if self.policy.accepts_badge(_cookie(headers)) or scope["path"].startswith(OPEN_TO_ALL):
            return None
        wrong = bool(given or kind)
        error = TokenError(
            "the token is wrong" if wrong else "a token is needed here",
            hint="it is the one that morgue serve was started with",
        )
        response = self.refusal(scope, error, 401)
        response.headers["WWW-Authenticate"] = 'Bearer realm="morgue"'
        return response

    def _welcome(self, scope: Scope, parameters: list[tuple[str, str]]) -> Response:
        """Return a redirect to the address without the token, with a cookie in its place."""
        rest = urlencode([pair for pair in parameters if pair[0] != "token"], errors="surrogateescape")
        path = "/" + quote(scope["path"].lstrip("/"))
        response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
        response.set_cookie(
            COOKIE, badge(self.policy.token or ""), max_age=COOKIE_SECONDS, httponly=True, samesite="lax"
        )
        response.headers["Cache-Control"] = "no-store"
        return response


def _origin_form(scope: Scope) -> Scope:
    """Return the request as one for a path, where its target is a whole address (RFC 9112, 3.2.2).

    The host of such a target takes the place of the Host header.
    """
    path: str = scope["path"]
    if not path.lower().startswith(("http://", "https://")):
        return scope
    raw: bytes = scope.get("raw_path") or path.encode()
    try:
        target, raw_target = urlsplit(path), urlsplit(raw)
    except ValueError:
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    host = (b"host", target.netloc.rpartition("@")[2].encode("utf-8", "replace"))
    return {
        **scope,
        "path": target.path or "/",
        "raw_path": raw_target.path or b"/",
        "headers": [host, *headers],
    }


def _single_slashed(scope: Scope) -> Scope:
    """Return the request with one slash at the beginning of its path.

    The address that `morgue serve` prints ends with a slash, and a script puts `/api/search` after it.
    """
    path: str = scope["path"]
    if not path.startswith("//"):
        return scope
    raw: bytes = scope.get("raw_path") or path.encode()
    return {**scope, "path": "/" + path.lstrip("/"), "raw_path": b"/" + raw.lstrip(b"/")}


def _parameters(scope: Scope) -> list[tuple[str, str]]:
    try:
        return pairs(scope["query_string"], 64)
    except ValueError:
        return []


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found and found.value.isascii() else ""
