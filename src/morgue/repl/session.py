"""A session: the last search, how far it has been shown, and what each line makes of it."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from morgue.commands.asking import asking, tell
from morgue.commands.settings import Settings
from morgue.errors import UsageError
from morgue.repl.commands import COMMANDS, command_of

if TYPE_CHECKING:
    from morgue.archive import Archive
    from morgue.article import Article
    from morgue.engines.base import Sort
    from morgue.render.clean import Marks
    from morgue.render.galley import Galley

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")

_HIT_LINES = 6
"""Lines that a hit takes, about."""


class Leave(Exception):  # noqa: N818 - not an error: the wish to go
    """The session is over."""


def page_size() -> int:
    """Hits that a screen shows, from 3 to 10."""
    return max(3, min(10, (shutil.get_terminal_size().lines - 5) // _HIT_LINES))


class Session:
    """What a person at the prompt has asked for and seen."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self.archive = archive
        self.settings = settings
        self.query = ""
        self.sort: Sort = "relevance"
        self.shown = 0
        self.total = 0
        self.ids: dict[int, str] = {}
        self._again: Callable[[], Galley] | None = None

    def answer(self, line: str) -> None:
        """Print the answer to a line. Raises MorgueError, and Leave where the session is over."""
        text = line.strip()
        if text.startswith(":"):
            name, _, argument = text[1:].partition(" ")
            getattr(self, command_of(name))(argument.strip())
        elif text:
            self.search(text)

    # -- searching -----------------------------------------------------------------------------------------

    def search(self, query: str) -> None:
        """A new search, shown from its first hit on; where it is wrong, the one before stays."""
        self.archive.refresh()
        self._page(query, 0)

    def _page(self, query: str, offset: int) -> None:
        from morgue.render.hits import search_galley

        size = page_size()
        with asking(query):
            results = self.archive.search(
                query, limit=size, offset=offset, sort=self.sort, snippets=1, now=self.settings.now
            )
        if not offset:
            self.ids = {}
            tell(
                self.settings,
                results.notes,
                nothing=not results.hits,
                diagnosis=results.diagnosis,
                documented=True,
            )
        self.query, self.total, self.shown = query, results.total or 0, offset + len(results.hits)
        self.ids.update((hit.rank, hit.article.id) for hit in results.hits)
        more = f"{self.total - self.shown:,} more: :more" if self.total > self.shown else ""
        self._again = lambda: search_galley(results, limit=size, more=more, brief=True)
        if results.hits or self.settings.form == "json":
            self._press(self._again(), paged=False)

    def _press(self, galley: Galley, *, paged: bool = True, form: str | None = None) -> None:
        settings = self.settings
        shown = dataclasses.replace(settings, pager=paged and settings.pager, form=form or settings.form)
        shown.press(galley)

    def _asked(self, argument: str = "") -> str:
        """The query that a command is about: its own, or the last one."""
        if argument or self.query:
            return argument or self.query
        raise UsageError("there is no search yet", hint="type one, such as: sanctions date:2025-10")

    # -- commands ------------------------------------------------------------------------------------------

    def more(self, argument: str) -> None:
        """The next hits."""
        self._asked()
        if self.shown >= self.total:
            self.settings.say("no more hits")
            return
        self._page(self.query, self.shown)

    def open(self, argument: str) -> None:
        """The story of a hit, by its number, or of an id."""
        from morgue.render.story import show_galley

        if not argument:
            raise UsageError(":open needs the number of a hit", hint="such as: :open 1")
        wanted = self.ids.get(int(argument)) if argument.isascii() and argument.isdigit() else argument
        if wanted is None:
            known = f"hits 1 to {max(self.ids)} have been shown" if self.ids else "search first"
            raise UsageError(f"there is no hit {argument} on the screen", hint=known)
        articles = self.archive.show([wanted])
        self._again = lambda: show_galley(articles, marked=self._marked())
        self._press(self._again())

    def _marked(self) -> Callable[[Article], Mapping[str, Marks]]:
        """What of a story matches the last search."""
        from morgue.query.clock import moment_of
        from morgue.query.parse import parse
        from morgue.snippets import highlights

        tree = parse(self.query or "*", now=moment_of(self.settings.now)).tree
        return lambda article: highlights(article, tree)

    def order(self, argument: str) -> None:
        """Show or set the order, and search again."""
        near = [each for each in SORTS if argument and each.startswith(argument)]
        if not argument:
            self.settings.say(f"sorted by {self.sort}; :sort {' | '.join(SORTS)}")
            return
        if len(near) != 1:
            raise UsageError(f"there is no order {argument!r}", hint=f"orders are: {', '.join(SORTS)}")
        self.sort = near[0]
        if self.query:
            self.search(self.query)

    def facets(self, argument: str) -> None:
        """Counts of the last search, of all facets or of those named."""
        from morgue.engines.base import FACETS
        from morgue.render.counts import facets_galley

        names = argument.replace(",", " ").split() or FACETS
        query = self.query or "*"
        with asking(query):
            found = self.archive.facets(
                query, names=names, limit=6 if names is FACETS else 20, now=self.settings.now
            )
        self._again = lambda: facets_galley(found)
        self._press(self._again())

    def timeline(self, argument: str) -> None:
        """The last search over time."""
        from morgue.render.counts import timeline_galley

        units = ("auto", "day", "week", "month", "year")
        by: Any = argument or "auto"
        if by not in units:
            raise UsageError(f"there is no unit {argument!r}", hint=f"units are: {', '.join(units)}")
        query = self.query or "*"
        with asking(query):
            found = self.archive.timeline(query, by=by, now=self.settings.now)
        self._again = lambda: timeline_galley(found)
        self._press(self._again())

    def explain(self, argument: str) -> None:
        """How a query is read."""
        from morgue.render.reading import explain_galley

        query = self._asked(argument)
        with asking(query):
            found = self.archive.explain(query, now=self.settings.now)
        self._again = lambda: explain_galley(found)
        self._press(self._again())

    def json(self, argument: str) -> None:
        """The last answer as JSON."""
        if self._again is None:
            raise UsageError("there is no answer yet", hint="type a search, such as: sanctions date:2025-10")
        self._press(self._again(), form="json")

    def help(self, argument: str) -> None:
        """What can be typed."""
        from morgue.repl.commands import help_galley

        self._press(help_galley(), form="text")

    def quit(self, argument: str) -> None:
        """Leave."""
        raise Leave


assert all(hasattr(Session, each.method) for each in COMMANDS.values())  # noqa: S101 - the table names methods
