"""Queries that cost much: the limits of the language, wildcards that match everything, fifty at once on the page."""

from __future__ import annotations

import concurrent.futures
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from bench.faults.kill import environment

LIMIT = 10.0
"""Seconds that the contract gives a query."""

MEGABYTES = 1500


def stories(directory: Path, number: int, seed: int) -> None:
    """Feeds with many different words, so that wildcards are wide."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(60_000)]
    for at in range(0, number, 1000):
        lines = [
            json.dumps({"headline": " ".join(chance.choices(words, k=6)), "body": " ".join(chance.choices(words, k=120)), "date": "2025-10-23"})
            for _ in range(min(1000, number - at))
        ]  # fmt: skip
        (directory / f"{at}.jsonl").write_text("\n".join(lines) + "\n")


def heavy() -> list[str]:
    """Queries as bad as the language lets them be, and some that it does not."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    pairs = [a + b for a in letters for b in letters]
    return [
        " OR ".join(f"{pair}*" for pair in pairs[:600]),
        " ".join(f"{pair}*" for pair in pairs[:600]),
        " OR ".join(f"{pair}?????" for pair in pairs[:500]),
        " OR ".join(f"{pair}abc~2" for pair in pairs[:400]),
        "ab*" + "*" * 200,
        "ab?*?*?*?*?*?*?*?*?*?*?*?*z",
        "(" * 31 + "a" + ")" * 31,
        "(" * 4000 + "a" + ")" * 4000,
        "NOT " * 1000 + "abc",
        " NEAR/1000 ".join(f"{pair}*" for pair in pairs[:60]),
        '"' + " ".join(f"{letter}*" for letter in letters) + '"~1000',
        '"' + " ".join(pairs) + '"~9999',
        " OR ".join(f"date:{year}-{month:02d}" for year in range(1950, 2030) for month in range(1, 13))[
            :8192
        ],
        " ".join(f"-{pair}*" for pair in pairs[:600]),
        "a" * 8192,
        "*" * 8192,
        "\U0001f600" * 8192,
        "file:" + "a*" * 2000,
        "headline:(" + " OR ".join(pairs) + ")",
        "(ab* OR cd*) NEAR/50 (ef* OR gh*) NEAR/50 (ij* OR kl*)",
    ]


def told(address: str, query: str) -> tuple[float, int, str]:
    """Seconds, status, and the beginning of the answer."""
    began = time.monotonic()
    where = f"{address}api/search?" + urllib.parse.urlencode({"q": query})
    try:
        with urllib.request.urlopen(where, timeout=300) as answer:
            status, said = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, said = error.code, error.read()
    return time.monotonic() - began, status, said[:300].decode(errors="replace")


def memory(process: int) -> int:
    """The most megabytes that a process has had in memory."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) >> 10


def campaign(*, number: int, at_once: int, seed: int) -> tuple[int, list[str]]:
    """Queries asked, and failures; the time of each alone is judged, and of all at once that each is answered."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="morgue-queries-") as scratch:
        feeds, archive = Path(scratch) / "feeds", Path(scratch) / "archive"
        feeds.mkdir()
        stories(feeds, number, seed)
        command = [sys.executable, "-m", "morgue", "--archive", str(archive)]
        subprocess.run([*command, "--quiet", "index", str(feeds)], env=environment(), check=True)
        server = subprocess.Popen(
            [*command, "serve", "--port", "0"], env=environment(), stdout=subprocess.PIPE, text=True
        )
        try:
            address = (server.stdout.readline() if server.stdout else "").strip()
            queries = heavy()

            def judge(query: str, status: int, said: str, what: str) -> None:
                if status not in (200, 400, 503) or "internal error" in said:
                    failures.append(f"{what}: {query[:60]}: {status} {said}")
                    print(failures[-1], flush=True)

            busy = os.getloadavg()[0] / (os.cpu_count() or 1)
            for query in queries:
                seconds, status, said = told(address, query)
                judge(query, status, said, "alone")
                if seconds > LIMIT * max(1.0, busy) + 1:
                    failures.append(f"alone: {query[:60]}: {seconds:.1f} s")
                    print(failures[-1], flush=True)
            with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
                many = [queries[at % len(queries)] for at in range(at_once)]
                for query, (_, status, said) in zip(
                    many, pool.map(lambda each: told(address, each), many), strict=True
                ):
                    judge(query, status, said, "at once")
            seconds, status, said = told(address, "harbour")
            judge("harbour", status, said, "after all")
            most = memory(server.pid)
            print(f"most memory: {most} MB", flush=True)
            if most > MEGABYTES:
                failures.append(f"{most} MB")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    return len(queries) + at_once, failures
