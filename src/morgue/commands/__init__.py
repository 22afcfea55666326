"""Run the command line: one module a command, imported when it is called.

`COMMANDS` is the table: name, module, and what it does. The function in the module has the module's name. `main` turns
what happened into an exit code and a message; `command` is what all commands are made of, `settings` the options that
all have, `asking` and `searching` what those with a query share, `completion` what a shell offers on Tab.
"""

from __future__ import annotations

COMMANDS = {
    "index": "index directories and files of feeds (- reads one feed from standard input)",
    "search": "ranked hits with snippets",
    "count": "how many articles match; --batch reads one query a line",
    "show": "whole articles by id",
    "story": "the life of a story: who carried it when, what each kept, cut, added and corrected",
    "diff": "what changed between two articles: paragraphs cut, added, moved, and words",
    "facets": "counts by agency, location, country, publisher, section, language, format, year, month",
    "timeline": "counts over time, as a bar chart",
    "bursts": "words, places and stories that are over-represented in a period",
    "explain": "how a query was read, and how many articles each part matches",
    "save": "keep a search under a name, in the archive",
    "run": "the answer to a saved search",
    "watch": "what a saved search finds that is new since the last watch",
    "searches": "the searches that are kept",
    "replay": "run a recorded search (search --manifest) again and say what differs",
    "stats": "summary of the archive: articles, files, span, engine, fields filled",
    "stories": "how many stories there are; --rebuild finds them again",
    "errors": "every input that could not be read, and why",
    "verify": "check the archive byte for byte; --repair rebuilds what is damaged",
    "forget": "remove files (or articles, --id) from the archive",
    "copy": "copy an archive to another engine or place, resumable",
    "move": "another name of copy",
    "repl": "interactive search; bare `morgue` on a terminal does the same",
    "serve": "the same search as a web page and a JSON API on 127.0.0.1",
}
"""Every command, in the order of the help."""

ALIASES = {"move": "copy"}
"""Other names of commands, which are in the table too."""

DEFAULT_ARCHIVE = "index"
"""The directory of the archive where none is named."""
