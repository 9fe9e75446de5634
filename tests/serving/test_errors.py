"""What the server refuses before the application sees it is a problem document as any other."""

import json

import pytest

from tests.serving.client import Client
from tests.serving.conftest import Start

HOST = "Host: x\r\n"
REFUSED = {
    "a line that is none": ("GET\r\n\r\n", 400),
    "a method in small letters": (f"get /hello HTTP/1.1\r\n{HOST}\r\n", 400),
    "no host": ("GET /hello HTTP/1.1\r\nAccept: */*\r\n\r\n", 400),
    "two hosts": (f"GET /hello HTTP/1.1\r\n{HOST}{HOST}\r\n", 400),
    "a field without a name": (f"GET /hello HTTP/1.1\r\n{HOST}: x\r\n\r\n", 400),
    "a length and chunks": (
        f"POST /echo HTTP/1.1\r\n{HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        400,
    ),
    "an address that is too long": (f"GET /{'x' * 40_000} HTTP/1.1\r\n{HOST}\r\n", 414),
    "an address that never ends": (f"GET /{'x' * 70_000}", 414),
    "another expectation": (f"GET /hello HTTP/1.1\r\n{HOST}Expect: 200-ok\r\n\r\n", 417),
    "a field that is too long": (f"GET /hello HTTP/1.1\r\n{HOST}X: {'x' * 9_000}\r\n\r\n", 431),
    "fields without an end": (f"GET /hello HTTP/1.1\r\n{'X: y' * 20_000}", 431),
    "a transfer coding": (f"POST /echo HTTP/1.1\r\n{HOST}Transfer-Encoding: zstd\r\n\r\n", 501),
    "a version": (f"GET /hello HTTP/3.0\r\n{HOST}\r\n", 505),
    "an application that fails": (f"GET /broken HTTP/1.1\r\n{HOST}\r\n", 500),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_a_problem(client: Client, what: str) -> None:
    sent, status = REFUSED[what]
    client.send(sent.encode())
    answer = client.answer()
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem.keys() == {"type", "title", "status", "detail"}
    assert problem["status"] == status


def test_an_address_is_taken_as_it_was_typed(client: Client) -> None:
    client.send("GET /seen?q=Ellingvåg HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert json.loads(client.answer().body)["QUERY_STRING"] == "q=Ellingv%C3%A5g"


def test_an_address_may_hold_the_longest_url(client: Client) -> None:
    query = f"url=https://a.example/{'%F0%9F%9A%A2' * 1_980}"
    assert json.loads(client.get(f"/seen?{query}").body)["QUERY_STRING"] == query


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "Script-Name", "X-Forwarded-Prefix", "PATH_INFO"])
def test_nobody_says_where_the_application_is(client: Client, name: str) -> None:
    client.send(f"GET /seen HTTP/1.1\r\nHost: x\r\n{name}: /seen\r\n\r\n".encode())
    seen = json.loads(client.answer().body)
    assert (seen["SCRIPT_NAME"], seen["PATH_INFO"]) == ("", "/seen")


@pytest.mark.parametrize("name", ["X-Forwarded-Proto", "X-Forwarded-Protocol", "X-Forwarded-Ssl"])
def test_nobody_says_that_it_speaks_tls(client: Client, name: str) -> None:
    client.send(f"GET /seen HTTP/1.1\r\nHost: x\r\n{name}: https\r\n\r\n".encode())
    assert json.loads(client.answer().body)["wsgi.url_scheme"] == "http"


def test_a_request_that_does_not_go_on_is_told_so(start: Start) -> None:
    with start() as served, served.connect() as client:
        client.send(b"GET /hello HTT")
        answer = client.answer()
    assert answer.status == 408
    assert answer.headers["Content-Type"] == "application/problem+json"
