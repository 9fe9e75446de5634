"""gunicorn's worker process, with a loop and threads of our own inside."""

import os
import select
import signal
from http import HTTPStatus
from threading import Thread
from time import monotonic, sleep
from typing import Any

from gunicorn.workers.base import Worker as Base

from . import errors
from .leader import Lead
from .loop import Loop
from .watchdog import Watchdog

BEAT = 1.0  # seconds between two heartbeats
PAUSE = 0.05  # seconds between two checks whether the threads have ended
STOPS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})


class Worker(Base):  # type: ignore[misc]
    """Serves short requests in the thread that received them, and long ones in other threads.

    `cfg.threads` requests that read run at once, at most, and so many that write as the application
    says (`writers`); more wait. One thread more is always left for the loop: so somebody accepts,
    refuses what is too much, and answers the health check, whatever goes on in the others. The main
    thread takes signals, tells gunicorn that all is well, and looks for threads that hang.
    """

    alive: bool

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.longest_body = self.app.longest_body
        self.logs_access = self.log.access_log_enabled
        self.watchdog = Watchdog(self.cfg.timeout)

    def run(self) -> None:
        """Serve until told to stop; then finish the requests that have arrived."""
        lead = Lead()
        loop = Loop(self, lead)
        # Daemons: one that hangs must not keep the process from ending.
        threads = [
            Thread(target=self._take_part, args=(loop, lead), daemon=True)
            for _ in range(self.cfg.threads + self.app.writers + 1)
        ]
        for thread in threads:
            thread.start()
        hung = 0
        while self.alive and self.ppid == os.getppid() and not hung:
            self._rest()
            self.app.tell(loop.state())
            hung = self.watchdog.hung()
        if hung:
            self.log.error("%d requests hang: this worker is replaced", hung)
        self.alive = False
        loop.wake()
        end = monotonic() + self.cfg.graceful_timeout
        # The first that ends has found every request answered; or it broke, and there may be no
        # leader now.
        while (
            monotonic() < end
            and all(thread.is_alive() for thread in threads)
            and not 0 < loop.count <= hung
        ):
            self.notify()
            sleep(PAUSE)

    def init_signals(self) -> None:
        """Take signals from now on, and heed one to stop that has come since the fork.

        Until now they went to the handler of the master, as this process has a copy of it: it puts
        them into a queue that only a master reads. The master would wait for this worker in vain.
        """
        master = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        super().init_signals()
        while master and not master.SIG_QUEUE.empty():
            if master.SIG_QUEUE.get() in STOPS:
                self.alive = False

    def count_request(self) -> bool:
        """Count a request; whether the connection may be kept for another."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        return self.alive and self.cfg.keepalive > 0

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that cannot be parsed, or that the application has failed at."""
        status = errors.status_of(exc)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            asked = f"{req.method} {req.path}" if req else "that was not read"
            self.log.error("Error handling request %s", asked, exc_info=exc)
        else:
            # Not what it says: that may be a field of the head with a key in it.
            self.log.warning("Refused a request from %s: %d, %s", addr, status, type(exc).__name__)
        self.app.refused(status)
        client.sendall(errors.problem(status, exc))

    def _take_part(self, loop: Loop, lead: Lead) -> None:
        """Be one of the threads that take turns as the leader."""
        self.watchdog.join()
        try:
            while not loop.done:
                loop.lead(lead.follow())
        except BaseException:
            self.log.exception("A thread of the worker ended")
            self.alive = False
            raise

    def _rest(self) -> None:
        """Wait a moment, or for a signal."""
        ready, _, _ = select.select([self.PIPE[0]], [], [], BEAT)
        if ready:
            os.read(self.PIPE[0], 4096)
        self.notify()
