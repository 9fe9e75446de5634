"""The best sequence of labels under a linear-chain CRF, for many short runs at once.

Most tokens of a text are plainly in no quote, or plainly in the middle of one. Such tokens cut the
chain, so that what remains to be decided are short runs, which are decoded side by side.
"""

import re
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_SURE = 3.0  # lead of a label, in nats, that no transition learnt so far outweighs


def decode(scores: Floats, steps: Floats) -> bytes:
    """Labels of a sequence, a byte each.

    `scores` is (length, labels), `steps[i, j]` the score of label j after label i. Labels are 0 for
    outside, then a first and a later label for each kind, as in BIO tagging.
    """
    length = len(scores)
    labels: Ints = scores.argmax(1)
    if length < 2:  # noqa: PLR2004
        return _opened(labels)
    by_label = np.ascontiguousarray(scores.T)  # NumPy is slow over rows as short as these
    rivals = by_label >= by_label.max(0) - _SURE
    sure = rivals.view(np.int8).sum(0, dtype=np.int8) == 1
    # Sure tokens next to their like need no deciding: outside before outside, later after later.
    # First labels always stand at a border, so they are decided.
    same_before, same_after = np.zeros(length, bool), np.zeros(length, bool)
    same = sure[1:] & sure[:-1] & (labels[1:] == labels[:-1]) & (labels[1:] % 2 == 0)
    same_before[1:], same_after[:-1] = same, same
    anchor = (same_after & (labels == 0)) | (same_before & (labels > 0))
    open_ends = ~anchor
    if not open_ends.any():
        return _opened(labels)
    edges = np.flatnonzero(np.diff(np.r_[False, open_ends, False].astype(np.int8)))
    first = np.maximum(edges[::2] - 1, 0)
    last = np.minimum(edges[1::2], length - 1)
    held = scores.copy()
    held[anchor] = -1e4
    held[anchor, labels[anchor]] = 0.0
    decided = bytearray(labels.astype(np.uint8))
    _decode_runs(held, steps, first, last - first + 1, decided)
    return bytes(decided)


def _opened(labels: Ints) -> bytes:
    """Make the first of later labels without a first label one."""
    before = np.r_[0, labels[:-1]]
    lost = (labels > 0) & (labels % 2 == 0) & (before != labels) & (before != labels - 1)
    labels[lost] -= 1
    return labels.astype(np.uint8).tobytes()


def _decode_runs(
    scores: Floats, steps: Floats, first: Ints, lengths: Ints, labels: bytearray
) -> None:
    """Viterbi over all runs at once, longest first so that the batch only shrinks.

    The runs' first tokens make the first rows of one table, their second tokens the next, and so
    on: `begins` says where each step's rows begin.
    """
    order = np.argsort(-lengths, kind="stable")
    first, lengths = first[order], lengths[order]
    alive = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
    begins = [0, *accumulate(alive.tolist())]
    step_of = np.repeat(np.arange(len(alive)), alive)
    run_of = np.arange(begins[-1]) - np.array(begins)[step_of]
    best = scores[first[run_of] + step_of]
    best[: len(first)][first == 0, 2::2] -= 1e4
    into = np.ascontiguousarray(steps.T)
    paths = np.empty((len(best), *into.shape), np.float32)
    before = best[: begins[1]]
    for begin, end in pairwise(begins[1:]):
        path, now = paths[begin:end], best[begin:end]
        np.add(before[: end - begin, None, :], into, out=path)
        now += np.maximum.reduce(path, 2)
        before = now
    came: list[list[int]] = paths.argmax(2).tolist()
    final: list[int] = best.argmax(1).tolist()
    for run, (start, length) in enumerate(zip(first.tolist(), lengths.tolist(), strict=True)):
        label = final[begins[length - 1] + run]
        for at in range(length - 1, 0, -1):
            labels[start + at] = label
            label = came[begins[at] + run][label]
        labels[start] = label


def spans(labels: bytes, first_label: int) -> list[tuple[int, int]]:
    """(first, last) of every span of the kind whose first label is given."""
    first, later = (re.escape(bytes([label])) for label in (first_label, first_label + 1))
    found = re.finditer(first + later + b"*|" + later + b"+", labels)
    return [(span.start(), span.end() - 1) for span in found]
