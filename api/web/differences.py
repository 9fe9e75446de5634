"""What changed between two states of a text, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_LONGEST = 30_000  # characters: to compare longer texts would take too long for a page
_WORD = re.compile(r"\s+|[^\s]+")
Words = tuple[str, str]  # "+" put in, "-" taken out, "" in both; and the words


def changed_words(before: str, after: str) -> list[list[Words]] | None:
    """The paragraphs of both texts in one, with what was put in and taken out; None if too long."""
    if max(len(before), len(after)) > _LONGEST:
        return None
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Words] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append(("", "".join(old[a:b])))
            continue
        each = ("-", "".join(old[a:b])), ("+", "".join(new[c:d]))
        found += [(sign, words) for sign, words in each if words]
    return _paragraphs(found)


def _paragraphs(words: Sequence[Words]) -> list[list[Words]]:
    blocks: list[list[Words]] = [[]]
    for sign, text in words:
        first, *rest = re.split(r"\n\s*", text)
        blocks[-1].append((sign, first))
        blocks += [[(sign, line)] for line in rest]
    return [block for block in blocks if any(text for _, text in block)]
