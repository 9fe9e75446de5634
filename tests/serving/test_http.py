"""Requests of every form, and the answers to them."""

import json
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.serving.client import Answer, Client
from tests.serving.conftest import Served

HELLO = b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
CLOSE = b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
CHUNKED = b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
EXCHANGE = b"".join(
    (
        HELLO,
        b"\r\n" + HELLO,
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nall of this",
        HELLO,
        CHUNKED + b"4\r\nsome\r\n3;why=not\r\nof \r\n4\r\nthis\r\n0\r\nX-Trailer: x\r\n\r\n",
        b"GET /closing HTTP/1.1\r\nHost: y\r\n\r\n",
        CLOSE,
    )
)
BODIES = [b"hello", b"hello", b"all of this", b"hello", b"someof this", b"onetwo", b"hello"]


def test_a_connection_serves_one_request_after_the_other(client: Client) -> None:
    for _ in range(3):
        answer = client.get("/hello")
        assert (answer.status, answer.body) == (200, b"hello")
        assert answer.headers["Connection"] == "keep-alive"


def test_requests_sent_ahead_are_answered_in_order(client: Client) -> None:
    client.send(EXCHANGE)
    assert [client.answer().body for _ in BODIES] == BODIES
    assert client.rest() == b""


@settings(deadline=None, max_examples=60)
@given(cuts=st.sets(st.integers(1, len(EXCHANGE) - 1), max_size=12))
def test_it_is_all_the_same_where_an_exchange_is_cut(shared: Served, cuts: set[int]) -> None:
    with shared.connect() as client:
        begin = 0
        for end in [*sorted(cuts), len(EXCHANGE)]:
            client.send(EXCHANGE[begin:end])
            begin = end
            time.sleep(0.001)  # so that the server reads them apart
        assert [client.answer().body for _ in BODIES] == BODIES
        assert client.rest() == b""


def test_a_byte_at_a_time_is_enough(client: Client) -> None:
    for byte in EXCHANGE:
        client.send(bytes([byte]))
        time.sleep(0.0005)
    assert [client.answer().body for _ in BODIES] == BODIES


def test_the_application_sees_each_request_as_it_is(client: Client) -> None:
    fields = b"Host: example.org\r\nX-Two: a\r\nX-Two: b\r\n\r\n"
    client.send(b"GET /seen?a=%20b HTTP/1.1\r\n" + fields)
    client.send(b"OPTIONS /see%6e?c HTTP/1.0\r\n" + fields)
    first, second = (json.loads(client.answer().body) for _ in range(2))
    changed = {name for name in first | second if first.get(name) != second.get(name)}
    assert changed == {"REQUEST_METHOD", "RAW_URI", "QUERY_STRING", "SERVER_PROTOCOL"}
    assert first["HTTP_X_TWO"] == "a,b"
    assert second["PATH_INFO"] == "/seen"
    assert second["QUERY_STRING"] == "c"
    assert second["wsgi.multithread"] is second["wsgi.input_terminated"] is True


def test_one_that_sends_other_fields_than_before_is_read_anew(client: Client) -> None:
    for name in ("one", "two"):
        client.send(f"GET /seen HTTP/1.1\r\nHost: x\r\nX-Name: {name}\r\n\r\n".encode())
        assert json.loads(client.answer().body)["HTTP_X_NAME"] == name


def test_an_http_1_0_client_is_told_nothing_of_chunks(client: Client) -> None:
    client.send(b"GET /closings HTTP/1.0\r\n\r\n")
    answer = client.answer()
    assert "Transfer-Encoding" not in answer.headers
    assert answer.headers["Connection"] == "close"
    assert client.rest() == b""


def test_an_http_1_0_client_may_keep_its_connection(client: Client) -> None:
    client.send(b"GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    assert client.answer().headers["Connection"] == "keep-alive"
    assert client.get("/hello").body == b"hello"


def test_an_answer_of_unknown_length_ends_an_http_1_0_connection(client: Client) -> None:
    client.send(b"POST /converse HTTP/1.0\r\nContent-Length: 4\r\n\r\nword")
    assert client.answer().body == b"WORD"


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    client.send(b"HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + HELLO)
    assert client.answer(bodiless=True).headers["Content-Length"] == "5"
    assert client.answer().body == b"hello"


def test_not_modified_has_no_body(client: Client) -> None:
    client.send(b"GET /unchanged HTTP/1.1\r\nHost: x\r\n\r\n" + HELLO)
    assert client.answer().status == 304
    assert client.answer().body == b"hello"


def test_what_is_written_comes_before_what_is_returned(client: Client) -> None:
    assert client.get("/written").body == b"written, too"


def test_an_answer_is_closed_once_it_is_sent(client: Client) -> None:
    before = int(client.get("/closings").body)
    assert client.get("/closing").body == b"onetwo"
    assert int(client.get("/closings").body) == before + 1


def test_an_error_of_the_application_is_500_and_the_end(client: Client) -> None:
    assert client.get("/broken").status == 500
    assert client.rest() == b""


def test_an_application_may_change_its_mind(client: Client) -> None:
    assert client.get("/corrected")[::2] == (503, b"later")


def test_an_answer_that_breaks_off_can_be_told_from_one_that_ends(client: Client) -> None:
    client.send(b"GET /broken_late HTTP/1.1\r\nHost: x\r\n\r\n")
    client.head()
    assert client.chunk() == b"so far"
    assert client.rest() == b""


def test_who_has_closed_their_side_has_all_answers(client: Client) -> None:
    client.send(HELLO * 3)
    client.socket.shutdown(socket.SHUT_WR)
    assert [client.answer().body for _ in range(3)] == [b"hello"] * 3
    assert client.rest() == b""


@pytest.mark.parametrize("length", [10, 300_000, 5_000_000])
def test_a_client_that_waits_to_send_its_body_is_told_to(client: Client, length: int) -> None:
    expect = f"Expect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
    client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\n" + expect.encode())
    assert client.head() == (100, {})
    client.send(b"x" * length)
    assert client.answer().body == b"x" * length


def test_a_body_that_is_not_wanted_is_not_called_for(client: Client) -> None:
    client.send(b"POST /unread HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n")
    client.send(b"Content-Length: 50000000\r\n\r\n")
    assert client.answer().status == 413
    assert client.rest() == b""


def test_a_head_without_an_end_is_refused(client: Client) -> None:
    client.send(b"GET / HTTP/1.1\r\n" + (b"X: " + b"y" * 4000 + b"\r\n") * 20)
    assert client.answer().status == 431
    assert client.rest() == b""


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, b"nonsense\r\n\r\n"),
        (400, b"GET / HTTP/1.1\nHost: x\n\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\nX"),
        (505, b"GET / HTTP/3.0\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\n X: y\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nX : y\r\n\r\n"),
        (400, b"GET /\x00 HTTP/1.1\r\n\r\n"),
        (400, b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
        (400, b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        (400, b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
        (400, CHUNKED + b"nonsense\r\n"),
        (501, b"POST / HTTP/1.1\r\nTransfer-Encoding: magic\r\n\r\n"),
        (417, b"POST / HTTP/1.1\r\nExpect: wonders\r\n\r\n"),
        (414, b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
    ],
)
@pytest.mark.parametrize("before", [b"", HELLO])
def test_what_is_wrong_is_refused_and_nothing_after_it_read(
    client: Client, before: bytes, status: int, request_: bytes
) -> None:
    client.send(before)
    if before:
        client.answer()
    client.send(request_ + HELLO)
    refused: Answer = client.answer()
    assert (refused.status, refused.headers["Connection"]) == (status, "close")
    assert client.rest() == b""
