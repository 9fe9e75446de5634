"""What a name says by itself: whether it is one, how it is spelled, which names one person bears.

Pure: what the archive knows of names is `linking`'s.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from ..extraction.lexicons import lines_of, rows, words_of
from ..extraction.model import Kind
from ..extraction.people.kinds import is_named, means_one
from ..models.names import name_key

# A nickname in marks: Robert "Bob" Harker, Robert ‘Bob’ Harker, Robert (Bob) Harker.
_NICKNAME = re.compile(r"""\s["“”'‘’(][^"“”'‘’()]+["“”'’)](?=\s)""")
_APART = re.compile(r"[^\s,]+")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_PARTS = 2  # of a full name
_LONG_ENOUGH = 4  # letters of names that may differ by a slip
_AL = "al"  # a particle elsewhere
_ENDING = re.compile(r"sk(yi|yy|iy|ii|yj|ij|y|i)$")  # of surnames that Cyrillic letters spell alike


class PersonName(NamedTuple):
    """A person's name, folded: `given` is empty where there is a surname alone."""

    given: str
    middle: tuple[str, ...]
    surname: str
    suffix: str
    initial: str = ""  # of a first name that stands before the one somebody goes by: "F. Scott"

    @property
    def key(self) -> str | None:
        """What all forms of one name share: first name in full, and surname.

        Names in full that have one short form ("Stephen" and "Steven") share it, too, and
        spellings of one name ("Sergei" and "Sergey", "-sky" and "-skyy").
        """
        if len(self.given) < _LEAST_PARTS:
            return None
        given = _of_one_spelling().get(self.given, self.given)
        surname = _ENDING.sub("sk", self.surname)
        return f"{_of_one_key().get(given, given)} {surname}"


@lru_cache(maxsize=8192)  # an article is asked for each of its names several times
def parse(name: str) -> PersonName:
    """The parts of a person's name, without nicknames in marks.

    A surname starts at its first particle: "Ludo van der Meer", "De Witt"; but "Al" is a name.
    """
    words = _APART.findall(_NICKNAME.sub("", name))
    folded = [name_key(word) for word in words]
    suffix = folded.pop() if len(folded) > 1 and folded[-1] in words_of("name_suffixes") else ""
    start = int(len(folded) > 1 and folded[0] == _AL)
    first = next((at for at in range(start, len(folded) - 1) if _is_particle(folded[at])), None)
    start = len(folded) - 1 if first is None else first
    surname = " ".join(folded[start:])
    at = int(start > 1 and len(folded[0]) == 1 and len(folded[1]) > 1)  # "F. | Scott Harker"
    initial = folded[0] if at else ""
    given = folded[at] if start else ""
    return PersonName(given, tuple(folded[at + 1 : start]), surname, suffix, initial)


def agree(one: PersonName, other: PersonName) -> bool:
    """Whether one person can bear both names, which have one key.

    What one form lacks parts nobody: a middle name or initial, Jr. or Sr. What differs does, and
    a number ("III"), which is seldom left out.
    """
    if not _is_one_given(one.given, other.given):
        return False
    if one.initial and other.initial and one.initial != other.initial:
        return False
    suffixes = {one.suffix, other.suffix}
    if len(suffixes) > 1 and not ("" in suffixes and suffixes & words_of("left_out_suffixes")):
        return False
    fewer, more = sorted((one.middle, other.middle), key=len)
    rest = iter(more)
    return all(any(_is_short_for(name, each) for each in rest) for name in fewer)


def is_short_form(one: PersonName, other: PersonName) -> bool:
    """Whether it takes a short first name to make two names one: "Joe" and "Joseph"."""
    return one.given != other.given and not _is_spelling(one.given, other.given)


def is_spelled_otherwise(one: PersonName, other: PersonName) -> bool:
    """Whether it takes another spelling to make two names one: "Sergei" and "Sergey"."""
    return one.surname != other.surname or _is_spelling(one.given, other.given)


