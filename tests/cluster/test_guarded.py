"""TLS, user and password, API key and a CA file, in front of real nodes; and that no secret is ever shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.certificate import certificate_in
from tests.cluster.guard import Guard, basic, guarded
from tests.cluster.places import the_cluster
from tests.conftest import PATIENCE, story, write_jsonl

pytestmark = pytest.mark.cluster

PASSWORD = "s3cret/of:the@desk"
KEY = "a2V5OnMzY3JldA=="
SECRETS = ("s3cret", KEY, basic("desk", PASSWORD).partition(" ")[2])


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    (tmp_path / "tls").mkdir()
    return certificate_in(tmp_path / "tls")


@pytest.fixture
def guard(certificate: Path) -> Iterator[Guard]:
    wanted = (basic("desk", PASSWORD), f"ApiKey {KEY}")
    with guarded(the_cluster().hosts[0], wanted, certificate) as made:
        yield made


class Desk:
    """Commands that are typed in a directory of their own; what they say is kept."""

    def __init__(self, directory: Path, place: str) -> None:
        self.directory = directory
        self.place = place
        self.environment: dict[str, str] = {}
        self.said: list[str] = []
        directory.mkdir()

    def __call__(self, *words: str, code: int = 0) -> str:
        """What a command printed, which ends as it should."""
        known = {name: value for name, value in os.environ.items() if not name.startswith("MORGUE_")}
        done = subprocess.run(
            [sys.executable, "-m", "morgue", *words],
            env={
                **known,
                "XDG_CONFIG_HOME": str(self.directory),
                "MORGUE_ARCHIVE": self.place,
                **self.environment,
            },
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        self.said.append(done.stdout + done.stderr)
        assert done.returncode == code, done.stderr
        return done.stdout or done.stderr

    def error(self, *words: str) -> Any:
        """The error that a command ends with."""
        return json.loads(self(*words, "--json", code=2).splitlines()[-1])["error"]


@pytest.fixture
def desk(where: str, guard: Guard, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk", f"opensearchs://{guard.host}/{where.rpartition('/')[2]}")


def shown(desk: Desk, state: Path) -> None:
    """No secret in anything that was printed or written."""
    written = [path for path in (*desk.directory.rglob("*"), *state.rglob("*")) if path.is_file()]
    texts = [*desk.said, *(path.read_bytes().decode("latin-1") for path in written if path.suffix != ".ini")]
    assert len(texts) > len(desk.said)
    assert not [text for text in texts for secret in SECRETS if secret in text]


def test_every_command_with_user_and_password(
    desk: Desk, guard: Guard, certificate: Path, tmp_path: Path
) -> None:
    write_jsonl(desk.directory / "feeds" / "a.jsonl", [story(number) for number in range(1, 6)])
    (desk.directory / "feeds" / "b.zip").write_bytes(b"PK\x03\x04 cut off")
    user = {"MORGUE_OPENSEARCH_USER": "desk", "MORGUE_OPENSEARCH_PASSWORD": PASSWORD}
    desk.environment = {**user, "MORGUE_OPENSEARCH_CA": str(certificate)}
    desk("index", "feeds", code=3)
    found = json.loads(desk("search", "ferry", "--json", "--manifest", "manifest.json"))
    assert found["total"] == 5
    assert json.loads((desk.directory / "manifest.json").read_text())
    desk("replay", "manifest.json")
    desk("save", "ferries", "ferry")
    desk("run", "ferries")
    desk("watch", "ferries")
    desk("searches", "--json")
    assert json.loads(desk("stats", "--json"))["articles"] == 5
    assert "b.zip" in desk("errors")
    desk("facets", "*", "--json")
    desk("explain", "ferry", "--json")
    desk("verify", "--json")
    desk("move", desk.place, "copy", "--json")
    desk("forget", "--id", story(1).id)
    assert guard.passed > 20
    assert guard.refused == 0
    shown(desk, tmp_path / "state")


def test_who_is_not_let_in(desk: Desk, guard: Guard, certificate: Path, tmp_path: Path) -> None:
    assert "is not trusted" in desk.error("index", ".")["message"]  # no CA file
    desk.environment = {"MORGUE_OPENSEARCH_CA": str(certificate)}
    assert "does not let this user in" in desk.error("index", ".")["message"]
    desk.environment |= {"MORGUE_OPENSEARCH_USER": "desk", "MORGUE_OPENSEARCH_PASSWORD": "s3cret, not"}
    assert "does not let this user in" in desk.error("index", ".")["message"]
    assert guard.passed == 0
    assert guard.refused > 1
    desk.environment["MORGUE_OPENSEARCH_CA"] = str(desk.directory / "none.pem")
    assert "there is no such file of certificates" in desk.error("count", "x")["message"]
    desk.place = desk.place.replace("opensearchs", "opensearch")
    desk.environment["MORGUE_OPENSEARCH_CA"] = str(certificate)
    assert desk.error("count", "x")["message"]  # TLS is spoken there, and was not asked for
    (desk.directory / "nothing").touch()
    shown(desk, tmp_path / "state")


def test_a_key_from_a_configuration_file(desk: Desk, guard: Guard, certificate: Path, tmp_path: Path) -> None:
    write_jsonl(desk.directory / "feeds" / "a.jsonl", [story(1)])
    (desk.directory / "morgue").mkdir()
    file = desk.directory / "morgue" / "opensearch.ini"
    file.write_text(f"[DEFAULT]\nca_file = {certificate}\n[{guard.host}]\napi_key = {KEY}\n")
    file.chmod(0o644)
    assert "others can read the password" in desk.error("index", "feeds")["message"]
    file.chmod(0o600)
    desk("index", "feeds")
    assert desk("count", "ferry").strip() == "1"
    # the cluster behind the guard goes: an error, whole and without the key
    guard.node = "127.0.0.1:9"
    assert "cannot answer now" in desk.error("count", "ferry")["message"]
    shown(desk, tmp_path / "state")
