"""Make an Article of what a format states (a Draft) and of what the copy itself says.

A reader fills a Draft (`draft`) with the facts that its format states and calls `assembly.article`; every fact that
the format leaves open is then looked for in the copy. A stated fact is never overruled by a guess. `evidence` names,
for each field found, the element or rule that gave it.

`body` takes the copy apart: its paragraphs, its dateline (`dateline/`), and the boilerplate around it (`boilerplate`,
and `foreign_boilerplate` for languages other than English). `dates`, `clocks` and `stamps` read moments, `calendars`
turns days of other calendars into ours, `names` tells names from other words. `identity` makes the id of a story, `versions` compares two versions of one. `wording` has the
words and phrases of the tables in `data/`: a phrase of boilerplate or a style of datelines is a row.
"""
