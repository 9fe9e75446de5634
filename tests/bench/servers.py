"""The servers: onrecord, the least that can be served, and what a user would pick instead."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.stores import CACHE

PEERS = Path(__file__).with_name("peers")
BIN = Path(sys.executable).parent
WORKERS, THREADS = "2", "4"

GIVEN = {"article": "article", "quotes": "quotes", "figures": "figures", "post": "post given"}


class Server(NamedTuple):
    """How to start one, and the file of requests for each thing that it answers."""

    name: str
    command: Sequence[str]
    answers: Mapping[str, str]
    environment: str | None = None  # what its packages are named in: peers/….txt
    stores: Sequence[str] = ("sqlite", "postgresql")
    ready: str = "/v1/articles/1"

    def started(self, database_url: str) -> Sequence[str]:
        """The command, with the file of an SQLite store where it takes one."""
        file = database_url.removeprefix("sqlite:///")
        return [part.replace("{file}", file) for part in self.command]

    def variables(self, database_url: str) -> Mapping[str, str]:
        """The environment variables that say where its data is."""
        plain = database_url.replace("postgresql+psycopg", "postgresql")
        if self.environment:
            return {"BENCH_DATABASE_URL": database_url}
        return {"ONRECORD_DATABASE_URL": plain, "ONRECORD_BIND": "127.0.0.1:{port}"}


def _uvicorn(environment: str, module: str, name: str) -> Server:
    command = (
        *(str(_bin(environment) / "uvicorn"), "--host", "127.0.0.1", "--port", "{port}"),
        *("--workers", WORKERS, "--no-access-log", "--log-level", "warning"),
        *("--loop", "uvloop", "--http", "httptools", f"tests.bench.peers.{module}:app"),
    )
    return Server(name, command, GIVEN, environment)


def _gunicorn(environment: str, module: str, name: str) -> Server:
    command = (
        *(str(_bin(environment) / "gunicorn"), "--bind", "127.0.0.1:{port}"),
        *("--workers", WORKERS, "--threads", THREADS, "--worker-class", "gthread"),
        *("--keep-alive", "75", "--log-level", "warning", "--no-control-socket"),
        f"tests.bench.peers.{module}:app",
    )
    return Server(name, command, GIVEN, environment)


def _hello(kind: str, name: str) -> Server:
    command = (sys.executable, "-m", "tests.bench.hello", kind)
    return Server(name, command, {"hello": "hello"}, ready="/")


def _bin(environment: str) -> Path:
    return CACHE / f"venv-{environment}" / "bin"


ONRECORD = Server(
    "onrecord",
    (str(BIN / "onrecord"), "serve"),
    {name: name for name in ("article", "quotes", "figures", "search", "unchanged", "post")},
)
BARE = _hello("bare", "bare WSGI hello")
FLASK = _hello("flask", "plain Flask hello")
PEER_SERVERS = (
    _uvicorn("litestar", "litestar_core", "Litestar, msgspec, Core"),
    _uvicorn("fastapi", "fastapi_sync", "FastAPI"),
    _uvicorn("fastapi", "fastapi_async", "FastAPI, async"),
    _gunicorn("smorest", "smorest", "flask-smorest as usual"),
    _gunicorn("django", "django_ninja", "Django Ninja"),
    _gunicorn("django", "django_rest", "Django REST framework"),
)
DATASETTE = Server(
    "Datasette",
    (
        *(str(_bin("datasette") / "datasette"), "serve", "{file}", "--host", "127.0.0.1"),
        *("--port", "{port}", "--metadata", str(PEERS / "datasette.json")),
    ),
    {name: f"{name} by datasette" for name in ("article", "quotes", "figures")},
    "datasette",
    stores=("sqlite",),
    ready="/-/versions.json",
)
SERVERS = (ONRECORD, BARE, FLASK, *PEER_SERVERS, DATASETTE)


def prepare(server: Server) -> None:
    """Make the environment of a peer, where it is not there or was made from another list."""
    if not server.environment:
        return
    wanted = (PEERS / f"{server.environment}.txt").read_text()
    folder = _bin(server.environment).parent
    made = folder / "made-from.txt"
    if made.exists() and made.read_text() == wanted:
        return
    uv = str(BIN / "uv")
    python = ("--python", str(folder / "bin" / "python"))
    listed = str(PEERS / f"{server.environment}.txt")
    subprocess.run(
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True
    )
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--compile-bytecode", *python, "-r", listed], check=True
    )
    made.write_text(wanted)
