"""Name the formats that are read with an extra, and skip a test that needs one which is not installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

EXTRAS = {
    "pdf": ("pypdfium2", "pdf"),
    "parquet": ("pyarrow", "parquet"),
    "arrow": ("pyarrow", "parquet"),
    ".xls": ("python_calamine", "xls"),
    "ukrainian": ("pymorphy3_dicts_uk", "ukrainian"),
}
"""The format, the suffix of a file or the dictionary, to the module that reads it and the extra of morgue that brings the module."""


def need_extra(*names: str) -> None:
    """Skip the test that calls this where one of the formats or suffixes cannot be read here."""
    for name in names:
        module, extra = EXTRAS.get(name, ("", ""))
        if module and find_spec(module) is None:
            pytest.skip(f"needs morgue[{extra}]")
