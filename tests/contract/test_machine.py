"""Articles come, change, are decided on, merged and go in any order, against a model in memory.

A few runs in each run of the tests; `make fuzz` takes many more.
"""

from typing import Any

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from api.services import fulltext
from api.store.database import Database
from tests import stores
from tests.articles import article
from tests.conftest import empty
from tests.follower import Follower
from tests.fuzz import often

TEXTS = (
    "Mara Lindqvist said that 300 ships came. The port has 12 cranes.",
    "Mara Lindqvist said that 301 ships came. Jonas Wiel said that it rained.",
    "“It rained,” said Jonas Wiel. Tunde Bello said that prices rose 4 percent.",
    "Nobody was there.",
)
some_url, some_text = st.integers(1, 4), st.sampled_from(TEXTS)
some_status = st.sampled_from(["confirmed", "rejected"])
some_title = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
some_place = st.integers(0, 99)  # of a list, as far as it goes


def test_what_is_done_is_what_is_there(app: Flask) -> None:  # noqa: C901 (rules, each for itself)
    database: Database = app.extensions["database"]

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            empty(database)
            for _ in fulltext.renew(database):
                continue
            self.client = app.test_client()
            self.follower = Follower(self.client)
            self.articles: dict[str, dict[str, Any]] = {}  # by url, as the model has them
            # By the address of a quote or figure: its article, and what was decided.
            self.decided: dict[str, tuple[int, str]] = {}
            self.merges: list[tuple[int, int, int]] = []  # kept, other, the merge's id

        def teardown(self) -> None:
            empty(database)

        def etag(self, address: str) -> dict[str, str]:
            return {"If-Match": self.client.get(address).headers["ETag"]}

        @rule(url=some_url, text=some_text)
        def create_or_revise(self, url: int, text: str) -> None:
            sent = article(url=f"https://courier.example/{url}", text=text, title=f"Report {url}")
            answer = self.client.post("/v1/articles", json=sent)
            known = self.articles.get(sent["url"])
            assert answer.status_code == (200 if known and known["text"] == text else 201)
            if known and known["text"] != text:
                self._forget_decisions(known["id"])
            revision = known["revision"] + (known["text"] != text) if known else 1
            title = known["title"] if known and known["text"] == text else sent["title"]
            kept = {"id": answer.json["id"], "revision": revision, "title": title, "text": text}
            self.articles[sent["url"]] = kept

        @precondition(lambda self: self.articles)
        @rule(
            place=some_place,
            title=st.text(
                st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20
            ),
        )
        def retitle(self, place: int, title: str) -> None:
            kept = self._one(place)
            address = f"/v1/articles/{kept['id']}"
            answer = self.client.patch(address, json={"title": title}, headers=self.etag(address))
            assert answer.status_code == 200, answer.text
            kept["title"] = title

        @precondition(lambda self: self.articles)
        @rule(place=some_place)
        def delete(self, place: int) -> None:
            kept = self._one(place)
            address = f"/v1/articles/{kept['id']}"
            self._forget_decisions(kept["id"])
            assert self.client.delete(address, headers=self.etag(address)).status_code == 204
            assert self.client.get(address).status_code == 404
            self.articles = {u: one for u, one in self.articles.items() if one is not kept}

        @precondition(lambda self: self.articles)
        @rule(place=some_place, which=some_place, status=some_status)
        def decide(self, place: int, which: int, status: str) -> None:
            number = self._one(place)["id"]
            found = self._found(number)
            if not found:
                return
            address = found[which % len(found)]
            answer = self.client.patch(address, json={"status": status}, headers=self.etag(address))
            assert answer.status_code == 200, answer.text
            self.decided[address] = number, status

        @rule(place=some_place, other=some_place)
        def merge(self, place: int, other: int) -> None:
            there = self.client.get("/v1/entities?limit=200").json["items"]
            if len(there) < 2:
                return
            kept, gone = (there[at % len(there)]["id"] for at in (place, other))
            if kept == gone:
                return
            answer = self.client.post(f"/v1/entities/{kept}/merge", json={"entity": gone})
            assert answer.status_code == 200, answer.text
            assert self.client.get(f"/v1/entities/{gone}").status_code == 308
            newest = max(one["id"] for one in answer.json["merges"])
            self.merges.append((kept, gone, newest))

        @precondition(lambda self: self.merges)
        @rule()
        def undo(self) -> None:
            kept, gone, number = self.merges.pop()
            answer = self.client.delete(f"/v1/entities/{kept}/merges/{number}")
            assert answer.status_code == 204, answer.text
            assert self.client.get(f"/v1/entities/{gone}").status_code == 200

        @invariant()
        def articles_are_those_of_the_model(self) -> None:
            shown = self.client.get("/v1/articles?limit=200").json["items"]
            assert {one["url"]: (one["id"], one["revision"], one["title"]) for one in shown} == {
                url: (one["id"], one["revision"], one["title"])
                for url, one in self.articles.items()
            }

        @invariant()
        def decisions_are_kept(self) -> None:
            for address, (_, status) in self.decided.items():
                assert self.client.get(address).json["status"] == status

        @invariant()
        def nothing_is_left_out(self) -> None:
            self.follower.catch_up()
            self.follower.must_have_what_is_there()
            assert stores.faults(database) == []

        def _one(self, place: int) -> dict[str, Any]:
            return list(self.articles.values())[place % len(self.articles)]

        def _found(self, number: int) -> list[str]:
            found = self.client.get(f"/v1/articles/{number}").json
            return [
                f"/v1/{kind}/{one['id']}" for kind in ("quotes", "figures") for one in found[kind]
            ]

        def _forget_decisions(self, number: int) -> None:
            """Those of an article: another text may say something else there."""
            of_others = {k: one for k, one in self.decided.items() if one[0] != number}
            self.decided = of_others  # what was rejected is not shown with its article

    run_state_machine_as_test(Machine, settings=often(stateful_step_count=12))
