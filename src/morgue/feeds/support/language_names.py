"""Find the language that a form names in the language of its interface: `Französisch`, `英文`, `inglés`.

The names are those of the gazetteer.
"""

from __future__ import annotations

import re

from morgue.gazetteer.former import language_named

LONGEST = 60
"""A name of a language has fewer characters."""

_REMARK = re.compile(r"\s*(?:[([（].*|(?<=\S)\s[-–—/|].*)\Z")
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?", re.IGNORECASE)


def code_named(name: str) -> str | None:
    """Return the code (BCP 47) of a language by its name in any language that the gazetteer has, or None.

    What is behind a dash or in brackets is tried with the name, then left out: `Chinese - Simplified` is `zh`.
    """
    line = " ".join(name.split())
    if not line or len(line) >= LONGEST:
        return None
    for each in (line, _REMARK.sub("", line)):
        if found := language_named(each):
            return found
    return None


def code_or_name(text: str) -> str | None:
    """Return the code of a language that is given as a code (`EN`, `fr_FR`) or by its name; None for neither."""
    line = text.strip()
    if _CODE.fullmatch(line):
        tongue, _, rest = line.replace("_", "-").partition("-")
        return f"{tongue.lower()}-{rest}" if rest else tongue.lower()
    return code_named(line)
