"""A generated archive of which half is in German, French or Russian: `bench.generate`'s stories with other words.

No text of anyone is in it. Each English-looking made-up word has one counterpart in each language, with that language's
letters and endings, so that frequencies and lengths stay those of the English half; function words are real ones.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from functools import cache
from pathlib import Path

from bench.generate import A_FILE, FUNCTION_WORDS, Desk, Item, vocabulary

FUNCTION = {
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son mais aux d'un ont cette ou leur sa ses on été comme aussi être deux ces nous entre fait après même où sans avait dont tout elle",
    "ru": "и в не на что с по а как это из у к за от о для он но его до они был то же при так или со бы их года только еще уже все после во если может чтобы были также она кто когда под более между было без этого себя лет которые",
}
"""Frequent words of each language, the most frequent first."""

ENDINGS = {
    "de": ("", "", "en", "er", "e", "es", "ung", "ungen", "lich", "heit", "te", "ischen", "keiten"),
    "fr": ("", "", "s", "e", "es", "er", "ement", "ation", "ations", "euse", "ités", "aient", "ées"),
    "ru": ("", "а", "ы", "ов", "ами", "ость", "ости", "ный", "ного", "ение", "ения", "ировать", "ская"),
}
_INFLECTION = re.compile(r"(?:ations?|ing|ed|er|ly|ment|al|ity|ive|ness|s)$")
_LETTERS = {
    "de": str.maketrans({"y": "ü", "j": "ä", "x": "chs", "q": "k"}),
    "fr": str.maketrans({"y": "é", "k": "ç", "w": "v"}),
    "ru": str.maketrans(dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувшзыж", strict=True))),
}
_RANK = {word: rank for rank, word in enumerate(FUNCTION_WORDS)}
_TOKEN = re.compile(r"[A-Za-z]+")


def generate_mixed(directory: Path, size: int, *, seed: int = 1) -> Path:
    """Write an archive of `size` stories in JSON Lines below `directory`, made once and kept."""
    home = directory / f"mixed-{size}-{seed}"
    done = home.with_suffix(".done")
    stamp = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    if done.exists() and done.read_text() == stamp:
        return home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    vocabulary(seed)
    files = -(-size // A_FILE)
    for at in range(files):
        items = Desk(seed, at, files).items(min(A_FILE, size - at * A_FILE))
        with (home / f"{at:06}-wire.jsonl").open("w", encoding="utf-8") as file:
            for item in items:
                file.write(json.dumps(_story(item), ensure_ascii=False) + "\n")
    done.write_text(stamp)
    return home


def _story(item: Item) -> dict[str, object]:
    """Every second story in another language, each of the three in turn."""
    language = ("de", "fr", "ru")[item.number // 2 % 3] if item.number % 2 else "en"
    headline, *paragraphs = (
        text if language == "en" else translated(text, language) for text in (item.headline, *item.paragraphs)
    )
    return {
        "id": f"mixed-{item.number:08}",
        "headline": headline,
        "body": "\n\n".join(paragraphs),
        "date": item.when.isoformat(),
        "location": item.city,
        "agency": item.agency,
        "publisher": item.publisher,
        "section": item.section,
        "language": language,
        "url": f"https://news.example/mixed-{item.number:08}",
    }


def translated(text: str, language: str) -> str:
    """The text with every word as its counterpart; what is no word stays."""
    return _TOKEN.sub(lambda found: _word(found[0], language), text)


@cache
def _word(word: str, language: str) -> str:
    made = _counterpart(word.lower(), language)
    return made[0].upper() + made[1:] if word[0].isupper() else made


def _counterpart(word: str, language: str) -> str:
    known = FUNCTION[language].split()
    if word in _RANK:
        return known[_RANK[word] % len(known)]
    ending = random.Random(word).choice(ENDINGS[language])
    return _INFLECTION.sub("", word).translate(_LETTERS[language]) + ending
