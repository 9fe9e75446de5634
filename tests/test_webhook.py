"""`onrecord follow --post`: signed webhooks, in order, whatever ends."""

import base64
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from standardwebhooks import Webhook

from api.follow import Refused
from api.webhook import key_of
from tests.service import ONRECORD, Service, wait_for

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes, no").decode()


class Receiver:
    """A receiver that checks signatures, drops what it has, and answers as it is told."""

    def __init__(self) -> None:
        self.got: dict[str, Any] = {}
        self.answer: Callable[[], int] = lambda: 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.answer()
                if status < 300:
                    event = Webhook(SECRET).verify(body.decode(), dict(self.headers))
                    receiver.got.setdefault(self.headers["webhook-id"], event)
                self.send_response(status)
                self.send_header("Retry-After", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._handler = Handler
        self.port = 0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for as long as the block runs, at the same port each time."""
        server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler)
        self.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def titles(self) -> list[int]:
        """Give the numbers of the articles that it was told of, in the order in which it was."""
        return [int(event["data"]["object"]["title"]) for event in self.got.values()]


@contextmanager
def following(service: Service, receiver: Receiver, folder: Path) -> Iterator[None]:
    """Follow for as long as the block runs, then be killed."""
    target = f"http://127.0.0.1:{receiver.port}/hook"
    options = ["--types", "article", "--state", str(folder / "state"), "--post", target]
    command = [ONRECORD, "follow", f"http://{service.at}", *options, "--secret", SECRET]
    with (folder / "said").open("ab") as said:
        process = subprocess.Popen(command, stderr=said)
        try:
            yield
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("service"))
    with service.served():
        yield service


def test_nothing_is_left_out_and_the_order_is_kept_whoever_is_killed(
    service: Service, tmp_path: Path
) -> None:
    receiver, chance = Receiver(), random.Random(7)  # noqa: S311
    receiver.answer = lambda: chance.choice([204, 204, 503])
    for number in range(1, 31):
        service.send(number)
    for _ in range(3):
        with receiver.listening(), following(service, receiver, tmp_path):
            time.sleep(chance.uniform(0.5, 1.5))  # killed at any point
        with receiver.listening():
            pass
    receiver.answer = lambda: 204
    with receiver.listening(), following(service, receiver, tmp_path):
        wait_for(lambda: len(receiver.got) == 30)
    assert receiver.titles() == list(range(1, 31))


def test_an_event_says_what_happened(service: Service, tmp_path: Path) -> None:
    receiver = Receiver()
    with receiver.listening(), following(service, receiver, tmp_path):
        service.send(99)
        wait_for(lambda: any(title == 99 for title in receiver.titles()))
    event = next(e for e in receiver.got.values() if e["data"]["object"]["title"] == "99")
    assert event["type"] == "article.created"
    assert event["timestamp"] == event["data"]["at"]


def test_a_receiver_that_is_gone_for_good_ends_it(service: Service, tmp_path: Path) -> None:
    receiver = Receiver()
    receiver.answer = lambda: 410
    service.send(1000)
    with receiver.listening(), following(service, receiver, tmp_path):
        wait_for(lambda: b"wants no more" in (tmp_path / "said").read_bytes())


@pytest.mark.parametrize("secret", ["", "whsec_é", "whsec_AAAA", "whsec_!!!!"])
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(Refused, match="secret"):
        key_of(secret)
