"""Read digitised print: newspapers and periodicals as libraries and recognition of text give them, a module a form.

Issues of many files: `mets` reads an issue of METS and ALTO, of which `structure` finds the articles, `mods` what is stated of them,
and `alto_page` the words; `alto` a page of no issue, `delpher` the DIDL of the Koninklijke Bibliotheek. `issue` finds the files of an
issue, `vocabulary` knows what libraries call its parts.

Articles and pages in one file: `gale` (British Library, Gale), `olive`, `tei` with `tei_header` and `tei_text`, `page_xml`, `hocr`,
`abbyy`, `djvu`. Answers of libraries: `trove` (Australia), `digitalnz` (New Zealand), `loc` (United States), `europeana`, `gallica`
(France). `ocr_lines` joins lines and divided words, `kinds` knows what forms call an advertisement or a masthead, `json_records`
walks the documents of interfaces, `xml_stream` reads long documents an element at a time.
"""
