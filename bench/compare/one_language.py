"""A copy of a checkout's source in which every story is in English: what many languages cost is the difference.

Nothing tells a language there, and every word goes through the English stemmer. All else is the same code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

NAME = "one-language"

_INSTEAD = {
    "language.py": (
        "def language(text: str) -> str | None:\n    return None\n",
        "def language_against(text: str, stated: str) -> str | None:\n    return None\n",
    ),
    "stem_class.py": (
        "def class_of(language: str | None, *texts: str | None) -> str:\n    return ENGLISH\n",
    ),
}
"""What is put behind modules of `morgue.analysis`, so that it takes the place of what they have under these names."""


def one_language(checkout: Path, work: Path) -> Path:
    """Make the copy in a folder of `work`, and return what has to be first in PYTHONPATH.

    Raises ValueError where the checkout has other names than these.
    """
    made = work / NAME
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(checkout / "src", made, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for module, functions in _INSTEAD.items():
        path = made / "morgue" / "analysis" / module
        text = path.read_text(encoding="utf-8")
        for function in functions:
            if function.partition("(")[0] + "(" not in text:
                raise ValueError(f"{path} has no {function.partition('(')[0]}")
        path.write_text("\n\n".join((text, *functions)), encoding="utf-8")
    return made
