"""A text cut into paragraphs, sentences and tokens: what every reader of it starts from."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

# A number keeps its separators, a word its apostrophes; every other character stands alone.
_TOKEN = re.compile(r"\d(?:[\d]|[.,](?=\d))*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s]")
_LINE_BREAK = re.compile(r"[\n\r\u2028\u2029\x0b\x0c\x85]")
_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its cuts.

    `words[i]` is the surface of token i, which stands at `text[starts[i]:ends[i]]`.
    `sentences` and `paragraphs` are ranges of tokens (first, end), end exclusive; together the
    ranges of either cover all tokens, in order, and no sentence crosses a paragraph.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    paragraphs: list[tuple[int, int]]


def read(text: str) -> Document:
    """Cut a text, in time linear in its length."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    paragraphs = _paragraphs(text, starts)
    sentences = [
        sentence
        for first, end in paragraphs
        for sentence in _sentences(words, starts, ends, first, end)
    ]
    return Document(text, words, starts, ends, sentences, paragraphs)


def _paragraphs(text: str, starts: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = token = 0
    for match in _LINE_BREAK.finditer(text):
        while token < len(starts) and starts[token] < match.start():
            token += 1
        if token > first:
            found.append((first, token))
            first = token
    if first < len(starts):
        found.append((first, len(starts)))
    return found


def _sentences(
    words: list[str], starts: list[int], ends: list[int], first: int, end: int
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = first
    token = first
    while token < end:
        if words[token] in _STOPS and not _is_abbreviation(words, starts, ends, first, token):
            token += 1
            while token < end and (words[token] in _STOPS or words[token] in _CLOSERS):
                token += 1
            spaced = token == end or starts[token] > ends[token - 1]
            if spaced and (token == end or not words[token][0].islower()):
                found.append((at, token))
                at = token
            continue
        token += 1
    if at < end:
        found.append((at, end))
    return found


def _is_abbreviation(
    words: list[str], starts: list[int], ends: list[int], first: int, stop: int
) -> bool:
    """Whether the stop belongs to the word before it: "Mr.", "U.", "Jan."."""
    if words[stop] != "." or stop == first or ends[stop - 1] != starts[stop]:
        return False
    before = words[stop - 1]
    return (len(before) == 1 and before.isupper()) or before.lower() in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("lexicons/abbreviations.txt").read_text("utf-8")
    return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))
