"""Find what is over-represented in the periods of an archive: words, places and stories.

`finder` does what the others are for, one after the other. `sample` chooses which articles are read, all of them or some of
each period, `reading` counts what they have by period, `features` says what that is. `keyness` measures how much more
frequent it is in a period than in the rest. `exact` counts in the index what a sample has shown. `names` gives what was
found a name for people.
"""
