# mypy: disable-error-code="misc"
"""What the networks that point share: pointers in PyTorch, their loss, and a schedule.

`api.extraction.figures.measured.pointers` runs the same in NumPy.
"""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn

from .figures import NONE, TARGETS, UNKNOWN

POINTERS = 2 * len(TARGETS)
BUCKETS = 42  # of distances to a figure: 21 to the left, 21 to the right
NEVER = -1e4
UNSURE = 0.4  # weight of "none" where whoever annotated was told to leave out what is doubtful

T = TypeVar("T")


class Pointers(nn.Module):
    """From a figure's state and the states of the tokens around it to four pointers."""

    def __init__(self, width: int, key: int) -> None:
        super().__init__()
        self.key_width = key
        self.query = nn.Linear(width, POINTERS * key)
        self.key = nn.Linear(width, POINTERS * key)
        self.alone = nn.Linear(width, POINTERS)
        self.null = nn.Linear(width, POINTERS)
        self.distance = nn.Embedding(BUCKETS, POINTERS)
        nn.init.zeros_(self.distance.weight)

    def forward(self, hidden: Tensor, figure: Tensor, seen: Tensor) -> Tensor:
        """(figures, length, width) → (figures, pointers, 1 + length) log-probabilities.

        `figure` and `seen` mark the figure's own tokens and the window's; column 0 is "none".
        """
        count, length, _ = hidden.shape
        state = (figure[:, :, None] * hidden).sum(1) / figure.sum(1, keepdim=True)
        query = self.query(state).view(count, POINTERS, self.key_width)
        key = self.key(hidden).view(count, length, POINTERS, self.key_width)
        scores = torch.einsum("qfd,qlfd->qfl", query, key) / math.sqrt(self.key_width)
        scores = scores + self.alone(hidden).transpose(1, 2)
        scores = scores + self.distance(distances(figure)).transpose(1, 2)
        scores = scores.float().masked_fill(~(seen & ~figure)[:, None], NEVER)
        told: Tensor = torch.cat([self.null(state).float()[:, :, None], scores], 2)
        return told.log_softmax(-1)


def distances(figure: Tensor) -> Tensor:
    """Buckets of every token's distance to the first token of its figure."""
    first = figure.float().argmax(1)
    offset = torch.arange(figure.shape[1])[None] - first[:, None]
    size = offset.abs().clamp(max=200)
    far = (8 + 3 * torch.log2(size.float().clamp(min=8) / 8)).long().clamp(max=20)
    size = torch.where(size < 8, size, far)  # noqa: PLR2004
    return torch.where(offset < 0, size, 21 + size)


def loss_of_answers(
    told: Tensor, answers: Sequence[Sequence[int]], doubtful: Sequence[bool]
) -> Tensor:
    """Mean loss a figure of what the gold says; its "none" counts less where it is doubtful."""
    wanted = torch.tensor(answers)
    weights = torch.ones(wanted.shape)
    weights[torch.tensor(doubtful)[:, None] & (wanted == NONE)] = UNSURE
    weights[wanted == UNKNOWN] = 0
    picked = told.gather(2, wanted.clamp(min=0)[:, :, None])[:, :, 0]
    return -(picked * weights).sum() / len(answers)


def rate_at(step: int, total: int, warm_up: int, least: float = 0.02) -> float:
    """Share of the learning rate at a step: up over `warm_up` steps, then down to `least`."""
    return max(least, min((step + 1) / warm_up, 1 - step / total))


def shuffled(items: Sequence[T], lengths: Sequence[int], pool: int) -> list[T]:
    """Items in a random order in which those of a pool stand by length."""
    order = list(range(len(items)))
    random.shuffle(order)
    pools = [order[at : at + pool] for at in range(0, len(order), pool)]
    return [items[i] for some in pools for i in sorted(some, key=lambda i: lengths[i])]
