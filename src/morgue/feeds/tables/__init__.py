"""Read rows and records that follow no news standard: CSV, JSON, XML, Parquet, Arrow, databases.

`csv`, `json`, `jsonl`, `xml`, `parquet`, `arrow` and `sqlite` are the readers. `rows` makes stories of the rows of any table, and
`column_values` knows by its values what a column is whose name does not say it. `arrow_rows` has what Parquet and Arrow share.
`json_stories` and `json_rows` find the stories in JSON, `json_languages` parts a row that has its text in several languages,
`xml_rows` finds those in XML that was made for data, and `xml_fields` what a story in a publisher's own XML says outside its
headline and text.
"""
