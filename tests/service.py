"""The service as it runs for others: a process of its own, with a store of its own."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from click.testing import CliRunner

from api.cli import main
from tests import stores
from tests.articles import article

ONRECORD = str(Path(sys.executable).with_name("onrecord"))


class Service:
    """An onrecord that can be started and ended, and what it is told."""

    def __init__(self, folder: Path, database_url: str = "", **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.at = f"127.0.0.1:{free.getsockname()[1]}"
        self.environment = os.environ | {
            "ONRECORD_BIND": self.at,
            "ONRECORD_DATABASE_URL": database_url or f"sqlite:///{folder}/service.db",
            **{f"ONRECORD_{name.upper()}": value for name, value in settings.items()},
        }
        stores.make(self.environment["ONRECORD_DATABASE_URL"])

    @contextmanager
    def served(self, log: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """Serve for as long as the block runs; what is said on standard error goes to `log`."""
        command = [ONRECORD, "serve"]
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=log
        )
        try:
            wait_for(self.listens)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)

    def key(self, scope: str = "admin") -> str:
        """Make a key."""
        command = ["key", "create", f"for {scope}", "--scope", scope]
        made = CliRunner(env=self.environment).invoke(main, command)
        assert made.exit_code == 0, made.output
        return made.stdout.strip()

    def listens(self) -> bool:
        """Say whether it can be asked."""
        with socket.socket() as attempt:
            host, port = self.at.split(":")
            return attempt.connect_ex((host, int(port))) == 0

    def send(self, number: int) -> None:
        """Store an article whose title is its number."""
        connection = http.client.HTTPConnection(self.at, timeout=20)
        body = article(url=f"https://courier.example/{number}", title=str(number))
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/v1/articles", json.dumps(body), headers)
        assert connection.getresponse().status == 201
        connection.close()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
