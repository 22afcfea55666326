"""The archive as a page and a JSON API: server-rendered, read-only, with no request to anywhere else.

`site.site(where)` is the ASGI application, `serving.serve` runs it. Needs the extra `morgue[web]`.
"""
