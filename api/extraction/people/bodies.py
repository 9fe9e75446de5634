"""What tells that a name is a body's or a thing's, and no person's: its words and its place."""

from ..document import Document
from ..lexicons import words_of
from .name_words import Words

FULL = (2, 3)  # words of a person's name without titles
_BODY = 5  # tokens of "the country's largest retailer"


def count_of(name: Words) -> int:
    """How many words a name has; those that hyphens join are one."""
    return len(name) - 2 * name.count("-")


def ends_as_a_body(name: Words) -> bool:
    """Whether a name's last word tells that it is no person's: "Bank"; or one before "of".

    "Georgia Institute of Technology" is no person, whatever comes first.
    """
    lower = [word.lower() for word in name]
    bodies = words_of("organisation_words")
    return (
        lower[-1] in bodies
        or lower[-1] in words_of("thing_words")
        or any(
            word in ("of", "for", "on") and lower[at] in bodies for at, word in enumerate(lower[1:])
        )
    )


def is_surname_too(name: Words) -> bool:
    """Whether a name could be a person's though its last word is a thing's: "Anita Hill"."""
    return name[-1].lower() in words_of("things_and_surnames") and count_of(name) in FULL


def is_body_alone(document: Document, titled: int, start: int, last: int) -> bool:
    """Whether a title belongs to a body's or a place's name: "Justice | Department"."""
    lower = document.lower
    if " ".join(lower[titled : last + 1]) in words_of("no_persons"):
        return True
    if start < last and _is_things_alone(lower[last]):
        return True  # "General | Maro City"
    return lower[start] in words_of("organisation_words") and document.words[start - 1] != "."


def _is_things_alone(word: str) -> bool:
    return word in words_of("thing_words") and word not in words_of("things_and_surnames")


def is_apposed_body(document: Document, last: int) -> bool:
    """Whether the words behind a name tell that it is a body's: "Pembrook, the retailer"."""
    lower = document.lower
    if lower[last + 1 : last + 3] not in ([",", "a"], [",", "an"], [",", "the"]):
        return False
    for word in lower[last + 3 : last + 3 + _BODY]:
        if word in words_of("firms") or word in words_of("bodies") or word.endswith("maker"):
            return True
        if word in words_of("head_ends") or not word[0].isalpha():
            return False
    return False


def is_body_apposed(document: Document, first: int) -> bool:
    """Whether a name says which body is meant: "the mine's operator, | Dorn Metals"."""
    lower = document.lower
    return first > 1 and lower[first - 1] == "," and lower[first - 2] in words_of("firms")


def is_called_a_body(document: Document, first: int) -> bool:
    """Whether the noun before a name says that it is a body's: "the action group | Harlow Eye"."""
    before = document.lower[first - 1] if first else ""
    return before in words_of("bodies") and before not in words_of("roles")
