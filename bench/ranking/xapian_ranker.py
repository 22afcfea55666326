"""Rank by Xapian as it is by default: its term generator and query parser with English stems, its BM25.

Run as a file: `xapian_ranker.py version`, or `xapian_ranker.py DOCUMENTS QUERIES DEPTH`; see `rankers.Program`. The
interpreter has to have Xapian's bindings, which may be the system's; nothing else is imported.
"""

from __future__ import annotations

import sys

import xapian

OPERATORS = {"OR": xapian.Query.OP_OR, "AND": xapian.Query.OP_AND}


def indexed(path: str) -> xapian.WritableDatabase:
    """A database in memory with one document a line."""
    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("en"))
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(line)
            database.add_document(document)
    return database


def main(arguments: list[str]) -> None:
    """Print the numbers of the first documents of each query, best first, a line a query."""
    if arguments == ["version"]:
        print("Xapian", xapian.version_string())
        return
    database = indexed(arguments[0])
    parser = xapian.QueryParser()
    parser.set_stemmer(xapian.Stem("en"))
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    parser.set_database(database)
    enquire = xapian.Enquire(database)
    with open(arguments[1], encoding="utf-8") as lines:
        for line in lines:
            join, words = line.rstrip("\n").split("\t")
            parser.set_default_op(OPERATORS[join])
            enquire.set_query(parser.parse_query(words, 0))
            found = enquire.get_mset(0, int(arguments[2]))
            print(*(match.docid - 1 for match in found))


if __name__ == "__main__":
    main(sys.argv[1:])
