"""Recognize files and directories that hold no feed by their names: hidden ones, programs, documentation."""

from __future__ import annotations

import re

_PROGRAM = re.compile(rb".*\.(?:pyc?|js|css|dtd|xsd|xslt?|rng|sh)", re.I)
_DOCUMENTATION = re.compile(rb"(?:readme|licen[sc]e|copying|changelog)[^.]*(?:\.(?:md|txt|rst))?", re.I)

PROGRAMS = (b"__pycache__", b"node_modules")
"""Directories that hold programs and no feeds, by their names."""


def why_no_feed(name: bytes) -> str | None:
    """Return why a file is not a feed, by its name, or None."""
    if _DOCUMENTATION.fullmatch(name):
        return "documentation, by its name"
    return "a program or a schema, by its name" if _PROGRAM.fullmatch(name) else None


def why_passed_over(name: bytes) -> str | None:
    """Return why a directory is passed over by its name, or None."""
    if name.startswith(b"."):
        return "a hidden directory"
    return "a directory of programs, by its name" if name in PROGRAMS else None


def why_no_member(path: str) -> tuple[str, str] | None:
    """Return what of the path of a member of an archive is passed over, a directory or the member, and why; else None."""
    parts = path.split("/")
    for at, part in enumerate(parts[:-1]):
        if (why := why_passed_over(part.encode("utf-8", "surrogateescape"))) is not None:
            return "/".join(parts[: at + 1]), why
    if parts[-1].startswith("."):
        return path, "a hidden file"
    why = why_no_feed(parts[-1].encode("utf-8", "surrogateescape"))
    return (path, why) if why is not None else None
