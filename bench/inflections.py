"""Measures stemmers: do the forms of a word meet, and no others?

    pip install simplemma spacy-lookups-data wordfreq
    python -m bench.inflections [--lucene FOLDER] [CODE…]

The forms of the words of a language are those of a free table: simplemma's dictionaries, or the lookups of spaCy for
Urdu; `--table CODE=FILE` gives another one (a form, a tab and its lemma a line), as `bench.make_forms`, `make_lemmas`
and `make_paradigms` make them. Forms that
no text of wordfreq's corpora has are left out, where it knows the language: what is left is news and talk, not the
dictionary. The lemmas are put into two halves by a hash, for tuning and for the test; of each half 3,000 lemmas with up
to four of their forms are taken, by the same hash. A pair is one of these forms that is asked and another that is in a
story. It should match where they share a lemma: recall is the share of those pairs that do, precision the share of the
pairs that match which share a lemma.

A language that a dictionary is installed for (`morgue[ukrainian]`) has two lines: by its rules alone, then with it.
`--lucene` fetches Lucene's analyzers into a folder, with Maven, and measures that of each language beside it. The tables
are not part of this repository.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import subprocess
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from morgue.analysis.analyzer import Word, folded_words
from morgue.analysis.paradigms import dictionary
from morgue.analysis.stems import DICTIONARIES, classes, query_tokens, raw_word, token, tokens_by_rules

ROOT = Path(__file__).resolve().parent.parent

LEMMAS = 3_000
"""Lemmas of each half."""

FORMS = 4
"""Forms of a lemma, at most: else verbs of a hundred forms would decide."""

SIMPLEMMA = {"sr": "hbs"}
WORDFREQ = {"sr": "sh"}
SPACY = {"ur"}

Lemmas = dict[str, set[str]]
"""The lemmas of each form."""


class Score(NamedTuple):
    """Recall and precision of pairs."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def rank(word: str) -> int:
    """The hash by which words are drawn."""
    return zlib.crc32(word.encode())


def _simplemma(code: str) -> Iterable[tuple[str, str]]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    for form, lemma in DefaultDictionaryFactory().get_dictionary(SIMPLEMMA.get(code, code)).items():
        yield _text(form), _text(lemma)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _spacy(code: str) -> Iterable[tuple[str, str]]:
    spec = importlib.util.find_spec("spacy_lookups_data")
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).parent / "data" / f"{code}_lemma_lookup.json.gz"
    yield from json.loads(gzip.decompress(file.read_bytes())).items()


