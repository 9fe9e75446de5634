"""An article read again, or in a new text, keeps what people decided."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import extraction
from tests.articles import post
from tests.resources.test_curation import decide, listed_ids, remove

PORT = "Port director Mara Lindqvist said that the terminal would open in May."
SHIPS = "“We lost 300 ships,” Tunde Adekambi told reporters."
LAKE = "Tarn Lake can store 50 million cubic metres of gas."
TEXT = f"{PORT}\n\n{SHIPS}\n\n{LAKE}"


@pytest.fixture
def found(client: FlaskClient) -> dict[str, Any]:
    answer: dict[str, Any] = post(client, text=TEXT).json or {}
    assert [len(answer[name]) for name in ("quotes", "figures")] == [2, 2]
    return answer


NewExtractor = Callable[[Callable[[extraction.Extraction], extraction.Extraction]], None]


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> NewExtractor:
    """Have texts read by another extractor, which reads what ours does, and then as it is told."""
    ours = extraction.extract

    def use(read: Callable[[extraction.Extraction], extraction.Extraction]) -> None:
        def extract(text: str, *asked: Any) -> extraction.Extraction:
            return replace(read(ours(text, *asked)), extractor="newer")

        monkeypatch.setattr(extraction, "extract", extract)

    return use


def unplaced(client: FlaskClient, article: dict) -> dict[str, list[int]]:
    lists: dict[str, Any] = client.get(f"/v1/articles/{article['id']}/unplaced").json or {}
    return {name: [item["id"] for item in items] for name, items in lists.items()}


def extract(client: FlaskClient, article: dict) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(f"/v1/articles/{article['id']}/extract").json or {}
    return answer


def actions(client: FlaskClient, address: str) -> list[str]:
    return [entry["action"] for entry in client.get(f"{address}/history").json["items"]]


def test_reading_the_same_again_changes_nothing(client: FlaskClient, found: dict) -> None:
    decide(client, f"/v1/quotes/{found['quotes'][0]['id']}", status="confirmed")
    before = client.get(f"/v1/articles/{found['id']}").json
    assert extract(client, found) == before


def test_a_newer_extractor_leaves_what_people_decided(
    client: FlaskClient, found: dict, newer: NewExtractor
) -> None:
    quote, other = (item["id"] for item in found["quotes"])
    decide(client, f"/v1/quotes/{quote}", speaker={"name": "Ana Reyes"}, by="Jonas Weil")

    def read(ours: extraction.Extraction) -> extraction.Extraction:
        return replace(
            ours,
            quotes=tuple(replace(one, kind="mixed", confidence=0.4) for one in ours.quotes),
            figures=ours.figures[1:],
        )

    newer(read)
    again = extract(client, found)
    assert (again["extractor"], again["revision"]) == ("newer", 1)
    # Decided: as it was, and what the machine reads there now is in its history.
    assert [item["id"] for item in again["quotes"]] == [quote, other]
    assert again["quotes"][0]["speaker"]["name"] == "Ana Reyes"
    assert again["quotes"][0]["kind"] == "indirect"
    entry = client.get(f"/v1/quotes/{quote}/history").json["items"][-1]
    assert (entry["action"], entry["by"]) == ("read", "newer")
    assert (entry["state"]["kind"], entry["state"]["status"]) == ("mixed", "extracted")
    assert "kind" in entry["changed"]
    # Not decided: as it is read now, under its id where it is found again.
    assert again["quotes"][1]["kind"] == "mixed"
    assert [item["id"] for item in again["figures"]] == [found["figures"][1]["id"]]
    assert client.get(f"/v1/figures/{found['figures'][0]['id']}").status_code == 404
    # And the same again says nothing new.
    assert extract(client, found) == again
    assert actions(client, f"/v1/quotes/{quote}") == ["extracted", "corrected", "read"]


def test_decisions_go_with_their_words_into_a_new_text(client: FlaskClient, found: dict) -> None:
    port, ships = (item["id"] for item in found["quotes"])
    lake = found["figures"][1]["id"]
    decide(client, f"/v1/quotes/{port}", cue="announced")
    decide(client, f"/v1/quotes/{ships}", status="rejected")
    decide(client, f"/v1/figures/{lake}", status="confirmed")
    moved = "\n\n".join(
        [LAKE, "The harbour was quiet.", PORT.replace("terminal", "Terminal"), SHIPS]
    )
    answer = post(client, text=moved).json
    assert answer["revision"] == 2
    (quote,) = answer["quotes"]
    assert (quote["id"], quote["cue"], quote["status"]) == (port, "announced", "corrected")
    assert quote["text"] == "the Terminal would open in May"
    assert moved[quote["selector"]["start"] : quote["selector"]["end"]] == quote["text"]
    assert listed_ids(client, "quotes", "?status=rejected") == [ships]
    assert lake in [figure["id"] for figure in answer["figures"]]
    assert unplaced(client, found) == {"quotes": [], "figures": []}
    carried = client.get(f"/v1/quotes/{port}/history").json["items"][-1]
    assert (carried["action"], carried["state"]["revision"]) == ("carried", 2)
    assert listed_ids(client, "quotes", "?q=terminal") == [port]


@pytest.mark.parametrize(
    "said",
    [
        "that the terminal would not open in May",
        "that the terminal would open in June",
        "that the terminal would open in May 2031",
        "that the harbour would be dredged",
    ],
)
def test_what_the_text_no_longer_says_is_listed_and_comes_back(
    client: FlaskClient, found: dict, said: str
) -> None:
    quote = found["quotes"][0]["id"]
    confirmed = decide(client, f"/v1/quotes/{quote}", status="confirmed").json
    changed = TEXT.replace("that the terminal would open in May", said)
    answer = post(client, text=changed).json
    assert quote not in [item["id"] for item in answer["quotes"]]
    assert unplaced(client, found)["quotes"] == [quote]
    assert client.get(f"/v1/quotes/{quote}").json == confirmed
    assert quote not in listed_ids(client, "quotes", "?status=all")

    back = post(client, text=TEXT).json
    assert back["quotes"][0]["id"] == quote
    assert unplaced(client, found)["quotes"] == []
    assert actions(client, f"/v1/quotes/{quote}") == [
        *("extracted", "confirmed", "unplaced", "carried")
    ]


def test_two_places_that_are_equally_good_are_none(client: FlaskClient, found: dict) -> None:
    figure = found["figures"][1]["id"]
    decide(client, f"/v1/figures/{figure}", status="confirmed")
    post(client, text=f"{SHIPS}\n\n{LAKE}\n\nIt rained.\n\n" * 2)
    assert unplaced(client, found)["figures"] == [figure]


def test_what_has_no_place_is_placed_by_hand(client: FlaskClient, found: dict) -> None:
    quote = found["quotes"][0]["id"]
    address = f"/v1/quotes/{quote}"
    decide(client, address, status="confirmed")
    post(client, text=TEXT.replace("would open in May", "opens in the spring"))
    assert decide(client, address, status="rejected").status_code == 409
    placed = decide(client, address, selector={"exact": "the terminal opens in the spring"}).json
    assert (placed["status"], placed["revision"]) == ("confirmed", 2)
    assert unplaced(client, found)["quotes"] == []
    assert listed_ids(client, "quotes", "?q=spring&status=confirmed") == [quote]
    assert actions(client, address)[-2:] == ["unplaced", "placed"]


def test_what_has_no_place_is_dropped(client: FlaskClient, found: dict) -> None:
    quote = found["quotes"][0]["id"]
    address = f"/v1/quotes/{quote}"
    decide(client, address, status="confirmed")
    post(client, text=SHIPS)
    assert remove(client, address).status_code == 204
    assert unplaced(client, found)["quotes"] == []
    assert actions(client, address)[-1] == "dropped"
    post(client, text=TEXT)
    assert quote not in listed_ids(client, "quotes", "")
    assert decide(client, address, status="confirmed").status_code == 409


def test_what_was_added_by_hand_is_carried_too(client: FlaskClient, found: dict) -> None:
    new = {"article_id": found["id"], "kind": "indirect", "selector": {"exact": LAKE[:-1]}}
    added = client.post("/v1/quotes", json=new).json
    answer = post(client, text="A storm came.\n\n" + TEXT).json
    carried = next(item for item in answer["quotes"] if item["id"] == added["id"])
    assert carried["selector"]["start"] == added["selector"]["start"] + len("A storm came.\n\n")
    (figure,) = [one for one in answer["figures"] if one["quote_id"] == added["id"]]
    assert figure["unit_code"] == "m3"


def test_a_reading_that_is_rejected_is_not_read_again(
    client: FlaskClient, found: dict, newer: NewExtractor
) -> None:
    quote = found["quotes"][1]
    decide(client, f"/v1/quotes/{quote['id']}", status="rejected")
    assert len(extract(client, found)["quotes"]) == 1

    def shorter(ours: extraction.Extraction) -> extraction.Extraction:
        (part,) = ours.quotes[1].parts
        words = "We lost 300"
        short = replace(part, end=part.start + len(words), text=words)
        return replace(ours, quotes=(ours.quotes[0], replace(ours.quotes[1], parts=(short,))))

    newer(shorter)
    assert [one["text"] for one in extract(client, found)["quotes"]][1] == "We lost 300"


def test_an_article_in_another_language_keeps_what_people_decided(
    client: FlaskClient, found: dict
) -> None:
    quote = found["quotes"][0]["id"]
    decide(client, f"/v1/quotes/{quote}", status="confirmed")
    tag = client.get(f"/v1/articles/{found['id']}").headers["ETag"]
    answer = client.patch(
        f"/v1/articles/{found['id']}", json={"language": "sv"}, headers={"If-Match": tag}
    )
    assert [item["id"] for item in answer.json["quotes"]] == [quote]


def test_revisions_are_listed_and_read(client: FlaskClient, found: dict) -> None:
    post(client, text=PORT)
    address = f"/v1/articles/{found['id']}/revisions"
    second, first = client.get(address).json["items"]
    assert (first["number"], first["length"]) == (1, len(TEXT))
    assert (second["number"], second["extractor"]) == (2, found["extractor"])
    assert client.get(f"{address}/1").json == first | {"text": TEXT}
    assert client.get(f"{address}/3").status_code == 404
    for path in ("revisions", "revisions/1", "unplaced"):
        assert client.get(f"/v1/articles/999999/{path}").status_code == 404
    assert client.post("/v1/articles/999999/extract").status_code == 404
