"""Ctrl-C and SIGTERM as a process meets them: whatever it is doing, it ends, with its code and without a word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import morgue
from morgue.process.interrupts import Terminated, code_of
from tests.conftest import PATIENCE, story, write_jsonl

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
BOTH = pytest.mark.parametrize("number", [*CODES])


# Scripts wait in short steps: a signal that comes just before a long sleep begins is seen by Python only after it.


def started(script: str, *arguments: str) -> subprocess.Popen[str]:
    """A process of this script, whose first line of output has been read."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def ended(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str, str]:
    """Code, output and complaints after a signal."""
    with process:
        process.send_signal(number)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    return process.returncode, out, err


@BOTH
def test_what_holds_the_process_up_does_not_keep_it(number: signal.Signals) -> None:
    """A step of Python that lasts (here a library that waits, and will not be interrupted) is not waited for.

    The time that it has is over when it has said so, however long that takes.
    """
    script = """
        import threading, time, types
        from morgue.process import interrupts
        printed = threading.Event()
        interrupts.time = types.SimpleNamespace(sleep=lambda seconds: printed.wait())
        interrupts.handle()
        interrupts.guard()
        said = "ready"
        while True:
            try:
                print(said, flush=True)
                if said != "ready":
                    printed.set()
                while True:
                    time.sleep(0.01)
            except KeyboardInterrupt:
                said = "held up"
    """
    assert ended(started(script), number) == (CODES[number], "held up\n", "")


@BOTH
def test_what_ends_by_itself_has_the_time_to(number: signal.Signals) -> None:
    script = """
        import sys, time
        from morgue.process import interrupts
        interrupts.GRACE = 3600.0
        interrupts.handle()
        interrupts.guard()
        try:
            print("ready", flush=True)
            while True:
                time.sleep(0.01)
        except KeyboardInterrupt as interrupt:
            print("put in order", flush=True)
            sys.exit(interrupts.code_of(interrupt))
    """
    assert ended(started(script), number) == (CODES[number], "put in order\n", "")


def test_a_session_survives_an_interrupt_and_no_more() -> None:
    script = """
        import signal, time
        from morgue.process import interrupts
        interrupts.handle()
        interrupts.guard()
        with interrupts.survived(signal.SIGINT):
            try:
                print("ready", flush=True)
                while True:
                    time.sleep(0.01)
            except KeyboardInterrupt:
                time.sleep(interrupts.GRACE * 2)
                print("went on", flush=True)
        print("done", flush=True)
    """
    process = started(script)
    assert ended(process, signal.SIGINT) == (0, "went on\ndone\n", "")


@BOTH
def test_the_workers_end_with_the_process(number: signal.Signals) -> None:
    """Workers ignore an interrupt: those of a process that is held up are killed with it."""
    script = """
        import threading, time, types
        from morgue.process import interrupts
        from morgue.ingest.workers import Pool
        printed = threading.Event()
        interrupts.time = types.SimpleNamespace(sleep=lambda seconds: printed.wait())
        interrupts.handle()
        interrupts.guard()
        with Pool(2) as pool:
            pids = [pool._start().process.pid for _ in range(2)]
            said = "ready"
            while True:
                try:
                    print(said, flush=True)
                    if said != "ready":
                        printed.set()
                    while True:
                        time.sleep(0.01)
                except KeyboardInterrupt:
                    said = " ".join(map(str, pids))
    """
    code, out, err = ended(started(script), number)
    assert (code, err) == (CODES[number], "")
    assert len(out.split()) == 2
    for pid in out.split():
        assert _is_gone(int(pid)), "a worker goes on without its run"


def _is_gone(pid: int) -> bool:
    """Whether a process has ended, which the system may take a moment to tell."""
    for _ in range(round(20 * PATIENCE)):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@BOTH
def test_a_run_over_big_stories_ends_and_keeps_what_was_committed(
    tmp_path: Path, number: signal.Signals
) -> None:
    archive, feeds = tmp_path / "archive", tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(1)])
    with morgue.create(archive) as made:
        made.index([feeds])
    words = " ".join(f"w{at}" for at in range(100_000))
    write_jsonl(feeds / "big.jsonl", [story(2), *(story(at, body=f"{words} {at}") for at in range(3, 40))])
    script = """
        import sys, threading, time
        from pathlib import Path
        from morgue.commands import main as cli
        def tell():
            while not Path(sys.argv[2], "unsealed").exists():
                time.sleep(0.01)
            print("ready", flush=True)
        threading.Thread(target=tell, daemon=True).start()
        cli.main()
    """
    process = started(script, "--archive", str(archive), "--quiet", "index", str(feeds))
    assert ended(process, number) == (CODES[number], "", "")
    with morgue.open(archive) as opened:
        assert opened.count("*") == 1
        assert opened.verify().sound


@BOTH
@pytest.mark.parametrize("command", [("search", "--batch"), ("count", "--batch"), ("repl",)])
def test_what_reads_queries_ends(tmp_path: Path, number: signal.Signals, command: tuple[str, ...]) -> None:
    archive = tmp_path / "archive"
    with morgue.create(archive) as made:
        made.index([write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)]).parent])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "morgue", *command, "--archive", str(archive)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("ferry\n" * 2)
    process.stdin.flush()
    if command[0] != "repl":  # which is answered as it is read
        assert process.stdout.readline()
    else:
        assert "1 article" in process.stdout.readline()
    code, _, err = ended(process, number)
    assert (code, err) == (CODES[number], "")


def test_codes() -> None:
    assert (code_of(KeyboardInterrupt()), code_of(Terminated())) == (130, 143)


@pytest.mark.parametrize(
    "module", ["morgue.commands.main", "click", "morgue.commands.stats", "morgue.archive.archive", "tantivy"]
)
def test_an_interrupt_while_modules_are_loaded_ends_the_process_without_a_word(
    module: str, tmp_path: Path
) -> None:
    """It is not raised inside of a library that is being loaded, which may swallow it or crash."""
    script = f"""
        import sys, time
        class Loading:
            def find_spec(self, name, path=None, target=None):
                if name == {module!r}:
                    print("ready", flush=True)
                    while True:
                        time.sleep(0.01)
        sys.meta_path.insert(0, Loading())
        from morgue.__main__ import main
        sys.argv = ["morgue", "stats", "--archive", sys.argv[1]]
        main()
    """
    place = tmp_path / "index"
    with morgue.create(place):
        pass
    assert ended(started(script, str(place)), signal.SIGINT) == (130, "", "")


def test_the_package_loads_nothing_before_it_is_used() -> None:
    """The command's own module is the next that is loaded, and takes care of Ctrl-C first."""
    script = "import sys; before = set(sys.modules); import morgue; print(sorted(set(sys.modules) - before))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['__future__', 'morgue']\n"
