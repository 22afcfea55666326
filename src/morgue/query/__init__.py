"""Read the query language: text to tree, tree to words, and nothing that searches.

`parser` makes a `tree` of a text: `lexer` finds its tokens, `terms` and `field_values` read its leaves, `dates` its
dates (by the `clock`), `written_dates` those in other languages than English, `fields` knows the fields, and `lint` notes where something else may have been meant; all of
them share a `context`. `places` finds what the name of a place means, `numbers` reads ranges of numbers. `canonical`
and `explain` write a tree as a query and in plain words. `suggest` names what the archive does not hold, `readings`
proposes what plain words may mean, `diagnosis` counts each part of a query, `partial` finds what has most of its
words, `more_like_this` makes a query of an article. `proximity` defines phrases, windows and NEAR, `expansion` which
words a wildcard or a near spelling stands for, `scoring` what a word counts, `deadline` how long an answer may take.
"""
