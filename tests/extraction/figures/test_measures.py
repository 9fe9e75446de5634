"""What a figure is a reading of, the time it holds for, and how much it matters."""

from pathlib import Path

import pytest

from api.extraction import Figure, document, extract
from api.extraction.figures.build import read_figures
from api.extraction.figures.measured.confidence import LEAST
from api.extraction.figures.measured.windows import regions

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("measures.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("text", "surface", "measured", "entity", "period", "outlook", "salience"),
    ROWS,
    ids=[f"{row[1]} in {row[0]}" for row in ROWS],
)
def test_figure_knows_what_it_measures(
    text: str, surface: str, measured: str, entity: str, period: str, outlook: str, salience: str
) -> None:
    figure = next(found for found in extract(text).figures if found.text == surface)
    assert (figure.property or "-", figure.entity or "-") == (measured, entity)
    assert (figure.period or "-", figure.outlook or "-") == (period, outlook)
    assert figure.salience == salience


def measured(text: str, surface: str) -> Figure:
    return next(found for found in extract(text).figures if found.text == surface)


def test_a_plain_noun_is_told_apart_from_a_name() -> None:
    phone = measured("The phone costs $499.", "$499")
    assert (phone.entity, phone.entity_named) == ("phone", False)
    firm = measured("Norvik spent $499 last year.", "$499")
    assert (firm.entity, firm.entity_named) == ("Norvik", True)


def test_an_amount_in_brackets_measures_what_it_says_again() -> None:
    text = "Harrow Line is 708 miles (1,139 kilometres) long."
    miles, kilometres = extract(text).figures
    assert (miles.entity, miles.property) == ("Harrow Line", "long")
    assert (kilometres.entity, kilometres.property) == (miles.entity, miles.property)


def test_one_quantity_has_one_name() -> None:
    jobless = measured("The jobless rate in Varland was 5 per cent.", "5 per cent")
    unemployed = measured("Unemployment in Varland was 5 per cent.", "5 per cent")
    assert jobless.property == unemployed.property == "unemployment rate"


def test_a_measure_says_how_sure_it_is() -> None:
    found = [figure for text, *_ in ROWS for figure in extract(text).figures]
    given = [figure.measure_confidence for figure in found if figure.entity]
    assert all(belief is not None and LEAST <= belief <= 0.99 for belief in given)
    assert all(figure.measure_confidence is None for figure in found if not figure.entity)


@pytest.mark.parametrize(
    "text", ["5 km of it and " * 400, "the 5 km\n" * 400, "a " * 3000 + "5 km"]
)
def test_what_is_read_of_a_text_is_bounded(text: str) -> None:
    read = document.read(text)
    found = regions(read, [tokens for _, tokens in read_figures(read)])
    assert found
    assert max(len(region.words) for region in found) <= 400
    windows = [(region, window) for region in found for window in region.windows]
    assert max(window.high - window.low for _, window in windows) <= 64 + 30 + 40
    for region, window in windows:
        assert 0 <= window.low <= window.first < window.end <= window.high <= len(region.words)
        assert window.first - window.low <= 64


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [
        (
            "The Kestrel pipeline opened in May. The 40-mile pipeline has a capacity of 9 bcm.",
            "9 bcm",
            "Kestrel",
        ),
        (
            "The Bank of Marenne held its rate. The bank’s foreign reserves rose to $18.2 billion.",
            "$18.2 billion",
            "Bank of Marenne",
        ),
        (
            "Norland Bank and Tarn Bank merged. The bank has reserves of $18.2 billion.",
            "$18.2 billion",
            "bank",
        ),
    ],
)
def test_a_noun_with_the_goes_to_the_one_name_that_ends_in_it(
    text: str, surface: str, entity: str
) -> None:
    assert measured(text, surface).entity == entity


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [
        ("Officials told the Elm Herald that the fire killed nine people.", "nine", "fire"),
        ("According to the Varland Post, the ferry carried 400 passengers.", "400", "ferry"),
        ("A report by Harlow College said the storm injured 40 people.", "40", "storm"),
        ("Olu Renn, a spokesman for Norvik, said the fire injured 40 people.", "40", "fire"),
    ],
)
def test_who_says_so_is_not_what_a_figure_is_of(text: str, surface: str, entity: str) -> None:
    assert measured(text, surface).entity == entity


