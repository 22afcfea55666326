"""Read bytes safely, and write files durably.

`containers` opens a file and finds the feeds in it; `compression`, `zip` and `tar` read what is packed, within bounds,
`zip_salvage` the members of a zip whose directory is missing. `feed` is one feed as its reader sees it, `lines` its
lines, `encoding` makes text of its bytes. `delivery` finds the files that arrived with one, `opening` opens files without
following a link out of a directory. `passed_names` knows the names of files that hold no feed. `durable`
replaces a file in one step.
"""
