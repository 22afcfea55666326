"""What a query's words count in ranking. Never in matching: every word must still be there."""

from __future__ import annotations

FUNCTION_WORD_WEIGHT = 0.2

FUNCTION_WORDS = frozenset(
    "a about after all also an and any are as at be been before being between both but by can could did do does "
    "during each for from further had has have having he her here him his how i if in into is it its itself more "
    "most my no nor not of off on once only or other our out over own same she should so some such than that the "
    "their them then there these they this those through to too under until up very was we were what when where "
    "which while who whom why will with would you your".split()
)
