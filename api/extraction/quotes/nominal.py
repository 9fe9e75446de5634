"""Nouns of speech that give their content in a clause of their own.

"The council rejected Tom Harker's claim that the wall was cracked."
The network leaves them out, as what it learnt from does. Where the claim itself does something
("his claim that the wall was cracked surprised us"), its content ends before the second verb.
"""

from bisect import bisect_right
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from ..people.names import Names
from . import cues
from .attribution import Reading
from .clauses import before_second_verb
from .speech import Tokens

_BETWEEN = 2  # words between whose and the noun: "his repeated public claim"
GENITIVES = frozenset(("'s", "’s", "'", "’"))
_ARTICLES = frozenset(("the", "a", "an"))
_LONGEST_TITLE = 4  # tokens: "the former port director's claim"
_FEWEST = 3  # words of a content
_STOPS = frozenset(";—:()")


def with_nominals(document: Document, names: Names, readings: list[Reading]) -> list[Reading]:
    """Add the contents of such nouns that no reading covers, in order."""
    taken = [False] * len(document.words)
    found = [_cut(document, reading) for reading in readings]
    for reading in readings:
        first, last = reading.content
        taken[first : last + 1] = [True] * (last + 1 - first)
    for noun in _nouns(document):
        given = _read(document, names, noun)
        if given and not any(taken[given.content[0] : given.content[1] + 1]):
            found.append(given)
    found.sort(key=lambda reading: reading.content)
    return found


def _cut(document: Document, reading: Reading) -> Reading:
    """End a content that the network ran on into the verb of the claim itself."""
    (first, last), cue, speaker = reading.content, reading.cue, reading.speaker
    if cue is None or speaker is None or first != cue[1] + 1:
        return reading
    if document.words[cue[1]] not in cues.speech_nouns() or document.words[first] != "that":
        return reading
    whose = document.words[cue[0] - 1].lower()
    if whose not in GENITIVES and whose not in words_of("possessives"):
        return reading
    if speaker[0] != document.sentences[_sentence(document, first)][0]:
        return reading
    end = before_second_verb(document, first + 1, last)
    return replace(reading, content=(first, end)) if end - first >= _FEWEST else reading


def _sentence(document: Document, token: int) -> int:
    return bisect_right(document.sentences, (token, len(document.words))) - 1


def _nouns(document: Document) -> list[int]:
    nouns = cues.speech_nouns()
    words = document.words
    followed = (at for at in range(1, len(words) - 1) if words[at + 1] == "that")
    return [at for at in followed if words[at] in nouns]


def _read(document: Document, names: Names, noun: int) -> Reading | None:
    sentence, end = document.sentences[_sentence(document, noun)]
    speaker = _whose(document, names, noun, sentence)
    if speaker is None:
        return None
    last = _end(document, noun + 2, end)
    if speaker[0] == sentence:
        last = before_second_verb(document, noun + 2, last)
    if last - noun < _FEWEST:
        return None
    return Reading((noun + 1, last), speaker, (noun, noun), by="noun")


def _whose(document: Document, names: Names, noun: int, sentence: int) -> Tokens | None:
    """Who has it: "his", or the name or title before a genitive."""
    words = document.words
    for at in range(noun - 1, max(noun - 2 - _BETWEEN, sentence - 1), -1):
        if words[at].lower() in words_of("possessives"):
            return at, at
        if words[at] in GENITIVES:
            first, last = names.whole(at - 1, at - 1)
            return (first, min(last, at - 1)) if first < at - 1 else _titled(document, at - 1)
        if not words[at].islower():
            return None
    return None


def _titled(document: Document, last: int) -> Tokens:
    words = document.words
    for at in range(last - 1, max(last - 1 - _LONGEST_TITLE, -1), -1):
        if words[at].lower() in _ARTICLES:
            return at, last
        if not words[at][0].isalpha():
            break
    return last, last


def _end(document: Document, at: int, end: int) -> int:
    words = document.words
    while at < end:
        stops = words[at] in _STOPS
        turns = words[at] == "," and words[min(at + 1, end - 1)] in words_of("clause_stops")
        if stops or turns:
            break
        at += 1
    last = at - 1
    while last > 0 and not words[last][0].isalnum():
        last -= 1
    return last
