"""What a figure is a reading of: the entity and the property.

The words around a figure say it in a few ways, looked at in this order: the noun that the figure
describes ("a 25% stake"), the noun it is a part of ("13% of output"), the noun it belongs to ("a
capacity of 38 bcm"), and the subject of the verb before it ("sales rose 5%").
"""

from dataclasses import dataclass, field, replace

from ..counted.tagging import listed_as
from ..scan import Found
from ..sentence import Sentence
from ..tables import words
from .naming import Measure, measure_of, surface_of
from .phrases import Phrase, phrases_of


@dataclass(slots=True)
class _Clause:
    """What has been read of a sentence so far, from left to right.

    `waiting` are the nouns since the last verb, `subject` those of the last verb, `objects` those
    that stood between it and an infinitive, `set_aside` a subject that commas cut from its verb.
    """

    subject: list[Phrase] = field(default_factory=list)
    objects: list[Phrase] = field(default_factory=list)
    waiting: list[Phrase] = field(default_factory=list)
    set_aside: list[Phrase] = field(default_factory=list)
    first_subject: list[Phrase] = field(default_factory=list)
    verb_seen: bool = False
    pronoun: str | None = None
    first_named: str | None = None


def read_measures(sentence: Sentence, found: list[Found], tags: list[str]) -> list[Measure]:
    """Give property and entity of each figure of a sentence."""
    row = phrases_of(sentence, tags, [span_of(one) for one in found])
    measures: list[Measure] = [Measure()] * len(found)
    clause = _Clause()
    for at, phrase in enumerate(row):
        if phrase.kind == "figure":
            measures[phrase.figure] = _measure(sentence, tags, row, at, clause, found, measures)
        _step(sentence, row, at, clause)
    return measures


def span_of(one: Found) -> tuple[int, int]:
    """Give the tokens of a figure with its modifier and the noun it counts."""
    first = min(one.reading.first, one.amount.first)
    end = max(one.reading.end, one.amount.end)
    return first, max(end, one.counted.end if one.counted else end)


def _step(sentence: Sentence, row: list[Phrase], at: int, clause: _Clause) -> None:
    """Take one phrase into account: verbs turn waiting nouns into their subject."""
    phrase = row[at]
    if phrase.kind == "noun":
        _meet_noun(sentence, phrase, clause)
    elif phrase.kind == "pronoun":
        clause.waiting = [phrase]
    elif phrase.kind == "verb":
        _meet_verb(sentence, row, at, clause)
    elif phrase.kind == "break":
        clause.waiting, clause.set_aside = [], []
        if sentence.words[phrase.first] == ";" and clause.first_subject:
            clause.subject = clause.first_subject  # "Elm has …, Moor said; it would be …"
    elif clause.waiting and phrase.kind == "to" and clause.verb_seen:
        clause.objects, clause.waiting = clause.waiting, []
    elif clause.waiting and phrase.kind == "comma" and not clause.set_aside:
        clause.set_aside = list(clause.waiting)
    elif phrase.kind == "figure" and not (at > 0 and row[at - 1].kind in _BESIDE_A_SUBJECT):
        clause.waiting = [] if clause.verb_seen else clause.waiting


def _meet_noun(sentence: Sentence, phrase: Phrase, clause: _Clause) -> None:
    if _is_time(sentence, phrase) or _is_source(sentence, phrase):
        return
    if phrase.named and clause.first_named is None:
        clause.first_named = surface_of(sentence, phrase)
    clause.waiting = [*clause.waiting[-_MOST_WAITING:], phrase]


_MOST_WAITING = 12
_MOST_OWNERS = 3
_BESIDE_A_SUBJECT = frozenset({"preposition", "comma", "open", "noun"})


