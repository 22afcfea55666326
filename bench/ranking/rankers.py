"""One ranker an engine: documents and queries in, the ids of the first hits of each query out."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from bench.measure import ROOT, environment
from bench.peers import lucene
from bench.programs import SYSTEM_PYTHON
from bench.ranking.parts import without
from bench.ranking.sets import DEPTH, Document, Query, folded, words_of

Ranked = list[list[str]]
"""For each query the ids of its first DEPTH hits, best first."""

Asked = list[tuple[str, Query]]
"""Queries, each with how its words are joined: OR or AND."""


class Ranker(Protocol):
    """What ranks the documents of one collection after another."""

    def version(self) -> str:
        """The name and version of the engine. Raises RuntimeError or OSError where it does not run here."""

    def rank(self, collection: str, documents: Sequence[Document], asked: Asked) -> Ranked:
        """Index the documents, then answer the queries."""


class Plain:
    """BM25 (k1 1.2, b 0.75) of tantivy by itself: English stems of title and text in one field, all words alike."""

    def version(self) -> str:
        return f"tantivy-py {version('tantivy')}"

    def rank(self, collection: str, documents: Sequence[Document], asked: Asked) -> Ranked:
        from tantivy import Document as TDocument
        from tantivy import Filter, Index, Occur, SchemaBuilder, TextAnalyzerBuilder, Tokenizer
        from tantivy import Query as TQuery

        builder = SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="stem", index_option="freq")
        builder.add_integer_field("number", stored=True)
        schema = builder.build()
        words = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
        analyzer = words.filter(Filter.stemmer("english")).build()
        index = Index(schema)
        index.register_tokenizer("stem", analyzer)
        writer = index.writer(num_threads=1)
        for number, each in enumerate(documents):
            document = TDocument()
            document.add_text("text", f"{each.title}\n{each.text}")
            document.add_integer("number", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()
        ranked = []
        for join, query in asked:
            occur = Occur.Must if join == "AND" else Occur.Should
            stems = [stem for word in query.words for stem in analyzer.analyze(word)]
            made = TQuery.boolean_query([(occur, TQuery.term_query(schema, "text", stem)) for stem in stems])
            hits: list[Any] = searcher.search(made, limit=DEPTH, count=False).hits
            numbers: list[Any] = [searcher.doc(at).get_first("number") for _, at in hits]
            ranked.append([documents[number].id for number in numbers])
        return ranked


class Fts5:
    """SQLite FTS5: title and text as two columns with Porter's stems, ordered by its own `bm25()`."""

    def version(self) -> str:
        try:
            sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
        except sqlite3.OperationalError as error:
            raise RuntimeError(str(error)) from error
        return f"SQLite FTS5 {sqlite3.sqlite_version}"

    def rank(self, collection: str, documents: Sequence[Document], asked: Asked) -> Ranked:
        db = sqlite3.connect(":memory:")
        db.execute("CREATE VIRTUAL TABLE stories USING fts5 (title, text, tokenize = 'porter unicode61')")
        db.executemany(
            "INSERT INTO stories (rowid, title, text) VALUES (?, ?, ?)",
            ((number, each.title, each.text) for number, each in enumerate(documents)),
        )
        ranked = []
        for join, query in asked:
            match = f" {join} ".join(f'"{word}"' for word in query.words)
            rows = db.execute(
                "SELECT rowid FROM stories WHERE stories MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH)
            )
            ranked.append([documents[number].id for (number,) in rows])
        db.close()
        return ranked


