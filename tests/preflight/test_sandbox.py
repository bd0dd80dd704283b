"""What a file does to the process that reads it does nothing to this one."""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbill.preflight.sandbox import Limits, Outcome, Worker, run_each, run_limited

SHORT = Limits(seconds=1)
SMALL = Limits(memory=400 * 1024**2)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


def double(value: int) -> int:
    return value * 2


def process() -> int:
    return os.getpid()


def loop_for_ever() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    signal.pause()


def stop_itself() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def read_address_zero() -> None:
    ctypes.string_at(0)


def exit_at_once() -> None:
    os._exit(3)


def fill_memory() -> int:
    return len(bytearray(2 * 1024**3))


def raise_error() -> None:
    raise ValueError("no\n\x1bxref table.")


def recurse() -> None:
    recurse()


def unsendable() -> object:
    return lambda: None


def complain() -> str:
    sys.stderr.write("syntax error\n")
    os.write(2, b"Internal error: xref\n")
    return "done"


def create(folder: Path, name: str) -> str:
    (folder / name).touch()
    if name == "endless":
        loop_for_ever()
    return name


def test_a_value_comes_back(worker: Worker) -> None:
    assert worker.run(double, (21,)) == Outcome(value=42)


def test_large_arguments_and_values_come_back(worker: Worker) -> None:
    assert worker.run(double, (10**1000,)).value == 2 * 10**1000
    assert len(worker.run(bytes, (5_000_000,)).value) == 5_000_000


def test_one_process_does_task_after_task(worker: Worker) -> None:
    first = worker.run(process, ()).value
    assert first != os.getpid()
    assert worker.run(process, ()).value == first


@pytest.mark.parametrize(
    ("function", "said"),
    [
        pytest.param(raise_error, "ValueError: no \x1bxref table.", id="exception"),
        pytest.param(recurse, "RecursionError", id="recursion"),
        pytest.param(unsendable, "AttributeError", id="value-that-cannot-be-sent"),
        pytest.param(kill_itself, "Killed", id="killed"),
        pytest.param(read_address_zero, "Segmentation fault", id="crash"),
        pytest.param(exit_at_once, "exit 3", id="exit"),
    ],
)
def test_a_fault_is_told_and_the_next_task_is_done(
    worker: Worker, function: object, said: str
) -> None:
    assert callable(function)
    outcome = worker.run(function, ())
    assert outcome.value is None
    assert said in outcome.fault
    assert outcome.fault.endswith(".")
    assert worker.run(double, (4,)) == Outcome(value=8)


@pytest.mark.parametrize("function", [loop_for_ever, wait_for_ever, stop_itself])
def test_a_task_without_end_is_ended(function: object) -> None:
    assert callable(function)
    assert "took longer than 1 seconds" in run_limited(function, (), SHORT).fault


def test_too_much_memory_is_told_with_the_limit() -> None:
    assert "needs more than 400 MB" in run_limited(fill_memory, (), SMALL).fault


def test_a_child_killed_from_outside_between_two_tasks_is_replaced(worker: Worker) -> None:
    child = worker.run(process, ()).value
    os.kill(child, signal.SIGKILL)
    # The process is gone once it can be waited for, and still stands in the table till then.
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert worker.run(process, ()).value not in {None, child}


def test_a_closed_worker_leaves_no_child_and_begins_nothing() -> None:
    with Worker() as worker:
        child = worker.run(process, ()).value
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert "stopped" in worker.run(double, (1,)).fault


def test_what_libraries_complain_of_is_not_shown(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert worker.run(complain, ()).value == "done"
    assert capfd.readouterr() == ("", "")


def test_outcomes_come_in_the_order_of_the_tasks() -> None:
    outcomes = list(run_each(double, [(number,) for number in range(20)], jobs=2))
    assert outcomes == [Outcome(value=2 * number) for number in range(20)]
    assert list(run_each(double, [])) == []


def test_no_task_is_finished_or_begun_after_the_run_was_closed(tmp_path: Path) -> None:
    tasks = [(tmp_path, name) for name in ("first", "endless", "later")]
    with contextlib.closing(run_each(create, tasks)) as outcomes:
        assert next(outcomes) == Outcome(value="first")
    assert not (tmp_path / "later").exists()
