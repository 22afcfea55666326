"""Read the exports of press databases: Nexis, Factiva, Europresse, ProQuest and their kin, a module a database.

What several databases have alike: `blocks` cuts lines into blocks, `labels` knows their labels in many languages,
`issue` reads printed dates, sections and pages, and `download` counts the documents against the number that is stated.
"""
