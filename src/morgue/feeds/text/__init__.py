"""Read plain text, mail, and the SGML of text collections.

`plain`, `mail`, `reuters` (Reuters-21578) and `trec` are the readers. `labelled` reads labelled lines above a text,
`programs` recognizes program text, `mail_parts` takes a message apart, `digest` a digest of a mailing list, `exported` the export of a press database that one brings,
`sgml` cuts records out of a stream.
"""
