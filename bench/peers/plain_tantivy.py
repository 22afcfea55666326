"""Plain tantivy-py: headline and body each as stems and as written, a day, places, the stored article."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import tantivy
from tantivy import Filter, Occur, Query, SchemaBuilder, SnippetGenerator, TextAnalyzerBuilder, Tokenizer

from bench.peers.ask import LIMIT, NEAR, Ask, Reply, serve
from bench.peers.minimal import stories

HEAP_BYTES = 96 << 20
STEMS, WRITTEN = ("headline", "body"), ("headline_w", "body_w")


def schema() -> Any:
    """The fields."""
    builder = SchemaBuilder()
    for stems, written in zip(STEMS, WRITTEN, strict=True):
        builder.add_text_field(stems, tokenizer_name="stem")
        builder.add_text_field(written, tokenizer_name="word")
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("place", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def register(index: Any) -> Any:
    """The index with its two analyzers."""
    word = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    stem = (
        TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.stemmer("english"))
    )
    index.register_tokenizer("word", word.build())
    index.register_tokenizer("stem", stem.build())
    return index


def index(feeds: str, directory: str) -> None:
    """Index all stories, commit, wait for merges."""
    Path(directory).mkdir(parents=True)
    made = register(tantivy.Index(schema(), directory))
    writer = made.writer(HEAP_BYTES, 2)
    for story in stories(feeds):
        document = tantivy.Document()
        document.add_text("headline", story.headline)
        document.add_text("headline_w", story.headline)
        document.add_text("body", story.body)
        document.add_text("body_w", story.body)
        document.add_text("id", story.id)
        for place in story.places:
            document.add_text("place", place)
        document.add_integer("day", story.day)
        document.add_bytes("stored", story.stored())
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Plain:
    """Searches as a program does that uses tantivy-py directly."""

    def __init__(self, directory: str) -> None:
        self.index = register(tantivy.Index.open(directory))
        self.index.reload()
        self.schema = self.index.schema
        self.searcher = self.index.searcher()

    def answer(self, ask: Ask) -> Reply:
        """The ten best with the exact count, their articles decoded, a snippet of each by tantivy's generator."""
        query, snipped, field = self.query(ask)
        result = self.searcher.search(query, limit=LIMIT)
        generator = SnippetGenerator.create(self.searcher, snipped, self.schema, field)
        generator.set_max_num_chars(180)
        marked = 0
        for _, address in result.hits:
            document = self.searcher.doc(address)
            article = orjson.loads(document.get_first("stored"))
            text = tantivy.Document(**{field: article[field.removesuffix("_w")]})
            snippet = generator.snippet_from_doc(text)
            marked += len(snippet.highlighted())
            snippet.fragment()
        return Reply(result.count, len(result.hits), marked)

    def query(self, ask: Ask) -> tuple[Any, Any, str]:
        """The query, what of it is shown in snippets, and in which field."""
        parsed = _PARSED.get(ask.kind)
        if parsed is not None:
            template, fields = parsed
            query = self.index.parse_query(
                template.format(*ask.words, first=ask.first, last=ask.last, place=ask.place), list(fields)
            )
            return query, query, fields[-1]
        if ask.kind == "prefix":
            made = [Query.regex_query(self.schema, field, f"{ask.words[0]}.*") for field in WRITTEN]
        elif ask.kind == "fuzzy":
            made = [Query.fuzzy_term_query(self.schema, field, ask.words[0], 1) for field in WRITTEN]
        else:
            stems = [self.stem(word) for word in ask.words]
            pair: list[Any] = [(0, stems[0]), (0, stems[1])]
            made = [Query.phrase_query(self.schema, field, pair, NEAR) for field in STEMS]
        query = Query.boolean_query([(Occur.Should, each) for each in made])
        return query, query, "body" if ask.kind == "near" else "body_w"

    @staticmethod
    @cache
    def stem(word: str) -> str:
        """The stem that the index has."""
        analyzer = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
        stem: str = analyzer.filter(Filter.stemmer("english")).build().analyze(word)[0]
        return stem


_PARSED = {
    "term": ("{0}", STEMS),
    "and": ("{0} AND {1}", STEMS),
    "or": ("{0} OR {1}", STEMS),
    "phrase2": ('"{0} {1}"', WRITTEN),
    "phrase3": ('"{0} {1} {2}"', WRITTEN),
    "date": ("{0} AND day:[{first} TO {last}]", STEMS),
    "not": ("+{0} -{1}", STEMS),
    "place": ('{0} AND place:"{place}"', STEMS),
    "headline": ("headline:{0}", STEMS[:1]),
}
"""Kinds that tantivy's own parser reads, and the fields of their words."""


def main(arguments: list[str]) -> None:
    """`version`, `index FEEDS INDEX`, `search INDEX`."""
    match arguments:
        case ["version"]:
            print("tantivy-py", version("tantivy"))
        case ["index", feeds, directory]:
            index(feeds, directory)
        case ["search", directory]:
            serve(Plain(directory).answer)


if __name__ == "__main__":
    main(sys.argv[1:])
