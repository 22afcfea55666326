"""Analyze text: what a word is, and how two words are compared.

`analyzer` splits text into words and folds them; engines, highlights and queries all use it. `stems` stems words by the
language of their article, which `stem_class` tells, with Snowball and with the endings that `light_stemmer` takes off;
`other_forms` has forms with other stems that a query asks for, `korean` the particles of Korean, `parted` finds the forms of a
word that an apostrophe parts, and `paradigms` all forms of a query's word in a dictionary, where one is installed. `distance` measures edit
distance, `wildcards` compiles `wom?n` and `oil*`, `length` counts words as an editor does, `pages` compares the pages of
print, `language` guesses the language of a text, for which `language_model` loads a model.
"""
