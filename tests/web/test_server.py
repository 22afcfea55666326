"""`morgue serve` as a process: the address on its first line, answers, and a quiet end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from morgue.web import server as web_serving
from morgue.web.access import RULES
from tests.conftest import PATIENCE

SRC = Path(__file__).resolve().parents[2] / "src"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "morgue", *arguments]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MORGUE")}
    return {**kept, "PYTHONPATH": str(SRC), **more}


@contextmanager
def serving(*arguments: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        command("serve", "--port", "0", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
    )
    with process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


def get(url: str, **headers: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=PATIENCE) as answer:
        found: bytes = answer.read()
        return found


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(where: str, stop: signal.Signals) -> None:
    with serving("--archive", where) as (process, line):
        assert line.startswith("http://127.0.0.1:")
        assert line.endswith("/\n")
        assert json.loads(get(line.strip() + "api/count?q=ferry")) == {"total": 30}
        assert b"morgue" in get(line.strip())
        process.send_signal(stop)
        out, err = process.communicate(timeout=PATIENCE)
    code = {signal.SIGINT: 130, signal.SIGTERM: 143}[stop]
    assert (process.returncode, out, err) == (code, "", "")


def test_a_token_of_the_environment_and_the_clock_of_the_command_line(where: str) -> None:
    token = "0123456789abcdef"
    with serving("--archive", where, "--now", "2025-01-01", MORGUE_TOKEN=token) as (_, line):
        base = line.strip()
        assert token not in base
        with pytest.raises(urllib.error.HTTPError, match="401"):
            get(base)
        found = json.loads(get(base + "api/count?q=date:last-year", Authorization=f"Bearer {token}"))
        assert found == {"total": 1}


def test_a_request_that_is_no_http_ends_quietly(where: str) -> None:
    with serving("--archive", where) as (process, line):
        port = int(line.rpartition(":")[2].strip("/\n"))
        for junk in (
            b"\x16\x03\x01\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                connection.sendall(junk)
                connection.shutdown(socket.SHUT_WR)
                assert b" 200 " not in connection.recv(1000)
        assert json.loads(get(line.strip() + "api/count?q=ferry")) == {"total": 30}
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in err


def failed(*arguments: str, **more: str) -> str:
    ran = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        env=environment(**more),
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    return ran.stderr


def test_it_says_why_it_cannot_serve(where: str, tmp_path: Path) -> None:
    assert "needs a token" in failed("serve", "--archive", where, "--host", "0.0.0.0")
    assert "shorter than 16" in failed("serve", "--archive", where, "--token", "short")
    assert "there is no archive" in failed("serve", "--archive", str(tmp_path / "nowhere"))
    assert "65535" in failed("serve", "--archive", where, "--port", "70000")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "--port 0 picks a free one" in failed("serve", "--archive", where, "--port", port)


def test_without_the_extra_it_says_what_to_install(
    where: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from morgue.commands.main import run

    for name in [each for each in sys.modules if each.startswith("morgue.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert run(["serve", "--archive", where]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "morgue: the page needs uvicorn, which is not installed",
        "hint: pip install 'morgue[web]'",
    ]


@pytest.mark.parametrize(
    "target",
    ["/?q=café", "/api/search?q=Москва", "/feed?q=日本", "/api/count?q=naïve&now=2026-01-01", "/?q=ä ö"],
)
def test_letters_that_are_not_ascii_are_told_how_to_be_written(where: str, target: str) -> None:
    with serving("--archive", where) as (_, line):
        port = int(line.rpartition(":")[2].strip("/\n"))
        answer = said(port, f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head, _, body = answer.partition("\r\n\r\n")
        assert head.startswith("HTTP/1.1 400 ")
        assert "percent-encoded" in body
        for name, value in RULES.items():
            assert f"\r\n{name.lower()}: {value}" in head.replace(name, name.lower())
        junk = said(port, b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n")
        assert junk.startswith("HTTP/1.1 400 ")
        assert "percent-encoded" not in junk


def said(port: int, request: bytes) -> str:
    """All that a connection is answered."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        while some := connection.recv(1 << 16):
            found += some
    return found.decode()


def test_a_log_learns_that_a_token_is_needed_and_not_which(where: str) -> None:
    token = "0123456789abcdef"
    with serving("--archive", where, "--token", token) as (process, line):
        base = line.strip()
        assert json.loads(get(f"{base}api/count?q=ferry&token={token}")) == {"total": 30}
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert token not in line + out + err
    assert err.startswith("readers need the token of --token or $MORGUE_TOKEN")


def test_a_person_is_shown_the_address_with_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(web_serving, "is_terminal", lambda stream: True)
    web_serving._tell_token("http://127.0.0.1:80/", "a token & more of it")
    assert "http://127.0.0.1:80/?token=a%20token%20%26%20more%20of%20it once" in capsys.readouterr().err


def test_hints_for_a_token_keep_it_somewhere(where: str) -> None:
    for arguments in (("--host", "0.0.0.0"), ("--token", "short")):
        assert "| tee token.txt" in failed("serve", "--archive", where, *arguments)
