"""Adds to src/morgue/gazetteer/data/halfdays.tsv the words for parts of the day that Unicode's CLDR has, as `Babel` packs it, and the table lacks.

    pip install babel && python bench/make_halfdays.py

CLDR says from which hour to which a word is used. Its kind is the one of `extract/clocks.py` that makes no other hour of any clock within
them, in all languages that have the word, and an hour of as many as possible; a word that no kind fits is left out. So are
short words in letters that other languages have too (`em`, `in` without dots), and midnight. Where scripts part words, a word stands
behind the clock.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from babel import Locale

from bench.make_months import LANGUAGES, OTHERS
from morgue._startup.tables import read_rows
from morgue.extract.clocks import folded as as_read
from morgue.extract.clocks import hour_of

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/gazetteer/data/halfdays.tsv"
MARK = "# the rest of CLDR: bench/make_halfdays.py"
KINDS = {
    "am": ("am",), "pm": ("pm",), "noon": ("noon",), "morning": ("am",), "afternoon": ("noon", "pm"), "evening": ("evening",),
    "night": ("night", "evening"),
}  # fmt: skip
"""The kinds that a period of CLDR may be; its name there may have a number behind it."""
HALVES = {"am": set(range(12)), "pm": set(range(12, 24))}
OTHER_WORDS = frozenset({"este", "gabi"})
"""Words that are frequent elsewhere: `this` in Spanish, a name."""
SHARED = ("LATIN", "CYRILLIC", "GREEK")


def main() -> None:
    """Write the rows."""
    kept = TABLE.read_text(encoding="utf-8").partition(MARK)[0]
    TABLE.write_text(kept, encoding="utf-8")
    known = {folded(name) for _, _, names in read_rows(TABLE) for name in names.split()}
    lines = []
    for side, kind, names in sorted(kinds(known)):
        lines.append(f"{kind}\t{side}\t{' '.join(sorted(names))}\n")
    TABLE.write_text(f"{kept}{MARK}\n{''.join(lines)}", encoding="utf-8")


def kinds(known: set[str]) -> list[tuple[str, str, set[str]]]:
    """Return the side, the kind and the names of all rows."""
    found: dict[tuple[str, str], set[str]] = {}
    for name, (hours, periods) in hours_of_words().items():
        fit = [kind for each in sorted(periods) for kind in KINDS[each] if is_right(kind, hours)]
        if fit and folded(name) not in known:
            kind = max(fit, key=lambda each: sum(hour_of(each, in_12(hour)) == hour for hour in hours))
            side = "after" if unicodedata.name(name.lstrip("’'")[0]).startswith(SHARED) else "both"
            found.setdefault((side, kind), set()).add(name)
    return [(side, kind, names) for (side, kind), names in found.items()]


def is_right(kind: str, hours: set[int]) -> bool:
    """Return whether a kind never makes another hour of a clock than the one that is meant."""
    return all(hour_of(kind, in_12(hour)) in (None, hour) for hour in hours)


def in_12(hour: int) -> int:
    """Return an hour of 24 as a clock of twelve hours has it."""
    return hour % 12 or 12


def hours_of_words() -> dict[str, tuple[set[int], set[str]]]:
    """Return the hours of 24 in which each word is used, and its periods, in any language; _ is a space."""
    found: dict[str, tuple[set[int], set[str]]] = {}
    for language in ("en", *LANGUAGES, "ja", "ko", "zh", "zh_Hant", "vi", *OTHERS):
        locale = Locale.parse(language)
        rules = locale.day_period_rules.get(None, {})
        for forms in locale.day_periods.values():
            for width in ("wide", "abbreviated"):
                for period, name in forms.get(width, {}).items():
                    hours = HALVES.get(period) or {
                        hour for each in rules.get(period, ()) for hour in span(each)
                    }
                    if hours and period != "midnight" and fits(name):
                        word = as_read(name).replace(" ", "_")
                        of_word = found.setdefault(word, (set(), set()))
                        of_word[0].update(hours)
                        of_word[1].add(period.rstrip("12"))
    return found


def span(rule: dict[str, int]) -> list[int]:
    """Return the hours of 24 that a rule of CLDR names, which has seconds since midnight."""
    if "at" in rule:
        return [rule["at"] // 3600]
    first, end = rule["from"] // 3600, rule["before"] // 3600
    return [hour % 24 for hour in range(first, end if end > first else end + 24)]


def fits(name: str) -> bool:
    """Return whether a name is long enough to be no other word, or has a dot that shows what it is."""
    if "،" in name:
        return False
    if not unicodedata.name(name.lstrip("’'")[:1] or " ").startswith(SHARED):
        return len(name) > 1
    if name.count(".") == 2 or name in OTHER_WORDS:
        return False
    return len(name) > 3 or (len(name) == 3 and name.endswith("."))


def folded(name: str) -> str:
    """Return a name as names are compared."""
    return as_read(name).casefold().replace(".", "").replace("’", "'")


if __name__ == "__main__":
    main()
