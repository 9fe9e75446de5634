"""Processes that prepare records, each of which is killed where one takes longer than it may.

Pages come from anywhere: one that a library cannot finish, that takes all memory, or that ends the
process, costs its own record and nothing else.
"""

import logging
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, Self

from ..errors import Error
from .records import BadRecord, Options, Record, Rejected, Result

DEADLINE = 20.0  # seconds for a record, and one more for each SLOWEST bytes of it
SLOWEST = 20_000
MEMORY = 2_000_000_000  # bytes of addresses
_START = 120.0

# Started afresh, as a copy of a process with threads and connections cannot be trusted.
_PROCESSES = multiprocessing.get_context("spawn")
Prepare = Callable[[Record, Options], Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A record of a file, or what was no record there; None at the file's end."""

    file: Any
    record: Record | Rejected | None


class Done(NamedTuple):
    """An item with its results."""

    item: Item
    results: list[Result]


class Unfinished(BadRecord):
    """A record that a process did not finish; the text says why."""


class Worker:
    """One process, started when it is first needed; used by one thread at a time."""

    def __init__(self, prepare: Prepare, deadline: float = DEADLINE) -> None:
        self._prepare = prepare
        self._deadline = deadline
        self._turn = threading.Lock()
        self._process: Any = None
        self._pipe: Connection

    def __call__(self, record: Record, options: Options) -> Any:
        """What `prepare` gives for a record, or raises; raises Unfinished."""
        with self._turn:
            self._start()
            size = len(record.content) if isinstance(record.content, bytes) else 0
            try:
                self._pipe.send((record, options))
                if not self._pipe.poll(self._deadline + size / SLOWEST):
                    self.stop()
                    raise Unfinished(f"It could not be read within {self._deadline:g} s.")
                answer = self._pipe.recv()
            except (EOFError, OSError) as error:
                self.stop()
                raise Unfinished("It ended the process that read it.") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None

    def _start(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        self._pipe, theirs = _PROCESSES.Pipe()
        process = _PROCESSES.Process(target=_serve, args=(theirs, self._prepare), daemon=True)
        process.start()
        theirs.close()
        self._process = process
        if not self._pipe.poll(_START):
            self.stop()
            raise Unfinished("The process that reads did not start.")
        self._pipe.recv()


class Pool:
    """Several workers, and what they make of records in the order of the records."""

    def __init__(self, prepare: Prepare, size: int, deadline: float = DEADLINE) -> None:
        self._prepare = prepare
        self._size = size
        self._deadline = deadline
        self._own = threading.local()
        self._workers: list[Worker] = []
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:  # first, as the threads wait for them
            worker.stop()
        self._threads.shutdown(cancel_futures=True)

    def map(self, items: Iterable[Item], options: Options) -> Iterator[Done]:
        """Each item with its results, in order; a few are under way at a time."""
        under_way: deque[tuple[Item, Future[list[Result]] | None]] = deque()
        for item in items:
            future = None
            if isinstance(item.record, Record):
                future = self._threads.submit(self._one, item.record, options)
            under_way.append((item, future))
            if len(under_way) > 2 * self._size:
                yield _finished(*under_way.popleft())
        while under_way:
            yield _finished(*under_way.popleft())

    def _one(self, record: Record, options: Options) -> list[Result]:
        worker = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = Worker(self._prepare, self._deadline)
            self._workers.append(worker)
        try:
            found: list[Result] = worker(record, options)
        except BadRecord as error:
            return [Rejected(record.place, str(error))]
        return found


def _finished(item: Item, future: Future[list[Result]] | None) -> Done:
    if future:
        return Done(item, future.result())
    return Done(item, [item.record] if isinstance(item.record, Rejected) else [])


def _serve(pipe: Connection, prepare: Prepare) -> None:
    """Answer records until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; one decides
    logging.disable(logging.CRITICAL)  # what libraries say of odd pages is said of the record
    _limit_memory()
    pipe.send(None)
    while True:
        try:
            record, options = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(prepare, record, options))


def _answer(prepare: Prepare, record: Record, options: Options) -> Any:
    """What is made of a record, or the error."""
    try:
        return prepare(record, options)
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
