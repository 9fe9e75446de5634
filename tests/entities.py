"""What tests ask of entities, and the articles that name them."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.articles import post


def entity(client: FlaskClient, name: str) -> dict[str, Any]:
    """The one entity of a name."""
    (found,) = client.get("/v1/entities", query_string={"name": name}).json["items"]
    return dict(found)


def names(client: FlaskClient, query: str = "") -> list[str]:
    return [item["name"] for item in client.get(f"/v1/entities?{query}").json["items"]]


def say(client: FlaskClient, *speakers: str, **fields: Any) -> Any:
    """Store an article in which each of these says something."""
    text = " ".join(f"{speaker} said that the port was full." for speaker in speakers)
    return post(client, **{"url": None, "text": text} | fields).json


def measure(client: FlaskClient, name: str, capacity: str = "12 billion cubic metres") -> Any:
    """Store an article about the capacity of something."""
    return post(client, url=None, text=f"{name} has a capacity of {capacity}.").json


def change(client: FlaskClient, number: int, **changes: Any) -> TestResponse:
    tag = client.get(f"/v1/entities/{number}").headers["ETag"]
    return client.patch(f"/v1/entities/{number}", json=changes, headers={"If-Match": tag})


def merge(client: FlaskClient, into: int, merged: int) -> TestResponse:
    return client.post(f"/v1/entities/{into}/merge", json={"entity": merged})


def undo(client: FlaskClient, into: int) -> None:
    """Undo the last merge into an entity."""
    last = client.get(f"/v1/entities/{into}").json["merges"][-1]["id"]
    assert client.delete(f"/v1/entities/{into}/merges/{last}").status_code == 204
