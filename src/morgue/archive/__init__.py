"""Offer an archive to Python: the public API, and what is made of its parts.

`archive` is the Archive; `location` says what it asks of a directory or a cluster. `writer` makes and changes a
directory, `repair` checks and mends it, `cluster` does both on a cluster. `results` are the answers, `arguments`
checks what a caller gives, `searchable` is what saved searches ask of it. `facets`, `stats`, `saved` (saved searches),
`manifest` (recorded searches), `copy` and `forget` are one method each.
"""
