"""The two stores: one engine that writes in transactions, one that reads without."""

import threading
from collections.abc import Mapping
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    URL,
    Engine,
    Executable,
    PoolProxiedConnection,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from ..config import folder
from ..errors import Misconfigured, StoreUnavailable, TooSlow
from ..schemas.fields import plain_number
from .drivers import (
    PostgreSQLReader,
    PostgreSQLWriter,
    Rows,
    SQLiteReader,
    SQLiteWriter,
    StoreReader,
    Values,
)
from .files import Identity, StoreFile
from .replica import Replica
from .statements import prepared
from .watch import Watch

if TYPE_CHECKING:
    from .pulse import Pulse

# WAL lets readers go on while one writes; NORMAL loses no consistency with it, at most the last
# commits when the machine's power fails (https://sqlite.org/pragma.html#pragma_synchronous).
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    # Reads take pages from the system's cache, without a copy: of as much as SQLite maps at most.
    "mmap_size = 2147418112",
    "cache_size = -1024",  # KiB; for reading, a larger one gains nothing then
    "wal_autocheckpoint = 4000",  # pages; at the usual 1,000 to store took a quarter longer
    "temp_store = MEMORY",
)
# KiB: what a transaction has changed stays in it. Where fifty articles did not fit, pages were
# written to the log, read again and written again, which took a fifth of what they cost.
WRITER_CACHE = "PRAGMA cache_size = -12288"
WAIT = 10  # seconds for a connection of the pool; as long as SQLite waits for its lock
# How libpq notices that a server is gone (PostgreSQL's manual, 34.1.2).
_CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
    # Statements are prepared in drivers.py, and psycopg would deallocate these with its own.
    "prepare_threshold": None,
}
# Which transactions are done: not the same before and after any commit.
_SNAPSHOT = text("SELECT CAST(pg_current_snapshot() AS text)")


class _Held(NamedTuple):
    """The connection that a thread reads by, and which file that is open on."""

    reader: StoreReader
    connection: PoolProxiedConnection
    file: Identity


