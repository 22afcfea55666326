"""The gate: own names only, GET and HEAD only, a token where one is needed, rules on every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from morgue.errors import MorgueError, UsageError
from morgue.web.access import COOKIE, RULES, Policy, host_name, is_loopback
from morgue.web.app import site
from morgue.web.server import listening, policy_of, url_of
from tests.web.conftest import NOW

TOKEN = "a long enough token"
PATHS = (
    "/", "/?q=ferry", "/?q=%22", "/help", "/article/nothing", "/feed?q=ferry", "/nothing", "/login",
    "/api/search?q=ferry", "/api/search", "/api/openapi.json", "/api/nothing", "/static/morgue.css", "/static/x",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_rules(ask: TestClient, path: str) -> None:
    headers = ask.get(path).headers
    assert {name: headers[name] for name in RULES} == RULES
    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; style-src 'self'; script-src 'self'"
    )
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "cache-control" in headers


@pytest.mark.parametrize("path", ["/", "/article/nothing", "/api/facets?q=ferry", "/api/nothing"])
def test_slashes_at_the_beginning_are_one(ask: TestClient, path: str) -> None:
    """The printed address ends with a slash; a script may write another after it."""
    base = str(ask.base_url).rstrip("/")
    one, two = ask.get(base + path), ask.get(f"{base}/{path}")
    assert (two.status_code, two.content) == (one.status_code, one.content)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_only_reading_is_answered(ask: TestClient, method: str) -> None:
    answer = ask.request(method, "/api/search?q=ferry")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.json()["error"]["kind"] == "request"


def test_head_is_get_without_its_body(ask: TestClient) -> None:
    answer = ask.head("/api/search?q=ferry")
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8705", 200),
        ("localhost:9000", 200),
        ("LOCALHOST", 200),
        ("[::1]:8705", 200),
        ("evil.example", 421),
        ("evil.example:8705", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("192.168.0.7", 421),
        ("", 421),
        ("[::1", 200),
    ],
)
def test_only_own_names_are_answered(ask: TestClient, host: str, status: int) -> None:
    answer = ask.get("/api/search?q=ferry", headers={"Host": host})
    assert answer.status_code == status
    if status == 421:
        assert "hits" not in answer.json()


def test_a_request_has_one_host(ask: TestClient) -> None:
    answer = ask.get("/api/search?q=ferry", headers=[("Host", "127.0.0.1"), ("Host", "127.0.0.1")])
    assert answer.status_code == 400


def test_a_refusal_is_a_page_outside_of_the_api(ask: TestClient) -> None:
    answer = ask.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Not this server" in answer.text


def test_a_server_on_all_addresses_is_called_by_any_of_them_and_by_no_other_name() -> None:
    policy = Policy(frozenset({"localhost", "desk"}), TOKEN, any_address=True)
    known = {name: policy.knows(name) for name in ("192.168.0.7", "fe80::1", "desk", "evil.example", "")}
    assert known == {"192.168.0.7": True, "fe80::1": True, "desk": True, "evil.example": False, "": False}


def test_names_of_hosts() -> None:
    assert [host_name(each) for each in ("A.b:1", "[::1]:80", "a.", "")] == ["a.b", "::1", "a", ""]


# -- the token ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("/static")])
def test_nothing_is_told_without_the_token(
    client_of: Callable[..., TestClient], where: str, path: str
) -> None:
    client = client_of(where, token=TOKEN)
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic eA=="},
        {"Cookie": "morgue=x"},
    ):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "Ferry" not in answer.text
    if path.startswith("/api"):
        assert answer.json()["error"]["kind"] == "token"


def test_the_token_is_taken_as_bearer(client_of: Callable[..., TestClient], where: str) -> None:
    client = client_of(where, token=TOKEN)
    answer = client.get("/api/search?q=ferry", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.json()["total"] == 30


def test_the_token_of_an_address_becomes_a_cookie(client_of: Callable[..., TestClient], where: str) -> None:
    client = client_of(where, token=TOKEN)
    welcome = client.get("/", params={"q": "ferry", "token": TOKEN})
    assert welcome.status_code == 303
    assert welcome.headers["Location"] == "/?q=ferry"
    cookie = welcome.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert TOKEN not in cookie
    assert client.get("/?q=ferry").status_code == 200


def test_the_login_form_leads_to_the_front_page(client_of: Callable[..., TestClient], where: str) -> None:
    client = client_of(where, token=TOKEN)
    form = client.get("/")
    assert 'action="/login"' in form.text
    wrong = client.get("/login", params={"token": "no"})
    assert wrong.status_code == 401
    assert "The token is wrong" in wrong.text
    assert client.get("/login", params={"token": TOKEN}).headers["Location"] == "/login"
    assert client.get("/login").headers["Location"] == "/"
    assert client.cookies[COOKIE]


def test_a_redirect_never_leaves_the_server(client_of: Callable[..., TestClient], where: str) -> None:
    client = client_of(where, token=TOKEN)
    answer = client.get("http://127.0.0.1:8705//evil.example/", params={"token": TOKEN})
    assert answer.headers["Location"] == "/evil.example/"


def test_style_is_there_before_the_token(client_of: Callable[..., TestClient], where: str) -> None:
    assert client_of(where, token=TOKEN).get("/static/morgue.css").status_code == 200


# -- where to listen ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "example.org", ""])
def test_others_are_let_in_only_with_a_token(host: str) -> None:
    with pytest.raises(UsageError, match="needs a token"):
        policy_of(host, None)
    with pytest.raises(UsageError, match="shorter than 16"):
        policy_of(host, "short")
    assert policy_of(host, TOKEN).token == TOKEN


def test_this_machine_needs_none() -> None:
    assert policy_of("127.0.0.1", None).token is None
    assert not policy_of("127.0.0.1", None).any_address
    assert policy_of("0.0.0.0", TOKEN).any_address
    assert "desk.example" in policy_of("127.0.0.1", None, ["Desk.example"]).names
    assert [is_loopback(host) for host in ("127.0.0.2", "::1", "localhost", "0.0.0.0", "x")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_taken_port_and_a_strange_host_are_errors() -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert port
        with pytest.raises(MorgueError, match=f"cannot listen on 127.0.0.1 port {port}"):
            listening("127.0.0.1", port)
    with pytest.raises(MorgueError, match=r"192\.0\.2\.1"):
        listening("192.0.2.1", 0)


def test_addresses_to_open() -> None:
    assert url_of("127.0.0.1", 80) == "http://127.0.0.1:80/"
    assert url_of("::1", 80) == "http://[::1]:80/"
    assert url_of("0.0.0.0", 80) == "http://127.0.0.1:80/"


# -- requests that two servers might read differently ---------------------------------------------------------


def test_a_request_has_one_length(ask: TestClient) -> None:
    both = {"Content-Length": "4", "Transfer-Encoding": "chunked"}
    answer = ask.get("/api/search?q=ferry", headers=both)
    assert (answer.status_code, answer.headers["Connection"]) == (400, "close")
    assert "not both" in answer.json()["error"]["message"]
    assert {name: answer.headers[name] for name in RULES} == RULES


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://127.0.0.1:8705/api/count?q=ferry", "127.0.0.1", 200),
        ("HTTP://localhost/api/count?q=ferry", "127.0.0.1", 200),
        ("http://evil.example/api/count?q=ferry", "127.0.0.1", 421),
        ("http://127.0.0.1/api/count?q=ferry", "evil.example", 200),
        ("http://127.0.0.1@evil.example/api/count?q=ferry", "127.0.0.1", 421),
        ("http://127.0.0.1", "127.0.0.1", 200),
    ],
)
def test_a_target_may_be_a_whole_address(where: str, target: str, host: str, status: int) -> None:
    """The host of the target counts then, and not the header (RFC 9112, 3.2.2)."""
    raw, _, query = target.encode().partition(b"?")
    scope = {
        "type": "http", "method": "GET", "path": raw.decode(), "raw_path": raw, "root_path": "", "query_string": query,
        "headers": [(b"host", host.encode())], "scheme": "http", "http_version": "1.1",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9),
    }  # fmt: skip
    statuses = []

    async def receive() -> dict[str, object]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, int]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    asyncio.run(site(where, now=NOW)(scope, receive, send))  # type: ignore[arg-type]
    assert statuses == [status]


@pytest.mark.parametrize("path", ["/feed", "/api/search", "/api/count", "/api/timeline"])
def test_feed_readers_and_scripts_keep_no_cookie(
    client_of: Callable[..., TestClient], where: str, path: str
) -> None:
    client = client_of(where, token=TOKEN)
    answer = client.get(path, params={"q": "ferry", "token": TOKEN})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert TOKEN not in answer.text
    assert client.get(path, params={"q": "ferry", "token": "wrong"}).status_code == 401
    assert client.get(path, params={"q": "ferry"}).status_code == 401
