"""Which thread is the leader: it alone runs the loop, and calls short requests' application inline.

Leader and followers (Schmidt et al., "Leader/Followers", 2000), with Go's way of taking the lead
from a thread that stays in a call for long (sysmon's retake): a short request costs no change of
threads, and a long one stops nobody.
"""

from threading import Event, Lock
from time import monotonic

from .connection import Connection

PATIENCE = 0.005  # seconds: a leader that stays in a call for longer, up to twice that, is replaced
BUSY = 1.0  # seconds after a request in which another is expected


class Lead:
    """The role of the leader, held by one thread at most; nobody holds it at first."""

    def __init__(self) -> None:
        self._free = Lock()  # unlocked while no thread is the leader
        self._waiting = Lock()  # of the one follower that is next
        # The request that the leader is inside, if any. The thread that removes it is the leader
        # from then on: of the leader that returns and the follower that takes over, one succeeds,
        # as removing from a list is atomic.
        self._inside: list[Connection] = []
        self._since = 0.0
        # Unset while there are no requests, so that the next follower sleeps: to check for nothing
        # 200 times a second took 1 % of a processor.
        self._busy = Event()

    def follow(self) -> Connection | None:
        """Wait for the lead. Gives the connection that a leader stayed with for too long."""
        with self._waiting:
            while not self._free.acquire(timeout=PATIENCE):
                if self._inside and monotonic() - self._since > PATIENCE:
                    try:
                        return self._inside.pop()
                    except IndexError:
                        pass  # it returned this moment
                elif monotonic() - self._since > BUSY:
                    self._sleep()
        return None

    def give(self) -> None:
        """Leave the lead to a follower."""
        self._free.release()
        self._busy.set()

    def enter(self, connection: Connection) -> None:
        """Begin a call that may turn out to be long."""
        self._since = monotonic()
        self._inside.append(connection)
        if not self._busy.is_set():
            self._busy.set()

    def leave(self, connection: Connection) -> bool:
        """End the call; whether the lead is still this thread's."""
        try:
            self._inside.remove(connection)
        except ValueError:
            return False
        return True

    def _sleep(self) -> None:
        self._busy.clear()
        # What began before that has set it in vain, and is seen here.
        if not self._inside and self._free.locked():
            self._busy.wait()
