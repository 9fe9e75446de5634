"""The one fold: how two spellings of a word or of a name are compared.

Without case, accents and ligatures, so that "Işıl" is found by "isil" and "Ærø" by "aero". What is
searched and what a name means are compared by the same rule, on both stores: they are given text
that is folded already, since their own rules differ.
"""

import hashlib
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, as most who cannot type them write them.
_NO_DECOMPOSITION = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ð": "d",
    "þ": "th",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ŋ": "n",
    "ĸ": "k",
}
_CHECKED = range(0x3000)  # code points that `fingerprint` covers: every alphabet, no ideographs


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


def fingerprint() -> str:
    """What tells this rule from an earlier one: names and words are kept as it made them."""
    every = "\n".join(_folded(chr(point)) for point in _CHECKED)
    return hashlib.sha256(every.encode("utf-8", "surrogatepass")).hexdigest()


def _fold(text: str, folds: dict[int, str]) -> str:
    # Only characters that change are translated: in most texts none, which takes a fifth.
    return (text.translate(folds) if folds else text).lower().replace("_", " ")


def _folds(text: str) -> dict[int, str]:
    """What becomes of the characters beyond ASCII that do not stay as they are."""
    return {ord(c): _folded(c) for c in set(text) if c > "\x7f" and _folded(c) != c}


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).casefold()
    apart = unicodedata.normalize("NFKD", bare)
    kept = (c for c in apart if not unicodedata.category(c).startswith("M"))
    return "".join(_NO_DECOMPOSITION.get(c, c) for c in kept)
