"""Many decisions in one request: a result for each, and none undone by another."""

from typing import Any

from flask.testing import FlaskClient

from tests.articles import post

TEXT = (
    "“We lost 300 ships,” Mara Lindqvist said. She said that the port was open. "
    "Tarn Lake can store 50 million cubic metres of gas."
)


def send(client: FlaskClient, *items: Any, **more: Any) -> Any:
    answer = client.post("/v1/decisions", json={"items": items, **more})
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def one(kind: str, number: int, **decision: Any) -> dict[str, Any]:
    return {"type": kind, "id": number, "decision": decision}


def test_each_is_made_with_its_history(client: FlaskClient) -> None:
    found: Any = post(client, text=TEXT).json
    first, second = (quote["id"] for quote in found["quotes"])
    figure = found["figures"][-1]["id"]
    confirmed, rejected, corrected = send(
        client,
        one("quote", first, status="confirmed"),
        one("quote", second, status="rejected", by="Olu Adeyemi"),
        one("figure", figure, property="storage capacity"),
        by="Ana Reyes",
    )
    assert [each["status"] for each in (confirmed, rejected, corrected)] == [200, 200, 200]
    assert confirmed["quote"] == client.get(f"/v1/quotes/{first}").json
    assert confirmed["quote"]["status"] == "confirmed"
    assert confirmed["etag"] == client.get(f"/v1/quotes/{first}").headers["ETag"]
    assert corrected["figure"]["property"] == "storage capacity"
    for address, by in (
        (f"quotes/{first}", "Ana Reyes"),
        (f"quotes/{second}", "Olu Adeyemi"),
        (f"figures/{figure}", "Ana Reyes"),
    ):
        entry = client.get(f"/v1/{address}/history").json["items"][-1]
        assert (entry["number"], entry["by"]) == (1, by)


def test_a_bad_one_spoils_only_itself(client: FlaskClient) -> None:
    found: Any = post(client, text=TEXT).json
    first, second = (quote["id"] for quote in found["quotes"])
    results = send(
        client,
        one("quote", first, status="confirmed"),
        {"type": "quote", "decision": {"status": "confirmed"}},
        one("measure", 1, status="confirmed"),
        one("quote", first, status="perhaps"),
        one("quote", 10**15, status="confirmed"),
        one("quote", first),
        one("quote", second, selector={"exact": "nowhere"}),
        one("quote", second, status="rejected") | {"if_match": "no tag"},
        one("quote", second, status="rejected") | {"if_match": '"other"'},
        one("quote", second, status="rejected") | {"surprise": 1},
        one("quote", second, status="rejected"),
    )
    statuses = [each["status"] for each in results]
    assert statuses == [200, 422, 422, 422, 404, 422, 422, 422, 412, 422, 200]
    pointers = [each["errors"][0]["pointer"] for each in results if "errors" in each]
    assert pointers[:3] == ["#/id", "#/type", "#/decision/status"]
    assert client.get(f"/v1/quotes/{first}").json["status"] == "confirmed"
    assert client.get(f"/v1/quotes/{second}").json["status"] == "rejected"
    assert len(client.get(f"/v1/quotes/{first}/history").json["items"]) == 2


def test_a_state_is_meant_by_its_etag(client: FlaskClient) -> None:
    found: Any = post(client, text=TEXT).json
    number = found["quotes"][0]["id"]
    tag = client.get(f"/v1/quotes/{number}").headers["ETag"]
    wanted = one("quote", number, status="confirmed") | {"if_match": tag}
    first, again = send(client, wanted, wanted)
    assert (first["status"], again["status"]) == (200, 412)
    next_one = one("quote", number, status="rejected") | {"if_match": first["etag"]}
    assert send(client, next_one)[0]["status"] == 200


def test_their_number_is_bounded(client: FlaskClient) -> None:
    items = [one("quote", at, status="confirmed") for at in range(1, 202)]
    refused: Any = client.post("/v1/decisions", json={"items": items})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "#/items"
    assert client.post("/v1/decisions", json={"items": []}).status_code == 422
    assert client.post("/v1/decisions", json={"items": [1]}).status_code == 422
