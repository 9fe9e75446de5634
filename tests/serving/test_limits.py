"""Limits that several processes count together, in a real Redis and a real PostgreSQL."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from tests.service import Service, wait_for

REDIS = shutil.which("redis-server")


class Redis:
    """A server that can be stopped."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder = folder
        self.start()

    def start(self) -> None:
        """Start it; it listens then."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir"]
        self._process = subprocess.Popen(
            [str(REDIS), *options, str(self._folder)], stdout=subprocess.DEVNULL
        )
        wait_for(self.listens)

    def listens(self) -> bool:
        """Say whether it does."""
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(timeout=20)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    if not REDIS:
        pytest.skip("redis-server is not installed: apt install redis-server")
    found = Redis(tmp_path)
    yield found
    found.stop()


@pytest.fixture(params=["redis", "postgresql"])
def counted_in(request: pytest.FixtureRequest) -> str:
    if request.param == "redis":
        return f"redis://127.0.0.1:{request.getfixturevalue('redis').port}"
    url = make_url(request.getfixturevalue("postgresql_url")).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS limits")
        server.execute("CREATE DATABASE limits")
    return url.set(database="limits").render_as_string(hide_password=False)


def limited(folder: Path, store: str) -> Service:
    service = Service(folder)
    service.environment |= {
        "ONRECORD_RATE_LIMIT": "10/hour",
        "ONRECORD_RATE_LIMIT_STORE": store,
        "ONRECORD_REQUIRE_KEYS": "true",
    }
    return service


def ask(service: Service, key: str) -> httpx.Response:
    """Ask over a connection of its own, so that any worker may answer."""
    headers = {"Authorization": f"Bearer {key}", "Connection": "close"}
    return httpx.get(f"http://{service.at}/v1/quotes", headers=headers, timeout=30)


def test_all_processes_count_together_and_each_key_by_itself(
    tmp_path: Path, counted_in: str
) -> None:
    service = limited(tmp_path, counted_in)
    one, other = service.key("read"), service.key("write")
    with service.served():
        answers = [ask(service, one) for _ in range(15)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 5
        assert answers[3].headers["RateLimit"].startswith('"default";r=6;t=')
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
        assert ask(service, other).status_code == 200


def test_where_the_store_of_limits_is_gone_requests_are_answered(
    tmp_path: Path, redis: Redis
) -> None:
    service = limited(tmp_path, f"redis://127.0.0.1:{redis.port}")
    key, log = service.key("read"), tmp_path / "log"
    with log.open("wb") as file, service.served(file):
        assert ask(service, key).status_code == 200
        redis.stop()
        answers = [ask(service, key).status_code for _ in range(25)]
        assert set(answers[:10]) == {200}
        assert 429 in answers  # of each process by itself
        redis.start()
        wait_for(lambda: ask(service, key).status_code == 200)
    assert "The store of rate limits does not answer (ConnectionError)" in log.read_text()
