"""Slow clients, long requests and hung ones: nobody else has to wait for them."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from tests.serving.client import PATIENCE, Client
from tests.serving.conftest import Served, Start

LONG = b"GET /slow?milliseconds=1500 HTTP/1.1\r\nHost: x\r\n\r\n"
SOON = 1.0  # seconds: much less than anything that might hold a request up here


@pytest.fixture
def connections(shared: Served) -> Iterator[list[Client]]:
    """Several connections to one worker: as many as it has threads, and some more."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(shared.connect()) for _ in range(6)]


def answers_soon(client: Client) -> bool:
    begin = time.monotonic()
    assert client.get("/hello").body == b"hello"
    return time.monotonic() - begin < SOON


def test_a_long_request_holds_up_nobody(connections: list[Client]) -> None:
    *long, short = connections[:4]
    for client in long:
        client.send(LONG)
    assert all(answers_soon(short) for _ in range(20))
    assert [client.answer().body for client in long] == [b"slow"] * 3
    assert all(answers_soon(client) for client in connections)


def test_more_long_requests_than_threads_are_all_answered(connections: list[Client]) -> None:
    for client in connections:
        client.send(LONG * 2)
    for client in connections * 2:
        assert client.answer().body == b"slow"


def test_long_requests_that_write_hold_up_nobody(connections: list[Client]) -> None:
    *long, short = connections[:4]
    for client in long:
        client.send(LONG.replace(b"GET", b"POST"))
    assert answers_soon(short)
    assert [client.answer().body for client in long] == [b"slow"] * 3


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /hello HTTP/1.1\r\nHost:",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\nx",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nx",
    ],
    ids=["head", "body", "large body", "chunked body"],
)
def test_who_sends_slowly_holds_up_nobody(connections: list[Client], begun: bytes) -> None:
    *slow, quick = connections
    for client in slow:
        client.send(begun)
    assert all(answers_soon(quick) for _ in range(5))


