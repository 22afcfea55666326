"""Makes tables of forms for `bench.inflections` of a dictionary of Bengali and of the automata of one of Tamil.

    pip install wordfreq && pip download --no-deps bkit==0.0.9 tamilmorph==0.93 && apt-get install foma
    python -m bench.make_lemmas bn bkit-0.0.9-py3-none-any.whl >bn.tsv
    python -m bench.make_lemmas ta tamilmorph-0.93-py3-none-any.whl >ta.tsv

Each line has a form, a tab and its lemma. The Bengali table is the dictionary of bkit's lemmatizer: its nouns, verbs and
adjectives. The Tamil one is made of the words of wordfreq's corpora: what ThamizhiMorph's automata of nouns and verbs
(in tamilmorph) say they are forms of, each by itself; foma's `flookup` runs them. Where they have a verb with an
auxiliary as a verb of its own (the passive, the perfect, must and can), it is a form of the verb that the auxiliary is
behind; `--auxiliaries` leaves it as it is.
"""

from __future__ import annotations

import argparse
import io
import pickle
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

KINDS = ("nouns", "verbs", "adjectives")
"""The parts of bkit's dictionary that are taken."""

GUESSERS = "guesser"
"""What the automata that know no words have in their names."""

TAMIL = ("\u0b80", "\u0bff")
"""The first and the last letter of the script."""

HAVE = "ிரு"
"""The auxiliary of the perfect as it is written behind a participle in -u, which goes before it."""

Pair = tuple[str, str]
"""A form and its lemma, or a word and one of its analyses."""


class Plain(pickle.Unpickler):
    """Reads pickled dictionaries of text, and nothing that runs code."""

    def find_class(self, module: str, name: str) -> object:
        """Refuse it: text needs no class."""
        raise pickle.UnpicklingError(f"{module}.{name}")


def bengali(package: zipfile.ZipFile) -> Iterator[Pair]:
    """Yield the forms of bkit's dictionary, each with its lemma."""
    words = Plain(io.BytesIO(package.read("bkit/lemmatizer/data/dictionary.pkl"))).load()
    for kind in KINDS:
        yield from words[kind].items()


def tamil(package: zipfile.ZipFile, auxiliaries: bool) -> Iterator[Pair]:
    """Yield the words in use that ThamizhiMorph has, each with the lemmas that it may have."""
    import wordfreq

    first, last = TAMIL
    known = wordfreq.get_frequency_dict("ta", "best")
    with tempfile.TemporaryDirectory() as folder:
        automata = [
            package.extract(name, folder)
            for name in package.namelist()
            if name.endswith(".fst") and GUESSERS not in name
        ]
        found = list(
            analyses(automata, (word for word in known if all(first <= each <= last for each in word)))
        )
        joined = {lemma(each) for _, each in found if "+complex" in each} if not auxiliaries else set()
        verbs = main_verbs(automata, joined)
    for form, each in found:
        for own in verbs.get(lemma(each)) or (lemma(each),):
            yield form, own


def analyses(automata: Iterable[str], words: Iterable[str]) -> Iterator[Pair]:
    """Yield the analyses that automata have of words, each with its word."""
    given = "".join(f"{word}\n" for word in words)
    for file in automata:
        done = subprocess.run(["flookup", file], input=given, capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            word, _, analysis = line.partition("\t")
            if analysis and not analysis.endswith("+?"):
                yield word, analysis


def lemma(analysis: str) -> str:
    """Return what is before the tags."""
    return analysis.partition("+")[0].strip("|")


def main_verbs(automata: Iterable[str], joined: Iterable[str]) -> dict[str, set[str]]:
    """Return the verbs that verbs with an auxiliary are made of.

    They are those whose infinitive or participle is the longest beginning.
    """
    beginnings = {
        each: ([each.removesuffix(HAVE) + "ு"] if each.endswith(HAVE) else [])
        + [each[:size] for size in range(len(each) - 1, 1, -1)]
        for each in joined
    }
    verbs: dict[str, set[str]] = defaultdict(set)
    for form, each in analyses(automata, {part for parts in beginnings.values() for part in parts}):
        if (
            "+nonfin" in each
            and "+sim" in each
            and ("+inf=" in each or "+vpart=" in each)
            and "+neg" not in each
        ):
            verbs[form].add(lemma(each))
    return {
        each: next((verbs[part] for part in parts if part in verbs), set())
        for each, parts in beginnings.items()
    }


def main() -> None:
    """Print the table of a language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("language", choices=("bn", "ta"))
    parser.add_argument("package", type=Path, help="the wheel")
    parser.add_argument(
        "--auxiliaries", action="store_true", help="keep Tamil verbs with an auxiliary as they are"
    )
    options = parser.parse_args()
    with zipfile.ZipFile(options.package) as package:
        rows = bengali(package) if options.language == "bn" else tamil(package, options.auxiliaries)
        pairs = {tuple(unicodedata.normalize("NFC", each) for each in row) for row in rows}
    sys.stdout.writelines("\t".join(pair) + "\n" for pair in sorted(pairs) if all(pair))


if __name__ == "__main__":
    main()
