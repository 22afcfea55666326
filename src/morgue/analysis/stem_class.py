"""Say which stemmer an article goes through, without loading the stemmers."""

from __future__ import annotations

from morgue._startup.expression import expression
from morgue.analysis.analyzer import ENGLISH

_OTHER_LETTER = expression(r"[^\x00-\x7f\W\d_]")


def class_of(language: str | None, *texts: str | None) -> str:
    """Return the stem class of an article of a language (BCP 47), None where unknown; `texts` are its headline and body.

    It is `ENGLISH` for English, and for unknown language where all letters are ASCII; others are those of
    `morgue.analysis.stems`, which is loaded for them alone.
    """
    if language == ENGLISH or (language and language[:3].lower() in ("en-", "en_")):
        return ENGLISH
    if not language and not any(text and _has_other_letters(text) for text in texts):
        return ENGLISH
    from morgue.analysis.stems import stem_class

    return stem_class(language, is_ascii=False)


def _has_other_letters(text: str) -> bool:
    return not text.isascii() and _OTHER_LETTER.search(text) is not None
