"""Which process counts in which row (metrics), and what it says of itself each second."""

from collections.abc import Mapping
from typing import Any

from .. import metrics
from ..store.database import Database

# After a reload old workers finish while new ones begin; more than that share the last row.
ROWS_OF_A_WORKER, MORE_ROWS = 4, 4


def share(workers: int) -> None:
    """Make the memory that all processes count in; the first row is this one's, the master's."""
    if not metrics.MEMORY.is_shared:
        metrics.MEMORY.share(ROWS_OF_A_WORKER * workers + MORE_ROWS)


def give_row(server: Any, worker: Any) -> None:
    """Before a worker is forked: let it have a row that no other has."""
    taken = {other.row for other in server.WORKERS.values()}
    last = metrics.MEMORY.count - 1
    worker.row = next((row for row in range(1, last) if row not in taken), last)
    metrics.WORKERS_STARTED.add()
    metrics.WORKERS.set(len(server.WORKERS) + 1)


def begin(_server: Any, worker: Any) -> None:
    """In a worker that was just forked."""
    metrics.MEMORY.use(worker.row)
    metrics.clear_gauges(worker.row)


def end(server: Any, worker: Any) -> None:
    """After a worker has ended, however: what it counted stays, what it was doing does not."""
    if worker.row not in {other.row for other in server.WORKERS.values()}:
        metrics.clear_gauges(worker.row)
    metrics.WORKERS.set(len(server.WORKERS))


def refused(status: int) -> None:
    """Count a request that the application has not seen."""
    metrics.REFUSED.add((str(status),))


def tell(database: Database, state: Mapping[str, Mapping[str, int]]) -> None:
    """Say what a worker is doing now."""
    metrics.CONNECTIONS.set(state["connections"]["open"])
    metrics.set_all(metrics.WAITING, {(kind,): n for kind, n in state["waiting"].items()})
    metrics.set_all(metrics.RUNNING, {(kind,): n for kind, n in state["running"].items()})
    metrics.set_all(metrics.STORE_CONNECTIONS, database.connections())
