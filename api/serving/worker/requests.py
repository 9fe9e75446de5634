"""From the bytes of a connection to requests, by gunicorn's parser."""

import re
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from time import monotonic
from types import SimpleNamespace
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import InvalidHeader, LimitRequestLine

from .bodies import Arriving, Received, Request

LONGEST_HEAD = 65536  # bytes: gunicorn's limits of line, field and number allow 800 KB together
# Bytes of a first line: an url of 2,000 characters is 24,000 bytes where each is written as %XX.
LONGEST_LINE = 32768
IN_MEMORY = 262144  # bytes of a body; of a longer one all goes to a file
END_OF_HEAD = b"\r\n\r\n"
# In a request's environment: when the last byte of it came, by time.monotonic().
RECEIVED = "onrecord.received"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# It ends no line (RFC 9112, 2.2): there is nothing to wait for, the parser refuses it.
_BARE_LF = re.compile(rb"(?<!\r)\n")

Environment = dict[str, Any]


@dataclass(slots=True)
class Asked:
    """A request that can be answered: all of it has come, or its body is read as it comes."""

    request: Request
    environ: Environment
    streams: bool = False
    expects: bool = False  # the client waits to be told to send the body


class Reader:
    """Reads the requests of one connection, one after the other."""

    def __init__(self, cfg: SimpleNamespace, peer: Any, server: Any, longest_body: int) -> None:
        self.peer = peer
        self._cfg = cfg
        self._server = server
        self._longest_body = longest_body
        self._received = bytearray()
        self._searched = 0  # up to here no end of a head was found
        self._asked: Asked | None = None  # the request whose body is still coming
        self._missing = 0  # bytes of that body
        self._fed_at = 0.0
        self._began = 0.0  # when the first byte of the request that is coming came
        self._body_began = 0.0
        self._known: tuple[bytes, Request, Environment] | None = None

    @property
    def has_more(self) -> bool:
        """Whether something came that belongs to the next request."""
        return bool(self._received)

    @property
    def awaits_body(self) -> bool:
        """Whether a head was read whose body is still coming."""
        return self._asked is not None

    def body_due(self, patience: float, rate: float) -> float:
        """Until when a body that is still coming may take, at so many bytes a second at least."""
        assert self._asked  # noqa: S101 (it is asked while a body is coming)
        received: int = self._asked.request.body.reader.length - self._missing
        return self._body_began + patience + received / rate

    def coming_for(self, now: float) -> float:
        """How many seconds a request has been coming of which the rest is missing."""
        return now - self._began if self.has_more or self.awaits_body else 0.0

    def pace(self, now: float) -> float:
        """How many bytes a second come of it."""
        received = len(self._received)
        if self._asked:
            received += self._asked.request.body.reader.length - self._missing
        return received / max(now - self._began, 1.0)

    def feed(self, data: bytes) -> None:
        """Add what came."""
        self._fed_at = monotonic()
        if not (self.has_more or self.awaits_body):
            self._began = self._fed_at
        self._received += data

    def next(self) -> Asked | None:
        """The next request that can be answered, if there is; raises gunicorn's parse errors."""
        asked = self._asked or self._read_head()
        if asked and self._missing:
            self._add_to(asked.environ["wsgi.input"])
        if asked:
            asked.environ[RECEIVED] = self._fed_at
        self._asked = asked if self._missing else None
        return None if self._missing else asked

    def take_expectation(self) -> bool:
        """Whether the client waits to be told to send the body; true once for each."""
        if not self._asked:
            return False
        expects, self._asked.expects = self._asked.expects, False
        return expects

    def _read_head(self) -> Asked | None:
        received = self._received
        end = received.find(END_OF_HEAD, max(0, self._searched - 3)) + len(END_OF_HEAD)
        if end < len(END_OF_HEAD):
            hopeless = len(received) > LONGEST_HEAD or _BARE_LF.search(received, self._searched)
            if not hopeless:
                self._searched = len(received)
                return None
        self._searched = 0
        line_end = received.find(b"\r\n")
        if (len(received) if line_end < 0 else line_end) > LONGEST_LINE:
            raise LimitRequestLine(line_end, LONGEST_LINE)
        if line_end > 0 and not received[:line_end].isascii():
            end += self._quote_line(line_end)
            line_end = received.find(b"\r\n")
        fields = bytes(received[line_end:end])
        return self._repeated(line_end, fields) or self._parsed(line_end, fields)

    def _quote_line(self, line_end: int) -> int:
        """Write bytes of a request line that are not ASCII as %XX, as browsers do; how many more.

        curl and others send an address as it was typed.
        """
        line = self._received[:line_end]
        quoted = _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line)
        self._received[:line_end] = quoted
        return len(quoted) - line_end

    def _repeated(self, line_end: int, fields: bytes) -> Asked | None:
        """A request with the fields of the one before, byte for byte.

        A client that keeps its connection mostly sends the same fields again. Then gunicorn parses
        the first line only: 6 µs, instead of 21 for one field and 29 for six.
        """
        if not self._known or self._known[0] != fields or line_end <= 0:
            return None
        _, request, environ = self._known
        request.read_first_line(bytes(self._received[:line_end]))
        del self._received[: line_end + len(fields)]
        return Asked(request, environ | self._of_first_line(request))

    def _parsed(self, line_end: int, fields: bytes) -> Asked:
        """A request whose head gunicorn parses whole."""
        self._known = None
        unreader = Received(bytes(self._received))
        self._received.clear()
        request = Request(self._cfg, unreader, self.peer)
        if request.version >= (1, 1) and not any(name == "HOST" for name, _ in request.headers):
            raise InvalidHeader("HOST")  # it has to be there (RFC 9112, 3.2)
        expects = request.take_expectation()
        _, environ = wsgi.create(request, None, self.peer, self._server, self._cfg)
        environ["wsgi.multithread"] = True
        # These two write to the socket, past everything here.
        del environ["wsgi.early_hints"], environ["gunicorn.socket"]

        if isinstance(request.body.reader, ChunkedReader):
            request.body = environ["wsgi.input"] = Arriving(request.body.reader)
            return Asked(request, environ, True, expects)
        length = request.body.reader.length
        if length > self._longest_body:
            return Asked(request, environ, True, expects)
        self._received += unreader.take_buffered()
        self._missing = length
        self._body_began = self._fed_at
        environ["wsgi.input"] = _room(length)
        if line_end > 0 and not (length or expects or environ["SCRIPT_NAME"]):
            self._known = fields, request, environ.copy()  # the application changes its own
        return Asked(request, environ, False, expects)

    @staticmethod
    def _of_first_line(request: Request) -> Environment:
        """What differs between requests with the same fields, as gunicorn makes it."""
        return {
            "wsgi.input": BytesIO(),
            "REQUEST_METHOD": request.method,
            "RAW_URI": request.uri,
            "PATH_INFO": util.unquote_to_wsgi_str(request.path),
            "QUERY_STRING": request.query,
            "SERVER_PROTOCOL": "HTTP/{}.{}".format(*request.version),
        }

    def _add_to(self, body: Any) -> None:
        part = self._received[: self._missing]
        del self._received[: self._missing]
        body.write(part)
        self._missing -= len(part)
        if not self._missing:
            body.seek(0)


def _room(length: int) -> Any:
    """Where a body of this length is kept until the application has read it."""
    return BytesIO() if length <= IN_MEMORY else TemporaryFile()
