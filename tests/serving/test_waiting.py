"""More than there are threads for: it waits in order, so much at most, and stops nobody else."""

import contextlib
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack

from tests.serving.client import Client
from tests.serving.conftest import Served, Start

LARGE = b"x" * 200_000


def write(milliseconds: int, path: str = "slow", key: str = "", body: bytes = b"") -> bytes:
    lines = [
        f"POST /{path}?milliseconds={milliseconds} HTTP/1.1",
        "Host: x",
        *([f"Authorization: Bearer {key}"] if key else []),
        f"Content-Length: {len(body)}\r\n\r\n",
    ]
    return "\r\n".join(lines).encode() + body


@contextlib.contextmanager
def many(served: Served, count: int) -> Iterator[list[Client]]:
    with ExitStack() as stack:
        yield [stack.enter_context(served.connect()) for _ in range(count)]


def test_writes_that_wait_stop_no_reads(start: Start) -> None:
    with start(threads=1, writers=1) as served, many(served, 6) as clients:
        *writing, reading = clients
        for client in writing:
            client.send(write(300))
        assert reading.get("/hello").body == b"hello"
        assert reading.get("/healthz").body == b"ok"
        assert [client.answer().body for client in writing] == [b"slow"] * 5


def test_slow_reads_do_not_stop_the_health_check(start: Start) -> None:
    with start(threads=2) as served, many(served, 7) as clients:
        *slow, checking = clients
        for client in slow:
            client.send(b"GET /slow?milliseconds=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert checking.get("/healthz").body == b"ok"
        assert [client.answer().body for client in slow] == [b"slow"] * 6


def test_more_than_may_wait_is_refused_and_told_when_to_come_again(start: Start) -> None:
    with start(writers=1, queue=1) as served, many(served, 3) as (first, second, third):
        for client in (first, second):
            client.send(write(1000))
            time.sleep(0.2)  # until it is there
        third.send(write(1000))
        answer = third.answer()
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert json.loads(answer.body)["status"] == 503
        assert first.answer().body == second.answer().body == b"slow"


def test_who_sends_most_is_refused_first_and_all_take_turns(start: Start) -> None:
    with start(writers=1, queue=3) as served, many(served, 6) as clients:
        first, *busy, other, fourth = clients
        for client in (first, *busy):
            client.send(write(400, key="busy"))
            time.sleep(0.05)  # until it is there
        other.send(write(0, "note", key="other"))
        assert busy[-1].answer().status == 503
        assert first.answer().body == b"slow"
        assert other.answer().body == b"noted"
        fourth.send(write(0, "note", key="busy"))
        assert [client.answer().status for client in (*busy[:-1], fourth)] == [200, 200, 200]
        assert fourth.get("/closings").body == b"2"


def test_large_bodies_leave_a_thread_to_others(start: Start) -> None:
    with start(writers=2) as served, many(served, 4) as (*large, other):
        for client in large:
            client.send(write(1000, body=LARGE))
        time.sleep(0.3)  # until one is being answered
        other.send(write(0, "note"))
        assert other.answer().body == b"noted"
        other.send(write(0, "running"))
        assert other.answer().body == b"1"
        assert [client.answer().body for client in large] == [b"slow"] * 3


def test_who_waits_too_long_for_a_thread_is_refused(start: Start) -> None:
    with start(writers=1, QUEUED=0.2) as served, many(served, 2) as (first, second):
        first.send(write(2500))
        time.sleep(0.2)  # until it is being answered
        second.send(write(0))
        assert second.answer().status == 503
        assert first.answer().body == b"slow"


def test_a_request_whose_client_left_while_it_waited_is_not_computed(start: Start) -> None:
    with start(writers=1) as served, many(served, 2) as (first, asking):
        first.send(write(800))
        time.sleep(0.2)  # until it is being answered
        with many(served, 3) as leaving:
            for client in leaving:
                client.send(write(0, "note"))
            time.sleep(0.2)  # until they wait
        assert first.answer().body == b"slow"
        asking.send(write(0, "note"))
        assert asking.answer().body == b"noted"
        assert asking.get("/closings").body == b"1"


def test_a_worker_that_computes_for_long_is_not_taken_for_hung(start: Start) -> None:
    with start(writers=1, timeout=3) as served, served.connect() as client:
        client.send(write(5000, "busy"))
        assert client.answer().body == b"busy"


def test_idle_connections_make_room_where_files_run_out(start: Start) -> None:
    with start(files=48, worker_connections=1000) as served, many(served, 60) as idle:
        assert idle[-1].get("/hello").body == b"hello"
        with served.connect() as another:
            assert another.get("/hello").body == b"hello"
