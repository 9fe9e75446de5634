"""The name that a thing goes by without the noun that says what it is.

"the Northern Arc pipeline" and "Northern Arc" are one entity, whose figures make one series.
"""

from dataclasses import replace

from ...model import Figure
from ..counted.tagging import listed_as
from ..tables import words


def without_type(name: str) -> str:
    """Leave out the noun in lower case that says what sort of thing a name names."""
    bare, sort = _parted(name)
    return bare if bare and sort in words("sorts of things") else name


def with_one_name(figures: list[Figure]) -> list[Figure]:
    """Call an organisation alike where its name stands with and without its sort in a text.

    "Bank" and "company" also follow places ("the Varland bank"), so that both must be there.
    """
    known = {figure.entity for figure in figures if figure.entity}
    given: dict[str, str] = {}
    for name in known:
        bare, sort = _parted(name)
        if bare in known and sort in words("sorts of organisations"):
            given[name] = bare
    if not given:
        return figures
    return [
        replace(figure, entity=given[figure.entity]) if figure.entity in given else figure
        for figure in figures
    ]


def _parted(name: str) -> tuple[str, str]:
    """Part a name in capitals from the common nouns behind it, of which the last says its sort."""
    parts = name.split(" ")
    end = len(parts)
    while end > 0 and parts[end - 1].islower():
        end -= 1
    bare = parts[:end]
    if end == len(parts) or not bare or not all(_is_of_name(part) for part in bare):
        return "", ""
    if end == 1 and _is_of_place(bare[0]):
        return "", ""
    return " ".join(bare), parts[-1]


def _is_of_name(part: str) -> bool:
    return part[:1].isupper() or part[:1].isdecimal() or part in words("of")


def _is_of_place(word: str) -> bool:
    """Tell whether a word alone is rather a country's: "the Russian pipeline", "a US project"."""
    low = word.lower()
    return (
        listed_as(low) == "J"
        or low.endswith(tuple(words("endings of place")))
        or (word.isupper() and len(word) <= _LONGEST_INITIALS)
        or "." in word
    )


_LONGEST_INITIALS = 3
