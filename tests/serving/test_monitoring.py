"""What a running service tells of itself: /metrics over all its processes, and its log."""

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.config import Settings
from api.errors import Misconfigured
from tests.articles import article
from tests.service import Service, wait_for

MARK = "zanzibarquokka"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{service.at}", timeout=30) as found:
        yield found


def numbers(client: httpx.Client, **headers: str) -> dict[tuple[str, ...], float]:
    """The samples of /metrics, by name and the values of their labels."""
    answer = client.get("/metrics", headers={"Connection": "close", **headers})
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def workers_of(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


ASKED = ("onrecord_http_requests_total", "GET", "/v1/quotes", "200")


def ask(client: httpx.Client, times: int) -> None:
    """Ask over a connection of its own each time, so that any worker may answer."""
    for _ in range(times):
        assert client.get("/v1/quotes", headers={"Connection": "close"}).status_code == 200


def test_every_process_counts_and_what_a_dead_one_counted_stays(
    service: Service, client: httpx.Client
) -> None:
    with service.served() as master:
        service.send(1)
        ask(client, 20)
        before = numbers(client)
        assert before[ASKED] == 20
        assert before["onrecord_cache_requests_total", "hit"] >= 16
        assert before["onrecord_http_request_duration_seconds_count", "GET", "/v1/quotes"] == 20
        assert before["onrecord_extraction_duration_seconds_count",] == 1
        assert before["onrecord_found_per_text_sum", "quote"] > 0
        assert before["onrecord_workers",] == before["onrecord_workers_started_total",] == 2

        for worker in workers_of(master.pid):
            os.kill(worker, signal.SIGKILL)
        wait_for(lambda: numbers(client)["onrecord_workers_started_total",] == 4)
        ask(client, 10)
        after = numbers(client)
        assert after[ASKED] == 30
        assert after["onrecord_extraction_duration_seconds_count",] == 1
        assert after["onrecord_workers",] == 2


def test_it_counts_on_after_a_reload(service: Service, client: httpx.Client) -> None:
    with service.served() as master:
        ask(client, 5)
        old = set(workers_of(master.pid))
        master.send_signal(signal.SIGHUP)
        wait_for(lambda: not old & set(workers_of(master.pid)))
        ask(client, 5)
        assert numbers(client)[ASKED] == 10


def test_what_waits_and_what_the_pools_hold_is_told(service: Service, client: httpx.Client) -> None:
    with service.served():
        service.send(1)
        wait_for(lambda: numbers(client).get(("onrecord_store_connections", "writes", "idle")) == 1)
        with socket.create_connection(service.at.split(":")):  # type: ignore[arg-type]
            wait_for(lambda: numbers(client)["onrecord_http_connections",] >= 1)


def test_a_request_that_is_refused_by_the_server_is_counted(
    service: Service, client: httpx.Client
) -> None:
    with service.served():
        send(service, b"nonsense\r\n\r\n")
        assert numbers(client)["onrecord_http_refused_total", "400"] == 1


def test_on_an_open_network_it_takes_a_key_made_for_it(
    service: Service, client: httpx.Client
) -> None:
    service.environment |= {"ONRECORD_REQUIRE_KEYS": "true", "ONRECORD_PUBLIC_READS": "true"}
    with service.served():
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics/").status_code == 401
        reader, watcher = service.key("read"), service.key("metrics")
        as_reader = {"Authorization": f"Bearer {reader}"}
        assert client.get("/metrics", headers=as_reader).status_code == 403
        as_watcher = {"Authorization": f"Bearer {watcher}"}
        assert numbers(client, **as_watcher)["onrecord_workers",] == 2
        assert client.get("/v1/quotes", headers=as_watcher).status_code == 403


def test_no_text_and_no_secret_is_told(
    service: Service, client: httpx.Client, tmp_path: Path
) -> None:
    service.environment |= {"ONRECORD_REQUIRE_KEYS": "true", "ONRECORD_ACCESS_LOG": "-"}
    key, log = service.key(), tmp_path / "log"
    headers = {"Authorization": f"Bearer {key}"}
    with log.open("wb") as file, service.served(file):
        body = article(text=f"“We saw the {MARK},” Mara Lindqvist said. It cost $3 million.")
        assert client.post("/v1/articles", json=body, headers=headers).status_code == 201
        client.get(f"/v1/quotes?q={MARK}&key={key}", headers=headers)
        client.get("/v1/quotes", headers={"X-Request-ID": key, **headers})
        client.post("/v1/articles", content=f'{{"text": "{MARK}'.encode(), headers=headers)
        client.get("/v1/quotes", headers={"Authorization": f"Bearer {key[:-1]}"})
        send(service, f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization {key}\r\n\r\n".encode())
        send(service, f"POST /v1/extract?x={MARK} HTTP/1.1\r\nHost:{MARK} x\r\n\r\n".encode())
        # The store loses a table: each write fails with what it was about to store.
        drop(service, "quotes")
        assert client.post("/v1/articles", json=article(text=MARK), headers=headers).is_error
        metrics = client.get("/metrics", headers=headers).text
    said = log.read_text()
    for told in (said, metrics):
        assert MARK not in told
        assert key.removeprefix("onr_") not in told
    lines = [json.loads(line) for line in said.splitlines()]
    failed = next(line for line in lines if "exception" in line)
    assert failed["request_id"] in {line.get("request_id") for line in lines if "path" in line}
    assert re.search(r"OperationalError.*SQLITE_ERROR", failed["exception"])


def test_an_access_log_has_a_line_for_every_request(
    service: Service, client: httpx.Client, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    service.environment["ONRECORD_ACCESS_LOG"] = str(log)
    with service.served():
        for _ in range(2):  # made, and kept
            client.get("/v1/quotes?limit=3", headers={"X-Request-ID": "mine"})
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["path"], line["status"], line["request_id"]) for line in lines] == [
        ("/v1/quotes", 200, "mine")
    ] * 2
    assert all(line["milliseconds"] > 0 for line in lines)


def test_on_a_terminal_the_log_is_for_people(service: Service) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "wb", buffering=0) as terminal, service.served(terminal):
        send(service, b"nonsense\r\n\r\n")
        said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Refused a request from ('127.0.0.1'" in said
    assert not said.startswith("{")


def send(service: Service, data: bytes) -> bytes:
    """Send bytes as they are, and take what comes."""
    host, port = service.at.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(data)
        return connection.recv(65536)


def drop(service: Service, table: str) -> None:
    import sqlite3  # noqa: PLC0415

    path = service.environment["ONRECORD_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TABLE {table}")
    connection.close()


def test_an_access_log_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="ONRECORD_ACCESS_LOG"):
        Settings.from_environment({"ONRECORD_ACCESS_LOG": str(tmp_path / "none" / "log")})
