"""A WSGI application that does what a server must be able to bear, and that server."""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from api.config import Settings
from api.serving import Server
from api.serving.worker import connection, loop

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    Answer = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

OK = "200 OK"
released = threading.Event()
closed: list[str] = []
sleeping: list[bytes] = []


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer by the function that the path names."""
    found: Answer = globals()[environ["PATH_INFO"].strip("/") or "hello"]
    return found(environ, start_response)


def argument(environ: "WSGIEnvironment", name: str) -> int:
    """A number from the query."""
    return int(parse_qs(environ["QUERY_STRING"])[name][0])


def whole(start_response: "StartResponse", body: bytes, status: str = OK) -> Iterable[bytes]:
    start_response(status, [("Content-Length", str(len(body)))])
    return [body]


def hello(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, b"hello")


def seen(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """What of the environment is text, a number or a truth."""
    plain = {k: v for k, v in environ.items() if isinstance(v, str | int)}
    environ["left.over"] = True
    return whole(start_response, json.dumps(plain).encode())


def echo(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, environ["wsgi.input"].read())


def large(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, b"x" * argument(environ, "bytes"))


def slow(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    sleeping.append(b"")
    time.sleep(argument(environ, "milliseconds") / 1000)
    sleeping.pop()
    return whole(start_response, b"slow")


def running(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """How many slow ones are being answered."""
    return whole(start_response, b"%d" % len(sleeping))


def busy(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Compute, so long."""
    end = time.monotonic() + argument(environ, "milliseconds") / 1000
    while time.monotonic() < end:
        pass
    return whole(start_response, b"busy")


def healthz(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, b"ok")


def note(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Write down that it was called, after a while."""
    time.sleep(argument(environ, "milliseconds") / 1000)
    closed.append("noted")
    return whole(start_response, b"noted")


def unread(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, b"no, thank you", "413 Content Too Large")


def unchanged(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("304 Not Modified", [("ETag", '"1"')])
    return []


def steps(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
    """One step at once, the other when `release` was asked for."""
    start_response(OK, [])
    yield b"first"
    released.wait(30)
    released.clear()
    yield b"second"


def release(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    released.set()
    return hello(environ, start_response)


def converse(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
    """Answer each part of the body when it comes."""
    start_response(OK, [])
    for part in iter(lambda: environ["wsgi.input"].read(65536), b""):
        yield part.upper()


def endless(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
    start_response(OK, [])
    while True:
        yield b"x" * 65536


def written(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    write = start_response(OK, [("Content-Length", "12")])
    write(b"written, ")
    return [b"too"]


def broken(_: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
    raise LookupError("as a test wants it")


def broken_late(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
    start_response(OK, [])
    yield b"so far"
    raise LookupError("as a test wants it")


def corrected(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Change the mind before anything is sent, as PEP 3333 allows."""
    start_response(OK, [])
    try:
        {}["no such key"]
    except LookupError:
        start_response("503 Service Unavailable", [("Content-Length", "5")], sys.exc_info())
    return [b"later"]


class Closing:
    """An answer that notes that it was closed."""

    def __init__(self, *items: bytes) -> None:
        self._items = items

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._items)

    def close(self) -> None:
        """Note it."""
        closed.append("closed")


def closing(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response(OK, [("Content-Length", "6")])
    return Closing(b"one", b"two")


def closings(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, b"%d" % len(closed))


def process(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return whole(start_response, b"%d" % os.getpid())


def shorten(name: str, value: float) -> None:
    """Change a time that the worker bears, so that a test need not take as long."""
    for module in (connection, loop):
        if hasattr(module, name):
            setattr(module, name, value)


class Tried(Server):
    """onrecord's server with this application in it."""

    def load_config(self) -> None:
        """Change what the command line says."""
        super().load_config()
        for name, value in (argument.split("=") for argument in sys.argv[1:]):
            if name.isupper():
                shorten(name, float(value))
            elif name != "files":
                self.cfg.set(name, int(value))

    def load(self) -> "Answer":  # type: ignore[override]
        """Give it what is tried here."""
        return application


if __name__ == "__main__":
    for files in (argument[6:] for argument in sys.argv if argument.startswith("files=")):
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(files), int(files)))
    Tried(Settings.from_environment(os.environ)).run()
