"""The language of a text (BCP 47), where the feed does not say.

Plain English is recognised by its function words, which costs microseconds. Everything else is asked of
py3langid, which is imported when first needed. Nothing is claimed for texts that are too short to tell.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from morgue.extract.tables import words

SAMPLE = 500
"""How many code points are looked at."""
LETTERS = 40
"""Fewer letters than this do not tell a language."""
KINDS = 3
"""Fewer different function words do not tell English."""
SURE = 0.9
"""How sure py3langid has to be."""
_ENGLISH = words(
    "the of and to in a is was for that on with by as at from he it his an be said has have are were "
    "had not its they will which but who been their this would after more than over"
)
_ENGLISH_ALONE = frozenset(("the", "of", "and", "that", "with", "from", "which", "this", "have", "were"))
"""Words that are common in English, and in no other language."""
_UNENGLISH = words(
    "de la le les des du et der die und den das el los las del y il di che en het een van och att det "
    "som av i na je se w z yang dan"
)
_PRESS = words(
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn "
    "ko ku ky la lb lo lt lv mk ml mn mr ms mt nb ne nl nn no or pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr "
    "ug uk ur uz vi xh zh zu zxx"
)
"""The languages asked for; zxx is text in none."""
_LETTER = re.compile(r"[^\W\d_]")


def language(text: str) -> str | None:
    """The language code of a text, or None where it is too short or nothing is sure."""
    sample = text[:SAMPLE]
    first = _english(sample)
    if first.sure or (first.open and _english(text[: 4 * SAMPLE]).sure):
        return "en"
    if len(_LETTER.findall(sample)) < LETTERS and not _dense(sample):
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= SURE and code != "zxx" else None


def likeliest(text: str) -> str:
    """Return the code of the language that a text is likeliest in, however sure that is."""
    return str(_identifier().classify(text[:SAMPLE])[0])


class _English(NamedTuple):
    """What function words tell of a text: whether it surely is English, and whether it may still be."""

    sure: bool
    open: bool


def _english(sample: str) -> _English:
    written = sample.lower().split()
    english = sum(map(_ENGLISH.__contains__, written))
    if len(_ENGLISH.intersection(written)) < KINDS:  # as `a` is common in Hungarian
        return _English(sure=False, open=True)
    other = sum(map(_UNENGLISH.__contains__, written))
    if other * 4 > english:
        return _English(sure=False, open=False)
    plain = english * 6 >= len(written)
    marked = english * 12 >= len(written) and len(_ENGLISH_ALONE.intersection(written)) >= 2
    return _English(sure=english >= 4 and (plain or marked), open=True)


def _dense(sample: str) -> bool:
    """Whether a text is in a script in which a dozen characters already say a sentence."""
    return sum("\u3040" <= each <= "\u30ff" or "\u4e00" <= each <= "\ud7a3" for each in sample) >= 12


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    every = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    every.set_languages(sorted(_PRESS & set(every.labels)))
    # one of its own, because the first keeps the model of all languages, which is 40 MB
    return LanguageIdentifier(
        every.nb_ptc,
        every.nb_pc,
        every.nb_classes,
        every.tk_nextmove,
        every.tk_output,
        norm_probs=True,
        tk_row=every.tk_row,
    )
