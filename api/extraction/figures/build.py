"""From what was found in a sentence to the figures that the engine gives back."""

from collections.abc import Sequence
from dataclasses import replace

from .. import units
from ..document import Document
from ..model import MOST_FIGURES, Figure, Quote, TooManyFigures
from ..people.names import Names
from ..plurals import singular
from .measured.bare_names import with_one_name, without_type
from .measured.measures import Measure, read_measures
from .qualified.moneys import Moneys
from .qualified.periods import outlook_of, period_of, times_of
from .qualified.salience import confidence_of, salience_of
from .qualified.temperatures import Temperatures
from .scan import Found, read_sentence, sentences_with_numbers, span_of, value_of
from .sentence import Sentence, sentence_of
from .tables import words

_PURE_NUMBER = "1"  # UCUM's unity, the code of two-thirds


def find_figures(
    document: Document, names: Names | None = None, quotes: Sequence[Quote] = ()
) -> list[Figure]:
    """Find all figures of a document, in order, with what they measure.

    `names` are the document's, read here where they are not given; `quotes` tell whose words a
    figure is among.
    """
    found = read_figures(document)
    figures = [figure for figure, _ in found]
    asked = [number for number, figure in enumerate(figures) if figure.dimension != "ordinal"]
    if asked:
        tokens = [found[number][1] for number in asked]
        measures = read_measures(document, names or Names(document), quotes, tokens)
        for number, measure in zip(asked, measures, strict=True):
            figures[number] = _with_measure(figures[number], measure)
    return with_one_name(figures)


def read_figures(document: Document) -> list[tuple[Figure, tuple[int, int]]]:
    """Find all figures with their tokens (first, end), not yet what they measure.

    Raises TooManyFigures.
    """
    found: list[tuple[Figure, tuple[int, int]]] = []
    moneys, temperatures = Moneys(document), Temperatures(document)
    stated: list[Found] = []
    last = -1
    for index, candidates in sentences_with_numbers(document):
        document.budget.check()
        first, end = document.sentences[index]
        sentence = sentence_of(document, first, end)
        stated, tags = read_sentence(sentence, candidates, stated if index == last + 1 else [])
        last = index
        times = times_of(sentence, [span_of(one) for one in stated]) if stated else []
        for one in stated:
            settled = temperatures.resolve(sentence, _with_money(sentence, one, moneys))
            figure = _figure(sentence, settled, tags, times)
            if figure is not None:
                found.append((figure, (first + one.amount.first, first + one.amount.end)))
        if len(found) > MOST_FIGURES:
            raise TooManyFigures
    return found


def _with_measure(figure: Figure, measure: Measure) -> Figure:
    entity = measure.entity
    return replace(
        figure,
        entity=without_type(entity.name) if entity else None,
        entity_kind=entity.kind if entity else None,
        entity_named=entity.named and not entity.described if entity else None,
        property=_counted_one(measure.property, figure.unit),
        measure_confidence=measure.confidence,
    )


def _counted_one(name: str | None, unit: str | None) -> str | None:
    """Give a property that is the counted noun as the unit has it: trawlers as trawler."""
    if name is None or unit is None or name == unit:
        return name
    ahead, _, head = name.rpartition(" ")
    one = singular(head) if words("of-like").isdisjoint(ahead.split()) else head
    return f"{ahead} {one}".strip() if one == unit.rpartition(" ")[2] else name


def _with_money(sentence: Sentence, found: Found, moneys: Moneys) -> Found:
    """Settle whose money the unit of a figure is."""
    amount = found.amount
    if amount.unit is None:
        return found
    unit = moneys.resolve(amount.unit, sentence.surface(amount.first, amount.end))
    return found if unit is amount.unit else replace(found, amount=replace(amount, unit=unit))


def _figure(
    sentence: Sentence,
    found: Found,
    tags: list[str],
    times: list[tuple[int, int]],
) -> Figure | None:
    """Make a figure; None where its value is out of a float's range."""
    amount = found.amount
    value = value_of(amount.value)
    maximum = None if amount.maximum is None else value_of(amount.maximum)
    if value is None or (amount.maximum is not None and maximum is None):
        return None
    unit, code, dimension = amount.unit, None, None
    if unit is not None:
        code, dimension = unit.code, unit.dimension
    elif amount.number.kind == "fraction":
        code, dimension = _PURE_NUMBER, "ratio"
    elif amount.number.kind == "ordinal":
        dimension = "ordinal"
    si = units.normalise(amount.value, code) if code else None
    si_max = None
    if si is not None and code is not None and amount.maximum is not None:
        si_max = units.normalise(amount.maximum, code)
    start, end = sentence.starts[amount.first], sentence.ends[amount.end - 1]
    return Figure(
        start=start,
        end=end,
        text=sentence.text[start:end],
        value=value,
        value_max=maximum,
        modifier=found.reading.modifier,
        change=found.change,
        unit=unit.name if unit else None,
        unit_code=code,
        dimension=dimension,
        si_value=si[0] if si else None,
        si_value_max=si_max[0] if si_max else None,
        si_unit=si[1] if si else None,
        period=period_of(sentence, amount, times),
        outlook=outlook_of(sentence, amount, tags),
        salience=salience_of(sentence, found),
        confidence=confidence_of(found),
    )
