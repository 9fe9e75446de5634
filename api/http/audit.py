"""The audit log: a line for every request that changed something, and no text of an article."""

import datetime as dt
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from .callers import Caller


class Audit:
    """Writes JSON lines to a file, to standard error for "-", nowhere for an empty path.

    A line is one write to a file opened for appending, so that processes do not mix theirs up.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = -1

    def note(
        self, environ: Mapping[str, Any], caller: Caller | None, request_id: str, status: str
    ) -> None:
        """Note who did what, when and from where."""
        if not self._path:
            return
        entry = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "key": caller and caller.name,
            "address": environ.get("REMOTE_ADDR"),
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "status": int(status[:3]),
            "request_id": request_id,
        }
        os.write(self._descriptor(), json.dumps(entry).encode() + b"\n")

    def _descriptor(self) -> int:
        if self._path == "-":
            return sys.stderr.fileno()
        if self._file < 0:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._file = os.open(self._path, flags, 0o640)
        return self._file
