"""Which names one person can bear, and which are none."""

import pytest

from api.extraction.lexicons import lines_of
from api.extraction.model import Kind
from api.services.bodies import body_key
from api.services.naming import agree, may_be_one, name_of, parse


def are_one(one: str, other: str) -> bool:
    some, others = parse(one), parse(other)
    return some.key == others.key and agree(some, others) and agree(others, some)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calder J. Norwick", "Calder Norwick"),
        ("Calder J. Norwick", "Calder James Norwick"),
        ("Ines Rowan Harker", "Ines Harker"),
        ("Ines R. M. Harker", "Ines M. Harker"),
        ("Calder Norwick Jr.", "Calder Norwick"),
        ("Calder Norwick, Jr.", "Calder J. Norwick Jr"),
        ("Calder Norwick Sr.", "Calder Norwick"),
        ("Robert “Bobby” Harker", "Robert Harker"),
        ('Robert "Red" Harker', "Robert Harker"),
        ("Robert (Red) Harker", "Robert J. Harker"),
        ("Joe Harker", "Joseph P. Harker"),
        ("Kathy Harker", "Kathleen Harker"),
        ("Phil Harker", "Phillip P. Harker"),
        ("Chris Harker", "Christopher Harker"),
        ("Al Harker", "Al J. Harker"),
        ("Štěpán Horák", "Stepan Horak"),
        ("CALDER NORWICK", "Calder Norwick"),
        ("Ludo van der Meer", "Ludo F. van der Meer"),
        ("Olu O’Dowd", "Olu O'Dowd"),
        ("Sergei Harkov", "Sergey Harkov"),
        ("Mohammed al-Rashan", "Muhammad al-Rashan"),
        ("Oleh Harkovsky", "Oleh Harkovskyy"),
        ("F. Calder Norwick", "Calder Norwick"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert are_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calder J. Norwick", "Calder K. Norwick"),
        ("Calder James Norwick", "Calder K. Norwick"),
        ("Calder Norwick Jr.", "Calder Norwick Sr."),
        ("Calder Norwick III", "Calder Norwick"),
        ("Calder Norwick", "Mara Norwick"),
        ("Calder Norwick", "Calder Norwick Holdings"),
        ("Philip Norwick", "Phillip Norwick"),
        ("Katherine Norwick", "Kathleen Norwick"),
        ("C. Norwick", "Calder Norwick"),  # Clara, or Cyril
        ("Ludo van der Meer", "Ludo Meer"),
        ("F. Calder Norwick", "J. Calder Norwick"),
        ("Sergei Harkov", "Sergei Harkovsky"),
    ],
)
def test_two(one: str, other: str) -> None:
    assert not are_one(one, other)


def test_short_forms_are_of_one_key() -> None:
    for short, first, *others in map(str.split, lines_of("short_first_names")):
        forms = (short, first, *others)
        assert len({parse(f"{form} Norwick").key for form in forms}) == 1, short


@pytest.mark.parametrize("name", ["De Witt", "Van der Meer", "Norwick", "Holt-Ekin"])
def test_a_surname_alone_has_no_first_name(name: str) -> None:
    assert parse(name).key is None


@pytest.mark.parametrize(
    "name",
    [
        "Ines Calder Says Harbour",
        "Ines Calder Wins Harlow",
        "Voters Worried About Ines Calder",
        "Ines Calder Has Said",
        "Why Ines Calder",
    ],
)
def test_no_name_out_of_a_headline(name: str) -> None:
    assert name_of(name, "person") is None


@pytest.mark.parametrize("name", ["loss", "wide majority", "red", "central bank", None])
def test_a_plain_noun_is_no_name(name: str | None) -> None:
    assert name_of(name, "other") is None


@pytest.mark.parametrize(
    ("name", "kind", "spelled"),
    [
        ("INES MCCALDER", "person", "Ines McCalder"),
        ("INES O'DOWD-HARKER", "person", "Ines O'Dowd-Harker"),
        ("Ines Calder", "person", "Ines Calder"),
        ("Michelle Marks", "person", "Michelle Marks"),
        ("Theresa May", "person", "Theresa May"),
        ("NORVIK", "other", "NORVIK"),
        ("Doctors Without Borders", "organisation", "Doctors Without Borders"),
        ("United States", "place", "United States"),
        ("copper", "other", "copper"),
    ],
)
def test_a_name_keeps_its_spelling_but_for_capitals(name: str, kind: Kind, spelled: str) -> None:
    assert name_of(name, kind) == spelled


@pytest.mark.parametrize(
    ("one", "other", "kind", "may"),
    [
        ("Mara Lindqvist", "Maria Lindqvist", "person", True),
        ("Mara Lindqvist", "M. Lindqvist", "person", True),
        ("Mara Lindqvist", "Lindqvist", "person", True),
        ("Mara Lindqvist", "Mara Lindkvist", "person", True),
        ("Mara Lindqvist", "Nils Lindqvist", "person", False),
        ("Marlow Institute", "Marlow Institute of Soil", "organisation", True),
        ("State Ministry", "Justice Ministry", "organisation", False),
    ],
)
def test_who_may_be_one(one: str, other: str, kind: Kind, *, may: bool) -> None:
    assert may_be_one(one, other, kind) is may
    assert may_be_one(other, one, kind) is may


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FBI", "The Federal Bureau of Investigation"),
        ("F.B.I.", "FBI"),
        ("U.S. State Department", "Department of State"),
        ("Norland Labor Department", "Norland Department of Labor"),
        ("United States Geological Survey", "US Geological Survey"),
        ("Norvik Motor Company", "Norvik Motor"),
        ("Norvik Energy, Inc.", "the Norvik Energy Corp"),
        ("World Health Organisation", "WHO"),
        ("U.S.", "United States"),
    ],
)
def test_one_body(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Labour Party", "Labor Party"),
        ("News Corporation", "News"),
        ("Norland Department of Labor", "Department of Labor"),
        ("Harker Shipping", "Harker Holdings"),
        ("Supreme Court", "Supreme Court of Norland"),
    ],
)
def test_two_bodies(one: str, other: str) -> None:
    assert body_key(one) != body_key(other)
