"""Requests that are held until there is something to answer."""

import time
from collections.abc import Callable, Iterator
from threading import Semaphore
from typing import cast

from flask import Flask, Response, abort, current_app

from api.http.answers import JSON
from api.http.problems import problem

EVERY = 0.5  # seconds between two looks
RETRY_AFTER = 5  # seconds


class Waiting:
    """As many requests as may be held at once, since each takes a thread, and until when."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.places = Semaphore(most)
        self.is_over: Callable[[], bool] = lambda: False


def init_app(app: Flask, most: int) -> None:
    """Let so many requests of a process wait at once."""
    app.extensions["waiting"] = Waiting(most)


def end_when(app: Flask, is_over: Callable[[], bool]) -> None:
    """Give the sign that ends all waiting at the next look: the server stops."""
    app.extensions["waiting"].is_over = is_over


def held(look: Callable[[], tuple[bool, bytes]], seconds: int) -> Response:
    """An answer that waits until a look finds something, or the time is over.

    `look` gives whether it found something, and the body; it is called without the request's
    context. The answer is streamed, so that a server that can goes on with other requests
    meanwhile. 503 where too many wait already.
    """
    waiting = cast("Waiting", current_app.extensions["waiting"])
    if not waiting.places.acquire(blocking=False):
        detail = f"No more than {waiting.most} may wait at once: ask later, or without `wait`."
        abort(problem(503, detail, headers={"Retry-After": str(RETRY_AFTER)}))
    deadline = time.monotonic() + seconds

    def body() -> Iterator[bytes]:
        while True:
            time.sleep(EVERY)
            found, answer = look()
            if found or time.monotonic() >= deadline or waiting.is_over():
                yield answer
                return

    response = Response(body(), content_type=JSON)
    response.call_on_close(waiting.places.release)  # also where the body is never asked for
    return response
