"""Long requests: each takes a thread, so only as many at once as leave the others some."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Semaphore
from typing import cast

from flask import Flask, Response, abort, current_app, request

from .json_ld import JSON
from .problems import LATER, problem

EVERY = 0.5  # seconds between two looks
# In a request's environment, where the server can tell: whether the client has left.
CLIENT_LEFT = "onrecord.client_left"


class LongRequests:
    """The slots for long requests, and whether all waiting is to end."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.slots = Semaphore(most)
        self.is_over: Callable[[], bool] = lambda: False


def init_app(app: Flask, most: int) -> None:
    """Let a process have so many long requests at once."""
    app.extensions["long_requests"] = LongRequests(most)


def end_when(app: Flask, is_over: Callable[[], bool]) -> None:
    """End all waiting at the next look after `is_over()`: the server stops."""
    app.extensions["long_requests"].is_over = is_over


def with_slot(make: Callable[[], Response]) -> Response:
    """Give a streamed answer a slot until it is sent; 503 where all are taken."""
    ours = _long_requests()
    if not ours.slots.acquire(blocking=False):
        detail = f"No more than {ours.most} may wait or export at once: ask again later."
        abort(problem(503, detail, headers=LATER))
    with ExitStack() as making:
        making.callback(ours.slots.release)
        response = make()
        slot = making.pop_all()
    body = response.iter_encoded()

    def until_sent() -> Iterator[bytes]:
        with slot:
            yield from body

    response.response = until_sent()
    response.call_on_close(slot.close)  # also where the body is never asked for
    return response


def long_poll(look: Callable[[], tuple[bool, bytes]], seconds: int) -> Response:
    """An answer that waits until a look finds something, or the time is over.

    `look` gives whether it found something, and the body; it is called without the request's
    context. The answer is streamed, so that a server that can goes on with other requests
    meanwhile. 503 where there are too many already.
    """
    ours = _long_requests()
    deadline = time.monotonic() + seconds
    has_left: Callable[[], bool] = request.environ.get(CLIENT_LEFT, lambda: False)

    def body() -> Iterator[bytes]:
        while True:
            time.sleep(EVERY)
            if has_left():
                return
            found, answer = look()
            if found or time.monotonic() >= deadline or ours.is_over():
                yield answer
                return

    return with_slot(lambda: Response(body(), content_type=JSON))


def _long_requests() -> LongRequests:
    return cast("LongRequests", current_app.extensions["long_requests"])