def test_a_stream_waits_for_a_thread_where_others_have_them(connections: list[Client]) -> None:
    for client in connections:
        client.send(b"POST /converse HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(b"4\r\nword\r\n")
    for client in connections:
        client.send(b"0\r\n\r\n")
        assert client.answer().body == b"WORD"


@pytest.mark.parametrize("path", ["/large?bytes=20000000", "/endless"])
def test_who_reads_slowly_holds_up_nobody(connections: list[Client], path: str) -> None:
    *slow, quick = connections[:4]
    for client in slow:
        client.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        client.head()
    assert all(answers_soon(quick) for _ in range(5))


def test_a_large_answer_comes_whole(shared: Served) -> None:
    with shared.connect() as client:
        client.send(b"GET /large?bytes=20000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.1)  # until the socket takes no more
        assert client.answer().body == b"x" * 20_000_000
        assert answers_soon(client)


def test_large_streams_are_refused_where_others_have_all_threads_but_one(start: Start) -> None:
    with start() as served, contextlib.ExitStack() as stack:
        *streaming, refused, other = [stack.enter_context(served.connect()) for _ in range(5)]
        for client in streaming:
            client.send(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.head()[0] == 200
        assert refused.get("/endless").status == 503
        assert answers_soon(other)
        other.send(b"POST /converse HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nword")
        assert other.answer().body == b"WORD"


def test_an_answer_arrives_as_it_is_made(connections: list[Client]) -> None:
    client, other = connections[:2]
    client.send(b"GET /steps HTTP/1.1\r\nHost: x\r\n\r\n")
    client.head()
    assert client.chunk() == b"first"
    assert other.get("/release").body == b"hello"
    assert client.chunk() == b"second"
    assert client.chunk() == b""
    assert answers_soon(client)


def test_a_body_arrives_as_it_is_sent(shared: Served) -> None:
    with shared.connect() as client:
        client.send(b"POST /converse HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(b"5\r\nfirst\r\n")
        client.head()
        assert client.chunk() == b"FIRST"
        client.send(b"6\r\nsecond\r\n")
        assert client.chunk() == b"SECOND"
        client.send(b"0\r\n\r\n")
        assert client.chunk() == b""
        assert answers_soon(client)


def test_a_client_that_leaves_is_forgotten(shared: Served, connections: list[Client]) -> None:
    for path in ("/endless", "/large?bytes=20000000", "/slow?milliseconds=300"):
        for _ in range(3):
            with shared.connect() as client:
                client.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        # All threads are free again: as many long requests at once take as long as one.
        begin = time.monotonic()
        for client in connections[:3]:
            client.send(LONG)
        for client in connections[:3]:
            assert client.answer().body == b"slow"
        assert time.monotonic() - begin < 2 * 1.5


def test_one_thread_serves_everything(start: Start) -> None:
    with start(threads=1) as served, served.connect() as client, served.connect() as other:
        client.send(LONG)
        other.send(b"POST /converse HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        other.send(b"4\r\nword\r\n0\r\n\r\n")
        assert client.answer().body == b"slow"
        assert other.answer().body == b"WORD"


def test_a_server_that_stops_answers_what_it_was_asked(start: Start) -> None:
    with start() as served, served.connect() as client, served.connect() as idle:
        assert idle.get("/hello").status == 200
        client.send(LONG)
        time.sleep(0.2)  # until it is being answered
        served.process.terminate()
        answer = client.answer()
        assert (answer.status, answer.body) == (200, b"slow")
        assert idle.rest() == b""
        assert served.process.wait(PATIENCE) == 0


def test_a_worker_that_is_killed_is_replaced(start: Start) -> None:
    with start() as served:
        with served.connect() as client:
            first = int(client.get("/process").body)
        os.kill(first, signal.SIGKILL)
        with served.connect() as client:
            assert int(client.get("/process").body) != first


def test_a_worker_that_hangs_is_replaced(start: Start) -> None:
    with start(threads=2, timeout=2) as served, contextlib.ExitStack() as stack:
        hanging = [stack.enter_context(served.connect()) for _ in range(2)]
        first = int(hanging[0].get("/process").body)
        for client in hanging:
            client.send(b"GET /slow?milliseconds=60000 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert all(client.rest() == b"" for client in hanging)
        with served.connect() as client:
            assert int(client.get("/process").body) != first


def test_a_worker_ends_after_as_many_requests_as_it_may_serve(start: Start) -> None:
    with start(max_requests=3) as served, served.connect() as client:
        kept = [client.get("/hello").headers["Connection"] for _ in range(3)]
        assert kept == ["keep-alive", "keep-alive", "close"]
        assert client.rest() == b""
        with served.connect() as another:
            assert another.get("/hello").status == 200


def test_who_sends_nothing_is_let_go(start: Start) -> None:
    with start(keepalive=1) as served, served.connect() as client, served.connect() as other:
        assert client.get("/hello").status == 200
        assert client.rest() == other.rest() == b""


HEAD = b"GET /hello HTTP/1.1\r\nHost: "
BODY = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
CHUNKED = b"POST /converse HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def trickle(client: Client, begun: bytes, piece: bytes, over: threading.Event) -> None:
    """Begin a request and go on without end, until it is cut off."""
    with contextlib.suppress(OSError):
        client.send(begun)
        while not over.wait(0.1):
            client.send(piece)


@contextlib.contextmanager
def trickling(clients: list[Client], begun: bytes, piece: bytes = b"y") -> Iterator[None]:
    over = threading.Event()
    threads = [
        threading.Thread(target=trickle, args=(client, begun, piece, over)) for client in clients
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_who_never_ends_a_request_is_told_so_and_let_go(start: Start) -> None:
    with start(SLOWEST_HEAD=1, STALLED=1) as served, contextlib.ExitStack() as stack:
        for begun in (HEAD, BODY):
            client = stack.enter_context(served.connect())
            with trickling([client], begun):
                assert client.answer().status == 408
        client = stack.enter_context(served.connect())
        with trickling([client], CHUNKED, b"1\r\ny\r\n"):
            assert client.head()[0] == 200
            client.rest()  # which has an end


def test_slow_requests_make_room_where_there_are_too_many(start: Start) -> None:
    with start(worker_connections=3, SLOW=0.5) as served, contextlib.ExitStack() as stack:
        slow = [stack.enter_context(served.connect()) for _ in range(3)]
        with trickling(slow, BODY), served.connect() as another:
            assert another.get("/hello").body == b"hello"


def test_streams_that_dribble_make_room_for_others_that_wait(start: Start) -> None:
    times = {"STALLED": 60, "HURRY": 100, "LOOK": 0.1}
    with start(threads=3, **times) as served, contextlib.ExitStack() as stack:
        slow = [stack.enter_context(served.connect()) for _ in range(2)]
        other = stack.enter_context(served.connect())
        with trickling(slow, CHUNKED, b"1\r\ny\r\n"):
            assert [client.head()[0] for client in slow] == [200, 200]
            other.send(CHUNKED + b"4\r\nword\r\n0\r\n\r\n")
            assert other.answer().body == b"WORD"


def test_who_idles_makes_room_for_who_asks(start: Start) -> None:
    with start(worker_connections=3) as served, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(served.connect()) for _ in range(3)]
        for client in clients:
            assert client.get("/hello").status == 200
        with served.connect() as another:
            assert answers_soon(another)
        assert clients[0].rest() == b""
        assert answers_soon(clients[2])


def test_all_is_well_where_everybody_comes_at_once(start: Start) -> None:
    wrong: list[object] = []

    def visit(served: Served, number: int) -> None:
        paths = ["/hello", "/slow?milliseconds=30", "/large?bytes=3000000", "/closing"]
        try:
            with served.connect() as client:
                for step in range(40):
                    answer = client.get(paths[(number + step) % 4])
                    if answer.status != 200:
                        wrong.append(answer)
        except Exception as error:  # noqa: BLE001 (told at the end)
            wrong.append(error)

    with start(workers=2) as served:
        visitors = [threading.Thread(target=visit, args=(served, n)) for n in range(24)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
    assert wrong == []
