"""A story that comes again, word for word or lightly edited, is stored, marked and counted once."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.services import copies
from api.services.derived import must_be_current
from api.store.database import Database
from tests.articles import post

STORY = (
    "Port director Mara Lindqvist said on Tuesday that the new terminal in Halvik would open in "
    "May. The Northern Arc pipeline, which ends there, has a capacity of about 12 billion cubic "
    "metres. It took the council four years and two votes to agree where the tanks should stand, "
    "and the people who live along the shore had asked for a wall that hides them from the town. "
    "“We kept every promise that we made,” Lindqvist told reporters. The first ship is expected "
    "in the second week of June, once the dredging of the outer channel is finished."
)
EDITED = STORY.replace("on Tuesday ", "").replace("reporters", "the reporters") + " More soon."


def stored(client: FlaskClient, name: str, text: str = STORY) -> dict[str, Any]:
    answer = post(client, url=f"https://{name}.example/story", publisher=name, text=text)
    return dict(answer.json or {})


@pytest.mark.parametrize("text", [STORY, STORY.upper(), EDITED, "HALVIK — " + STORY + " (Agency)"])
def test_a_copy_is_marked(client: FlaskClient, text: str) -> None:
    first, second = stored(client, "courier"), stored(client, "gazette", text)
    assert first["copy_of"] is None
    assert second["copy_of"] == first["id"]
    assert second["quotes"]


@pytest.mark.parametrize(
    "text",
    [
        STORY.replace("12", "19") + " In 2031 there were 7 of them, and 40 by 2035.",
        " ".join(reversed(STORY.split())),
        STORY[:120],
    ],
)
def test_another_story_is_none(client: FlaskClient, text: str) -> None:
    stored(client, "courier")
    assert stored(client, "gazette", text)["copy_of"] is None


def test_short_texts_are_copies_only_word_for_word(client: FlaskClient) -> None:
    first = stored(client, "courier", "The price rose by 5%, Ana Reyes said.")
    assert stored(client, "gazette", "The price rose by 6%, Ana Reyes said.")["copy_of"] is None
    again = stored(client, "herald", "The price rose by 5%, Ana Reyes said. ")
    assert again["copy_of"] == first["id"]


def test_each_story_counts_once(client: FlaskClient) -> None:
    first, second = stored(client, "courier"), stored(client, "gazette", EDITED)

    def counted(query: str) -> int:
        items = client.get(f"/v1/quotes/counts?by=speaker{query}").json["items"]
        return sum(item["count"] for item in items)

    assert counted("") == len(first["quotes"])
    assert counted("&copies=all") == len(first["quotes"]) + len(second["quotes"])
    assert counted("&q=promise") == 1
    assert counted("&q=promise&copies=all") == 2
    found = client.get("/v1/search?q=promise&types=article,quote").json["items"]
    assert {each[each["type"]].get("publisher") for each in found} == {"courier"}
    every = client.get("/v1/search?q=promise&types=article,quote&copies=all").json["items"]
    assert len(every) == 2 * len(found)
    figure = next(each for each in first["figures"] if each["measure"])
    series = f"/v1/measures/{figure['measure']['id']}/series"
    assert len(client.get(series).json["items"]) == 1
    assert len(client.get(f"{series}?copies=all").json["items"]) == 2


def test_a_list_shows_all_unless_told_otherwise(client: FlaskClient) -> None:
    first, second = stored(client, "courier"), stored(client, "gazette")
    third = stored(client, "herald")
    for path in ("articles", "quotes", "figures"):
        every = client.get(f"/v1/{path}").json["items"]
        once = client.get(f"/v1/{path}?copies=once").json["items"]
        assert len(every) == 3 * len(once)
    copies_of = client.get(f"/v1/articles?copy_of={first['id']}").json["items"]
    assert {each["id"] for each in copies_of} == {second["id"], third["id"]}


def _delete(client: FlaskClient, number: int) -> None:
    etag = client.get(f"/v1/articles/{number}").headers["ETag"]
    assert client.delete(f"/v1/articles/{number}", headers={"If-Match": etag}).status_code == 204


def test_where_the_first_is_deleted_the_next_counts(client: FlaskClient) -> None:
    numbers = [stored(client, name)["id"] for name in ("courier", "gazette", "herald")]
    _delete(client, numbers[0])
    second, third = (client.get(f"/v1/articles/{number}").json for number in numbers[1:])
    assert second["copy_of"] is None
    assert third["copy_of"] == second["id"]
    assert client.get("/v1/quotes/counts?by=publisher").json["items"][0]["key"] == "gazette"
    assert stored(client, "tribune", EDITED)["copy_of"] == second["id"]
    for number in numbers[1:]:
        _delete(client, number)


def test_a_new_text_is_judged_again(client: FlaskClient) -> None:
    first, second = stored(client, "courier"), stored(client, "gazette")
    corrected = stored(client, "courier", EDITED)  # the same article, lightly edited
    assert corrected["id"] == first["id"]
    assert corrected["copy_of"] is None
    other = stored(client, "gazette", " ".join(reversed(STORY.split())))
    assert (other["id"], other["copy_of"]) == (second["id"], None)
    third = stored(client, "herald")
    assert third["copy_of"] == first["id"]
    stored(client, "courier", "Nothing of it was true, the council said in the evening.")
    assert client.get(f"/v1/articles/{third['id']}").json["copy_of"] is None
    assert stored(client, "tribune")["copy_of"] == third["id"]


def test_what_was_stored_by_another_rule_is_judged_again(
    client: FlaskClient, database: Database
) -> None:
    numbers = [stored(client, name)["id"] for name in ("courier", "gazette", "herald")]
    assert list(copies.renew(database)) == [(3, 3)]
    must_be_current(database)
    found = [client.get(f"/v1/articles/{number}").json["copy_of"] for number in numbers]
    assert found == [None, numbers[0], numbers[0]]
    assert sum(each["count"] for each in client.get("/v1/quotes/counts?by=year").json["items"]) == 2
