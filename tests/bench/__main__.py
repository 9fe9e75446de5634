"""Run the bench: python -m tests.bench, or `make bench`.

From the environment: SCALE (1), STORES (sqlite,postgresql), ONLY (inprocess,reads,writes; growth
where it is asked for), SERVERS (part of a name; all), ROUNDS (3), SECONDS (4, of one run of wrk).
"""

import itertools
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Mapping, Sequence
from compileall import compile_dir
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import report, requests, servers
from tests.bench.load import Load, load, must_have_wrk
from tests.bench.processes import Running, memory, processor_time, running
from tests.bench.servers import ONRECORD, SERVERS, Server
from tests.bench.stores import ROOT, Store, store

BULK = 300  # articles of the bulk request
TIMES = 10  # the amount of data that growth compares
WRITES = {"post"}
COMPARED = ("article", "quotes", "figures")


@dataclass
class Options:
    """What to measure and for how long."""

    scale: float = float(os.environ.get("SCALE", "1"))
    stores: Sequence[str] = tuple(os.environ.get("STORES", "sqlite,postgresql").split(","))
    parts: Sequence[str] = tuple(os.environ.get("ONLY", "inprocess,reads,writes").split(","))
    servers: str = os.environ.get("SERVERS", "")
    rounds: int = int(os.environ.get("ROUNDS", "3"))
    seconds: float = float(os.environ.get("SECONDS", "4"))

    def chosen(self, server: Server, store_name: str) -> bool:
        """Whether a server is part of this run; onrecord always is."""
        wanted = server is ONRECORD or re.search(self.servers, server.name, re.IGNORECASE)
        return bool(wanted) and store_name in server.stores


@dataclass
class Bench:
    """One store's measurements."""

    store: Store
    files: Mapping[str, Path]
    options: Options
    found: report.Measured = field(default_factory=report.Measured)

    def inprocess(self) -> None:
        """Measure inside the application."""
        wanted = [str(self.files[name]) for name in COMPARED]
        command = [sys.executable, "-m", "tests.bench.inprocess", self.store.reads, *wanted]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        self.found.inside = json.loads(run.stdout)

    def growth(self, larger: Store) -> None:
        """Measure what more data costs."""
        wanted = [str(self.files[name]) for name in (*COMPARED, "search")]
        command = [sys.executable, "-m", "tests.bench.growth", self.store.reads, larger.reads]
        run = subprocess.run([*command, *wanted], check=True, stdout=subprocess.PIPE, text=True)
        self.found.growth = json.loads(run.stdout)

    def rounds(self, writing: bool) -> None:
        """Load every server in turn, several times over."""
        chosen = [one for one in SERVERS if self.options.chosen(one, self.store.name)]
        for server in chosen:
            servers.prepare(server)
        loads: dict[tuple[str, str], list[Load]] = defaultdict(list)
        for turn in range(self.options.rounds):
            for server in chosen:
                asked = [name for name in server.answers if (name in WRITES) == writing]
                try:
                    self._turn(server, asked, loads)
                except RuntimeError as error:
                    _say(f"  {server.name} fails: {error}")
            _say(f"{self.store.name}: round {turn + 1} of {self.options.rounds} done")
        self.found.loads |= {key: _median(runs) for key, runs in loads.items()}

    def _turn(
        self, server: Server, asked: Sequence[str], loads: dict[tuple[str, str], list[Load]]
    ) -> None:
        if not asked:
            return
        url = self.store.writes if asked[0] in WRITES else self.store.reads
        with running(server.started(url), server.variables(url), server.ready) as started:
            self.found.starts[server.name].append(started.started)
            if asked[0] not in WRITES:
                self._compare(server, started)
            for name in asked:
                file = self.files[server.answers[name]]
                if not _answers(started, file):
                    continue
                load(started, file, 1, self.store.server)
                done = load(started, file, self.options.seconds, self.store.server)
                loads[server.name, name].append(done)
                _say(
                    f"  {server.name:26} {name:10} {done.requests:9.0f}/s {done.processor:9.0f} µs"
                )
            self.found.memory[server.name].append(memory(started.process, without=".db"))

    def _compare(self, server: Server, started: Running) -> None:
        """Hold a peer's answers to onrecord's: they must be the same."""
        for name in COMPARED:
            if server.answers.get(name) != name:
                continue
            for path in requests.paths(self.files[name], 3):
                answer = _plain(_fetch(started.address + path))
                ours = self.found.answers.setdefault(path, answer)
                if difference := _difference(answer, ours):
                    raise RuntimeError(f"{path} is answered otherwise: {difference}")

    def inserts(self) -> None:
        """Measure what it takes to store what was read."""
        command = [sys.executable, "-m", "tests.bench.inserts", self.store.writes]
        run = subprocess.run(
            [*command, str(self.store.articles)], check=True, stdout=subprocess.PIPE, text=True
        )
        self.found.inserts = float(run.stdout)

    def bulk(self) -> None:
        """Send many articles in one request, to one process that has answered another before."""
        bodies = [requests.bulk(self.store, range(first, first + BULK)) for first in (0, BULK)]
        variables = {**ONRECORD.variables(self.store.writes), "ONRECORD_WORKERS": "1"}
        with running(ONRECORD.command, variables, ONRECORD.ready) as started:
            address = started.address + "/v1/articles/bulk"
            for body in bodies:
                spent, begun = processor_time(started.process), time.perf_counter()
                results = _send(address, body)
                lasted = time.perf_counter() - begun
                spent = processor_time(started.process) - spent
                assert [result["status"] for result in results] == [201] * BULK, results[:3]
            self.found.bulk = report.Bulk(BULK / lasted, BULK / spent)


