"""Read the exports of press databases: Nexis, Factiva, Europresse, ProQuest and their kin, a module a database.

`nexis` reads Nexis: `nexis_cut` and `nexis_html` cut its classic downloads into documents, `nexis_classic` and `nexis_uni` read
documents in either layout, and `nexis_facts` makes drafts of them.
What several databases have alike: `blocks` cuts lines into blocks, `labels` knows their labels in many languages,
`issue` reads printed dates, sections and pages, and `download` counts the documents against the number that is stated.

`factiva` reads Factiva: `factiva_pages` and `factiva_lines` find its documents in HTML and in lines, `factiva_fields` has
the meaning of its codes. `factiva_snapshot` reads what its programming interfaces hand out, if need be by `avro`.
`europresse` reads Europresse and Eureka, `apa` the Austria Presse Agentur, `retriever` the archives of Scandinavia, `genios`
those of wiso. `pages` takes text out of the elements of their pages, `documents` the lines out of text, Word and RTF.

`proquest` reads ProQuest: `labelled_lines` takes lines with their labels out of text and markup, `proquest_record` makes a draft of a
record of them. `mediargus` reads Mediargus and Gopress, `integrum` the reports of Integrum.
"""
