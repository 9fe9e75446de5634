"""Many at once: nothing is lost, nothing is stored twice, nobody waits forever."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from tests.articles import post

AT_ONCE = 8


def together(app: Flask, act: Callable[[Any, int], Any], times: int) -> list[Any]:
    """Act so many times, several at once, each with a client of its own."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda number: act(app.test_client(), number), range(times)))


def test_one_article_sent_by_many_is_stored_once(app: Flask) -> None:
    answers = together(app, lambda client, _: post(client), 24)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 23}
    assert len({answer.json["id"] for answer in answers}) == 1


def test_many_articles_that_name_the_same_people_name_them_once(app: Flask) -> None:
    def send(client: Any, number: int) -> Any:
        names = ["Mara Lindqvist", "Tunde Adekambi"][:: 1 if number % 2 else -1]
        text = "".join(f"{name} said that the port was full. " for name in names)
        return post(client, url=f"https://courier.example/{number}", text=text)

    answers = together(app, send, 24)
    assert {answer.status_code for answer in answers} == {201}
    speakers = {quote["speaker"]["id"] for answer in answers for quote in answer.json["quotes"]}
    assert len(speakers) == 2


def test_of_many_changes_of_one_version_one_wins(app: Flask) -> None:
    stored = post(app.test_client())

    def change(client: Any, number: int) -> Any:
        return client.patch(
            f"/v1/articles/{stored.json['id']}",
            json={"title": f"Title {number}"},
            headers={"If-Match": stored.headers["ETag"]},
        )

    answers = together(app, change, 16)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 15}


def test_reading_goes_on_while_many_write(app: Flask) -> None:
    def act(client: Any, number: int) -> Any:
        if number % 2:
            return client.get("/v1/quotes?speaker=Lindqvist")
        return post(client, url=f"https://courier.example/{number}")

    answers = together(app, act, 40)
    assert {answer.status_code for answer in answers} == {200, 201}


def test_streams_that_name_the_same_people_in_other_orders_both_end(app: Flask) -> None:
    names = [f"{first} Lindqvist" for first in ("Mara", "Jonas", "Tunde", "Ines", "Odile", "Pia")]

    def send(client: Any, number: int) -> Any:
        lines = [
            json.dumps({"text": f"{name} said that port {number} was full."})
            for name in (names if number % 2 else reversed(names))
        ]
        return client.post(
            "/v1/articles/bulk", data="\n".join(lines), content_type="application/x-ndjson"
        ).text

    for answer in together(app, send, 32):
        assert [json.loads(line)["status"] for line in answer.splitlines()] == [201] * 6


def test_entities_merge_and_part_while_articles_name_both(app: Flask) -> None:
    names = ["Mara Lindqvist", "Jonas Lindqvist"]

    def act(client: Any, number: int) -> Any:
        if number % 4:
            said = [f"{name} said that port {number} was full." for name in names]
            return post(client, url=None, text="\n".join(said[:: 1 if number % 2 else -1]))
        merged = client.post(f"/v1/entities/{kept}/merge", json={"entity": other})
        if merged.status_code == 200:
            (merge,) = merged.json["merges"]
            return client.delete(f"/v1/entities/{kept}/merges/{merge['id']}")
        return merged

    text = "\n".join(f"{name} said that it rained." for name in names)
    first = post(app.test_client(), text=text)
    kept, other = (quote["speaker"]["id"] for quote in first.json["quotes"])
    answers = together(app, act, 48)
    assert {answer.status_code for answer in answers} <= {201, 204, 404, 409}
    quotes = app.test_client().get("/v1/quotes?limit=200").json["items"]
    assert {quote["speaker"]["id"] for quote in quotes} <= {kept, other}
    merged = app.test_client().post(f"/v1/entities/{kept}/merge", json={"entity": other})
    assert merged.json["quotes"] == len(quotes) == 74
