"""The least that can be served, under onrecord's own worker: a bare WSGI function, plain Flask."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from api.config import Settings
from api.serving import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HELLO = b'{"hello": "world"}'
HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(HELLO)))]


def bare(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer without any framework."""
    start_response("200 OK", HEADERS)
    return [HELLO]


def flask() -> Flask:
    """Answer with Flask and nothing else."""
    app = Flask(__name__)

    @app.get("/")
    def hello() -> dict[str, str]:
        return {"hello": "world"}

    return app


class Greeter(Server):
    """onrecord's server with another application in it."""

    def load(self) -> Flask:
        """Make the one that was asked for."""
        return flask() if sys.argv[1] == "flask" else bare  # type: ignore[return-value]


if __name__ == "__main__":
    import os

    Greeter(Settings.from_environment(os.environ)).run()
