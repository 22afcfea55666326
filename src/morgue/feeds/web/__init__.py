"""Read web pages and web captures.

`html` and `warc` are the readers. `tree` parses a page and walks it once, within `bounds`; `names` judges elements by
their classes and ids, `phrases` lines by their words. `page` collects the meta elements, the JSON-LD (`jsonld`) and
the address; `metadata` and `layout` put the facts into a draft, the stated and the shown ones. `prose` weighs the
blocks, `beside` finds what is beside the story, `body` chooses its paragraphs and sets the rest aside, `text` decides
between them and the page's own copy. `saved` undoes what archives and browsers add; `extracted` reads the text that a crawler
took out of a page.
"""
