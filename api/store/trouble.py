"""What a store's driver says when it does not do its work, as errors that callers understand."""

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from ..errors import Error, StoreFull, StoreUnavailable

# Primary result codes (https://sqlite.org/rescode.html): the low byte of an extended one.
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: "it is locked by another process",
    sqlite3.SQLITE_LOCKED: "it is locked",
    sqlite3.SQLITE_PERM: "its file may not be read",
    sqlite3.SQLITE_READONLY: "it can only be read",
    sqlite3.SQLITE_IOERR: "its file cannot be read or written",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_NOTADB: "its file is not a database",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
    sqlite3.SQLITE_INTERRUPT: "it took too long",
}
# Classes, and single codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_OF_POSTGRESQL = {
    "08": "the connection broke",
    "25006": "it can only be read",
    "28": "it refuses the service's user",
    "3D": "its database is not there",
    "40": "another transaction was in the way",
    "53": "it has no room for more",
    "55": "it is locked",
    "57": "it is stopping, or took too long",
    "58": "its server cannot read or write its files",
    "XX001": "it is damaged",
    "XX002": "it is damaged",
}
_LOST = {"OperationalError", "InterfaceError"}
_DISK_FULL = "53100"


def of(error: BaseException) -> Error | None:
    """What one of `Database.errors` means; None where the fault is not the store's."""
    if isinstance(error, StoreUnavailable):
        return error
    if isinstance(error, NoConnection):
        return StoreUnavailable("The store does not answer: all its connections are busy.")
    if isinstance(error, DBAPIError):
        error = error.orig or error
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return _of_postgresql(error) if hasattr(error, "sqlstate") else None


def _of_sqlite(code: int) -> Error | None:
    if code == sqlite3.SQLITE_FULL:
        return StoreFull("The store's disk is full. Nothing was written.")
    reason = _OF_SQLITE.get(code)
    return StoreUnavailable(f"The store does not answer: {reason}.") if reason else None


def _of_postgresql(error: Any) -> Error | None:
    code = error.sqlstate
    if code == _DISK_FULL:
        return StoreFull("The store's disk is full. Nothing was written.")
    if code is None:  # it is the client library's: there is no connection, or no more
        is_lost = type(error).__name__ == "DatabaseError" or any(
            kind.__name__ in _LOST for kind in type(error).__mro__
        )
        return StoreUnavailable("The store does not answer: no connection.") if is_lost else None
    reason = _OF_POSTGRESQL.get(code) or _OF_POSTGRESQL.get(code[:2])
    return StoreUnavailable(f"The store does not answer: {reason}.") if reason else None
