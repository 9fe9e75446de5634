"""What is long or waits stops no short request, in the service as it runs for others."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgresql
from tests.articles import article
from tests.faults.load import ask
from tests.service import Service

WRITES = 6  # more than there are threads for
LONG = ("It was a long day in Tarn. " * 6 + "The fleet has 5 cats in port. ") * 400


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "sqlite":
        yield Service(tmp_path, workers="1")
        return
    with postgresql.started() as server:
        yield Service(tmp_path, server.url, workers="1")


@contextmanager
def locked(service: Service) -> Iterator[None]:
    """Keep the store from being written by others in here."""
    url = service.environment["ONRECORD_DATABASE_URL"]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as it:
            it.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE articles IN EXCLUSIVE MODE")
        yield


def write(service: Service, number: int) -> Any:
    body = json.dumps(article(url=f"https://courier.example/{number}"))
    return ask(service, "POST", "/v1/articles", body)[0]


def short_reads(service: Service) -> set[Any]:
    """What short reads are answered, each on a connection of its own."""
    paths = ["/v1/articles?limit=3", "/v1/quotes?q=port", "/healthz"] * 4
    return {ask(service, "GET", path)[0] for path in paths}


def is_going_on(asked: list[Future[Any]]) -> bool:
    return not any(one.done() for one in asked)


def test_writes_that_wait_for_the_store_stop_no_reads(service: Service) -> None:
    with service.served(), ThreadPoolExecutor(WRITES) as threads:
        assert write(service, 0) == 201
        with locked(service):
            writes = [threads.submit(write, service, number) for number in range(1, WRITES + 1)]
            assert short_reads(service) == {200}
            assert is_going_on(writes)
        assert {one.result() for one in writes} == {201}


def test_long_texts_stop_neither_reads_nor_short_texts(tmp_path: Path) -> None:
    service = Service(tmp_path, workers="1")
    body = json.dumps({"text": LONG})
    with service.served(), ThreadPoolExecutor(3) as threads:
        long = [threads.submit(ask, service, "POST", "/v1/extract", body) for _ in range(3)]
        assert short_reads(service) == {200}
        assert write(service, 1) == 201
        assert not all(one.done() for one in long)
        assert [one.result()[0] for one in long] == [200] * 3
