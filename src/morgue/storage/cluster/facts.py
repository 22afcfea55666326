"""Keep the facts of an archive on a cluster: one document, which every commit changes as it begins and as it ends.

A revision is given out when a commit begins; the archive is at the last one before which all have ended. A
commit whose process has died is abandoned: its revision counts as ended, and what it has brought is news again
when it is brought the next time.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from morgue.engines.opensearch import client as opensearch_client
from morgue.engines.opensearch.client import AbsentError, Client, ConflictError, pause
from morgue.engines.opensearch.mapping import Layout
from morgue.errors import ArchiveError, MorgueError
from morgue.model.fields import CLUSTER_FORMAT

_FACTS = "archive"

ABANDONED = 3600.0
"""Seconds after which a commit that has not ended is taken for dead; one of this machine is as soon as its
process is."""


def machine() -> str:
    """Return the name by which this machine's files are known."""
    return os.environ.get("MORGUE_MACHINE") or socket.gethostname()


def make_catalog(client: Client, layout: Layout) -> None:
    """Write the facts of a new archive. Raises ArchiveError where it has some."""
    facts = {
        "kind": "archive",
        "format": CLUSTER_FORMAT,
        "id": str(uuid.uuid4()),
        "engine": "opensearch",
        "last": 0,
        "open": {},
        "abandoned": [],
    }
    try:
        client.request("PUT", f"/{layout.catalog}/_create/{_FACTS}", facts, params={"refresh": "true"})
    except ConflictError as error:
        raise ArchiveError(f"{client.address} holds an archive already") from error


def has_facts(client: Client, layout: Layout) -> bool:
    """Return whether there is an archive: its facts are what is written last when one is made."""
    try:
        client.request("GET", f"/{layout.catalog}/_doc/{_FACTS}", timeout=opensearch_client.PATIENCE)
    except AbsentError:
        return False
    return True


class ClusterFacts:
    """The facts as one process sees them; `machine` is the name by which its files are known."""

    def __init__(self, client: Client, layout: Layout) -> None:
        self.client = client
        self.layout = layout
        self.machine = machine()

    def _held(self) -> dict[str, Any]:
        try:
            return self.client.request(
                "GET", f"/{self.layout.catalog}/_doc/{_FACTS}", timeout=opensearch_client.PATIENCE
            )
        except AbsentError as error:
            raise ArchiveError(
                f"there is no archive at {self.client.address}",
                hint=f"make one from your feeds: morgue index --archive {self.client.address} PATH…",
            ) from error

    def fact(self, key: str) -> str | None:
        """Return a value of the archive."""
        found = self._held()["_source"].get(key)
        return None if found is None else str(found)

    def note(self, key: str, value: str) -> None:
        """Set a value of the archive, at once."""
        self._change(lambda facts: facts.update({key: value}))

    @property
    def revision(self) -> int:
        """Return the last revision before which every commit has ended."""
        facts = self._held()["_source"]
        return min([int(facts["last"]), *(int(each) - 1 for each in facts["open"])])

    def _change(self, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """Return the facts once they are changed; tried again where another writer was there first."""
        path = f"/{self.layout.catalog}/_doc/{_FACTS}"
        for attempt in range(12):
            held = self._held()
            facts: dict[str, Any] = dict(held["_source"])
            change(facts)
            condition = {"if_seq_no": held["_seq_no"], "if_primary_term": held["_primary_term"]}
            try:
                self.client.request("PUT", path, facts, params=condition)
                return facts
            except ConflictError:
                pause(min(attempt, 3) - 3)
        raise ArchiveError(
            f"{self.client.address}: other writers do not let this one through", hint="try again"
        )

    @contextlib.contextmanager
    def revising(self) -> Iterator[tuple[int, frozenset[int]]]:
        """Give the number of the revision that is made inside, and those that are abandoned.

        It has ended when the block ends; where it ends badly it is abandoned.
        """
        mark = secrets.token_hex(8)

        def begin(facts: dict[str, Any]) -> None:
            still = {each: held for each, held in facts["open"].items() if self.is_at_work(held)}
            facts["abandoned"] = sorted({*facts["abandoned"], *map(int, facts["open"].keys() - still.keys())})
            if not any(held["by"] == mark for held in still.values()):  # else the answer did not arrive
                facts["last"] += 1
                who = {"machine": self.machine, "process": os.getpid()}
                still[str(facts["last"])] = {"since": time.time(), "by": mark, **who}
            facts["open"] = still

        def end(facts: dict[str, Any]) -> None:
            facts["open"] = {each: held for each, held in facts["open"].items() if held["by"] != mark}

        def give_up(facts: dict[str, Any]) -> None:
            end(facts)
            facts["abandoned"] = sorted({*facts["abandoned"], number})

        begun = self._change(begin)
        number = next(int(each) for each, held in begun["open"].items() if held["by"] == mark)
        try:
            yield number, frozenset(begun["abandoned"])
        except BaseException:
            with contextlib.suppress(MorgueError):
                self._change(give_up)
            raise
        self._change(end)

    def is_at_work(self, held: dict[str, Any]) -> bool:
        """Return whether a commit may still end, of which `machine`, `process` and `since` are known: its process lives, as far as can be seen from here."""
        if time.time() - held["since"] > ABANDONED:
            return False
        if held["machine"] != self.machine:
            return True
        try:
            os.kill(held["process"], 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # another user's
            return True
        return True
