"""What the store keeps that follows from its rows by a rule of this version, and may be renewed.

Each kind has a fingerprint of its rule, which the store keeps with it. Where a new version has
another rule, the service does not start before `onrecord db upgrade` has renewed all of that kind,
a bounded number of rows in a transaction. What was interrupted begins again.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from ..errors import Misconfigured
from ..models import Fingerprint
from ..store.database import Database
from . import copies, fulltext, kept_json, linking, rekeying, respelling, urls

Report = Callable[[str], None]  # takes a line for the one who waits
_QUIET = 1.0  # seconds between two lines


class Derived(NamedTuple):
    """One kind: its name in the store and for people, its rule's fingerprint, and its renewal.

    `renew` gives how many rows are done, and how many there are, after each of its transactions.
    """

    name: str
    title: str
    fingerprint: Callable[[Connection], str]
    renew: kept_json.Renew


# In this order: names that came to be one are shown in the JSON and found by the index.
ALL: Sequence[Derived] = (
    Derived("urls", "the urls of articles", urls.fingerprint, urls.renew),
    Derived("names", "the keys of names", rekeying.fingerprint, rekeying.renew),
    Derived("people", "the parts of names", linking.fingerprint, linking.renew),
    Derived("publishers", "the names of publishers", respelling.fingerprint, respelling.renew),
    Derived("copies", "which articles are copies", copies.fingerprint, copies.renew),
    Derived("json", "the JSON of quotes and figures", kept_json.fingerprint, kept_json.renew),
    Derived("search", "the search index", fulltext.fingerprint, fulltext.renew),
)


def must_be_current(database: Database) -> None:
    """Raise Misconfigured where the tables, or what is kept in them, are not of this version."""
    database.must_be_current()
    with database.writes.connect() as connection:
        if stale := _stale(connection):
            titles = " and ".join(each.title for each in stale)
            raise Misconfigured(
                f"The store keeps {titles} as another version made them: run onrecord db upgrade"
            )


def renew(database: Database, report: Report) -> None:
    """Renew what is not as this version makes it."""
    with database.writes.connect() as connection:
        stale = _stale(connection)
    for each in stale:
        _renew(database, each, report)


def _stale(connection: Connection) -> list[Derived]:
    rows = connection.execute(select(Fingerprint.name, Fingerprint.fingerprint))
    kept = {name: fingerprint for name, fingerprint in rows}  # noqa: C416 (a row is no pair to mypy)
    return [each for each in ALL if kept.get(each.name) != each.fingerprint(connection)]


def _renew(database: Database, derived: Derived, report: Report) -> None:
    reported_at = monotonic()
    for done, total in derived.renew(database):
        if monotonic() - reported_at > _QUIET:
            report(f"Renewing {derived.title}: {done:,} of {total:,}")
            reported_at = monotonic()
    with database.writes.begin() as connection:
        row = {"name": derived.name, "fingerprint": derived.fingerprint(connection)}
        connection.execute(delete(Fingerprint).where(Fingerprint.name == derived.name))
        connection.execute(insert(Fingerprint).values(row))
