"""Put the site together: every address, and what answers it, behind access control."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from morgue.errors import MorgueError
from morgue.web import bursts, feed, lineage, openapi, pages
from morgue.web import source as original
from morgue.web.access import AccessControl, Policy, RequestError
from morgue.web.api import ENDPOINTS
from morgue.web.responses import Answering, NotThere, Site, document
from morgue.web.snapshots import SnapshotPool

STATIC = {
    "morgue.css": "text/css",
    "morgue.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""The files beside the pages."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names of this machine to itself."""

_PAGES = {
    "/": pages.home,
    "/article/{id}": pages.story,
    "/article/{id}/original": original.page,
    "/story/{id}": lineage.story,
    "/diff": lineage.difference,
    "/bursts": bursts.page,
    "/feed": feed.feed,
}


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise NotThere(f"there is no {name[:100]} here")
    content = files("morgue.web").joinpath("static", name).read_bytes()
    return Response(content, media_type=STATIC[name], headers={"Cache-Control": "public, max-age=300"})


def _login(request: Request) -> Response:
    """Redirect from the login form; access control has read the token by now."""
    return RedirectResponse("/", status_code=303)


def _described(policy: Policy) -> Any:
    def answer(request: Request) -> Response:
        return document(openapi.description(token=policy.token is not None))

    return answer


def _routes(site: Site, policy: Policy) -> list[Route]:
    searched: dict[str, Answering] = {path: functools.partial(page, site) for path, page in _PAGES.items()}
    searched |= {each.path: functools.partial(each.respond, site) for each in ENDPOINTS}
    others: dict[str, Answering] = {
        "/help": functools.partial(pages.help_page, site),
        "/api/openapi.json": _described(policy),
        "/static/{name}": _static,
        "/login": _login,
    }
    return [
        *(Route(path, site.limited(answer)) for path, answer in searched.items()),
        *(Route(path, site.answering(answer)) for path, answer in others.items()),
    ]


def _missing(site: Site) -> Any:
    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        said: MorgueError = NotThere("there is nothing at this address", hint="the search page is at /")
        if status != 404:
            said = RequestError("this request is not answered")
        return site.failure(request.scope, said, status)

    return answer


def site(where: str, *, policy: Policy | None = None, now: Any = None) -> ASGIApp:
    """Return the ASGI application for the archive at a place; `now` replaces the clock."""
    policy = policy or Policy(LOOPBACK)
    snapshots = SnapshotPool(where)
    made = Site(snapshots, now)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            made.limit.close()
            snapshots.close()

    app = Starlette(
        routes=_routes(made, policy),
        exception_handlers={HTTPException: _missing(made)},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return AccessControl(app, policy, made.failure)
