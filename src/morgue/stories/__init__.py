"""Say which articles are one story, what each of them is in it, and what changed between two of them.

A story is all articles that are copies, cuts, extensions, updates or corrections of one another. `rule` has the one
decision, a pure and symmetric function of two signatures: stories are what it connects, so that neither the order in
which articles arrive nor the number of those who write changes them. `signature` is what the rule looks at, `marks` what
desks write before a headline ("UPDATE 2-") and in a note ("please read…"). `sketch` is a few numbers of each text by which
candidates are found, `components` connects what was joined and takes it apart again. `relation` names what an article is
beside another (copy, cut…) with the shares it kept and added, `difference` shows paragraphs and words that changed.
"""
