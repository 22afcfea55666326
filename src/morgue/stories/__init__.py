"""Say which articles are one story, what each of them is in it, and what changed between two of them.

A story is all articles that are copies, cuts, extensions, updates or corrections of one another. `rule` has the one
decision, a pure and symmetric function of two signatures: stories are what it connects, so that neither the order in
which articles arrive nor the number of those who write changes them. `signature` is what the rule looks at, `marks` what
desks write before a headline ("UPDATE 2-") and in a note ("please read…"), `walls` tells consent to cookies from news.
`sketch` is a few numbers of each text by which candidates are found, `traits` is all that they are found by, of one article, and
`periods` the times in which articles are compared; `candidates` finds the pairs that the rule is asked about. `words`
has the words and runs of words that all of them compare, `components` connects what was joined
and takes it apart again. `relation` names what an article is beside another (copy, cut…) with the shares it kept and added,
and `furniture` what of a page it leaves aside;
`difference` shows paragraphs and words that changed, which `alignment` matches, `corrections` says who has what was corrected,
and `lineage` does all this for the articles of a story.
"""

from __future__ import annotations


def label(story_id: str) -> int:
    """Return the number of a story, by which engines group: 1 to 2**60 - 1, made of the id alone.

    It fits an unsigned and a signed integer of 64 bits, with room above for ranges. Of ten million stories two have the same number with a chance of
    one in 23,000 (BLAKE2b, RFC 7693, its first 60 bits).
    """
    from hashlib import blake2b  # which loads OpenSSL

    return int.from_bytes(blake2b(story_id.encode(), digest_size=8).digest()) >> 4 or 1
