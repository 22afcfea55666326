"""Read digitised print: newspapers and periodicals as libraries and recognition of text give them, a module a form.

`gale` (British Library, Gale), `tei` with `tei_header` and `tei_text`, `page_xml`, `hocr` and `trove` are the forms. `ocr_lines` joins
lines and divided words, `kinds` knows what forms call an advertisement or a masthead, `json_records` walks the answers of
libraries' interfaces.
"""
