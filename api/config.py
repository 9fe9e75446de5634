"""Settings, from the environment, checked before anything starts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from .errors import Misconfigured

PREFIX = "ONRECORD_"
_HOST = r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
_PUBLIC_URL = rf"https?://{_HOST}(?:/[A-Za-z0-9._~-]+)*"

_OF_CLIENTS = {"ONRECORD_URL", "ONRECORD_KEY"}  # what `onrecord mcp` asks, and with which key


@dataclass(frozen=True, slots=True)
class Settings:
    """How one process runs. Each field is read from ONRECORD_ and its name in capitals."""

    database_url: str = "sqlite:///instance/onrecord.db"
    database_read_url: str = ""
    bind: str = "127.0.0.1:8000"
    workers: int = 2
    threads: int = 4
    writers: int = 2
    queue: int = 64
    max_body: int = 5_000_000
    cache: int = 4_000_000
    keep_deleted: int = 90
    keep_pages: bool = True
    public_url: str = ""
    require_keys: bool = False
    public_reads: bool = False
    rate_limit: str = ""
    rate_limit_store: str = "memory://"
    cors_origins: str = ""
    audit_log: str = ""
    access_log: str = ""
    tracing: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anybody on this machine may do everything without a key."""
        return not self.require_keys and is_loopback(self.bind)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check the settings; raises Misconfigured for the first that is wrong.

        A variable that starts with ONRECORD_ but names no setting is refused too: most often it is
        misspelt, and silence would leave the default in force.
        """
        environment = {name: environment[name] for name in environment.keys() - _OF_CLIENTS}
        known = {PREFIX + field.name.upper(): field.name for field in fields(cls)}
        given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
        if unknown := sorted(given.keys() - known.keys()):
            raise Misconfigured(f"Unknown setting {unknown[0]}; known: {', '.join(known)}")
        values: dict[str, Any] = {
            known[name]: _read(name, known[name], text) for name, text in given.items()
        }
        chosen = cls(**values)
        if chosen.database_read_url and chosen.database_url.startswith("sqlite"):
            raise Misconfigured(
                f"{PREFIX}DATABASE_READ_URL: a replica is of a store on PostgreSQL, "
                f"and {PREFIX}DATABASE_URL names a file"
            )
        return chosen


def _read(variable: str, setting: str, text: str) -> str | int | bool:
    check, expected = _CHECKS[setting]
    try:
        return check(text)
    except (ValueError, KeyError) as error:
        if setting in _SECRET:  # it may hold a password, however it is written
            raise Misconfigured(f"{variable} is not as it should be: expected {expected}") from None
        raise Misconfigured(f"{variable}={text!r}: expected {expected}") from error


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError(text) from error
    kind = url.get_backend_name()
    if kind == "postgres":  # as hosting companies write it
        kind = "postgresql"
    # What an unescaped @ or # leaves of a password would stand in the host's name, and be told.
    if not re.fullmatch(r"[\w.:,\[\]-]*", url.host or ""):
        raise ValueError(text)
    if kind == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    elif kind == "sqlite" and _is_path(url.database):
        url = url.set(drivername="sqlite")
    else:
        raise ValueError(text)
    return url.render_as_string(hide_password=False)


def _replica_url(text: str) -> str:
    url = _database_url(text) if text else ""
    if url.startswith("sqlite"):
        raise ValueError(text)
    return url


def _is_path(name: str | None) -> bool:
    return bool(name) and name != ":memory:" and not str(name).startswith("file:")


def _bind(text: str) -> str:
    match = re.fullmatch(r"(?:[\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})|unix:.+", text)
    if not match or int(match[1] or 0) > 65535:  # noqa: PLR2004 (the highest port)
        raise ValueError(text)
    return text


def _public_url(text: str) -> str:
    url = text.rstrip("/")
    if url and not re.fullmatch(_PUBLIC_URL, url):
        raise ValueError(text)
    return url


def _whole(least: int, most: int) -> Callable[[str], int]:
    def check(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return check


def is_loopback(bind: str) -> bool:
    """Whether only this machine can connect to an address, and not, as to a socket, a proxy."""
    host = bind.rpartition(":")[0].strip("[]")
    return host in {"localhost", "::1"} or host.startswith("127.")


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.lower()]


def _limit(text: str) -> str:
    from limits import parse  # noqa: PLC0415 (only where a limit is set)

    parse(text)
    return text


def _limit_store(text: str) -> str:
    if not re.match(r"memory://$|rediss?://.|redis\+unix://.|postgresql://.", text):
        raise ValueError(text)
    return text


def _origins(text: str) -> str:
    for origin in text.split(","):
        if not re.fullmatch(r"\*|https?://[^/\s]+", origin):
            raise ValueError(text)
    return text


def _log(text: str) -> str:
    """A file that can be written: else the fault would show at the first request."""
    if text not in {"", "-"}:
        try:
            with Path(text).open("ab"):
                pass
        except OSError as error:
            raise ValueError(text) from error
    return text


_LOG = "the path of a file that can be written, or - for standard error"
_SECRET = {"database_url", "database_read_url", "rate_limit_store"}
_CHECKS: Mapping[str, tuple[Callable[[str], str | int | bool], str]] = {
    "database_url": (_database_url, "sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"),
    "database_read_url": (_replica_url, "postgresql://USER:PASSWORD@HOST/NAME, or nothing"),
    "bind": (_bind, "HOST:PORT or unix:PATH"),
    "workers": (_whole(1, 64), "a whole number from 1 to 64"),
    "threads": (_whole(1, 64), "a whole number from 1 to 64"),
    "writers": (_whole(1, 64), "a whole number from 1 to 64"),
    "queue": (_whole(0, 10_000), "a whole number from 0 to 10000"),
    "cache": (_whole(0, 10_000_000_000), "a number of bytes from 0 to 10000000000"),
    "max_body": (_whole(1_000, 100_000_000), "a number of bytes from 1000 to 100000000"),
    "require_keys": (_truth, "true or false"),
    "public_reads": (_truth, "true or false"),
    "rate_limit": (_limit, "a number of requests and a time, such as 600/minute"),
    "rate_limit_store": (_limit_store, "memory://, redis://HOST:PORT or postgresql://HOST/NAME"),
    "cors_origins": (_origins, "origins such as https://desk.example, with commas between, or *"),
    "audit_log": (_log, _LOG),
    "access_log": (_log, _LOG),
    "tracing": (_truth, "true or false"),
    "keep_deleted": (_whole(1, 36_500), "a number of days from 1 to 36500"),
    "keep_pages": (_truth, "true or false"),
    "public_url": (_public_url, "https://HOST or https://HOST/PATH, without a query"),
}


def folder(name: str) -> Path:
    """The folder of migrations or of seeds: beside api/ in a checkout, inside it once installed."""
    here = Path(__file__).resolve().parent
    return installed if (installed := here / name).is_dir() else here.parent / name
