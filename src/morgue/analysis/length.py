"""Count the words of a text, as a word processor does."""

from __future__ import annotations

from morgue._startup.expression import expression

_CHARACTERS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45"  # Thai, without the signs above and below a letter
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec4\u0edc-\u0edf"  # Lao, likewise
    "\u1000-\u102a\u103f\u1050-\u1055"  # Myanmar
    "\u1780-\u17b3"  # Khmer
    "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d"  # Hiragana, Katakana
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_CHARACTER = expression(f"[{_CHARACTERS}]")
_UNSPACED = expression(f"[{_CHARACTERS}\u3000-\u303f\u30fb\u30fc\uff00-\uff0f\uff1a-\uff20]")
"""Characters of scripts that put no spaces between words, and the punctuation that goes with them."""


def length(text: str) -> int:
    """Return the number of words: what white space parts, and each character in scripts that write none between words.

    `e-mail` and `AT&T` are one word each. That is how `wc` and word processors count; in Han, Kana, Thai, Lao, Khmer and
    Myanmar editors count characters.
    """
    if text.isascii():
        return len(text.split())
    characters = len(_CHARACTER.findall(text))
    return characters + len(_UNSPACED.sub(" ", text).split()) if characters else len(text.split())
