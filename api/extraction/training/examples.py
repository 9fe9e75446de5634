"""Gold quotes as arrays: what the network sees of a text, and what it should say of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import document
from ..document import Document
from ..quotes.marks import read_marks
from ..quotes.places import PARAGRAPH_BREAK, places

LONGEST = 256  # tokens of an example, unless one paragraph alone is longer
LONGEST_PARAGRAPH = 1024

BREAK = -1  # stands for the paragraph break among token numbers


@dataclass(frozen=True, slots=True)
class Example:
    """Some paragraphs of a text.

    `tokens` are token numbers of the document, BREAK between paragraphs; `place` is what
    features.places says of each; `content` and `source` are labels (0 none, 1 and 2 first and
    later token of a content or a speaker, 3 and 4 of a cue); `links` holds (first, last, speaker)
    of each content as places in the example, speaker -1 where the quote has none here.
    """

    words: tuple[str, ...]
    place: NDArray[np.int64]
    content: NDArray[np.int64]
    source: NDArray[np.int64]
    links: tuple[tuple[int, int, int], ...]


def load(path: Path) -> list[dict[str, Any]]:
    """Give the records of a gold file: one JSON object a line with `text` and `quotes`."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def examples(record: dict[str, Any]) -> Iterator[Example]:
    """Cut one gold record into examples."""
    read = document.read(record["text"])
    place = places(read, read_marks(read))
    content, source, links = _labels(read, record["quotes"])
    for tokens in _chunks(read):
        at = {token: number for number, token in enumerate(tokens) if token != BREAK}
        inside = tuple(
            (at[first], at[last], at.get(speaker, -1))
            for first, last, speaker in links
            if first in at and last in at and (speaker == -1 or speaker in at)
        )
        yield Example(
            tuple("¶" if token == BREAK else read.words[token] for token in tokens),
            np.array([PARAGRAPH_BREAK if t == BREAK else place[t] for t in tokens], np.int64),
            _cut(content, tokens),
            _cut(source, tokens),
            inside,
        )


def _cut(labels: NDArray[np.int64], tokens: list[int]) -> NDArray[np.int64]:
    """Labels of an example; a span that runs on from before it, or over a break, starts again."""
    found = np.array([0 if token == BREAK else labels[token] for token in tokens], np.int64)
    before = np.r_[0, found[:-1]]
    lost = (found > 0) & (found % 2 == 0) & (before != found) & (before != found - 1)
    found[lost] -= 1
    return found


def _chunks(read: Document) -> Iterator[list[int]]:
    tokens: list[int] = []
    for start, stop in read.paragraphs:
        for first in range(start, stop, LONGEST_PARAGRAPH):
            end = min(first + LONGEST_PARAGRAPH, stop)
            if tokens and len(tokens) + end - first > LONGEST:
                yield tokens
                tokens = []
            if tokens:
                tokens.append(BREAK)
            tokens.extend(range(first, end))
    if tokens:
        yield tokens


def _labels(
    read: Document, quotes: list[dict[str, Any]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[tuple[int, int, int]]]:
    """Labels of all tokens, and the links. Of nested quotes the outer one is learnt."""
    content = np.zeros(len(read.words), np.int64)
    source = np.zeros(len(read.words), np.int64)
    links: list[tuple[int, int, int]] = []
    starts, ends = np.array(read.starts), np.array(read.ends)

    def under(start: int, end: int) -> tuple[int, int]:
        return int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end)) - 1

    def mark(labels: NDArray[np.int64], start: int, end: int, label: int) -> None:
        first, last = under(start, end)
        if first <= last and not labels[first : last + 1].any():
            labels[first] = label
            labels[first + 1 : last + 1] = label + 1

    for quote in sorted(quotes, key=lambda quote: quote["start"] - quote["end"]):
        speakers = quote.get("speaker_parts") or []
        if not speakers and quote.get("speaker_start") is not None:
            speakers = [[quote["speaker_start"], quote["speaker_end"]]]
        for start, end in speakers:
            mark(source, start, end, 1)
        if quote.get("cue_start") is not None:
            mark(source, quote["cue_start"], quote["cue_end"], 3)
        speaker = under(*speakers[0])[0] if speakers else -1
        for start, end in quote.get("parts") or [[quote["start"], quote["end"]]]:
            first, last = under(start, end)
            if first > last or content[first : last + 1].any():
                continue
            mark(content, start, end, 1)
            links.append((first, last, speaker))
    return content, source, links
