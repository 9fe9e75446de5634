"""Records read by many processes at once, and what becomes of them in the order of the records.

What reads is the same on this machine (`LocalPool`) and on a cluster (`cluster.Cluster`).
"""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from .prepare import prepared
from .records import BadRecord, Options, Record, Rejected, Result
from .workers import DEADLINE, Work, Worker


@dataclass(frozen=True, slots=True)
class Item:
    """A record of a file, or what was no record there; None at the file's end."""

    file: Any
    record: Record | Rejected | None


class Done(NamedTuple):
    """An item with its results."""

    item: Item
    results: list[Result]


class Task(NamedTuple):
    """Some records to read, how, and within how many seconds each."""

    work: Work
    records: Sequence[Record]
    options: Options
    deadline: float


class Future(Protocol):
    """What is under way, as `concurrent.futures` and Dask have it."""

    def result(self) -> list[list[Result]]:
        """The results of each record of a task, once they are there."""


class Readers:
    """A process of its own for each thread that reads here."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._workers: list[Worker] = []

    def read(self, task: Task) -> list[list[Result]]:
        """What becomes of each record of a task."""
        if getattr(self._own, "does", None) != (task.work, task.deadline):
            self._own.does = (task.work, task.deadline)
            self._own.worker = Worker(task.work, task.deadline)
            self._workers.append(self._own.worker)
        return [self._one(record, task.options) for record in task.records]

    def stop(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.stop()

    def _one(self, record: Record, options: Options) -> list[Result]:
        try:
            found: list[Result] = self._own.worker(record, options, size=record.size)
        except BadRecord as error:
            return [Rejected(record.place, str(error))]
        return found


class Pool(ABC):
    """What reads records: sent to it a few at a time, and never more than a few under way."""

    together: ClassVar[int] = 1  # records of a task at most,
    most_bytes: ClassVar[int] = 500_000  # or so many bytes of them

    def __init__(self, work: Work, deadline: float) -> None:
        self._work = work
        self._deadline = deadline

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abstractmethod
    def _send(self, task: Task) -> Future:
        """Have a task done."""

    @abstractmethod
    def _at_once(self) -> int:
        """How many tasks may be under way now."""

    def _results(self, _task: Task, future: Future) -> list[list[Result]]:
        return future.result()

    def map(self, items: Iterable[Item], options: Options) -> Iterator[Done]:
        """Each item with its results, in order."""
        under_way: deque[tuple[list[Item], Task, Future | None]] = deque()
        for some in self._together(items):
            records = [item.record for item in some if isinstance(item.record, Record)]
            task = Task(self._work, records, options, self._deadline)
            under_way.append((some, task, self._send(task) if records else None))
            while len(under_way) > self._at_once():
                yield from self._done(*under_way.popleft())
        while under_way:
            yield from self._done(*under_way.popleft())

    def _together(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        some: list[Item] = []
        size = 0
        for item in items:
            some.append(item)
            size += item.record.size if isinstance(item.record, Record) else 0
            if len(some) >= self.together or size >= self.most_bytes:
                yield some
                some, size = [], 0
        if some:
            yield some

    def _done(self, some: Sequence[Item], task: Task, future: Future | None) -> Iterator[Done]:
        found = iter(self._results(task, future) if future else ())
        for item in some:
            if isinstance(item.record, Record):
                yield Done(item, next(found))
            else:
                yield Done(item, [item.record] if item.record else [])


class LocalPool(Pool):
    """Processes on this machine, each with a thread that waits for it."""

    def __init__(
        self, processes: int = 1, work: Work = prepared, deadline: float = DEADLINE
    ) -> None:
        super().__init__(work, deadline)
        self._processes = processes
        self._readers = Readers()
        self._threads = ThreadPoolExecutor(processes)

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._readers.stop()  # before the threads, which wait for them
        self._threads.shutdown()
        self._readers.stop()  # one that a thread has started meanwhile

    def _send(self, task: Task) -> Future:
        return self._threads.submit(self._readers.read, task)

    def _at_once(self) -> int:
        return 2 * self._processes
