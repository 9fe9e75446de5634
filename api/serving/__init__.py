"""The service under gunicorn."""

import errno
import gc
import resource
import socket
from collections.abc import Mapping
from typing import Any

import click
import gunicorn
from flask import Flask
from gunicorn.app.base import BaseApplication

from .. import VERSION, create_app, tracing
from ..config import Settings
from ..errors import Misconfigured
from ..extraction import extract
from ..http import callers, long_requests
from . import counting, logs

# The releases that our worker was tested with, as pyproject.toml has them: it uses names that
# gunicorn keeps to itself.
TESTED = 27, 0

IDLE = 75  # seconds that a connection is kept without a request; nginx's default, too
HUNG = 120  # seconds that a request waits for what does not come, until its worker is replaced
CONNECTIONS = 1000  # of a worker; gunicorn's default, too
FILES = 64  # that a worker may need beside its connections: the store's, logs, large bodies
LARGE = 100_000  # bytes of a body: to read more text takes a second or longer

FIRST_WORDS = "Its speaker said that 300 ships had come."

WELCOME = """
  onrecord is at  {address}
  documentation   {address}/docs
  try             curl {key}'{address}/v1/figures?dimension=volume&limit=3'
"""
WITH_KEY = "-H 'Authorization: Bearer onr_…' "


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, set up from our settings alone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._app: Flask | None = None
        self.longest_body = settings.max_body  # what the application takes as a whole
        self.writers = settings.writers
        self.queue = settings.queue  # requests of a kind that wait, at most
        self.unlimited = frozenset({"/healthz"})  # answered whatever else goes on
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        options = {
            "bind": self._settings.bind,
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": _worker_class(),
            "http_parser": "python",  # whose classes the worker builds on
            "control_socket_disable": True,  # in the home folder, one for all services of a user
            "keepalive": IDLE,
            "worker_connections": _most_connections(),
            "timeout": HUNG,
            "preload_app": True,  # workers share the memory of what they load
            "pre_fork": _before_fork,
            "post_fork": counting.begin,
            "child_exit": counting.end,
            "post_worker_init": self._begin,
            "logger_class": logs.Logger,
            "loglevel": "warning",
            "limit_request_line": 0,  # the worker has a limit of its own, beyond gunicorn's largest
            # What a client says of the way to here is not believed: ONRECORD_PUBLIC_URL says it.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "secure_scheme_headers": {},
            "when_ready": self._welcome,
        }
        for name in options.keys() & self.cfg.settings.keys():  # other versions lack some
            self.cfg.set(name, options[name])

    def load(self) -> Flask:
        """Make the application, once, before the workers are forked, and load the engine."""
        extract(FIRST_WORDS)
        self._app = create_app(self._settings)
        counting.share(self._settings.workers)
        return self._app

    def is_large(self, environ: Mapping[str, Any]) -> bool:
        """Whether a body may take long; one that is compressed may be of any size."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        return length > LARGE or (length > 0 and "HTTP_CONTENT_ENCODING" in environ)

    def client_of(self, environ: Mapping[str, Any]) -> str:
        """Whose a request is, so that the clients whose requests wait take turns."""
        return callers.claimed_by(environ)

    def refused(self, status: int) -> None:
        """Note that the server has refused a request itself."""
        counting.refused(status)

    def tell(self, state: Mapping[str, Mapping[str, int]]) -> None:
        """Note what a worker is doing now."""
        if self._app:
            counting.tell(self._app.extensions["database"], state)

    def _begin(self, worker: Any) -> None:
        """Let no request wait on when its worker is told to stop; begin what takes threads."""
        if self._settings.tracing:
            tracing.begin(VERSION)
        if self._app:
            long_requests.end_when(self._app, lambda: not worker.alive)

    def _welcome(self, _server: Any) -> None:
        bind = self._settings.bind
        address = bind if bind.startswith("unix:") else f"http://{bind}"
        key = "" if self._settings.is_open else WITH_KEY
        click.echo(WELCOME.format(address=address, key=key))


def _most_connections() -> int:
    """As many as leave a worker the files that it needs itself."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return CONNECTIONS
    return min(CONNECTIONS, max(files - FILES, files // 2))


def _worker_class() -> Any:
    """Our worker; gunicorn's own with threads where gunicorn is another than those tested."""
    if gunicorn.version_info[:2] == TESTED:
        from .worker.process import Worker  # noqa: PLC0415 (with others it may not load)

        return Worker
    tested = ".".join(map(str, TESTED))
    click.echo(
        f"Warning: onrecord's own worker needs gunicorn {tested}, and this is "
        f"{gunicorn.__version__}: gunicorn's gthread serves instead, more slowly. "
        f"To have it: pip install 'gunicorn=={tested}.*'",
        err=True,
    )
    return "gthread"


def _before_fork(server: Any, worker: Any) -> None:
    """Keep the collector off what was loaded before the fork: looking at it would copy it."""
    gc.collect()
    gc.freeze()
    counting.give_row(server, worker)


def serve(settings: Settings) -> None:
    """Serve until interrupted; raises Misconfigured where the address is not available."""
    if not settings.bind.startswith("unix:"):
        _must_be_free(settings.bind)
    logs.set_up()
    Server(settings).run()


def _must_be_free(bind: str) -> None:
    """Say in one line what gunicorn would try five times."""
    host, _, port = bind.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host.strip("[]"), int(port)))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "in use by another process" if taken else f"not available: {error.strerror}"
            raise Misconfigured(f"{bind} is {reason}") from error
