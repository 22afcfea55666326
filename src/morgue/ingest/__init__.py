"""Read feeds into an archive: walk, read in worker processes, feed the engine, commit.

`run` is one run of the writer, `commit` makes its work durable. `walk` finds the files, `watcher` waits for
new ones, `companions` knows which are read again because others of their delivery have changed. `workers` runs the processes, in which `read` reads a
file, and `entries` encodes what it read; `messages` is what they say to each other. `cut` finds the whole story of one that was cut off, `passed` keeps
what was not read, `summary` counts. `successors` finds the article that an item is a later text of, `keeping` keeps the texts that others take the place of. `sketches` keeps what articles' stories
are found by, `earlier_texts` lets an article be found by what it said before, `holding` holds articles back so that most are written once, with their place in a story, `linking` finds which articles are one story, and `resketching` begins that again. `dated` reads the time of a snapshot from its path. `aliases` knows two paths of
one file.
"""
