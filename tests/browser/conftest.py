"""A browser that tests drive, and services on both stores that it looks at."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from tests import npm
from tests.browser.site import Site
from tests.service import Service

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
UNSEEN = "no page was looked at in a browser"
SCRIPTS = "*.mjs"


class Browser:
    """A Chromium, driven by the scripts here."""

    def __init__(self, folder: Path, chromium: str) -> None:
        self._process = subprocess.Popen(
            ["node", "browser.mjs", chromium],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.version = self._answer()

    def run(self, journey: str, site: Service, **options: Any) -> Any:
        """What a journey through a site's pages gives; fails where it does."""
        assert self._process.stdin
        asked = {"journey": journey, "options": {"at": f"http://{site.at}", **options}}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            _, said = self._process.communicate(timeout=30)
            pytest.fail(f"the browser ended: {said}")
        answer = json.loads(line)
        if "failed" in answer:
            pytest.fail(answer["failed"], pytrace=False)
        return answer["given"]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not chromium:
        npm.missing(f"Chromium is not installed (apt-get install chromium), so {UNSEEN}")
    packages = npm.installed(HERE, UNSEEN)
    folder = tmp_path_factory.mktemp("browser")
    for script in HERE.glob(SCRIPTS):
        shutil.copy(script, folder)
    (folder / "node_modules").symlink_to(packages / "node_modules")
    started = Browser(folder, str(chromium))
    yield started
    started.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty store; an empty address is a file of the service's own."""
    if request.param == "sqlite":
        yield ""
        return
    server: str = request.getfixturevalue("postgresql_url")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE browser"))
        yield make_url(server).set(database="browser").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE browser WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def site(
    browser: Browser,  # noqa: ARG001 (without one there is no need of a service)
    store: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Serve the samples, and articles that are hard to show."""
    service = Site(tmp_path_factory.mktemp("site"), store, audit_log="")
    with service.served():
        service.fill()
        yield service
