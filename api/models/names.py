"""How names are compared: without case, accents and punctuation."""

import unicodedata

_LONGEST = 200  # characters of a name that count
_SHORTEST_SLIP = 4  # letters of a word; in shorter ones, a slip makes another word too often
_MOST_SLIPS = 8  # words of a name


def fold(name: str) -> str:
    """A name as it is compared: "Łukasz O’Neil" and "lukasz o'neil" are one."""
    apart = unicodedata.normalize("NFKD", name[:_LONGEST]).translate(_NO_DECOMPOSITION)
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark))
    words = "".join(c if c.isalnum() else " " for c in bare.casefold()).split()
    return " ".join(words) or name.strip()  # a name of signs alone stays as it is


def term(property_: str) -> str:
    """What is measured, as it is compared: "Output" that opens a sentence is "output"."""
    return property_ if property_[1:] != property_[1:].lower() else property_.lower()


def search_keys(name: str) -> list[str]:
    """The keys under which an entity is found: its folded name from each of its words on.

    A space ends each, so that a range of keys matches whole words.
    """
    words = fold(name).split()
    return list(dict.fromkeys(" ".join(words[at:]) + " " for at in range(len(words))))


def slip_keys(name: str) -> list[str]:
    """The keys under which an entity is found by words with a slip: see `slips`."""
    return sorted({key for word in fold(name).split()[:_MOST_SLIPS] for key in slips(word)})


def slips(word: str) -> list[str]:
    """Keys that two words share where one letter more, less, other or swapped parts them.

    The word itself and all that is left of it without one letter (symmetric deletion, as in
    W. Garbe's SymSpell): so that finding them is a look-up in an index. "~" stands before each,
    which is in no folded name.
    """
    if len(word) < _SHORTEST_SLIP:
        return [f"~{word}"]
    return sorted({f"~{word}", *(f"~{word[:at]}{word[at + 1 :]}" for at in range(len(word)))})


def search_range(words: str) -> tuple[str, str]:
    """The first key that these words find and the first one after them that they do not."""
    folded = fold(words)
    return folded + " ", folded + "!"  # "!" follows the space


_NO_DECOMPOSITION = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"})
