"""Analyze text: what a word is, and how two words are compared.

`analyzer` splits text into words, folds and stems them; engines, highlights and queries all use it. `distance`
measures edit distance, `wildcards` compiles `wom?n` and `oil*`, `length` counts words as an
editor does, `pages` compares the pages of print, `language` guesses the language of a text.
"""
