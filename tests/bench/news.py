"""News in made-up words: the same article for the same number, whatever the amount.

Function words, cues, units and numbers are English, so that the engine has its usual work with
such a text; all other words are drawn from syllables, by Zipf's law. Every quote and figure is
given with the place where it stands, as the rows of onrecord's tables.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from api.extraction import EXTRACTOR
from api.extraction.units import normalise
from api.models.items import CONTEXT
from api.models.names import name_key, search_keys

QUOTES, FIGURES = 5, 10  # of one article
SPEAKERS, THINGS, PUBLISHERS = 20_000, 5_000, 300
START = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
APART = dt.timedelta(minutes=29)  # between two articles

Row = dict[str, Any]


class Measured(NamedTuple):
    """What a figure may be of: a property, and its unit as English and as code."""

    property: str
    unit: str
    code: str
    dimension: str


MEASURED = (
    Measured("capacity", "cubic metre", "m3", "volume"),
    Measured("yield", "tonne", "t", "mass"),
    Measured("length", "kilometre", "km", "length"),
    Measured("power", "megawatt", "MW", "power"),
    Measured("surface", "hectare", "har", "area"),
)
SCALES = (("", 1), (" thousand", 10**3), (" million", 10**6), (" billion", 10**9))
FUNCTION_WORDS = (
    *("the", "of", "and", "to", "in", "a", "for", "on", "with", "as", "at", "by", "from", "it"),
    *("was", "that", "were", "are", "has", "have", "had", "this", "which", "after", "before"),
    *("between", "under", "while", "since", "over", "against", "during", "through", "its"),
)
ROLES = ("Minister", "Spokesman", "Chief executive", "Professor", "Governor", "Analyst")
MODIFIERS = (("=", ""), ("=", ""), ("~", "about "), (">", "more than "))
CUES = ("said", "told reporters", "added", "warned")


class Article(NamedTuple):
    """The rows of one article."""

    article: Row
    revision: Row
    quotes: list[Row]
    figures: list[Row]


class News:
    """The world that the articles are about, and the articles."""

    def __init__(self, seed: int = 7) -> None:
        self._seed = seed
        chance = random.Random(seed)  # noqa: S311 (nothing secret)
        words = _words(chance, 20_000)
        weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
        self._sentences = [_sentence(chance, words, weights) for _ in range(30_000)]
        names = _names(chance, words)
        self.entities: list[Row] = [
            {"id": number, "name": name, "written": name, "key": name_key(name)}
            for number, name in enumerate(itertools.islice(names, SPEAKERS + THINGS), 1)
        ]
        self._speakers = _Zipf(self.entities[:SPEAKERS])
        self._things = _Zipf(self.entities[SPEAKERS:])
        self.publishers = [f"The {word.capitalize()} Post" for word in words[:PUBLISHERS]]

    def entity_names(self) -> Iterator[Row]:
        """The keys under which entities are found."""
        for entity in self.entities:
            for key in search_keys(entity["name"]):
                yield {"key": key, "entity_id": entity["id"]}

    def measures(self) -> Iterator[Row]:
        """One for each thing and what may be measured of it; `_measure_id` gives their ids."""
        for thing in self.entities[SPEAKERS:]:
            for index, measured in enumerate(MEASURED):
                yield {
                    "id": _measure_id(thing["id"], index),
                    "name": f"{thing['name']}: {measured.property}",
                    "entity_id": thing["id"],
                    "property": measured.property,
                    "dimension": measured.dimension,
                }

    def article(self, number: int) -> Article:
        """An article by its number, from 1 on."""
        chance = random.Random(self._seed * 1_000_003 + number)  # noqa: S311
        moment = START + number * APART
        publisher = self.publishers[number % PUBLISHERS]
        shared = {
            "article_id": number,
            "revision": 1,
            "current": True,
            "status": "extracted",
            "publisher": publisher,
            "published_at": moment,
            "dated_at": moment,
        }
        text, quotes, figures = self._write(chance, number)
        for row in (*quotes, *figures):
            start, end = row["start"], row["end"]
            row.update(
                shared,
                prefix=text[max(0, start - CONTEXT) : start],
                suffix=text[end : end + CONTEXT],
                confidence=round(chance.uniform(0.5, 1), 4),
            )
        url = f"https://news{number % PUBLISHERS}.example/{number}"
        article = {
            "id": number,
            "key": url,
            "url": url,
            "title": chance.choice(self._sentences)[:80],
            "authors": [chance.choice(self.entities)["name"]],
            "publisher": publisher,
            "published_at": moment,
            "dated_at": moment,
            "language": "en",
            "revision": 1,
            "created_at": moment,
            "updated_at": moment,
            "version": 1,
        }
        revision = {
            "article_id": number,
            "number": 1,
            "text": text,
            "extractor": EXTRACTOR,
            "created_at": moment,
        }
        return Article(article, revision, quotes, figures)

    def _write(self, chance: random.Random, number: int) -> tuple[str, list[Row], list[Row]]:
        """A text of two to four thousand characters, and the quotes and figures in it."""
        text = ""
        quotes: list[Row] = []
        figures: list[Row] = []
        plan = ["quote"] * QUOTES + ["figure"] * FIGURES + ["filler"] * chance.randint(11, 29)
        chance.shuffle(plan)
        for at, kind in enumerate(plan):
            if kind == "quote":
                text, row = self._quote(chance, text)
                quotes.append(row | {"id": (number - 1) * QUOTES + len(quotes) + 1})
            elif kind == "figure":
                text, row = self._figure(chance, text)
                figures.append(row | {"id": (number - 1) * FIGURES + len(figures) + 1})
            else:
                text += chance.choice(self._sentences)
            text += "\n\n" if at % 4 == 3 else " "
        return text.rstrip(), quotes, figures

    def _quote(self, chance: random.Random, text: str) -> tuple[str, Row]:
        speaker = self._speakers.draw(chance)
        words = chance.choice(self._sentences).removesuffix(".")
        cue = chance.choice(CUES)
        called = f"{chance.choice(ROLES)} {speaker['name']}"
        start = len(text) + 1
        text += f"“{words},” {cue} {called}." if cue == "said" else f"“{words},” {called} {cue}."
        return text, {
            "kind": "direct",
            "text": words,
            "around": None,
            "start": start,
            "end": start + len(words),
            "parts": [{"start": start, "end": start + len(words)}],
            "speaker_id": speaker["id"],
            "speaker_text": called,
            "cue": cue,
        }

    def _figure(self, chance: random.Random, text: str) -> tuple[str, Row]:
        thing = self._things.draw(chance)
        index = chance.randrange(len(MEASURED))
        measured = MEASURED[index]
        scale, factor = chance.choice(SCALES)
        number = chance.randint(11, 999)
        value = float(number * factor)
        si = normalise(value, measured.code)
        assert si, measured
        exact = f"{number}{scale} {measured.unit}s"
        modifier, words = chance.choice(MODIFIERS)
        text += f"{thing['name']} has a {measured.property} of {words}"
        start = len(text)
        return text + exact + ".", {
            "text": exact,
            "start": start,
            "end": start + len(exact),
            "value": value,
            "value_max": None,
            "modifier": modifier,
            "change": None,
            "period": None,
            "outlook": None,
            "unit": measured.unit,
            "unit_code": measured.code,
            "dimension": measured.dimension,
            "si_value": si[0],
            "si_value_max": None,
            "si_unit": si[1],
            "measure_id": _measure_id(thing["id"], index),
            "entity_id": thing["id"],
            "property": measured.property,
            "salience": "high",
            "quote_id": None,
            "stated_by_id": None,
        }


class _Zipf:
    """Rows of which the first are drawn most often."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._weights = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(rows))))

    def draw(self, chance: random.Random) -> Row:
        return chance.choices(self._rows, cum_weights=self._weights)[0]


def _measure_id(thing_id: int, index: int) -> int:
    return (thing_id - SPEAKERS - 1) * len(MEASURED) + index + 1


def _words(chance: random.Random, count: int) -> list[str]:
    """Words of two to four syllables, all different."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = (
            chance.choice("bdfgklmnprstvz") + chance.choice("aeiou")
            for _ in range(chance.randint(2, 4))
        )
        found["".join(syllables)] = None
    return list(found)


def _sentence(chance: random.Random, words: Sequence[str], weights: Sequence[float]) -> str:
    """Eight to eighteen words, of which about every other is a function word."""
    length = chance.randint(8, 18)
    drawn = chance.choices(words, cum_weights=weights, k=length)
    mixed = (chance.choice(FUNCTION_WORDS) if chance.random() < 0.45 else word for word in drawn)
    return " ".join(mixed).capitalize() + "."


def _names(chance: random.Random, words: Sequence[str]) -> Iterator[str]:
    """Names of two words, all different."""
    seen = set()
    while True:
        name = f"{chance.choice(words)} {chance.choice(words)}".title()
        if name not in seen:
            seen.add(name)
            yield name
