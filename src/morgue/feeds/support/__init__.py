"""Share what readers of several formats need.

`xml` and `xml_elements` parse XML and walk it; `markup` and `content_markup` make text of HTML and of the markup of
news formats. `json_document`, `json_items`, `jsonp` and `keys` do the same for JSON, `language_maps` recognizes values
in several languages, `rich_text` for the documents of editors. `columns` has the common names of columns and keys,
`credits` settles agency and publisher, `print_date` the day of issue of a printed story. `own_form` reads articles
that morgue wrote. `not_feeds` and `failure_messages` recognize files that are no feed, so that the reason names what
they are. `data` reads the tables of the room.
"""
