"""gunicorn's request and its body, where the body may be given to the application as it comes."""

from collections.abc import Callable

from gunicorn.http import message
from gunicorn.http.body import Body, ChunkedReader
from gunicorn.http.errors import (
    InvalidRequestLine,
    LimitRequestHeaders,
    ParseException,
)
from gunicorn.http.unreader import Unreader


class BrokenBody(OSError):
    """A chunked body is not as HTTP has it."""


class Received(Unreader):  # type: ignore[misc]
    """What has come, for gunicorn's parser; it is given a whole head, or one that never ends."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.buf.write(data)
        self.more: Callable[[], bytes] = self._too_long  # from where the rest of a body comes

    def _too_long(self) -> bytes:
        raise LimitRequestHeaders("limit request head size")

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next piece."""
        return self.more()


class Request(message.Request):  # type: ignore[misc]
    """gunicorn's request."""

    _expected_100_continue: bool

    def take_expectation(self) -> bool:
        """Whether the client waits to be told to send the body; from here on that is our task."""
        expected = self._expected_100_continue
        self._expected_100_continue = False
        return expected

    def read_first_line(self, line: bytes) -> None:
        """Become the request with this first line and the same fields; raises parse errors."""
        if not line:
            raise InvalidRequestLine("")
        self.parse_request_line(line)

    def body_has_ended(self) -> bool:
        """Whether the application has read all of a streamed body, so that a request may follow."""
        return not self.body.failed and self.body.reader.length == 0


class _Pieces:
    """A reader for gunicorn's Body that gives each piece of a chunked body as it has come."""

    def __init__(self, chunks: ChunkedReader) -> None:
        self._pieces = filter(None, chunks.parser)  # it also yields what is empty so far
        self.length: int | None = None  # of the rest, as gunicorn's LengthReader has it

    def read(self, _size: int) -> bytes:
        """The next piece, of any length; nothing at the end."""
        try:
            piece: bytes = next(self._pieces, b"")
        except ParseException as error:
            raise BrokenBody(f"{error}") from error
        if not piece:
            self.length = 0
        return piece


class Arriving(Body):  # type: ignore[misc]
    """A chunked body that gives what has come, instead of waiting for as much as is asked for.

    So an application can answer each part before the next one is sent.
    """

    def __init__(self, chunks: ChunkedReader) -> None:
        super().__init__(_Pieces(chunks))

    def read(self, size: int | None = None) -> bytes:
        """Some bytes, at most `size`, and none at the end; without a size, all of it."""
        if size is not None and size >= 0:
            if not self.buf.tell():
                self.buf.write(self._read_reader(size))
            size = min(size, self.buf.tell())
        found: bytes = super().read(size)
        return found
