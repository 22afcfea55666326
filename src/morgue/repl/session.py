"""Answer a session: what is being looked at, how far it has been shown, and what each line makes of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from morgue.archive.arguments import ORDERS, PERIODS
from morgue.commands.asking import asking, checked, marker, print_notes
from morgue.commands.settings import Settings
from morgue.errors import MorgueError, QueryError, UsageError
from morgue.query.clock import moment_of
from morgue.render.printer import screen
from morgue.render.sanitize import clean
from morgue.repl.commands import BARE, COMMANDS, command_of, is_field
from morgue.repl.view import View, narrowing
from morgue.storage.versions import VERSION_MARK

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.archive.arguments import Unit
    from morgue.archive.results import Results
    from morgue.archive.searchable import Partials
    from morgue.model.article import Article
    from morgue.query.tree import Note
    from morgue.render.answer import Answer
    from morgue.render.sanitize import Marks

_HIT_LINES = 6
"""Lines that a hit takes, about."""

_MANY = 1_000
"""Hits whose export takes long enough to say that it has begun."""

_COLUMN = re.compile(r"^column \d+: ")

_LISTING = ":any lists them"
"""How to see the articles that have most of the words."""

_SEARCH_FIRST = "type a search, such as: sanctions date:2025-10"


class Leave(Exception):  # noqa: N818 - not an error: the wish to go
    """The session is over."""


def page_size() -> int:
    """Return how many hits a screen shows, from 3 to 10."""
    return max(3, min(10, (screen().lines - 5) // _HIT_LINES))


class Session:
    """What a person at the prompt has asked for and seen."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self.archive = archive
        self.settings = settings
        self.view = View()
        self.first = 0
        self.shown = 0
        self.total = 0
        self.ids: dict[int, str] = {}
        self._results: Results | None = None
        self._before: list[View] = []
        self._again: Callable[[], Answer] | None = None
        self._noted: set[str] = set()

    @property
    def now(self) -> dt.datetime:
        """Return the clock of relative dates."""
        return moment_of(self.settings.now)

    @property
    def query(self) -> str:
        """Return the search that is being looked at, as one query; nothing before the first."""
        return self.view.query(self.now) if self._results else ""

    @property
    def _counted(self) -> Unit:
        """Return what facets and timelines count: what the hits are."""
        return "stories" if self.view.group else "articles"

    @property
    def undoable(self) -> bool:
        """Return whether :back leads anywhere."""
        return bool(self._before)

    def answer(self, line: str) -> None:
        """Print the answer to a line. Raises MorgueError, and Leave where the session is over."""
        text = line.strip()
        if text.startswith(":"):
            name, _, argument = text[1:].partition(" ")
            if is_field(name):
                self.narrow(name, argument.strip())
            else:
                getattr(self, command_of(name))(argument.strip())
        elif text == "?":
            self.help("")
        elif text:
            self._check_options(text)
            self._notice(text)
            self.look(View((checked(text),), sort=self.view.sort, group=self.view.group))

    def _check_options(self, text: str) -> None:
        """Raises UsageError for a query with an option of the command line in it."""
        for word in text.split():
            if word.startswith("--") and word[2:3].isalpha():
                raise UsageError(
                    f"{word.partition('=')[0]}: options do not work inside a query",
                    hint="here: :sort ORDER, :more, :export FILE; :help lists the commands",
                )

    def _notice(self, text: str) -> None:
        """Say what may have been meant by a search for one word, and in which order hits come if not by relevance."""
        if text in BARE:
            self.settings.say(f"note: this searches for the word {text}; did you mean :{BARE[text]}?")
        elif text.isascii() and text.isdigit() and int(text) in self.ids:
            self.settings.say(f"note: this searches for the number {text}; did you mean :open {text}?")
        if self.view.sort != "relevance":
            self.settings.say(f"note: hits come {self.view.sort} first; :sort relevance changes that")

    def preview(self, line: str) -> str | None:
        """Return the query that a line would ask; None where it is none. A line that is wrong is taken as it is."""
        text = line.strip()
        if not text.startswith(":"):
            return text or None
        name, _, argument = text[1:].partition(" ")
        if not argument or not (is_field(name) or name in ("and", "not")):
            return None
        try:
            return self.view.narrowed(_step(name, argument.strip())).query(self.now)
        except MorgueError:
            return _step(name, argument.strip())

    # -- searching -----------------------------------------------------------------------------------------

    def look(self, view: View) -> None:
        """Another search, shown from its first hit on; where it is wrong, the one before stays."""
        self.archive.refresh()
        before = self.view
        self._page(view, 0)
        if before.steps or before.like:
            self._before.append(before)

    def _page(self, view: View, offset: int) -> None:
        from morgue.render.hits import partial_lines, search_answer

        size = page_size()
        with asking(view.query(self.now)):
            results = self._fetched(view, offset, size)
        if not offset:
            self.ids = {}
            print_notes(
                self.settings,
                self._fresh(results.notes, view),
                nothing=not results.hits,
                diagnosis=results.diagnosis,
                documented=True,
            )
            if not results.hits and self.settings.form == "text":
                self.settings.say(*partial_lines(results, _LISTING))
        self.view, self._results = view, results
        self.total, self.first, self.shown = results.listable or 0, offset, offset + len(results.hits)
        self.ids.update((hit.rank, hit.article.id) for hit in results.hits)
        more = f"{self.total - self.shown:,} more: :more" if self.total > self.shown else ""
        self._again = lambda: search_answer(
            results,
            limit=size,
            more=more,
            brief=True,
            timed=not view.like and view.sort != "relevance",
            partial=_LISTING,
        )
        if results.hits or self.settings.form == "json":
            self._print(self._again(), paged=False)

    def _fresh(self, notes: Sequence[Note], view: View) -> list[Note]:
        """Return the notes that were not made before this step; of several steps without columns, which nobody has typed."""
        bare = [dataclasses.replace(each, message=_COLUMN.sub("", each.message)) for each in notes]
        narrowed = len(view.steps) > 1
        known = self._noted if narrowed else set()
        self._noted = {each.message for each in bare}
        shown = bare if narrowed else list(notes)
        return [note for note, each in zip(shown, bare, strict=True) if each.message not in known]

    def _fetched(self, view: View, offset: int, size: int) -> Results:
        query = view.query(self.now)
        if view.like:
            return self.archive.like(
                view.like, query, limit=size, offset=offset, snippets=1, now=self.settings.now
            )
        partial: Partials = "list" if view.partial else "count"
        return self.archive.search(
            query,
            limit=size,
            offset=offset,
            sort=view.sort,
            snippets=1,
            now=self.settings.now,
            partial=partial,
            group=view.group,
        )

    def _print(self, found: Answer, *, paged: bool = True, form: str | None = None) -> None:
        settings = self.settings
        shown = dataclasses.replace(settings, pager=paged and settings.pager, form=form or settings.form)
        shown.print(found)

    def _show(self, make: Callable[[], Answer]) -> None:
        """Print an answer, and keep how it is made for :json."""
        self._again = make
        self._print(make())

    def _asked(self, default: str | None = None) -> str:
        """Return the query that a command is about: what is being looked at, else `default`."""
        if self._results is not None:
            return self._results.query.canonical if self.view.like else self.query
        if default is None:
            raise UsageError("there is no search yet", hint=_SEARCH_FIRST)
        return default

    def _hit(self, argument: str, command: str) -> str:
        """Return the id of a hit by its number, of one of its texts (`2@1`), or an id as it was typed."""
        if not argument:
            raise UsageError(f":{command} needs the number of a hit", hint=f"such as: :{command} 1")
        number, mark, text = argument.partition(VERSION_MARK)
        if not (number.isascii() and number.isdigit()):
            return argument
        wanted = self.ids.get(int(number))
        if wanted is None:
            known = f"hits 1 to {max(self.ids)} have been shown" if self.ids else "search first"
            raise UsageError(f"there is no hit {number} on the screen", hint=known)
        return f"{wanted.partition(VERSION_MARK)[0]}{mark}{text}" if mark else wanted

    def _hits(self, argument: str, command: str) -> list[str]:
        """Return the ids of several hits, with white space or commas between them."""
        return [self._hit(each, command) for each in argument.replace(",", " ").split() or [""]]

    # -- what is being looked at ---------------------------------------------------------------------------

    def narrow(self, field: str, value: str) -> None:
        """Narrow to what has a value in a field."""
        if not value:
            raise UsageError(f":{field} needs a value", hint=f"such as: :{field} {_EXAMPLES.get(field, 'x')}")
        self.look(self._narrowed(_step(field, value)))

    def both(self, argument: str) -> None:
        """Narrow to what matches another query too."""
        self._asked_for(argument, "and")
        self.look(self._narrowed(_step("and", argument)))

    def without(self, argument: str) -> None:
        """Narrow to what does not match a query."""
        self._asked_for(argument, "not")
        from morgue.query.canonical import canonical
        from morgue.query.parser import parse
        from morgue.query.tree import Not

        with asking(argument):
            wanted = Not(parse(argument, now=self.now).tree)
        step = _step("not", argument)
        try:
            meant = parse(step, now=self.now).tree
        except QueryError:
            meant = None
        self.look(self._narrowed(step if meant == wanted else canonical(wanted)))

    def _asked_for(self, argument: str, command: str) -> None:
        if not argument:
            raise UsageError(f":{command} needs a query", hint=f"such as: :{command} agency:reuters")

    def _narrowed(self, step: str) -> View:
        from morgue.query.parser import parse

        with asking(step):
            parse(step, now=self.now)
        return self.view.narrowed(step)

    def partial(self, argument: str) -> None:
        """List what has most of the words behind what has all of them."""
        self._asked()
        if self.view.like:
            raise UsageError("the most alike come first here", hint=":back leaves the stories like one")
        if self.view.partial:
            self.settings.say("what has most of the words is listed already; :back leaves it out")
            return
        self.look(dataclasses.replace(self.view, partial=True))

    def group(self, argument: str) -> None:
        """List one hit a story, or one an article again."""
        if self.view.like:
            raise UsageError("the most alike come first here", hint=":back leaves the stories like one")
        view = dataclasses.replace(self.view, group=not self.view.group)
        if self._results is not None:
            self.look(view)
        else:
            self.settings.say("hits will be stories" if view.group else "hits will be articles")
        self.view = view

    def back(self, argument: str) -> None:
        """Undo the last search or narrowing."""
        if not self._before:
            raise UsageError("nothing to undo", hint=":back undoes the searches of this session")
        self._page(self._before.pop(), 0)

    def more(self, argument: str) -> None:
        """Show the next hits."""
        self._asked()
        if self.shown >= self.total:
            self.settings.say("no more hits")
            return
        self._page(self.view, self.shown)

    def prev(self, argument: str) -> None:
        """Show the hits before those on the screen."""
        self._asked()
        if not self.first:
            self.settings.say("these are the first hits")
            return
        self._page(self.view, max(0, self.first - page_size()))

    def order(self, argument: str) -> None:
        """Show or set the order, and search again."""
        near = [each for each in ORDERS if argument and each.startswith(argument)]
        if not argument:
            self.settings.say(f"sorted by {self.view.sort}; :sort {' | '.join(ORDERS)}")
            return
        if len(near) != 1:
            raise UsageError(f"there is no order {argument!r}", hint=f"orders are: {', '.join(ORDERS)}")
        if self.view.like:
            raise UsageError("the most alike come first here", hint=":back leaves the stories like one")
        view = dataclasses.replace(self.view, sort=near[0])
        if self._results is not None:
            self.look(view)
        self.view = view

    def like(self, argument: str) -> None:
        """Show stories like one."""
        article = self.archive.show([self._hit(argument, "like")])[0]
        self.look(View(like=article.id, title=clean(article.headline or ""), sort=self.view.sort))

    # -- kept ----------------------------------------------------------------------------------------------

    def save(self, argument: str) -> None:
        """Keep the search under a name."""
        query = self._asked()
        if not argument:
            raise UsageError(":save needs a name", hint="such as: :save ports")
        before = self.archive.saved.save(argument, query, sort=self.view.sort, now=self.settings.now)
        done = f"replaced {argument}, which was: {before.query}" if before else f"saved as {argument}"
        self.settings.say(f"{done}; :run {argument}")

    def run(self, argument: str) -> None:
        """Answer a saved search."""
        if not argument:
            raise UsageError(":run needs a name", hint=":searches lists them")
        kept = self.archive.saved[argument]
        self.look(View((kept.query,), sort=kept.sort, group=self.view.group))

    def searches(self, argument: str) -> None:
        """List the saved searches."""
        from morgue.render.saved import searches_answer

        kept = tuple(self.archive.saved)
        if not kept:
            self.settings.say("no search is saved yet; :save NAME keeps what you look at")
        self._show(lambda: searches_answer(kept, self.archive.revision))

    def export(self, argument: str) -> None:
        """Write all hits to a file."""
        from morgue.repl.export import export, form_of

        self._asked()
        if not argument:
            raise UsageError(":export needs a file", hint="such as: :export hits.csv")
        path = Path(argument).expanduser()
        form_of(path)
        results = self._fetched(self.view, 0, 1)
        total = results.listable or 0
        if total > _MANY:
            self.settings.say(f"writing {total:,} hits to {path} …")
        hits = (
            self._fetched(self.view, 0, total).hits
            if self.view.like
            else self.archive.hits(
                self.query,
                sort=self.view.sort,
                now=self.settings.now,
                partial=self.view.partial,
                group=self.view.group,
            )
        )
        timed = not self.view.like and self.view.sort != "relevance"
        export(path, results, hits, limit=total, timed=timed)
        self.settings.say(f"{total:,} hits in {path}")

    def cite(self, argument: str) -> None:
        """Cite hits."""
        from morgue.render.story import cite_answer

        articles = self.archive.show(self._hits(argument, "cite"))
        self._show(lambda: cite_answer(articles))

    # -- answers about it ----------------------------------------------------------------------------------

    def open(self, argument: str) -> None:
        """Show the stories of hits, by their numbers, or of ids."""
        from morgue.render.story import show_answer

        articles = self.archive.show(self._hits(argument, "open"))
        marked = self._marked()
        self._show(
            lambda: show_answer(
                articles,
                marked=marked,
                locate=self.archive.location,
                whereabouts=self.archive.also_in(each.id for each in articles),
                standing=self.archive.standing,
                history=":versions {}",
            )
        )

    def versions(self, argument: str) -> None:
        """List the texts that a hit's article has had; or narrow to what is searched among all of them."""
        from morgue.render.versions import versions_answer

        if argument in SCOPES:
            self.narrow("versions", argument)
            return
        texts = [self.archive.versions(each) for each in self._hits(argument, "versions")]
        self._show(lambda: versions_answer(texts))

    def story(self, argument: str) -> None:
        """Show the life of the story that a hit is of."""
        from morgue.render.lineage import SHOWN, story_answer

        found = self.archive.story(self._hit(argument, "story"))
        left = len(found.lineage.members) - SHOWN
        more = f"{left:,} more: the search story:{found.lineage.story} lists them" if left > 0 else None
        self._show(lambda: story_answer(found, more=more))

    def diff(self, argument: str) -> None:
        """Show what changed from one hit to another."""
        from morgue.render.diff import diff_answer

        hits = self._hits(argument, "diff")
        if len(hits) != 2:
            raise UsageError(":diff needs two hits", hint="such as: :diff 1 2")
        found = self.archive.diff(*hits)
        self._show(lambda: diff_answer(found))

    def _marked(self) -> Callable[[Article], Mapping[str, Marks]]:
        """Return what of a story matches the last search."""
        return marker(self.archive, self._asked("*"), self.now)

    def facets(self, argument: str) -> None:
        """Count what was found by all facets, or by those named."""
        from morgue.engines.base import FACETS
        from morgue.render.counts import facets_answer

        names = argument.replace(",", " ").split() or FACETS
        most = 6 if names is FACETS else 20
        found = self.archive.facets(
            self._asked("*"), names=names, limit=most, now=self.settings.now, count=self._counted
        )
        self._show(lambda: facets_answer(found))

    def timeline(self, argument: str) -> None:
        """Chart what was found over time."""
        from morgue.render.counts import timeline_answer

        found = self.archive.timeline(
            self._asked("*"), by=_unit(argument), now=self.settings.now, count=self._counted
        )
        if self.view.group:
            print_notes(self.settings, found.notes, nothing=False, documented=True)
        self._show(lambda: timeline_answer(found))

    def bursts(self, argument: str) -> None:
        """Show what is over-represented in the periods of what was found, or of a query."""
        from morgue.render.bursts import bursts_answer

        first, _, rest = argument.partition(" ")
        unit, query = (first, rest.strip()) if first in PERIODS else ("", argument)
        query = query or self._asked("*")
        with asking(query):
            found = self.archive.bursts(query, by=_unit(unit), now=self.settings.now)
        print_notes(self.settings, found.notes, nothing=False, documented=True)
        self._show(lambda: bursts_answer(found))

    def explain(self, argument: str) -> None:
        """Explain how a query is read."""
        from morgue.render.explanation import explain_answer

        query = argument or self._asked()
        with asking(query):
            found = self.archive.explain(query, now=self.settings.now)
        self._show(lambda: explain_answer(found))

    def json(self, argument: str) -> None:
        """Print the last answer as JSON."""
        if self._again is None:
            raise UsageError("there is no answer yet", hint=_SEARCH_FIRST)
        self._print(self._again(), form="json")

    def help(self, argument: str) -> None:
        """Print what can be typed."""
        from morgue.repl.commands import help_answer

        self._print(help_answer(), form="text")

    def quit(self, argument: str) -> None:
        """Leave."""
        raise Leave


SCOPES = ("all", "current")
"""What `versions:` of a query takes, and `:versions` beside hits."""

_EXAMPLES = {
    "agency": "reuters",
    "location": "brussels",
    "country": "BE",
    "date": "2025-10",
    "headline": "ferry",
}


def _unit(argument: str) -> Any:
    """Return the unit of time that is typed. Raises UsageError for what is none."""
    by = argument or "auto"
    if by not in PERIODS:
        raise UsageError(f"there is no unit {argument!r}", hint=f"units are: {', '.join(PERIODS)}")
    return by


def _step(command: str, argument: str) -> str:
    """Return the query that a narrowing command adds."""
    if command == "and":
        return argument
    return f"NOT ({argument})" if command == "not" else narrowing(command, argument)


assert all(hasattr(Session, each.method) for each in COMMANDS.values())  # noqa: S101 - the table names methods
