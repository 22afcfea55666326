"""Offer an archive to Python: the public API, and what is made of its parts.

`archive` is the Archive, `searchable` the part of it that searches and changes nothing, `scope` among which texts it
does, and `every_text` the same of all. `location` finds its place and
does there what it asks. `writer` makes and changes a directory, `repair` checks and repairs it, `cluster` does both on
a cluster. `results` are the answers, `partial` counts and lists what has most of a query's words, `grouping` makes hits
one a story, `meanings` names the words that a part stands for, `arguments` checks what a caller gives. `bursts` finds what
is over-represented in a period, `lineage` is the life of a story, `recalls` says what corrects or withdraws it, `story_counts` counts all of them, `diff` compares two
articles. `facets`, `stats`, `saved` (saved searches), `manifest` (recorded searches), `copy`, `forget` and `versions` (the
texts that an article has had) are one method each.
"""
