"""What a run stood on: the machine, its load, and the versions of what ran."""

from __future__ import annotations

import os
import platform
import re
import sys
from contextlib import suppress
from pathlib import Path


def machine() -> dict[str, object]:
    """Facts for the head of a result."""
    return {
        "processor": _first(r"model name\s*:\s*(.+)", "/proc/cpuinfo")
        or platform.processor()
        or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(_first(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0) / (1 << 20), 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
        "load": [round(each, 2) for each in os.getloadavg()],
    }


def _first(pattern: str, path: str) -> str | None:
    with suppress(OSError):
        found = re.search(pattern, Path(path).read_text())
        return found[1].strip() if found else None
    return None
