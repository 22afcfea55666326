"""Read digitised newspapers, whose issues are a description and many pages, and pages of OCR alone.

`mets` reads an issue of METS and ALTO, of which `structure` finds the articles, `mods` what is stated of them, and `alto_page`
the words; `alto` a page of no issue, `delpher` the DIDL of the Koninklijke Bibliotheek. `issue` finds the files of an issue,
`vocabulary` knows what libraries call its parts.
"""
