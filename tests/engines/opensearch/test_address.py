"""Addresses of clusters, and the secrets that are never part of one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from morgue.archive.location import location_of
from morgue.commands import main as cli
from morgue.engines.opensearch.address import Address, Shape, credentials, parse_address, shape
from morgue.errors import ArchiveError
from tests.conftest import PATIENCE

CONFIG = "[DEFAULT]\nuser = desk\n[a.example:9200]\npassword = 100%s\n[b.example:1]\napi_key = k\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opensearch://localhost/news", Address((("localhost", 9200),), "news")),
        ("opensearchs://a.example:443/n-1_x", Address((("a.example", 443),), "n-1_x", tls=True)),
        ("opensearch://10.0.0.1:9201,10.0.0.2/n", Address((("10.0.0.1", 9201), ("10.0.0.2", 9200)), "n")),
        ("opensearch://[::1]:9200/news", Address((("::1", 9200),), "news")),
    ],
)
def test_an_address_is_read_and_written(text: str, expected: Address) -> None:
    assert parse_address(text) == expected
    assert parse_address(str(expected)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("opensearch://localhost:9200", "the name of an archive"),
        ("opensearch://localhost:9200/News", "the name of an archive"),
        ("opensearch://localhost:9200/a/b", "the name of an archive"),
        ("opensearch://localhost:9200/news.words", "the name of an archive"),
        ("opensearch:///news", "nothing is not HOST:PORT"),
        ("opensearch://a:99999/news", "a:99999 is not HOST:PORT"),
        ("opensearch://a,/news", "nothing is not HOST:PORT"),
    ],
)
def test_what_is_no_address_is_said(text: str, message: str) -> None:
    with pytest.raises(ArchiveError, match=message) as caught:
        parse_address(text)
    assert caught.value.hint


WITH_PASSWORD = (
    "opensearch://desk:s3cret@host:9200/news",
    "opensearchs://desk:s3cret@host:9200",
    "opensearch://desk:s3cret@host,other:9200/news",
    "opensearch://desk:/s3cret@host/news",
    "opensearch://desk:?s3cret@host/news",
    "opensearch://host:9200/desk:s3cret@news",
    "opensearch://host:9200/news?password=s3cret",
    "opensearch://host:9200/news#s3cret",
    "OpenSearch://desk:s3cret@host:9200/news",
    "opensearch:/desk:s3cret@host:9200/news",
    "opensearch:desk:s3cret@host:9200/news",
    "https://desk:s3cret@host:9200/news",
    "HTTPS://desk:s3cret@host:9200/news",
)
"""Addresses with a password in them, well and badly spelt; every one is refused, and the password not repeated."""


@pytest.mark.parametrize("text", WITH_PASSWORD)
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        location_of(text)
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.hint


@pytest.mark.parametrize("text", WITH_PASSWORD[::4])
@pytest.mark.parametrize(
    "words",
    [
        ("count", "ferry"),
        ("index", "."),
        ("search", "ferry", "--manifest", "manifest.json"),
        ("verify",),
        ("stats",),
        ("serve",),
        ("move", "."),
    ],
)
def test_no_command_repeats_a_password(
    tmp_path: Path,
    text: str,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Not on a terminal, not in JSON, not in a file, whether it is on the command line or in the environment."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setenv("MORGUE_ARCHIVE", text)
    for given in (
        ((*words, text, "--json"),)
        if words[0] == "move"
        else ((*words, "--archive", text), (*words, "--json"))
    ):
        assert cli.run(given) == 2
        signal.signal(signal.SIGTERM, before)
        out, err = capfd.readouterr()
        assert "cannot hold an archive" in err or "do not belong into the address" in err
        assert "s3cret" not in out + err
    assert list(Path.cwd().iterdir()) == []


def test_a_process_does_not_repeat_a_password(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "morgue", "count", "ferry", "--archive", WITH_PASSWORD[0]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert "do not belong into the address" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def known(where: str, environment: dict[str, str]) -> tuple[str | None, str | None, str | None]:
    found = credentials(parse_address(where), {"XDG_CONFIG_HOME": "/nonexistent", **environment})
    assert "s3cret" not in repr(found)
    return found.user, found.password, found.api_key


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "morgue" / "opensearch.ini"
    path.parent.mkdir()
    path.write_text(CONFIG)
    path.chmod(0o600)
    here = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert known("opensearchs://a.example/news", here) == ("desk", "100%s", None)
    assert known("opensearchs://a.example/news", {**here, "MORGUE_OPENSEARCH_PASSWORD": "s3cret"}) == (
        "desk",
        "s3cret",
        None,
    )
    with pytest.raises(ArchiveError, match="there is a user and no password"):
        known("opensearchs://b.example:1/news", here)
    assert known("opensearchs://c.example/news", {}) == (None, None, None)
    other = {"MORGUE_OPENSEARCH_CONFIG": str(path)}
    assert known("opensearchs://a.example/news", other)[1] == "100%s"


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.ini"
    path.write_text(CONFIG)
    path.chmod(0o644)
    with pytest.raises(ArchiveError, match="others can read the password") as caught:
        known("opensearchs://a.example/news", {"MORGUE_OPENSEARCH_CONFIG": str(path)})
    assert "100" not in caught.value.message.replace(str(path), "")
    path.write_text("[DEFAULT]\nca_file = /none.pem\n")
    with pytest.raises(ArchiveError, match=r"/none\.pem: there is no such file"):
        known("opensearchs://a.example/news", {"MORGUE_OPENSEARCH_CONFIG": str(path)})
    path.write_text("user = s3cret\n")
    with pytest.raises(ArchiveError, match="cannot be read") as caught:
        known("opensearchs://a.example/news", {"MORGUE_OPENSEARCH_CONFIG": str(path)})
    assert "s3cret" not in caught.value.message
    with pytest.raises(ArchiveError, match="there is no such configuration file"):
        known("opensearchs://a.example/news", {"MORGUE_OPENSEARCH_CONFIG": str(tmp_path / "none")})


def test_a_password_does_not_go_over_the_network_in_clear() -> None:
    secret = {"MORGUE_OPENSEARCH_USER": "desk", "MORGUE_OPENSEARCH_PASSWORD": "s3cret"}
    with pytest.raises(ArchiveError, match="for all to read"):
        known("opensearch://a.example/news", secret)
    assert known("opensearch://127.0.0.1:9200/news", secret) == ("desk", "s3cret", None)


def test_the_shape_of_a_new_archive(tmp_path: Path) -> None:
    path = tmp_path / "morgue" / "opensearch.ini"
    path.parent.mkdir()
    path.write_text("[a.example:9200]\nshards = 3\nreplicas = 0\n")
    here = {"XDG_CONFIG_HOME": str(tmp_path)}
    address = parse_address("opensearchs://a.example/news")
    assert shape(address, {"XDG_CONFIG_HOME": "/nonexistent"}) == Shape(1, 1, 1)
    assert shape(address, here) == Shape(3, 1, 0)
    assert shape(address, {**here, "MORGUE_OPENSEARCH_REGISTER_SHARDS": "8"}) == Shape(3, 8, 0)
    assert shape(parse_address("opensearch://b.example/news"), here) == Shape()
    for wrong in ("0", "-1", "two", "101", "1.5", "9" * 5_000):
        with pytest.raises(ArchiveError, match="MORGUE_OPENSEARCH_SHARDS is a number from 1 to 100"):
            shape(address, {**here, "MORGUE_OPENSEARCH_SHARDS": wrong})
