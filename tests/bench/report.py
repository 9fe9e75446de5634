"""The tables: each goal beside what was reached, and what stands behind it."""

import os
import platform
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.load import Load

OURS, BARE, LITESTAR = "onrecord", "bare WSGI hello", "Litestar, msgspec, Core"
USUAL = (
    *("FastAPI", "FastAPI, async", "flask-smorest as usual"),
    *("Django Ninja", "Django REST framework"),
)
LISTS = ("quotes", "figures")


class Bulk(NamedTuple):
    """Articles stored by a bulk request, in a second and in a second of processor time."""

    per_second: float
    per_processor_second: float


@dataclass
class Measured:
    """What a run found on one store."""

    inside: Mapping[str, float] = field(default_factory=dict)
    growth: Mapping[str, float] = field(default_factory=dict)
    loads: dict[tuple[str, str], Load] = field(default_factory=dict)
    memory: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, Any] = field(default_factory=dict)
    bulk: Bulk | None = None
    inserts: float | None = None

    def stored(self) -> float:
        """Articles that the bulk request stored in a second of one core."""
        if not self.bulk:
            raise KeyError("bulk")
        return self.bulk.per_processor_second

    def inserted(self) -> float:
        """Quotes that were stored in a second of one core, reading aside."""
        if not self.inserts:
            raise KeyError("inserts")
        return self.inserts

    def faster(self, other: str, request: str) -> float:
        """How many times a server's requests per second onrecord answers."""
        return self.loads[OURS, request].requests / self.loads[other, request].requests

    def slowest(self, others: tuple[str, ...], *asked: str) -> float:
        """The least of these ratios, over those that were measured."""
        pairs = ((other, name) for other in others for name in asked)
        return min(self.faster(*pair) for pair in pairs if pair in self.loads)


class Goal(NamedTuple):
    """One row of the table: what is compared, what is wanted, and how it is found."""

    what: str
    goal: str
    reached: Callable[[Measured], float]
    shown: str = "{:.1f} ×"


GOALS = (
    Goal("Processor time inside the application, article / Flask hello", "≤ 2.5 ×",
         lambda m: m.inside["article"] / m.inside["hello"]),
    Goal("the same, 50 quotes", "≤ 4.5 ×", lambda m: m.inside["quotes"] / m.inside["hello"]),
    Goal("the same, 50 figures", "≤ 4.5 ×", lambda m: m.inside["figures"] / m.inside["hello"]),
    Goal("Requests/s of those reads, against the nearest of FastAPI, smorest, Ninja, DRF",
         "≥ 8 ×", lambda m: m.slowest(USUAL, "article", *LISTS)),
    Goal("against Datasette", "≥ 3 ×", lambda m: m.slowest(("Datasette",), "article", *LISTS)),
    Goal("against Litestar, article", "≥ 1.6 ×", lambda m: m.slowest((LITESTAR,), "article")),
    Goal("against Litestar, lists", "≥ 1.3 ×", lambda m: m.slowest((LITESTAR,), *LISTS)),
    Goal("An unchanged answer asked again, against bare WSGI hello", "≥ 0.7 ×",
         lambda m: m.loads[OURS, "unchanged"].requests / m.loads[BARE, "hello"].requests,
         "{:.2f} ×"),
    Goal("POST of an article with extraction, against FastAPI and smorest, which insert only",
         "≥ 2 ×", lambda m: m.slowest(USUAL[:3], "post")),
    Goal("Bulk over HTTP, articles/s of one core", "≥ 300",
         Measured.stored, "{:.0f}"),
    Goal("The insert alone, quotes/s of one core", "≥ 50,000", Measured.inserted, "{:,.0f}"),
    Goal("Memory after load, two workers", "≤ 120 MB",
         lambda m: max(m.memory[OURS]), "{:.0f} MB"),
    Goal("Start to first answer", "≤ 1.2 s",
         lambda m: statistics.median(m.starts[OURS]), "{:.2f} s"),
    Goal("Ten times the data, reads", "≤ 1.2 ×",
         lambda m: max(m.growth[name] for name in ("article", *LISTS)), "{:.2f} ×"),
    Goal("Ten times the data, newest-first search", "≤ 1.5 ×",
         lambda m: m.growth["search"], "{:.2f} ×"),
)  # fmt: skip


def text(store: str, articles: int, found: Measured) -> str:
    """Everything that a run found on one store, as Markdown."""
    return "\n".join((
        f"\n### {store}: {articles:,} articles\n",
        *_goals(found),
        "",
        *_servers(found),
        "",
        f"`{_command()}` on {_machine()}",
    ))  # fmt: skip


def _goals(found: Measured) -> Iterator[str]:
    yield "| what | goal | reached |"
    yield "|---|---|---|"
    for goal in GOALS:
        try:
            reached = goal.shown.format(goal.reached(found))
        except (KeyError, ValueError):  # not measured in this run
            reached = "–"
        yield f"| {goal.what} | {goal.goal} | {reached} |"


def _servers(found: Measured) -> Iterator[str]:
    """How many times onrecord each server needs: requests/s and processor time."""
    yield "| server | request | requests/s | onrecord is | µs a request | database µs | p99 ms |"
    yield "|---|---|---|---|---|---|---|"
    for (server, request), load in sorted(found.loads.items(), key=lambda item: item[0][1]):
        ours = found.loads.get((OURS, request))
        ratio = f"{ours.requests / load.requests:.1f} ×" if ours else ""
        yield (
            f"| {server} | {request} | {load.requests:.0f} | {ratio} | {load.processor:.0f} "
            f"| {load.database:.0f} | {load.p99:.1f} |"
        )
    for server, sizes in found.memory.items():
        if not found.starts[server]:  # only some parts were run
            continue
        start = statistics.median(found.starts[server])
        yield f"| {server} | start {start:.2f} s, memory {max(sizes):.0f} MB | | | | | |"


def _command() -> str:
    named = ("SCALE", "STORES", "ONLY", "SERVERS", "ROUNDS", "SECONDS")
    given = [f"{name}={os.environ[name]}" for name in named if name in os.environ]
    return " ".join([*given, "make bench"])


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if "model name" in line), "?")
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}"
