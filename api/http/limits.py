"""How many requests a key, or an address without one, may send in a time.

Counted by the library limits: in the memory of each process, or for all of them in a store of its
own such as Redis. RateLimit headers as draft-ietf-httpapi-ratelimit-headers has them.
"""

import math
import time

from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string

from .refusals import Refused

Headers = list[tuple[str, str]]


class Limits:
    """One limit for everybody alike, written as limits has it ("600/minute"); empty for none."""

    def __init__(self, limit: str, store: str) -> None:
        self._limit: RateLimitItem | None = parse(limit) if limit else None
        storage = storage_from_string(store)
        assert isinstance(storage, Storage)  # noqa: S101 (the other kind is asynchronous)
        self._store = storage
        if self._limit:
            seconds = self._limit.get_expiry()
            self._seconds = seconds
            self._policy = f'"default";q={self._limit.amount};w={seconds}'

    def count(self, caller_id: str) -> Headers:
        """Count a request, and give the headers that say how many are left; raises Refused."""
        if self._limit is None:
            return []
        # As the library's FixedWindowRateLimiter, which asks three times what is told here at once.
        key = self._limit.key_for(caller_id)
        count = self._store.incr(key, self._seconds)
        wait = max(1, math.ceil(self._store.get_expiry(key) - time.time()))
        if count > self._limit.amount:
            raise Refused(429, f"No more than {self._limit}: ask again later.", retry_after=wait)
        return [
            ("RateLimit", f'"default";r={self._limit.amount - count};t={wait}'),
            ("RateLimit-Policy", self._policy),
        ]
