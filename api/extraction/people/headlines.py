"""Lines in title case or in capitals: headlines, section titles, credits."""

from ..document import Document
from .name_words import everyday

_LONGEST = 30  # tokens of a headline
_LITTLE = 3  # letters of words that titles may write small
_FEWEST = 4  # longer words of a headline
_SMALL = 6  # of so many longer words in a headline one may be written small
_ENDS = frozenset('.:?!,;”"’')
_SHOUTED = 3  # words in capitals that open a paragraph as a title of its own


def headlines(document: Document) -> list[tuple[int, int]]:
    """The tokens (first, end) of headlines, in their order."""
    found = []
    for first, end in document.paragraphs:
        if is_headline(document, first, end):
            found.append((first, end))
        elif (shouted := _shouted(document, first, end)) > first:
            found.append((first, shouted))
    return found


def is_headline(document: Document, first: int, end: int) -> bool:
    """Whether a paragraph is a line in title case; one with a stop, if no longer word is small."""
    words = document.words
    if end - first > _LONGEST:
        return False
    long = [word for word in words[first:end] if len(word) > _LITTLE and word.isalpha()]
    small = sum(word[0].islower() for word in long)
    if len(long) < _FEWEST:
        return False
    return small * _SMALL <= len(long) if words[end - 1][-1] not in _ENDS else small == 0


def _shouted(document: Document, first: int, end: int) -> int:
    """Where the words in capitals end that open a paragraph: "HARBOUR SHUT AGAIN The ferries …".

    Neither a speaker's label ("CALDER:") nor a name in a sentence ("INES CALDER said") is one.
    """
    words = document.words
    last, shouted = first, list[str]()
    for token in range(first, min(end, first + _LONGEST)):
        if words[token][0].isalpha():
            if not words[token].isupper():
                break
            last = token + 1
            if len(words[token]) > 1 and "." not in words[token]:
                shouted.append(document.lower[token])
    after = words[last : min(last + 1, end)]
    if not shouted or after == [":"] or (after and after[0].islower()):
        return first
    alone = last >= end - 1 and all(everyday(word) for word in shouted)  # "FULL TEXT"
    return last if alone or len(shouted) >= _SHOUTED else first
