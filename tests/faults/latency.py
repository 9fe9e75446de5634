"""How long short reads take beside everything that is slow: python -m tests.faults.latency.

It starts a service on a new SQLite store, holds 2,000 idle connections and 100 that send a body a
byte at a time, and keeps 8 posts of 1 MB, 8 exports and 50 writers going, while it reads.
"""

import json
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import quantiles

from tests.articles import TEXT, article
from tests.faults.load import ask
from tests.service import Service

SECONDS = 60
IDLE, DRIBBLING, WRITERS, LARGE, EXPORTS = 2_000, 100, 50, 8, 8
_LONG = "\n".join(f"{TEXT} {number} ships came." for number in range(6_000))
MEGABYTE = json.dumps({"text": _LONG[:999_000]})
HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SLOW_HEAD = HEAD + b"Content-Length: 100000\r\n\r\n"


class Beside:
    """What goes on beside the reads, until it is over."""

    def __init__(self, service: Service) -> None:
        self.service, self.over, self.numbers = service, threading.Event(), count(1)

    def connect(self) -> socket.socket:
        """A connection that nobody waits for."""
        host, port = self.service.at.split(":")
        return socket.create_connection((host, int(port)), timeout=30)

    def dribble(self) -> None:
        """Send bodies a byte at a time; begin again where the service has had enough."""
        while not self.over.is_set():
            try:
                with self.connect() as slow:
                    slow.sendall(SLOW_HEAD)
                    while not self.over.wait(1):
                        slow.sendall(b" ")
            except OSError:
                self.over.wait(1)

    def post_large(self) -> None:
        """Have a megabyte read."""
        self._again(lambda: ask(self.service, "POST", "/v1/extract", MEGABYTE))

    def export(self) -> None:
        """Take everything."""
        self._again(lambda: ask(self.service, "GET", "/v1/export/quotes.ndjson"))

    def write(self) -> None:
        """Store articles."""

        def send() -> object:
            body = article(url=f"https://courier.example/{next(self.numbers)}")
            return ask(self.service, "POST", "/v1/articles", json.dumps(body))

        self._again(send)

    def _again(self, action: Callable[[], object]) -> None:
        while not self.over.is_set():
            action()


def times(service: Service, path: str) -> tuple[list[float], int]:
    """Read for so many seconds, each time on a connection of its own.

    Seconds that each took that was answered, and how many were not.
    """
    taken: list[float] = []
    refused = 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        began = time.monotonic()
        status, _ = ask(service, "GET", path)
        if status in {"none", 503}:
            refused += 1
        else:
            taken.append(time.monotonic() - began)
        time.sleep(0.02)
    return taken, refused


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        service = Service(Path(folder))
        stack.enter_context(service.served())
        beside = Beside(service)
        idle = [stack.enter_context(beside.connect()) for _ in range(IDLE)]
        kinds = (
            (beside.dribble, DRIBBLING),
            (beside.post_large, LARGE),
            (beside.export, EXPORTS),
            (beside.write, WRITERS),
        )
        threads = [threading.Thread(target=one, daemon=True) for one, n in kinds for _ in range(n)]
        for thread in threads:
            thread.start()
        for path in ("/v1/articles?limit=3", "/healthz"):
            taken, refused = times(service, path)
            at = quantiles(taken, n=100)
            print(  # noqa: T201
                f"{path}: {len(taken)} reads, p50 {at[49] * 1000:.0f} ms, p99 {at[98] * 1000:.0f} "
                f"ms, longest {max(taken) * 1000:.0f} ms, {refused} refused; beside {len(idle)} "
                "idle connections"
            )
        beside.over.set()
        for thread in threads:  # what was begun is finished before the service stops
            thread.join()


if __name__ == "__main__":
    main()
