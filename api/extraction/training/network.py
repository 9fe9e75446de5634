# mypy: disable-error-code="misc"
"""The network as PyTorch sees it. `api.extraction.quotes.tagger` runs the same in NumPy."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ..network.features import SHAPES, SUFFIXES
from ..quotes.places import PLACES
from .vocabulary import CUE_KINDS

WIDTH = 96
DILATIONS = (1, 2, 4, 8, 16)
POINTER = 48  # width of the pointer's queries and keys
DISTANCES = 41  # 0 inside, 1-20 to the left, 21-40 to the right
STEPS = 7  # paragraphs between content and speaker, from -3 to 3
FORGET_LEARNT, FORGET_GIVEN = 0.15, 0.03  # shares of words whose rows are left out in training
NEVER = -1e4  # score of a label that may not follow another


class Crf(nn.Module):
    """A linear-chain CRF over BIO labels: 0 outside, then a first and a later label per kind."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        labels = 2 * kinds + 1
        self.steps = nn.Parameter(torch.zeros(labels, labels))
        forbidden = torch.zeros(labels, labels)
        start = torch.zeros(labels)
        for later in range(2, labels, 2):
            forbidden[:, later] = NEVER
            forbidden[later, later] = forbidden[later - 1, later] = 0.0
            start[later] = NEVER
        self.register_buffer("forbidden", forbidden)
        self.register_buffer("start", start)

    def transitions(self) -> Tensor:
        """Scores of label j after label i."""
        steps: Tensor = self.steps + self.forbidden
        return steps

    def loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood, summed over the batch."""
        loss: Tensor = _LogLoss.apply(scores, self.transitions(), self.start, labels, mask)
        return loss


class _LogLoss(torch.autograd.Function):
    """Forward and backward pass in scaled probabilities: autograd through the loop is slow."""

    @staticmethod
    def forward(ctx, scores, steps, start, labels, mask):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN205
        emission = scores.detach().float().numpy()
        moves = np.exp(steps.detach().numpy())
        alive = mask.numpy()
        batch, length, size = emission.shape
        top = emission.max(-1, keepdims=True)
        likely = np.ascontiguousarray(np.exp(emission - top).transpose(1, 0, 2))
        ahead = np.ascontiguousarray(alive.T)[:, :, None]
        alpha = np.empty((length, batch, size), np.float32)
        beta = np.ones((length, batch, size), np.float32)
        scale = np.ones((length, batch, 1), np.float32)
        now = likely[0] * np.exp(start.numpy())
        scale[0] = now.sum(-1, keepdims=True)
        alpha[0] = now / scale[0]
        for at in range(1, length):
            now = (alpha[at - 1] @ moves) * likely[at]
            total = now.sum(-1, keepdims=True)
            alpha[at] = np.where(ahead[at], now / total, alpha[at - 1])
            scale[at] = np.where(ahead[at], total, 1)
        for at in range(length - 2, -1, -1):
            back = ((beta[at + 1] * likely[at + 1]) @ moves.T) / scale[at + 1]
            beta[at] = np.where(ahead[at + 1], back, beta[at + 1])
        belief = alpha * beta * ahead
        partition = np.log(scale).sum() + (top[:, :, 0] * alive).sum()
        flow = np.einsum(
            "tbi,tbj->ij", alpha[:-1], (likely * beta / scale * ahead)[1:], optimize=True
        )
        truth = np.zeros((batch, length, size), np.float32)
        np.put_along_axis(truth, labels.numpy()[:, :, None], 1, -1)
        truth *= alive[:, :, None]
        counts = np.zeros((size, size), np.float32)
        pairs = alive[:, 1:]
        np.add.at(counts, (labels.numpy()[:, :-1][pairs], labels.numpy()[:, 1:][pairs]), 1)
        reached = (emission * truth).sum() + (counts * steps.detach().numpy())[counts > 0].sum()
        ctx.save_for_backward(
            torch.from_numpy(belief.transpose(1, 0, 2) - truth),
            torch.from_numpy((flow * moves - counts).astype(np.float32)),
        )
        return torch.tensor(float(partition - reached))

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN205
        scores, steps = ctx.saved_tensors
        return gradient * scores, gradient * steps, None, None, None


class Network(nn.Module):
    """Words to scores: embeddings, gated dilated convolutions, two label heads and a pointer."""

    def __init__(
        self, vectors: NDArray[np.float32], known: int, width: int = WIDTH, drop: float = 0.15
    ) -> None:
        super().__init__()
        self.dilations = DILATIONS
        self.vectors = nn.Embedding.from_pretrained(torch.from_numpy(vectors), freeze=True)
        self.known = nn.Embedding(known, 32, padding_idx=0)
        self.suffix = nn.Embedding(SUFFIXES, 24)
        self.shape = nn.Embedding(SHAPES, 12)
        self.cue = nn.Embedding(CUE_KINDS, 8)
        self.place = nn.Embedding(PLACES, 12)
        nn.init.normal_(self.known.weight, 0, 0.3)
        nn.init.normal_(self.suffix.weight, 0, 0.3)
        size = vectors.shape[1] + 32 + 24 + 12 + 8 + 12
        self.enter = nn.Linear(size, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(nn.Linear(3 * width, 2 * width) for _ in self.dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in self.dilations)
        self.drop = nn.Dropout(drop)
        self.to_content = nn.Linear(width, 3)
        self.to_source = nn.Linear(width, 5)
        self.content = Crf(1)
        self.source = Crf(2)
        self.query = nn.Linear(2 * width, POINTER)
        self.key = nn.Linear(width, POINTER)
        self.nobody = nn.Linear(2 * width, 1)
        self.distance = nn.Embedding(DISTANCES, 1)
        self.step = nn.Embedding(STEPS, 1)
        nn.init.zeros_(self.distance.weight)
        nn.init.zeros_(self.step.weight)

    def hidden(self, features: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, 6) feature numbers → (batch, length, width)."""
        vector, known, suffix, shape, cue, place = features.unbind(-1)
        if self.training:
            known = known * (torch.rand(known.shape) >= FORGET_LEARNT)
            vector = vector * (torch.rand(vector.shape) >= FORGET_GIVEN)
        parts = [
            self.vectors(vector),
            self.known(known),
            self.suffix(suffix),
            self.shape(shape),
            self.cue(cue),
            self.place(place),
        ]
        alive = mask[:, :, None].float()
        x: Tensor = self.norm(functional.relu(self.enter(self.drop(torch.cat(parts, -1))))) * alive
        return self.convolve(x, alive)

    def convolve(self, x: Tensor, alive: Tensor) -> Tensor:
        """Let tokens see their neighbours; `alive` is 0 where there is no token."""
        for dilation, layer, norm in zip(self.dilations, self.layers, self.norms, strict=True):
            padded = functional.pad(self.drop(x), (0, 0, dilation, dilation))
            length = x.shape[1]
            window = torch.cat(
                [padded[:, at : at + length] for at in (0, dilation, 2 * dilation)], -1
            )
            value, gate = layer(window).chunk(2, -1)
            x = norm(x + value * torch.sigmoid(gate)) * alive
        out: Tensor = self.drop(x)
        return out

    def point(self, hidden: Tensor, features: Tensor, mask: Tensor, links: Tensor) -> Tensor:
        """Scores of each content's speaker: column 0 nobody, then every token of its example.

        `links` rows are (batch, first, last, …) of the contents.
        """
        batch, first, last = links[:, 0], links[:, 1], links[:, 2]
        ends = torch.cat([hidden[batch, first], hidden[batch, last]], -1)
        scores = torch.einsum("pd,pnd->pn", self.query(ends), self.key(hidden)[batch]) / 7.0
        at = torch.arange(hidden.shape[1])[None]
        left = (first[:, None] - at).clamp(min=0)
        right = (at - last[:, None]).clamp(min=0)
        bucket = torch.where(left > 0, distance_bucket(left), 0)
        bucket = torch.where(right > 0, 20 + distance_bucket(right), bucket)
        paragraph = (features[..., 5] == PLACES - 1).cumsum(1)
        step = (paragraph[batch] - paragraph[batch, first][:, None]).clamp(-3, 3) + 3
        scores = scores + self.distance(bucket)[..., 0] + self.step(step)[..., 0]
        scores = scores.masked_fill(~mask[batch], NEVER)
        return torch.cat([self.nobody(ends), scores], 1)


def distance_bucket(distance: Tensor) -> Tensor:
    """1 to 5 as they are, then two buckets for each doubling, 19 at most."""
    far = (6 + 2 * torch.log2(distance.float().clamp(min=6) / 6)).long()
    return torch.where(distance < 6, distance, far).clamp(max=19)  # noqa: PLR2004
