"""What people do with the pages, end to end, in a browser."""

from pathlib import Path

import pytest

from tests.browser.conftest import Browser
from tests.browser.site import Site
from tests.service import Service


def test_everything_can_be_reached_by_keys(browser: Browser, site: Site) -> None:
    browser.run("byKeys", site)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("journey", ["narrow", "readAndStore"])
def test_journeys_end_well(browser: Browser, site: Site, journey: str, script: bool) -> None:
    browser.run(journey, site, script=script)


def test_script_in_any_field_is_text(browser: Browser, site: Site) -> None:
    ids = site.hostile
    paths = [
        *("/", "/?find=articles", "/?find=figures", "/?q=ships", "/?publisher=<script>alert"),
        *(f"/articles/{ids['id']}", f"/articles/{ids['id']}/revisions/1"),
        *(f"/review?article={ids['id']}", f"/review?article={ids['id']}&find=figures"),
        *(f"/entities/{ids['speaker']}", f"/entities/{ids['entity']}"),
        *(f"/measures/{ids['measure']}", f"/measures/{ids['measure']}/embed", "/<script>alert"),
    ]
    browser.run("hostile", site, paths=paths)


def test_text_from_right_to_left_stands_on_that_side(browser: Browser, site: Site) -> None:
    browser.run("rightToLeft", site, path=site.paths["arabic"])


def test_what_is_printed_is_the_text(browser: Browser, site: Site) -> None:
    browser.run("printed", site, path=site.paths["article"])


def test_a_key_opens_the_pages(browser: Browser, tmp_path: Path) -> None:
    service = Service(tmp_path, require_keys="true", audit_log=str(tmp_path / "audit"))
    secret = service.key("read")
    with service.served():
        browser.run("throughTheDoor", service, secret=secret)
        for path in ("/sign-in", "/sign-out"):
            assert browser.run("looks", service, path=path, key=secret) == []


def test_a_review_goes_by_keys(browser: Browser, site: Site) -> None:
    browser.run("reviewByKeys", site)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_review_goes_by_forms(browser: Browser, site: Site, script: bool) -> None:
    browser.run("reviewByForm", site, article=site.revised["id"], script=script)


def test_selected_words_stand_where_they_were_selected(browser: Browser, site: Site) -> None:
    text = "𝒜 crane lifts 7 tonnes. Tiril Moe said that a crane lifts 7 tonnes. A crane lifts."
    article = site.stored(text=text)
    for figure in article["figures"]:
        found = f"/v1/figures/{figure['id']}"
        site.ask("PATCH", found, {"status": "rejected"}, **{"If-Match": "*"})
    browser.run("reviewBySelection", site, article=article["id"], words="7 tonnes", nth=0)
    (added,) = site.ask("GET", f"/v1/figures?article={article['id']}&status=added")["items"]
    assert added["selector"]["start"] == text.index("7 tonnes")
    assert (added["value"], added["entity"]["name"]) == (7, "Harbour")
