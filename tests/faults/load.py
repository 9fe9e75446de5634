"""Clients that store articles while things break, and what they were told."""

import http.client
import json
import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests import stores
from tests.articles import article
from tests.service import Service, wait_for

PATIENCE = 60  # seconds for an answer
CLIENTS = 4


class Load:
    """Writers that send each article until it is taken, and a reader, until told to stop."""

    def __init__(self, service: Service, clients: int = CLIENTS, first: int = 1) -> None:
        self.service = service
        self.taken: set[int] = set()  # what was answered 201 or 200
        self.answers: Counter[Any] = Counter()  # by status; "none" where the connection broke
        self._numbers = count(first)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(clients)]
        self._threads.append(threading.Thread(target=self._read))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have them at work for as long as the block runs."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()

    def _write(self) -> None:
        while not self._over.is_set():
            number = next(self._numbers)
            body = json.dumps(article(url=f"https://courier.example/{number}", title=str(number)))
            while (status := self._ask("POST", "/v1/articles", body)) not in {200, 201}:
                if self._over.wait(0.05):
                    return
                assert status in {"none", 503}, status
            self.taken.add(number)

    def _read(self) -> None:
        while not self._over.wait(0.02):
            status = self._ask("GET", "/v1/articles?limit=3")
            assert status in {"none", 200, 503}, status

    def _ask(self, method: str, path: str, body: str | None = None) -> Any:
        status = ask(self.service, method, path, body)[0]
        self.answers[method, status] += 1
        return status


def ask(service: Service, method: str, path: str, body: str | None = None) -> tuple[Any, Any]:
    """Ask on a connection of its own; status and body, "none" where it broke."""
    connection = http.client.HTTPConnection(service.at, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        content, is_json = answer.read(), "json" in answer.getheader("Content-Type", "")
        return answer.status, json.loads(content) if is_json and content else None
    except (OSError, http.client.HTTPException, ValueError):
        return "none", None
    finally:
        connection.close()


def stored(service: Service) -> list[int]:
    """The numbers of all articles that are there."""
    found: list[int] = []
    path = "/v1/articles?limit=200"
    while path:
        status, page = ask(service, "GET", path)
        assert status == 200
        found += [int(item["title"]) for item in page["items"]]
        path = (page["next"] or "").removeprefix(f"http://{service.at}")
    return found


def must_have_lost_nothing(load: Load) -> None:
    """All that was taken is there, each once; and the store is whole."""
    found = stored(load.service)
    assert len(found) == len(set(found))
    assert load.taken <= set(found)
    stores.must_be_whole(load.service.environment["ONRECORD_DATABASE_URL"])


def workers(master: subprocess.Popen[bytes]) -> list[int]:
    """The worker processes of a server."""
    try:
        children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text()
    except OSError:  # it ended
        return []
    return [int(one) for one in children.split()]


def memory(processes: list[int]) -> int:
    """Bytes that processes have in memory, what they share counted once for each."""
    pages = 0
    for process in processes:
        try:
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:  # it ended
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")


def goes_on(load: Load) -> None:
    """Wait until more is taken than was."""
    before = len(load.taken)
    wait_for(lambda: len(load.taken) > before)


def report(what: str, times: int, load: Load, began: float) -> None:
    """Write a row of docs/reliability.md where FAULTS_REPORT names a file."""
    if not (name := os.environ.get("FAULTS_REPORT")):
        return
    answers = Counter[str]()
    for (_, status), number in load.answers.items():
        answers[str(status)] += number
    said = ", ".join(f"{status}: {number}" for status, number in sorted(answers.items()))
    with Path(name).open("a") as file:
        took = time.monotonic() - began
        file.write(f"{what} | {times} | {len(load.taken)} | {said} | {took:.0f} s\n")
