"""Processes that read what comes from anywhere, each killed where that takes longer than it may.

What a library cannot finish, what takes all memory, or ends the process, costs its own record and
nothing else.
"""

import logging
import math
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from ..errors import Error
from .records import BadRecord

DEADLINE = 20.0  # seconds for a record, and one more for each SLOWEST bytes of it
SLOWEST = 20_000
MEMORY = 2_000_000_000  # bytes of addresses
IDLE = 600  # seconds without work after which a process ends itself: it takes some 150 MB
_START = 120.0
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[3:]; "
    "__import__(sys.argv[2], fromlist='*').serve(int(sys.argv[1]))"
)
Work = Callable[..., Any]


class Unfinished(BadRecord):
    """What a process did not finish; the text says why."""


class Worker:
    """One process that does one kind of work, started when it is first needed.

    It is used by one thread at a time. `work` is a function of a module, found there by its name.
    It is a program of its own, not a copy of this process with its threads and connections, and no
    child of `multiprocessing`, which the processes of a cluster may not have.
    """

    def __init__(self, work: Work, deadline: float = DEADLINE) -> None:
        self._work = work
        self._deadline = deadline
        self._turn = threading.Lock()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._pipe: Connection
        self._used = 0.0

    def __call__(self, *given: Any, size: int = 0) -> Any:
        """What `work` gives, or raises, for input of so many bytes; raises Unfinished."""
        seconds = self._deadline + size / SLOWEST
        with self._turn:
            self._start()
            try:
                self._pipe.send((seconds, given))
                if not self._pipe.poll(seconds):
                    self._end()
                    raise Unfinished(f"It could not be read within {seconds:.0f} s.")
                answer = self._pipe.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise Unfinished("It ended the process that read it.") from error
            self._used = time.monotonic()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        """End the process, and start no other: what another thread has it read is Unfinished."""
        with self._starting:
            self._stopped = True
            process = self._process
        if process is not None:
            process.kill()
        with self._turn:  # the pipe is for the thread whose turn it is, and for it alone
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._pipe.close()
            self._process = None

    def _start(self) -> None:
        is_fresh = time.monotonic() - self._used < IDLE / 2
        if self._process is not None and self._process.poll() is None and is_fresh:
            return
        self._end()
        self._pipe, theirs = Pipe()
        with theirs, self._starting:
            if self._stopped:
                self._pipe.close()
                raise Unfinished("No more is read: it was stopped.")
            self._process = subprocess.Popen(  # noqa: S603 (Python itself)
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), __name__, *sys.path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # the terminal interrupts a whole session
            )
        try:
            self._pipe.send(self._work)
            if self._pipe.poll(_START):
                self._pipe.recv()
                self._used = time.monotonic()
                return
        except (EOFError, OSError):
            pass
        self._end()
        raise Error("The process that reads did not start.")


def serve(descriptor: int) -> None:
    """Do the work that comes through a pipe, until that is closed at the other end.

    Whoever gave it watches the deadline. Where they are gone an alarm ends this process, whatever
    it is stuck in, a little later.
    """
    logging.disable(logging.CRITICAL)  # what libraries say of odd pages is said of the record
    _limit_memory()
    pipe = Connection(descriptor)
    try:
        work = pipe.recv()
        pipe.send(None)
        while True:
            signal.alarm(IDLE)
            seconds, given = pipe.recv()
            signal.alarm(math.ceil(seconds) + 5)
            pipe.send(_answer(work, given))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answer(work: Work, given: Any) -> Any:
    """What comes of some work, or the error."""
    try:
        return work(*given)
    except Error as error:
        return error
    except MemoryError:
        return BadRecord("To read it takes more memory than one record may.")
    # What a library raises about a page that it was not made for is known to nobody.
    except Exception as error:  # noqa: BLE001
        return BadRecord(f"{type(error).__name__} while it was read: {error}"[:300])


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    except (ImportError, ValueError, OSError):  # a system that has no such limit
        return
