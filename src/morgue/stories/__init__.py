"""Say which articles are one story, what each of them is in it, and what changed between two of them.

A story is all articles that are copies, cuts, extensions, updates or corrections of one another. `rule` has the one
decision, a pure and symmetric function of two signatures: stories are what it connects, so that neither the order in
which articles arrive nor the number of those who write changes them. `signature` is what the rule looks at, `marks` what
desks write before a headline ("UPDATE 2-") and in a note ("please read…"). `sketch` is a few numbers of each text by which
candidates are found, `components` connects what was joined and takes it apart again. `relation` names what an article is
beside another (copy, cut…) with the shares it kept and added, `difference` shows paragraphs and words that changed.
"""

from __future__ import annotations

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_VALUES = {character: number for number, character in enumerate(_DIGITS)}


def label(story: str) -> int:
    """Return the number by which engines group the articles of a story: the first 60 bits of its id, from 1 to 2**60.

    It fits a signed and an unsigned integer of 64 bits. Of two million stories the chance that any two have one number is 2 in a million
    (birthday bound: n**2 / 2**61).
    """
    number = 0
    for character in story[:12]:
        number = number << 5 | _VALUES.get(character, 0)
    return number + 1
