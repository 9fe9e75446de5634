"""What counts as a word: the one rule for what is indexed, asked for and marked.

Letters and digits of any script, without case and accents; everything else parts them. So "re-use"
and "U.S." are two words each, and asking for them means the phrase. Stores are given words that
this has made, since their own rules differ: unicode61 knows the letters of Unicode 6.1, PostgreSQL
those of its locale, and takes addresses and paths as one.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import chain, islice

LONGEST = 64  # letters of a word that count; PostgreSQL keeps none of more than 2,046 bytes
_WORD = re.compile(rf"(\w{{1,{LONGEST}}})\w*")

# PostgreSQL's tsvector ends at 16,383 words and a megabyte, and keeps 255 places of a word.
MOST_WORDS = 16_383
MOST_CHARACTERS = 200_000
MOST_PLACES = 255
GAP = "¦"  # in a word's place where there is none that may be found: no query can hold it

_NO_DECOMPOSITION = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ħ": "h"}


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


def indexed(*fields: str | None) -> list[str]:
    """The words of several fields as an index keeps them, a gap between two fields."""
    each = (words(field[:MOST_CHARACTERS]) for field in fields if field)
    apart = chain.from_iterable([GAP, *some] for some in each)
    found = list(islice(apart, 1, MOST_WORDS + 1))
    return _thinned(found) if len(found) > MOST_PLACES else found


def fold(text: str) -> str:
    """A text as it is compared: no case, no accents, "_" no letter."""
    return _fold(text, {} if text.isascii() else _folds(text))


def fold_in_place(text: str) -> tuple[str, list[int] | None]:
    """The same, and where each of its characters stands in the text; None where alike."""
    folds = {} if text.isascii() else _folds(text)
    folded = _fold(text, folds)
    if all(len(some) == 1 for some in folds.values()):
        return folded, None
    lengths = (len(folds.get(ord(c), c)) for c in text)
    return folded, [at for at, length in enumerate(lengths) for _ in range(length)] + [len(text)]


def _fold(text: str, folds: dict[int, str]) -> str:
    # Only characters that change are translated: in most texts none, which takes a fifth.
    return (text.translate(folds) if folds else text).lower().replace("_", " ")


def _folds(text: str) -> dict[int, str]:
    """What becomes of the characters beyond ASCII that do not stay as they are."""
    return {ord(c): _folded(c) for c in set(text) if c > "\x7f" and _folded(c) != c}


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


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).casefold()
    apart = unicodedata.normalize("NFKD", bare)
    kept = (c for c in apart if not unicodedata.category(c).startswith("M"))
    return "".join(_NO_DECOMPOSITION.get(c, c) for c in kept)