class Database:
    """A store and the ways to it.

    `writes` begins and commits transactions. `reads` is in autocommit, since a read is one
    statement, and no more than a pool of connections: what is read goes past the engine, to the
    driver (`read`).
    """

    def __init__(self, url: str, seconds: int = 0, replica: str = "") -> None:
        """Take a checked URL, as Settings gives it; nothing is opened yet.

        `seconds` is what PostgreSQL may take for a statement, or wait for a lock; 0 sets no limit.
        `replica` is the URL of a streaming replica, or of several behind one address.
        """
        self.url = make_url(url)
        self.replica = Replica(Database(replica, seconds)) if replica else None
        self._seconds = seconds
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._pulse: Pulse | None = None  # of PostgreSQL's server
        if self.is_sqlite:
            self.file = StoreFile(Path(str(self.url.database)))
            # It has one writer at a time. Threads wait for this connection in a queue; for a lock
            # in the file they would sleep, ever longer, and wake by chance.
            self.writes = self._engine(pool_size=1, max_overflow=0)
            event.listen(self.writes, "begin", _begin_immediate)
        else:
            self._pulse = _pulse_of(self.url)
            self.writes = self._engine()
            event.listen(self.writes, "checkout", _must_answer)
        # As each driver takes parameters by their order.
        style = "qmark" if self.is_sqlite else "numeric_dollar"
        self.reads = self._engine(
            isolation_level="AUTOCOMMIT", pool_reset_on_return=None, paramstyle=style
        )
        event.listen(self.reads, "connect", partial(_prepare_reader, self._pulse))
        event.listen(self.writes, "connect", self._prepare_writer)
        self._dialect = self.reads.dialect
        self._held = threading.local()
        self._opening = threading.Lock()
        self._seen: tuple[float, object] = -inf, None  # when a version was asked for, and which
        self._watch: Watch | None = None

    def create(self) -> None:
        """Make the file of an SQLite store where there is none: nothing else does."""
        if self.is_sqlite:
            self.file.create()

    def _engine(self, **options: Any) -> Engine:
        if not self.is_sqlite:
            limits = {"options": f"-c statement_timeout={self._seconds}s"} if self._seconds else {}
            options["connect_args"] = _CONNECTING | limits
        # What fails is logged: with its SQL, without anybody's text.
        engine = create_engine(self.url, pool_timeout=WAIT, hide_parameters=True, **options)
        if self._pulse:
            self._pulse.watch(engine)
        else:
            event.listen(engine, "connect", _prepare_sqlite)
            self.file.keep(engine)
        _close_late_ones(engine)
        return engine

    def _prepare_writer(self, connection: Any, record: ConnectionPoolEntry) -> None:
        """Make the writer of a new connection."""
        if self._pulse:
            record.info["writer"] = PostgreSQLWriter(connection, self._pulse, self._dialect)
        else:
            connection.execute(WRITER_CACHE)
            record.info["writer"] = SQLiteWriter(connection, self._dialect)

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What is raised where the store fails: SQLAlchemy's errors, its driver's, and ours."""
        return DBAPIError, NoConnection, StoreUnavailable, self._dialect.loaded_dbapi.Error

    def session(self) -> Session:
        """A session whose transaction begins with its first statement."""
        return Session(self.writes, expire_on_commit=False)

    def read(self, statement: Executable, values: Values) -> Rows:
        """All rows of one SELECT, outside any transaction; text is UTF-8, ready to be sent.

        From the replica where that will do for what this thread answers (`Replica.may_answer`).
        """
        if self.replica and self.replica.is_chosen():
            try:
                return self.replica.database.read_newest(statement, values)
            except self.errors as error:
                self.replica.must_have_failed(error)
        return self.read_newest(statement, values)

    def read_newest(self, statement: Executable, values: Values) -> Rows:
        """The same from the server that is written to.

        Each thread keeps a connection for its reads.
        """
        ready = prepared(statement, self._dialect)
        held = self._reader()
        try:
            return held.reader.read(ready, values)
        except self._dialect.loaded_dbapi.Error as error:
            if not self._dialect.is_disconnect(error, held.connection.driver_connection, None):
                raise
            held.connection.invalidate(error)
            self.reads.dispose()  # the server restarted: no other connection is good either
            self._held.reader = None
        return self._reader().reader.read(ready, values)

    def read_within(self, seconds: float, statement: Executable, values: Values) -> Rows:
        """The same for a SELECT that may take long; raises TooSlow where it takes longer."""
        if self.replica and self.replica.is_chosen():
            return self.replica.database.read_within(seconds, statement, values)
        reader = self._reader().reader
        is_over = threading.Event()

        def stop() -> None:
            is_over.set()
            reader.interrupt()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            return self.read(statement, values)
        except self._dialect.loaded_dbapi.OperationalError as error:
            if not is_over.is_set():
                raise
            raise TooSlow(f"This would take longer than {seconds:g} seconds.") from error
        finally:
            timer.cancel()
            timer.join()  # so that it stops nothing that comes after

    def version(self, since: float = inf) -> object:
        """The state of what is stored: another one after every commit that anybody makes.

        As it was at some moment after `since` (of time.monotonic()), or is now. None where the
        store does not answer. Where there is a replica it is that one's: None for who reads the
        server that is written to, which has come further.
        """
        if self.replica:
            return self.replica.database.version(since) if self.replica.is_chosen() else None
        asked_at, version = self._seen
        if asked_at > since:
            return version
        asked_at = monotonic()
        try:
            if self.is_sqlite:
                version = (self._watch or self._watched()).version()
            else:
                ((version,),) = self.read(_SNAPSHOT, {})
        except self.errors:
            return None
        self._seen = asked_at, version
        return version

    def _watched(self) -> Watch:
        with self._opening:
            if self._watch is None:
                self._watch = Watch(self.file)
            return self._watch

    def _reader(self) -> _Held:
        """This thread's connection for reads."""
        held: _Held | None = getattr(self._held, "reader", None)
        if self._pulse:
            self._pulse.must_beat()
        elif held and held.file != self.file.recent_identity():
            held.connection.invalidate()
            held = self._held.reader = None
        if held is None:
            connection = self.reads.raw_connection()
            info = connection.info
            held = self._held.reader = _Held(info["reader"], connection, info.get("file"))
        return held

    def connections(self) -> Mapping[tuple[str, str], int]:
        """How many connections each pool has, by the name of the pool and what they are at.

        Those for reads are each held by a thread, from its first read on.
        """
        pools = {"reads": self.reads.pool, "writes": self.writes.pool}
        found: dict[tuple[str, str], int] = {}
        for name, pool in pools.items():
            assert isinstance(pool, QueuePool)  # noqa: S101 (both stores' engines have one)
            found[name, "in use"], found[name, "idle"] = pool.checkedout(), pool.checkedin()
        return found

    def must_be_current(self) -> None:
        """Raise Misconfigured where the tables are not those of this version, or not in UTF-8.

        It asks the store and the files themselves: Alembic takes half a second to load.
        """
        numbers = (file.name[:4] for file in folder("migrations").glob("versions/[0-9]*.py"))
        wanted, found = max(numbers), None
        with self.writes.connect() as connection:
            if not self.is_sqlite:
                encoding = connection.scalar(text("SHOW server_encoding"))
                if encoding != "UTF8":
                    raise Misconfigured(f"The database keeps text as {encoding}, not as UTF8")
            if inspect(connection).has_table("alembic_version"):
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if found != wanted:
            state = f"is at revision {found}" if found else "has no tables yet"
            raise Misconfigured(
                f"The store {state}, this version needs {wanted}: run onrecord db upgrade"
            )

    def must_take_writes(self, attempt: Executable) -> None:
        """Raise one of `errors` where writing fails; nothing is changed."""
        with self.writes.connect() as connection:
            connection.execute(attempt)
            connection.rollback()
        if self.is_sqlite:
            self.file.must_have_room()

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        if self.replica:
            self.replica.database.dispose()
        self.writes.dispose()
        if held := getattr(self._held, "reader", None):
            held.connection.close()
        self._held = threading.local()
        self.reads.dispose()
        if self._watch:
            self._watch.close()
            self._watch = None


