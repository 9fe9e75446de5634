"""What this service counts about itself, over all its processes.

The numbers are in memory that is made before the workers are forked (`share`), where each process
has a row of its own (`use`). So what a worker counted stays when it dies, for whatever reason; the
process that is asked adds up the rows. To count takes less than a microsecond; how it is written
for Prometheus is the concern of resources/monitoring.py.

Names and units as Prometheus has them (https://prometheus.io/docs/practices/naming).
"""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

Labels = tuple[str, ...]

SIZE = 8  # bytes of a number
OTHER = "other"  # the label of what was not declared


class Memory:
    """Rows of numbers, one for each process; a row alone until it is shared."""

    def __init__(self) -> None:
        self.row: array[float] = array("d")
        self.lock = Lock()  # of the threads of this process: each writes its own row only
        self._rows: list[array[float]] = [self.row]

    def reserve(self, count: int) -> int:
        """Where so many new numbers begin in every row; not once it is shared."""
        at = len(self.row)
        self.row.extend([0.0] * count)
        return at

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def is_shared(self) -> bool:
        """Whether its size is settled."""
        return len(self._rows) > 1

    def share(self, count: int) -> None:
        """Have so many rows, which processes that are forked from here on have in common."""
        width = len(self.row)
        whole = memoryview(mmap.mmap(-1, count * width * SIZE)).cast("d")
        rows = [whole[at * width : (at + 1) * width] for at in range(count)]
        for at, value in enumerate(self.row):
            rows[0][at] = value
        self.row, self._rows = rows[0], rows  # type: ignore[assignment]

    def use(self, number: int) -> None:
        """Count in this row from here on: no other process that runs does."""
        self.row, self.lock = self._rows[number], Lock()

    def clear(self, number: int, places: Iterator[int]) -> None:
        """Set some numbers of a row to zero."""
        for at in places:
            self._rows[number][at] = 0.0

    def totals(self) -> Sequence[float]:
        """The sums over all rows."""
        return [sum(column) for column in zip(*self._rows, strict=True)]


MEMORY = Memory()


class Family:
    """Numbers of one name, each with its own labels."""

    kind: str
    width = 1  # numbers that each set of labels has

    def __init__(self, name: str, description: str, labels: Labels = ()) -> None:
        self.name, self.description, self.labels = name, description, labels
        self.places: dict[Labels, int] = {}
        FAMILIES.append(self)
        self.declare((OTHER,) * len(labels))

    def declare(self, *every: Labels) -> None:
        """Make room for these labels; what comes later, once it is shared, counts as other."""
        for labels in every:
            if labels not in self.places:
                self.places[labels] = MEMORY.reserve(self.width)

    def _place(self, labels: Labels) -> int:
        if labels not in self.places and not MEMORY.is_shared:
            self.declare(labels)
        return self.places.get(labels, self.places[(OTHER,) * len(self.labels)])


class Counter(Family):
    """A number that only grows."""

    kind = "counter"

    def add(self, labels: Labels = (), amount: float = 1) -> None:
        """Add to it."""
        at = self.places.get(labels)
        if at is None:
            at = self._place(labels)
        with MEMORY.lock:
            MEMORY.row[at] += amount


class Gauge(Family):
    """A number that is as it is now; over all processes, their sum."""

    kind = "gauge"

    def set(self, value: float, labels: Labels = ()) -> None:
        """Say what it is in this process."""
        MEMORY.row[self._place(labels)] = value

    def add(self, amount: float, labels: Labels = ()) -> None:
        """Change it by so much."""
        with MEMORY.lock:
            MEMORY.row[self._place(labels)] += amount


class Histogram(Family):
    """How many were how large: the numbers below each bound and above all, then their sum."""

    kind = "histogram"

    def __init__(
        self, name: str, description: str, bounds: Sequence[float], labels: Labels = ()
    ) -> None:
        self.bounds = bounds
        self.width = len(bounds) + 2
        super().__init__(name, description, labels)

    def observe(self, value: float, labels: Labels = ()) -> None:
        """Count one of this size."""
        at = self.places.get(labels)
        if at is None:
            at = self._place(labels)
        with MEMORY.lock:
            MEMORY.row[at + bisect_left(self.bounds, value)] += 1
            MEMORY.row[at + self.width - 1] += value


FAMILIES: list[Family] = []


def clear_gauges(row: int) -> None:
    """Forget what a process said of itself that is no more; what it has counted stays."""
    gauges = (family for family in FAMILIES if isinstance(family, Gauge))
    MEMORY.clear(row, (at for family in gauges for at in family.places.values()))


def set_all(gauge: Gauge, values: Mapping[Any, float]) -> None:
    """Set several numbers of one gauge."""
    for labels, value in values.items():
        gauge.set(value, labels)


# From a cached read of some µs to a text of a million characters.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_FOUND = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

REQUESTS = Counter(
    "onrecord_http_requests",
    "Requests that were answered, by the pattern of their address.",
    ("method", "route", "status"),
)
REQUEST_SECONDS = Histogram(
    "onrecord_http_request_duration_seconds",
    "From when all of a request had come until its answer began.",
    _SECONDS,
    ("method", "route"),
)
REFUSED = Counter(
    "onrecord_http_refused",
    "Requests that the server refused itself: unreadable, too slow, too many at once.",
    ("status",),
)
CACHE = Counter(
    "onrecord_cache_requests",
    "Requests for what may be kept, by whether the answer was there.",
    ("result",),
)
CACHE_BYTES = Gauge("onrecord_cache_bytes", "Bytes of the answers that are kept.")
EXTRACTION_SECONDS = Histogram(
    "onrecord_extraction_duration_seconds", "Reading one text.", _SECONDS
)
CHARACTERS = Counter("onrecord_extracted_characters", "Characters of the texts that were read.")
FOUND = Histogram(
    "onrecord_found_per_text",
    "Quotes and figures that were found in one text.",
    _FOUND,
    ("kind",),
)
CONNECTIONS = Gauge("onrecord_http_connections", "Connections of clients that are open.")
WAITING = Gauge("onrecord_http_requests_waiting", "Requests that wait for a thread.", ("kind",))
RUNNING = Gauge("onrecord_http_requests_running", "Requests that have a thread.", ("kind",))
STORE_CONNECTIONS = Gauge(
    "onrecord_store_connections",
    "Connections to the store: those in use, and those that wait to be used again.",
    ("pool", "state"),
)
WORKERS = Gauge("onrecord_workers", "Processes that answer requests.")
WORKERS_STARTED = Counter("onrecord_workers_started", "How often such a process was started.")
