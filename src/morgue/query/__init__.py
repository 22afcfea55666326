"""The query language: text to tree (`parse`), tree to words (`explain`), and nothing that searches."""
