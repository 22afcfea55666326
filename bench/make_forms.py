"""Makes a table of forms for `bench.inflections` from a dictionary of hunspell, by its suffixes.

    apt-get download hunspell-eu hunspell-ne && dpkg-deb -x hunspell-eu*.deb D && dpkg-deb -x hunspell-ne*.deb D
    python -m bench.make_forms D/usr/share/hunspell/eu 20 >eu.tsv
    python -m bench.make_forms D/usr/share/hunspell/ne_NP 12 >ne.tsv

Each line has a form, a tab and its entry. Of each entry the shortest forms are taken, as many as is said: a Basque one has
20,000, of which most are suffixes behind suffixes that nobody writes. Flags are numbers; a form has two suffixes at most, as
hunspell has it; entries that are spelt alike are one, and those with a hyphen are left out.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SUFFIXES = 2
"""Suffixes of a form, at most."""

ROOMS = (3, 6, 12)
"""Letters that a form has more than its entry, at most: the first that gives forms enough."""


class Suffix(NamedTuple):
    """A suffix: what is taken off, what is put there, where, and the flags of what may follow it."""

    off: str
    on: str
    where: re.Pattern[str] | None
    flags: tuple[str, ...]

    def behind(self, word: str) -> str | None:
        """Return a word with this suffix, or None where it has none."""
        if not word.endswith(self.off) or (self.where and not self.where.search(word)):
            return None
        return word[: len(word) - len(self.off)] + self.on

    @property
    def longer(self) -> int:
        """Letters that a word has more with it."""
        return len(self.on) - len(self.off)


class Rules(NamedTuple):
    """The suffixes of each flag, the shortest first, and the flag of what is no word without a suffix."""

    suffixes: dict[str, list[Suffix]]
    incomplete: str

    @classmethod
    def read(cls, lines: Iterable[str]) -> Rules:
        """Return the suffixes of an .aff file."""
        suffixes: dict[str, list[Suffix]] = {}
        incomplete = ""
        for parts in map(str.split, lines):
            if parts[:1] == ["NEEDAFFIX"]:
                incomplete = parts[1]
            elif parts[:1] == ["SFX"] and len(parts) >= 5:
                off, (on, _, flags), where = parts[2].strip("0"), parts[3].partition("/"), parts[4]
                pattern = None if where == "." else re.compile(f"(?:{where})$")
                suffix = Suffix(off, on.strip("0"), pattern, tuple(filter(None, flags.split(","))))
                suffixes.setdefault(parts[1], []).append(suffix)
        for each in suffixes.values():
            each.sort(key=lambda suffix: suffix.longer)
        return cls(suffixes, incomplete)

    def forms(self, word: str, flags: Iterable[str], room: int, depth: int = SUFFIXES) -> Iterator[str]:
        """Yield the forms of a word with suffixes that are `room` letters longer than it, at most; one may come twice."""
        for flag in flags:
            for suffix in self.suffixes.get(flag, ()):
                if suffix.longer > room:
                    break
                form = suffix.behind(word)
                if form is None:
                    continue
                if not self.incomplete or self.incomplete not in suffix.flags:
                    yield form
                if depth > 1 and suffix.flags:
                    yield from self.forms(form, suffix.flags, room - suffix.longer, depth - 1)

    def shortest(self, word: str, flags: frozenset[str], count: int) -> list[str]:
        """Return the shortest forms of an entry, itself among them where it is a word; the alphabet decides between two."""
        found: set[str] = set()
        for room in ROOMS:
            found = {form for form in self.forms(word, sorted(flags), room) if form and "-" not in form}
            if not self.incomplete or self.incomplete not in flags:
                found.add(word)
            if len(found) >= count:
                break
        return sorted(found, key=lambda form: (len(form), form))[:count]


def entries(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the flags of each entry of a .dic file that has some."""
    found: dict[str, set[str]] = {}
    for line in lines:
        word, _, flags = line.split()[0].partition("/") if line.strip() else ("", "", "")
        if word and flags and not word.startswith("-"):
            found.setdefault(word, set()).update(filter(None, flags.split(",")))
    return {word: frozenset(flags) for word, flags in found.items()}


def main() -> None:
    """Print the forms of each entry that has two or more."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("dictionary", type=Path, help="its files without .aff and .dic")
    parser.add_argument("forms", type=int, help="of an entry, at most")
    options = parser.parse_args()
    rules = Rules.read(_lines(options.dictionary, ".aff"))
    for word, flags in entries(_lines(options.dictionary, ".dic")[1:]).items():
        forms = rules.shortest(word, flags, options.forms)
        if len(forms) > 1:
            sys.stdout.writelines(f"{form}\t{word}\n" for form in forms)


def _lines(dictionary: Path, ending: str) -> list[str]:
    file = dictionary.with_name(dictionary.name + ending)
    return file.read_text(encoding="utf-8", errors="replace").splitlines()


if __name__ == "__main__":
    main()