class Program:
    """A ranker that is another program: it reads a file of documents and one of queries, a line each.

    A document's line is the words of its title and its text, cut as those of the queries are and without accents: an
    engine that reads "didn't" as one word would not find it for the query's "didn", which says nothing about its
    ranking. A query's line is OR or AND, a tab, and its words. The program prints, for each query, the numbers of its first documents, from 0
    on.
    """

    def command(self, *arguments: str) -> list[str]:
        """The command line with DOCUMENTS, QUERIES and DEPTH as arguments, or with `version`."""
        raise NotImplementedError

    def version(self) -> str:
        told = subprocess.run(
            self.command("version"), env=environment(), cwd=ROOT, capture_output=True, text=True
        )
        if told.returncode:
            raise RuntimeError((told.stderr.strip().splitlines() or ["it does not start"])[-1])
        return told.stdout.strip()

    def rank(self, collection: str, documents: Sequence[Document], asked: Asked) -> Ranked:
        with tempfile.TemporaryDirectory() as folder:
            files = Path(folder, "documents"), Path(folder, "queries")
            lines = (folded(" ".join(words_of(f"{each.title} {each.text}"))) for each in documents)
            files[0].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            queries = (f"{join}\t{folded(' '.join(query.words))}\n" for join, query in asked)
            files[1].write_text("".join(queries), encoding="utf-8")
            command = self.command(*map(str, files), str(DEPTH))
            told = subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, text=True)
        if told.returncode:
            raise RuntimeError(f"{command[0]} ended with {told.returncode}: {told.stderr.strip()[-2000:]}")
        return [[documents[int(number)].id for number in line.split()] for line in told.stdout.splitlines()]


class Lucene(Program):
    """Lucene's EnglishAnalyzer and BM25 over one field, with these constants."""

    def __init__(self, k1: float, b: float) -> None:
        self.constants = str(k1), str(b)

    def command(self, *arguments: str) -> list[str]:
        home = lucene.built()
        of_version = arguments == ("version",)
        name, more = ("Peer", ()) if of_version else ("Ranking", self.constants)
        return ["java", "-Xmx1g", "-cp", f"{home}{os.pathsep}{home}/*", name, *arguments, *more]


class Xapian(Program):
    """Xapian with its defaults, under the first interpreter that has its bindings."""

    interpreter = sys.executable

    def command(self, *arguments: str) -> list[str]:
        return [self.interpreter, str(Path(__file__).with_name("xapian_ranker.py")), *arguments]

    def version(self) -> str:
        try:
            return super().version()
        except RuntimeError:
            self.interpreter = SYSTEM_PYTHON
            return super().version()


class Morgue:
    """morgue by its Python API, each collection in an archive of its own; `part` of its ranking is taken away."""

    URL = "https://ranking.example/"

    def __init__(
        self, work: Path, *, engine: str | None = None, at: str | None = None, part: str = ""
    ) -> None:
        self.work, self.engine, self.at, self.part = work, engine, at, part

    def version(self) -> str:
        import morgue

        return f"morgue {morgue.__version__} on {self.at or self.engine or 'its default engine'}"

    def without(self, part: str) -> Morgue:
        """The same archives, ranked without a part."""
        return Morgue(self.work, engine=self.engine, at=self.at, part=part)

    def rank(self, collection: str, documents: Sequence[Document], asked: Asked) -> Ranked:
        with ExitStack() as stack:
            if self.part:
                stack.enter_context(without(self.part))
            archive = stack.enter_context(self._archive(collection, documents))
            ranked = []
            for join, query in asked:
                found = archive.search(f" {join} ".join(query.words), limit=DEPTH, snippets=0, count=False)
                urls = [hit.article.url for hit in found.hits]
                ranked.append([documents[int(url.removeprefix(self.URL))].id for url in urls])
        return ranked

    def _archive(self, collection: str, documents: Sequence[Document]) -> Any:
        """The archive of a collection, which the first ranker that asks for it makes."""
        import morgue

        where = f"{self.at}-{collection}" if self.at else self.work / collection
        feed = self.work / f"{collection}.jsonl"
        if feed.exists():
            return morgue.open(where)
        self.work.mkdir(parents=True, exist_ok=True)
        if not self.at:
            shutil.rmtree(where, ignore_errors=True)
        with feed.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps(self._article(number, each)) + "\n" for number, each in enumerate(documents)
            )
        archive = morgue.create(where, engine=self.engine)
        total = archive.index([feed]).articles.total
        if total != len(documents):
            raise RuntimeError(f"morgue has {total} of {len(documents)} documents of {collection}")
        return archive

    def _article(self, number: int, document: Document) -> dict[str, object]:
        """A document in morgue's own form, in which nothing is looked for that it does not state."""
        unknown = ("published", "updated", "day", "dateline", "agency", "byline", "boilerplate")
        stated = {
            "headline": document.title or None,
            "body": document.text or None,
            "url": f"{self.URL}{number}",
            "publisher": "Ranking",
            "language": "en",
        }
        return {**stated, "section": [], "keywords": [], "locations": [], **dict.fromkeys(unknown)}
