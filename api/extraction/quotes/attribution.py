"""From the network's scores to quotes: which content belongs to which speaker and cue."""

from bisect import bisect_left
from dataclasses import dataclass
from math import exp, inf
from typing import Literal

import numpy as np

from ..document import Document
from ..network.features import BREAK
from .blocks import Block
from .boundaries import clause_end, relative_end, without_breaks
from .decoding import Floats, decode, spans
from .marks import Marks
from .places import ROLES
from .speech import Tokens, is_speech
from .tagger import Scores, Tagger

Origin = Literal[
    "network", "sentence", "marks", "attributed", "nested", "floating", "layout", "noun", "source"
]

_SPEAKER_LONGEST = 25
# Contents are opened rather too easily (nats for outside, first, later): what is doubtful is then
# judged by its confidence, which knows more than the labels do.
_OPENNESS = np.array([0.0, 0.7, 0.0], np.float32)
_HALF_SURE = 0.5
_NEAR_BEST = 1.4  # nats by which a whole mention may lie behind the best single token
_SPEAKER_LATER = -1.5  # lead over "outside" that carries a pointed-at mention on


@dataclass(frozen=True, slots=True)
class Reading:
    """One content as the network reads it, in token numbers of the document.

    `lead` holds nats by which the labels at the content's first token, at its last, and after it
    stand before the next best: what the confidence is made of. `by` says what has read it;
    rules have no labels, and the same lead and share everywhere.
    """

    content: Tokens
    speaker: Tokens | None
    cue: Tokens | None
    lead: tuple[float, float, float] = (3.0, 3.0, 3.0)
    speaker_share: float = 0.85
    by: Origin = "network"


def read_block(document: Document, marks: Marks, block: Block, network: Tagger) -> list[Reading]:
    """Find what is said in one block, by whom, and by which cue."""
    scores = network.read(block.words, block.places)
    openings = scores.content + _OPENNESS
    contents = without_breaks(spans(decode(openings, network.content_steps), 1), block)
    if not contents:
        return []
    source = decode(scores.source, network.source_steps)
    speakers = spans(source, 1)
    cues = spans(source, 3)
    keys = network.keys(scores)
    paragraph = np.array(block.paragraph)
    firsts = [first for first, _ in speakers]
    readings = []
    for first, last in contents:
        marked = max(block.places[first : last + 1]) % ROLES > 0
        cue = _nearest_cue(cues, (first, last), block, around=int(marked))
        whole = first, clause_end(block, last)
        content, cue_there = _in_document(block, whole), _in_document(block, cue)
        if content is None or not is_speech(document, marks, content, cue_there):
            continue
        low, points, nobody = network.point(scores, keys, paragraph, first, last)
        speaker, share = _speaker(block, scores, speakers, firsts, low, points, nobody)
        whole = first, relative_end(block, whole, speaker)
        readings.append(
            Reading(
                _in_document(block, whole) or content,
                _in_document(block, speaker),
                cue_there,
                _lead(openings, first, last),
                share,
            )
        )
    return readings


def _in_document(block: Block, span: Tokens | None) -> Tokens | None:
    return None if span is None else (block.tokens[span[0]], block.tokens[span[1]])


def _nearest_cue(cues: list[Tokens], content: Tokens, block: Block, around: int) -> Tokens | None:
    """Find the nearest cue: in a sentence of the content, or `around` it in its paragraph."""
    sentence, paragraph = block.sentence, block.paragraph
    low, high = sentence[content[0]], sentence[content[1]]
    opening, closing = paragraph[content[0]], paragraph[content[1]]
    nearest, least = None, len(sentence)
    place = bisect_left(cues, content)
    for cue in cues[max(place - 1, 0) : place + 1]:  # the last before, the first after or within
        near = low <= sentence[cue[0]] <= high or (
            low - around <= sentence[cue[0]] <= high + around
            and opening <= paragraph[cue[0]] <= closing
        )
        distance = max(cue[0] - content[1], content[0] - cue[1], 0)
        if near and distance < least:
            nearest, least = cue, distance
    return nearest


def _speaker(
    block: Block,
    scores: Scores,
    speakers: list[Tokens],
    firsts: list[int],
    low: int,
    points: Floats,
    nobody: float,
) -> tuple[Tokens | None, float]:
    """Give the mention that the pointer means, and the share of belief that it has."""
    best = int(points.argmax())
    highest = float(points[best])
    most = max(highest, nobody)
    belief = np.exp(points - most)
    of_nobody = exp(nobody - most)
    total = float(belief.sum()) + of_nobody
    if of_nobody / total > _HALF_SURE:
        return None, of_nobody / total
    chosen, chosen_score = None, -inf
    scored = points.tolist()
    for first, last in speakers[bisect_left(firsts, low) : bisect_left(firsts, low + len(scored))]:
        score = max(scored[first - low : last - low + 1])
        if score > chosen_score:
            chosen, chosen_score = (first, last), score
    if chosen is None or chosen_score < highest - _NEAR_BEST:
        chosen = _grown(block, scores, best + low)
    share = float(belief[chosen[0] - low : chosen[1] - low + 1].sum()) / total
    return chosen, share


def _grown(block: Block, scores: Scores, first: int) -> Tokens:
    """Give a mention that starts where the pointer points and goes on as the labels allow."""
    last = first
    source = scores.source
    while (
        last + 1 < len(block.words)
        and last - first < _SPEAKER_LONGEST
        and block.words[last + 1] != BREAK
        and source[last + 1, 2] > source[last + 1, 0] + _SPEAKER_LATER
    ):
        last += 1
    return first, last


def _lead(content: Floats, first: int, last: int) -> tuple[float, float, float]:
    opening, closing = content[first].tolist(), content[last].tolist()
    after = content[last + 1].tolist() if last + 1 < len(content) else None
    return (
        opening[1] - max(opening[0], opening[2]),
        max(closing[1], closing[2]) - closing[0],
        max(after[0], after[1]) - after[2] if after is not None else _SURE,
    )


_SURE = 10.0
