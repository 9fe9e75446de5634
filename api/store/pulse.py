"""Whether PostgreSQL still answers, so that nothing waits for a server that is gone or frozen.

A statement timeout is kept by the server, and a frozen one keeps none; its system goes on to
acknowledge what is sent, so that TCP notices nothing either. A statement that has taken a while is
therefore no reason to give it up, unless nobody answers a new connection meanwhile.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, Thread, get_ident
from time import monotonic, sleep
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Engine, event

from ..errors import StoreUnavailable

T = TypeVar("T")
PATIENCE = 4.0  # seconds that a statement takes until it is asked whether anybody is there
_CONNECTING = 4  # seconds that this may take
_BETWEEN = 0.5  # seconds between two looks


class Pulse:
    """Knows who waits for the server in this process, and ends that once it answers nobody.

    While it does not answer nobody is made to wait for it: `must_beat` raises at once.
    """

    def __init__(self, connecting: Mapping[str, Any]) -> None:
        """Take what psycopg.connect does."""
        self._connecting: dict[str, Any] = {**connecting, "connect_timeout": _CONNECTING}
        self._waiting: dict[int, tuple[float, int]] = {}  # by thread: since when, for which socket
        self._lock = Lock()
        self._watcher = 0  # the process that it runs in
        self.stopped = False

    def watch(self, engine: Engine) -> None:
        """Have an eye on all that an engine's connections wait for."""
        pulse = self

        class Watched(psycopg.Connection[Any]):
            def wait(self, gen: PQGen[T], *arguments: Any, **named: Any) -> T:
                with pulse.awaited(self.pgconn.socket):
                    return super().wait(gen, *arguments, **named)

        def connect(
            _dialect: object, _record: object, arguments: Any, named: Any
        ) -> psycopg.Connection[Any]:
            self.must_beat()
            try:
                return Watched.connect(*arguments, **named)
            except psycopg.errors.ConnectionTimeout:
                self._stop()
                raise

        event.listen(engine, "do_connect", connect)
        event.listen(engine, "checkout", lambda *_: self.must_beat())

    @contextmanager
    def awaited(self, descriptor: int) -> Iterator[None]:
        """Wait for the server in here, by this socket: it is shut down where none answers."""
        self.begin(descriptor)
        try:
            yield
        finally:
            self.end()

    def begin(self, descriptor: int) -> None:
        """Note that this thread waits for the server from now on."""
        self._waiting[get_ident()] = monotonic(), descriptor
        self._start()

    def end(self) -> None:
        """Note that it does no more."""
        with self._lock:  # so that no socket is shut down that is another's by now
            self._waiting.pop(get_ident(), None)

    def must_beat(self) -> None:
        """Raise StoreUnavailable where the server is known not to answer."""
        if self.stopped:
            raise StoreUnavailable("The store does not answer: its server is frozen or gone.")

    def _stop(self) -> None:
        """Have nobody wait for the server until it answers again."""
        self.stopped = True
        self._start()

    def _start(self) -> None:
        """Look after those who wait, where nobody in this process does."""
        if self._watcher == os.getpid():  # threads do not survive a fork
            return
        with self._lock:
            if self._watcher == os.getpid():
                return
            self._watcher = os.getpid()
            mine = get_ident()
            self._waiting = {mine: self._waiting[mine]} if mine in self._waiting else {}
        Thread(target=self._look, name="pulse", daemon=True).start()

    def _look(self) -> None:
        while True:
            sleep(_BETWEEN)
            since = min((began for began, _ in list(self._waiting.values())), default=monotonic())
            if self.stopped or monotonic() - since > PATIENCE:
                self.stopped = not self._answers()
            if self.stopped:
                self._end_waiting()

    def _answers(self) -> bool:
        """Whether the server takes a connection, or at least refuses one."""
        try:
            psycopg.connect(**self._connecting).close()
        except psycopg.errors.ConnectionTimeout:
            return False
        except psycopg.Error:  # who refuses is alive; of one that is gone, the system tells
            return True
        return True

    def _end_waiting(self) -> None:
        with self._lock:
            for _, descriptor in self._waiting.values():
                with socket.socket(fileno=os.dup(descriptor)) as connection:
                    try:
                        connection.shutdown(socket.SHUT_RDWR)
                    except OSError:  # it broke meanwhile
                        continue
