"""A client that sends exactly the bytes it is given, when it is told to."""

import socket
from types import TracebackType
from typing import NamedTuple, Self

PATIENCE = 30  # seconds: far more than anything here takes, so that no slow machine fails a test


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send exactly this."""
        self.socket.sendall(data)

    def get(self, path: str) -> Answer:
        """Ask for a path."""
        self.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return self.answer()

    def answer(self, *, bodiless: bool = False) -> Answer:
        """The next answer. One to HEAD is `bodiless`, whatever it says of its length."""
        status, headers = self.head()
        if bodiless or status in {204, 304}:
            return Answer(status, headers, b"")
        if headers.get("Transfer-Encoding") == "chunked":
            return Answer(status, headers, b"".join(iter(self.chunk, b"")))
        if "Content-Length" in headers:
            return Answer(status, headers, self._file.read(int(headers["Content-Length"])))
        return Answer(status, headers, self._file.read())

    def head(self) -> tuple[int, dict[str, str]]:
        """The status and the headers of the next answer."""
        status = self._file.readline().split(b" ")[1]
        lines = iter(lambda: self._file.readline().strip().decode("latin-1"), "")
        return int(status), dict(line.split(": ", 1) for line in lines)

    def chunk(self) -> bytes:
        """The next chunk of an answer; an empty one at its end."""
        data = self._file.read(int(self._file.readline(), 16))
        assert self._file.readline() == b"\r\n"
        return data

    def rest(self) -> bytes:
        """Everything until the server closes the connection."""
        try:
            return self._file.read()
        except ConnectionResetError:
            return b""
