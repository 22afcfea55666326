"""What the system lets this process do."""

from __future__ import annotations

import resource

LIMITED = "a limit on the size of files is set here (ulimit -f): raise it, then do it again"
"""What to do where the system refuses to let a file grow while the disk has room."""


def files_are_limited() -> bool:
    """Return whether the system bounds the size of the files that this process writes."""
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
