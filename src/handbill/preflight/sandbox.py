"""Running what reads strangers' files in a child process that cannot take this one with it."""

import contextlib
import math
import pickle
import queue
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import msgspec

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from handbill.preflight.sandbox import serve; serve(int(sys.argv[1]))"
)
_GRACE = 5
"""Seconds after its limit at which a child ends itself, should nobody be left to end it."""

_ADVICE = "It is damaged, or of a kind that is not known here; save it as PDF anew."


class Limits(msgspec.Struct, frozen=True):
    """What one task may use."""

    seconds: float = 60
    """Time on the clock in seconds; the same again holds for the processor."""
    memory: int = 2 * 1024**3
    """Address space of the child in bytes."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of a task: its value, or a finished sentence that says why there is none."""

    value: Any = None
    fault: str = ""


_LIMITS = Limits()


class Worker:
    """A child process that does one task after the other, and is replaced after each fault.

    One thread at a time may run tasks; any thread may stop the worker.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self._limits = limits
        self._child: _Child | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
        if self._child:
            self._child.end()

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Outcome:
        """Return what `function(*arguments)` returns in the child, or the fault that kept it.

        The function is one that the child can import by name.

        Raises:
            OSError: where no process can be started.
            pickle.PicklingError: where function or arguments cannot be sent.
        """
        child = self._ready_child()
        if child is None:
            return Outcome(fault="The work was stopped before this was begun.")
        outcome = child.run(function, arguments)
        if outcome.fault:
            # Even a plain exception may have left the C libraries in disorder.
            child.end()
        return outcome

    def stop(self) -> None:
        """End the child at once and start no other; a task that runs ends with a fault."""
        with self._lock:
            self._stopped = True
            if self._child:
                self._child.kill()

    def _ready_child(self) -> "_Child | None":
        with self._lock:
            if self._stopped:
                return None
            if self._child is None or not self._child.is_alive():
                if self._child:
                    self._child.end()
                self._child = _Child(self._limits)
            return self._child


def run_limited(
    function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits = _LIMITS
) -> Outcome:
    """Return what `function(*arguments)` returns in a fresh child process, or the fault."""
    with Worker(limits) as worker:
        return worker.run(function, arguments)


def run_each(
    function: Callable[..., Any],
    tasks: Sequence[tuple[Any, ...]],
    limits: Limits = _LIMITS,
    jobs: int = 1,
) -> Generator[Outcome, None, None]:
    """Yield the outcomes of `function(*task)` in the order of the tasks, `jobs` at a time.

    Closing the generator ends the workers at once.
    """
    workers = [Worker(limits) for _ in range(max(1, min(jobs, len(tasks))))]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def run(task: tuple[Any, ...]) -> Outcome:
        worker = idle.get()
        try:
            return worker.run(function, task)
        finally:
            idle.put(worker)

    with contextlib.ExitStack() as stack:
        for worker in workers:
            stack.enter_context(worker)
        threads = stack.enter_context(ThreadPoolExecutor(len(workers)))
        # Stopped first, so that no thread is left waiting for its child.
        for worker in workers:
            stack.callback(worker.stop)
        yield from threads.map(run, tasks)


class _Child:
    """A child process and the line to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._expired = threading.Event()
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and text
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), *sys.path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # C libraries complain of broken files there, past every log.
                stderr=subprocess.DEVNULL,
                # The person's Ctrl-C reaches the parent only, which ends its children.
                start_new_session=True,
            )
            self._connection: Connection[Any, Any] = Connection(ours.detach())

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Outcome:
        message = pickle.dumps((function, arguments, self._limits))
        # A killed child closes the line, so nothing below can wait for longer than this.
        timer = threading.Timer(self._limits.seconds, self._expire)
        timer.start()
        try:
            self._connection.send_bytes(message)
            answer = pickle.loads(self._connection.recv_bytes())  # noqa: S301  our own child's
        except (EOFError, OSError):
            answer = None
        finally:
            timer.cancel()
            timer.join()
        if isinstance(answer, Outcome):
            if self._expired.is_set():
                self.end()
            return answer
        return Outcome(fault=self._reason_of_death(self.end()))

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> int:
        """End the child and return the status of its process."""
        self._process.kill()
        self._connection.close()
        return self._process.wait()

    def _expire(self) -> None:
        self._expired.set()
        self._process.kill()

    def _reason_of_death(self, status: int) -> str:
        if self._expired.is_set() or -status in {signal.SIGXCPU, signal.SIGALRM}:
            return (
                f"Examining the file took longer than {self._limits.seconds:g} seconds and was "
                f"stopped. Look for a damaged file, or for drawings of far too many parts."
            )
        how = (signal.strsignal(-status) or f"signal {-status}") if status < 0 else f"exit {status}"
        return (
            f"The process that examined the file died ({how}). Do not print the file: it is "
            f"damaged, or made to do harm. If memory was short, try again with fewer jobs (-j 1)."
        )


def serve(descriptor: int) -> None:
    """Do the tasks that come over the socket until it closes; the child's side of a worker."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection: Connection[Any, Any] = Connection(descriptor)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_answer(connection.recv_bytes()))
            signal.alarm(0)


def _answer(message: bytes) -> bytes:
    limits = Limits()
    try:
        function, arguments, limits = pickle.loads(message)  # noqa: S301  our own parent's
        _limit(limits)
        return pickle.dumps(Outcome(value=function(*arguments)))
    except MemoryError:
        return pickle.dumps(Outcome(fault=_memory_fault(limits)))
    except Exception as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        text = " ".join(str(error).split())[:500]
        name = type(error).__name__
        what = f"{name}: {text.rstrip('.')}" if text else name
        return pickle.dumps(Outcome(fault=f"Examining the file ended with {what}. {_ADVICE}"))


def _memory_fault(limits: Limits) -> str:
    return (
        f"Examining the file needs more than {limits.memory // 1024**2} MB of memory. Look for a "
        f"damaged file, or for pictures that are far too large."
    )


def _limit(limits: Limits) -> None:
    _lower(resource.RLIMIT_AS, limits.memory)
    # Limits of processor time count from the start of the process, tasks from their own.
    _lower(resource.RLIMIT_CPU, math.ceil(time.process_time() + limits.seconds))
    # The parent kills in time; a child whose parent was killed first has only this.
    signal.alarm(math.ceil(limits.seconds) + _GRACE)


def _lower(kind: int, amount: int) -> None:
    hard = resource.getrlimit(kind)[1]
    soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (soft, hard))
