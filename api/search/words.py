"""What counts as a word: the one rule for what is indexed, asked for and marked.

Letters and digits of any script, without case and accents; everything else parts them. So "re-use"
and "U.S." are two words each, and asking for them means the phrase. Stores are given words that
this has made, since their own rules differ: unicode61 knows the letters of Unicode 6.1, PostgreSQL
those of its locale, and takes addresses and paths as one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice

from ..folding import fold

LONGEST = 64  # letters of a word that count; PostgreSQL keeps none of more than 2,046 bytes
_WORD = re.compile(rf"(\w{{1,{LONGEST}}})\w*")

# PostgreSQL's tsvector ends at 16,383 words and a megabyte, and keeps 255 places of a word.
MOST_WORDS = 16_383
MOST_CHARACTERS = 200_000
MOST_PLACES = 255
GAP = "¦"  # in a word's place where there is none that may be found: no query can hold it
# Fields that words can be looked for in, by themselves.
FIELDS = ("title", "author")


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


def in_field(word: str, field: str) -> str:
    """A word as an index keeps it of a field by itself: no other word is written so."""
    return f"{field}{GAP}{word}"


def indexed(*texts: str | None, fields: Sequence[tuple[str, str]] = ()) -> list[str]:
    """The words of several texts as an index keeps them, a gap between two texts.

    First those of fields, pairs of a name and a text, which can be looked for by themselves.
    """
    by_field = ([in_field(word, name) for word in words(text)] for name, text in fields)
    everywhere = (words(text[:MOST_CHARACTERS]) for text in texts if text)
    each = chain(by_field, everywhere)
    apart = chain.from_iterable([GAP, *some] for some in each)
    found = list(islice(apart, 1, MOST_WORDS + 1))
    return _thinned(found) if len(found) > MOST_PLACES else found


def _thinned(found: list[str]) -> list[str]:
    """Words without those of which there were too many before."""
    counts = Counter(found)
    if max(counts.values()) <= MOST_PLACES:
        return found
    counts.clear()
    for at, word in enumerate(found):
        counts[word] += 1
        if counts[word] > MOST_PLACES:
            found[at] = GAP
    return found
