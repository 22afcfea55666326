"""Web pages in parts: the tree of a page, what it says of itself, and where its story is.

`tree` parses a page and walks it once; `page` collects the meta elements, the JSON-LD and the address;
`metadata` and `layout` put the facts into a draft; `body` chooses the paragraphs of the story and sets the rest
aside; `names` judges elements by their tags, classes and ids; `saved` undoes what archives and browsers add.
"""
