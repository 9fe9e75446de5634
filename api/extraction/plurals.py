"""English nouns from singular to plural and back, by rule and by a table of the irregular ones."""

from functools import cache, lru_cache

from .lexicons import listed, rows

_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = frozenset("aeiou")
_LINES = frozenset("*=+")  # lines of the table that list what is no plural
_FIRST_WORD_COUNTS = (" of ", " per ")  # "barrels of oil", "miles per hour"


def plural(noun: str) -> str:
    """Give the plural of a noun or a noun phrase: its head takes the ending."""
    for mark in _FIRST_WORD_COUNTS:
        head, found, rest = noun.partition(mark)
        if found:
            return plural(head) + mark + rest
    before, blank, last = noun.rpartition(" ")
    return before + blank + _plural(last)


@lru_cache(maxsize=8192)
def singular(noun: str) -> str:
    """Give the singular of a noun, in the case it was written; as it is where it has no other."""
    lower = noun.lower()
    known = _singulars().get(lower)
    if known is not None:
        return noun if known == lower else _in_case_of(noun, known)
    if lower in _singular_in_s() or lower.endswith(_unchanged()):
        return noun
    if lower.endswith("men") and len(lower) > len("women") and lower not in _singular_in_men():
        return noun[:-2] + ("AN" if noun.isupper() else "an")
    if len(lower) < 4 or not lower.endswith("s"):  # noqa: PLR2004
        return noun
    if lower.endswith("ies"):
        return noun[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return noun[:-2]
    return noun[:-1]


def is_plural(noun: str) -> bool:
    """Tell whether the noun has the form of a plural."""
    lower = noun.lower()
    return singular(lower) != lower or lower in _always_plural()


def _plural(noun: str) -> str:
    lower = noun.lower()
    known = _plurals().get(lower)
    if known is not None:
        return _in_case_of(noun, known)
    if lower.endswith("y") and lower[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if lower.endswith(_HISSING) else "s")


def _in_case_of(written: str, word: str) -> str:
    if written.isupper() and len(written) > 1:
        return word.upper()
    return word.capitalize() if written[:1].isupper() else word


@cache
def _plurals() -> dict[str, str]:
    return {one: listed(many)[0] for one, many in rows("plurals.tsv") if one not in _LINES}


@cache
def _singulars() -> dict[str, str]:
    return {
        form: one for one, many in rows("plurals.tsv") if one not in _LINES for form in listed(many)
    }


@cache
def _always_plural() -> frozenset[str]:
    return frozenset(
        one for one, many in rows("plurals.tsv") if one not in _LINES and one == listed(many)[0]
    )


@cache
def _singular_in_s() -> frozenset[str]:
    """Words in -s that are no plural, and those whose plural the table gives."""
    named = next(listed(many) for one, many in rows("plurals.tsv") if one == "=")
    return frozenset({*named, *(one for one in _plurals() if one.endswith("s"))})


@cache
def _singular_in_men() -> frozenset[str]:
    """Words in -men that are no men."""
    return frozenset(next(listed(many) for one, many in rows("plurals.tsv") if one == "+"))


@cache
def _unchanged() -> tuple[str, ...]:
    return next(listed(many) for one, many in rows("plurals.tsv") if one == "*")
