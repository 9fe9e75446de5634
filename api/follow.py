"""The reference client of the change feed: every change of a service, in order, delivered.

Needs nothing but the standard library; to follow from another language, do what `follow` does.
"""

import http.client
import json
import os
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias, TypeVar
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


Item: TypeAlias = dict[str, Any]
Result = TypeVar("Result")


class Refused(Error):
    """The service says that asking again is of no use; the text says why."""


class Failed(Exception):
    """This attempt failed, the next may not; `pause` where the service says how long to wait."""

    def __init__(self, reason: object, pause: float = 0) -> None:
        super().__init__(f"{reason}")
        self.pause = pause


class Page(NamedTuple):
    """Some changes, and where to go on."""

    items: list[Item]
    after: str


class State:
    """How far a client has come: a cursor, and what of the page after it was delivered already.

    Kept in a file, where there is one: its first line is the cursor, the others name changes.
    """

    def __init__(self, path: Path | None, after: str | None) -> None:
        self.after, self.delivered = after, set[str]()
        self._path = path
        if path and path.exists():
            cursor, *delivered = path.read_text().split("\n")
            self.after, self.delivered = cursor.strip() or after, set(filter(None, delivered))

    def note(self, items: Iterable[Item]) -> None:
        """Note what was delivered of a page."""
        self.delivered |= {name_of(item) for item in items}
        self._keep()

    def advance(self, after: str) -> None:
        """Go on after a page."""
        self.after, self.delivered = after, set()
        self._keep()

    def _keep(self) -> None:
        """Replace the file in one step, so that a crash leaves the old state or the new one."""
        if not self._path:
            return
        written = self._path.with_name(f"{self._path.name}.new")
        with written.open("w") as file:
            file.write("\n".join([self.after or "", *sorted(self.delivered)]) + "\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._path)


def name_of(item: Item) -> str:
    """What names a change: the same each time it is told."""
    return f"{item['type']}_{item['id']}_{re.sub('[^0-9]', '', item['at'])}"


def follow(
    service: str,
    types: str | None,
    state: State,
    deliver: Callable[[Sequence[Item]], None],
    say: Callable[[str], None],
    *,
    at_once: int = LIMIT,
    key: str | None = None,
) -> None:
    """Deliver every change, in order, until interrupted; so many at once at most.

    A client that ends between a delivery and the note of it delivers the same again when it is
    started again: it may repeat, but never leaves out. `key` is an API key. Raises Refused.
    """
    if not service.startswith(("http://", "https://")):
        raise Refused(f"{service}: expected http://HOST:PORT or https://HOST")
    while True:
        page = insist(partial(_fetch, service, state.after, types, key), say)
        fresh = [item for item in page.items if name_of(item) not in state.delivered]
        for start in range(0, len(fresh), at_once):
            deliver(fresh[start : start + at_once])
            if len(fresh) > at_once:
                state.note(fresh[start : start + at_once])
        state.advance(page.after)
        if not page.items:
            time.sleep(BREATH)


def lines_to(file: IO[bytes]) -> Callable[[Sequence[Item]], None]:
    """Deliver to a file, one JSON text a line."""

    def write(items: Sequence[Item]) -> None:
        file.write(b"".join(_line(item) for item in items))
        file.flush()

    return write


def insist(attempt: Callable[[], Result], say: Callable[[str], None]) -> Result:
    """What an attempt gives, as often as it takes; says what goes wrong, once for each reason."""
    said = ""
    for pause in _pauses():
        try:
            result = attempt()
        except Failed as failed:
            if said != str(failed):
                said = str(failed)
                say(f"{said}; trying again")
            time.sleep(max(pause, failed.pause))
        else:
            if said:
                say("going on")
            return result
    raise AssertionError


def _pauses() -> Iterator[float]:
    """Longer and longer, and no two clients in step."""
    pause = 1.0
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311 (no secret)
        pause = min(2 * pause, LONGEST_PAUSE)


def _fetch(service: str, after: str | None, types: str | None, key: str | None) -> Page:
    query = {"after": after, "types": types, "limit": LIMIT, "wait": WAIT}
    given = urlencode({name: value for name, value in query.items() if value is not None})
    address = f"{service.rstrip('/')}/v1/changes?{given}"
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    request = Request(address, headers=headers)  # noqa: S310 (the user's own)
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 (the user's own)
            page = json.load(answer)
        return Page(page["items"], parse_qs(urlsplit(page["next"]).query)["after"][0])
    except HTTPError as error:
        with error:
            reason = _reason(error)
        if error.code not in TRY_AGAIN:
            raise Refused(f"{service}: {reason}") from error
        raise Failed(f"{service}: {reason}", asked_pause(error)) from error
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


def asked_pause(error: HTTPError) -> float:
    """How many seconds an answer asks to wait, within reason."""
    asked = error.headers.get("Retry-After", "")
    return min(int(asked), LONGEST_PAUSE) if asked.isdecimal() else 0


def _line(item: Item) -> bytes:
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    return one_line(text.encode()) + b"\n"
