"""Keep an archive: which files were read, which articles came of them, and which state was committed last.

`catalog` is the catalog in SQLite, with its tables in `catalog.sql`, `story_tables` keeps which articles
are one story, `packs` what they are found by, packed. `versions` names and orders the texts of an article that were
replaced. `saved_searches` is the file of the saved searches.
`directory/` keeps an archive in a directory, `cluster/` on a cluster.
"""
