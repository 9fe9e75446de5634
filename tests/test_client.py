"""The API's document, proven by a stranger: a client generated from it, and nothing else.

Each test is a journey through a service that runs as it does for others, in the client's types.
"""

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from tests.contract.test_openapi import CHECKED_IN, OPERATIONS
from tests.service import Service

PACKAGE = "onrecord_client"
TEXT = (
    "“The last berth opens in May,” said port director Orla Venn. "
    "The Kestrel Line pipeline has a capacity of about 12 billion cubic metres."
)


class Generated(NamedTuple):
    """The client's package, where it stands, and what the generator could not do."""

    package: Any
    folder: Path
    complaints: list[str]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    folder = tmp_path_factory.mktemp("generated") / PACKAGE
    config = Config.from_sources(
        ConfigFile(post_hooks=[]),  # they only arrange the code for the eye
        MetaType.NONE,
        document_source=CHECKED_IN,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )
    complaints = [f"{complaint.header} {complaint.detail}" for complaint in generate(config=config)]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder.parent)
        yield Generated(import_module(PACKAGE), folder, complaints)


@pytest.fixture(scope="module")
def models(generated: Generated) -> Any:
    return import_module(f"{generated.package.__name__}.models")


class Client:
    """The generated client, by the ids of operations."""

    def __init__(self, inner: Any, models: Any) -> None:
        self._inner = inner
        self._models = models
        self._numbers = count(1)

    def ask(self, operation: str, *path: Any, **arguments: Any) -> Any:
        """Call an operation: the answer with `status_code`, `headers` and its typed `parsed`."""
        module = import_module(f"{PACKAGE}.api.{operation.partition('_')[0]}.{operation}")
        return module.sync_detailed(*path, client=self._inner, **arguments)

    def store(self, text: str, day: int = 4, publisher: str = "Gull Post") -> Any:
        """Store an article of a day in March."""
        article = self._models.NewArticle(
            text,
            url=f"https://gull.example/{next(self._numbers)}",
            publisher=publisher,
            published_at=dt.datetime(2026, 3, day, tzinfo=dt.UTC),
        )
        answer = self.ask("articles_create", body=article)
        assert answer.status_code == 201
        return answer.parsed


