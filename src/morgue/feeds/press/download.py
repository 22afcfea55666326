"""Count the documents of a download against the number that it states.

Every document of an export says `3 of 62 DOCUMENTS` or the like, or its cover does once. Where the download begins with
the first and ends before the last, documents are missing: a browser or a person has cut it.
"""

from __future__ import annotations

from morgue.io.feed import Feed


class Download:
    """What a download says of its documents, and how many were found: `found` of it, `total` in the file, which may hold several."""

    __slots__ = ("_first", "_missing", "_stated", "found", "total")

    def __init__(self) -> None:
        self.found = self.total = 0
        self._first: int | None = None
        self._stated: int | None = None
        self._missing = 0

    def state(self, number: int | None, of: int) -> None:
        """Note that a document says it is the `number`-th `of` so many; None for what a cover says of them all."""
        if number is None or number == 1:
            self._settle()
            self.found = 0
        if self._stated is None or number is None or number == 1:
            self._first, self._stated = number if number is not None else 1, of

    def count(self) -> None:
        """Count a document that was found."""
        self.found += 1
        self.total += 1

    def _settle(self) -> None:
        """Add up what is missing of the download that ends here; a file may hold several, one behind the other."""
        if self._stated is not None and self._first == 1 and 0 < self.found < self._stated:
            self._missing += self._stated - self.found

    def check(self, feed: Feed) -> None:
        """Complain where documents are missing."""
        self._settle()
        if self._missing:
            stated, found = self._stated or 0, self.found
            feed.complain(
                f"the download says that it has {stated:,} documents, and {found:,} are in the file: it was cut off, or parts of it left out"
                if self._missing == stated - found
                else f"{self._missing:,} documents that the downloads in this file count are not in it"
            )
        self._stated = None
        self._missing = 0
