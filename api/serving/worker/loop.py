"""The loop over all connections: run by the thread that is the leader."""

import socket
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic
from types import SimpleNamespace
from typing import Any

from .connection import LEAST_RATE, STALLED, Connection
from .errors import EXHAUSTED, problem
from .exchange import CONTINUE, Exchange
from .lanes import Lane, Slots, Waiting
from .leader import Lead
from .requests import Asked, Reader

SLOWEST_HEAD = 10.0  # seconds from the first byte of a request to the end of its head
LINGERING = 2.0  # seconds for what a client still sends after its last answer; gunicorn's, too
FAREWELL = 0.5  # seconds for a request that is on its way while the worker stops
SWEEP = 1.0  # seconds between two checks for connections past their deadline
QUEUED = 30.0  # seconds that a request waits for a thread, at most
SLOW = 5.0  # seconds for a request to come as a whole, until it may have to make room for others
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Loop:
    """Accepts connections, reads requests, has them answered and sends what waits to be sent.

    Everything but `wake` is for the leader, and for it alone. A method that gives a bool says
    whether the thread still leads; where it does not, it must touch nothing of the loop: what has
    been received and not answered is left to the next leader.
    """

    def __init__(self, worker: Any, lead: Lead) -> None:
        cfg = worker.cfg
        self._worker = worker
        self._lead = lead
        # A snapshot: gunicorn's own looks every setting up again, 18 for a request (10 µs).
        self._cfg = SimpleNamespace(
            **{name: setting.get() for name, setting in cfg.settings.items()},
            is_ssl=cfg.is_ssl,
            forwarded_allow_networks=cfg.forwarded_allow_networks,
        )
        self._selector = DefaultSelector()
        self._open: set[Connection] = set()
        self._sent: deque[Connection] = deque()  # have sent something that was not looked at yet
        self._back: deque[Connection] = deque()  # handed back by other threads
        app, reading = worker.app, Slots(cfg.threads)
        # Streams go at the client's pace. One thread is kept free of them, for short requests.
        self._streams = Slots(max(1, cfg.threads - 1))
        self._reads = Lane(app.queue, reading)
        self._streamed = Lane(app.queue, reading, self._streams)
        # Large bodies take long. One thread is kept free of them, too, where there are two.
        writing, large = Slots(app.writers), Slots(max(1, app.writers - 1))
        self._writes = Lane(app.queue, writing)
        self._large = Lane(app.queue, writing, large)
        self._lanes = deque((self._reads, self._streamed, self._writes, self._large))
        self._unlimited = Lane(0)
        self._listening = self._stopping = False
        self._now = monotonic()
        self._next_sweep = 0.0
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._selector.register(self._woken, EVENT_READ, self._wake_up)
        self._listen(True)

    @property
    def done(self) -> bool:
        """Whether the worker is stopping and every request was answered."""
        return self._stopping and not self._open

    @property
    def count(self) -> int:
        """How many connections there are."""
        return len(self._open)

    def state(self) -> Mapping[str, Mapping[str, int]]:
        """What is going on: how many connections, and requests that wait and run, by kind."""
        lanes = {
            "read": self._reads,
            "stream": self._streamed,
            "write": self._writes,
            "large": self._large,
        }
        found = {kind: lane.state for kind, lane in lanes.items()}
        return {
            "connections": {"open": len(self._open)},
            "waiting": {kind: waiting for kind, (waiting, _) in found.items()},
            "running": {kind: running for kind, (_, running) in found.items()},
        }

    def lead(self, overdue: Connection | None) -> None:
        """Run the loop until another thread is the leader, or all is done.

        `overdue` is the connection that the leader before is still busy with.
        """
        if overdue:
            self._watch(overdue, 0)
        while not self.done:
            if not self._turn():
                return
        self._lead.give()

    def wake(self) -> None:
        """Make the leader look at what has changed; for any thread."""
        with suppress(BlockingIOError):  # raised where enough wait to be read
            self._waker.send(b"\0")

    def _turn(self) -> bool:
        if not self._start_waiting():
            return False
        wait = FAREWELL / 2 if self._stopping else SWEEP
        events = self._selector.select(0 if self._sent else wait)
        self._now = monotonic()
        # Everything that has come is received before anything is answered: one look at the state of
        # the store is then late enough for all of it (http/cache.py).
        for key, event in events:
            key.data(event)
        for _ in range(len(self._sent)):
            if not self._advance(self._sent.popleft()):
                return False
        if not self._worker.alive:
            self._stop()
        if self._now >= self._next_sweep or self._stopping:
            self._sweep()
        return True

    def _accept(self, listener: Any, server: Any, _event: int) -> None:
        if len(self._open) >= self._cfg.worker_connections and not self._evict():
            self._listen(False)
            return
        try:
            sock, peer = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # another worker was faster, or the client has gone again
        except OSError as error:
            if error.errno in EXHAUSTED and self._evict():
                return  # it is still there at the next turn
            self._worker.log.warning("Cannot accept a connection: %s", error)
            self._listen(False)
            return
        reader = Reader(self._cfg, peer, server, self._worker.longest_body)
        connection = Connection(sock, reader, lambda: self._streamed.is_crowded)
        self._open.add(connection)
        self._settle(connection)

    def _ready(self, connection: Connection, event: int) -> None:
        if not connection.watched:
            return  # closed since the selector reported it
        if event & EVENT_WRITE:
            connection.flush()
            self._settle(connection)
        elif connection.receive():
            self._sent.append(connection)
        elif connection not in self._sent:  # what it sent before it closed its side is answered
            self._close(connection)

    def _advance(self, connection: Connection) -> bool:
        """Answer the next request of a connection, if it is here."""
        if connection.watched != EVENT_READ or connection.last:
            return True
        try:
            asked = connection.reader.next()
        except Exception as error:  # noqa: BLE001 (gunicorn sorts them)
            self._worker.handle_error(None, connection, connection.reader.peer, error)
            connection.last = True
            connection.flush()
            self._settle(connection)
            return True
        if not asked:
            self._await_rest(connection)
            return True
        lane = self._lane_of(asked)
        if lane.take():
            return self._serve(connection, asked, lane)
        self._have_wait(connection, asked, lane)
        return True

    def _lane_of(self, asked: Asked) -> Lane:
        if asked.streams:
            return self._streamed
        if asked.request.method not in READS:
            return self._large if self._worker.app.is_large(asked.environ) else self._writes
        if asked.environ["PATH_INFO"] in self._worker.app.unlimited:
            return self._unlimited
        return self._reads

    def _have_wait(self, connection: Connection, asked: Asked, lane: Lane) -> None:
        """Keep a request until a thread may take it; refuse it where too many wait."""
        self._watch(connection, 0)
        client = self._worker.app.client_of(asked.environ)
        one = Waiting(client, self._now + QUEUED, connection, asked)
        refused = lane.wait(one)
        if refused is one:
            self._drop_left(lane)
            refused = lane.wait(one)
        if refused:
            self._refuse(refused.connection, 503)

    def _drop_left(self, lane: Lane) -> None:
        for one in lane.drop_left():
            self._close(one.connection)

    def _refuse(self, connection: Connection, status: int) -> None:
        self._worker.app.refused(status)
        connection.discard()
        connection.sendall(problem(status))
        connection.last = True
        connection.flush()
        self._settle(connection)

    def _await_rest(self, connection: Connection) -> None:
        if connection.reader.take_expectation():
            connection.sendall(CONTINUE)
            connection.flush()
        if connection.reader.awaits_body:
            due = connection.reader.body_due(STALLED, LEAST_RATE)
            connection.deadline = min(self._now + STALLED, due)
        elif connection.reader.has_more:
            connection.deadline = min(connection.deadline, self._now + SLOWEST_HEAD)

    def _start_waiting(self) -> bool:
        """Have those answered that waited, where their client is still there."""
        self._lanes.rotate()  # so that no lane always comes first to slots that several take
        for lane in self._lanes:
            while one := lane.next():
                if one.connection.has_left():
                    lane.give()
                    self._close(one.connection)
                elif not self._serve(one.connection, one.asked, lane):
                    return False
        return True

    def _serve(self, connection: Connection, asked: Asked, lane: Lane) -> bool:
        """Have a request answered, by this thread; its slots are taken."""
        exchange = Exchange(self._worker, self._cfg, connection, asked)
        watchdog = self._worker.watchdog
        watchdog.move()
        leading = lane is self._reads or lane is self._unlimited
        if leading:
            self._lead.enter(connection)
        else:
            self._let_go(connection)
        exchange.call()
        if leading:
            leading = self._lead.leave(connection)

        if exchange.streams and leading:
            self._let_go(connection)
            leading = False
        if exchange.streams:
            self._stream(exchange, asked)
        lane.give()
        watchdog.end()

        connection.flush()
        if leading:
            self._settle(connection)
        else:
            self._back.append(connection)
            self.wake()
        return leading

    def _stream(self, exchange: Exchange, asked: Asked) -> None:
        """Send an answer as it is made, where not too many are being sent so."""
        if asked.streams:  # it has a slot already
            exchange.stream()
        elif self._streams.take():
            exchange.stream()
            self._streams.give()
        else:
            exchange.hold()

    def _let_go(self, connection: Connection) -> None:
        """Take a connection along, and leave the lead to another thread."""
        self._watch(connection, 0)
        self._lead.give()

    def _settle(self, connection: Connection) -> None:
        """Wait for what a connection needs next."""
        if connection.gone:
            self._close(connection)
        elif connection.pending:
            connection.deadline = self._now + STALLED
            self._watch(connection, EVENT_WRITE)
        elif connection.last:
            connection.finish()
            connection.deadline = self._now + LINGERING
            self._watch(connection, EVENT_READ)
        else:
            patience = FAREWELL if self._stopping else self._cfg.keepalive
            connection.deadline = self._now + patience
            self._watch(connection, EVENT_READ)
            if connection.reader.has_more:
                self._sent.append(connection)

    def _watch(self, connection: Connection, events: int) -> None:
        if events == connection.watched:
            return
        if not events:
            self._selector.unregister(connection.sock)
        elif connection.watched:
            self._selector.modify(connection.sock, events, partial(self._ready, connection))
        else:
            self._selector.register(connection.sock, events, partial(self._ready, connection))
        connection.watched = events

    def _close(self, connection: Connection) -> None:
        self._watch(connection, 0)
        self._open.discard(connection)
        connection.sock.close()

    def _evict(self) -> bool:
        """Close the connection that was idle for longest; whether there was one.

        Where none is, the one whose request comes most slowly.
        """
        idle = [one for one in self._open if one.idle]
        if idle:
            self._close(min(idle, key=lambda one: one.deadline))
            return True
        slow = [one for one in self._open if one.reader.coming_for(self._now) > SLOW]
        slow = [one for one in slow if one.watched == EVENT_READ and not one.last]
        if not slow:
            return False
        slowest = min(slow, key=lambda one: one.reader.pace(self._now))
        self._refuse(slowest, 408)
        self._close(slowest)
        return True

    def _stop(self) -> None:
        """Accept no more connections, and close idle ones."""
        if self._stopping:
            return
        self._stopping = True
        for connection in self._open:
            if connection.idle:
                connection.deadline = self._now + FAREWELL

    def _sweep(self) -> None:
        """Close connections past their deadline, and listen where there is room."""
        self._next_sweep = self._now + SWEEP
        for connection in [one for one in self._open if one.watched]:
            if connection.deadline <= self._now:
                self._give_up(connection)
        for lane in self._lanes:
            self._drop_left(lane)
            for one in lane.drop_overdue(self._now):
                self._refuse(one.connection, 503)
        self._listen(not self._stopping and len(self._open) < self._cfg.worker_connections)

    def _give_up(self, connection: Connection) -> None:
        """Close a connection on which nothing happens; say so where a request came in part."""
        reader = connection.reader
        if not connection.last and (reader.has_more or reader.awaits_body):
            self._refuse(connection, 408)
        else:
            self._close(connection)

    def _listen(self, wanted: bool) -> None:
        if wanted == self._listening:
            return
        self._listening = wanted
        for listener in self._worker.sockets:
            if wanted:
                accept = partial(self._accept, listener, listener.getsockname())
                self._selector.register(listener, EVENT_READ, accept)
            else:
                self._selector.unregister(listener)

    def _wake_up(self, _event: int) -> None:
        self._woken.recv(4096)
        while self._back:
            self._settle(self._back.popleft())
