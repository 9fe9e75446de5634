"""Bytes that are no HTTP, or nearly: each is answered, or cut off, and others are served."""

from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz import often
from tests.serving.conftest import Served
from tests.serving.test_http import CHUNKED, CLOSE, EXCHANGE

pieces = st.sampled_from(
    [
        *(
            b"GET ",
            b"/hello",
            b" HTTP/1.1",
            b"\r\n",
            b"\n",
            b"\r",
            b"Host: x",
            b"Host:",
            b":",
            b" ",
        ),
        *(
            b"Content-Length: 5",
            b"Content-Length: -1",
            b"Transfer-Encoding: chunked",
            b"\0",
            b"\xff",
        ),
        *(b"Connection: close", b"Expect: 100-continue", b"5\r\nhello\r\n", b"0\r\n\r\n", b"fffff"),
    ]
)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """Requests with a few bytes taken out, put in or changed."""
    found = EXCHANGE
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(found)))
        gone = draw(st.integers(0, 3))
        found = found[:place] + draw(st.binary(max_size=3) | pieces) + found[place + gone :]
    return found


@often(20)
@given(spoiled() | st.lists(pieces, max_size=20).map(b"".join))
@example(CHUNKED + b"-1\r\n")
@example(CHUNKED + b"ffffffffffffffffffff\r\n")
@example(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc")  # TLS
@example(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
def test_no_bytes_keep_others_from_being_served(shared: Served, sent: bytes) -> None:
    with shared.connect() as client:
        client.socket.settimeout(0.2)
        try:
            client.send(sent)
            while client.socket.recv(65536):
                continue
        except (TimeoutError, ConnectionError):
            pass
    with shared.connect() as other:
        other.send(CLOSE)
        assert other.answer().body == b"hello"
