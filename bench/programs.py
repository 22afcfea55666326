"""The programs that are compared: morgue and its peers, and which of them run on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

from bench.measure import ROOT, environment
from bench.peers.ask import KINDS

SYSTEM_PYTHON = "/usr/bin/python3"
"""The interpreter that has what Debian packages."""

MORGUE = "morgue"


class Peer(NamedTuple):
    """A program that is compared: its module, the kinds of question it knows, and the interpreters to try.

    A `slow` one indexes once and not in every round, and only archives of up to 20,000 stories.
    """

    name: str
    module: str
    kinds: tuple[str, ...] = KINDS
    interpreters: tuple[str, ...] = (sys.executable,)
    slow: bool = False

    def command(self, *arguments: str) -> list[str]:
        """The command line for `index FEEDS INDEX` or `search INDEX`."""
        if self.name == MORGUE and arguments[0] == "index":
            return [
                sys.executable,
                "-m",
                "morgue",
                "--archive",
                arguments[2],
                "index",
                arguments[1],
                "--quiet",
            ]
        return [self.interpreters[0], "-m", f"bench.peers.{self.module}", *arguments]


_ALL_BUT_FUZZY = tuple(kind for kind in KINDS if kind != "fuzzy")

PEERS = (
    Peer(MORGUE, "morgue_archive"),
    Peer("tantivy", "plain_tantivy"),
    Peer("fts5", "sqlite_fts5", _ALL_BUT_FUZZY),
    Peer("lucene", "lucene"),
    Peer("xapian", "plain_xapian", _ALL_BUT_FUZZY, (sys.executable, SYSTEM_PYTHON)),
    Peer("bm25s", "bm25s_ranking", ("term", "or")),
    Peer("whoosh", "plain_whoosh", slow=True),
)


class Installed(NamedTuple):
    """The peers that run here, what version each says it is, and why the others are left out."""

    peers: list[Peer]
    versions: dict[str, str]
    missing: dict[str, str]


def installed(names: Iterable[str]) -> Installed:
    """The peers of these names as they are on this machine."""
    found = Installed([], {}, {})
    for peer in PEERS:
        if peer.name not in names:
            continue
        for interpreter in peer.interpreters:
            ready = peer._replace(interpreters=(interpreter,))
            try:
                told = subprocess.run(
                    ready.command("version"), env=environment(), cwd=ROOT, capture_output=True, text=True
                )
            except OSError as error:
                found.missing[peer.name] = str(error)
                continue
            if told.returncode == 0:
                found.peers.append(ready)
                found.versions[peer.name] = told.stdout.strip()
                found.missing.pop(peer.name, None)
                break
            found.missing[peer.name] = (told.stderr.strip().splitlines() or ["it does not start"])[-1]
    return found
