"""The service under gunicorn."""

import errno
import socket
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from api import create_app
from api.config import Settings
from api.errors import Misconfigured
from api.http import waiting

WELCOME = """
  onrecord is at  {address}
  documentation   {address}/docs
  try             curl '{address}/v1/figures?dimension=volume&limit=3'
"""


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, set up from our settings alone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        options = {
            "bind": self._settings.bind,
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": "gthread",
            "preload_app": True,  # workers share the memory of what they load
            "loglevel": "warning",
            "when_ready": self._welcome,
            "post_worker_init": _end_waiting_with,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application, once, before the workers part."""
        return create_app(self._settings)

    def _welcome(self, _server: Any) -> None:
        bind = self._settings.bind
        address = bind if bind.startswith("unix:") else f"http://{bind}"
        click.echo(WELCOME.format(address=address))


def _end_waiting_with(worker: Any) -> None:
    """Let no request wait on when its worker is told to stop."""
    waiting.end_when(worker.wsgi, lambda: not worker.alive)


def serve(settings: Settings) -> None:
    """Serve until interrupted; raises Misconfigured where the address cannot be had."""
    if not settings.bind.startswith("unix:"):
        _must_be_free(settings.bind)
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
            reason = "in use by another process" if taken else f"not to be had: {error.strerror}"
            raise Misconfigured(f"{bind} is {reason}") from error
