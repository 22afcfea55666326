"""Index and search with tantivy, in a directory.

`engine` opens it; `writer` writes, `docstore` packs stored articles, `memory` bounds what a writer keeps mapped,
`threads` waits for threads of tantivy. `query` translates a tree, with `terms` for words and `proximity` for phrases
and NEAR. `files` knows the files of an index.
"""
