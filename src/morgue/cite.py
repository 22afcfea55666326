"""Hand on the names of `morgue.render.citation` that docs/python.md documents here."""

from __future__ import annotations

from morgue.render.citation import citation

__all__ = ["citation"]
