"""How names are compared: without case, accents and punctuation."""

import unicodedata

_LONGEST = 200  # characters of a name that count


def fold(name: str) -> str:
    """A name as it is compared: "Łukasz O’Neil" and "lukasz o'neil" are one."""
    apart = unicodedata.normalize("NFKD", name[:_LONGEST]).translate(_NO_DECOMPOSITION)
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark))
    words = "".join(c if c.isalnum() else " " for c in bare.casefold()).split()
    return " ".join(words) or name.strip()  # a name of signs alone stays as it is


def search_keys(name: str) -> list[str]:
    """The keys under which an entity is found: its folded name from each of its words on.

    A space ends each, so that a range of keys matches whole words.
    """
    words = fold(name).split()
    return list(dict.fromkeys(" ".join(words[at:]) + " " for at in range(len(words))))


def search_range(words: str) -> tuple[str, str]:
    """The first key that these words find and the first one after them that they do not."""
    folded = fold(words)
    return folded + " ", folded + "!"  # "!" follows the space


_NO_DECOMPOSITION = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"})
