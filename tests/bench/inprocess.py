"""Processor time inside the application: no server, no socket, the WSGI function called directly.

Run as a program with the address of a store and files of requests: prints microseconds by name as
JSON. Plain Flask's "hello" is called in turn with the others, so that a noisy machine slows all
alike.
"""

import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from api import create_app
from api.config import Settings
from tests.bench import hello
from tests.bench.requests import paths

ROUNDS, BATCH, BATCHES = 9, 20, 10

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def measure(app: Wsgi, requests: Mapping[str, Sequence[str]]) -> Mapping[str, float]:
    """Microseconds of processor time for a request of each kind.

    Each batch counts as its least disturbed round.
    """
    greeter = hello.flask()
    targets: dict[str, tuple[Wsgi, Sequence[str]]] = {
        "hello": (greeter, ["/"] * BATCH * BATCHES),
        **{name: (app, found) for name, found in requests.items()},
    }
    for target, found in targets.values():
        spent(target, found)
    least: dict[str, list[float]] = {name: [float("inf")] * BATCHES for name in targets}
    for _ in range(ROUNDS):
        for batch in range(BATCHES):
            for name, (target, found) in targets.items():
                took = spent(target, found[batch * BATCH : (batch + 1) * BATCH])
                least[name][batch] = min(least[name][batch], took)
    return {name: statistics.mean(found) for name, found in least.items()}


def spent(app: Wsgi, requests: Sequence[str]) -> float:
    """Microseconds of processor time for one of these requests."""
    before = time.process_time()
    for request in requests:
        call(app, request)
    return (time.process_time() - before) / len(requests) * 1e6


def call(app: Wsgi, path: str) -> bytes:
    """One GET, as a server hands it to an application."""
    address, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(address),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    statuses: list[str] = []
    parts = app(environ, lambda status, *_: statuses.append(status))
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}: {statuses[0]} {body[:300]!r}")
    return body


def main() -> None:
    """Measure onrecord over the store and the files that are named."""
    url, *files = sys.argv[1:]
    requests = {Path(file).stem: paths(Path(file), BATCH * BATCHES) for file in files}
    short = {name: (found * BATCH * BATCHES)[: BATCH * BATCHES] for name, found in requests.items()}
    app = create_app(Settings(database_url=url, cache=0))
    gc.freeze()  # as the server does
    print(json.dumps(measure(app, short)))  # noqa: T201


if __name__ == "__main__":
    main()
