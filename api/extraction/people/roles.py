"""What the words around a name say of its bearer: titles, roles, offices."""

from dataclasses import dataclass
from functools import cache

from ..document import Document
from ..lexicons import lines_of, words_of
from .bodies import is_called_a_body
from .name_words import sex_of

_ROLE_WINDOW = 6  # tokens before a name that can say what its bearer is
_APPOSITION = 14  # tokens after a name that can
_TWO = 2  # words of a full name
_OFFICE = 6  # tokens between an office and what it is over
_STOPS = frozenset('.:!?"“”')


@dataclass(frozen=True, slots=True)
class Title:
    """What stands before a name says of its bearer."""

    personal: bool
    sex: str
    roles: frozenset[str]


def title(document: Document, first: int, last: int) -> tuple[int, Title]:
    """Find where the name starts after its titles, and what they tell.

    "House Speaker Ann Lee" is Ann Lee: a person's title or role ends whatever is before it.
    """
    start, personal, sex, roles = first, False, "-", set[str]()
    words = document.words
    personal_titles, known_roles, titles = _personal_titles(), words_of("roles"), words_of("titles")
    for token in range(first, last):
        word = document.lower[token]
        told = personal_titles.get(word)
        if token == first and last - first >= _TWO and word.removesuffix("s") in known_roles:
            word = word.removesuffix("s")  # "Engineers Lara Quist and Mona Tvedt"
        role = word in known_roles
        plain = word in titles and token == start
        if told is None and not role and not plain:
            continue
        if _belongs_to_name(document, token, last):
            continue
        if token == first and last == first + 1 and sex_of(words[token]) == "m" and told is None:
            break  # "Dean Baker"
        personal = personal or told is not None
        sex = told if told in ("m", "f") else sex
        if role:
            roles.add(word)
        start = token + 1
    while start <= last and not words[start][0].isalpha():
        start += 1
    return start, Title(personal, sex, frozenset(roles))


def _belongs_to_name(document: Document, token: int, last: int) -> bool:
    """Whether a title is a part of the name: "King | -TV", "Star | of Harlow"."""
    after = document.lower[token + 1]
    return after in ("of", "for") or (after == "-" and token + 2 == last)


def roles_around(document: Document, first: int, last: int) -> tuple[set[str], bool]:
    """Find roles just before a name ("presidential aide Ann Lee") or after ("Ann Lee, an aide").

    The second answer is whether what follows is said of persons only: a role or an age.
    """
    roles = set[str]() if is_called_a_body(document, first) else _roles_before(document, first)
    words = document.words
    if last + 2 >= len(words) or words[last + 1] != ",":
        return roles, False
    if first > 0 and document.lower[first - 1] in words_of("locatives"):
        return roles, False  # "In Harlow, the mayor spoke"
    after = set[str]()
    ends, known = words_of("head_ends"), words_of("roles")
    if document.lower[last + 2] in words_of("auxiliaries"):
        return roles, False  # "The owner, Dorn Motors, is a contractor"
    for token in range(last + 2, min(last + _APPOSITION, len(words))):
        word = document.lower[token]
        if word in known and not (first == last and word in words_of("firms")):
            if _goes_on(document, token + 1):
                break  # "In Harlow, the mayor said …"
            if not _is_attribute(document, token + 1):
                after.add(word)
        elif word in ends or word in _STOPS:
            break
    aged = words[last + 2].isdigit() and len(words[last + 2]) <= 2  # noqa: PLR2004
    return roles | after, aged or bool(after)


def _is_attribute(document: Document, token: int) -> bool:
    """Whether a role tells of what follows: "the official | Norland news agency", "its owner's"."""
    word = document.words[token] if token < len(document.words) else "."
    return word in ("'s", "’s") or (word[0].isupper() and document.words[token - 1] == "official")


def _goes_on(document: Document, token: int) -> bool:
    """Whether a verb of saying or an auxiliary follows whom a noun names."""
    lower = document.lower
    while token < len(lower) - 1 and lower[token] in words_of("cue_adverbs"):
        token += 1
    following = lower[token : token + 1]
    return not (
        words_of("saying_forms").isdisjoint(following)
        and words_of("auxiliaries").isdisjoint(following)
    )


def _roles_before(document: Document, first: int) -> set[str]:
    words, known, ends = document.lower, words_of("roles"), words_of("head_ends")
    nearest = first - 1
    if nearest > 0 and words[nearest] == ",":
        if words[nearest - 1] in known:
            nearest -= 1  # "The minister, Ann Lee, …"
        else:
            return _role_of_office(document, nearest)
    roles = set[str]()
    for token in range(nearest, max(first - _ROLE_WINDOW, -1), -1):
        word = words[token]
        if word in ends or not (word[0].isalpha() or word in "-."):
            break
        if word == "to" or (word in words_of("entity_determiners") and not roles):
            break  # "the ambassador to the United Nations"
        if word == "." and words[token - 1] not in words_of("abbreviations"):
            break  # "She is a senator. Ann Lee …"
        if word in words_of("saying_forms") or word in words_of("auxiliaries"):
            break  # "The mosque leader says Mr Reid …"
        if word in known:
            roles.add(word)
    return roles


def _role_of_office(document: Document, comma: int) -> set[str]:
    """The role in "the head of the port, | Ann Lee": an article, a role, "of" and no verb."""
    words, known = document.lower, words_of("roles")
    for token in range(comma - 1, max(comma - 1 - _OFFICE, 0), -1):
        if words[token] in ("of", "for"):
            role, article = words[token - 1], words[max(token - 2, 0)]
            return {role} if role in known and article == "the" else set()
        if not words[token][0].isalpha():
            break
    return set()


@cache
def _personal_titles() -> dict[str, str]:
    pairs = (line.partition(" ")[::2] for line in lines_of("personal_titles"))
    return dict(pairs)
