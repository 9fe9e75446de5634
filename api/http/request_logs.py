"""Lines about requests, with no text of an article and no secret in them.

Two logs are made of them: the audit log, of all that changed something, and the access log.
"""

import os
import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from .callers import Caller

REQUEST_ID = "onrecord.request_id"  # in a request's environment
# The id of the request that this thread is at: other lines of the log have it, too.
CURRENT: ContextVar[str] = ContextVar("request_id", default="")


class RequestLog:
    """Writes JSON lines to a file, or to standard error for "-".

    A line is one write to a file opened for appending, so that processes do not mix theirs up.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = -1

    def note(
        self,
        environ: Mapping[str, Any],
        caller: Caller | None,
        status: str,
        seconds: float | None = None,
    ) -> None:
        """Note who did what, when and from where, and how long it took; of the address the path.

        Put together by hand: json.dumps takes twice as long, a cached answer no longer than that.
        """
        key = quoted(caller.name) if caller and caller.name is not None else "null"
        took = "" if seconds is None else f', "milliseconds": {seconds * 1000:.3f}'
        line = (
            f'{{"at": "{_now()}", "key": {key}, '
            f'"address": {quoted(environ.get("REMOTE_ADDR") or "local")}, '
            f'"method": {quoted(environ["REQUEST_METHOD"])}, '
            f'"path": {quoted(environ["PATH_INFO"])}, "status": {status[:3]}, '
            f'"request_id": "{environ[REQUEST_ID]}"{took}}}\n'
        )
        os.write(self._descriptor(), line.encode())

    def _descriptor(self) -> int:
        if self._path == "-":
            return sys.stderr.fileno()
        if self._file < 0:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._file = os.open(self._path, flags, 0o640)
        return self._file


def log_to(path: str) -> RequestLog | None:
    """A log in this file; none where there is no path."""
    return RequestLog(path) if path else None


def _now() -> str:
    """The time in UTC (RFC 3339)."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    return f"{_second(seconds)}.{nanoseconds // 1_000_000:03}+00:00"


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
