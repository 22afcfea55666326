"""Read digitised print: newspapers and periodicals as libraries and recognition of text give them, a module a form.

Articles and pages in one file: `gale` (British Library, Gale), `olive`, `tei` with `tei_header` and `tei_text`, `page_xml`, `hocr`,
`abbyy`, `djvu`. Answers of libraries: `trove` (Australia), `digitalnz` (New Zealand), `loc` (United States), `europeana`, `gallica`
(France). `ocr_lines` joins lines and divided words, `kinds` knows what forms call an advertisement or a masthead, `json_records`
walks the documents of interfaces, `xml_stream` reads long documents an element at a time.
"""
