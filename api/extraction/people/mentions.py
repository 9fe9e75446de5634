"""Where an article names somebody or something, and what the words around tell of them."""

from dataclasses import dataclass
from functools import cache

from ..document import Document
from ..lexicons import lines_of, words_of

Words = tuple[str, ...]

_LONGEST = 8  # tokens of a name
_WIDEST_GAP = 3  # tokens from one capitalised word of a name to the next
_ROLE_WINDOW = 6  # tokens before a name that can say what its bearer is
_APPOSITION = 14  # tokens after a name that can
_STOPS = frozenset('.:!?"“”')


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in its place: tokens `first` to `last` without titles, which `titled` counts in."""

    first: int
    last: int
    titled: int
    words: Words
    folded: Words  # the words in lower case
    personal: bool  # stands where only a person's name stands
    sex: str  # m, f or - where nothing tells
    roles: frozenset[str]
    owns: bool  # followed by a possessive
    opens: bool  # opens its sentence: most often the subject
    doubtful: bool  # a title or role by itself ("Dean"), a name only where a longer one ends so


def read_mentions(document: Document) -> list[Mention]:
    """Give the mentions of names in a text, in their order.

    A title by itself is one only where it ends a longer name of the article.
    """
    found = _mentions(document)
    surnames = {mention.words[-1] for mention in found if len(mention.words) > 1}
    return [m for m in found if not m.doubtful or m.words[0] in surnames]


def _mentions(document: Document) -> list[Mention]:
    """Find runs of capitalised words, cut where a sentence or a phrase ends."""
    words, lower = document.words, document.lower
    capital = [token for token, word in enumerate(words) if word[0].isupper()]
    opening = {first for first, _ in document.sentences}
    closed = words_of("function_words")
    found: list[Mention] = []
    place = 0
    while place < len(capital):
        first = last = capital[place]
        place += 1
        while place < len(capital) and last - first < _LONGEST + 4:
            token = capital[place]
            if (
                token - last > _WIDEST_GAP
                or token in opening
                or not _joined_by(document, last, token)
            ):
                break
            last = token
            place += 1
        if first == last and lower[first] in closed:
            continue
        mention = _mention(document, first, last, opens=first in opening)
        if mention is not None:
            found.append(mention)
    return found


def _joined_by(document: Document, last: int, token: int) -> bool:
    """Whether what stands between two capitalised words leaves them one name."""
    if token == last + 1:
        return True
    words, starts, ends = document.words, document.starts, document.ends
    between = words[last + 1 : token]
    if between == ["-"]:
        return ends[last] == starts[last + 1] and ends[last + 1] == starts[token]
    if between == ["."]:
        return ends[last] == starts[last + 1] and _shortened(words[last])
    if between[0] in ("of", "for"):
        return words[last].lower() in words_of("organisation_words") and between[1:] in (
            [],
            ["the"],
        )
    particles = words_of("name_particles")
    return between == ["&"] or (len(between) < _WIDEST_GAP and particles.issuperset(between))


def _shortened(word: str) -> bool:
    return len(word) == 1 or word.lower() in words_of("abbreviations")


@dataclass(frozen=True, slots=True)
class _Title:
    """What stands before a name says of its bearer."""

    personal: bool
    sex: str
    roles: frozenset[str]


def _title(document: Document, first: int, last: int) -> tuple[int, _Title]:
    """Find where the name starts after its titles, and what they tell.

    "House Speaker Ann Lee" is Ann Lee: a person's title or role ends whatever is before it.
    """
    start, personal, sex, roles = first, False, "-", set[str]()
    words = document.words
    personal_titles, known_roles, titles = _personal_titles(), words_of("roles"), words_of("titles")
    for token in range(first, last):
        word = document.lower[token]
        told = personal_titles.get(word)
        role = word in known_roles
        plain = word in titles and token == start
        if told is None and not role and not plain:
            continue
        personal = personal or told is not None
        sex = told if told in ("m", "f") else sex
        if role:
            roles.add(word)
        start = token + 1
    while start <= last and not words[start][0].isalpha():
        start += 1
    return start, _Title(personal, sex, frozenset(roles))


def _mention(document: Document, first: int, last: int, *, opens: bool) -> Mention | None:
    words, lower = document.words, document.lower
    closed = words_of("function_words")
    start = first
    while start <= last and (lower[start] in closed or not words[start][0].isalpha()):
        start += 1
    titled = start
    start, title = _title(document, start, last)
    name = tuple(word for word in words[start : last + 1] if word != ".")
    if not name or len(name) > _LONGEST:
        return None
    doubtful = len(name) == 1 and _is_no_name(name[0], opens=opens)
    if doubtful and not _may_be_surname(name[0]):
        return None
    given = _sex_of(name[0])
    several = len(name) > 1 and len([word for word in name if word[0].isalpha()]) > 1
    body = name[-1].lower() in words_of("organisation_words") and not title.personal
    roles, told_after = _roles_around(document, start, last)
    personal = not body and (
        title.personal
        or told_after
        or bool(title.roles)
        or (several and (given is not None or bool(roles)))
    )
    if not personal and titled < start:  # "Canadian Ferry Association": no title, but the name
        start = titled
        name = tuple(word for word in words[start : last + 1] if word != ".")[:_LONGEST]
    after = words[last + 1] if last + 1 < len(words) else ""
    return Mention(
        start,
        last,
        titled,
        name,
        tuple(word.lower() for word in name),
        personal,
        title.sex if title.sex != "-" or not several else given or "-",
        title.roles | roles,
        after in ("'s", "’s", "'", "’"),
        opens,
        doubtful,
    )


def _is_no_name(word: str, *, opens: bool) -> bool:
    """Whether a capitalised word alone is no name, or only opens its sentence."""
    lower = word.lower()
    if lower in words_of("function_words") or lower in words_of("titles"):
        return True
    if lower in words_of("groups"):
        return True
    return opens and lower.removesuffix("s") in words_of("roles")


def _may_be_surname(word: str) -> bool:
    lower = word.lower()
    return lower not in words_of("function_words") and lower not in words_of("groups")


def _roles_around(document: Document, first: int, last: int) -> tuple[set[str], bool]:
    """Find roles just before a name ("presidential aide Ann Lee") or after ("Ann Lee, an aide").

    The second answer is whether what follows is said of persons only: a role or an age.
    """
    roles = _roles_before(document, first)
    words = document.words
    if last + 2 >= len(words) or words[last + 1] != ",":
        return roles, False
    after = set[str]()
    ends, known = words_of("head_ends"), words_of("roles")
    for word in document.lower[last + 2 : last + _APPOSITION]:
        if word in known:
            after.add(word)
        elif word in ends or word in _STOPS:
            break
    aged = words[last + 2].isdigit() and len(words[last + 2]) <= 2  # noqa: PLR2004
    return roles | after, aged or bool(after)


def _roles_before(document: Document, first: int) -> set[str]:
    words, known, ends = document.lower, words_of("roles"), words_of("head_ends")
    nearest = first - 1
    if nearest > 0 and words[nearest] == "," and words[nearest - 1] in known:
        nearest -= 1  # "The minister, Ann Lee, …"
    roles = set[str]()
    for token in range(nearest, max(first - _ROLE_WINDOW, -1), -1):
        word = words[token]
        if word in ends or not (word[0].isalpha() or word in "-."):
            break
        if word in known:
            roles.add(word)
    return roles


@cache
def _personal_titles() -> dict[str, str]:
    pairs = (line.partition(" ")[::2] for line in lines_of("personal_titles"))
    return dict(pairs)


def _sex_of(first_name: str) -> str | None:
    """Give the sex that a first name tells: m, f, - for either; None for what is no first name."""
    lower = first_name.lower()
    if lower in words_of("first_names_male"):
        return "m"
    if lower in words_of("first_names_female"):
        return "f"
    return "-" if lower in words_of("first_names_either") else None
