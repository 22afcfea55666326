"""What a format says about a story (Draft), made into an Article by what the copy itself says.

A reader fills a Draft with the facts that its format states and calls `article`; every fact that the format
leaves open is then looked for in the copy: dateline, agency, place, day, boilerplate, language. A stated
fact is never overruled by a guess. `evidence` names, for each field found, the element or rule that gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from morgue.extract.draft import Draft, Moment
    from morgue.extract.finish import article

__all__ = ["Draft", "Moment", "article"]


def __getattr__(name: str) -> Any:
    """The names above, imported when a reader asks for them: who only names a country needs no rule of copy."""
    if name in ("Draft", "Moment"):
        from morgue.extract import draft

        return getattr(draft, name)
    if name == "article":
        from morgue.extract.finish import article as made

        return made
    raise AttributeError(f"module 'morgue.extract' has no attribute {name!r}")
