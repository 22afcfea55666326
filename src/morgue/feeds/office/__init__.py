"""Read office documents and books: Word, OpenDocument, RTF, spreadsheets, PDF, EPUB.

`docx`, `odt` and `rtf` are the readers of documents of paragraphs (`paragraph`): each takes them out of its form, `layout`
finds the stories in them, and `stories` makes articles of those, or hands the document to the form of a press database that
it bears the mark of. `imported` takes the paragraphs out of a page that a Word document imports. `pdf` is the reader of PDF,
of which `pdf_page` takes the lines and `pdf_flow` makes paragraphs, and `epub` that of books, with `epub_text`. `xlsx` and
`ods` read the tables of workbooks, `markup_sheets` those that are written as markup for Excel, `sheets` makes stories of their
rows, and `compound` names the files of the form that Office had before. `package` opens what is a zip, `word_styles` says what
styles mean, and `properties` what a document states about itself.
"""
