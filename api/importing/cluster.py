"""Records read on a cluster of Dask's distributed scheduler (https://distributed.dask.org).

The files are opened here, and their records sent: a cluster needs no file system that all share,
and one that stores a thousand articles a second reads them from a disk just as well. What a worker
does is what a process of this machine does. One that is lost costs the time of its tasks, which
others take over; a record that ends its workers again and again is rejected.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import Any, ClassVar

from ..errors import Error, Misconfigured, NotInstalled
from ..extraction import EXTRACTOR
from .pool import Future, Pool, Readers, Task
from .prepare import prepared
from .records import Rejected, Result
from .workers import DEADLINE, Work

_SAME = f"{version('onrecord')}, {EXTRACTOR}"  # what reads there must be what would read here
_A_THREAD = 4  # tasks under way for each thread of the cluster
_WORKERS = 60.0  # seconds to wait for a worker where there is none
_LOOK = 5.0  # seconds after which the cluster's threads are counted again
_HERE = Readers()  # where this module is a worker's


class Cluster(Pool):
    """The workers of the scheduler at an address such as tcp://10.0.0.1:8786."""

    together: ClassVar[int] = 20

    def __init__(
        self,
        address: str,
        work: Work = prepared,
        deadline: float = DEADLINE,
        patience: float = _WORKERS,
    ) -> None:
        super().__init__(work, deadline)
        self._address = address
        self._patience = patience
        self._threads = 0
        self._looked = 0.0
        try:
            import distributed  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise NotInstalled("--scheduler takes Dask: pip install 'onrecord[cluster]'") from error
        for name in ("distributed", "distributed.client"):  # what matters is raised
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._dask: Any = distributed  # much of it has no types
        try:
            self._client = self._dask.Client(address, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise Misconfigured(f"No Dask scheduler answers at {address}: {error}") from error
        self._must_have_workers()

    def __exit__(self, *_: object) -> None:
        with suppress(TimeoutError, OSError):
            self._client.close()

    def _must_have_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError as error:
            self.__exit__()
            raise Misconfigured(
                f"The scheduler at {self._address} had no worker for {self._patience:.0f} s: "
                f"dask worker {self._address} starts one"
            ) from error

    def _at_once(self) -> int:
        if time.monotonic() - self._looked > _LOOK:
            self._looked = time.monotonic()
            with self._there():
                self._threads = sum(self._workers().values()) or self._threads
        return _A_THREAD * self._threads

    def _send(self, task: Task) -> Future:
        with self._there():
            future: Future = self._client.submit(read_there, _SAME, task, pure=False)
        return future

    def _results(self, task: Task, future: Future) -> list[list[Result]]:
        try:
            with self._there():
                found: list[list[Result]] = self._result(future)
                return found
        except self._dask.scheduler.KilledWorker:
            return self._one_by_one(task)
        except NotInstalled as error:
            raise NotInstalled(f"On a worker of the cluster: {error}") from error
        except (ModuleNotFoundError, AttributeError) as error:
            raise Misconfigured(
                f"A worker of the cluster has no onrecord that reads as this one does ({error}): "
                "install the same version there, with the extra import"
            ) from error

    def _result(self, future: Any) -> Any:
        """What comes of a task; raises Error where there has been no worker for a while."""
        seen = time.monotonic()
        while not future.done():
            with suppress(TimeoutError):
                return future.result(timeout=min(_LOOK, self._patience))
            if self._workers():
                seen = time.monotonic()
            elif time.monotonic() - seen > self._patience:
                raise Error(
                    f"The scheduler at {self._address} has had no worker for "
                    f"{self._patience:.0f} s. The same command goes on from here."
                )
        return future.result()

    def _workers(self) -> dict[str, int]:
        """The threads of each worker; raises TimeoutError where the scheduler does not say."""
        asked = self._client.scheduler.ncores
        found: dict[str, int] = self._client.sync(asked, callback_timeout=self._patience)
        return found

    @contextmanager
    def _there(self) -> Iterator[None]:
        """Ask the scheduler for something in here; raises Error where it does not answer."""
        try:
            yield
        except (asyncio.CancelledError, CancelledError, OSError, TimeoutError) as error:
            raise Error(
                f"The scheduler at {self._address} no longer answers. "
                "The same command goes on from here."
            ) from error

    def _one_by_one(self, task: Task) -> list[list[Result]]:
        """The results of a task whose workers died one after the other: which record is it."""
        if len(task.records) == 1:
            reason = "It ended every process of the cluster that read it."
            return [[Rejected(task.records[0].place, reason)]]
        found: list[list[Result]] = []
        for record in task.records:
            alone = task._replace(records=[record])
            found += self._results(alone, self._send(alone))
        return found


def read_there(same: str, task: Task) -> list[list[Result]]:
    """What becomes of the records of a task, on a worker; raises Misconfigured for another one."""
    if same != _SAME:
        raise Misconfigured(
            f"A worker of the cluster has onrecord {_SAME}, and here it is {same}: install the "
            "same version there"
        )
    return _HERE.read(task)
