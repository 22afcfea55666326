"""Index and search with Whoosh, in a directory, in pure Python.

`engine` opens it; `fields` is its schema, `writer` writes, `query` translates a tree, `positions` finds phrases and
NEAR. `toc` finds the table of contents that was committed last. `files` knows the files of an index, `pickles` reads
their pickles without running what is in them.
"""
