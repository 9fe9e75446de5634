"""A client of the change feed, as tests need one."""

from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

TYPES = ("article", "entity", "figure", "measure", "quote")


class Follower:
    """A client that keeps what the feed tells it, as its users will."""

    def __init__(self, client: FlaskClient, types: str = ",".join(TYPES), limit: int = 200) -> None:
        self.client = client
        self.at = f"/v1/changes?types={types}&limit={limit}"
        self.has: dict[tuple[str, int], Any] = {}

    def catch_up(self) -> list[tuple[str, int, str]]:
        """Read on until nothing is left; what was told."""
        told = []
        while page := self.page():
            for change in page:
                key = (change["type"], change["id"])
                told.append((*key, change["action"]))
                if change["action"] == "deleted":
                    self.has.pop(key, None)
                else:
                    self.has[key] = change["object"]
        return told

    def page(self) -> list[dict[str, Any]]:
        """Read one page."""
        answer = self.client.get(self.at)
        assert answer.status_code == 200, answer.text
        following = urlsplit(answer.json["next"])
        self.at = f"{following.path}?{following.query}"
        items: list[dict[str, Any]] = answer.json["items"]
        return items

    def must_have_what_is_there(self) -> None:
        """Compare with what the lists show."""
        for name in ("articles", "quotes", "figures"):
            listed = self.client.get(f"/v1/{name}?limit=200{'&salience=all' * (name[0] == 'f')}")
            shown = {item["id"]: item for item in listed.json["items"]}
            kept = {key[1]: has for key, has in self.has.items() if key[0] == name[:-1]}
            # What was rejected is told as that, and lists leave it out.
            kept = {id_: has for id_, has in kept.items() if has.get("status") != "rejected"}
            if name == "articles":
                kept = {number: without(has, "text") for number, has in kept.items()}
            assert kept == shown


def without(item: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != name}
