"""List on the page of an article the texts that it has had, and say of an earlier one which text stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.model.article import Article
from morgue.storage.versions import VERSION_MARK
from morgue.web.html_text import written_instant

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.archive.versions import ArticleVersion

SHOWN = 20
"""Texts that a page lists: of a live blog with thousands, those around the one that is read."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the list: when it is from, what changed from the one before, whether it is the one on the page."""

    number: int
    id: str
    when: str
    changed: str | None
    current: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of an article around the one that is read, which is number `read` of `total`; `base` names the one that stands."""

    base: str
    read: int
    total: int
    listed: list[Text]

    @property
    def is_earlier(self) -> bool:
        """Return whether the text that is read has been replaced."""
        return self.read < self.total

    def numbered(self, number: int) -> Text | None:
        """Return a text of the list by its number."""
        return next((each for each in self.listed if each.number == number), None)

    @property
    def next(self) -> Text | None:
        """Return the text that took the place of the one that is read; None where that stands."""
        return self.numbered(self.read + 1)

    @property
    def last_change(self) -> str | None:
        """Return what changed from the text before to the one that is read."""
        found = self.numbered(self.read)
        return found.changed if found else None


def written_time(version: ArticleVersion) -> str:
    """Return when a text is from, as exactly as it is known."""
    article = version.article
    stated = article.updated or article.published or article.day
    return written_instant(stated) if stated else "an unknown time"


def texts_of(archive: Archive, article: Article, total: int) -> Texts | None:
    """Return the texts of an article, which has so many; None where it has one alone."""
    if total < 2:
        return None
    base, mark, number = article.id.partition(VERSION_MARK)
    read = int(number) if mark and number.isdecimal() else total
    first = max(1, min(read - SHOWN // 2, total - SHOWN + 1))
    listed = [
        Text(each.number, each.id, written_time(each), each.changed, each.current, each.number == read)
        for each in archive.versions(base, first=first, limit=SHOWN)
    ]
    return Texts(base, read, total, listed)
