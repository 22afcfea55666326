"""Share what readers of several formats need.

`xml` parses XML (`xml_reasons` words what is wrong with it), `xml_elements` walks it, `xml_stories` reads the stories of a document. `markup` makes text of strings
of HTML, `content_markup` of trees of news markup, both by way of `copy_builder` and by the elements in `vocabulary`.
`json_document`, `json_items`, `jsonp` and `keys` do the same for JSON, `language_maps` recognizes values in several
languages, `language_names` knows languages by their names in many, `rich_text` reads the documents of editors, `tx_markup` the small XML of Swissdox. `columns` has the common names of columns and keys, `credits`
settles agency and publisher, `print_date` finds where and when a story was printed, `item_types` knows stories from pictures. `own_form` reads articles that morgue
wrote. `not_feeds` and `failure_messages` recognize files that are no feed, so that the reason names what they are.
`version_signals` knows what codes, links and notes say of a version. `marks` knows the forms that bear an unmistakable mark, `data` reads the tables of the room.
"""
