"""Read a line: history kept in the user's state directory, completion on Tab, a line about the archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.styles import Style

from morgue.errors import UsageError
from morgue.process.interrupts import Terminated
from morgue.render.layout import count
from morgue.render.printer import screen
from morgue.render.sanitize import clean
from morgue.render.style import wants_color
from morgue.repl.completion import offers
from morgue.repl.live import LiveCount

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.repl.session import Session

_COLORS = Style.from_dict(
    {
        "prompt": "bold",
        "trail": "",
        "bottom-toolbar": "noreverse",
        "auto-suggestion": "fg:ansibrightblack",
    }
)


def history_path() -> Path:
    """Return where the lines that were typed are kept: `morgue/history` in the user's state directory."""
    state = os.environ.get("XDG_STATE_HOME", "")
    base = Path(state) if os.path.isabs(state) else Path.home() / ".local" / "state"
    return base / "morgue" / "history"


def history() -> tuple[History, str | None]:
    """Return the history, readable by its owner only; where it cannot be kept, one in memory and the reason."""
    try:
        path = history_path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except (OSError, RuntimeError) as error:
        return InMemoryHistory(), f"the history cannot be kept: {error}"
    return FileHistory(str(path)), None


class ArchiveCompleter(Completer):
    """Offers for prompt_toolkit."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield the offers at the cursor."""
        for offer in offers(document.text_before_cursor, self.archive):
            yield Completion(offer.text, -offer.replaced, display_meta=offer.meta)


def _span(archive: Archive) -> str:
    try:
        found = archive.timeline("*", by="day")
    except UsageError:  # the span is too long to be counted by day
        found = archive.timeline("*", by="year")
    days = [day for day, number in found.buckets if number]
    return f", {days[0]} to {days[-1]}" if days else ""


def _toolbar(session: Session, live: LiveCount, line: str) -> FormattedText:
    """Return what the line matches that is being typed, else what has been shown."""
    if line.strip():
        return FormattedText([("", clean(live.said) or "…")])
    return FormattedText([("", f"{clean(session.archive.where)}{_seen(session)} · Tab completes, :help")])


def _seen(session: Session) -> str:
    """Return how much of what was found has been shown, or the way out where nothing was."""
    if not session.query:
        return ""
    if not session.total:
        return " · nothing found · :back undoes" if session.undoable else " · nothing found"
    if session.view.like:
        return f" · {session.shown:,} shown · most alike first"
    return f" · {session.shown:,} of {session.total:,} shown · {session.view.sort}"


def _message(session: Session) -> FormattedText:
    """Return the prompt with the search and the steps that narrowed it."""
    trail = session.view.trail(max(20, screen().columns // 2)) if session.query else ""
    return FormattedText(
        [
            ("class:prompt", "morgue"),
            ("class:trail", f" {clean(trail)}" if trail else ""),
            ("class:prompt", "> "),
        ]
    )


def prompted(session: Session) -> Iterator[str]:
    """Yield the lines that a person types, until Ctrl-D; Ctrl-C clears the line."""
    kept, trouble = history()
    settings = session.settings
    if trouble:
        settings.say(f"note: {clean(trouble)}")
    archive = session.archive
    settings.say(f"{count(archive.count('*'), 'article')} in {clean(archive.where)}{_span(archive)}; :help")
    colored = wants_color(settings.color, sys.stdout)
    live = LiveCount(archive.where, settings.now, lambda: prompt.app.invalidate())
    prompt: PromptSession[str] = PromptSession(
        lambda: _message(session),
        history=kept,
        completer=ArchiveCompleter(archive),
        complete_while_typing=False,
        complete_style=CompleteStyle.COLUMN,
        auto_suggest=AutoSuggestFromHistory(),
        bottom_toolbar=lambda: _toolbar(session, live, prompt.default_buffer.text),
        enable_history_search=False,
        style=_COLORS if colored else None,
    )
    prompt.default_buffer.on_text_changed += lambda buffer: live.ask(session.preview(buffer.text))
    try:
        while True:
            try:
                yield prompt.prompt()
            except Terminated:
                raise
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
    finally:
        live.close()
