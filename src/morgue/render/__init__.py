"""Print answers, for people and for scripts.

An `answer` is set by one of `hits`, `counts`, `bursts`, `story`, `lineage`, `diff`, `versions`, `explanation`, `stats`, `saved` and
`reports`, written by one of the `formats`, and printed by the `printer`, through the `pager` where it is long. `messages` go to standard error,
`progress` to a live line. `citation` makes a footnote. `layout` and `style` measure and colour text, `sanitize` takes
out what drives a terminal. `schemas` describes the JSON documents.
"""
