"""The cost of a list is bounded by its page: no plan scans or sorts a table that grows."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from flask.testing import FlaskClient
from psycopg import RawCursor
from sqlalchemy import func, insert, select, text

from api.models import Entity, Measure
from api.store.database import Database
from tests.articles import post, post_many
from tests.conftest import Statement

# An index is walked or looked up: one of a table, or FTS5's, by row number up (64) or down (192).
INDEXED = re.compile(r" USING | VIRTUAL TABLE INDEX (?:(?:64|192):M|0:=)")
# With their indexes, `…_search`.
GROWING = (
    *("articles", "article_tags", "revisions", "quotes", "figures", "decisions", "changes"),
    # The list of entities itself goes down their ids; nothing within it may read all of them.
    *("entities_", "entity_names", "measures_"),
)
PUBLISHED = ["publisher=P", "published_from=2026-01-01", "published_to=2027-01-01"]
READINGS = [
    *(*PUBLISHED, "article=1", "min_confidence=0.1"),
    *("status=extracted", "status=confirmed", "status=all"),
    *("tag=a,b", "tag!=a"),
]
FILTERS = {
    "articles": [
        *PUBLISHED,
        "q=pipeline",
        "ids=1,2",
        "publisher=P,Q",
        "language!=en",
        *("tag=a", "tag=a,b", "tag!=a", "tag=none"),
        "author=Reyes",
        "title=terminal to,open",
        "sort=oldest",
    ],
    "search": [*PUBLISHED, "types=quote,article", "sort=rank"],
    "quotes": [
        *READINGS,
        "q=say OR so",
        "q=said&sort=rank",
        "kind=direct",
        "speaker=1",
        "speaker=Lindqvist",
        *("ids=1,2", "article=1,2", "speaker=1,2", "speaker=none", "publisher=P,Q", "kind!=mixed"),
        *("status=confirmed,added", "status!=confirmed", "speaker_kind=person,group"),
        "sort=oldest",
    ],
    "figures": [
        *READINGS,
        "q=pipel* tonnes",
        *("entity=1", "entity=Arc", "dimension=volume", "unit=m3", "unit=m3&min=5", "salience=all"),
        *("measure=1", "property=capacity", "stated_by=1", "stated_by=Lindqvist"),
        *("ids=1,2", "measure=1,2", "property=capacity,length", "entity=none"),
        *("unit=m3,m", "unit=m3,USD", "unit=USD,EUR", "unit!=m3", "dimension=volume,mass"),
        *("unit_code=m3,t", "linked_by=surname,variant"),
    ],
    "measures": [
        "ids=1",
        "ids=1,2",
        "entity=1",
        "entity=Arc",
        "property=capacity",
        "dimension=volume",
    ],
    "entities": [
        *("kind=person", "kind=person,place", "kind!=person", "ids=1,2", "ids!=1"),
        "name=Lindqvist",
        "name=Lindkvist",
        "name=Mora+Lindkvist",
        "prefix=l",
        "same_as=https://courier.example/",
    ],
    "changes": [
        *("types=quote,figure", "since=now", "since=2026-01-01"),
        *("publisher=P", "publisher=P,Q", "status=confirmed"),
    ],
}


MORE = {
    "figures": ["unit=USD&max=9&entity=1"],
    "changes": [
        "speaker=Lindqvist&kind=direct,mixed",
        "unit=m3&min=5&entity=1&property=capacity",
    ],
}


def queries(name: str) -> Iterator[str]:
    """Every filter of a list by itself and with every other."""
    yield from MORE.get(name, ())
    needed = ["q=pipeline"] if name == "search" else []
    for count in (0, 1, 2):
        for chosen in combinations(FILTERS[name], count):
            parts = "&".join([*needed, *chosen]).split("&")
            if len({part.split("=")[0].rstrip("!") for part in parts}) == len(parts):
                yield "&".join(parts)


@pytest.fixture
def _stored(client: FlaskClient) -> None:
    for number, (first, what) in enumerate([("Mara", "Northern Arc"), ("Jonas", "Southern Arc")]):
        text = f"{first} Lindqvist said so. The {what} pipeline carried 12 million tonnes of gas."
        for copy in range(3):
            post(client, url=f"https://courier.example/{number}/{copy}", text=text)


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("name", FILTERS)
def test_no_list_scans_or_sorts(
    client: FlaskClient, database: Database, statements: list[Statement], name: str
) -> None:
    for query in queries(name):
        statements.clear()
        address = f"/v1/{name}?limit=1&{query}".rstrip("&")
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        if answer.json["next"]:
            assert client.get(answer.json["next"]).status_code == 200
        for statement, parameters in list(statements):
            faults = faults_of_plan(database, statement, parameters)
            assert not faults, (address, faults)


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("minus", ["", "-"])
@pytest.mark.parametrize(
    "asked",
    [
        *(
            "quotes?sort=confidence",
            "quotes?sort=confidence&kind=indirect&published_from=2026-01-01",
        ),
        *("figures?sort=confidence", "figures?sort=confidence&salience=all&min_confidence=0.1"),
        *("articles?sort=updated", "quotes?sort=updated", "figures?sort=updated&salience=all"),
        *(
            "figures?sort=value&unit=t",
            "figures?sort=value&unit=USD",
            "figures?sort=value&unit_code=t",
        ),
        *("figures?sort=value&dimension=mass", "figures?sort=value&unit=t&min=0&max=9"),
        *(
            "figures?sort=value&unit=t&measure={measure}",
            "figures?sort=value&unit=t&status=extracted",
        ),
    ],
)
def test_an_order_has_an_index(
    client: FlaskClient,
    database: Database,
    statements: list[Statement],
    asked: str,
    minus: str,
) -> None:
    (measure,) = client.get("/v1/measures?entity=Northern+Arc").json["items"]
    address = asked.format(measure=measure["id"]).replace("sort=", f"sort={minus}")
    statements.clear()
    page = client.get(f"/v1/{address}&limit=1")
    assert page.status_code == 200, page.text
    if page.json["next"]:
        client.get(page.json["next"])
    for statement, parameters in list(statements):
        faults = faults_of_plan(database, statement, parameters)
        assert not faults, (address, faults)


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("by", ["speaker", "publisher"])
def test_a_count_by_what_is_listed_by_walks_its_index(
    client: FlaskClient, database: Database, statements: list[Statement], by: str
) -> None:
    client.get(f"/v1/quotes/counts?by={by}")
    ((statement, parameters),) = statements
    if database.is_sqlite:
        with database.writes.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row[3] for row in plan]
        (walk,) = (at for at, step in enumerate(steps) if step.startswith("SCAN quotes"))
        assert "USING INDEX" in steps[walk]
        assert "GROUP BY" not in steps[walk + 1]


def test_storing_an_article_looks_up_what_is_known(
    client: FlaskClient, database: Database, statements: list[Statement]
) -> None:
    """Also where a table is of the size at which PostgreSQL would rather read it for many keys."""
    post_many(client, 20)
    with database.writes.begin() as connection:
        row = {"kind": "place", "version": 1}
        names = [
            {**row, **dict.fromkeys(("name", "key", "written"), f"n{at}")} for at in range(5000)
        ]
        connection.execute(insert(Entity), names)
        last = connection.scalar(select(func.max(Entity.id)))
        same = {"entity_id": last, "dimension": "volume", "name": "n: p", "version": 1}
        connection.execute(insert(Measure), [{**same, "property": f"p{at}"} for at in range(5000)])
        connection.exec_driver_sql("ANALYZE")
    statements.clear()
    assert post(client).status_code == 201
    looked_up = re.compile(r"key.* (JOIN|FROM)\s+(entities|measures)\s", re.DOTALL)
    found = [each for each in statements if looked_up.search(each[0])]
    assert len(found) == 2
    for statement, parameters in found:
        tables = "entities", "measures"
        faults = faults_of_plan(database, statement, parameters, tables, as_it_is=True)
        assert not faults, statement


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("query", ["", "?find=figures", "?min_confidence=0.5"])
def test_a_review_scans_and_sorts_nothing(
    client: FlaskClient, database: Database, statements: list[Statement], query: str
) -> None:
    page = client.get(f"/review{query}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert statements
    for statement, parameters in list(statements):
        faults = faults_of_plan(database, statement, parameters)
        assert not faults, (query, statement, faults)


def faults_of_plan(
    database: Database,
    statement: str,
    parameters: Any,
    growing: tuple[str, ...] = GROWING,
    *,
    as_it_is: bool = False,
) -> list[str]:
    """The steps of a plan that take longer the more is stored.

    A table is growing by its name or as quotes_1.

    On a table as small as most are here a scan is the cheapest: it is made dear, unless the plan
    is wanted as it is.
    """
    # Some sorts are small whatever is stored: one article's rows, the names that were merged into
    # one entity, and, of several entities that share a name or of each type of change, a page.
    small = ("article_id = ", "AS found", "merged_into = ", "AS page", "AS article_changes")
    may_sort = any(part in statement for part in small)
    with database.writes.connect() as connection:
        if database.is_sqlite:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row[3] for row in plan]
            return [
                step
                for step in steps
                if (
                    step.startswith("SCAN ")
                    and step[5:].startswith(growing)
                    and not INDEXED.search(step)
                )
                or ("TEMP B-TREE FOR ORDER BY" in step and not may_sort)
            ]
        costlier = ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin")
        for costly in () if as_it_is else costlier:
            connection.exec_driver_sql(f"SET LOCAL enable_{costly} = off")
        driver: Any = connection.connection.driver_connection
        reading = isinstance(parameters, tuple)  # whose parameters are $1, $2 and so on
        cursor = RawCursor(driver) if reading else driver.cursor()
        ((found,),) = cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters).fetchall()
        document = json.loads(found) if isinstance(found, str) else found
        return [
            step["Node Type"]
            for step in steps_of(document[0]["Plan"])
            if (step["Node Type"] == "Seq Scan" and step["Relation Name"].startswith(growing))
            or (step["Node Type"] in {"Sort", "Incremental Sort"} and not may_sort)
        ]


def steps_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """A plan's steps, flat."""
    return [plan, *(step for inner in plan.get("Plans", ()) for step in steps_of(inner))]


@pytest.mark.usefixtures("_stored")
def test_postgresql_has_no_one_plan_for_all_words(client: FlaskClient, database: Database) -> None:
    """What is asked for often it is told to prepare; but a word may be rare or common."""
    if database.is_sqlite:
        pytest.skip("SQLite has one plan for each statement, and it suits all words")
    for word in range(12):
        client.get(f"/v1/quotes?q=pipeline+{word}")
        client.get(f"/v1/quotes/counts?by=speaker&q=pipeline+{word}")
        client.get(f"/v1/quotes?limit=1&article={word}")
    prepared = [
        row[0] for row in database.read(text("SELECT statement FROM pg_prepared_statements"), {})
    ]
    assert prepared
    assert not [statement for statement in prepared if b"@@" in statement]