def may_be_one(one: str, other: str, kind: Kind) -> bool:
    """Whether somebody should look whether two names are one's, though the archive took them apart.

    People of one surname whose first names are alike, short for one another, or left out; other
    names of which one has all words of the other, or that differ by a slip.
    """
    if kind != "person":
        words = [set(name_key(name).split()) for name in (one, other)]
        return words[0] <= words[1] or words[1] <= words[0] or _is_slip(one, other)
    parts = parse(one), parse(other)
    if parts[0].surname != parts[1].surname:
        return _is_slip(one, other)
    short, long = sorted((part.given for part in parts), key=len)
    given = not short or _is_short_for(short, long) or _is_one_given(short, long)
    return given or _is_slip(short, long)


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one letter in at least four."""
    least = min(len(one), len(other)) >= _LONG_ENOUGH
    return least and DamerauLevenshtein.distance(name_key(one), name_key(other)) == 1


def holds_everywhere(name: str, kind: Kind) -> bool:
    """Whether a name means the same in every article: a person's surname alone does not."""
    return means_one(name, kind) and (kind != "person" or bool(parse(name).given))


def may_be_surname(name: str, kind: Kind) -> bool:
    """Whether a name could be a surname alone, by its form: one word, and no abbreviation."""
    return kind == "other" and " " not in name and name[0].isupper() and not name.isupper()


def name_of(name: str | None, kind: Kind | None) -> str | None:
    """A name as the archive spells it; None for what is none.

    None for a description ("central bank") and for a headline's words ("Ines Calder Wins Vote").
    """
    if not name or not is_named(name) or _is_headline(name, kind):
        return None
    return _as_written(name) if kind == "person" else name


def _is_short_for(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) == 1 and longer.startswith(shorter))


def _is_one_given(one: str, other: str) -> bool:
    """Whether first names of one key are one: "Steve" and "Stephen", not "Steven" and "Stephen"."""
    if _is_spelling(one, other):
        return True
    of_one, of_other = (_in_full().get(name, {name}) for name in (one, other))
    return one == other or not of_one.isdisjoint(of_other)


def _is_spelling(one: str, other: str) -> bool:
    spellings = _of_one_spelling()
    return one != other and spellings.get(one, one) == spellings.get(other, other)


def _is_particle(word: str) -> bool:
    return len(word) > 1 and word in words_of("name_particles")


def _is_first_name(word: str) -> bool:
    lower = word.lower()
    return any(lower in words_of(f"first_names_{sex}") for sex in ("female", "male", "either"))


@cache
def _in_full() -> dict[str, set[str]]:
    """The names that each short form stands for."""
    lines = (line.split() for line in lines_of("short_first_names"))
    return {short: {short, *full} for short, *full in lines}


@cache
def _of_one_key() -> dict[str, str]:
    """The name by which short and full first names are found together: a line's first in full."""
    found: dict[str, str] = {}
    for line in lines_of("short_first_names"):
        short, first, *others = line.split()
        key = found.get(first, first)
        found |= dict.fromkeys((short, first, *others), key)
    return found


@cache
def _of_one_spelling() -> dict[str, str]:
    """The first of all spellings that a first name has in Latin letters."""
    lines = (line.split() for line in lines_of("first_name_spellings"))
    return {each: first for first, *others in lines for each in others}


def _is_headline(name: str, kind: Kind | None) -> bool:
    """Whether words of a title stand in it: "Says", "Wins", "About", each with a capital."""
    words = name.split()
    if len(words) < _LEAST_PARTS:
        return False
    if len(words) == _LEAST_PARTS and _is_first_name(words[0]):
        return False  # "Al From", "Michelle Marks"
    closed = words_of("headline_words")
    if kind == "person":
        closed |= words_of("headline_joiners")
    return any(_is_verb(word) or word.lower() in closed for word in words if word[0].isupper())


def _is_verb(word: str) -> bool:
    """Whether a capitalised word is a verb in the third person, or the past, before all."""
    lower = word.lower()
    return lower.endswith(("s", "ed")) and _tags().get(lower, "").startswith("V")


@cache
def _tags() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("tags.tsv")}


def _as_written(name: str) -> str:
    """A person's name in capitals as it is written elsewhere: "INES McCALDER" is Ines McCalder."""
    return " ".join(_written(name)) if name.isupper() and len(name) > 3 else name  # noqa: PLR2004


def _written(name: str) -> Iterator[str]:
    for word in name.split():
        low = _WORD.sub(lambda found: found.group().capitalize(), word)
        yield re.sub(r"^Mc(\w)", lambda found: "Mc" + found.group(1).upper(), low)
