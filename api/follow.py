"""The reference client of the change feed: every change of a service, one JSON text a line.

Needs nothing but the standard library; to follow from another language, do what `follow` does.
"""

import http.client
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from .errors import Error
from .ndjson import one_line

LIMIT = 200
WAIT = 30  # seconds: less than a proxy lets a request take, most often 60
PATIENCE = WAIT + 30  # seconds without a byte, until the connection is given up
BREATH = 1  # seconds after an empty page, should a service, or a proxy, not have waited
LONGEST_PAUSE = 60  # seconds between two attempts
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class Refused(Error):
    """The service says that asking again is of no use; the text says why."""


class Failed(Exception):
    """This attempt failed, the next may not; `pause` where the service says how long to wait."""

    def __init__(self, reason: object, pause: float = 0) -> None:
        super().__init__(f"{reason}")
        self.pause = pause


class Page(NamedTuple):
    """Some changes, and where to go on."""

    items: list[dict[str, Any]]
    after: str


def follow(
    service: str,
    after: str | None,
    types: str | None,
    lines: IO[bytes],
    state: Path | None,
    say: Callable[[str], None],
) -> None:
    """Write every change to `lines`, until interrupted; then the cursor to `state`.

    A client that ends in between writes the same lines again when it is started again: it may
    repeat, but never leaves out. Raises Refused.
    """
    if not service.startswith(("http://", "https://")):
        raise Refused(f"{service}: expected http://HOST:PORT or https://HOST")
    if state and state.exists():
        after = state.read_text().strip()
    while True:
        page = _insist(service, after, types, say)
        lines.write(b"".join(_line(item) for item in page.items))
        lines.flush()
        after = page.after
        if state:
            _keep(state, after)
        if not page.items:
            time.sleep(BREATH)


def _insist(service: str, after: str | None, types: str | None, say: Callable[[str], None]) -> Page:
    """The next page, as often as it takes; says what goes wrong, once for each reason."""
    said = ""
    for pause in _pauses():
        try:
            page = _fetch(service, after, types)
        except Failed as failed:
            if said != str(failed):
                said = str(failed)
                say(f"{said}; trying again")
            time.sleep(max(pause, failed.pause))
        else:
            if said:
                say("going on")
            return page
    raise AssertionError


def _pauses() -> Iterator[float]:
    """Longer and longer, and no two clients in step."""
    pause = 1.0
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311 (no secret)
        pause = min(2 * pause, LONGEST_PAUSE)


def _fetch(service: str, after: str | None, types: str | None) -> Page:
    query = {"after": after, "types": types, "limit": LIMIT, "wait": WAIT}
    given = urlencode({name: value for name, value in query.items() if value is not None})
    address = f"{service.rstrip('/')}/v1/changes?{given}"
    try:
        with urlopen(Request(address), timeout=PATIENCE) as answer:  # noqa: S310 (the user's own)
            page = json.load(answer)
        return Page(page["items"], parse_qs(urlsplit(page["next"]).query)["after"][0])
    except HTTPError as error:
        with error:
            reason = _reason(error)
        if error.code not in TRY_AGAIN:
            raise Refused(f"{service}: {reason}") from error
        raise Failed(f"{service}: {reason}", _asked_pause(error)) from error
    # Refused, reset, too slow, cut short, or no JSON at all, from a proxy.
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        raise Failed(f"{service}: {getattr(error, 'reason', None) or error!r}") from error


def _reason(error: HTTPError) -> str:
    """What a problem document says, or the status alone."""
    try:
        problem = json.load(error)
        faults = problem.get("errors") or [problem]
        return f"{error.code}: " + " ".join(fault["detail"] for fault in faults)
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return f"{error.code}: {error.reason}"


def _asked_pause(error: HTTPError) -> float:
    asked = error.headers.get("Retry-After", "")
    return min(int(asked), LONGEST_PAUSE) if asked.isdecimal() else 0


def _line(item: dict[str, Any]) -> bytes:
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    return one_line(text.encode()) + b"\n"


def _keep(state: Path, after: str) -> None:
    """Replace the file in one step, so that a crash leaves the old cursor or the new one."""
    written = state.with_name(f"{state.name}.new")
    with written.open("w") as file:
        file.write(after + "\n")
        file.flush()
        os.fsync(file.fileno())
    written.replace(state)
