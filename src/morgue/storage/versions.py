"""Name and order the texts of articles that others have taken the place of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

VERSION_MARK = "@"
"""What is between an article's id and what names one of its texts."""


class VersionRow(NamedTuple):
    """A text of an article that another took the place of, and the file that it was read from.

    `saved` is when that file was written, in nanoseconds, `replaced` the moment of the text that followed it, in
    microseconds; None where that is not known.
    """

    id: str
    digest: bytes
    file: int
    version: bytes
    saved: int
    replaced: int | None

    @property
    def name(self) -> str:
        """Return the id that the text has in the index."""
        return f"{self.id}{VERSION_MARK}{self.digest.hex()}"


MOST_TEXTS = 20
"""Earlier texts by which an article is found, beside the one that stands: as many as articles that share a number are compared
on either side (`stories.candidates.NEIGHBOURS`), so that an article of many texts costs no more than one of many copies."""


def texts_of_story(standing: bytes, rows: Iterable[VersionRow]) -> list[VersionRow]:
    """Return which earlier texts of an article are of the story that it tells now, in the order of their times.

    `standing` is the packed version of the text that stands. Where that calls the story back, or has lost its copy under its
    headline, it is the story of the latest text with words. Of more than MOST_TEXTS the first one counts, which is what others
    have taken over most, and the latest ones. It depends on the texts alone, in whatever order they came.
    """
    from morgue.extract.versions import calls_back, is_wordless, of_one_story, same_headline, unpacked

    now = unpacked(standing)
    said = [(row, each) for row in in_order(rows) if not is_wordless(each := unpacked(row.version))]
    if not said:
        return []
    spoken = now
    if is_wordless(now):
        spoken = said[-1][1]
        if not (calls_back(now) or same_headline(spoken, now)):
            return []
    found = [row for row, each in said if each is spoken or of_one_story(each, spoken)]
    return found if len(found) <= MOST_TEXTS else [found[0], *found[1 - MOST_TEXTS :]]


def in_order(rows: Iterable[VersionRow]) -> list[VersionRow]:
    """Return the earlier texts of an article in the order of their times, whatever the order in which they came."""
    from morgue.extract.versions import time_of, unpacked  # which most searches need not

    return sorted(rows, key=lambda row: (time_of(unpacked(row.version)), row.saved, row.digest))
