"""Queries that are wrong or doubtful, and what is said about them: the column, the words, what to write instead."""

from __future__ import annotations

import pytest

from morgue.errors import QueryError
from morgue.query.parser import parse

from .clock import NOW

# fmt: off
ERRORS = [
    # Nothing to search
    ('', 1, 'the query is empty', 'write words, or * for everything'),
    ('   ', 1, 'the query is empty', 'write words, or * for everything'),
    ('...', 1, 'the query holds no word', 'write words, or * for everything'),
    ('()', 1, 'the parentheses are empty', 'write words between them, or leave them out'),
    ('a ()', 3, 'the parentheses are empty', 'write words between them, or leave them out'),
    ('""', 1, 'the quotes hold no word', 'write words between them, or leave them out'),
    ('a "…"', 3, 'the quotes hold no word', 'write words between them, or leave them out'),
    ('headline:&', 1, '& holds no word', 'write a word of letters or digits'),
    # Quotes, parentheses, brackets
    ('"air defence', 1, 'the quote opened here is not closed: "air defence', 'write " after its last word, or leave the quote out'),
    ('a "air defence', 3, 'the quote opened here is not closed: "air defence', 'write " after its last word, or leave the quote out'),
    ('«air defence', 1, 'the quote opened here is not closed: «air defence', 'write » after its last word, or leave the quote out'),
    ('(a OR b', 1, 'the parenthesis opened here is not closed', 'write ) after its last word'),
    ('((a) b', 1, 'the parenthesis opened here is not closed', 'write ) after its last word'),
    ('a)', 2, 'this ) was never opened', 'leave it out, or open it with ('),
    (')', 1, 'this ) was never opened', 'leave it out, or open it with ('),
    ('a (b))', 6, 'this ) was never opened', 'leave it out, or open it with ('),
    ('headline:"x', 10, 'the quote opened here is not closed: "x', 'write " after its last word, or leave the quote out'),
    ('date:[2025-10 TO 2025-11', 6, 'the range opened here is not closed: [2025-10 TO 2025-11', 'write ] or } after it'),
    ('-(a', 2, 'the parenthesis opened here is not closed', 'write ) after its last word'),
    # Operators
    ('AND a', 1, 'AND has nothing on its left', 'write a word before it, or "and" in quotes for the word'),
    ('a AND', 3, 'AND has nothing on its right', 'write a word after it, or "and" in quotes for the word'),
    ('a AND AND b', 3, 'AND has nothing on its right', 'write a word after it, or "and" in quotes for the word'),
    ('a OR', 3, 'OR has nothing on its right', 'write a word after it, or "or" in quotes for the word'),
    ('OR', 1, 'OR has nothing on its left', 'write a word before it, or "or" in quotes for the word'),
    ('NOT', 1, 'NOT has nothing on its right', 'write a word after it, or "not" in quotes for the word'),
    ('a NOT', 3, 'NOT has nothing on its right', 'write a word after it, or "not" in quotes for the word'),
    ('a AND )', 3, 'AND has nothing on its right', 'write a word after it, or "and" in quotes for the word'),
    ('(a OR)', 4, 'OR has nothing on its right', 'write a word after it, or "or" in quotes for the word'),
    ('a -(NOT)', 5, 'NOT has nothing on its right', 'write a word after it, or "not" in quotes for the word'),
    ('NEAR/5 a', 1, 'NEAR/5 has nothing on its left', 'write a word before it, or "near/5" in quotes for the word'),
    ('a NEAR/5', 3, 'NEAR/5 has nothing on its right', 'write a word after it, or "near/5" in quotes for the word'),
    ('a && b', 3, '&& is not an operator here', 'write AND'),
    ('a || b', 3, '|| is not an operator here', 'write OR'),
    ('!a', 1, '! is not an operator here', 'write -a or NOT a'),
    # NEAR and PRE
    ('a NEAR b', 3, 'NEAR needs a number of words, 1 or more', 'write NEAR/5, or "near" for the word'),
    ('a NEAR/0 b', 3, 'NEAR/0 is not a distance: neighbours differ by 1', 'write NEAR/5, or "near/0" for the word'),
    ('a NEAR/x b', 3, 'NEAR/x needs a number of words, 1 or more', 'write NEAR/5, or "near/x" for the word'),
    ('a NEAR5 b', 3, 'NEAR5 needs a number of words, 1 or more', 'write NEAR/5, or "near5" for the word'),
    ('a PRE/ b', 3, 'PRE/ needs a number of words, 1 or more', 'write PRE/5, or "pre/" for the word'),
    ('a NEAR/1234567 b', 3, 'NEAR/1234567 is too far', 'write at most NEAR/999999'),
    ('a W/5 b', 3, 'W/5 is not an operator here', 'write NEAR/5 (either order) or PRE/5 (this order), or "W/5" for the words'),
    ('a w/3 b', 3, 'w/3 is not an operator here', 'write NEAR/3 (either order) or PRE/3 (this order), or "w/3" for the words'),
    ('a W/S b', 3, 'W/S is not an operator here', 'write NEAR/5 (either order) or PRE/5 (this order), or "W/S" for the words'),
    ('a NEAR/5 b NEAR/3 -c', 19, 'NEAR/3 goes between words, phrases or OR-groups, not a NOT', 'exclude the word apart from it'),
    ('a NEAR/5 b PRE/3 (c OR -d)', 24, 'PRE/3 goes between words, phrases or OR-groups, not a NOT', 'exclude the word apart from it'),
    ('a NEAR/5 b NEAR/3 agency:ani', 19, 'NEAR/3 goes between words, phrases or OR-groups, not a condition of a field', 'write it apart, joined with AND'),
    ('a NEAR/5 b NEAR/3 (c d)', 20, 'NEAR/3 goes between words, phrases or OR-groups, not a group of words that all must be there', 'write "a b" for a phrase, (a OR b) for either'),
    ('a NEAR/5 b NEAR/3 headline:c', 12, 'NEAR/3 goes between words of one field', 'write headline:(a NEAR/3 b)'),
    ('a NEAR/5 b NEAR/3', 12, 'NEAR/3 has nothing on its right', 'write a word after it, or "near/3" in quotes for the word'),
    ('a PRE/3 (b NEAR/5 c)', 10, 'PRE/3 takes another NEAR or PRE on its left only', 'write (b NEAR/5 c) NEAR/3 a, or a PRE/3 b AND b NEAR/5 c'),
    ('a PRE/3 (b OR c PRE/2 d)', 10, 'PRE/3 takes another NEAR or PRE on its left only', 'write (b NEAR/5 c) NEAR/3 a, or a PRE/3 b AND b NEAR/5 c'),
    ('a' + ' NEAR/2 b' * 33, 291, 'more than 32 NEARs in one chain', 'write a shorter chain, or join several with AND'),
    ('a NEAR/5 b*', 10, 'b* needs at least two literal characters first', 'write more of the word before the *'),
    ('(a b) NEAR/5 c', 2, 'NEAR/5 goes between words, phrases or OR-groups, not a group of words that all must be there', 'write "a b" for a phrase, (a OR b) for either'),
    ('a NEAR/5 -b', 10, 'NEAR/5 goes between words, phrases or OR-groups, not a NOT', 'exclude the word apart from it'),
    ('a^2 NEAR/5 b', 1, 'NEAR/5 goes between words, phrases or OR-groups, not a term with a boost', 'write (a NEAR/5 b)^2'),
    ('a NEAR/5 "b c"~3', 10, 'NEAR/5 goes between words, phrases or OR-groups, not a phrase with ~', 'write the phrase without it'),
    ('a NEAR/5 agency:ani', 10, 'NEAR/5 goes between words, phrases or OR-groups, not a condition of a field', 'write it apart, joined with AND'),
    ('headline:a NEAR/5 b', 12, 'NEAR/5 goes between words of one field', 'write headline:(a NEAR/5 b)'),
    ('* NEAR/5 a', 1, 'NEAR/5 goes between words, phrases or OR-groups, not *', 'write a word'),
    # Wildcards, near spellings, boosts
    ('a*', 1, 'a* needs at least two literal characters first', 'write more of the word before the *'),
    ('w?man', 1, 'w?man needs at least two literal characters first', 'write more of the word before the ?'),
    ('*tion', 1, '*tion needs at least two literal characters first', 'a wildcard cannot begin a word; write its beginning, as in sanct*'),
    ('**', 1, '** needs at least two literal characters first', 'write * alone for everything'),
    ('*:*', 1, '*:* needs at least two literal characters first', 'write * alone for everything'),
    ('covid-1*', 1, 'covid-1* is more than one word, and a wildcard works in one', 'write each word by itself; a run of Chinese, Japanese or Thai needs no *'),
    ('北京*', 1, '北京* is more than one word, and a wildcard works in one', 'write each word by itself; a run of Chinese, Japanese or Thai needs no *'),
    ('kyiv~3', 5, '~ takes 1 or 2 (letters that differ), not 3', 'write kyiv~1 or kyiv~2'),
    ('kyiv~0', 5, '~ takes 1 or 2 (letters that differ), not 0', 'write kyiv~1 or kyiv~2'),
    ('kyiv~x', 5, '~ takes 1 or 2 (letters that differ), not x', 'write kyiv~1 or kyiv~2'),
    ('kyiv~0.8', 5, '~ takes 1 or 2 (letters that differ), not 0.8', 'write kyiv~1 or kyiv~2'),
    ('it~1', 1, 'it is too short for ~', 'write a word of 3 letters or more'),
    ('e-mail~1', 1, '~ goes after one word, and e-mail is 2', 'use ~ on each of them, or quote them for a phrase'),
    ('tank*~1', 6, '~ and a wildcard cannot be joined', 'write tank* or tank~1'),
    ('~1', 1, '~1 has no word before it', 'write it directly after a word, as in kyiv~1 or kyiv^2'),
    ('^2', 1, '^2 has no word before it', 'write it directly after a word, as in kyiv~1 or kyiv^2'),
    ('kyiv^x', 5, '^ takes a number above 0, at most 1,000, not x', 'write ^2 or ^0.5'),
    ('kyiv^0', 5, '^ takes a number above 0, at most 1,000, not 0', 'write ^2 or ^0.5'),
    ('kyiv^-1', 5, '^ takes a number above 0, at most 1,000, not -1', 'write ^2 or ^0.5'),
    ('kyiv^', 5, '^ takes a number above 0, at most 1,000, not nothing', 'write ^2 or ^0.5'),
    ('kyiv^2~1', 5, '^2~1 cannot be read', 'write ~1 before ^2, each once, as in kyiv~1^2'),
    ('"a b"~x', 6, '~ after a phrase takes how far apart its words may be, 1 or more, not x', 'write "a b"~5'),
    ('"a b"~0', 6, '~ after a phrase takes how far apart its words may be, 1 or more, not 0', 'write "a b"~5'),
    ('"a b"*', 6, 'a phrase takes no *', 'write b* as a word by itself'),
    ('(a b)~2', 6, '~2 cannot follow parentheses', 'write "a b"~5 for words near each other, word* for a beginning'),
    ('(a b)^x', 6, '^ takes a number above 0, at most 1,000, not x', 'write ^2 or ^0.5'),
    # Fields
    ('agancy:ani', 1, 'there is no field agancy:', 'did you mean agency:? Else write "agancy:ani" in quotes to search the text'),
    ('subject:x', 1, 'there is no field subject:', 'did you mean headline:? Else write "subject:x" in quotes to search the text'),
    ('from:2025', 1, 'there is no field from:', 'did you mean since:? Else write "from:2025" in quotes to search the text'),
    ('http://example.org', 1, 'there is no field http:', 'write url:"http://example.org" for an address'),
    ('oil https://example.org/a_(b)?c=d&e=%20, x', 5, 'there is no field https:', 'write url:"https://example.org/a_(b)?c=d&e=%20" for an address'),
    ('ftp://example.org/संवाद.html', 1, 'there is no field ftp:', 'write url:"ftp://example.org/संवाद.html" for an address'),
    ('oil --limit 5', 5, '--limit is an option, and a query holds none', "write it after the query, as in morgue search 'oil' --limit"),
    ('--json oil', 1, '--json is an option, and a query holds none', "write it after the query, as in morgue search 'oil' --json"),
    ('oil --sort=newest', 5, '--sort is an option, and a query holds none', "write it after the query, as in morgue search 'oil' --sort"),
    ('/oil.*/', 1, '/oil.*/ is not a query: there are no regular expressions', 'write oil* for words that begin so, wom?n for one character, kyiv~1 for near spellings'),
    ('gas OR /colou?r/i', 8, '/colou?r/i is not a query: there are no regular expressions', 'write oil* for words that begin so, wom?n for one character, kyiv~1 for near spellings'),
    ('re:invent', 1, 'there is no field re:', 'write "re:invent" in quotes to search the text'),
    ('headline:', 1, 'headline: has no value', 'write headline: and the value without a space, or "headline" for the word'),
    ('headline: x', 1, 'headline: has no value', 'write headline:x without a space'),
    ('agency: AND', 1, 'agency: has no value', 'write agency: and the value without a space, or "agency" for the word'),
    ('headline:-x', 10, 'a minus goes before the field, not after it', 'write -headline:x'),
    ('agency:-x', 8, 'a minus goes before the field, not after it', 'write -agency:x'),
    ('headline:(a body:b)', 13, 'body: is inside the group of another field', 'write body: outside of it'),
    ('agency:(ani date:2025)', 13, 'date: is inside the group of another field', 'write date: outside of it'),
    (':ani', 1, 'there is no field before this colon', 'write agency:ani without a space'),
    ('agency:reutrs~1', 8, '~ is for words, and agency: compares whole values', 'write agency:reutrs'),
    ('file:*/10', 6, 'in file: * is allowed at the end only', 'write file:*, or file:"*/10" for the character'),
    ('agency:a*i', 8, 'in agency: * is allowed at the end only', 'write agency:a*, or agency:"a*i" for the character'),
    ('country:be*', 9, 'country: takes no *', 'write country:BE or country:belgium'),
    ('has:"agency"*', 13, '* cannot follow a value of has:', 'leave it out'),
    ('has:agancy', 5, 'has: knows no field agancy', 'did you mean has:agency?'),
    ('has:zzz', 5, 'has: knows no field zzz', 'write has: and one of headline, body, length, boilerplate, published, updated, day, dateline, location, country, agency, publisher, byline, section, keyword, language, url, other_headlines, page'),
    ('missing:id', 9, 'every article has id', 'leave it out'),
    ('agency:ani^x', 11, '^ takes a number above 0, at most 1,000, not x', 'write ^2 or ^0.5'),
    ('agency:""', 8, 'agency: has no value', 'write agency: and the value without a space'),
    # Dates
    ('date:x', 6, 'x is not a date', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:03/04/2025', 6, '03/04/2025 may be 3 April 2025 or 4 March 2025', 'write 2025-04-03 or 2025-03-04'),
    ('date:1987-1988', 6, '1987-1988 is not one date', 'write date:1987..1988'),
    ('date:1987–1988', 6, '1987–1988 is not one date', 'write date:1987..1988'),
    ('date:1988-1987', 6, '1988-1987 is not one date', 'write date:1987..1988'),
    ('year:1987-88', 6, '1987-88 is not one date', 'write date:1987..1988'),
    ('date:"1987 to 1988"', 6, '1987 to 1988 is not one date', 'write date:1987..1988'),
    ('date:"from 1987 until today"', 6, 'from 1987 until today is not one date', 'write date:1987..today'),
    ('date:"between 1 jan 2005 and 5 feb 2009"', 6, 'between 1 jan 2005 and 5 feb 2009 is not one date', 'write date:"1 jan 2005".."5 feb 2009"'),
    ('date:"Oct 2025 - Nov 2025"', 6, 'Oct 2025 - Nov 2025 is not one date', 'write date:"oct 2025".."nov 2025"'),
    ('date:2025-10-01/2025-10-31', 6, '2025-10-01/2025-10-31 is not one date', 'write date:2025-10-01..2025-10-31'),
    ('date:2025-10-01-2025-10-31', 6, '2025-10-01-2025-10-31 is not one date', 'write date:2025-10-01..2025-10-31'),
    ('date:1987...1988', 6, '1987...1988 is not one date', 'write date:1987..1988'),
    ('date:1987…1988', 6, '1987…1988 is not one date', 'write date:1987..1988'),
    ('published:1987-1988', 11, '1987-1988 is not one date', 'write date:1987..1988'),
    ('since:1987-1988', 7, '1987-1988 is not one date', 'write date:1987..1988'),
    ('date:"Friday, 23 October 2025"', 6, 'Friday, 23 October 2025: 2025-10-23 is a Thursday', 'write 2025-10-23'),
    ('date:"Thursday 2025"', 6, 'Thursday 2025 is more than a day', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:' + '1-' * 200 + '1', 6, '1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1… is not a date', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:2025-02-30', 6, 'there is no day 2025-02-30', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:2025-13', 6, 'there is no month 2025-13', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:2025-W60', 6, 'there is no week 2025-W60', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:0000', 6, 'there is no year 0000', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:25', 6, '25 has no year of four digits', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:23/10/25', 6, '23/10/25 has no year of four digits', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:13/13/2025', 6, 'there is no day 2025-13-13', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:October', 6, 'October has no year', 'write it in quotes with its year: "october 2025"'),
    ('date:Oct 2025', 6, 'Oct has no year', 'write it in quotes with its year: "oct 2025"'),
    ('date:>2025-10', 6, '>2025-10 is not a date', 'write since:, until:, after: or before: and the date after it'),
    ('date:7d', 6, '7d is not a day', 'write 7d.. for all since then'),
    ('date:99999999d..', 6, '99999999d lies outside the years 1 to 9999', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:..', 6, 'the range has neither a beginning nor an end', 'write 2025-10-01..2025-10-31, 2025-10.. or ..2025-10'),
    ('date:2025-10-31..2025-10-01', 6, 'the range 2025-10-31..2025-10-01 is empty', 'write 2025-10-01..2025-10-31'),
    ('date:{2025-10-01 TO 2025-10-02}', 6, 'the range {2025-10-01 TO 2025-10-02} is empty', 'braces exclude their end; write [2025-10-01 TO 2025-10-02] to include both'),
    ('date:2025..2026..2027', 6, '2025..2026..2027 is not a range', 'write [2025-10-01 TO 2025-10-31]'),
    ('date:[2025-10]', 6, '[2025-10] is not a range', 'write [2025-10-01 TO 2025-10-31]'),
    ('date:[2025-10 TO', 6, 'the range opened here is not closed: [2025-10 TO', 'write ] or } after it'),
    ('date:2025-10-01 TO 2025-10-31', 17, 'TO belongs inside brackets', 'write date:2025-10-01..2025-10-31, or date:[2025-10-01 TO 2025-10-31]'),
    ('since:2025..', 7, 'since: takes one date, not a range', 'write date:2025..'),
    ('after:9999', 7, 'no day comes after the year 9999', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('before:0001', 8, 'no day comes before the year 1', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:tomorrow', 6, 'tomorrow is not a date', 'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'),
    ('date:2025-10-23T18:00Z', 6, '2025-10-23T18:00Z is more than a day', 'write published:2025-10-23T18:00Z for an instant'),
    ('published:2025-10-23T25:00Z', 11, 'there is no instant 2025-10-23T25:00Z', 'write 2025-10-23T18:00Z or 2025-10-23T18:00+05:30'),
    ('published:18:00', 11, '18:00 is not an instant', 'write 2025-10-23T18:00Z or 2025-10-23T18:00+05:30'),
    ('published:2025-10-23T18:00Z..2025-10-23T17:00Z', 11, 'the range 2025-10-23T18:00Z..2025-10-23T17:00Z is empty', 'write 2025-10-23T17:00Z..2025-10-23T18:00Z'),
]

NOTES = [
    ('war and peace', 'lowercase-operator', 5, 'and is a word here', 'write AND for the operator'),
    ('Not a', 'lowercase-operator', 1, 'Not is a word here', 'write NOT for the operator'),
    ('agency:(ani or reuters)', 'lowercase-operator', 13, 'or is a word here', 'write OR for the operator'),
    ('a near/5 b', 'lowercase-operator', 3, 'near/5 is read as words', 'write NEAR/5 for the operator'),
    ('a OR b c', 'mixed-operators', 1, 'AND binds tighter than OR: this is read as a OR (b AND c)', 'write parentheses to say which you mean'),
    ('a b OR c d', 'mixed-operators', 1, 'AND binds tighter than OR: this is read as (a AND b) OR (c AND d)', 'write parentheses to say which you mean'),
    ('NOT NOT a', 'double-not', 1, 'two NOTs undo each other', 'leave both out'),
    ('--a', 'double-not', 1, 'two NOTs undo each other', 'leave both out'),
    ('- a', 'no-word', 1, '- holds no word and is not searched', 'to exclude a word write -word without a space, or NOT word'),
    ('a & b', 'no-word', 3, '& holds no word and is not searched', 'to ask for both write AND'),
    ('a | b', 'no-word', 3, '| holds no word and is not searched', 'to ask for either write OR'),
    ('Why ?', 'no-word', 5, '? holds no word and is not searched', 'to stand for one character it has to be inside a word, as in wom?n'),
    ('a +', 'no-word', 3, '+ holds no word and is not searched', 'every word has to be there anyway'),
    ('+a b', 'plus-sign', 1, '+ is not needed: every word has to be there', 'write a'),
    ('−a', 'unicode-dash', 1, '− is punctuation: a is searched, not excluded', 'write -a with a hyphen to exclude it'),
    ('–a', 'unicode-dash', 1, '– is punctuation: a is searched, not excluded', 'write -a with a hyphen to exclude it'),
    ('a|b', 'no-operator', 1, 'a|b is read as one phrase', 'write OR between the words'),
    ("'air defence'", 'single-quote', 1, "' does not make a phrase", 'write "…" for words in this order'),
    ('resign?', 'wildcard-question', 1, '? stands for exactly one character here: resign? does not find resign', 'write resign for the word'),
    ('"sanct* now"', 'quoted-wildcard', 1, '* and ? in quotes are no wildcards', 'write the word without quotes'),
    ('"wom?n now"', 'quoted-wildcard', 1, '* and ? in quotes are no wildcards', 'write the word without quotes'),
    ('"a"~5', 'slop-of-one-word', 4, 'one word has no distance; ~5 changes nothing', 'write a~1 without quotes for words spelt nearly so'),
    ('"a b c"~1', 'slop-too-small', 8, '3 words never fit within 1', 'write ~2 or more'),
    ('"a"b', 'missing-space', 4, 'there is no space here; what follows is read as one more condition (AND)', None),
    ('2025-10-23', 'date-words', 1, '2025-10-23 is searched as words', 'write date:2025-10-23 for the days'),
    ('2025-10..', 'date-words', 1, '2025-10.. is searched as words', 'write date:2025-10.. for the days'),
    ('agency:ani, x', 'punctuation', 11, ', is not taken as part of the value', None),
    ('location:ca', 'country-code', 10, 'CA is read as the country Canada', 'for a state or province write its name in full'),
    ('place:(paris OR ga)', 'country-code', 17, 'GA is read as the country Gabon', 'for a state or province write its name in full'),
    ('country:yugoslvia', 'unknown-value', 9, 'yugoslvia is not a known country', 'did you mean country:yugoslavia?'),
    ('country:belgum', 'unknown-value', 9, 'belgum is not a known country', 'did you mean country:belgium?'),
    ('country:zz', 'unknown-value', 9, 'zz is not a known country', 'write a name or a code of ISO 3166, as in country:BE'),
    ('since:2025-11 until:2025-10', 'empty-range', 15, 'the dates of this query have no day in common', None),
    ('published:2025-10-23T18:00..', 'assumed-utc', 11, '2025-10-23T18:00 has no offset and is read as UTC', 'write 2025-10-23T18:00Z, or the offset that you mean, such as 2025-10-23T18:00+05:30'),
    ('[a TO z]', 'range-words', 1, '[a TO z] is read as words: only dates have ranges', 'write date:[2025-10-01 TO 2025-10-31] for dates'),
    ('oil {1990  TO 2000]', 'range-words', 5, '{1990  TO 2000] is read as words: only dates have ranges', 'write date:[2025-10-01 TO 2025-10-31] for dates'),
    ('/oil/', 'regular-expression', 1, '/oil/ is read as words: there are no regular expressions', 'write oil* for words that begin so, wom?n for one character, kyiv~1 for near spellings'),
    ('oil XOR gas', 'no-operator', 5, 'XOR is a word here', 'write (a OR b) NOT (a AND b) for one of two, a NOT b for the first without the second'),
    ('oil ANDNOT gas', 'no-operator', 5, 'ANDNOT is a word here', 'write (a OR b) NOT (a AND b) for one of two, a NOT b for the first without the second'),
    ('reagan!', 'truncation', 1, '! is not searched: reagan! finds reagan', 'write reagan* for the words that begin so'),
    ('headline:sanción!', 'truncation', 10, '! is not searched: sanción! finds sanción', 'write sanción* for the words that begin so'),
    ('c++', 'signs', 1, 'signs are not searched: c++ finds c', None),
    ('body:C#', 'signs', 6, 'signs are not searched: C# finds C', None),
    ('(#metoo)', 'signs', 2, 'signs are not searched: #metoo finds metoo', None),
    ('oil €100', 'signs', 5, 'signs are not searched: €100 finds 100', None),
    ('50%,', 'signs', 1, 'signs are not searched: 50% finds 50', None),
    ('oil\x00gas', 'control-character', 4, 'U+0000 is a control character and is not searched', 'leave it out'),
    ('\x1b[31moil', 'control-character', 1, 'U+001B is a control character and is not searched', 'leave it out'),
    ('"oil\x9bgas"', 'control-character', 5, 'U+009B is a control character and is not searched', 'leave it out'),
    ('publisher:wh?t', 'literal-question', 11, '? in publisher: is an ordinary character', None),
]
# fmt: on


@pytest.mark.parametrize(("text", "column", "message", "hint"), ERRORS, ids=lambda value: str(value)[:40])
def test_error(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(text, now=NOW)
    assert error.value.to_json() == {
        "kind": "query",
        "message": f"column {column}: {message}",
        "hint": hint,
        "position": column - 1,
    }


@pytest.mark.parametrize(
    ("text", "kind", "column", "message", "hint"), NOTES, ids=lambda value: str(value)[:40]
)
def test_note(text: str, kind: str, column: int, message: str, hint: str | None) -> None:
    notes = [note.to_json() for note in parse(text, now=NOW).notes]
    assert notes == [
        {"kind": kind, "message": f"column {column}: {message}", "position": column - 1, "hint": hint}
    ]


def test_notes_stand_in_the_order_of_the_query() -> None:
    notes = parse("a or b OR c & d", now=NOW).notes
    assert [(note.kind, note.position) for note in notes] == [
        ("mixed-operators", 0),
        ("lowercase-operator", 2),
        ("no-word", 12),
    ]


@pytest.mark.parametrize(
    "text", ["sanctions russia", '"war and peace?"', "a (b OR c)", "a OR NOT b", "AT&T", "Zelensky, (Kyiv)."]
)
def test_a_plain_query_has_no_notes(text: str) -> None:
    assert parse(text, now=NOW).notes == ()
