"""Define the values that everything else passes on.

`article` has the Article, its parts, and the Hit of a search. `fields` is the field registry: a row for each field,
with how it is searched, stored, counted, shown and named. `schema` gives the JSON Schema of each.
"""
