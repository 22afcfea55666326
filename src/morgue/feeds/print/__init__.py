"""Read digitised print: newspapers and periodicals as libraries and the recognition of text give them.

Issues of several files: `mets` reads METS with ALTO pages, of which `structure` finds the articles, `mods` what is stated of
them, and `alto_page` the words; `alto` a page of no issue, `delpher` the DIDL of the Koninklijke Bibliotheek. `issue` finds
the files of an issue, `vocabulary` knows what libraries call its parts. Files by themselves: `gale` (British Library, Gale),
`tei` with `tei_header` and `tei_text`, `page_xml`, `hocr` and `trove`. `ocr_lines` joins lines and divided words, `kinds`
knows what forms call an advertisement or a masthead, `json_records` walks the answers of libraries' interfaces.
"""
