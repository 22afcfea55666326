"""Plain Whoosh: headline and body as stems and as written, a day, places, the stored article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import orjson
import whoosh
from whoosh import highlight, index
from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemmingAnalyzer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser

from bench.peers.ask import LIMIT, NEAR, Ask, Reply, serve
from bench.peers.minimal import stories

_QUERIES = {
    "term": "{0}",
    "and": "{0} AND {1}",
    "or": "{0} OR {1}",
    "phrase2": '"{0} {1}"',
    "phrase3": '"{0} {1} {2}"',
    "date": "{0} AND day:[{first} TO {last}]",
    "not": "{0} NOT {1}",
    "prefix": "{0}*",
    "place": "{0} AND place:{place}",
    "fuzzy": "{0}~1",
    "near": '"{0} {1}"~%d' % NEAR,  # noqa: UP031  the other braces are for later
    "headline": "headline:{0}",
}
_WRITTEN = ("phrase2", "phrase3", "prefix", "fuzzy")


def _schema() -> Any:
    stems = StemmingAnalyzer(stoplist=None)
    words = RegexTokenizer() | LowercaseFilter()
    return Schema(
        headline=TEXT(analyzer=stems),
        body=TEXT(analyzer=stems),
        headline_w=TEXT(analyzer=words),
        body_w=TEXT(analyzer=words),
        id=ID,
        day=NUMERIC(int, 32),
        place=ID,
        article=STORED,
    )


def build(feeds: str, directory: str) -> None:
    """Index all stories and commit."""
    Path(directory).mkdir(parents=True)
    writer = index.create_in(directory, _schema()).writer(limitmb=256)
    for story in stories(feeds):
        writer.add_document(
            headline=story.headline,
            headline_w=story.headline,
            body=story.body,
            body_w=story.body,
            id=story.id,
            day=story.day,
            place=story.places[0] if story.places else None,
            article=story.stored(),
        )
    writer.commit()


class Searching:
    """Searches by BM25F with Whoosh's highlighter."""

    def __init__(self, directory: str) -> None:
        opened = index.open_dir(directory)
        self.searcher = opened.searcher()
        self.parsers = {}
        for written in (False, True):
            names = ["headline_w", "body_w"] if written else ["headline", "body"]
            self.parsers[written] = MultifieldParser(names, opened.schema)
            self.parsers[written].add_plugin(FuzzyTermPlugin())

    def answer(self, ask: Ask) -> Reply:
        """The ten best with the exact count, their articles decoded, a snippet of each."""
        written = ask.kind in _WRITTEN
        text = _QUERIES[ask.kind].format(*ask.words, first=ask.first, last=ask.last, place=ask.place)
        results = self.searcher.search(self.parsers[written].parse(text), limit=LIMIT)
        results.fragmenter = highlight.ContextFragmenter(maxchars=180)
        field = "body_w" if written else "body"
        marked = 0
        for hit in results:
            article = orjson.loads(hit["article"])
            marked += hit.highlights(field, text=article["body"], top=2).count("<b ")
        return Reply(len(results), results.scored_length(), marked)


def main(arguments: list[str]) -> None:
    """`version`, `index FEEDS INDEX`, `search INDEX`."""
    match arguments:
        case ["version"]:
            print("Whoosh", ".".join(map(str, whoosh.__version__)))
        case ["index", feeds, directory]:
            build(feeds, directory)
        case ["search", directory]:
            serve(Searching(directory).answer)


if __name__ == "__main__":
    main(sys.argv[1:])
