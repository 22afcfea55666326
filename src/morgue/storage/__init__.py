"""Keep an archive: which files were read, which articles came of them, and which state was committed last.

`catalog` is the catalog in SQLite, with its tables in `catalog.sql`, `saved_searches` the file of the saved searches, `versions` names
and orders the texts of an article that were replaced.
`directory/` keeps an archive in a directory, `cluster/` on a cluster.
"""
