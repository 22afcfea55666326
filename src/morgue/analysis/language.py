"""Find the language of a text (BCP 47), where the feed does not say it.

Plain English is recognised by its function words, and what only one language of the press is written in by its
letters or its commonest words, which costs microseconds. Everything else is asked of py3langid, which is imported when
first needed: its model takes as long to load as two hundred pages to read. So the bounds below may be too high, which
costs time, and must not be too low, which gives a wrong language. Each has what stories of the samples have, by their
stated languages: 7,639 in English, 430 in others. Nothing is claimed for texts that are too short.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from morgue._startup.tables import read_rows, word_lists

_DATA = Path(__file__).with_name("data")

SAMPLE = 500
"""How many code points are looked at."""
LETTERS = 40
"""Fewer letters than this do not tell a language."""
KINDS = 3
"""Fewer different function words do not tell English."""
SURE = 0.9
"""How sure py3langid has to be: of ten languages that it gives, no more than one may be wrong."""
_LETTER = re.compile(r"[^\W\d_]")


def _words(name: str) -> frozenset[str]:
    """Return a list of `data/languages.tsv`: the words of a language, or codes."""
    return word_lists(_DATA / "languages.tsv")[name]


def language(text: str) -> str | None:
    """Return the language code of a text, or None where it is too short or nothing is sure."""
    sample = text[:SAMPLE]
    first = _english(sample)
    if first.sure or (first.open and _english(text[: 4 * SAMPLE]).sure):
        return "en"
    if len(_LETTER.findall(sample)) < LETTERS and not _dense(sample):
        return None
    written = _by_letters(sample) or _by_words(text[: 4 * SAMPLE])
    if written is not None:
        return written
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= SURE and code != "zxx" else None


def likeliest(text: str) -> str:
    """Return the code of the language that a text is likeliest in, however sure that is."""
    return str(_identifier().classify(text[:SAMPLE])[0])


_SCRIPTS = {code: re.compile(f"[{first}-{last}]") for code, first, last in read_rows(_DATA / "scripts.tsv")}
"""Scripts in which one language of the press is written, and kana, which only Japanese has."""

_ASCII = re.compile("[A-Za-z]")
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
MOSTLY = 0.9
"""Which share of its letters a text has at least in the script of its language.

The rest are names and abbreviations in Latin letters: 5 % in the median of Russian and Japanese copy, and up to half in
lists of prices, which py3langid is asked about.
"""

KANA = 0.1
"""Which share of the letters of a Japanese text are kana at least, besides Han: 28 to 64 % are, and none in Chinese."""


def _by_letters(sample: str) -> str | None:
    """Return the language whose letters a text is written in, where no other language of the press has these."""
    letters = len(_LETTER.findall(sample))
    if len(_ASCII.findall(sample)) > (1 - MOSTLY) * letters:
        return None
    han = len(_HAN.findall(sample))
    for code, script in _SCRIPTS.items():
        own = len(script.findall(sample))
        is_japanese = code == "ja" and own >= KANA * letters and own + han >= MOSTLY * letters
        if is_japanese or (code != "ja" and own >= MOSTLY * letters):
            return code
    if han >= MOSTLY * letters and not _SCRIPTS["ja"].search(sample):
        return "zh"
    return _cyrillic(sample, letters)


_OWN = ("de", "es", "fr", "it", "nl", "pt")
"""The languages that are known by words of their own."""

OWN = 6
"""How many such words a text has at least, and each twelfth of its words at that.

Of the words of German, Spanish and Italian copy 8.5 to 11.5 % are, in the median; of those in other languages 1.3 % at most
(four words of a text, as `di` is Indonesian too).
"""

OTHER = 4
"""How many times as many it has at least as of any other language: 5 to 29 times, in the median of each language."""


def _by_words(sample: str) -> str | None:
    """Return the language whose own common words a text is full of."""
    written = [word.strip(".,;:!?()«»„“”\"'") for word in sample.lower().split()]
    counts = {code: sum(map(_words(code).__contains__, written)) for code in _OWN}
    code = max(counts, key=lambda each: counts[each])
    most = counts.pop(code)
    return code if most >= max(OWN, len(written) / 12, OTHER * max(counts.values())) else None


def _cyrillic(sample: str, letters: int) -> str | None:
    """Return Russian or Ukrainian by the letters that each has, and those that it lacks; the others share theirs."""
    own = _CYRILLIC.findall(sample)
    if len(own) < MOSTLY * letters:
        return None
    small = set("".join(own).lower())
    if {"\u044b", "\u044d"} <= small and small <= _RUSSIAN:
        return "ru"
    if {"\u0456", "\u0457"} <= small and small <= _UKRAINIAN:
        return "uk"
    return None


class _English(NamedTuple):
    """What function words say of a text: whether it surely is English, and whether it may still be."""

    sure: bool
    open: bool


def _english(sample: str) -> _English:
    """Return what the function words of a text say.

    They are 31 % of the words of English copy in the median, and 3 % of that in other languages in Latin letters, of
    which `a`, `is` and `was` are some. Each sixth word (17 %) is enough, or each twelfth (8 %, which all but 5 % of the
    English has: lists and headlines) with two that no other language has. Words of other languages are to English
    ones as 4 to 1 there; in English copy not 1 to 7, but for one story of a hundred, so that 1 to 4 says it is none.
    """
    written = sample.lower().split()
    english = sum(map(_words("english").__contains__, written))
    if len(_words("english").intersection(written)) < KINDS:  # as `a` is common in Hungarian
        return _English(sure=False, open=True)
    other = sum(map(_words("other").__contains__, written))
    if other * 4 > english:
        return _English(sure=False, open=False)
    plain = english * 6 >= len(written)
    marked = english * 12 >= len(written) and len(_words("english-alone").intersection(written)) >= 2
    return _English(sure=english >= 4 and (plain or marked), open=True)


def _dense(sample: str) -> bool:
    """Return whether a text is in a script in which a dozen characters already say a sentence."""
    return sum("\u3040" <= each <= "\u30ff" or "\u4e00" <= each <= "\ud7a3" for each in sample) >= 12


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    every = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    every.set_languages(sorted(_words("asked") & set(every.labels)))
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
