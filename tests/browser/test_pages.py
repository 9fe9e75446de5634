"""Every page in a browser: what axe finds, what sticks out, what runs."""

import pytest

from tests.browser.conftest import Browser
from tests.browser.site import Site

NAMES = (
    *("front", "figures", "articles", "found", "ranked", "nothing"),
    *("article", "arabic", "hostile", "revised", "revision", "long"),
    *(
        "speaker",
        "entity",
        "measure",
        "embed",
        "review",
        "review of figures",
        "reviewed",
        "read",
        "about",
        "guide",
        "reference",
        "missing",
        "wrong",
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_at_two_sizes_in_light_and_dark(
    browser: Browser, site: Site, name: str
) -> None:
    assert browser.run("looks", site, path=site.paths[name]) == []
