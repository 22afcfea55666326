"""The engine for more than one machine: an archive on an OpenSearch cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from morgue.engines.base import Engine
from morgue.engines.opensearch.address import is_address, shape
from morgue.engines.opensearch.client import AbsentError, Client, connect, pause
from morgue.engines.opensearch.mapping import Layout, make
from morgue.engines.opensearch.register import Register
from morgue.engines.opensearch.searcher import OpenSearchSearcher
from morgue.engines.opensearch.writer import OpenSearchWriter
from morgue.errors import ArchiveError, EngineError, MorgueError


class OpenSearchEngine(Engine):
    """The indices of an archive on a cluster."""

    name = "opensearch"

    def __init__(self, client: Client) -> None:
        self.client = client
        self.layout = Layout(client.address.name)

    @classmethod
    def create(cls, where: Path | str) -> OpenSearchEngine:
        """Return the indices at an address, made where they are not there, in the shape that the settings say."""
        client = _client(where)
        make(client, Layout(client.address.name), shape(client.address))
        return cls(client)

    @classmethod
    def open(cls, where: Path | str, *, persistence: float = 0.0) -> OpenSearchEngine:
        """Return the indices at an address. Raises ArchiveError where there are none.

        `persistence` is for how many seconds it tries again while the cluster cannot answer.
        """
        client = _client(where, persistence)
        try:
            client.request("GET", f"/{Layout(client.address.name).register}/_settings", timeout=15)
        except AbsentError as error:
            raise ArchiveError(
                f"{client.address}: the index is missing",
                hint=f"morgue index --archive {client.address} PATH… makes one",
            ) from error
        return cls(client)

    def writer(self, register: Register | None = None) -> OpenSearchWriter:
        """Return a writer; others may be at work."""
        return OpenSearchWriter(self.client, self.layout, register or Register(self.client, self.layout))

    def searcher(self, unchanged: Callable[[], bool] = lambda: False) -> OpenSearchSearcher:
        return OpenSearchSearcher(self.client, self.layout, unchanged)

    def verify(self) -> list[str]:
        """Return indices that are red or take no writes, and stories that are not where the register has them."""
        problems = self._health()
        if not problems:
            with contextlib.suppress(MorgueError):
                self.client.request("POST", f"/{self.layout.alias}.*/_refresh")
            from morgue.engines.opensearch.audit import differences

            problems = differences(self.client, self.layout)
        return problems

    def red(self) -> list[str]:
        """Return the indices that are red, and not only for the moment in which another writer makes them."""
        path = f"/_cluster/health/{self.layout.alias}.*"
        for attempt in range(4):
            health = self.client.request("GET", path, params={"level": "indices"}, timeout=35)
            found = [name for name, each in sorted(health["indices"].items()) if each["status"] == "red"]
            if not found:
                break
            pause(attempt - 1)
        return found

    def _health(self) -> list[str]:
        names = f"{self.layout.alias}.*"
        found = [f"{name}: red, a part of it is on no node that runs" for name in self.red()]
        settings = self.client.request(
            "GET", f"/{names}/_settings/index.blocks.*", params={"flat_settings": "true"}
        )
        for name, each in sorted(settings.items()):
            blocks = [key for key, value in each["settings"].items() if value == "true"]
            found += [f"{name}: takes no writes ({', '.join(blocks)})"] if blocks else []
        return found

    def size(self) -> int:
        """Return bytes on the disks of all nodes, replicas too."""
        answer = self.client.request("GET", f"/{self.layout.alias}.*/_stats/store")
        return int(answer["_all"]["total"]["store"]["size_in_bytes"])


def _client(where: Path | str, persistence: float = 0.0) -> Client:
    if not is_address(str(where)):
        raise EngineError(
            "the opensearch engine is not for a directory", hint="say --archive opensearch://HOST:PORT/NAME"
        )
    return connect(str(where), persistence=persistence)
