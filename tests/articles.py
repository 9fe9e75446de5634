"""Articles that tests put in, in words of their own."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TEXT = (
    "Port director Mara Lindqvist said that the terminal would open in May. "
    "The Northern Arc pipeline has a capacity of about 12 billion cubic metres."
)


def article(**fields: Any) -> dict[str, Any]:
    """The body of POST /v1/articles, with every field that a test does not care about."""
    return {
        "url": "https://courier.example/terminal",
        "title": "Terminal to open",
        "authors": ["Ana Reyes"],
        "publisher": "Harbour Courier",
        "published_at": "2026-03-04T08:30:00Z",
        "text": TEXT,
    } | fields


def post(client: FlaskClient, **fields: Any) -> TestResponse:
    """Store an article."""
    return client.post("/v1/articles", json=article(**fields))


def post_many(client: FlaskClient, count: int, **fields: Any) -> None:
    """Store articles that differ in url and day."""
    for day in range(1, count + 1):
        url = f"https://courier.example/{day}"
        post(client, **{"url": url, "published_at": f"2026-03-{day:02}T00:00:00Z"} | fields)
