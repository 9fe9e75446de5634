"""One person, one name over all articles: what is linked, what is not, and how it is undone."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from api.models import Entity, Fingerprint, FullName
from api.models.entities import LinkedBy
from api.services import links, upkeep
from api.store.database import Database
from tests.articles import post
from tests.entities import change, entity, merge, names, say, undo
from tests.services.test_kept_json import must_be_true


def speaker(client: FlaskClient, name: str, **fields: Any) -> dict[str, Any]:
    """Store an article in which somebody speaks; the quote."""
    text = f"{name} said that 300 ships came."
    stored: Any = post(client, **{"url": None, "text": text} | fields).json
    quote: dict[str, Any] = stored["quotes"][0]
    return quote


def ids(client: FlaskClient, *spoken: str) -> list[int]:
    """Who speaks in each of several articles."""
    return [speaker(client, name)["speaker"]["id"] for name in spoken]


def link_again(database: Database) -> tuple[int, int]:
    done = list(links.link_again(database))
    return sum(each.linked for each in done), sum(each.parted for each in done)


def unlink(client: FlaskClient, quote: dict[str, Any]) -> int:
    address = f"/v1/entities/{quote['speaker']['id']}/links/{quote['link_id']}"
    return client.delete(address).status_code


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("Mayor Robert Harker", "Robert J. Harker", "variant"),
        ("Mayor Robert J. Harker", "Mayor Robert Harker", "variant"),
        ("Mayor Robert Harker", "Robert Harker Jr.", "suffix"),
        ("Robert Harker Sr.", "Robert Harker", "suffix"),
        ("Mayor Joseph Harker", "Mayor Joe Harker", "short_form"),
        ("Mayor Sergei Harker", "Mayor Sergey Harker", "spelling"),
        ("The FBI", "The Federal Bureau of Investigation", "spelling"),
        ("Norvik Energy Corp.", "Norvik Energy", "spelling"),
        ("Mayor Robert Harker", "Mayor Harker", "surname"),
        ("Mayor Ludo van der Meer", "Mayor Van der Meer", "surname"),
    ],
)
def test_one_name(
    client: FlaskClient, database: Database, first: str, second: str, rule: str
) -> None:
    one, other = speaker(client, first), speaker(client, second)
    assert other["speaker"] == one["speaker"]
    assert [quote["linked_by"] for quote in (one, other)] == [None, rule]
    assert one["link_id"] is None
    assert 0.5 < other["link_confidence"] < 1
    must_be_true(database)
    assert client.get(f"/v1/quotes?linked_by={rule}").json["items"] == [
        client.get(f"/v1/quotes/{other['id']}").json
    ]


@pytest.mark.parametrize(
    "spoken",
    [
        ("Mayor Štěpán Horák", "Mayor Stepan Horak"),
        ("President Mara Lindqvist", "Ms. Mara Lindqvist"),
        ("Mayor Robert Harker", "MAYOR ROBERT HARKER"),
    ],
)
def test_titles_accents_and_case_make_no_other_name(
    client: FlaskClient, spoken: tuple[str, ...]
) -> None:
    assert len(set(ids(client, *spoken))) == 1
    assert len(names(client)) == 1


@pytest.mark.parametrize(
    "spoken",
    [
        ("Robert J. Harker", "Robert K. Harker"),  # conflicting initials
        ("Robert Harker Sr.", "Robert Harker Jr."),  # father and son
        ("Robert Harker", "Robert Harker III"),
        ("Robert Harker", "Roberta Harker"),
        ("Mayor Robert Harker", "Harker Shipping Company"),  # named after its founder
        ("Mayor Robert Harker", "Harker"),
        ("Mayor Robert Houston", "Houston"),
    ],
)
def test_two_stay_two(client: FlaskClient, spoken: tuple[str, ...]) -> None:
    assert len(set(ids(client, *spoken))) == len(spoken)


def test_a_name_that_two_could_bear_is_neither_s(client: FlaskClient) -> None:
    one, two, bare = ids(client, "Robert J. Harker", "Robert K. Harker", "Robert Harker")
    assert len({one, two, bare}) == 3
    # Nor does a third go to the one that could be any of them.
    assert ids(client, "Robert L. Harker")[0] not in (one, two, bare)
    father, son, either = ids(client, "Olu Calder Sr.", "Olu Calder Jr.", "Olu Calder")
    assert either not in (father, son)


def test_namesakes_of_two_towns_stay_two_once_somebody_says_so(client: FlaskClient) -> None:
    one = speaker(client, "Mayor Ines Calder of Harlow")
    other = speaker(client, "Ines R. Calder, a judge in Marlow,")
    assert one["speaker"] == other["speaker"]
    assert unlink(client, other) == 204
    judge = client.get(f"/v1/quotes/{other['id']}").json["speaker"]
    assert judge["name"] == "Ines R. Calder"
    assert ids(client, "Ines R. Calder", "Ines Calder") == [judge["id"], one["speaker"]["id"]]


def test_father_and_son_in_one_article_stay_two(client: FlaskClient, database: Database) -> None:
    one = speaker(client, "Robert Harker")["speaker"]["id"]
    text = "Robert Harker said it was late. His son Robert Harker Jr. said that it was not."
    post(client, url=None, text=text)
    link_again(database)
    assert {one} <= {item["id"] for item in client.get("/v1/entities").json["items"]}


def test_a_publisher_that_knows_the_father_means_the_son_by_jr(
    client: FlaskClient, database: Database
) -> None:
    for day in range(1, 6):
        father = speaker(client, "Robert Harker", url=f"https://courier.example/{day}")
    son = speaker(client, "Robert Harker Jr.")
    assert son["speaker"] != father["speaker"]
    assert link_again(database) == (0, 0)


def test_a_son_who_was_met_first_is_parted_later(client: FlaskClient, database: Database) -> None:
    son = speaker(client, "Robert Harker Jr.")
    for day in range(1, 6):
        father = speaker(client, "Robert J. Harker", url=f"https://courier.example/{day}")
    assert father["speaker"]["id"] == son["speaker"]["id"]
    assert link_again(database) == (0, 1)
    now: Any = client.get(f"/v1/quotes/{father['id']}").json
    father = now
    assert father["speaker"]["name"] == "Robert J. Harker"
    assert father["link_id"] is None
    must_be_true(database)
    assert link_again(database) == (0, 0)


def test_a_surname_that_two_have_is_neither_s(client: FlaskClient) -> None:
    two = ids(client, "Mayor Robert Harker", "Mayor Ines Harker")
    alone = speaker(client, "Mayor Harker")
    assert alone["speaker"]["id"] not in two
    assert alone["linked_by"] is None


def test_a_surname_is_whose_it_is_far_more_often(client: FlaskClient) -> None:
    for day in range(1, 6):
        say(client, "Mayor Robert Harker", url=f"https://courier.example/{day}")
    say(client, "Mayor Ines Harker")
    alone = speaker(client, "Mayor Harker")
    assert alone["speaker"]["name"] == "Robert Harker"
    assert 0.7 < alone["link_confidence"] < 0.8  # 6 of 8
    # Five against two are not enough.
    say(client, "Mayor Ines Harker", url="https://courier.example/ines")
    assert speaker(client, "Mr Harker")["speaker"]["name"] == "Harker"


def test_a_surname_is_whose_it_was_at_that_time(client: FlaskClient) -> None:
    before = speaker(client, "Mayor Robert Harker", published_at="2012-05-01T00:00:00Z")
    speaker(client, "Mayor Ines Harker", published_at="2020-05-01T00:00:00Z")
    alone = speaker(client, "Mayor Harker", published_at="2012-09-01T00:00:00Z")
    assert alone["speaker"] == before["speaker"]
    assert speaker(client, "Ms Harker", published_at="2016-05-01T00:00:00Z")["linked_by"] is None


def test_a_word_nobody_tells_of_is_a_surname_once_it_is_well_known(client: FlaskClient) -> None:
    """Ten articles name a person so: "Harker had 40%" means them, unless it is something else."""
    text = "Harker has a capacity of {} tonnes."
    company = post(client, url=None, text=text.format(50)).json["figures"][0]["entity"]
    for day in range(1, 11):
        person = speaker(client, "Mayor Robert Harker", url=f"https://courier.example/{day}")
    figure = post(client, url=None, text=text.format(60)).json["figures"][0]
    assert (figure["entity"], figure["linked_by"]) == (person["speaker"], "surname")
    assert figure["entity"] != company


def test_undoing_lasts_when_the_article_is_read_again(
    client: FlaskClient, database: Database
) -> None:
    one = speaker(client, "Mayor Robert Harker")
    article = post(
        client,
        url=None,
        text="“We lost 300 ships,” Mayor Harker said. Mr Harker has a debt of $3 billion.",
    ).json
    quote = article["quotes"][0]
    assert quote["speaker"] == one["speaker"]
    assert unlink(client, quote) == 204
    must_be_true(database)
    for _ in range(2):
        now = client.get(f"/v1/articles/{article['id']}").json
        (quote,) = now["quotes"]
        assert quote["speaker"]["name"] == "Harker"
        assert (quote["linked_by"], quote["link_id"]) == (None, None)
        assert {f["stated_by"]["id"] for f in now["figures"] if f["stated_by"]} == {
            quote["speaker"]["id"]
        }
        assert one["speaker"]["id"] not in {(f["entity"] or {}).get("id") for f in now["figures"]}
        client.post(f"/v1/articles/{article['id']}/extract")
        assert link_again(database) == (0, 0)
    # It was this article's alone.
    assert speaker(client, "Mr Harker")["speaker"] == one["speaker"]


def test_undoing_a_variant_takes_along_what_came_by_it(
    client: FlaskClient, database: Database
) -> None:
    one = speaker(client, "Mayor Robert Harker")
    figure = post(client, url=None, text="Mr. Robert J. Harker has a debt of $3 billion.").json[
        "figures"
    ][0]
    quotes = [speaker(client, "Robert J. Harker") for _ in range(1)]
    assert unlink(client, quotes[0]) == 204
    now = client.get(f"/v1/quotes/{quotes[0]['id']}").json
    assert now["speaker"]["name"] == "Robert J. Harker"
    if figure["entity"]:
        figure = client.get(f"/v1/figures/{figure['id']}").json
        assert figure["entity"] == now["speaker"]
        assert figure["measure"]["name"].startswith("Robert J. Harker:")
    assert names(client, "name=robert+j+harker") == ["Robert J. Harker"]
    assert entity(client, "Robert Harker")["id"] == one["speaker"]["id"]
    must_be_true(database)
    assert link_again(database) == (0, 0)


def test_there_is_no_such_link(client: FlaskClient) -> None:
    one, other = speaker(client, "Mayor Robert Harker"), speaker(client, "Robert J. Harker")
    number = one["speaker"]["id"]
    assert client.delete(f"/v1/entities/{number}/links/{number}").status_code == 404
    assert client.delete(f"/v1/entities/{number}/links/999999").status_code == 404
    assert client.delete(f"/v1/entities/999999/links/{other['link_id']}").status_code == 404
    assert unlink(client, other) == 204
    assert unlink(client, other) == 404


def test_what_came_before_the_full_name_is_linked_later(
    client: FlaskClient, database: Database
) -> None:
    alone = speaker(client, "Mayor Harker")
    full = speaker(client, "Mayor Robert Harker")
    assert alone["speaker"] != full["speaker"]
    assert link_again(database) == (1, 0)
    assert link_again(database) == (0, 0)
    now: Any = client.get(f"/v1/quotes/{alone['id']}").json
    assert now["speaker"] == full["speaker"]
    assert now["linked_by"] == LinkedBy.SURNAME
    must_be_true(database)
    assert client.get(f"/v1/entities/{full['speaker']['id']}").json["merges"] == []
    assert unlink(client, now) == 204
    assert client.get(f"/v1/quotes/{alone['id']}").json["speaker"] == alone["speaker"]
    assert link_again(database) == (0, 0)
    must_be_true(database)


def test_a_person_is_called_as_most_articles_do(client: FlaskClient, database: Database) -> None:
    number = speaker(client, "Mayor Robert Jonas Harker")["speaker"]["id"]
    for day in (1, 2):
        say(client, "Mayor Robert Harker", url=f"https://courier.example/{day}")
    link_again(database)
    assert client.get(f"/v1/entities/{number}").json["name"] == "Robert Harker"
    change(client, number, name="R. J. Harker")
    link_again(database)
    assert client.get(f"/v1/entities/{number}").json["name"] == "R. J. Harker"
    must_be_true(database)


def test_what_people_decide_wins(client: FlaskClient, database: Database) -> None:
    one = speaker(client, "Mayor Robert Harker")
    alone = speaker(client, "Mayor Harker")
    address = f"/v1/quotes/{alone['id']}"
    tag = client.get(address).headers["ETag"]
    other = {"name": "Ines Harker"}
    answer = client.patch(address, json={"speaker": other}, headers={"If-Match": tag}).json
    assert answer["speaker"]["name"] == "Ines Harker"
    assert (answer["linked_by"], answer["link_id"]) == (None, None)
    client.post(f"/v1/articles/{alone['article_id']}/extract")
    link_again(database)
    assert client.get(address).json["speaker"] == answer["speaker"] != one["speaker"]


def test_what_people_parted_stays_apart(client: FlaskClient, database: Database) -> None:
    one, other = ids(client, "Robert J. Harker", "Robert K. Harker")
    third = speaker(client, "Robert Harker")["speaker"]["id"]
    merge(client, one, third)
    undo(client, one)
    link_again(database)
    assert {one, other, third} == {item["id"] for item in client.get("/v1/entities").json["items"]}


def test_a_linked_name_is_not_merged_or_taken_away_as_it_stands(client: FlaskClient) -> None:
    one, other = speaker(client, "Mayor Robert Harker"), speaker(client, "Robert J. Harker")
    number = one["speaker"]["id"]
    elsewhere = speaker(client, "Mayor Ines Calder")["speaker"]["id"]
    answer = merge(client, elsewhere, other["link_id"])
    assert answer.status_code == 409
    assert f"linked to {number}" in answer.json["detail"]
    answer = change(client, number, aliases=[])
    assert f"undo link {other['link_id']}" in answer.json["detail"]


def test_links_go_along_with_a_merge_and_back(client: FlaskClient, database: Database) -> None:
    one = speaker(client, "Mayor Robert Harker")["speaker"]["id"]
    linked = speaker(client, "Robert J. Harker")
    into = speaker(client, "Mayor Olu Adeyemi")["speaker"]["id"]
    merge(client, into, one)
    now = client.get(f"/v1/quotes/{linked['id']}").json
    assert (now["speaker"]["id"], now["linked_by"]) == (into, "variant")
    undo(client, into)
    assert client.get(f"/v1/quotes/{linked['id']}").json == linked
    must_be_true(database)


def test_a_plain_noun_is_no_entity(client: FlaskClient) -> None:
    figure = post(client, url=None, text="The church bus has a capacity of 40 tonnes.").json[
        "figures"
    ][0]
    assert (figure["entity"], figure["measure"]) == (None, None)
    assert figure["entity_text"] == "church bus"
    assert names(client) == []


def test_quotes_by_what_sort_of_source_speaks(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "The Marlow Institute", "Officials")
    counts = client.get("/v1/quotes/counts?by=speaker_kind").json["items"]
    assert {count["key"]: count["count"] for count in counts} == {
        "person": 1,
        "organisation": 1,
        "unnamed": 1,
    }
    (quote,) = client.get("/v1/quotes?speaker_kind=unnamed").json["items"]
    assert (quote["speaker"], quote["speaker_text"]) == (None, "Officials")


def test_what_an_earlier_version_stored_is_linked_alike(
    client: FlaskClient, database: Database
) -> None:
    one = speaker(client, "Mayor Robert Harker")
    with database.writes.begin() as connection:
        connection.execute(delete(FullName))
        connection.execute(delete(Fingerprint).where(Fingerprint.name == "people"))
        connection.execute(update(Entity).values(surname=None, person_key=None))
    upkeep.upgrade(database)
    for name in ("Robert J. Harker", "Mayor Harker"):
        assert speaker(client, name)["speaker"] == one["speaker"]