@pytest.fixture(scope="module")
def client(
    generated: Generated, models: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """One service for all journeys: each has people, things and publishers of its own."""
    service = Service(tmp_path_factory.mktemp("service"))
    with (
        service.served(),
        generated.package.Client(
            f"http://{service.at}", timeout=httpx.Timeout(20), raise_on_unexpected_status=True
        ) as inner,
    ):
        yield Client(inner, models)


def following(address: str, parameter: str) -> dict[str, str]:
    """What leads on from a page, out of the address that it gives."""
    return {parameter: httpx.URL(address).params[parameter]}


def test_all_is_in_it_but_the_stream(generated: Generated) -> None:
    made = {path.stem for path in generated.folder.glob("api/*/*_*.py")}
    asked = {operation["operationId"] for operation in OPERATIONS.values()}
    assert asked - made == {"articles_create_many"}
    bulk, text = sorted(generated.complaints)
    assert "POST /v1/articles/bulk" in bulk
    assert "application/x-ndjson" in bulk
    assert "text/plain" in text  # of /v1/extract, which takes JSON too


def test_an_article_comes_back_with_what_is_in_it(client: Client, models: Any) -> None:
    stored = client.store(TEXT)
    article = client.ask("articles_show", stored.id).parsed
    assert article == stored
    assert isinstance(article, models.Article)
    assert article.published_at == dt.datetime(2026, 3, 4, tzinfo=dt.UTC)

    (quote,) = article.quotes
    assert quote.kind is models.QuoteKind.DIRECT
    assert quote.speaker.name == "Orla Venn"
    assert TEXT[quote.selector.start : quote.selector.end] == quote.selector.exact

    (figure,) = article.figures
    assert (figure.value, figure.value_max, figure.unit_code) == (12e9, None, "m3")
    assert (figure.modifier, figure.change) == ("~", None)
    assert figure.entity.name == "Kestrel Line"


def test_a_text_is_read_and_not_kept(client: Client, models: Any) -> None:
    found = client.ask("extract_extract", body=models.NewText(TEXT)).parsed
    assert [quote.speaker.name for quote in found.quotes] == ["Orla Venn"]
    assert [figure.text for figure in found.figures] == ["12 billion cubic metres"]


def test_a_speaker_is_followed_from_page_to_page(client: Client) -> None:
    for day in range(1, 6):
        client.store(f"Bram Osk said that berth {day} was ready for ships.", day)
    client.store("Lio Farr said that no berth was ready for ships.", 6)
    days: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.ask("quotes_index", speaker="Osk", limit=2, **cursor).parsed
        days += [quote.published_at.day for quote in page.items]
        if page.next_ is None:
            break
        cursor = following(page.next_, "cursor")
    assert days == [5, 4, 3, 2, 1]


def test_figures_are_bounded_and_converted(client: Client) -> None:
    client.store("Tarn Lake can store 50 million cubic metres of gas.")
    client.store("Tarn Lake can store 90 million litres of gas.")
    page = client.ask(
        "figures_index", entity="Tarn Lake", unit="barrel", min_=100_000_000, convert_to="L"
    ).parsed
    (figure,) = page.items
    assert figure.text == "50 million cubic metres"
    assert figure.converted.value == pytest.approx(50e9)


def test_what_would_have_another_shape_is_not_offered(client: Client) -> None:
    client.store("Edda Quill said that the ferry would sail at noon.")
    with pytest.raises(TypeError, match="fields"):
        client.ask("quotes_index", speaker="Quill", fields="id,cue")


def test_what_is_known_already_is_not_sent_again(client: Client) -> None:
    client.store(TEXT, publisher="Plover Times")
    for operation in ("quotes_index", "figures_index", "articles_index"):
        tag = client.ask(operation, publisher="Plover Times").headers["ETag"]
        known = client.ask(operation, publisher="Plover Times", if_none_match=tag)
        assert (known.status_code, known.content) == (304, b"")


def test_what_is_searched_is_found_under_its_type(client: Client, models: Any) -> None:
    stored = client.store("Ivo Marsh said that the lighthouse would be painted in June.")
    (found,) = client.ask("search_index", q="lighthouse", types="quote").parsed.items
    assert isinstance(found, models.FoundQuote)
    assert (found.type_, found.quote) == ("quote", stored.quotes[0])
    assert "<mark>lighthouse</mark>" in found.highlight


def test_a_measure_has_its_readings_in_one_unit(client: Client) -> None:
    for day, said in enumerate(("13 billion cubic metres", "15 bcm"), start=1):
        client.store(f"The Osprey Line pipeline has a capacity of {said}.", day)
    (measure,) = client.ask("measures_index", entity="Osprey Line").parsed.items
    assert (measure.property_, measure.dimension, measure.figures) == ("capacity", "volume", 2)
    series = client.ask("measures_series", measure.id, unit="m3").parsed
    assert [figure.converted.value for figure in series.items] == pytest.approx([15e9, 13e9])
    (readings,) = series.publishers
    assert (readings.publisher, readings.readings) == ("Gull Post", 2)


def test_an_entity_is_found_by_a_name_that_was_given_to_it(client: Client, models: Any) -> None:
    client.store("Juna Thorsby said that the ferry would sail at noon.")
    (entity,) = client.ask("entities_index", name="thorsby").parsed.items
    tag = client.ask("entities_show", entity.id).headers["ETag"]
    body = models.EntityChange(kind=models.EntityChangeKind.PERSON, aliases=["Captain Juna"])
    client.ask("entities_change", entity.id, body=body, if_match=tag)
    (again,) = client.ask("entities_index", name="captain").parsed.items
    assert (again.id, again.name, again.kind) == (entity.id, "Juna Thorsby", "person")


def test_a_person_confirms_and_corrects(client: Client, models: Any) -> None:
    (quote,) = client.store("Nils Aker said that the ferry would sail at noon.").quotes
    tag = client.ask("quotes_show", quote.id).headers["ETag"]
    decision = models.QuoteChange(status=models.QuoteChangeStatus.CONFIRMED, by="Ana Reyes")
    answer = client.ask("quotes_change", quote.id, body=decision, if_match=tag)
    assert (answer.parsed.status, answer.parsed.confidence) == (models.QuoteStatus.CONFIRMED, 1)

    speaker = models.EntityChoice(name="Nils Aker the Younger")
    correction = models.QuoteChange(speaker=speaker, by="Ana Reyes")
    late = client.ask("quotes_change", quote.id, body=correction, if_match=tag)
    assert late.status_code == late.parsed.status == 412
    tag = answer.headers["ETag"]
    client.ask("quotes_change", quote.id, body=correction, if_match=tag)

    history = client.ask("quotes_show_history", quote.id).parsed.items
    assert [entry.action for entry in history] == ["extracted", "confirmed", "corrected"]
    assert [entry.state.speaker.name for entry in history[1:]] == ["Nils Aker", speaker.name]


def test_what_a_person_adds_that_person_takes_away(client: Client, models: Any) -> None:
    stored = client.store("It is not known when the ferry would sail.")
    body = models.NewQuote(
        article_id=stored.id,
        kind=models.NewQuoteKind.INDIRECT,
        selector=models.NewSelector(exact="when the ferry would sail"),
        by="Ana Reyes",
    )
    added = client.ask("quotes_create", body=body)
    assert added.parsed.status is models.QuoteStatus.ADDED
    tag = added.headers["ETag"]
    deleted = client.ask("quotes_delete", added.parsed.id, if_match=tag, by="Ana Reyes")
    assert deleted.status_code == 204


def test_changes_are_followed(client: Client, models: Any) -> None:
    at: dict[str, Any] = {}
    while (page := client.ask("changes_index", **at).parsed).items:
        at = following(page.next_, "after")
    stored = client.store("Runa Sall said that the Swift Line has a capacity of 9 bcm.")
    page = client.ask("changes_index", **at).parsed
    kinds = (models.ChangedArticle, models.Entity, models.Figure, models.Measure, models.Quote)
    assert {type(change.object_) for change in page.items} == {*kinds}
    assert {change.action for change in page.items} == {"created"}

    at = following(page.next_, "after")
    client.ask("articles_delete", stored.id, if_match=f'"v{stored.version}"')
    gone = [
        change
        for change in client.ask("changes_index", **at).parsed.items
        if change.type_ in {"article", "quote"}
    ]
    assert [(change.action, change.object_) for change in gone] == [("deleted", None)] * 2


def test_a_list_is_exported(client: Client) -> None:
    client.store("Tove Brandt said that the ferry would sail at noon.")
    table = client.ask("exports_export_quotes", "csv", speaker="Brandt").parsed
    assert "the ferry would sail at noon" in table


def test_errors_are_typed_too(client: Client, models: Any) -> None:
    missing = client.ask("quotes_show", 10**9)
    assert missing.status_code == 404
    assert isinstance(missing.parsed, models.Problem)

    wrong = client.ask("figures_index", limit=0, min_confidence=2)
    assert wrong.status_code == 422
    assert {fault.parameter for fault in wrong.parsed.errors} == {"limit", "min_confidence"}
