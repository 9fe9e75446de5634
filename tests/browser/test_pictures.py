"""Pictures of the main pages with the samples: those of the README are made by this test.

`make pictures` has them written to docs/pictures; otherwise they go where tests leave things.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Browser
from tests.browser.site import Site
from tests.service import ONRECORD

PICTURES: dict[str, dict[str, Any]] = {
    "search": {},
    "article": {"height": 600},
    "measure": {"height": 900},
    "review": {"dark": True},
}
LARGEST = 135_000  # bytes


@pytest.fixture(scope="module")
def samples(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:  # noqa: ARG001
    service = Site(tmp_path_factory.mktemp("samples"))
    subprocess.run([ONRECORD, "seed"], check=True, env=service.environment)
    with service.served():
        yield service


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_made(browser: Browser, samples: Site, name: str, tmp_path: Path) -> None:
    figure = samples.ask("GET", "/v1/figures?entity=Northern+Arc&dimension=volume_flow")["items"][0]
    paths = {
        "search": "/?q=gas",
        "article": f"/articles/{figure['article_id']}",
        "measure": f"/measures/{figure['measure']['id']}",
        "review": "/review?find=figures",
    }
    file = Path(os.environ.get("TEST_PICTURES", tmp_path)).resolve() / f"{name}.png"
    size = {"width": 1100, "height": 760}
    options: dict[str, Any] = {"path": paths[name], "file": str(file), **size, **PICTURES[name]}
    browser.run("picture", samples, **options)
    assert 10_000 < file.stat().st_size < LARGEST
