"""Read what sites publish for readers and search engines: RSS, RDF, CDF, Atom and news sitemaps.

`rss`, `atom` and `sitemap` are the readers. `document` finds the items, `items` and `elements` the facts in one,
`channel` the facts that a feed states once for all of them.
"""
