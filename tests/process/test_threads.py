"""Threads that never come up, as where memory is short, keep nobody waiting."""

from __future__ import annotations

import threading
import time
from _thread import allocate_lock

import pytest

from morgue.process import threads
from morgue.process.threads import Thread, together
from tests.conftest import PATIENCE


def unborn(*unused: object) -> int:
    """A thread that dies before its first frame."""
    return 1


def refused(*unused: object) -> int:
    raise RuntimeError("can't start new thread")


def test_work_runs_beside_the_caller() -> None:
    begun, go_on, who = allocate_lock(), allocate_lock(), []
    begun.acquire()
    go_on.acquire()

    def work() -> None:
        who.append(threading.get_ident())
        begun.release()
        go_on.acquire()

    thread = Thread(work)
    assert not thread.running
    assert thread.join()
    thread.start()
    assert begun.acquire(timeout=PATIENCE)
    assert thread.running
    assert not thread.join(0.01)
    go_on.release()
    assert thread.join(PATIENCE)
    assert not thread.running
    assert who[0] != threading.get_ident()


@pytest.mark.parametrize("start", [unborn, refused])
def test_what_never_runs_is_not_waited_for(start: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "start_new_thread", start)
    thread = Thread(lambda: None)
    thread.start()
    assert not thread.running
    assert thread.join()
    assert together(str, range(20), 4) == [str(number) for number in range(20)]


def test_several_work_together_and_keep_the_order() -> None:
    meeting = threading.Barrier(4)

    def function(number: int) -> tuple[int, int]:
        if number < 4:
            meeting.wait(PATIENCE)  # which none of them passes alone
        time.sleep(0.001 * (number % 3))
        return number, threading.get_ident()

    made = together(function, range(40), 4)
    assert [number for number, _ in made] == list(range(40))
    assert len({thread for _, thread in made}) == 4
    assert together(str, [], 4) == []


def test_the_first_failure_is_raised_when_all_have_ended() -> None:
    ended: list[int] = []

    def function(number: int) -> None:
        if number == 0:
            time.sleep(0.05)
        elif number == 1:
            raise ValueError("one")
        ended.append(number)

    with pytest.raises(ValueError, match="one"):
        together(function, range(100), 2)
    assert 0 in ended
    assert len(ended) < 100
