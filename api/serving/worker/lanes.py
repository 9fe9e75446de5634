"""Requests that have to wait for a thread: in turn, so many at most, and for so long at most."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from .connection import Connection
from .requests import Asked


class Waiting(NamedTuple):
    """A request that waits until a time, and whose it is."""

    client: str
    until: float
    connection: Connection
    asked: Asked


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


class Queue:
    """Requests that wait, so many at most: the clients' in turn, each client's in their order."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._of: dict[str, deque[Waiting]] = {}  # by client; the first is next

    def __len__(self) -> int:
        return self._count

    def add(self, one: Waiting) -> Waiting | None:
        """Have a request wait. Gives the one that has to go where there are too many.

        It is the newest of the client that has the most, unless this one would then have as many:
        so nobody can keep the others out.
        """
        gone = None
        if self._count >= self._most:
            most = max(self._of.values(), key=len, default=deque[Waiting]())
            if len(most) < len(self._of.get(one.client, ())) + 2:
                return one
            gone = most.pop()
            self._count -= 1
        self._of.setdefault(one.client, deque()).append(one)
        self._count += 1
        return gone

    def next(self) -> Waiting:
        """Take out the one whose turn it is."""
        client, waiting = next(iter(self._of.items()))
        del self._of[client]
        one = waiting.popleft()
        self._count -= 1
        if waiting:
            self._of[client] = waiting  # behind the others
        return one

    def drop(self, is_over: Callable[[Waiting], bool]) -> list[Waiting]:
        """Take out those that wait in vain."""
        waiting = [one for of_client in self._of.values() for one in of_client]
        gone = [one for one in waiting if is_over(one)]
        for one in gone:
            self._of[one.client].remove(one)
            if not self._of[one.client]:
                del self._of[one.client]
        self._count -= len(gone)
        return gone


class Lane:
    """Requests of one kind: the slots that each of them takes, and those that wait for them.

    `take` and `give` are for any thread, the rest is for the leader.
    """

    def __init__(self, most_waiting: int, *slots: Slots) -> None:
        self._slots = slots
        self._waiting = Queue(most_waiting)

    def take(self) -> bool:
        """Take a slot of each kind, or none."""
        for at, slots in enumerate(self._slots):
            if not slots.take():
                for taken in self._slots[:at]:
                    taken.give()
                return False
        return True

    @property
    def is_crowded(self) -> bool:
        """Whether others wait; for any thread."""
        return bool(self._waiting)

    @property
    def state(self) -> tuple[int, int]:
        """How many wait, and how many run; those that take the slots of several lanes in each."""
        return len(self._waiting), min((slots.taken for slots in self._slots), default=0)

    def give(self) -> None:
        """Give them back."""
        for slots in self._slots:
            slots.give()

    def wait(self, one: Waiting) -> Waiting | None:
        """Have a request wait. Gives the one for which there is no room, this or another."""
        return self._waiting.add(one)

    def next(self) -> Waiting | None:
        """The one whose turn it is, with its slots taken; None where it has to wait on."""
        return self._waiting.next() if self._waiting and self.take() else None

    def drop_left(self) -> list[Waiting]:
        """Take out those whose clients have left: nobody is there to be answered."""
        return self._waiting.drop(lambda one: one.connection.has_left())

    def drop_overdue(self, now: float) -> list[Waiting]:
        """Take out those that have waited long enough."""
        return self._waiting.drop(lambda one: one.until <= now)
