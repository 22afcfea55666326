"""Read what content systems, social networks and reference managers export, each export by one module.

Content systems: `wxr` (WordPress), `blogger`, `ghost`, `substack`, `medium`, `movable_type`, `ans` (Arc XP), `superdesk`,
`mediawiki`. Networks: `telegram`, `mastodon`. Citations: `ris`, `endnote`, `bibtex`, `csl`. Collections and periodicals: `wapo`,
`rcv1`, `highlights` (CNN and the Daily Mail), `jats`, `sportsml`.

What several need: `pieces` cuts records out of a stream of XML, `values` out of JSON; `post` makes copy of a post's HTML,
`shortcodes` takes WordPress's out of it, `editors` reads the documents of editors, `wikitext` the markup of wikis; `citation` makes
an article of a citation.
"""
