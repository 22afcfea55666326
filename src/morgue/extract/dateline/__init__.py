"""Read datelines: where a story was filed, on what day, by which agency.

`dateline` reads one, `pieces` its agency, date and places, `prose` decides how far a paragraph can be one, `cjk` reads
those in Chinese, Japanese and Korean.
"""
