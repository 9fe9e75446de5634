"""Tells threads that are busy from threads that hang."""

import time
from math import inf
from threading import get_ident

STIR = 0.001  # seconds of processor time between two looks: one that waits takes none


class Watchdog:
    """Knows which threads are inside a request, and since when nothing happened there.

    A thread hangs where for so many seconds nothing was sent or received and it took no processor
    time: it waits for what does not come. One that computes, however long, is busy.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience or inf  # 0 means without limit, as in gunicorn
        self._moved: dict[int, float] = {}  # by thread: when something happened last
        self._clocks: dict[int, int] = {}
        self._stirred: dict[int, tuple[float, float]] = {}  # processor time, and when it grew last

    def join(self) -> None:
        """Have an eye on this thread."""
        if hasattr(time, "pthread_getcpuclockid"):  # not on macOS
            self._clocks[get_ident()] = time.pthread_getcpuclockid(get_ident())

    def move(self) -> None:
        """Note that this thread begins a request, or gets on with it."""
        self._moved[get_ident()] = time.monotonic()

    def end(self) -> None:
        """Note that this thread is through with its request."""
        self._moved.pop(get_ident(), None)

    def hung(self) -> int:
        """How many threads hang."""
        now = time.monotonic()
        return sum(
            now - max(moved, self._stirred_at(thread, now)) > self._patience
            for thread, moved in list(self._moved.items())
        )

    def _stirred_at(self, thread: int, now: float) -> float:
        before, stirred_at = self._stirred.get(thread, (-inf, now))
        spent = self._spent(thread)
        if spent - before > STIR:
            self._stirred[thread] = spent, now
            return now
        return stirred_at

    def _spent(self, thread: int) -> float:
        clock = self._clocks.get(thread)
        return time.process_time() if clock is None else time.clock_gettime(clock)
