"""A real OpenSearch cluster on the loopback, of processes of its own that end with the one that started them.

The jars come from Maven Central, once, into `~/.cache/morgue-cluster` (or `$MORGUE_CLUSTER_JARS`). Run as a
program it starts a cluster, prints its addresses and keeps it until a signal or the end of its input.
"""

from __future__ import annotations

import atexit
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
HEAP = "512m"
START = 600.0
"""Seconds in which a cluster has to stand."""

RUNNING = "MORGUE_TEST_CLUSTER"
"""The variable that names the nodes of a cluster that runs already."""


class NoCluster(Exception):  # noqa: N818  the reason of a skip
    """A cluster cannot be had here; the text says what is missing."""


class ClusterError(Exception):
    """A cluster that can be had here does not come up; the text ends with the nodes' logs."""


def jars() -> Path:
    """The directory of the jars, fetched if it is not there. Raises NoCluster."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise NoCluster(f"a cluster needs {program}, and there is none on this machine")
    home = Path(os.environ.get("MORGUE_CLUSTER_JARS") or Path.home() / ".cache" / "morgue-cluster")
    pom = (HERE / "pom.xml").read_bytes()
    if (home / "pom.xml").is_file() and (home / "pom.xml").read_bytes() == pom:
        return home / "lib"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), COPY]
    command += [f"-DoutputDirectory={home / 'lib'}", "-DincludeScope=runtime"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        raise NoCluster("Maven did not bring the jars of OpenSearch within ten minutes") from None
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        raise NoCluster(
            f"Maven did not bring the jars of OpenSearch: {said[0] if said else 'no reason given'}"
        )
    (home / "pom.xml").write_bytes(pom)
    return home / "lib"


def free_ports(number: int) -> list[int]:
    """Return ports of the loopback that nobody uses now, and that the system gives to nobody.

    A port that it gives to those who ask for any, or who connect, may be taken while its node is dead.
    """
    try:
        first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    except (OSError, ValueError):
        first, last = 49_152, 65_535
    beyond = [port for port in range(10_240, 65_536) if not first <= port <= last]
    at = os.getpid() * 64 % len(beyond)
    found: list[int] = []
    with contextlib.ExitStack() as held:
        for port in (*beyond[at:], *beyond[:at]):
            if len(found) == number:
                break
            each = held.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                each.bind(("127.0.0.1", port))
                found.append(port)
    return found


@dataclass
class Cluster:
    """Nodes that run, or did: `kill` and `revive` them by number from 0."""

    directory: Path
    lib: Path
    ports: list[tuple[int, int]]
    heap: str = HEAP
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def hosts(self) -> list[str]:
        """HOST:PORT of every node."""
        return [f"127.0.0.1:{http}" for http, _ in self.ports]

    def place(self, name: str) -> str:
        """The address of an archive on this cluster."""
        return f"opensearch://{','.join(self.hosts)}/{name}"

    def launch(self, number: int) -> None:
        """Start the process of a node."""
        home = self.directory / f"node{number}"
        home.mkdir(parents=True, exist_ok=True)
        command = [
            "java",
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=4",
        ]
        command += ["-cp", f"{self.lib}/*", str(HERE / "OneNode.java"), str(home), "news", str(number)]
        command += [f"{http}:{transport}" for http, transport in self.ports]
        with (home / "out.log").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, number: int) -> None:
        """End a node without a word, as a power cut does."""
        process = self.processes.pop(number)
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()

    def revive(self, number: int) -> None:
        """Start a node again on what it had, and wait until the cluster has it."""
        self.launch(number)
        self.wait(len(self.processes), "green")

    def get(self, number: int, path: str, timeout: float = 60.0) -> dict[str, object]:
        """Return what a node answers to a GET."""
        with urllib.request.urlopen(f"http://{self.hosts[number]}{path}", timeout=timeout) as answer:
            found: dict[str, object] = json.load(answer)
            return found

    def wait(self, nodes: int, status: str = "yellow") -> None:
        """Wait until so many nodes are a cluster. Raises ClusterError with the ends of the nodes' logs."""
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self.processes.values()):
                break
            if self._agreed(nodes, status):
                return
            time.sleep(0.5)
        logs = [self.directory / f"node{number}" / "out.log" for number in self.processes]
        tail = "\n".join(log.read_text(errors="replace")[-2000:] for log in logs)
        raise ClusterError(f"the cluster did not come up:\n{tail}")

    def _agreed(self, nodes: int, status: str) -> bool:
        """Return whether every node that runs finds so many in the cluster, and the same manager.

        A node that was killed may not be missed by all others yet, and one that was stopped not know of it.
        """
        path = f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=5s"
        managers = set()
        try:
            for number in self.processes:
                if self.get(number, path).get("timed_out") is not False:
                    return False
                state = self.get(number, "/_cluster/state/cluster_manager_node?local=true")
                managers.add(state.get("cluster_manager_node"))
        except (OSError, http.client.HTTPException, ValueError):
            return False
        return len(managers) == 1 and None not in managers

    def stop(self) -> None:
        """End all nodes and remove what they wrote."""
        for process in self.processes.values():
            if process.stdin:
                process.stdin.close()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        shutil.rmtree(self.directory, ignore_errors=True)


@contextlib.contextmanager
def start(nodes: int = 3, heap: str = HEAP) -> Iterator[Cluster]:
    """A cluster that stands, and is gone afterwards. Raises NoCluster."""
    lib = jars()
    ports = free_ports(2 * nodes)
    directory = Path(tempfile.mkdtemp(prefix="morgue-cluster-"))
    made = Cluster(directory, lib, list(zip(ports[::2], ports[1::2], strict=True)), heap)
    try:
        for number in range(nodes):
            made.launch(number)
        made.wait(nodes)
        yield made
    finally:
        made.stop()


_standing: list[Cluster] = []


def standing() -> Cluster:
    """The cluster of this run of the tests, started when it is first asked for. Raises NoCluster.

    `$MORGUE_TEST_CLUSTER` names the nodes (HOST:PORT,HOST:PORT) of one that runs already; its nodes are not
    killed.
    """
    if not _standing:
        named = os.environ.get(RUNNING)
        if named:
            ports = [(int(each.rpartition(":")[2]), 0) for each in named.split(",")]
            _standing.append(Cluster(Path(tempfile.gettempdir()), Path(), ports))
        else:
            keeper = contextlib.ExitStack()
            atexit.register(keeper.close)
            _standing.append(keeper.enter_context(start()))
    return _standing[0]


def main() -> None:
    """Keep a cluster until a signal or the end of standard input."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    heap = sys.argv[2] if len(sys.argv) > 2 else HEAP
    with start(nodes, heap) as cluster, contextlib.suppress(KeyboardInterrupt):
        print(",".join(cluster.hosts), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
