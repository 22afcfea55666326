"""Hold the query language as help shows it: examples for the front page, the table of the help, the keys."""

from __future__ import annotations

EXAMPLES = (
    ('"shadow fleet" sanctions', "a phrase and a word"),
    ("ferry OR port", "either word"),
    ("sanctions NEAR/8 shipping", "words close together"),
    ("agency:reuters date:1987", "one agency, one year"),
    ("location:belgium -insurance", "a country, and a word left out"),
)

GROUPS = (
    (
        "Words",
        (
            ("ferry strike", "both words, in any form: a word matches by its English stem"),
            ("ferry OR strike", "either word; AND, OR and NOT are upper case, and parentheses group"),
            ("ferry -strike", "the first without the second"),
            ('"shadow fleet"', "these words, in this order, as written"),
            ('"fleet shadow"~5', "these words as written, in any order, at most 5 positions apart"),
            ("sanctions NEAR/8 shipping", "two words at most 8 positions apart"),
            ("shipping PRE/8 sanctions", "the same, in this order"),
            (
                "ferry NEAR/5 port PRE/9 strike",
                "strike at most 9 positions after what ferry NEAR/5 port matches",
            ),
            ("sanction*", "words that begin so; ? is exactly one letter"),
            ("brusels~1", "words one edit away"),
            ("ferry^3", "a word that counts more"),
            ("*", "everything"),
        ),
    ),
    (
        "Fields",
        (
            ("headline:ferry", "one text field: headline, body, byline, dateline, boilerplate"),
            ("agency:ani", "the agency, by any name it is known by"),
            ('publisher:"The Tribune"', "the outlet that carried it"),
            ("section:world", "its section; likewise keyword:, language:, format:, url:"),
            ("file:2025/10/*", "the file it came from; * ends a beginning"),
            ("location:belgium", "a place, by any name it had; a country finds every place in it"),
            ("country:BE", "a country by its code or name"),
            ('country:"soviet union"', "a country that was: its name, and its territory in its time"),
            ("has:agency missing:location", "what is known, what is not"),
        ),
    ),
    (
        "Dates",
        (
            ("date:2025-10", "a year, a month (2025-10) or a day (2025-10-23), as printed at the source"),
            ("date:2025-10-01..2025-10-15", "from and to, both included; either may be left out"),
            ("since:2025-10-20 until:2025-11", "the same in words; after: and before: exclude"),
            ("date:last-week", "also today, yesterday, this-week, last-month, last-year, 7d.., 3m.."),
            ('date:"23 October 2025"', "a written date"),
            ("published:2025-10-23T18:00Z..", "an instant, where the time of day matters"),
        ),
    ),
)

KEYS = (
    ("/", "to the search box"),
    ("j", "to the next hit; in a story that a search found, to the next story"),
    ("k", "to the one before"),
    ("Enter", "open it"),
    ("u", "from a story up to the hits"),
    ("Esc", "leave the box"),
)
