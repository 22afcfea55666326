"""Make answers and failures: JSON, pages, and every error as one or the other with its status."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

import morgue
from morgue.archive.archive import Archive
from morgue.errors import (
    ArchiveError,
    EngineError,
    MorgueError,
    QueryError,
    UnknownArticleError,
    UsageError,
)
from morgue.model.article import Article
from morgue.query.deadline import CalledOffError, TooLongError
from morgue.render.citation import written_day
from morgue.render.explanation import around
from morgue.render.formats.documents import dumps
from morgue.render.hits import by_country, opening
from morgue.render.layout import count
from morgue.render.lineage import in_brief
from morgue.render.messages import say
from morgue.web.concurrency import RETRY_SECONDS, BusyError, ConcurrencyLimit
from morgue.web.html_text import (
    address,
    after,
    brief,
    direction,
    language_tag,
    outward,
    printable,
    sentence,
    text_direction,
    timed,
)
from morgue.web.snapshots import SnapshotPool

Answering: TypeAlias = Callable[[Request], Response]


class NotThere(MorgueError):  # noqa: N818 - what is wrong is the address
    """There is nothing at this address."""

    kind = "not-found"


STATUS: tuple[tuple[type[MorgueError], int], ...] = (
    (QueryError, 400),
    (UsageError, 400),
    (NotThere, 404),
    (ArchiveError, 503),
    (BusyError, 503),
    (TooLongError, 503),
)
"""The status of an error; 500 for any other."""


def status_of(error: MorgueError) -> int:
    """Return the HTTP status of an error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("morgue.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(address=address, version=morgue.__version__, folding={})
    environment.filters.update(
        outward=outward, language_tag=language_tag, direction=direction, text_direction=text_direction, count=count, number="{:,}".format, day=written_day,
        sentence=sentence, after=after, by_country=by_country, opening=opening, timed=timed,
        brief=brief, in_brief=in_brief,
    )  # fmt: skip
    return environment


@dataclass(frozen=True, slots=True)
class Site:
    """What all answers are made with: the archive, whose turn it is, the templates, and the clock where it is fixed."""

    snapshots: SnapshotPool
    now: Any = None
    limit: ConcurrencyLimit = field(default_factory=ConcurrencyLimit)
    templates: Environment = field(default_factory=_environment)

    def page(self, template: str, *, status: int = 200, kind: str = "text/html", **values: Any) -> Response:
        """Return a page of a template."""
        made = self.templates.get_template(template).render(values)
        return HTMLResponse(made.encode("utf-8", "replace"), status_code=status, media_type=kind)

    def failure(
        self, scope: Scope, error: MorgueError, status: int | None = None, query: str = ""
    ) -> Response:
        """Return an error as a page, or as the error object below /api/."""
        code = status or status_of(error)
        error = _public(error)
        if scope["path"].startswith("/api/"):
            return document({"error": error.to_json()}, code)
        template = "login.html" if code == 401 else "error.html"
        asked = query if isinstance(error, QueryError) else ""
        return self.page(
            template,
            status=code,
            error=error,
            code=code,
            q=query,
            wrong=_place(asked, error.position),
            sort="relevance",
        )

    def answering(self, answer: Answering) -> Answering:
        """Return an endpoint that never raises; it runs in a thread."""

        def endpoint(request: Request) -> Response:
            try:
                return answer(request)
            except MorgueError as error:
                return self.failure(request.scope, error, query=getattr(error, "query", None) or "")
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
                return self.failure(request.scope, _internal(error))

        return endpoint

    def limited(self, answer: Answering) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that never raises, of an answer for which the archive is searched."""
        work = self.answering(answer)

        async def endpoint(request: Request) -> Response:
            try:
                return await self.limit.work(request, work)
            except BusyError as error:
                response = self.failure(request.scope, error)
                response.headers["Retry-After"] = str(RETRY_SECONDS)
                return response

        return endpoint


@dataclass(frozen=True, slots=True)
class ErrorPosition:
    """Where a query is wrong: the text before, the code point there, the text after."""

    before: str
    here: str
    after: str


_AROUND = 200
"""Characters of a long query that are shown on either side of an error."""


def _place(query: str, position: int | None) -> ErrorPosition | None:
    if not query or position is None:
        return None
    before, here, after = around(query, position, _AROUND)
    return ErrorPosition(before, here or " ", after)


def _public(error: MorgueError) -> MorgueError:
    """Return an error as a reader may see it: where the archive is and what is wrong with its files is for the log."""
    if not isinstance(error, ArchiveError | EngineError) or isinstance(error, TooLongError | CalledOffError):
        return error
    say([f"morgue: {printable(error.message)}"])
    kind = ArchiveError if isinstance(error, ArchiveError) else EngineError
    return kind(
        "the archive cannot be searched now", hint="whoever runs this server finds the reason in its log"
    )


def _internal(error: BaseException) -> MorgueError:
    """Log a bug for whoever runs the server, and return what the reader sees: that there is one."""
    if os.environ.get("MORGUE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    else:
        said = " ".join(str(error).split())[:300]
        say([f"morgue: internal error: {type(error).__name__}: {printable(said)}"])
    return MorgueError(
        f"internal error: {type(error).__name__}", hint="this is a bug in morgue; MORGUE_DEBUG=1 shows where"
    )


def document(value: object, status: int = 200) -> Response:
    """Return a JSON document."""
    return Response(dumps(value), status_code=status, media_type="application/json")


def article_of(archive: Archive, identifier: str) -> Article:
    """Return the article of an id or of the beginning of one. Raises NotThere."""
    try:
        return archive.show([identifier])[0]
    except UnknownArticleError as error:
        raise NotThere(
            f"no story here has the id {identifier[:40]}",
            hint="it may have been removed, or the link may be incomplete: search for words of its headline",
        ) from error
