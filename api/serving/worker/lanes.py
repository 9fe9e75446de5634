"""Requests that have to wait for a thread: in order, so many at most, and not for ever."""

from collections import deque
from collections.abc import Iterator

from .connection import Connection
from .requests import Asked


class Slots:
    """So many at once; to take one and to give it back is atomic, and costs no lock."""

    def __init__(self, count: int) -> None:
        self._count, self._free = count, [None] * count

    @property
    def taken(self) -> int:
        """How many are taken."""
        return self._count - len(self._free)

    def take(self) -> bool:
        """Take one, if there is one."""
        try:
            self._free.pop()
        except IndexError:
            return False
        return True

    def give(self) -> None:
        """Give one back."""
        self._free.append(None)


class Lane:
    """Requests of one kind: the slots that each of them takes, and those that wait for them.

    `take` and `give` are for any thread, the rest is for the leader.
    """

    def __init__(self, most_waiting: int, *slots: Slots) -> None:
        self._most_waiting = most_waiting
        self._slots = slots
        self._waiting: deque[tuple[float, Connection, Asked]] = deque()

    def take(self) -> bool:
        """Take a slot of each kind, or none."""
        for at, slots in enumerate(self._slots):
            if not slots.take():
                for taken in self._slots[:at]:
                    taken.give()
                return False
        return True

    @property
    def state(self) -> tuple[int, int]:
        """How many wait, and how many run; those that take the slots of several lanes in each."""
        return len(self._waiting), min((slots.taken for slots in self._slots), default=0)

    def give(self) -> None:
        """Give them back."""
        for slots in self._slots:
            slots.give()

    def wait(self, connection: Connection, asked: Asked, until: float) -> bool:
        """Have a request wait until a time; whether there is room for it."""
        if len(self._waiting) >= self._most_waiting:
            return False
        self._waiting.append((until, connection, asked))
        return True

    def next(self) -> tuple[Connection, Asked] | None:
        """The first that waits, with its slots taken; None where it has to wait on."""
        if not self._waiting or not self.take():
            return None
        _, connection, asked = self._waiting.popleft()
        return connection, asked

    def drop_left(self) -> Iterator[Connection]:
        """Take out those whose clients have left: nobody is there to be answered."""
        waiting, self._waiting = self._waiting, deque()
        for one in waiting:
            if one[1].has_left():
                yield one[1]
            else:
                self._waiting.append(one)

    def drop_overdue(self, now: float) -> Iterator[Connection]:
        """Take out those that have waited long enough."""
        while self._waiting and self._waiting[0][0] <= now:
            yield self._waiting.popleft()[1]
