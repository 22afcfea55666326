"""The model: what an article is made of, as the one table that every other room reads.

`fields` has a row for each field: how it is searched, stored, counted, shown and named. `schema` gives the JSON
Schema of each.
"""
