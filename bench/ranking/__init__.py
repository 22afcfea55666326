"""How well morgue orders what plain words find, beside plain BM25 and other engines: `python -m bench.ranking`.

`sets` reads the queries, the relevant documents and the documents, and has the measures; `rankers` has one ranker an
engine, `xapian_ranker` is the program of one that may need another interpreter; `compared` has the differences and
their confidence; `parts` takes single parts of morgue's ranking away; `__main__` runs all and prints.
"""