def _meet_verb(sentence: Sentence, row: list[Phrase], at: int, clause: _Clause) -> None:
    after_comma = at > 0 and row[at - 1].kind == "comma"
    if after_comma and clause.set_aside and clause.set_aside[0].kind == "noun":
        clause.subject, clause.objects = clause.set_aside, []
    elif clause.waiting:
        chain = _subject_of(row, at, clause.waiting)
        if chain and chain[0].kind == "pronoun":
            clause.pronoun = sentence.lower[chain[0].first]
            if clause.pronoun not in words("subjects of it"):
                clause.subject = []
        elif chain:
            clause.subject, clause.pronoun = chain, None
            clause.first_subject = clause.first_subject or chain
        clause.objects = []
    if clause.waiting and not after_comma and not _is_in_aside(row, at):
        clause.set_aside = []
    clause.waiting = []
    clause.verb_seen = True


def _is_in_aside(row: list[Phrase], verb: int) -> bool:
    """Tell whether a verb is of a relative clause between commas: "Kestrel, which runs …, has"."""
    return verb > 1 and row[verb - 1].kind == "relative" and row[verb - 2].kind == "comma"


def _subject_of(row: list[Phrase], verb: int, waiting: list[Phrase]) -> list[Phrase]:
    """Choose the subject among the nouns before a verb: the last part that no preposition opens."""
    parts: list[list[Phrase]] = [[]]
    opened: list[bool] = [False]
    first = waiting[0].first
    at = verb - 1
    while at >= 0 and row[at].first >= first:
        at -= 1
    previous = row[at] if at >= 0 else None
    fresh = True
    for phrase in row[at + 1 : verb]:
        if phrase.kind in {"comma", "break", "open", "close"}:
            parts.append([])
            opened.append(False)
            fresh = True
            continue
        if phrase.kind in {"noun", "pronoun"} and phrase in waiting:
            if fresh:
                opened[-1] = previous is not None and previous.kind == "preposition"
            parts[-1].append(phrase)
            fresh = False
        previous = phrase
    choices = [
        part
        for part, prepositional in zip(parts, opened, strict=True)
        if part and not prepositional
    ]
    if not choices:
        return [part for part in parts if part][-1:][0] if any(parts) else []
    if len(choices) > 1 and choices[0][0].kind == "noun" and choices[-1][0].kind == "noun":
        return [*choices[0], *choices[-1]] if len(choices) == 2 else choices[-1]  # noqa: PLR2004
    return choices[-1]


def _measure(
    sentence: Sentence,
    tags: list[str],
    row: list[Phrase],
    at: int,
    clause: _Clause,
    found: list[Found],
    measures: list[Measure],
) -> Measure:
    one = found[row[at].figure]
    before = row[at].figure - 1
    if before >= 0 and at > 1 and row[at - 1].kind == "open" and row[at - 2].kind == "figure":
        return measures[before]
    local = _described(sentence, row, at, one) + _parts_of(sentence, row, at, one)
    local += _owners(sentence, row, at)
    if clause.waiting and not local:
        local = [phrase for phrase in clause.waiting if phrase.kind == "noun"][-2:]
    around = [*clause.objects, *clause.subject]
    if (not clause.verb_seen and clause.waiting) or _is_subject(row, at):
        around = []
    measure = measure_of(sentence, tags, local, around)
    if measure.entity is None and measure.refers in words("subjects of it"):
        measure = replace(measure, entity=clause.first_named)
    if measure.entity is None and clause.pronoun is not None and not clause.subject:
        measure = replace(measure, refers=clause.pronoun)
    if measure.property is None and before >= 0 and measures[before].entity == measure.entity:
        verb = sentence.lower[row[at - 1].first] if at else ""
        if verb in words("be") and clause.pronoun in words("pronouns of things"):
            measure = replace(measure, property=measures[before].property)
    nominal = sentence.lower[row[at - 1].first] if at and row[at - 1].kind == "verb" else ""
    if nominal in words("nominal verbs") and measure.property and _is_of(sentence, row, at + 1):
        measure = replace(measure, property=f"{nominal} of {measure.property}")
    if (
        measure == Measure()
        and before >= 0
        and one.amount.unit
        and one.amount.unit.dimension == "age"
    ):
        counted = found[before].counted
        return Measure(counted.noun) if counted else measure
    return measure


