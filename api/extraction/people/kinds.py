"""What sort of thing a name names, and how far the name alone tells which one."""

from ..lexicons import words_of
from ..model import Kind


def kind_of(name: str, *, person: bool) -> Kind:
    """What sort of thing bears a name, as far as the name says; `person` where the text does."""
    lower = name.lower()
    if person:
        return "person"
    if lower in words_of("places"):
        return "place"
    words, bodies = name.split(), words_of("organisation_words")
    if name.islower() or bodies.isdisjoint(lower.split()):
        return "other"
    of_one = words[-1].islower() and words[-1] not in bodies  # "RTV News poll"
    return "other" if of_one else "organisation"


def means_one(name: str, kind: Kind) -> bool:
    """Whether a name means the same in every article: a person's surname alone does not."""
    return kind != "person" or " " in name


def is_named(name: str) -> bool:
    """Whether it is a name, or a substance's ("copper"), and no description ("central bank").

    A description means one thing in one article and another in the next.
    """
    named = any(letter.isupper() or letter.isdecimal() for letter in name)
    return named or name in words_of("substances")


def is_body(name: str) -> bool:
    """Whether a name says that it is an organisation's: "Marlow Institute", "NTSB"."""
    if kind_of(name, person=False) == "organisation":
        return True
    return not words_of("company_words").isdisjoint(name.lower().split()) or (
        name.isupper() and len(name) > 2 and not is_place(name)  # noqa: PLR2004
    )


def is_place(name: str) -> bool:
    """Whether a name is a place's."""
    return name.lower() in words_of("places")


def is_document(noun: str) -> bool:
    """Whether a noun, in singular or plural, is one of what is written or ruled."""
    return noun in words_of("documents") or noun.removesuffix("s") in words_of("documents")
