"""Read what content systems, social networks and reference managers export, each export by one module.

`wxr` WordPress, `blogger` Blogger, `mediawiki` dumps of wikis; they cut their records out of a stream of XML by `pieces`, and
`wikitext` makes copy of a wiki's markup.
"""
