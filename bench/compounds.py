"""Measures whether the parts of compounds can be found: does `Minister` find `Außenminister`, and not `Administrator`?

    pip install wordfreq
    python -m bench.compounds [--words da=FILE] [--heads] [CODE…]

A word is a compound where the vocabulary knows both its head (the end that is asked for) and what is before it, with or
without a linking sound. `bench/compounds.tsv` has words that end in another word, judged by hand. The vocabulary is
wordfreq's: the 200,000 most frequent words stand for the dictionary of an archive. `--words` gives words that it lacks,
one a line (Danish: /usr/share/dict/danish of Debian's package wdanish). Words with a prefix that is no word (`Be|stand`) are
among the wrong ones.

It prints, for each rule, recall and precision in hundredths of both halves of the gold: precision first without the
words of which a reader may say either, then with them as wrong. `--heads` prints for 20 frequent heads how many words a
query would ask for besides, as a head and as a modifier, and how often these are in use for each time that the word is.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

GOLD = Path(__file__).with_name("compounds.tsv")

WORDS = 200_000
"""Words of a vocabulary."""

LEAST = 4
"""Letters of a part."""

LINKS = {
    "de": ("s", "es", "n", "en", "er", "e", "ens"),
    "nl": ("s", "en", "e", "er"),
    "sv": ("s",),
    "da": ("s", "e", "er"),
    "nb": ("s", "e", "er"),
}
"""What stands between the parts."""

LOST = {"de": ("e",), "sv": ("a", "e")}
"""What the first part loses: `Schul|jahr`, `skol|år`."""

PARTICLES = {
    "de": "über unter nach gegen wieder zurück durch hinter zwischen miss wider zusammen weiter fort nieder entgegen hinein"
    " heraus herunter hinunter voraus vorbei voran vorüber davon dazu dabei daran darauf darum wohl außer außen ober fehl"
    " auseinander aneinander herum hervor hinaus herab hinzu empor einander selbst nicht",
    "nl": "over onder door tegen terug achter samen voor voort neer mede meer rond binnen buiten boven tussen langs zonder heen",
    "sv": "över under efter före genom till från mellan åter igen fram bort samman emot kring utan inom",
    "da": "over under efter gennem frem sammen imod igen inden uden mellem fore foran forud bort tilbage",
    "nb": "over under etter gjennom frem fram sammen imot igjen inne uten mellom fore foran forut bort tilbake gjen",
}
"""Words of closed classes, which make verbs and what is derived of them."""

HEADS = {
    "de": "minister partei regierung präsident markt spiel land zeit stadt arbeit firma schule polizei krieg preis wahl vertrag"
    " werk mann dienst",
    "nl": "minister partij regering president markt land tijd stad werk bedrijf school politie oorlog prijs staat dienst huis"
    " zaak club ploeg",
    "sv": "minister parti regering president marknad land stad arbete företag skola polis krig pris avtal match spel sida bolag"
    " fråga domstol",
    "da": "minister parti regering præsident marked land stad arbejde firma skole politi krig pris aftale kamp spil side"
    " selskab sag domstol",
    "nb": "minister parti regjering president marked land stad arbeid firma skole politi krig pris avtale kamp spill side"
    " selskap sak domstol",
}

Frequencies = Mapping[str, float]
"""The share of each word of a vocabulary in all text."""


class Rule(NamedTuple):
    """What is asked of the parts.

    `least` is the share in all text that the first part has at least, `times` how many times as frequent as the compound both
    are, `head` the letters of the head.
    """

    least: float = 0.0
    times: float = 1.0
    head: int = LEAST


RULES = (
    Rule(),
    Rule(least=1e-6),
    Rule(least=1e-6, head=5),
    Rule(least=1e-6, times=10.0),
    Rule(least=3e-6, times=3.0),
)


def vocabulary(code: str, more: Path | None = None) -> dict[str, float]:
    """The words of a language, with their share in all text; `more` are rare ones."""
    import wordfreq

    shares = wordfreq.get_frequency_dict(code, "best")
    words = sorted(
        (each for each in shares if each.isalpha() and len(each) >= LEAST), key=lambda each: -shares[each]
    )
    found = {each: shares[each] for each in words[:WORDS]}
    for word in more.read_text(encoding="utf-8").lower().split() if more else ():
        if word.isalpha() and len(word) >= LEAST:
            found.setdefault(word, 1e-9)
    return found


def gold(code: str) -> Iterator[tuple[str, str, str]]:
    """The label, the front and the head of each word of the gold."""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if line.startswith(code + "\t"):
            _, label, words = line.split("\t")
            for word in words.split():
                front, head = word.split("|")
                yield label, front, head


def modifier(front: str, code: str, known: Frequencies, least: float) -> str | None:
    """The most frequent word that a first part may be; None where it is none, or a particle."""
    if len(front) < LEAST:
        return None
    forms = [front, *(front + each for each in LOST.get(code, ()))]
    forms += [front.removesuffix(each) for each in LINKS[code] if front.endswith(each)]
    forms = [each for each in forms if len(each) >= LEAST]
    if not set(forms).isdisjoint(PARTICLES[code].split()):
        return None
    best = max(forms, key=lambda each: known.get(each, 0.0))
    return best if known.get(best, 0.0) >= max(least, 1e-12) else None


def is_compound(front: str, head: str, code: str, known: Frequencies, rule: Rule) -> bool:
    """Whether a word is a compound of this head, and cut nowhere else into more frequent parts."""
    word = front + head
    share = known.get(word, 0.0)
    if not share or len(head) < rule.head:
        return False
    own = _strength(front, head, code, known, rule)
    cuts = range(LEAST, len(word) - LEAST + 1)
    return own > 0 and all(_strength(word[:at], word[at:], code, known, rule) <= own for at in cuts)


def _strength(front: str, head: str, code: str, known: Frequencies, rule: Rule) -> float:
    """The share of the rarer part; 0 where a part is unknown or too rare."""
    share = known[front + head] * rule.times
    if known.get(head, 0.0) < share:
        return 0.0
    first = modifier(front, code, known, max(rule.least, share))
    return min(known[first], known[head]) if first else 0.0


def measured(code: str, known: Frequencies, rule: Rule) -> str:
    """Recall, precision, and precision with the doubtful as wrong, of both halves."""
    shown = []
    for half in (0, 1):
        rows = [row for row in gold(code) if zlib.crc32((row[1] + row[2]).encode()) % 2 == half]
        found = [label for label, front, head in rows if is_compound(front, head, code, known, rule)]
        right, wrong, either = (found.count(label) for label in "+-~")
        recall = right / sum(label == "+" for label, _, _ in rows)
        shown.append(
            f"{100 * recall:.1f} {100 * right / (right + wrong):.1f} {100 * right / (right + wrong + either):.1f}"
        )
    return "\t".join(shown)


def asked(code: str, known: Frequencies, rule: Rule) -> Iterator[str]:
    """For each frequent head: words with it as head and as modifier, their uses for each of its own, the most frequent."""
    for part in HEADS[code].split():
        fronts = {part, *(part + each for each in LINKS[code])}
        tails = [
            each
            for each in known
            if each.endswith(part) and is_compound(each[: -len(part)], part, code, known, rule)
        ]
        heads = [
            each
            for each in known
            if each.startswith(part)
            and any(
                each.startswith(one) and is_compound(one, each[len(one) :], code, known, rule)
                for one in fronts
            )
        ]
        uses = [sum(known[each] for each in some) / known.get(part, 1.0) for some in (tails, heads)]
        first = " ".join(sorted(tails, key=lambda each: -known[each])[:6])
        yield f"{part}\t{len(tails)}\t{uses[0]:.2f}\t{len(heads)}\t{uses[1]:.2f}\t{first}"


def main() -> None:
    """Print a line a rule and language, or one a head."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("codes", nargs="*")
    parser.add_argument("--words", action="append", default=[], metavar="CODE=FILE")
    parser.add_argument("--heads", action="store_true")
    options = parser.parse_args()
    files = {code: Path(file) for code, _, file in (each.partition("=") for each in options.words)}
    for code in options.codes or LINKS:
        known = vocabulary(code, files.get(code))
        for rule in RULES if not options.heads else ():
            print(code, *rule, measured(code, known, rule), sep="\t", flush=True)
        for line in asked(code, known, RULES[1]) if options.heads else ():
            print(code, line, sep="\t", flush=True)


if __name__ == "__main__":
    main()
