"""Opening the pages in a browser once the service answers."""

import socket
import time
import webbrowser
from threading import Thread

from ..config import Settings
from ..errors import Misconfigured

_PATIENCE = 60.0  # seconds
_EVERY = 0.2


def open_when_served(settings: Settings) -> None:
    """Wait beside the service until it listens, then open its front page."""
    host, _, port = settings.bind.rpartition(":")
    if settings.bind.startswith("unix:"):
        raise Misconfigured("--open needs ONRECORD_BIND=HOST:PORT: no browser can ask a socket")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104
    at = (host.strip("[]"), int(port))
    url = settings.public_url or f"http://{host}:{port}/"
    Thread(target=_open, args=(at, url), daemon=True).start()


def _open(at: tuple[str, int], url: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(at, timeout=1).close()
        except OSError:
            time.sleep(_EVERY)
            continue
        webbrowser.open(url)
        return
