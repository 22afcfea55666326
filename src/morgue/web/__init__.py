"""Serve the archive as a page and a JSON API: read-only, with no request to anywhere else.

`app.site(where)` is the ASGI application, `server.serve` runs it. Needs the extra `morgue[web]`.

`access` decides who is answered, `timeouts` and `concurrency` how long and how many, `snapshots` lends the state of
the archive. `parameters` reads a request, `responses` makes the answer. `api` and `openapi` are the JSON API, `pages`
the pages, `lineage` those of a story's life and of two articles side by side, `versions` the texts that an article has had, `bursts` what each period was about; `narrow`, `tables` and `chart` are the facets and the timeline on them, `html_text` makes feeds' text safe
to show, `source` shows what a story was read from, `feed` is a search as Atom, `examples` and `language` fill the
front page and the help. `templates/` and `static/` hold the rest.
"""
