"""How likely a quote is right: its words found, and said by the speaker named.

A logistic regression over a few things that are known of a quote once it is read. The weights in
`lexicons/quote_confidence.txt` are fitted by `api.extraction.training.calibrate`.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import get_args

from ..lexicons import lines_of
from ..model import QuoteKind
from .attribution import Origin, Reading

# What is less likely right than this is not given at all. Whole sentences in marks are somebody's
# words even where it is doubtful whose.
LEAST: dict[QuoteKind, float] = {"direct": 0.12, "mixed": 0.25, "indirect": 0.25}
_CLEAR = 8.0  # nats beyond which a lead says no more
_SHORT = 4  # tokens
_RULES = tuple(origin for origin in get_args(Origin) if origin != "network")


def confidence(kind: QuoteKind, parts: Sequence[Reading]) -> float:
    """Give a probability from 0.01 to 0.99."""
    weights = _weights()
    total = sum(weights[name] * value for name, value in traits(kind, parts).items())
    return round(min(max(1 / (1 + math.exp(-total)), 0.01), 0.99), 2)


def traits(kind: QuoteKind, parts: Sequence[Reading]) -> dict[str, float]:
    """Say what the confidence is made of."""
    leads = [min(max(lead, -_CLEAR), _CLEAR) for part in parts for lead in part.lead]
    length = sum(part.content[1] - part.content[0] + 1 for part in parts)
    speaker, cue = parts[0].speaker, parts[0].cue
    return {
        "always": 1.0,
        "direct": float(kind == "direct"),
        "mixed": float(kind == "mixed"),
        "opening": min(leads[0::3]),
        "closing": min(leads[1::3]),
        "after": min(leads[2::3]),
        "pointer": parts[0].speaker_share,
        "no speaker": float(speaker is None),
        "no cue": float(cue is None),
        "parts": float(min(len(parts) - 1, 3)),
        "short": float(length <= _SHORT),
        "length": math.log(length),
        **{f"by {origin}": float(parts[0].by == origin) for origin in _RULES},
    }


@cache
def _weights() -> dict[str, float]:
    pairs = (line.rpartition(" ") for line in lines_of("quote_confidence"))
    return {name.strip(): float(weight) for name, _, weight in pairs}
