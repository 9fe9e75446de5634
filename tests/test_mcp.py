"""`onrecord mcp`: a language model asks the record through the SDK's own client."""

import asyncio
import http.client
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters

from tests.articles import article
from tests.service import ONRECORD, Service

Result = TypeVar("Result")


class Asked:
    """A service with one article, and what the tools say of it."""

    def __init__(self, service: Service, key: str) -> None:
        self.url = f"http://{service.at}"
        environment = {"ONRECORD_URL": self.url, "ONRECORD_KEY": key}
        self.server = StdioServerParameters(command=ONRECORD, args=["mcp"], env=environment)

    def run(self, ask: Callable[[Client], Awaitable[Result]]) -> Result:
        """Ask through a process of its own."""

        async def connected() -> Result:
            async with Client(self.server) as client:
                return await ask(client)

        return asyncio.run(connected())

    def call(self, name: str, **arguments: Any) -> Any:
        """Call a tool that succeeds."""
        result = self.run(lambda client: client.call_tool(name, arguments))
        assert not result.is_error, result
        return result.structured_content

    def refuse(self, name: str, **arguments: Any) -> str:
        """Call a tool that fails; what it says."""
        result = self.run(lambda client: client.call_tool(name, arguments))
        assert result.is_error, result
        (content,) = result.content
        return str(getattr(content, "text", ""))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    service = Service(tmp_path_factory.mktemp("mcp"), require_keys="true")
    key = service.key()
    with service.served():
        connection = http.client.HTTPConnection(service.at)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        connection.request("POST", "/v1/articles", json.dumps(article(tags=["gas"])), headers)
        assert connection.getresponse().status == 201
        connection.close()
        yield Asked(service, key)


def test_it_has_four_tools_that_only_read(asked: Asked) -> None:
    listed = asked.run(lambda client: client.list_tools()).tools
    names = {tool.name for tool in listed}
    assert names == {"search_quotes", "find_figures", "measure_series", "extract"}
    for tool in listed:
        assert tool.description
        assert tool.annotations
        assert tool.annotations.read_only_hint


def test_a_quote_is_cited_by_its_place(asked: Asked) -> None:
    answer = asked.call("search_quotes", speaker="Lindqvist", tag="gas")
    (quote,) = answer["found"]
    assert (quote["speaker"], quote["cue"]) == ("Mara Lindqvist", "said")
    assert (quote["article"], quote["publisher"]) == ("Terminal to open", "Harbour Courier")
    assert quote["article_url"] == "https://courier.example/terminal"
    start, end = quote["characters"]
    assert article()["text"][start:end] == quote["text"]
    assert quote["link"].startswith(f"{asked.url}/articles/1#q")
    assert answer["more"] is False
    assert asked.call("search_quotes", q="nothing")["found"] == []


def test_figures_and_their_series(asked: Asked) -> None:
    (figure,) = asked.call("find_figures", entity="Northern Arc", unit="bcf", min=1)["found"]
    assert (figure["property"], figure["value"]) == ("capacity", 12_000_000_000)
    assert figure["link"].startswith(f"{asked.url}/articles/1#f")
    series = asked.call("measure_series", entity="Northern Arc", property="capacity", unit="bcm")
    assert series["measure"] == "Northern Arc: capacity"
    (reading,) = series["readings"]
    assert reading["converted"]["value"] == 12
    assert reading["article"] == "Terminal to open"


def test_a_text_is_read(asked: Asked) -> None:
    found = asked.call("extract", text="Olu Adeyemi said that 40 ships were late.")
    assert found["quotes"][0]["speaker"]["name"] == "Olu Adeyemi"


def test_what_goes_wrong_is_told(asked: Asked, tmp_path: Path) -> None:
    assert "published_from: Not a date" in asked.refuse("search_quotes", published_from="soon")
    assert "no measure of Nobody" in asked.refuse("measure_series", entity="Nobody")
    assert "min: " in asked.refuse("find_figures", min=3)
    stranger = Asked(Service(tmp_path), "onr_no_key")
    assert "does not answer" in stranger.refuse("search_quotes")


def test_a_wrong_key_is_told(asked: Asked) -> None:
    asked.server.env = {"ONRECORD_URL": asked.url, "ONRECORD_KEY": "onr_wrong"}
    assert "key" in asked.refuse("search_quotes")
