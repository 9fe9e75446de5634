"""A text cut into paragraphs, sentences and tokens: what every reader of it starts from."""

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TypeAlias

from .budget import Budget
from .lexicons import words_of

# A number keeps its separators, initials their stops, a word its inner apostrophes; the ending of
# a possessive or of a contraction ("'s", "'ve") and every other character stand alone.
_TOKEN = re.compile(
    r"\d(?:\d|[.,](?=\d))*"
    r"|(?:[A-Z]\.){2,}"
    r"|['’](?:s|re|ve|ll|d|m|S)(?![^\W_])"
    r"|[^\W\d_]+(?:['’](?!(?:s|re|ve|ll|d|m|S)(?![^\W_]))[^\W\d_]+)*"
    r"|\S"
)
# U+2028 breaks a line within its paragraph; U+2029 ends a paragraph (Unicode Standard, 5.8).
_LINE_BREAK = re.compile(r"[\n\r\u2029\x0b\x0c\x85]")
Places: TypeAlias = "array[int]"
_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its cuts.

    `words[i]` is the surface of token i, which stands at `text[starts[i]:ends[i]]`, and `lower[i]`
    the same in lower case.
    `sentences` and `paragraphs` are ranges of tokens (first, end), end exclusive; together the
    ranges of either cover all tokens, in order, and no sentence crosses a paragraph.
    `budget` is the time that is left to read it.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: Places
    ends: Places
    sentences: list[tuple[int, int]]
    paragraphs: list[tuple[int, int]]
    budget: Budget = field(default_factory=Budget)


def read(text: str, budget: Budget | None = None) -> Document:
    """Cut a text, in time linear in its length."""
    words = _TOKEN.findall(text)
    lowered = {word: word.lower() for word in set(words)}  # quicker, and words that recur are one
    lower = [lowered[word] for word in words]
    starts, ends = array("I"), array("I")  # a tenth of the memory that lists would take
    end = 0
    for word in words:  # quicker than a match object for each, since only blanks stand between
        start = text.index(word, end)
        end = start + len(word)
        starts.append(start)
        ends.append(end)
    paragraphs = _paragraphs(text, starts)
    sentences = [
        sentence
        for first, end in paragraphs
        for sentence in _sentences(words, starts, ends, first, end)
    ]
    return Document(text, words, lower, starts, ends, sentences, paragraphs, budget or Budget())


def _paragraphs(text: str, starts: Places) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = 0
    for match in _LINE_BREAK.finditer(text):
        token = bisect_left(starts, match.start(), first)
        if token > first:
            found.append((first, token))
            first = token
    if first < len(starts):
        found.append((first, len(starts)))
    return found


def _sentences(
    words: list[str], starts: Places, ends: Places, first: int, end: int
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = first
    past = first  # tokens before this one already belong to a sentence's end
    stops = [token for token in range(first, end) if words[token][-1] in _STOPS]
    for stop in stops:
        if stop < past or not _may_end(words, starts, ends, first, stop, end):
            continue
        token = stop + 1
        while token < end and (words[token] in _STOPS or _closes(words, starts, ends, token, end)):
            token += 1
        past = token
        if token == end or (starts[token] > ends[token - 1] and not words[token][0].islower()):
            found.append((at, token))
            at = token
    if at < end:
        found.append((at, end))
    return found


def _closes(words: list[str], starts: Places, ends: Places, token: int, end: int) -> bool:
    """Whether a mark or bracket belongs to the sentence before it.

    One that is apart from what is before and tight with what follows opens the next.
    """
    if words[token] not in _CLOSERS:
        return False
    apart = starts[token] > ends[token - 1]
    return not apart or token + 1 == end or starts[token + 1] > ends[token]


def _is_half_of_day(words: list[str], stop: int) -> bool:
    """Whether a stop is the second of "a.m." or "p.m."."""
    return stop > 2 and words[stop - 2] == "." and words[stop - 3].lower() in ("a", "p")  # noqa: PLR2004


def _may_end(
    words: list[str], starts: Places, ends: Places, first: int, stop: int, end: int
) -> bool:
    """Whether a sentence can end at this token.

    The stop of initials or of an abbreviation ("U.S.", "Mr.", "J.", "Jan.") ends one only where a
    word follows that opens sentences and no names.
    """
    if words[stop] == ".":
        before = words[stop - 1] if stop > first and ends[stop - 1] == starts[stop] else ""
        initial = len(before) == 1 and (before.isupper() or _is_half_of_day(words, stop))
        if not initial and before.lower() not in words_of("abbreviations"):
            return True
    elif len(words[stop]) == 1:
        return True
    return stop + 1 == end or words[stop + 1] in words_of("sentence_openers")