def _file(file: Path) -> Iterable[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        form, lemma = line.split("\t")[:2]
        yield form, lemma


def _used(code: str) -> Callable[[str], bool]:
    """Whether a form is in use, by wordfreq; any form in languages that it does not know."""
    import wordfreq

    name = WORDFREQ.get(code, code)
    if name not in wordfreq.available_languages("best"):
        return lambda form: True
    known = frozenset(wordfreq.get_frequency_dict(name, "best"))
    return lambda form: form.lower() in known


def given_tables(values: Iterable[str]) -> dict[str, Path]:
    """Return the tables that `--table` names, by class: each is CODE=FILE."""
    return {code: Path(file) for code, _, file in (each.partition("=") for each in values)}


def table(code: str, file: Path | None = None) -> Lemmas:
    """The lemmas of each form of a language's table: single words of two letters and more."""
    rows = _file(file) if file else _spacy(code) if code in SPACY else _simplemma(code)
    lemmas: Lemmas = defaultdict(set)
    for form, lemma in rows:
        for each in (form, lemma):
            if len(each) > 1 and len(folded_words(each)) == 1 and not any(map(str.isdigit, each)):
                lemmas[each.lower()].add(lemma)
    return lemmas


def halves(code: str, file: Path | None = None) -> tuple[Lemmas, Lemmas]:
    """The forms of the tuned half and of the test, each with their lemmas."""
    lemmas, used = table(code, file), _used(code)
    forms = defaultdict(set)
    for form, own in lemmas.items():
        if used(form):
            for lemma in own:
                forms[lemma].add(form)
    drawn = sorted((lemma for lemma, own in forms.items() if len(own) > 1), key=rank)
    found: tuple[Lemmas, Lemmas] = ({}, {})
    for half in (0, 1):
        for lemma in [each for each in drawn if rank(each + "?") % 2 == half][:LEMMAS]:
            for form in sorted(forms[lemma], key=lambda each: rank(each + "!"))[:FORMS]:
                found[half][form] = lemmas[form]
    return found


Keys = Callable[[str], Iterable[str]]


def measure(lemmas: Lemmas, keys: Keys, asked: Keys | None = None) -> Score:
    """Recall and precision of what matches where what is asked of one word is a key of another.

    A pair counts once for each of its words that is asked; without `asked` a word is asked by its own keys.
    """
    by_key: dict[str, set[str]] = defaultdict(set)
    by_lemma: dict[str, set[str]] = defaultdict(set)
    for form, own in lemmas.items():
        for key in keys(form):
            by_key[key].add(form)
        for lemma in own:
            by_lemma[lemma].add(form)
    right = matched = both = 0
    for form, own in lemmas.items():
        wanted = set().union(*(by_lemma[lemma] for lemma in own)) - {form}
        found = set().union(*(by_key[key] for key in (asked or keys)(form) if key in by_key)) - {form}
        right += len(wanted)
        matched += len(found)
        both += len(wanted & found)
    return Score(both / right if right else 0.0, both / matched if matched else 1.0)


def own_keys(code: str) -> Keys:
    """What morgue indexes of a word."""
    return lambda form: (token(_raw(form), code),)


def own_asked(code: str) -> Keys:
    """What morgue looks for where a word is asked."""
    return lambda form: query_tokens(_raw(form), (code,))


def asked_by_rules(code: str) -> Keys:
    """What morgue looks for where a word is asked, without a dictionary."""
    return lambda form: tokens_by_rules(_raw(form), code)


def _raw(form: str) -> str:
    return raw_word(form, Word(0, len(form), "".join(folded_words(form))))


def unstemmed(form: str) -> Iterable[str]:
    """A word as it is written, folded."""
    return ("".join(folded_words(form)),)


def lucene_keys(class_path: str, code: str, forms: Iterable[str]) -> Keys:
    """The terms of Lucene's analyzer for these words."""
    words = sorted(forms)
    command = ["java", "-cp", class_path, "Stems", code]
    done = subprocess.run(command, input="\n".join(words) + "\n", capture_output=True, text=True, check=True)
    terms = dict(zip(words, done.stdout.splitlines(), strict=True))
    return lambda form: terms[form].split() or (form,)


def fetch_lucene(folder: Path) -> str:
    """Fetch Lucene's analyzers into a folder and compile `Stems.java` there; return the class path."""
    sources = ROOT / "bench/lucene/stems"
    if not (folder / "Stems.class").exists():
        folder.mkdir(parents=True, exist_ok=True)
        fetch = ["mvn", "-q", "-f", str(sources / "pom.xml"), "dependency:copy-dependencies"]
        subprocess.run([*fetch, f"-DoutputDirectory={folder.resolve()}"], check=True)
        compile_it = ["javac", "-cp", f"{folder}/*", "-d", str(folder), str(sources / "Stems.java")]
        subprocess.run(compile_it, check=True)
    return f"{folder}/*:{folder}"


def lucene_codes(class_path: str) -> frozenset[str]:
    """The languages that Lucene has an analyzer for."""
    done = subprocess.run(["java", "-cp", class_path, "Stems"], capture_output=True, text=True, check=True)
    return frozenset(done.stdout.split())


def shown(score: Score) -> str:
    """Recall, precision and F1 in hundredths."""
    return f"{100 * score.recall:.0f} {100 * score.precision:.0f} {100 * score.f1:.1f}"


def main() -> None:
    """Print a line a language: pairs; recall, precision and F1 of both halves, of Lucene, and without stems."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("codes", nargs="*")
    parser.add_argument("--lucene", type=Path, metavar="FOLDER")
    parser.add_argument("--table", action="append", default=[], metavar="CODE=FILE")
    options = parser.parse_args()
    files = given_tables(options.table)
    class_path = fetch_lucene(options.lucene) if options.lucene else ""
    peers = lucene_codes(class_path) if class_path else frozenset()
    for code in options.codes or sorted(set(classes()) - {"-"}):
        try:
            tuned, test = halves(code, files.get(code))
        except ValueError as error:
            print(code, "no table:", error, file=sys.stderr)
            continue
        rest = []
        if code in peers:
            keys = lucene_keys(class_path, code, {*tuned, *test})
            rest += [shown(measure(tuned, keys)), shown(measure(test, keys))]
        rest.append(shown(measure(test, unstemmed)))
        ways = {code: asked_by_rules(code)}
        if code in DICTIONARIES and dictionary(code):
            ways[f"{code}, with the dictionary"] = own_asked(code)
        for name, asked in ways.items():
            own = [shown(measure(half, own_keys(code), asked)) for half in (tuned, test)]
            print("\t".join([name, str(len(test)), *own, *rest]), flush=True)


if __name__ == "__main__":
    main()
