"""People decide: what they say is shown, and what was said before stays known."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.articles import post

TEXT = (
    "“We lost 300 ships,” Mara Lindqvist said. She said that the port was open. "
    "Tarn Lake can store 50 million cubic metres of gas."
)


@pytest.fixture
def found(client: FlaskClient) -> dict[str, Any]:
    answer: dict[str, Any] = post(client, text=TEXT).json or {}
    assert [len(answer[name]) for name in ("quotes", "figures")] == [2, 2]
    return answer


def decide(client: FlaskClient, address: str, **decision: Any) -> TestResponse:
    """Send a decision on the state that stands."""
    tag = client.get(address).headers["ETag"]
    return client.patch(address, json=decision, headers={"If-Match": tag})


def remove(client: FlaskClient, address: str) -> TestResponse:
    tag = client.get(address).headers["ETag"]
    return client.delete(address, headers={"If-Match": tag})


def place_of(exact: str) -> dict[str, int]:
    return {"start": TEXT.index(exact), "end": TEXT.index(exact) + len(exact)}


def test_a_confirmed_quote_says_so_and_who_did_it(client: FlaskClient, found: dict) -> None:
    address = f"/v1/quotes/{found['quotes'][0]['id']}"
    answer = decide(client, address, status="confirmed", by="Ana Štěpán")
    assert (answer.json["status"], answer.json["confidence"]) == ("confirmed", 1)
    assert client.get(address).json == answer.json
    read, confirmed = client.get(f"{address}/history").json["items"]
    assert (read["number"], read["action"], read["by"]) == (0, "extracted", found["extractor"])
    assert read["state"] == found["quotes"][0]
    assert (confirmed["action"], confirmed["by"]) == ("confirmed", "Ana Štěpán")
    assert confirmed["state"] == answer.json


def test_a_corrected_quote_keeps_what_the_machine_read(client: FlaskClient, found: dict) -> None:
    address = f"/v1/quotes/{found['quotes'][1]['id']}"
    answer = decide(client, address, speaker={"name": "Tunde Adekambi"}, kind="mixed").json
    assert (answer["status"], answer["speaker"]["name"]) == ("corrected", "Tunde Adekambi")
    assert client.get("/v1/quotes?speaker=Adekambi").json["items"] == [answer]
    read, corrected = client.get(f"{address}/history").json["items"]
    assert read["state"] == found["quotes"][1]
    assert sorted(corrected["changed"]) == ["kind", "speaker"]


def test_an_item_nobody_decided_on_has_the_machines_reading_as_history(
    client: FlaskClient, found: dict
) -> None:
    figure = found["figures"][0]
    (entry,) = client.get(f"/v1/figures/{figure['id']}/history").json["items"]
    assert (entry["action"], entry["state"]) == ("extracted", figure)
    assert entry["at"] == found["created_at"]


@pytest.mark.parametrize("name", ["quotes", "figures"])
def test_a_rejected_one_is_left_out_until_asked_for(
    client: FlaskClient, found: dict, name: str
) -> None:
    rejected, kept = found[name]
    decide(client, f"/v1/{name}/{rejected['id']}", status="rejected")

    article = client.get(f"/v1/articles/{found['id']}").json
    assert [item["id"] for item in article[name]] == [kept["id"]]
    assert article["version"] == found["version"] + 1
    assert listed_ids(client, name, "") == [kept["id"]]
    assert listed_ids(client, name, "?status=rejected") == [rejected["id"]]
    assert listed_ids(client, name, "?status=all") == sorted([rejected["id"], kept["id"]])
    assert listed_ids(client, name, "?status=extracted") == [kept["id"]]
    decide(client, f"/v1/{name}/{rejected['id']}", status="confirmed")
    assert listed_ids(client, name, "?status=confirmed") == [rejected["id"]]


def listed_ids(client: FlaskClient, name: str, query: str) -> list[int]:
    return sorted(item["id"] for item in client.get(f"/v1/{name}{query}").json["items"])


def test_a_search_follows_corrections_and_rejections(client: FlaskClient, found: dict) -> None:
    address = f"/v1/quotes/{found['quotes'][0]['id']}"
    decide(client, address, selector={"exact": "300 ships"})
    assert listed_ids(client, "quotes", "?q=lost") == []
    assert listed_ids(client, "quotes", "?q=ships") == [found["quotes"][0]["id"]]
    decide(client, address, status="rejected")
    assert listed_ids(client, "quotes", "?q=ships") == []
    assert listed_ids(client, "quotes", "?q=ships&status=all") == [found["quotes"][0]["id"]]


def test_a_corrected_figure_is_compared_by_what_it_now_says(
    client: FlaskClient, found: dict
) -> None:
    address = f"/v1/figures/{found['figures'][1]['id']}"
    answer = decide(
        client,
        address,
        value=60,
        value_max=70,
        unit="litres",
        modifier="~",
        entity={"name": "Tarn Basin"},
        property="volume",
        period="in May",
    ).json
    assert (answer["unit"], answer["unit_code"], answer["dimension"]) == ("litre", "l", "volume")
    assert (answer["si_value"], answer["si_value_max"], answer["si_unit"]) == (0.06, 0.07, "m3")
    assert answer["measure"]["name"] == "Tarn Basin: volume"
    assert client.get("/v1/figures?entity=Tarn+Basin&unit=l&min=65").json["items"] == [answer]
    without = decide(client, address, entity=None, unit=None, value_max=None).json
    assert (without["measure"], without["unit_code"], without["si_value"]) == (None, None, None)


def test_a_figure_follows_the_quote_it_stands_in(client: FlaskClient, found: dict) -> None:
    quote, figure = found["quotes"][0], found["figures"][0]
    address = f"/v1/figures/{figure['id']}"
    assert figure["quote_id"] == quote["id"]
    decide(client, f"/v1/quotes/{quote['id']}", speaker={"name": "Tunde Adekambi"})
    assert client.get(address).json["stated_by"]["name"] == "Tunde Adekambi"
    decide(client, f"/v1/quotes/{quote['id']}", selector={"exact": "We lost"})
    assert client.get(address).json["quote_id"] is None
    decide(client, f"/v1/quotes/{quote['id']}", selector={"exact": "We lost 300 ships"})
    assert client.get(address).json["quote_id"] == quote["id"]
    decide(client, f"/v1/quotes/{quote['id']}", status="rejected")
    assert client.get(address).json["stated_by"] is None


def test_a_place_in_parts(client: FlaskClient, found: dict) -> None:
    parts = [place_of("We lost 300 ships"), place_of("that the port was open")]
    answer = decide(client, f"/v1/quotes/{found['quotes'][0]['id']}", parts=parts).json
    assert answer["text"] == "We lost 300 ships that the port was open"
    assert answer["selector"]["exact"] == TEXT[parts[0]["start"] : parts[1]["end"]]


def test_a_quote_added_by_hand_is_one_like_any_other_until_it_is_deleted(
    client: FlaskClient, found: dict
) -> None:
    words = "Tarn Lake can store 50 million cubic metres of gas"
    added = client.post(
        "/v1/quotes",
        json={
            "article_id": found["id"],
            "kind": "indirect",
            "selector": {"exact": words},
            "speaker": {"id": found["quotes"][0]["speaker"]["id"]},
            "by": "Ana Reyes",
        },
    )
    assert (added.status_code, added.json["status"]) == (201, "added")
    assert added.json["selector"] | place_of(words) == added.json["selector"]
    address = f"/v1/quotes/{added.json['id']}"
    assert client.get(address).headers["ETag"] == added.headers["ETag"]
    (entry,) = client.get(f"{address}/history").json["items"]
    assert (entry["action"], entry["by"], entry["state"]) == ("added", "Ana Reyes", added.json)
    figure = client.get(f"/v1/figures/{found['figures'][1]['id']}").json
    assert figure["stated_by"] == added.json["speaker"]
    assert listed_ids(client, "quotes", "?q=Tarn") == [added.json["id"]]
    decide(client, address, status="confirmed")
    assert decide(client, address, cue="said").json["status"] == "added"

    assert remove(client, address).status_code == 204
    assert client.get(address).status_code == client.get(f"{address}/history").status_code == 404
    assert listed_ids(client, "quotes", "?q=Tarn") == []
    assert client.get(f"/v1/figures/{figure['id']}").json["quote_id"] is None


def test_a_figure_added_by_hand(client: FlaskClient, found: dict) -> None:
    added = client.post(
        "/v1/figures",
        json={
            "article_id": found["id"],
            "selector": place_of("was open"),
            "value": 0,
            "unit": "{closure}",
        },
    ).json
    assert (added["unit"], added["dimension"], added["modifier"]) == ("closure", "count", "=")
    assert (added["text"], added["quote_id"]) == ("was open", found["quotes"][1]["id"])


def test_what_the_machine_read_is_rejected_and_never_deleted(
    client: FlaskClient, found: dict
) -> None:
    answer = remove(client, f"/v1/quotes/{found['quotes'][0]['id']}")
    assert answer.status_code == 409
    assert '{"status": "rejected"}' in answer.json["detail"]


@pytest.mark.parametrize(
    ("selector", "detail"),
    [
        ({"exact": "said"}, "at 36, 46"),
        ({"exact": "said", "prefix": "Lindqvist "}, ""),
        ({"exact": "said", "suffix": " never"}, "Not found in"),
        ({"start": 0, "end": 9999}, str(len(TEXT))),
        ({"start": 9, "end": 9}, "less than"),
        ({"start": 0, "end": 2, "exact": "We"}, "“W"),
        ({"start": 0}, "both"),
        ({}, "exact"),
    ],
)
def test_a_place_that_is_none_is_refused_with_where_it_is(
    client: FlaskClient, found: dict, selector: dict, detail: str
) -> None:
    new = {"article_id": found["id"], "kind": "direct", "selector": selector}
    answer = client.post("/v1/quotes", json=new)
    assert answer.status_code == (422 if detail else 201), answer.json
    if detail:
        (fault,) = answer.json["errors"]
        assert detail in fault["detail"]
        assert fault["pointer"].startswith("#/selector")


@pytest.mark.parametrize(
    "decision",
    [
        {},
        {"by": "Ana Reyes"},
        {"status": "extracted"},
        {"status": "confirmed", "cue": "said"},
        {"speaker": {}},
        {"speaker": {"id": 1, "name": "Both"}},
        {"speaker": {"name": " "}},
        {"parts": []},
        {"parts": [{"start": 5, "end": 9}, {"start": 8, "end": 12}]},
        {"selector": {"exact": "gas"}},
        {"selector": {"start": 41, "end": 42}},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    client: FlaskClient, found: dict, decision: dict
) -> None:
    address = f"/v1/quotes/{found['quotes'][0]['id']}"
    answer = decide(client, address, **decision)
    assert (answer.status_code, len(answer.json["errors"])) == (422, 1)
    assert client.get(address).json == found["quotes"][0]


def test_a_correction_of_one_field_leaves_the_measure(client: FlaskClient) -> None:
    figure = post(client).json["figures"][0]
    answer = decide(client, f"/v1/figures/{figure['id']}", period="in May").json
    assert (answer["status"], answer["measure"]) == ("corrected", figure["measure"])
    (_, entry) = client.get(f"/v1/figures/{figure['id']}/history").json["items"]
    assert entry["changed"] == ["period"]


def test_a_range_has_its_lower_end_first(client: FlaskClient, found: dict) -> None:
    answer = decide(client, f"/v1/figures/{found['figures'][0]['id']}", value_max=1)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/value_max")


def test_a_decision_needs_the_state_that_is_meant(client: FlaskClient, found: dict) -> None:
    address = f"/v1/quotes/{found['quotes'][0]['id']}"
    tag = client.get(address).headers["ETag"]
    decision = {"status": "confirmed"}
    assert client.patch(address, json=decision).status_code == 428
    assert client.delete(address).status_code == 428
    assert client.patch(address, json=decision, headers={"If-Match": tag}).status_code == 200
    late = client.patch(address, json=decision, headers={"If-Match": tag})
    assert (late.status_code, late.json["errors"][0]["header"]) == (412, "If-Match")


def test_a_correction_that_changes_nothing_is_none(client: FlaskClient, found: dict) -> None:
    quote = found["quotes"][0]
    address = f"/v1/quotes/{quote['id']}"
    same = {"kind": quote["kind"], "parts": quote["parts"], "cue": quote["cue"]}
    assert decide(client, address, **same).json == quote
    assert len(client.get(f"{address}/history").json["items"]) == 1


def test_what_is_named_has_to_be_there(client: FlaskClient, found: dict) -> None:
    tag = {"If-Match": "*"}
    for address in ("/v1/quotes/999999", "/v1/figures/999999"):
        assert client.patch(address, json={"status": "rejected"}, headers=tag).status_code == 404
        assert client.delete(address, headers=tag).status_code == 404
        assert client.get(f"{address}/history").status_code == 404
    new = {"article_id": 999_999, "kind": "direct", "selector": {"exact": "gas"}}
    assert client.post("/v1/quotes", json=new).status_code == 404
    unknown = {"speaker": {"id": 999_999}}
    assert decide(client, f"/v1/quotes/{found['quotes'][0]['id']}", **unknown).status_code == 404


def test_one_place_holds_one(client: FlaskClient, found: dict) -> None:
    quote = found["quotes"][0]
    new = {"article_id": found["id"], "kind": "direct", "parts": quote["parts"]}
    answer = client.post("/v1/quotes", json=new)
    assert answer.status_code == 409
    assert f"Quote {quote['id']}" in answer.json["detail"]
    decide(client, f"/v1/quotes/{quote['id']}", status="rejected")
    assert client.post("/v1/quotes", json=new).status_code == 201


def undo(client: FlaskClient, address: str, query: str = "") -> TestResponse:
    tag = client.get(address).headers["ETag"]
    return client.post(f"{address}/undo{query}", headers={"If-Match": tag})


@pytest.mark.parametrize(
    ("kind", "decision"),
    [
        ("quotes", {"status": "rejected"}),
        ("quotes", {"speaker": {"name": "Tunde Adekambi"}, "kind": "mixed"}),
        ("figures", {"value": 60e6, "unit": "bcf", "property": "stock"}),
    ],
)
def test_what_was_decided_last_is_undone(
    client: FlaskClient, found: dict, kind: str, decision: dict[str, Any]
) -> None:
    before = found[kind][-1]
    address = f"/v1/{kind}/{before['id']}"
    decide(client, address, **decision)
    answer: Any = undo(client, address, "?by=Ana Reyes")
    assert answer.status_code == 200, answer.text
    assert answer.json == client.get(address).json == before
    assert answer.headers["ETag"] == client.get(address).headers["ETag"]
    last = client.get(f"{address}/history").json["items"][-1]
    assert (last["action"], last["by"]) == ("undone", "Ana Reyes")
    assert undo(client, address).status_code == 409


def test_to_undo_what_was_added_deletes_it(client: FlaskClient, found: dict) -> None:
    added: Any = client.post(
        "/v1/figures",
        json={"article_id": found["id"], "selector": place_of("the port was open"), "value": 1},
    )
    address = added.headers["Location"]
    assert undo(client, address).status_code == 204
    assert client.get(address).status_code == 404


def test_to_undo_takes_the_version_that_is_meant(client: FlaskClient, found: dict) -> None:
    address = f"/v1/quotes/{found['quotes'][0]['id']}"
    assert client.post(f"{address}/undo").status_code == 428
    assert client.post(f"{address}/undo", headers={"If-Match": '"x"'}).status_code == 412
    assert undo(client, address).status_code == 409
    assert client.post("/v1/quotes/999/undo", headers={"If-Match": "*"}).status_code == 404
