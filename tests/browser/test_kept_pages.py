"""A page that was kept: a browser finds the words that selectors name, and runs nothing in it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Browser
from tests.browser.site import Site
from tests.importing.material import page
from tests.service import ONRECORD

# What parsers that do not follow the standard see otherwise: tables without bodies and what stands
# astray in them, unclosed marks, names with colons, blanks, characters of two code units.
HARD = (
    "<math><mi>𝒜</mi></math><div><table>Astray<tr><td><p>Port director Mara Lindqvist said that "
    "the terminal would open in May.</p></table></div><p>“We lost <b>300 <i>ships</i> last</b>\r\n"
    "\r\n year,” she told reporters in Halvik on Tuesday.<p>\nThe Northern Arc pipeline 🚢 has "
    "a capacity of about <svg><text>no</text></svg>12&nbsp;billion<!-- not that --> cubic metres."
    "<p>“It rained 𝒜 lot,” she told <o:p>reporters</o:p> when the council met "
    "<o:p>in its hall for <o:p>40</o:p> minutes.</o:p>"
)
_RUN = "document.documentElement.dataset.ran = 1"
HOSTILE = (
    f"<script>{_RUN}</script><img src=https://x.example/i.png onerror='{_RUN}'>"
    f"<svg onload='{_RUN}'></svg><a href='javascript:{_RUN}'>run</a>"
    "<form action='/v1/articles' method=post><button>send</button></form>"
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe><object data='/about'></object>"
    "<meta http-equiv=refresh content='1; url=/about'><base href='https://x.example/'>"
    "<style>@import 'https://x.example/a.css'; body {background: url(https://x.example/b.png)}</style>"
)


def _posted(site: Site, marks: bytes, _: Path) -> Any:
    return site.ask("POST", "/v1/articles", marks, **{"Content-Type": "text/html"})


def _imported(site: Site, marks: bytes, folder: Path) -> Any:
    (folder / "a.html").write_bytes(marks)
    command = [ONRECORD, "import", "a.html", "--tag", "imported"]
    subprocess.run(command, check=True, env=site.environment, cwd=folder)
    (known,) = site.ask("GET", "/v1/articles?tag=imported")["items"]
    return site.ask("GET", f"/v1/articles/{known['id']}")


@pytest.mark.parametrize("brought", [_posted, _imported])
def test_selectors_select_what_was_read(
    browser: Browser, site: Site, tmp_path: Path, brought: Any
) -> None:
    marks = page(brought.__name__, body=HARD).encode()
    article = brought(site, marks, tmp_path)
    found = site.ask("GET", f"/v1/articles/{article['id']}/page/selectors")
    told = [*article["quotes"], *article["figures"]]
    selectors = [one["selectors"] for one in [*found["quotes"], *found["figures"]]]
    path = f"/articles/{article['id']}/page"
    selected = browser.run("selected", site, path=path, all=selectors, stranger=True)
    assert len(told) >= 5
    for one, words in zip(told, selected, strict=True):
        assert len(words) == 3
        assert {"".join(each.split()) for each in words} == {"".join(one["text"].split())}


def test_a_strangers_page_does_nothing(browser: Browser, site: Site, tmp_path: Path) -> None:
    article = _posted(site, page("hostile", head=HOSTILE).encode(), tmp_path)
    path, link = f"/articles/{article['id']}", "the page that was kept"
    assert browser.run("stranger", site, path=path, link=link, stranger=True) == [None]
