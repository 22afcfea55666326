"""How many requests are worked on at a time, what the others get, and what does not wait for them."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from morgue.archive.archive import Archive
from morgue.query import deadline
from morgue.query.deadline import CalledOffError, Deadline
from morgue.web import concurrency
from morgue.web.app import site
from tests.clock import Steps
from tests.conftest import PATIENCE, story
from tests.web.conftest import NOW


class Searches:
    """Stands for `Archive.count`: it takes until it is let go, and knows how many run."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.changed = threading.Condition()
        self.running = self.most = 0
        self.asked: list[str] = []

    def count(self, archive: Archive, query: str, *, now: object = None) -> int:
        with self.changed:
            self.asked.append(query)
            self.running += 1
            self.most = max(self.most, self.running)
            self.changed.notify_all()
        assert self.go.wait(PATIENCE)
        with self.changed:
            self.running -= 1
        return 7

    def wait_for(self, number: int) -> None:
        """Until so many run."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.running >= number, PATIENCE)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Iterator[Searches]:
    made = Searches()
    monkeypatch.setattr(concurrency, "WAIT_SECONDS", PATIENCE)
    monkeypatch.setattr(Archive, "count", lambda archive, query, now=None: made.count(archive, query))
    yield made
    made.go.set()


Asking = Callable[[int], list["concurrent.futures.Future[int]"]]


@pytest.fixture
def asking(ask: TestClient, searches: Searches) -> Iterator[Asking]:
    """Asks for so many counts at once; the status of each."""
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        try:
            yield lambda number: [
                pool.submit(lambda at=at: ask.get(f"/api/count?q=w{at}").status_code)  # type: ignore[misc]
                for at in range(number)
            ]
        finally:
            searches.go.set()


def test_a_few_are_worked_on_at_a_time_and_all_are_answered(asking: Asking, searches: Searches) -> None:
    answers = asking(12)
    searches.wait_for(concurrency.AT_ONCE)
    with searches.changed:  # time for another one to begin, which it must not
        assert not searches.changed.wait_for(lambda: searches.running > concurrency.AT_ONCE, 0.5)
    searches.go.set()
    assert [each.result(PATIENCE) for each in answers] == [200] * 12
    assert searches.most == concurrency.AT_ONCE
    assert len(searches.asked) == 12


def test_what_waits_too_long_is_told_when_to_ask_again(
    ask: TestClient, asking: Asking, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = asking(concurrency.AT_ONCE)
    searches.wait_for(concurrency.AT_ONCE)
    monkeypatch.setattr(concurrency, "WAIT_SECONDS", 0.1)
    refused = ask.get("/api/count?q=harbour")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == str(concurrency.RETRY_SECONDS)
    error = refused.json()["error"]
    assert (error["kind"], error["position"]) == ("busy", None)
    assert "too many searches" in error["message"]
    assert "ask again in 10 seconds" in error["hint"]
    page = ask.get("/?q=harbour")
    assert (page.status_code, page.headers["Retry-After"]) == (503, str(concurrency.RETRY_SECONDS))
    assert "too many searches at once" in page.text
    assert "Ask again in 10 seconds" in page.text
    for address in ("/static/morgue.css", "/help", "/api/openapi.json"):
        assert ask.get(address).status_code == 200, "what searches nothing does not wait"
    searches.go.set()
    assert [each.result(PATIENCE) for each in answers] == [200] * concurrency.AT_ONCE
    monkeypatch.setattr(concurrency, "WAIT_SECONDS", PATIENCE)
    assert ask.get("/api/count?q=harbour").status_code == 200
    assert searches.asked.count("harbour") == 1


def test_one_that_runs_longer_than_others_wait_is_answered(
    asking: Asking, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = threading.Event()

    async def wait(*given: object, **options: object) -> object:
        """Wait as long as others do, while the search runs, and then no longer."""
        await asyncio.to_thread(searches.wait_for, 1)
        found = await asyncio.wait(*given, **options | {"timeout": 0.01})  # type: ignore[call-overload]
        waited.set()
        return found

    monkeypatch.setattr(concurrency, "asyncio", SimpleNamespace(**vars(asyncio) | {"wait": wait}))
    answers = asking(1)
    assert waited.wait(PATIENCE)
    searches.go.set()
    assert answers[0].result(PATIENCE) == 200


def test_one_whose_client_has_gone_is_not_worked_on(where: str, searches: Searches) -> None:
    app = site(where, now=NOW)

    async def request(query: str, left: asyncio.Event) -> list[int]:
        scope = {
            "type": "http", "method": "GET", "path": "/api/count", "raw_path": b"/api/count", "root_path": "",
            "query_string": f"q={query}".encode(), "headers": [(b"host", b"127.0.0.1")], "scheme": "http",
            "http_version": "1.1", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9),
        }  # fmt: skip
        messages = iter([{"type": "http.request", "body": b"", "more_body": False}])
        statuses = []

        async def receive() -> dict[str, object]:
            for message in messages:
                return message
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, int]) -> None:
            if "status" in message:
                statuses.append(message["status"])

        await app(scope, receive, send)  # type: ignore[arg-type]
        return statuses

    async def all_of_them() -> list[list[int]]:
        left = asyncio.Event()
        first = [asyncio.create_task(request(f"w{at}", left)) for at in range(concurrency.AT_ONCE)]
        await asyncio.to_thread(searches.wait_for, concurrency.AT_ONCE)
        last = asyncio.create_task(request("gone", left))
        await asyncio.sleep(0.1)
        left.set()
        await asyncio.wait_for(asyncio.shield(last), PATIENCE)
        searches.go.set()
        return await asyncio.gather(*first)

    assert asyncio.run(all_of_them()) == [[200]] * concurrency.AT_ONCE, "those that ran went on"
    assert "gone" not in searches.asked


# -- the deadline ---------------------------------------------------------------------------------------------

EVERYWHERE = (
    "/", "/?q=ferry", "/?q=zzzz", "/feed?q=ferry", "/api/search?q=ferry&limit=1000&snippets=10", "/api/count?q=ferry",
    "/api/facets", "/api/timeline?by=day", "/api/bursts?by=day", "/api/explain?q=ferry+strike", f"/article/{story(1).id}?q=ferry",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_all_work_on_a_request_has_one_deadline(
    ask: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is over after half of the looks at the clock that the whole answer takes."""
    assert ask.get(path).status_code == 200  # once, so that nothing is loaded or opened any more
    steps, half = Steps(), Steps()
    monkeypatch.setattr(concurrency, "Deadline", lambda: Deadline(1e9, clock=steps))
    assert ask.get(path).status_code == 200
    assert steps.taken > 1
    monkeypatch.setattr(concurrency, "Deadline", lambda: Deadline(steps.taken // 2 - 1, clock=half))
    late = ask.get(path)
    assert late.status_code == 503
    assert "took longer than 10 seconds" in late.text
    if path.startswith("/api/"):
        assert late.json()["error"]["kind"] == "timeout"
    monkeypatch.setattr(concurrency, "Deadline", Deadline)
    assert ask.get(path).status_code == 200


def test_work_for_a_client_that_has_gone_is_called_off(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def count(archive: Archive, query: str, *, now: object = None) -> int:
        begun.set()
        try:
            while not ended.wait(0.01):
                deadline.check()
        except CalledOffError:
            ended.set()
            raise
        return 0

    monkeypatch.setattr(Archive, "count", count)
    monkeypatch.setattr(concurrency, "Deadline", lambda: Deadline(1e9))
    app = site(where, now=NOW)
    scope = {
        "type": "http", "method": "GET", "path": "/api/count", "raw_path": b"/api/count", "root_path": "",
        "query_string": b"q=ferry", "headers": [(b"host", b"127.0.0.1")], "scheme": "http",
        "http_version": "1.1", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9),
    }  # fmt: skip

    async def send(message: dict[str, object]) -> None:
        assert ended.is_set(), "an answer before the work was called off"

    async def asked() -> None:
        async def receive() -> dict[str, object]:
            await asyncio.to_thread(begun.wait, PATIENCE)
            return {"type": "http.disconnect"}

        await asyncio.wait_for(app(scope, receive, send), PATIENCE)  # type: ignore[arg-type]

    try:
        asyncio.run(asked())
        assert ended.is_set()
    finally:
        ended.set()


def work_on() -> None:
    while True:
        deadline.check()


def test_a_server_that_stops_calls_work_off() -> None:
    begun, answered = threading.Event(), []

    def answer(request: Request) -> Response:
        begun.set()
        with pytest.raises(CalledOffError):
            work_on()
        answered.append(True)
        return Response()

    async def stopped() -> None:
        async def receive() -> dict[str, object]:
            await asyncio.Event().wait()
            return {}

        made = concurrency.ConcurrencyLimit()
        work = asyncio.create_task(made.work(Request({"type": "http"}, receive), answer))  # type: ignore[arg-type]
        await asyncio.to_thread(begun.wait, PATIENCE)
        made.close()
        await asyncio.wait_for(work, PATIENCE)

    asyncio.run(stopped())
    assert answered == [True]
