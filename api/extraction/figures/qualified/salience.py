"""Which figures nobody would look up, and how sure the reading of one is."""

from collections.abc import Mapping
from functools import cache

from ...lexicons import rows
from ...model import Salience
from ..scan import Found
from ..sentence import Sentence
from ..tables import words

_FEW = 10
_NEAR = 8  # tokens


def salience_of(sentence: Sentence, found: Found) -> Salience:
    """Mark small plain counts, stretches of time and orders as low: "two leaders", "third time".

    What counts victims is never low, nor is what has a modifier or a change.
    """
    amount = found.amount
    if amount.number.kind == "ordinal":
        return "high" if sentence.low(amount.end) in words("celebrated") else "low"
    if found.change or found.reading.modifier != "=" or amount.maximum is not None:
        return "high"
    unit = amount.unit
    if unit is not None and unit.dimension == "time":
        before = sentence.low(amount.first - 1) in words("before a stretch")
        behind = sentence.low(amount.end) in words("behind a stretch")
        return "low" if before or behind else "high"
    if unit is not None and unit.dimension != "count":
        return "high"
    if amount.value > _FEW or amount.value.denominator != 1:
        return "high"
    near = sentence.lower[max(0, amount.first - _NEAR) : amount.end + _NEAR]
    return "low" if words("grave").isdisjoint(near) else "high"


def confidence_of(found: Found) -> float:
    """Give the share of figures of this kind that are right (confidence.tsv)."""
    amount = found.amount
    kind = "unit"
    if amount.number.kind in {"ordinal", "fraction", "vague"}:
        kind = amount.number.kind
    elif amount.shared:
        kind = "shared"
    elif found.counted is not None:
        kind = "one" if amount.value == 1 and not amount.number.digits else "counted"
    elif amount.unit is None:
        kind = "bare"
    return _shares()[kind]


@cache
def _shares() -> Mapping[str, float]:
    return {kind: float(share) for kind, share in rows("figures/confidence.tsv")}
