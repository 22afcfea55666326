"""Makes src/morgue/analysis/data/common_words.tsv, the commonest function words of languages.

    pip download --no-deps stopwordsiso wordfreq && unzip -d W '*.whl' && pip install msgpack && python bench/make_common_words.py W

The words are those of stopwords-iso (MIT). Of the languages that are told by them the commonest are taken, in the order of
wordfreq's lists; of those that it has not, all.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import msgpack

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/analysis/data/common_words.tsv"
TOLD = [
    "ar",
    "ca",
    "cs",
    "da",
    "de",
    "en",
    "es",
    "fa",
    "fi",
    "fr",
    "hi",
    "hu",
    "id",
    "it",
    "lt",
    "lv",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sv",
    "tl",
    "tr",
    "uk",
    "ur",
    "vi",
]
"""Languages that are told by these words: of the others the words of some near language are not known."""
OTHERS = [
    "af",
    "bg",
    "eo",
    "et",
    "eu",
    "ga",
    "gl",
    "ha",
    "hr",
    "hy",
    "ku",
    "la",
    "mr",
    "ms",
    "so",
    "st",
    "sw",
    "yo",
    "zu",
]
COMMONEST = 80
"""Words of a language, of two letters or more: they are a third to a half of the words of its texts."""
COMMONEST_ENGLISH = 600
"""Of English, which most is read in, so many that headlines and companies' figures too are told without the model."""
FREQUENCIES = {"no": "nb", "hr": "sh", "tl": "fil"}
"""Names of wordfreq's lists that are not the code of the language."""


def ordered(folder: Path, code: str) -> list[str] | None:
    """Return the words of a language, the commonest first, or None where wordfreq has none."""
    for size in ("large", "small"):
        file = folder / "wordfreq/data" / f"{size}_{FREQUENCIES.get(code, code)}.msgpack.gz"
        if file.exists():
            return [word for words in msgpack.loads(gzip.decompress(file.read_bytes()))[1:] for word in words]
    return None


def main(folder: Path) -> None:
    """Write the table."""
    stop = json.loads((folder / "stopwordsiso/stopwords-iso.json").read_text(encoding="utf-8"))
    lines = [
        "# Common words of languages: the code, whether a language is told by them (1) or others are weighed against it (0),\n",
        "# and the words. From stopwords-iso (MIT), the commonest by wordfreq (CC BY-SA 4.0): bench/make_common_words.py.\n",
    ]
    for code in sorted([*TOLD, *OTHERS]):
        words = {word for word in stop[code] if len(word) > 1 and not word.isdigit() and " " not in word}
        order = ordered(folder, code)
        common = [word for word in order or sorted(words) if word in words]
        most = COMMONEST_ENGLISH if code == "en" else COMMONEST if order else len(common)
        lines.append(f"{code}\t{int(code in TOLD)}\t{' '.join(common[:most])}\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
