"""Where a content starts and ends, where grammar knows better than the labels."""

from ..lexicons import words_of
from ..network.features import BREAK
from .blocks import Block
from .places import ROLES
from .speech import Tokens

_STOPS = frozenset((".", ",", ";", "!", "?", BREAK))
_NEAR_END = 5  # tokens


def without_breaks(found: list[Tokens], block: Block) -> list[Tokens]:
    """Take paragraph breaks off both ends of contents."""
    kept = []
    for content in found:
        first, last = content
        while first <= last and block.words[first] == BREAK:
            first += 1
        while last >= first and block.words[last] == BREAK:
            last -= 1
        if first <= last:
            kept.append((first, last))
    return kept


def clause_end(block: Block, last: int) -> int:
    """Carry a content on that ends with a word no clause ends with, if its end is near."""
    words = block.words
    if words[last].lower() not in words_of("cannot_end") or block.places[last] % ROLES:
        return last
    for at in range(last + 1, min(last + _NEAR_END, len(words))):
        if words[at] in _STOPS:
            return at - 1
    return last


def relative_end(block: Block, content: Tokens, speaker: Tokens | None) -> int:
    """End a content where a relative clause does: "Ann Lee, who said it leaks, has resigned"."""
    first, last = content
    if speaker is None or speaker[1] >= first or block.words[speaker[0]].lower() != "who":
        return last
    for at in range(first + 1, last):
        follows = block.words[at + 1].lower()
        if block.words[at] == "," and follows in words_of("auxiliaries"):
            return last if block.places[at] % ROLES else at - 1
    return last
