"""Who calls: the key that a request brings, or anybody."""

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from threading import Lock, Thread
from typing import Any, NamedTuple

from ..models import Scope
from ..queries import api_keys, signing_keys
from ..services.api_keys import hash_of, note_use
from ..services.bounds import FREE, Bound
from ..store.database import Database
from . import sessions
from .addresses import SENT_HOST
from .refusals import Refused

FRESH = 2.0  # seconds that what the store says of a key is believed: so soon a revoked one is
_MOST_KNOWN = 1000  # keys that are remembered
_EVERY = 3600.0  # seconds between two notes of a key's use
_TOKEN = re.compile(r"onr_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")
_THIS_MACHINE = re.compile(
    r"(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?|", re.IGNORECASE
)
_UNKNOWN = "The key is unknown, was revoked or has expired."


class Caller(NamedTuple):
    """What a request may do, and in whose name; `name` is None without a key."""

    id: str  # of the key, or the address: what limits are counted by
    name: str | None
    scopes: frozenset[Scope]
    bound: Bound = FREE  # what articles it may write


class Callers:
    """Tells who calls.

    `open_scopes` is what anybody may do without a key: everything, where the service listens on a
    loopback address, the request was not passed on by a proxy and asks this machine by its own
    name; else what `public_scopes` says.
    """

    def __init__(
        self, database: Database, open_scopes: frozenset[Scope], public_scopes: frozenset[Scope]
    ) -> None:
        self.database = database
        self._open_scopes, self._public_scopes = open_scopes, public_scopes
        self._valid: dict[bytes, tuple[float, Caller]] = {}  # by the hash of what was sent
        self._secret = b""
        self._noted: dict[str, float] = {}
        self._noting = Lock()
        self._writing: Thread | None = None

    def of(self, environ: Mapping[str, Any]) -> Caller:
        """Who sent a request; raises Refused for a key that opens nothing."""
        authorization = environ.get("HTTP_AUTHORIZATION")
        if authorization is not None:
            return self._remembered(authorization, self._checked)
        if "HTTP_COOKIE" in environ and (caller := self._signed_in(environ)):
            return caller
        host = environ.get(SENT_HOST, environ.get("HTTP_HOST", ""))
        is_ours = not _is_passed_on(environ) and _is_this_machine(host)
        scopes = self._open_scopes if is_ours else self._public_scopes
        return _anybody(address_of(environ), scopes)

    def with_key(self, token: str) -> Caller:
        """Who a key stands for; raises Refused for one that opens nothing."""
        return self._remembered(f"Bearer {token}", self._checked)

    def _signed_in(self, environ: Mapping[str, Any]) -> Caller | None:
        """Whose session a browser has; None where there is none, or its key opens nothing now."""
        cookie = sessions.cookie_of(environ)
        if not cookie:
            return None
        self._secret = self._secret or signing_keys.secret(self.database)
        key_id = sessions.key_of(cookie, self._secret)
        if not key_id:
            return None
        try:
            return self._remembered(f"session {key_id}", lambda _: self._of_key(key_id))
        except Refused:
            return None

    def _remembered(self, sent: str, check: Callable[[str], Caller]) -> Caller:
        """Who sent something, as it was checked a moment ago or is now."""
        now, hashed = time.monotonic(), sha256(sent.encode(errors="replace")).digest()
        checked_at, caller = self._valid.get(hashed, (-FRESH, None))
        if caller is None or now - checked_at >= FRESH:
            caller = check(sent)
            if len(self._valid) >= _MOST_KNOWN:
                self._valid = {}
            self._valid[hashed] = now, caller
            self._note(caller.id, now)
        return caller

    def _of_key(self, key_id: str) -> Caller:
        known = api_keys.valid(self.database, key_id)
        if not known:
            raise Refused(401, _UNKNOWN, error="invalid_token")
        return _caller(known)

    def _checked(self, authorization: str) -> Caller:
        """The caller whose key it is, as the store has it now."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer":
            raise Refused(401, "Send the key as `Authorization: Bearer onr_…`.")
        match = _TOKEN.fullmatch(token.strip())
        known = api_keys.valid(self.database, match[1]) if match else None
        if not match or not known or not compare_digest(known.secret_hash, hash_of(match[2])):
            raise Refused(401, _UNKNOWN, error="invalid_token")
        return _caller(known)

    def _note(self, key_id: str, now: float) -> None:
        """Have its use noted, now and then, by a thread that may wait for the store."""
        with self._noting:
            if now - self._noted.get(key_id, -_EVERY) < _EVERY:
                return
            self._noted[key_id] = now
        self._writing = Thread(target=self._write_note, args=(key_id,), daemon=True)
        self._writing.start()

    def finish(self) -> None:
        """Wait until what is being noted is in the store."""
        if self._writing:
            self._writing.join()

    def _write_note(self, key_id: str) -> None:
        with self.database.session() as session:
            note_use(session, key_id, dt.datetime.now(dt.UTC))
            session.commit()


@lru_cache(maxsize=256)
def _anybody(address: str, scopes: frozenset[Scope]) -> Caller:
    return Caller(address, None, scopes)


def _is_passed_on(environ: Mapping[str, Any]) -> bool:
    """Whether a proxy says that it passes a request on."""
    return (
        "HTTP_X_FORWARDED_FOR" in environ
        or "HTTP_FORWARDED" in environ
        or "HTTP_X_REAL_IP" in environ
    )


@lru_cache(maxsize=64)
def _is_this_machine(host: str) -> bool:
    """Whether `Host` is a name that only this machine has for itself.

    Of any other name a browser may have been told that it is this machine (DNS rebinding): a page
    from there could read everything.
    """
    return _THIS_MACHINE.fullmatch(host) is not None


def _caller(known: api_keys.Known) -> Caller:
    return Caller(known.id, known.name, known.scopes, Bound(known.publisher, known.tag))


def claimed_by(environ: Mapping[str, Any]) -> str:
    """Whose a request is if what it says is true: nothing of it has been checked."""
    return environ.get("HTTP_AUTHORIZATION") or sessions.cookie_of(environ) or address_of(environ)


def address_of(environ: Mapping[str, Any]) -> str:
    """Where a request comes from; one that comes through a socket has no address."""
    return environ.get("REMOTE_ADDR") or "local"
