"""What a format says about a story (Draft), made into an Article by what the copy itself says.

A reader fills a Draft with the facts that its format states and calls `article`; every fact that the format
leaves open is then looked for in the copy: dateline, agency, place, day, boilerplate, language. A stated
fact is never overruled by a guess. `evidence` names, for each field found, the element or rule that gave it.
"""

from __future__ import annotations

from morgue.extract.draft import Draft, Moment
from morgue.extract.finish import article

__all__ = ["Draft", "Moment", "article"]
