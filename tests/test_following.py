"""`onrecord follow` beside a service: two processes, either of which may end at any moment."""

import http.client
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.service import ONRECORD, Service, wait_for


class Following:
    """`onrecord follow` into one file, and on from where it was."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.lines, self.said = folder / "lines", folder / "said"
        options = ["--state", str(folder / "cursor"), "--types", "article"]
        self.command = [ONRECORD, "follow", f"http://{service.at}", *options]

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        """Follow for as long as the block runs, then be killed."""
        with self.lines.open("ab") as lines, self.said.open("ab") as said:
            process = subprocess.Popen(self.command, stdout=lines, stderr=said)
            try:
                yield process
            finally:
                process.kill()
                process.wait()

    def told(self) -> list[int]:
        """Give the numbers of the articles that it wrote of."""
        changes = [json.loads(line) for line in self.lines.read_text().splitlines()]
        return [int(change["object"]["title"]) for change in changes]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests that do not end it."""
    service = Service(tmp_path_factory.mktemp("service"))
    with service.served():
        yield service


def test_whatever_ends_nothing_is_lost(tmp_path: Path) -> None:
    service = Service(tmp_path)
    following = Following(service, tmp_path)
    with following.started():
        with service.served():
            service.send(1)
            wait_for(lambda: 1 in following.told())
            service.send(2)
        with service.served():  # it goes on by itself when the service is back
            service.send(3)
            wait_for(lambda: 3 in following.told())
            assert following.told() == [1, 2, 3]
    with service.served():
        service.send(4)
        with following.started():  # and from its file when it was killed
            wait_for(lambda: 4 in following.told())
    assert following.told() == [1, 2, 3, 4]
    said = following.said.read_text()
    assert "trying again" in said
    assert "going on" in said


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(
    service: Service, tmp_path: Path, ending: signal.Signals
) -> None:
    following = Following(service, tmp_path)
    with following.started() as follower:
        service.send(ending.value)
        wait_for(lambda: ending.value in following.told())
        follower.send_signal(ending)
        assert follower.wait(timeout=10) == 0
    assert not following.said.read_text()


def test_it_ends_when_nobody_reads_on(service: Service) -> None:
    service.send(100)
    command = [ONRECORD, "follow", f"http://{service.at}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as follower:
        assert follower.stdout
        assert follower.stderr
        assert json.loads(follower.stdout.readline())["action"] == "created"
        follower.stdout.close()
        service.send(101)
        assert follower.wait(timeout=20) == 0
        said = follower.stderr.read().splitlines()  # a busy service may be asked again
        assert [line for line in said if not line.endswith((b"trying again", b"going on"))] == []


def test_a_waiting_request_does_not_hold_up_the_end(tmp_path: Path) -> None:
    service = Service(tmp_path)
    with service.served() as server:
        waiting = http.client.HTTPConnection(service.at, timeout=20)
        waiting.request("GET", "/v1/changes?wait=60")
        time.sleep(0.5)
        server.terminate()
        began = time.monotonic()
        assert json.loads(waiting.getresponse().read())["items"] == []
        server.wait(timeout=20)
        assert time.monotonic() - began < 15
        waiting.close()


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--types", "sentence", "422: 'sentence' is none of article"),
        ("--after", "garbage", "422: Not a cursor of this list"),
    ],
)
def test_what_is_of_no_use_to_repeat_is_said(
    service: Service, option: str, value: str, complaint: str
) -> None:
    command = [ONRECORD, "follow", f"http://{service.at}", option, value]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert complaint in done.stderr


def test_an_address_must_be_one() -> None:
    command = [ONRECORD, "follow", "localhost:8000"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20)
    assert done.stderr == "Error: localhost:8000: expected http://HOST:PORT or https://HOST\n"
