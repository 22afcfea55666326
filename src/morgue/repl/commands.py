"""Hold the table of what can be typed after a colon, and the help made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from morgue.errors import UsageError
from morgue.model.fields import KEYWORD_FIELDS, ROWS, TEXT_FIELDS, Kind
from morgue.query.fields import ALIASES as OTHER_NAMES
from morgue.query.tree import HEADLINE_FIELDS
from morgue.render.formats import FORMATS, in_words
from morgue.render.layout import wrap

if TYPE_CHECKING:
    from morgue.render.answer import Answer, Paper


class Entry(NamedTuple):
    """A command: how it is written, what it does, and the method of Session that does it."""

    usage: str
    meaning: str
    method: str


COMMANDS = {
    "open": Entry(":open N…", "the whole story of hit N (or of an id)", "open"),
    "story": Entry(":story N", "the life of hit N's story: who carried it when, what was corrected", "story"),
    "diff": Entry(":diff N M", "what changed from one hit to another; from N@1 to N, of its texts", "diff"),
    "versions": Entry(":versions N", "the texts that hit N has had; :open N@1 is the first", "versions"),
    "more": Entry(":more", "the next hits", "more"),
    "prev": Entry(":prev", "the hits before", "prev"),
    "and": Entry(":and QUERY", "narrow what you found; so does :agency reuters, :date 2025-10 …", "both"),
    "not": Entry(":not QUERY", "leave out what matches a query", "without"),
    "any": Entry(":any", "then list what has most of the words, and not all of them", "partial"),
    "group": Entry(":group", "one hit a story, and who carried it; once more: one an article", "group"),
    "back": Entry(":back", "undo the last search or narrowing", "back"),
    "like": Entry(":like N", "stories like hit N", "like"),
    "cite": Entry(":cite N…", "hits as a footnote cites them", "cite"),
    "sort": Entry(":sort ORDER", "relevance, newest or oldest", "order"),
    "facets": Entry(":facets [NAME…]", "counts by agency, place, date … of what you found", "facets"),
    "timeline": Entry(":timeline [UNIT]", "a bar chart by day, week, month or year", "timeline"),
    "bursts": Entry(
        ":bursts [UNIT] [QUERY]",
        "words, places and stories that a day, week … has more of than others",
        "bursts",
    ),
    "explain": Entry(":explain [QUERY]", "how the query is read, and what each part matches", "explain"),
    "save": Entry(":save NAME", "save this search in the archive", "save"),
    "run": Entry(":run NAME", "a search that was saved", "run"),
    "searches": Entry(":searches", "all that were saved", "searches"),
    "export": Entry(
        ":export FILE", f"all hits, as {in_words(each.suffixes[0] for each in FORMATS.values())}", "export"
    ),
    "json": Entry(":json", "the last answer as JSON", "json"),
    "help": Entry(":help", "this", "help"),
    "quit": Entry(":quit", "leave (so does Ctrl-D)", "quit"),
}
"""Every command; a beginning that only one of them has is enough."""

ALIASES = {
    "show": "open", "undo": "back", "next": "more", "previous": "prev", "exit": "quit", "q": "quit", "?": "help",
}  # fmt: skip
"""Other names of commands: those of the command line and of other programs."""

BARE = {"help": "help", "quit": "quit", "exit": "quit"}
"""Words that are searched like any other and that may be meant for a command."""

_ORDER = (
    *TEXT_FIELDS, "location", "country", "date", "year", "month", "since", "until", "after", "before", *KEYWORD_FIELDS,
)  # fmt: skip
_NAMES = (*_ORDER, *(row.asked or row.name for row in ROWS if row.kind is not Kind.FACT))
FIELDS = tuple(each for each in dict.fromkeys(_NAMES) if each not in HEADLINE_FIELDS[1:])
"""The fields of a query; after a colon each narrows what was found, but those with the name of a command.

`headline` stands for the other headlines too."""

QUERIES = (
    ("sanctions russia", "both words"),
    ('"air defence" OR missiles', "a phrase, or a word"),
    ("agency:reuters -opec", "one agency, without a word"),
    ("location:brussels date:2025-10", "a place, a month"),
    ("since:2025-10-01 sanction*", "from a day on, words that begin so"),
)


def is_field(name: str) -> bool:
    """Return whether a name after a colon is a field of a query, or another name of one, and no command."""
    return name not in COMMANDS and (name in FIELDS or (name in OTHER_NAMES and name not in ALIASES))


def command_of(typed: str) -> str:
    """Return the method of the command that `typed` is, or begins. Raises UsageError, naming the nearest."""
    if typed in COMMANDS or typed in ALIASES:
        return COMMANDS[ALIASES.get(typed, typed)].method
    meant = [name for name in COMMANDS if typed and name.startswith(typed)]
    if len(meant) == 1:
        return COMMANDS[meant[0]].method
    if meant:
        raise UsageError(f":{typed} may be {' or '.join(f':{name}' for name in meant)}")
    import difflib

    near = difflib.get_close_matches(typed, [*COMMANDS, *ALIASES, *FIELDS], n=1)
    hint = f"did you mean :{near[0]}?" if near else ":help lists the commands"
    raise UsageError(f"there is no command :{typed}", hint=hint)


def help_answer() -> Answer:
    """Return the commands, and some queries."""
    from morgue.render.answer import Answer

    rows = [{"command": each.usage, "meaning": each.meaning} for each in COMMANDS.values()]

    def text(paper: Paper) -> Iterator[str]:
        yield "A line is a search:"
        yield from _table(QUERIES, paper)
        yield ""
        yield "A line that begins with : is a command, which may be shortened:"
        yield from _table([(each.usage, each.meaning) for each in COMMANDS.values()], paper)
        yield ""
        yield from wrap(_KEYS, paper.width)

    return Answer({"commands": rows}, ("command", "meaning"), rows, text)


_KEYS = (
    "Tab completes fields, agencies, places and words that the archive holds; Ctrl-R looks in the history; "
    "Ctrl-C clears the line. The line below the prompt counts matches as you type."
)


def _table(entries: Sequence[tuple[str, str]], paper: Paper) -> Iterator[str]:
    """Yield what can be typed, each with its meaning, which goes on below itself where it is longer than a line."""
    cells = max(len(typed) for typed, _ in entries) + 2
    for typed, meaning in entries:
        first, *rest = wrap(meaning, paper.width - cells - 2)
        yield f"  {paper.style('agency', f'{typed:<{cells}}')}{first}"
        yield from (" " * (cells + 2) + line for line in rest)
