"""What the readings of one measure are found under, and which figures make none."""

from functools import cache

from ...lexicons import listed, rows

_LONGEST = 4  # words; a longer property is a sentence's, which no other article has
_AGE = "age"
_NOT = "not"


def series_name(name: str | None, dimension: str | None) -> str | None:
    """Give the property of a measure for that of a figure: "killing" is a reading of killed.

    An age needs no word that says so.
    """
    if name is None:
        return _AGE if dimension == _AGE else None
    return _names().get(name, name)


def makes_series(name: str | None) -> bool:
    """Whether anybody would look a property up: it is short, and nothing that was not done."""
    if name is None:
        return True
    parts = name.split()
    return len(parts) <= _LONGEST and _NOT not in parts


@cache
def _names() -> dict[str, str]:
    return {
        other: name for name, others in rows("figures/series_names.tsv") for other in listed(others)
    }
