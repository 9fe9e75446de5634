"""One request and its answer, as WSGI has them (PEP 3333)."""

from collections.abc import Iterable, Iterator
from contextvars import Context
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from gunicorn.http.wsgi import Response

from .connection import Connection
from .errors import problem
from .requests import Asked

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HELD = 1_000_000  # bytes of an answer that are collected where no more may be streamed
# In a request's environment: a function that says whether the client has left.
CLIENT_LEFT = "onrecord.client_left"


class Exchange:
    """Calls the application with a request, and collects its answer or streams it."""

    def __init__(
        self, worker: Any, cfg: SimpleNamespace, connection: Connection, asked: Asked
    ) -> None:
        self._worker = worker
        self._connection = connection
        self._asked = asked
        self._response = Response(asked.request, connection, cfg)
        self._context = Context()  # so that what is set for one request is not for the next
        self._items: Iterable[bytes] = ()
        self._rest: Iterator[bytes] = iter(())
        self._began = datetime.now(UTC) if worker.logs_access else None
        self._on_its_way = False  # whether something of the answer was sent already
        self.streams = False  # once called: whether the answer is not here as a whole

    def call(self) -> None:
        """Call the application, and collect the answer where it is here as a whole."""
        self._context.run(self._call)

    def stream(self) -> None:
        """Send the answer item by item as the application makes it, waiting for a slow client."""
        self._context.run(self._stream)

    def hold(self) -> None:
        """Collect the answer instead, so as not to wait for the client; refuse a large one."""
        self._context.run(self._hold)

    def _call(self) -> None:
        self._connection.begin_stream()
        self._asked.environ[CLIENT_LEFT] = self._connection.has_left
        if self._asked.streams:
            self._asked.request.unreader.more = self._more_of_body
        if not self._worker.count_request():
            self._response.force_close()
        try:
            self._items = self._worker.wsgi(self._asked.environ, self._response.start_response)
            self._rest = iter(self._items)
            self._collect()
        except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever the application raises)
            self._fail(error)
        if not self.streams:
            self._end()

    def _stream(self) -> None:
        try:
            self._send_now()
            for item in self._rest:
                self._response.write(item)
                self._send_now()
            self._response.close()
            self._send_now()
        except (Exception, SystemExit) as error:  # noqa: BLE001
            self._fail(error)
        self._end()

    def _hold(self) -> None:
        self.streams = False
        try:
            for item in self._rest:
                self._response.write(item)
                if self._response.sent > HELD:
                    self._refuse()
                    break
            else:
                self._response.close()
        except (Exception, SystemExit) as error:  # noqa: BLE001
            self._fail(error)
        self._end()

    def _collect(self) -> None:
        """Take an answer that is here: a list, or one item of the length that was announced.

        Everything else might have to be waited for, or be too large to hold.
        """
        response = self._response
        if not isinstance(self._items, list | tuple):
            if response.response_length is None:
                self.streams = True
                return
            response.write(next(self._rest, b""))
            if response.sent < response.response_length:
                self.streams = True
                return
        for item in self._rest:
            response.write(item)
        response.close()

    def _refuse(self) -> None:
        self._worker.log.warning("Too many streams at once: %s", self._asked.request.path)
        self._worker.app.refused(503)
        self._connection.discard()
        self._connection.last = True
        self._connection.sendall(problem(503))

    def _fail(self, error: BaseException) -> None:
        """Answer with an error, or break off where an answer is on its way already."""
        connection, request = self._connection, self._asked.request
        connection.last = True
        if connection.gone:
            return
        if self._on_its_way:
            self._worker.log.error("Error handling request %s", request.path, exc_info=error)
            connection.discard()
            connection.gone = True
            return
        self.streams = False
        connection.discard()
        self._worker.handle_error(request, connection, connection.reader.peer, error)

    def _end(self) -> None:
        connection, request = self._connection, self._asked.request
        try:
            if hasattr(self._items, "close"):
                self._items.close()
        except Exception:
            self._worker.log.exception("Error closing the answer to %s", request.path)
            connection.last = True
        if self._asked.streams:
            connection.reader.feed(request.unreader.take_buffered())
            connection.last = connection.last or not request.body_has_ended()
        connection.last = connection.last or self._response.should_close()
        if self._began:
            took = datetime.now(UTC) - self._began
            self._worker.log.access(self._response, request, self._asked.environ, took)

    def _send_now(self) -> None:
        self._on_its_way = self._response.headers_sent
        self._connection.flush_waiting()
        self._worker.watchdog.move()

    def _more_of_body(self) -> bytes:
        """Wait for more of a streamed body, having told a client that waits for it to send it."""
        if self._asked.expects:
            self._asked.expects = False
            self._connection.sendall(CONTINUE)
        self._send_now()
        received = self._connection.receive_waiting()
        self._worker.watchdog.move()
        return received