def _is_subject(row: list[Phrase], at: int) -> bool:
    """Tell whether a figure is itself what the verb behind it is about: "that two members left"."""
    if at + 1 >= len(row) or row[at + 1].kind != "verb":
        return False
    back = at - 1
    while back >= 0 and row[back].kind == "other":
        back -= 1
    return back < 0 or row[back].kind in {"relative", "break"}


def _is_of(sentence: Sentence, row: list[Phrase], at: int) -> bool:
    return at < len(row) and sentence.lower[row[at].first] in words("local of")


def _described(sentence: Sentence, row: list[Phrase], at: int, one: Found) -> list[Phrase]:
    """Find the noun behind a figure that it describes: "a 25% stake", "a 6kW motor"."""
    if at + 1 >= len(row) or one.counted is not None:
        return []
    behind = at + 1
    if behind + 3 < len(row) and [phrase.kind for phrase in row[behind : behind + 3]] == _RESTATED:
        behind += 3
    after = row[behind]
    if after.kind != "noun" or after.determined or _is_time(sentence, after):
        return []
    return [after, *_prepositional(sentence, row, behind + 1, "local for")]


def _parts_of(sentence: Sentence, row: list[Phrase], at: int, one: Found) -> list[Phrase]:
    """Find what a figure is a part or a quantity of: "13% of output", "64GB of storage"."""
    after = at + 1
    if after + 2 < len(row) and [phrase.kind for phrase in row[after : after + 3]] == _RESTATED:
        after += 3
    return _prepositional(sentence, row, after, "local of" if one.counted else "local for")


_RESTATED = ["open", "figure", "close"]


def _prepositional(sentence: Sentence, row: list[Phrase], at: int, which: str) -> list[Phrase]:
    if at + 1 >= len(row) or row[at].kind != "preposition" or row[at + 1].kind != "noun":
        return []
    word = sentence.lower[row[at].first]
    if word not in words("local of") and word not in words(which):
        return []
    phrase = row[at + 1]
    if _is_time(sentence, phrase):
        return []
    found = [phrase]
    while len(found) < _MOST_OWNERS and at + 3 < len(row) and row[at + 2].kind == "preposition":
        at += 2
        if row[at + 1].kind != "noun" or sentence.lower[row[at].first] not in words("local of"):
            break
        found.append(row[at + 1])
    return found


def _owners(sentence: Sentence, row: list[Phrase], at: int) -> list[Phrase]:
    """Find the noun that a figure belongs to: "a capacity of 38 bcm", "sold the house for $2m"."""
    back = at - 1
    while back >= 0 and row[back].kind == "other":
        back -= 1
    if back >= 1 and row[back].kind == "break" and row[back - 1].kind == "noun":
        return [row[back - 1]] if sentence.words[row[back].first] == ":" else []
    if back >= 0 and row[back].kind == "noun" and back == at - 1:
        opening = sentence.lower[row[at].first]
        return [row[back]] if opening in words("owning modifier") else []
    if back < 1 or row[back].kind not in {"preposition", "to"}:
        return []
    owners: list[Phrase] = []
    while back >= 1 and row[back].kind in {"preposition", "to"} and row[back - 1].kind == "noun":
        if len(owners) == _MOST_OWNERS:
            break
        if not _is_time(sentence, row[back - 1]):
            owners.append(row[back - 1])
        back -= 2
    return owners


def _is_source(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether it says who says so: "according to the ministry"."""
    return sentence.lower[max(0, phrase.first - 2) : phrase.first] == ["according", "to"]


def _is_time(sentence: Sentence, phrase: Phrase) -> bool:
    head = sentence.lower[phrase.head]
    if head in words("ordinal ending") or head in words("decade ending"):
        return sentence.glued(phrase.head)  # "May 3rd", "the 1990s"
    return head in words("time nouns") and not _is_called_like_a_time(sentence, phrase)


def _is_called_like_a_time(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether it is a name and no time: "Clara May", "the Sunday Times"."""
    before = sentence.word(phrase.head - 1)
    named = (
        sentence.words[phrase.head].istitle() and before.istitle() and phrase.first < phrase.head
    )
    return named and listed_as(before.lower()) in ("", "P")
