"""Read office documents: Word, OpenDocument, RTF, spreadsheets, PDF, EPUB; a module a form."""
