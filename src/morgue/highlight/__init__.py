"""Find where a query matches in a text, without an index.

`snippets` cuts the fragments that are shown and marks what matches, `matcher` reads the tree, `term_finder` finds
single words in a text.
"""
