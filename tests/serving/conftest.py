"""Servers of the application that tries them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.serving.client import PATIENCE, Client


class Served(NamedTuple):
    """A server that listens."""

    port: int
    process: subprocess.Popen[bytes]

    def connect(self) -> Client:
        """A new connection."""
        return Client(self.port)


Start = Callable[..., contextlib.AbstractContextManager[Served]]


@contextlib.contextmanager
def running(
    *,
    workers: int = 1,
    threads: int = 4,
    writers: int = 2,
    queue: int = 64,
    files: int = 1024,
    **options: float,
) -> Iterator[Served]:
    """A server with these of gunicorn's options, and so many files; it is gone afterwards.

    Options in capitals are times that the worker bears.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.serving.application"),
            *(f"{name}={value}" for name, value in (options | {"files": files}).items()),
        ],
        env=os.environ
        | {
            "ONRECORD_BIND": f"127.0.0.1:{port}",
            "ONRECORD_WORKERS": str(workers),
            "ONRECORD_THREADS": str(threads),
            "ONRECORD_WRITERS": str(writers),
            "ONRECORD_QUEUE": str(queue),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port)
        yield Served(port, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def _await(port: int) -> None:
    for _ in range(1200):
        with contextlib.suppress(ConnectionRefusedError), Client(port):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not listen")


@pytest.fixture
def start() -> Start:
    return running


@pytest.fixture(scope="package")
def shared() -> Iterator[Served]:
    """One server for all tests that leave it as it was."""
    with running() as served:
        yield served


@pytest.fixture
def client(shared: Served) -> Iterator[Client]:
    with shared.connect() as connected:
        yield connected
