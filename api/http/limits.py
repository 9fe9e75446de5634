"""How many requests a key, or an address without one, may send in a time.

Counted by the library limits: in the memory of each process, or for all of them in a Redis or in
PostgreSQL. RateLimit headers as draft-ietf-httpapi-ratelimit-headers has them.
"""

import logging
import math
import time

from limits import RateLimitItem, parse
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string

from ..errors import Misconfigured
from .refusals import Refused

Headers = list[tuple[str, str]]

PAUSE = 5.0  # seconds that a store which failed is not asked again: each process counts for itself
# A store that does not answer holds a request up for so long, and no other.
_OPTIONS = {"redis": {"socket_timeout": 1, "socket_connect_timeout": 1}}


class Limits:
    """One limit for everybody alike, written as limits has it ("600/minute"); empty for none."""

    def __init__(self, limit: str, store: str) -> None:
        self._limit: RateLimitItem | None = parse(limit) if limit else None
        self._own = MemoryStorage()
        self._shared = self._own if store == "memory://" else opened(store)
        self._asked_again = 0.0  # when the shared one may be asked, by time.monotonic()
        if self._limit:
            self._seconds = self._limit.get_expiry()
            self._policy = f'"default";q={self._limit.amount};w={self._seconds}'

    def count(self, caller_id: str) -> Headers:
        """Count a request, and give the headers that say how many are left; raises Refused."""
        if self._limit is None:
            return []
        count, until = self._counted(self._limit.key_for(caller_id))
        wait = max(1, math.ceil(until - time.time()))
        if count > self._limit.amount:
            raise Refused(429, f"No more than {self._limit}: ask again later.", retry_after=wait)
        return [
            ("RateLimit", f'"default";r={self._limit.amount - count};t={wait}'),
            ("RateLimit-Policy", self._policy),
        ]

    def _counted(self, key: str) -> tuple[int, float]:
        """How many there were in this window, with this one, and when it ends.

        As the library's FixedWindowRateLimiter, which asks three times what is told here at once.
        """
        if self._shared is not self._own and time.monotonic() >= self._asked_again:
            try:
                return self._shared.incr(key, self._seconds), self._shared.get_expiry(key)
            except StorageError as error:
                self._asked_again = time.monotonic() + PAUSE
                logging.getLogger(__name__).warning(
                    "The store of rate limits does not answer (%s): each process counts for itself",
                    type(error.storage_error).__name__,
                )
        return self._own.incr(key, self._seconds), self._own.get_expiry(key)


def opened(store: str) -> Storage:
    """The store at an address; raises what its driver does where it is none."""
    kind = store.partition(":")[0]
    if kind == "postgresql":
        from . import postgresql_limits  # noqa: F401, PLC0415 (limits knows it from then on)
    try:
        storage = storage_from_string(store, wrap_exceptions=True, **_OPTIONS.get(kind, {}))
    except ConfigurationError as error:  # its library is not there
        needed = f"ONRECORD_RATE_LIMIT_STORE needs a library: pip install 'onrecord[{kind}]'"
        raise Misconfigured(needed) from error
    assert isinstance(storage, Storage)  # noqa: S101 (the other kind is asynchronous)
    return storage
