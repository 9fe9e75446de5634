"""The best sequence of labels under a linear-chain CRF, for many short runs at once.

Most tokens of a text are plainly in no quote, or plainly in the middle of one. Such tokens cut the
chain, so that what remains to be decided are short runs, which are decoded side by side.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_SURE = 3.0  # lead of a label, in nats, that no transition learnt so far outweighs


def decode(scores: Floats, steps: Floats) -> Ints:
    """Labels of a sequence.

    `scores` is (length, labels), `steps[i, j]` the score of label j after label i. Labels are 0 for
    outside, then a first and a later label for each kind, as in BIO tagging.
    """
    length = len(scores)
    labels: Ints = scores.argmax(1)
    if length < 2:  # noqa: PLR2004
        return _opened(labels)
    rivals = scores >= scores.max(1, keepdims=True) - _SURE
    sure = np.count_nonzero(rivals, axis=1) == 1
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
    _decode_runs(held, steps, first, last - first + 1, labels)
    return labels


def _opened(labels: Ints) -> Ints:
    """Make the first of later labels without a first label one."""
    before = np.r_[0, labels[:-1]]
    lost = (labels > 0) & (labels % 2 == 0) & (before != labels) & (before != labels - 1)
    labels[lost] -= 1
    return labels


def _decode_runs(scores: Floats, steps: Floats, first: Ints, lengths: Ints, labels: Ints) -> None:
    """Viterbi over all runs at once, longest first so that the batch only shrinks."""
    order = np.argsort(-lengths, kind="stable")
    first, lengths = first[order], lengths[order]
    longest, count, size = int(lengths[0]), len(lengths), scores.shape[1]
    into = np.ascontiguousarray(steps.T)
    alive = np.searchsorted(-lengths, -np.arange(longest), side="left").tolist()
    now = scores[first]
    now[first == 0, 2::2] -= 1e4
    came = np.empty((longest, count, size), np.int8)
    final = np.empty((count, size), np.float32)
    for at in range(1, longest):
        still = alive[at]
        if still < len(now):
            final[still : len(now)] = now[still:]
            now = now[:still]
        paths = now[:, None, :] + into
        came[at, :still] = paths.argmax(2)
        now = paths.max(2)
        now += scores[first[:still] + at]
    final[: len(now)] = now
    best = final.argmax(1)
    label = np.zeros(count, np.int64)
    ended = 0
    for at in range(longest - 1, -1, -1):
        still = alive[at] if at else count
        if still > ended:
            label[ended:still] = best[ended:still]
            ended = still
        labels[first[:still] + at] = label[:still]
        if at:
            label[:still] = came[at, np.arange(still), label[:still]]


def spans(labels: Ints, first_label: int) -> list[tuple[int, int]]:
    """(first, last) of every span of the kind whose first label is given."""
    inside = (labels == first_label) | (labels == first_label + 1)
    found: list[tuple[int, int]] = []
    previous = -2
    for at in np.flatnonzero(inside).tolist():
        if labels[at] == first_label or at != previous + 1:
            found.append((at, at))
        else:
            found[-1] = (found[-1][0], at)
        previous = at
    return found
