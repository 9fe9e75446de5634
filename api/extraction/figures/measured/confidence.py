"""How likely a measure is right: its entity and its property both.

A logistic regression over what is known once the network has pointed. The weights in
`lexicons/measure_confidence.txt` are fitted by `api.extraction.training.calibrate_measures` on
articles that the network was not trained on.
"""

import math
from dataclasses import dataclass
from functools import cache

from ...lexicons import lines_of

# What is less likely is given no entity: of the rows below, fewer than half were right.
LEAST = 0.45
LEAST_PROPERTY = 0.3
_SUREST = 0.999


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells whether a measure is right.

    `entity` and `property` are the network's beliefs in what it points at. `unsaid` is a measure
    without a property; a `source` stands where whoever says so does ("according to X", "X said");
    `opens` where the entity opens its sentence; `distance` is in tokens, to the figure. `middle`
    says that the property stands between entity and figure or beside the entity, `behind` that it
    follows the figure, `clause` that another clause opens between entity and figure.
    """

    entity: float
    property: float
    named: bool
    pronoun: bool
    source: bool
    opens: bool
    length: int
    unsaid: bool
    distance: int
    sentences: int
    between: int
    person: bool
    middle: bool
    behind: bool
    clause: bool


def confidence(evidence: Evidence) -> float:
    """Give a probability from 0.01 to 0.99."""
    weights = _weights()
    total = sum(weights[name] * value for name, value in traits(evidence).items())
    return round(min(max(1 / (1 + math.exp(-total)), 0.01), 0.99), 2)


def traits(evidence: Evidence) -> dict[str, float]:
    """Say what the confidence is made of."""
    return {
        "always": 1.0,
        "entity": _odds(evidence.entity),
        "property": _odds(evidence.property),
        "both": math.log(max(evidence.entity * evidence.property, 1 - _SUREST)),
        "named": float(evidence.named),
        "pronoun": float(evidence.pronoun),
        "source": float(evidence.source),
        "opens": float(evidence.opens),
        "length": math.log(evidence.length),
        "unsaid": float(evidence.unsaid),
        "distance": math.log1p(evidence.distance),
        "other sentence": float(min(evidence.sentences, 2)),
        "between": float(evidence.between),
        "person": float(evidence.person),
        "property in the middle": float(evidence.middle),
        "property behind": float(evidence.behind),
        "other clause": float(evidence.clause),
    }


def _odds(share: float) -> float:
    share = min(max(share, 1 - _SUREST), _SUREST)
    return math.log(share / (1 - share))


@cache
def _weights() -> dict[str, float]:
    pairs = (line.rpartition(" ") for line in lines_of("measure_confidence"))
    return {name.strip(): float(weight) for name, _, weight in pairs}
