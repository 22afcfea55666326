"""The errors that morgue reports, one class for each thing that can be wrong.

Every error is one or two lines: what is wrong, and a hint that says what to do. The command line prints
them; nothing else does. A library's own exception is turned into one of these at the module that calls it.
"""

from __future__ import annotations

from typing import ClassVar


def reason_of(error: BaseException) -> str:
    """Return what the system says of an error, in lower case and without the name of a file."""
    return (getattr(error, "strerror", None) or str(error)).lower()


class MorgueError(Exception):
    """What went wrong, in words for a person.

    `hint` says what to do about it, or is None. `position` is an offset in code points, from 0, into the
    text that the user typed, or None where there is no such text. `kind` is the stable name of the class of
    error in JSON.
    """

    kind: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str | None = None, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.position = position

    def to_json(self) -> dict[str, object]:
        """Return the error object of the contract: kind, message, hint, position."""
        return {"kind": self.kind, "message": self.message, "hint": self.hint, "position": self.position}


class UsageError(MorgueError):
    """The command was called in a way that it does not allow."""

    kind = "usage"


class FeedError(MorgueError):
    """A feed, or an item of it, cannot be read. The message is the reason, without the path."""

    kind = "feed"


class NoArticle(FeedError):  # noqa: N818  not an error: what a sound file without a story is
    """A well-formed file that holds no story: an index page, a package without items, a picture."""

    kind = "no-article"


class PartOf(NoArticle):  # named by what the file is
    """A file that another one of its delivery names and has the stories of, as the pages of an issue are.

    `owner` is that one's path, relative to the directory of the part.
    """

    def __init__(self, message: str, owner: str) -> None:
        super().__init__(message)
        self.owner = owner


class Unreadable(FeedError):  # noqa: N818  named by what the file is
    """The disk, not the feed: a file that cannot be opened or read now, and may be at another time."""


class QueryError(MorgueError):
    """The query does not mean anything; `position` is where, the message counts columns from 1.

    `query` is the whole query, where the one who asked has noted it.
    """

    kind = "query"
    query: str | None = None


class ArchiveError(MorgueError):
    """The archive is missing, damaged, locked, of another format, or cannot be written."""

    kind = "archive"


class UnknownArticleError(ArchiveError):
    """No article, or more than one, has an id that begins as it was given."""


class EngineError(MorgueError):
    """The search engine failed, or cannot be had here."""

    kind = "engine"


class EngineMissingError(EngineError):
    """The package of the search engine is not installed here, or cannot be imported."""
