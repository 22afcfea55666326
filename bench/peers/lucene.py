"""Lucene, in Java: bench/lucene, compiled once with the libraries that Maven fetches, then run in its stead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "lucene"


def built() -> Path:
    """The directory with the classes and libraries, made when it is not there or older than its sources."""
    home = Path(os.environ.get("BENCH_WORK", "bench/runs")) / "lucene"
    stamp = home / "Peer.class"
    if stamp.exists() and stamp.stat().st_mtime >= max(each.stat().st_mtime for each in SOURCES.iterdir()):
        return home
    for program in ("java", "javac", "mvn"):
        if shutil.which(program) is None:
            raise FileNotFoundError(f"{program} is not installed")
    home.mkdir(parents=True, exist_ok=True)
    fetch = ["mvn", "-q", "-f", str(SOURCES / "pom.xml"), "dependency:copy-dependencies"]
    subprocess.run([*fetch, f"-DoutputDirectory={home.resolve()}"], check=True, stdout=subprocess.DEVNULL)
    sources = map(str, SOURCES.glob("*.java"))
    subprocess.run(["javac", "-cp", f"{home}/*", "-d", str(home), *sources], check=True)
    return home


def main(arguments: list[str]) -> None:
    """`version`, `index FEEDS INDEX`, `search INDEX`: this process becomes the Java one."""
    home = built()
    os.execvp("java", ["java", "-Xmx2g", "-cp", f"{home}{os.pathsep}{home}/*", "Peer", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