def test_who_tells_of_themselves_is_what_a_figure_is_of() -> None:
    assert (
        measured("Vesta Oil reported a profit of $3 billion.", "$3 billion").entity == "Vesta Oil"
    )
    assert measured("Vesta Oil said it would cut 500 jobs.", "500").entity == "Vesta Oil"


@pytest.mark.parametrize(
    ("text", "surface", "deed"),
    [
        ("The storm injured at least 40 people and destroyed 300 homes.", "300", "destroyed"),
        (
            "The virus killed 1,000 people and infected tens of thousands.",
            "tens of thousands",
            "infected",
        ),
        ("The Harlow Party gained 13 seats.", "13", "gained"),
        ("The Harlow Party has 13 seats.", "13", "seat"),
        ("The night tremor left five people dead in Elm.", "five", "dead"),
        ("The breakdown left at least 12 passengers stranded.", "12", "stranded"),
    ],
)
def test_what_was_done_to_so_many_is_the_property(text: str, surface: str, deed: str) -> None:
    assert measured(text, surface).property == deed


def test_a_surname_of_several_is_whose_name_the_article_opens_with() -> None:
    text = (
        "Ilse Karr, the painter, died on Monday. Her father, Jonas Karr, was a baker. "
        "Her brother, Olu Karr, is a judge. Karr painted 640 portraits."
    )
    assert measured(text, "640").entity == "Ilse Karr"


def test_an_apposition_goes_by_the_name_before_it() -> None:
    text = "Varland, a country with many rivers, recorded around 27,000 deaths last year."
    assert measured(text, "27,000").entity == "Varland"


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Ilse Karr, 41, of Elm, won the cup in Harlow.", "41"),
        ("The Harlow Herald met 41-year-old Ilse Karr in Elm.", "41-year-old"),
        ("The boat is called after Ilse Karr, a 41-year-old judge from Elm.", "41-year-old"),
        ("In Elm, Ilse Karr, 41-year-old of Harlow, fell off a ladder.", "41-year-old"),
    ],
)
def test_an_age_is_the_persons_beside_it(text: str, surface: str) -> None:
    assert measured(text, surface).entity == "Ilse Karr"


@pytest.mark.parametrize(
    ("text", "surface", "entity", "named"),
    [
        (
            "Varland and Kestria exported 300 tonnes of tea.",
            "300 tonnes",
            "Varland and Kestria",
            False,
        ),
        (
            "The Ministry of Trade and Industry spent €40m.",
            "€40m",
            "Ministry of Trade and Industry",
            True,
        ),
    ],
)
def test_two_names_together_are_no_thing_with_a_name(
    text: str, surface: str, entity: str, *, named: bool
) -> None:
    found = measured(text, surface)
    assert (found.entity, found.entity_named) == (entity, named)


@pytest.mark.parametrize(
    ("text", "surface", "named"),
    [
        ("Surety companies paid 300 million dollars.", "300 million dollars", False),
        ("Norvik built 300 boats.", "300", True),
        ("In May Norland voters cast 300 ballots.", "300", False),
        ("Last week Ola Renn's campaign raised 300 dollars.", "300 dollars", False),
        ("The Silver Creek mine made 300 dollars.", "300 dollars", True),
        ("PEACEKEEPERS PAYING 300 dollars each.", "300 dollars", False),
        ("The Norland governor earned 300 dollars.", "300 dollars", False),
        ("A Harlow man lost 300 dollars.", "300 dollars", False),
    ],
)
def test_a_description_is_no_name(text: str, surface: str, *, named: bool) -> None:
    found = measured(text, surface)
    assert found.entity_named is named
