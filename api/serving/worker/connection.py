"""One client's connection: what came of it, and what it has not taken yet."""

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from selectors import EVENT_READ
from time import monotonic

from .requests import Reader

PIECE = 65536  # bytes that are received at once
STALLED = 30.0  # seconds without any progress of a body or an answer
# Bytes a second over all of a body or an answer: who is slower, past the first 30 seconds, is cut.
LEAST_RATE = 1000
LOOK = 1.0  # seconds between two looks whether others wait for the thread that waits for a client
HURRY = 6  # seconds that each of its seconds counts for then


class ClientGone(OSError):
    """The client has closed the connection, or takes and sends nothing for too long."""


class Connection:
    """A socket with its buffers, used by one thread at a time.

    gunicorn's writers take it for a socket: what they send is collected, then leaves at once.
    """

    def __init__(
        self, sock: socket.socket, reader: Reader, others_wait: Callable[[], bool]
    ) -> None:
        sock.setblocking(False)
        self._others_wait = others_wait
        self.sock = sock
        self.reader = reader
        self.deadline = 0.0  # when it is closed, unless something happens
        self.watched = 0  # the events that the loop waits for; 0 while a thread has it
        self.last = False  # no further request is read
        self.gone = False  # nothing more can be sent
        self._unsent: list[bytes | memoryview] = []
        self._patience = STALLED  # seconds that a stream may still wait for the client

    @property
    def pending(self) -> bool:
        """Whether some of an answer has not been taken yet."""
        return bool(self._unsent)

    @property
    def idle(self) -> bool:
        """Whether it waits for a request of which nothing has come."""
        reader = self.reader
        waits = self.watched == EVENT_READ and not self.last
        return waits and not reader.has_more and not reader.awaits_body

    def sendall(self, data: bytes) -> None:
        """Collect what is to be sent."""
        self._unsent.append(data)

    def gettimeout(self) -> float:
        """Say that writing never waits."""
        return 0.0

    def discard(self) -> None:
        """Forget what is not sent."""
        self._unsent.clear()

    def receive(self) -> bool:
        """Take what has come; whether the client may send more."""
        try:
            data = self.sock.recv(PIECE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not self.last:
            self.reader.feed(data)
        return bool(data)

    def flush(self) -> None:
        """Send as much as the socket takes without waiting."""
        if not self._unsent:
            return
        data = self._unsent[0] if len(self._unsent) == 1 else b"".join(self._unsent)
        try:
            sent = self.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.gone = True
            sent = len(data)
        self._unsent = [memoryview(data)[sent:]] if sent < len(data) else []

    def finish(self) -> None:
        """Tell the client that nothing more will be sent.

        What it still sends is read and dropped for a while: closing a socket with unread data
        makes the kernel drop the answer too (RFC 9112, 9.6).
        """
        self.last = True
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.gone = True

    def has_left(self) -> bool:
        """Whether the client has closed the connection, or its side of it."""
        try:
            return not self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def begin_stream(self) -> None:
        """Wait for the client as long as at first."""
        self._patience = STALLED

    def receive_waiting(self) -> bytes:
        """Receive, waiting for it; raises ClientGone."""
        try:
            while True:
                self._wait(select.POLLIN)
                with suppress(BlockingIOError):
                    data = self.sock.recv(PIECE)
                    self._moved(len(data))
                    return data
        except OSError as error:
            self.gone = True
            raise ClientGone(*error.args) from error

    def flush_waiting(self) -> None:
        """Send everything, waiting where the client is slow; raises ClientGone."""
        self.flush()
        if self.gone:
            raise ClientGone
        if not self._unsent:
            return
        try:
            rest = memoryview(b"".join(self._unsent))
            while rest:
                self._wait(select.POLLOUT)
                with suppress(BlockingIOError):
                    sent = self.sock.send(rest)
                    self._moved(sent)
                    rest = rest[sent:]
        except OSError as error:
            self.gone = True
            raise ClientGone(*error.args) from error
        finally:
            self._unsent.clear()

    def _wait(self, event: int) -> None:
        """Wait until something can be received or sent, as long as it may. Raises ClientGone."""
        poll, ready = select.poll(), False
        poll.register(self.sock, event)
        while not ready:
            if self._patience <= 0:
                raise ClientGone("slower than is borne")
            began = monotonic()
            ready = bool(poll.poll(1000 * min(LOOK, self._patience)))
            hurry = HURRY if self._others_wait() else 1
            self._patience -= hurry * (monotonic() - began)

    def _moved(self, size: int) -> None:
        """Give time for what a step has brought."""
        self._patience = min(STALLED, self._patience + size / LEAST_RATE)
