"""The service as a user starts it: a process, a port, a signal."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stores
from tests.articles import TEXT

ONRECORD = Path(sys.executable).with_name("onrecord")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return os.environ | {
        "ONRECORD_BIND": f"127.0.0.1:{port}",
        "ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/serving.db",
    }


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    stores.make(environment["ONRECORD_DATABASE_URL"])
    process = subprocess.Popen([ONRECORD, "serve"], env=environment, stdout=subprocess.PIPE)
    yield process
    process.terminate()
    process.communicate(timeout=20)


def connect(environment: dict[str, str]) -> http.client.HTTPConnection:
    """A connection, once the server listens."""
    connection = http.client.HTTPConnection(environment["ONRECORD_BIND"], timeout=20)
    for _ in range(600):
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return connection
    raise AssertionError("the server does not listen")


def test_it_serves_and_stops(server: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
    connection = connect(environment)
    body = f'{{"text": "{TEXT}"}}'
    connection.request("POST", "/v1/articles", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 201
    answer.read()
    connection.request("GET", "/v1/quotes?speaker=Lindqvist")
    assert b"Mara Lindqvist" in connection.getresponse().read()
    connection.close()
    server.send_signal(signal.SIGINT)
    printed, _ = server.communicate(timeout=20)
    assert server.returncode == 0
    assert environment["ONRECORD_BIND"] in printed.decode()
    assert "/docs" in printed.decode()


# `onrecord serve` whose workers take a while from the fork until they take signals.
SLOWLY = """
import time
from api.cli import main
from api.serving import counting

begin = counting.begin

def begin_slowly(server, worker):
    print("forked", flush=True)
    time.sleep(1)
    begin(server, worker)

counting.begin = begin_slowly
main(["serve"])
"""


def test_a_worker_that_is_told_to_stop_while_it_starts_stops(environment: dict[str, str]) -> None:
    stores.make(environment["ONRECORD_DATABASE_URL"])
    command = [sys.executable, "-c", SLOWLY]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        forked = 0
        while forked < 2:
            forked += process.stdout.readline() == "forked\n"
        process.terminate()
        process.wait(timeout=20)  # gunicorn kills those that do not stop after 30


@pytest.mark.usefixtures("server")
def test_a_body_cut_short_stores_nothing(environment: dict[str, str]) -> None:
    connect(environment).close()
    host, port = environment["ONRECORD_BIND"].split(":")
    with socket.create_connection((host, int(port)), timeout=20) as cut:
        cut.sendall(
            b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b'Content-Length: 1000\r\n\r\n{"text": "Mara'
        )
        cut.shutdown(socket.SHUT_WR)
        answer = cut.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400") or not answer
    connection = connect(environment)
    connection.request("GET", "/v1/articles")
    assert connection.getresponse().read() == b'{"items":[],"next":null}'
    connection.close()


def test_a_port_that_is_taken_is_one_clear_line(environment: dict[str, str]) -> None:
    stores.make(environment["ONRECORD_DATABASE_URL"])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = subprocess.run(
            [ONRECORD, "serve"],
            check=False,
            env=environment | {"ONRECORD_BIND": address},
            capture_output=True,
            timeout=30,
        )
    assert result.returncode == 1
    assert result.stderr.decode() == f"Error: {address} is in use by another process\n"