def _answers(server: Running, file: Path) -> bool:
    """Whether a server answers these requests at all."""
    method, path, _, body = file.read_text().partition("\n")[0].split("\t")
    if method != "GET":
        return bool(body)
    try:
        with urllib.request.urlopen(server.address + path, timeout=30):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return False


def _send(url: str, lines: bytes) -> list[Any]:
    """What is answered to a body of NDJSON, a result a line."""
    header = {"Content-Type": "application/x-ndjson"}
    request = urllib.request.Request(url, lines, header, method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
        return [json.loads(line) for line in answer.read().splitlines()]


def _fetch(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read())


def _plain(value: Any) -> Any:
    """An answer without what may differ: the next page's address, how a moment is written."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name != "next"}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)", value):
        return value.replace("+00:00", "").rstrip("Z").removesuffix(".000000")
    return value


def _difference(one: Any, other: Any, place: str = "") -> str | None:
    """The first place where two answers differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs: Any = ((name, one[name], other[name]) for name in one)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = zip(itertools.count(), one, other)
    else:
        return f"{place}: {one!r:.200} for {other!r:.200}" if one != other else None
    found = (_difference(first, second, f"{place}/{name}") for name, first, second in pairs)
    return next(filter(None, found), None)


def _median(runs: Sequence[Load]) -> Load:
    return Load(*(statistics.median(values) for values in zip(*runs, strict=True)))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def main() -> None:
    """Measure what was asked for and print the tables."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped
    must_have_wrk()
    compile_dir(ROOT / "api", quiet=2)  # as it is where it was installed
    options = Options()
    for name in options.stores:
        with store(name, options.scale) as filled:
            bench = Bench(filled, requests.write(filled), options)
            if "inprocess" in options.parts:
                bench.inprocess()
            if "growth" in options.parts:
                with store(name, options.scale * TIMES) as larger:
                    bench.growth(larger)
            if "reads" in options.parts:
                bench.rounds(writing=False)
            if "writes" in options.parts:
                bench.rounds(writing=True)
                bench.bulk()
                bench.inserts()
        print(report.text(name, filled.articles, bench.found), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