def _close_late_ones(engine: Engine) -> None:
    """Close connections that come back after the pool which they are of was disposed of.

    They would go back to it, and to the garbage collector with it: those that threads read by do
    when a thread ends.
    """

    def note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["pool"] = engine.pool

    def close(_connection: object, record: ConnectionPoolEntry) -> None:
        if record.info.get("pool") is not engine.pool:
            record.invalidate()

    event.listen(engine, "connect", note)
    event.listen(engine, "checkin", close)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite's own BEGIN breaks SAVEPOINT: take it over
    connection.create_function("json_number", 1, json_number, deterministic=True)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _pulse_of(url: URL) -> "Pulse":
    from .pulse import Pulse  # noqa: PLC0415 (it takes psycopg, installed where it is used)

    _, connecting = url.get_dialect()().create_connect_args(url)
    return Pulse(connecting)


def _prepare_reader(pulse: "Pulse | None", connection: Any, record: ConnectionPoolEntry) -> None:
    """Make the reader of a new connection.

    Text comes as bytes: answers are made of it, and to decode and encode it costs a fifth.
    """
    if pulse is None:
        connection.text_factory = bytes
        record.info["reader"] = SQLiteReader(connection)
    else:
        # To psycopg it means text of no known encoding, which it leaves as it comes: UTF-8, from a
        # database in UTF-8. Parameters are UTF-8 then, too, and the SQL itself is ASCII.
        connection.execute("SET client_encoding TO 'SQL_ASCII'")
        record.info["reader"] = PostgreSQLReader(connection, pulse)


def _must_answer(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Have the pool connect again where the server has restarted; its own ping takes longer."""
    record.info["writer"].must_answer()


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: two that upgrade from reading would refuse each other."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def json_number(value: float | None) -> str | None:
    """A number as JSON: the shortest digits that read back as the same float."""
    return None if value is None else repr(plain_number(value))
