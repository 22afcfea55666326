"""Xapian: stems and words as written with positions, as its own term generator makes them; glass backend.

Runs under the interpreter that has Debian's python3-xapian.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import xapian

from bench.peers.ask import LIMIT, NEAR, Ask, Reply, serve
from bench.peers.minimal import stories

_QUERIES = {
    "term": "{0}",
    "and": "{0} AND {1}",
    "or": "{0} OR {1}",
    "phrase2": '"{0} {1}"',
    "phrase3": '"{0} {1} {2}"',
    "date": "{0}",
    "not": "{0} AND NOT {1}",
    "prefix": "{0}*",
    "place": "{0}",
    "near": "{0} NEAR/%d {1}" % (NEAR + 1),  # noqa: UP031  the other braces are for later
    "headline": "headline:{0}",
}
"""What Xapian 1.4 has; it has no edit distance."""


def index(feeds: str, directory: str) -> None:
    """Index all stories and commit."""
    database = xapian.WritableDatabase(directory, xapian.DB_CREATE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("en"))
    for story in stories(feeds):
        document = xapian.Document()
        generator.set_document(document)
        generator.index_text(story.headline, 1, "S")
        generator.index_text(story.headline)
        generator.increase_termpos()
        generator.index_text(story.body)
        for place in story.places:
            document.add_boolean_term("XP" + place)
        document.add_value(0, xapian.sortable_serialise(story.day))
        document.set_data(story.stored())
        database.add_document(document)
    database.commit()
    database.close()


class Searching:
    """Searches by BM25 with Xapian's own snippets."""

    def __init__(self, directory: str) -> None:
        self.database = xapian.Database(directory)
        self.parser = xapian.QueryParser()
        self.parser.set_stemmer(xapian.Stem("en"))
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.parser.set_database(self.database)
        self.parser.add_prefix("headline", "S")
        self.stem = xapian.Stem("en")

    def query(self, ask: Ask) -> Any:
        """The query by Xapian's parser, with the filter that its kind has."""
        flags = xapian.QueryParser.FLAG_DEFAULT | xapian.QueryParser.FLAG_WILDCARD
        query = self.parser.parse_query(_QUERIES[ask.kind].format(*ask.words), flags)
        if ask.kind == "date":
            ends = map(xapian.sortable_serialise, (ask.first, ask.last))
            return xapian.Query(
                xapian.Query.OP_FILTER, query, xapian.Query(xapian.Query.OP_VALUE_RANGE, 0, *ends)
            )
        if ask.kind == "place":
            return xapian.Query(xapian.Query.OP_FILTER, query, xapian.Query("XP" + ask.place))
        return query

    def answer(self, ask: Ask) -> Reply:
        """The ten best with the exact count, their articles decoded, a snippet of each."""
        enquire = xapian.Enquire(self.database)
        enquire.set_query(self.query(ask))
        found = enquire.get_mset(0, LIMIT, self.database.get_doccount())
        marked = shown = 0
        for match in found:
            article = json.loads(match.document.get_data())
            snippet = found.snippet(article["body"], 180, self.stem)
            shown += 1
            marked += snippet.count(b"<b>" if isinstance(snippet, bytes) else "<b>")
        return Reply(found.get_matches_estimated(), shown, marked)


def main(arguments: list[str]) -> None:
    """`version`, `index FEEDS INDEX`, `search INDEX`."""
    match arguments:
        case ["version"]:
            print("Xapian", xapian.version_string())
        case ["index", feeds, directory]:
            index(feeds, directory)
        case ["search", directory]:
            serve(Searching(directory).answer)


if __name__ == "__main__":
    main(sys.argv[1:])
