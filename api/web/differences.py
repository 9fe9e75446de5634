"""What changed between two states of a text, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_LONGEST = 30_000  # characters: to compare longer texts would take too long for a page
_PIECE = 10_000  # characters
_ROOM, _TAGS = 50_000, 22  # bytes of a page; of the tags around what was changed, and the entities
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


def paragraphs(text: str) -> list[list[Words]]:
    """The paragraphs of a text in which nothing has changed, long ones in pieces."""
    lines = (line for line in text.splitlines() if line.strip())
    return [[("", line[at : at + _PIECE])] for line in lines for at in range(0, len(line), _PIECE)]


def some_of(blocks: Sequence[Sequence[Words]], at: int) -> tuple[list[Sequence[Words]], int | None]:
    """As many paragraphs from one on as a page has room for, and which comes next."""
    shown: list[Sequence[Words]] = []
    room = _ROOM
    for block in blocks[at:]:
        room -= sum(len(words.encode(errors="replace")) + _TAGS for _, words in block)
        if shown and room < 0:
            return shown, at + len(shown)
        shown.append(block)
    return shown, None


def _paragraphs(words: Sequence[Words]) -> list[list[Words]]:
    blocks: list[list[Words]] = [[]]
    for sign, text in words:
        first, *rest = re.split(r"\n\s*", text)
        blocks[-1].append((sign, first))
        blocks += [[(sign, line)] for line in rest]
    return [block for block in blocks if any(text for _, text in block)]
