"""Find the language of a text (BCP 47), and whether it is the one that its feed states.

Most copy is told by its letters, where one language of the press is written in them, or by its function words, which
takes microseconds. Everything else is asked of py3langid, which is imported when first needed: its model takes as long
to load as a thousand texts to ask it about. It is asked about all languages that it knows, and its answer counts where
that is a language of the press: asked for these only it gives rare languages, lists and figures the name of one of
them. docs/design/detection.md has what others were tried, with measurements.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from morgue._startup.expression import expression
from morgue._startup.tables import read_rows, word_lists

_DATA = Path(__file__).with_name("data")

SAMPLE = 500
"""How many code points are looked at; four times as many by their words, which cost less than the model."""
LETTERS = 20
"""Fewer letters than this do not tell a language: they are the names of two people, or three words."""
DENSE = 8
"""Nor do fewer signs of scripts that are one language's, or ideographs: names have two to four of these."""
SURE = 0.5
"""How probable a language is at least: likelier than all others together.

Of 4,200 stories in 64 languages none, and of 5,000 headlines one in 500, was then given a wrong one.
"""
SURE_OF_KIN = 2 / 3
"""How probable one of the languages is that the model mixes up (Indonesian and Malay; Bosnian, Croatian and Serbian).

At less it took 39 of 240 texts for the other one of them, at this none.
"""
AGAINST = 50
"""How many times as probable as the stated language another has to be.

Feeds and pages state a wrong language for one story in fifty of the samples, so that another that is fifty times as
probable by its text is as probable with what the feed says. No close kin is that (`docs/design/detection.md`).
"""
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS_ENOUGH = re.compile(rf"(?:[\W\d_]*+[^\W\d_]){{{LETTERS}}}")
_SIGNS = re.compile("[\u0900-\u1dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Signs of the scripts of South and East Asia, of Ethiopia and Georgia, vowel signs among them."""

_IN_SIGNS = frozenset(("en", "hi"))
"""Of the languages that are told by their words, Hindi is written in such signs; what English copy cites is weighed."""


def _lists() -> dict[str, frozenset[str]]:
    """Return the lists of `data/languages.tsv`: codes, and words by the code of their language."""
    return word_lists(_DATA / "languages.tsv")


def language(text: str) -> str | None:
    """Return the language code of a text, or None where it is too short or nothing is sure."""
    text = _normalise(text)
    return _plain(text) or _likely(text)


_WIDE = "\uff41\uff45\uff21\uff25"
"""Letters of full width (a, e, A and E), of which copy that is written so has some."""


def _normalise(text: str) -> str:
    """Return a text, or what is looked at of it: letters composed and of half width, and no signs that are not seen.

    Words that are written otherwise are not those of the lists, and the model has not learnt from them.
    """
    sample = text[:SAMPLE]
    if sample.isascii():
        return text
    is_wide = any(map(sample.__contains__, _WIDE))
    is_parted = any(map(sample.__contains__, "\u00ad\u200b"))
    if not is_wide and not is_parted and unicodedata.is_normalized("NFC", sample):
        return text
    sample = unicodedata.normalize("NFKC" if is_wide else "NFC", text[: 4 * SAMPLE])
    return sample.replace("\u00ad", "").replace("\u200b", " ")


def language_against(text: str, stated: str) -> str | None:
    """Return the code of the language that a text surely is in instead of the stated one, else None.

    `stated` is a tag (BCP 47). None says that nothing speaks against it: the text is in it, or is too short or too
    unsure, or is in a language that can't be told from it.
    """
    if stated[:2] in ("en", "EN") and (_has_marks(text) or _may_be_english(text[:SAMPLE])):
        return None
    text = _normalise(text)
    own = _same(stated.partition("-")[0].lower())
    if own in _LETTERS and (kin := _kin_by_letters(text[:SAMPLE].lower(), own)):
        return kin
    if own in _told() and not _is_suspicious(text[:GLANCE], own):
        return None
    if own != "ja" and own in _SCRIPTS and _is_in_script(text[:SAMPLE], own):
        return None
    found = _plain(text)
    if found is None:
        found, probable = _modelled(text)
        if found is None or (own not in _known() or probable[found] < AGAINST * probable[own]):
            return None
    if _is_part(_same(found), own) or _is_mixed(text[: 4 * SAMPLE], own, found):
        return None
    return None if (own, found) == ("ja", "zh") and not _is_chinese(text[:SAMPLE]) else found


OWN = 3
"""So many words of the language that is stated, which the other one has not, are more than a name or a title."""
QUOTING = 3
"""Where the other language has no more than so many times as many, a text is in both, as one that quotes at length is."""


def _is_mixed(sample: str, own: str, other: str) -> bool:
    """Return whether a text has the common words of both languages, so that neither is wrong."""
    ours, theirs = _apart(sample.lower().split(), own, other)
    return ours >= OWN and ours * QUOTING >= theirs


def _apart(written: list[str], one: str, other: str) -> tuple[int, int]:
    """Return how many words are common in the one language and not in the other, and the other way round."""
    codes = [_common().get(word, ()) for word in written if len(word) > 1]
    ours = sum(one in each and other not in each for each in codes)
    return ours, sum(other in each and one not in each for each in codes)


_LETTERS = {"ru": "ыэъё", "uk": "іїєґ"}
"""Letters that Russian has and Ukrainian has not, and the other way round."""
FOREIGN = 3
"""Letters of the other language, and none of its own, by which a text is not in the one that is stated: two in a name."""


def _kin_by_letters(sample: str, own: str) -> str | None:
    """Return the other one of Russian and Ukrainian where a text in lower case has its letters and none of `own`."""
    (other,) = _LETTERS.keys() - {own}
    if any(letter in sample for letter in _LETTERS[own]):
        return None
    kinds = [sample.count(letter) for letter in _LETTERS[other]]
    return other if sum(kinds) >= FOREIGN and sum(map(bool, kinds)) > 1 else None


_MARK = re.compile(" (?:the|and|that|with|from|have|which|said|will|its|been|their|than|vs) ")
"""Words that are common in no other language."""
MARKS = 3
"""So many of them are in English copy, and not in one of five thousand texts in other languages.

Most that is read states that it is English, and is, so that this has to cost next to nothing: 1 µs, counting words 25.
"""
GLANCE = 150
"""How many code points are looked at for whether a text may be in another language than it states."""


def _has_marks(text: str) -> bool:
    """Return whether a text has words that only English has."""
    at = 0
    for _ in range(MARKS):
        found = _MARK.search(text, at, SAMPLE)
        if found is None:
            return False
        at = found.end() - 1
    return True


def _is_suspicious(sample: str, own: str) -> bool:
    """Return whether a text may be in another language than its own by the words and letters that it has.

    This is asked of every text whose language is stated, and says no of nearly all stories. Where a short text has too few
    common words of another language than English to be told by them, the model is asked.
    """
    written, hits = _counted(sample)
    if not sample.isascii() and len(sample.encode(errors="replace")) > _widest(own) * len(sample):
        return True
    most = hits.pop(own, 0)
    other = max(hits.values(), default=0)
    if other >= most + ENOUGH:
        return True
    if own not in _IN_SIGNS and not sample.isascii() and len(_SIGNS.findall(sample)) >= DENSE:
        return True
    if own == "en":  # Norwegian copy is full of `i`, `for`, `at` and `her`
        alone = _apart_in_english()[0]
        most = sum(word in alone and len(word) > 1 for word in written)
    if most >= ENOUGH and most * FEW >= len(written):
        return False
    if own != "en" or _is_foreign(sample) or (most < ENOUGH and _ACCENTED.search(sample)):
        return True
    if most * FEW < sum(map(str.isalpha, written)) - SPARE:
        return True
    # headlines have no room for common words, and most that is said to be English is: one in thirty asks the model
    return not most and not _apart_in_english()[1].isdisjoint(written)


OTHER_LETTERS = 0.5
"""So many bytes a character more than the words of a language have are the letters of other scripts.

UTF-8 has one for Latin letters without accents, two for Greek, Cyrillic, Hebrew and Arabic ones, three for those of Asia.
Copy in Thai or Japanese has too few blanks, and an item in Russian too few words, to be told by the words that it lacks.
"""


@cache
def _widest(code: str) -> float:
    """Return how many bytes a character of a text in a language has at most, on average."""
    words = "".join(common_words(code))
    return len(words.encode()) / len(words) + OTHER_LETTERS


def likeliest(text: str) -> str:
    """Return the code of the language of the press that a text is likeliest in, however sure that is."""
    ranked = _identifier().rank(text[:SAMPLE])
    return next((str(code) for code, _ in ranked if code in _lists()["press"]), "en")


# ---------------------------------------------------------------------------------------------------------------------
# by letters and words


def _plain(text: str) -> str | None:
    """Return the language that the letters or the function words of a text show, or None where these do not decide."""
    sample = text[:SAMPLE]
    found = _by_words(sample)
    if found is None and len(text) > SAMPLE:
        found = _by_words(text[: 4 * SAMPLE])
    return found or (_by_letters(sample) if _has_enough(sample) else None)


def _has_enough(sample: str) -> bool:
    """Return whether a text is long enough to tell its language."""
    if _LETTERS_ENOUGH.match(sample):
        return True
    return len(_SIGNS.findall(sample)) >= DENSE


_SCRIPTS = {code: re.compile(f"[{first}-{last}]") for code, first, last in read_rows(_DATA / "scripts.tsv")}
"""Scripts in which one language of the press is written, and kana, which only Japanese has."""

_ASCII = re.compile("[A-Za-z]")
_ACCENTED = re.compile(r"[^\W\d_\x00-\x7f]")
_UNENGLISH = re.compile("[^\\W\\d_\\x00-\\x7f]|[\u0300-\u036f\u00ab\u00bb\u201a\u201e\u2039\u203a]")
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

HEADLINE = 40
"""Up to so many letters a Japanese text may have a particle or none: headlines leave them out."""
_PARTICLES = re.compile("[\u3041-\u3096]")
_NO = "\u306e"
"""The one kana that Chinese brands have in their names."""


def _is_japanese(sample: str, kana: int, letters: int) -> bool:
    """Return whether a text in Han letters with few kana or none is Japanese, by its particles and the forms of its letters."""
    if kana and letters <= HEADLINE and _PARTICLES.search(sample.replace(_NO, "")):
        return True
    japanese, chinese = _forms(sample)
    return japanese > chinese


def _is_chinese(sample: str) -> bool:
    """Return whether a text has Han letters in forms that Japanese has not."""
    return _forms(sample)[1] > 0


def _forms(sample: str) -> tuple[int, int]:
    """Return how many Han letters are in a form of Japanese alone, and how many in one of Chinese alone."""
    forms = Counter(map(_form, _HAN.findall(sample)))
    return forms["ja"], forms["zh"]


@cache
def _form(letter: str) -> str:
    """Return which language writes a Han letter so: `ja` or `zh`, "" where both do.

    It is told by the national standards: JIS X 0208 has the forms of Japan, GB 2312 and Big5 have those of China.
    """
    if not _encodes(letter, "shift_jis"):
        return "zh"
    return "" if _encodes(letter, "gb2312") or _encodes(letter, "big5") else "ja"


def _encodes(letter: str, encoding: str) -> bool:
    return bool(letter.encode(encoding, "ignore"))


YIDDISH = 2
"""So many different words of Yiddish that Hebrew has not show that a text in the letters of both is Yiddish, and as many of its signs."""
_YIDDISH_SIGNS = re.compile("\u05bf|[\u05f0-\u05f2]|\u05d0[\u05b7\u05b8]")
"""What only Yiddish has (rafe, and the letters of two vavs or yuds), and alef with the points that make it a and o."""
_POINTS = re.compile("[\u05b0-\u05bc\u05c1\u05c2\u05c7]")


def _is_yiddish(sample: str) -> bool:
    if len(_lists()["yi"].intersection(sample.split())) >= YIDDISH:
        return True
    # Hebrew for children and poems has a point at every letter, other copy none
    signs = len(_YIDDISH_SIGNS.findall(sample))
    return signs >= YIDDISH and len(_POINTS.findall(sample)) <= YIDDISH * signs


_SINDHI = frozenset(
    "\u067b\u067a\u067f\u0680\u0683\u0684\u0687\u068a\u068c\u068d\u068f\u0699\u06a6\u06aa\u06b1\u06b3\u06bb\u06fd\u06fe"
)
"""Letters and signs that of the languages of the press in Arabic letters only Sindhi has."""


def _is_sindhi(sample: str) -> bool:
    """Return whether a text in Arabic letters has letters of Sindhi, which the model does not know and takes for Pashto."""
    found = list(filter(_SINDHI.__contains__, sample))
    return len(found) >= FOREIGN and len(set(found)) > 1


CYRILLIC = 200
"""How many letters show that a text has none that Russian or Ukrainian lacks: Kyrgyz copy has some in as many."""


def _by_letters(sample: str) -> str | None:
    """Return the language whose letters a text is written in, where no other language of the press has these."""
    letters = len(_LETTER.findall(sample))
    if len(_ASCII.findall(sample)) > (1 - MOSTLY) * letters:
        return None
    han = len(_HAN.findall(sample))
    present = set(map(_script_of, set(sample)))
    for code, script in _SCRIPTS.items():
        if code not in present and code != "ja":  # which may be written without kana
            continue
        own = len(script.findall(sample))
        if code == "ja":
            if own + han >= MOSTLY * letters and (
                own >= KANA * letters or _is_japanese(sample, own, letters)
            ):
                return code
        elif own >= MOSTLY * letters:
            return code
    if _is_yiddish(sample):
        return "yi"
    if _is_sindhi(sample):
        return "sd"
    if han >= MOSTLY * letters and not _SCRIPTS["ja"].search(sample):
        return "zh"
    return _cyrillic(sample, letters)


@cache
def _script_of(character: str) -> str:
    """Return the language of `_SCRIPTS` in whose script a character is, "" where it is in none of these."""
    return next((code for code, script in _SCRIPTS.items() if script.match(character)), "")


def _is_in_script(sample: str, code: str) -> bool:
    """Return whether a text is written in the script of a language of `_SCRIPTS`, and long enough to tell."""
    return len(_SCRIPTS[code].findall(sample)) >= MOSTLY * len(_LETTER.findall(sample)) and _has_enough(
        sample
    )


def _cyrillic(sample: str, letters: int) -> str | None:
    """Return Russian or Ukrainian by the letters that each has, and those that it lacks; the others share theirs."""
    own = _CYRILLIC.findall(sample)
    if len(own) < max(CYRILLIC, MOSTLY * letters):
        return None
    small = set("".join(own).lower())
    if {"\u044b", "\u044d"} <= small and small <= _RUSSIAN:
        return "ru"
    if {"\u0456", "\u0457"} <= small and small <= _UKRAINIAN:
        return "uk"
    return None


SHARE = 6
"""Each so manyth word of a text at least is a common word of its language."""
AHEAD = 5
"""So many words more than of any other language, so that names and what kin share do not decide."""
KINDS = 4
"""So many different ones: a single word that is common in one language may be another's (`a` of English and Hungarian)."""
ENOUGH = 2
"""So many common words make a language worth a thought."""
FEW = 12
"""Fewer than each so manyth word is common in its language: not so in one of twenty English stories, lists included."""
SPARE = 12
"""So many words more may be none, as they are in headlines and in the figures of companies."""


class _Counts(NamedTuple):
    """The words of a text, and how many of them are common in each language."""

    written: list[str]
    hits: dict[str, int]


def _counted(sample: str) -> _Counts:
    written = sample.lower().split()
    hits: dict[str, int] = {}
    for codes, number in Counter(map(_common().get, written)).items():
        for code in codes or ():
            hits[code] = hits.get(code, 0) + number
    return _Counts(written, hits)


def _by_words(sample: str) -> str | None:
    """Return the language whose common words a text is full of, where those of no other come near."""
    if _is_plain_english(sample):
        return "en"
    written, hits = _counted(sample)
    best = max(hits, key=hits.__getitem__, default="")
    if best not in _told():
        return None
    most = hits.pop(best)
    if most * SHARE < len(written) or most - max(hits.values(), default=0) < AHEAD:
        return None
    kinds = sum(best in _common().get(word, ()) for word in set(written))
    if kinds < KINDS or (best == "en" and _is_foreign(sample)):
        return None
    second = max(hits, key=hits.__getitem__, default=best)
    if hits.get(second, 0) >= ENOUGH and _is_mixed(sample, second, best):
        return _outside_quotes(sample) or best
    return best


_QUOTATION = expression(
    r"""["\u201c\u201d\u201e\u00ab\u00bb][^"\u201c\u201d\u201e\u00ab\u00bb]{40,}(?:["\u201c\u201d\u201e\u00ab\u00bb]|\Z)"""
)
"""What somebody said, of a sentence's length."""


def _outside_quotes(sample: str) -> str | None:
    """Return the language of what is outside quotation marks, or None where nothing is inside or that does not decide."""
    outside = _QUOTATION.sub(" ", sample)
    return _by_words(outside) if outside != sample else None


PLAIN = 2
"""So many different words that are common in English alone, each sixth word at least, and none that is common in another
language alone, show that a short text in ASCII is English: none of 13,700 texts in 400 other languages has them."""


def _is_plain_english(sample: str) -> bool:
    """Return whether a text is English by words that no other language has.

    Most copy is, and nothing else is asked of it then: 5 µs, counting the words of all languages 13.
    """
    if not _is_ascii_in_letters(sample):
        return False
    if _has_marks(sample) and _has_no_foreign_word(sample):
        return True
    words = sample.lower().split()
    alone, foreign = _apart_in_english()
    own = [word for word in words if word in alone]
    if len(own) < PLAIN or len(own) * SHARE < len(words):
        return False
    kinds = len(set(own))
    if foreign.isdisjoint(words):
        return kinds >= PLAIN and _has_enough(sample)
    others = sum(word in foreign for word in words)
    # with so few the counts of all languages, which `_by_words` goes by, say English too
    return others < OWN and len(own) - others >= AHEAD and kinds >= KINDS and _has_enough(sample)


def _may_be_english(sample: str) -> bool:
    """Return whether nothing in a text speaks against English, and some of its words for it.

    Its letters are ASCII, and no word is another language's but in names. That alone is true of copy in many languages
    whose common words are not listed, and of headlines in which all words have capitals.
    """
    if not _is_ascii_in_letters(sample) or not _has_no_foreign_word(sample):
        return False
    words = sample.lower().split()
    alone, foreign = _apart_in_english()
    own = sum(map(alone.__contains__, words))
    others = sum(map(foreign.__contains__, words))
    most = own * FEW + SPARE
    # the words of all letters are counted last, as tables have few of them
    if own > others and (len(words) <= most or sum(map(str.isalpha, words)) <= most):
        return True
    return not others and _is_likest_english(sample)


def _is_likest_english(sample: str) -> bool:
    """Return whether a text has more words that are common in English than are common in any other language."""
    hits = _counted(sample).hits
    english = hits.pop("en", 0)
    return english >= ENOUGH and english > max(hits.values(), default=0)


def _is_ascii_in_letters(sample: str) -> bool:
    """Return whether a text has no letters but those of ASCII, no accents, and no quotation marks that English has not."""
    return sample.isascii() or not _UNENGLISH.search(sample)


def _has_no_foreign_word(sample: str) -> bool:
    """Return whether a text has no word that is common in other languages and not in English.

    A word in capital letters may be a company's (`AG`, `SE`) or an abbreviation, where the text has small letters too.
    """
    words = (sample.lower() if sample.isupper() else sample).split()
    return _apart_in_english()[1].isdisjoint(words)


@cache
def _apart_in_english() -> tuple[frozenset[str], frozenset[str]]:
    """The words that are common in English alone, and those that are common in others and not in English."""
    common = _common().items()
    alone = frozenset(word for word, codes in common if codes == ("en",))
    return alone, frozenset(word for word, codes in common if "en" not in codes)


def _is_foreign(sample: str) -> bool:
    """Return whether a text has more letters of other scripts than English copy, as it has where it cites English names."""
    return not sample.isascii() and len(sample.encode(errors="replace")) > 1.1 * len(sample)


@cache
def _common() -> dict[str, tuple[str, ...]]:
    """The codes of the languages in which each common word is one."""
    found: dict[str, tuple[str, ...]] = {}
    for code, _, words in read_rows(_DATA / "common_words.tsv"):
        for word in words.split():
            found[word] = (*found.get(word, ()), code)
    return found


@cache
def common_words(code: str) -> frozenset[str]:
    """Return the words that are common in a language, in lower case as they are written; none of one that is not known."""
    return frozenset(word for word, codes in _common().items() if code in codes)


@cache
def _told() -> frozenset[str]:
    """The languages that are told by their common words."""
    return frozenset(code for code, told, _ in read_rows(_DATA / "common_words.tsv") if told == "1")


# ---------------------------------------------------------------------------------------------------------------------
# by the model


_TWO_LETTERS = expression(r"(?<![^\W\d_])[^\W\d_]{2,}")


def _is_of_names(sample: str, code: str) -> bool:
    """Return whether all words of a text begin with a capital letter, as those of tables of results and lists of names do.

    A name is of no language. Scripts without capitals have no such words, of a text in capitals nothing is known, and
    English headlines are often written so.
    """
    if code == "en":
        return False
    found = _TWO_LETTERS.findall(sample)
    return all(word[0].isupper() for word in found) and any(word[1:].islower() for word in found)


NOTHING = 1e-6
"""Where what is less probable is left out: the 140 languages together change a sum by no more than 0.00014."""


def _likely(text: str) -> str | None:
    """Return the language that py3langid is sure of, or None.

    It is that of `_modelled`, in half of its time where one language is likelier than all others together.
    """
    sample = text[:SAMPLE]
    if not _has_enough(sample):
        return None
    code, probable = _identifier().classify(sample)
    best = _same(code)
    if probable > SURE and best not in _groups("kin"):
        return best if best in _lists()["press"] and not _is_of_names(sample, best) else None
    return _modelled(text)[0]


def _modelled(text: str) -> tuple[str | None, dict[str, float]]:
    """Return the language that py3langid is sure of, or None, and how probable each is by it."""
    sample = text[:SAMPLE]
    if not _has_enough(sample):
        return None, {}
    probable: defaultdict[str, float] = defaultdict(float)
    for code, each in _identifier().rank(sample):
        probable[_same(code)] += each
        if each < NOTHING:
            break
    for several, parts in _macros().items():
        probable[several] = sum(probable[each] for each in parts)
    best = max((each for each in probable if each not in _macros()), key=probable.__getitem__)
    kin = _groups("kin").get(best, ())
    if best not in _lists()["press"] or _is_of_names(sample, best):
        return None, probable
    if kin and sum(probable[each] for each in kin) >= SURE:
        spelt = _of_kin(text, kin)
        if spelt or probable[best] < SURE_OF_KIN:
            return spelt or _several(best), probable
    near = sum(probable[each] for each in _groups("near").get(best, ()) if each != best)
    return (best if probable[best] + near >= SURE else None), probable


def _of_kin(text: str, kin: tuple[str, ...]) -> str | None:
    """Return the language whose spellings a text has, where it has those of no other of its kin oftener or as often."""
    written = _TWO_LETTERS.findall(text[: 4 * SAMPLE].lower())
    counts = {code: sum(map(_lists().get(code, frozenset()).__contains__, written)) for code in kin}
    best = max(counts, key=counts.__getitem__)
    return best if counts.pop(best) > max(counts.values()) else None


@cache
def _macros() -> dict[str, frozenset[str]]:
    """Return the languages that are several, each with these: Serbo-Croatian is Bosnian, Croatian and Serbian."""
    return {group[0]: frozenset(group[1:]) for group in _groups("macro").values()}


def _several(code: str) -> str | None:
    """Return the language of which another is a part, or None."""
    return next((several for several, parts in _macros().items() if code in parts), None)


def _is_part(one: str, other: str) -> bool:
    """Return whether of two languages one is a part of the other, or both are of a third."""
    return (_several(one) or one) == (_several(other) or other)


@cache
def _known() -> frozenset[str]:
    """The languages that py3langid knows."""
    return frozenset(map(_same, _identifier().labels)) | _macros().keys()


def _same(code: str) -> str:
    """Return one code for those of languages that are written alike, or that are parts of one another: `no` for `nb`."""
    return _groups("one").get(code, (code,))[0]


@cache
def _groups(name: str) -> dict[str, tuple[str, ...]]:
    """Return the groups of `data/languages.tsv` of a name, by each of their codes; of `near` by the first only."""
    groups = [tuple(row[1].split()) for row in read_rows(_DATA / "languages.tsv") if row[0] == name]
    return {code: group for group in groups for code in (group[:1] if name == "near" else group)}


@cache
def _identifier() -> Any:
    from morgue.analysis.language_model import load_identifier

    return load_identifier()
