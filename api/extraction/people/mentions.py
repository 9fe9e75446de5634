"""Where an article names somebody or something, and what the words around tell of them."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise

from ...folding import fold
from ..document import Document
from ..lexicons import words_of
from ..plurals import is_plural, singular
from ..quote_marks import DOUBLE
from .bodies import (
    FULL,
    count_of,
    ends_as_a_body,
    is_apposed_body,
    is_body_alone,
    is_body_apposed,
    is_surname_too,
)
from .headlines import headlines
from .kinds import is_place
from .name_words import (
    Words,
    is_acronym,
    is_common,
    is_in_capitals,
    is_never_person,
    is_no_name,
    is_no_persons,
    may_be_surname,
    only_opens,
    sex_of,
)
from .roles import Title, roles_around, title
from .runs import after_nickname, joins, parted, with_given_name

_LONGEST = 8  # tokens of a name
_WIDEST_GAP = 3  # tokens from one capitalised word of a name to the next
_NICKNAME = 4  # tokens of a nickname with its marks
_HANDLES = frozenset("@#")  # before what is no name, but an account or a topic
_OPENING_MARKS = frozenset("\"“‘'(")
_CLOSING_MARKS = frozenset("\"”’')")
_LEAST_HONOURED = 2  # words of a name that letters stand behind
_KIN = 4  # tokens before or behind two names that say they are kin


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in its place: tokens `first` to `last` without titles, which `titled` counts in."""

    first: int
    last: int
    titled: int
    words: Words
    folded: Words  # the words in lower case, without accents
    personal: bool  # stands where only a person's name stands
    sex: str  # m, f or - where nothing tells
    roles: frozenset[str]
    owns: bool  # followed by a possessive
    opens: bool  # opens its sentence: most often the subject
    doubtful: bool  # a title or role by itself ("Dean"), a name only where a longer one ends so
    body: bool = False  # said to be a body: "Pembrook, the retailer"


def read_mentions(document: Document) -> list[Mention]:
    """Give the mentions of names in a text, in their order.

    A title by itself is one only where it ends a longer name of the article.
    """
    found = _with_surname(document, _confirmed(document, _mentions(document)))
    full = [mention for mention in found if len(mention.words) > 1]
    inside = {m.words[0] for m in found if len(m.words) == 1 and not (m.doubtful or m.opens)}
    people = inside | {mention.words[-1] for mention in full if mention.personal}
    named = people | {mention.words[-1] for mention in full}
    found = [
        m
        for m in found
        if not m.doubtful or m.words[0] in (people if only_opens(m.folded[0]) else named)
    ]
    forms = {mention.folded for mention in found}
    return [_without_opener(m, forms) if m.opens else m for m in found]


def _without_opener(mention: Mention, forms: set[Words]) -> Mention:
    """Leave out a sentence's first word before what the article names: "Leading | Democrats"."""
    rest = mention.folded[1:]
    if mention.personal or rest not in forms or not only_opens(mention.folded[0]):
        return mention
    if mention.last - mention.first != len(rest):
        return mention
    return _part_of(mention, 1, len(rest))


def _with_surname(document: Document, found: list[Mention]) -> list[Mention]:
    """Give a first name the surname of its kin: "the twins Pavel and Anton Reznor"."""
    surnames = {mention.words[-1] for mention in found if len(mention.words) > 1}
    for number, (one, kin) in enumerate(pairwise(found)):
        given, before = one.words[-1], one.folded[:-1]
        if (
            (not before or before[0] in words_of("kin"))  # "Brothers Theo | and Frank Abbate"
            and len(kin.words) == 2  # noqa: PLR2004
            and kin.titled == kin.first == one.last + 2
            and document.lower[one.last + 1] == "and"
            and sex_of(given) is not None
            and given not in surnames
            and kin.personal
            and _are_kin(document, one.last, kin.last)
        ):
            words, folded = (given, kin.words[1]), (one.folded[-1], kin.folded[1])
            sex = sex_of(given) or "-"
            found[number] = replace(
                one, first=one.last, words=words, folded=folded, sex=sex, personal=True
            )
    return found


def _are_kin(document: Document, first: int, last: int) -> bool:
    """Whether the words around two names say that they are of one family."""
    around = document.lower[max(first - _KIN, 0) : first] + document.lower[last + 1 : last + _KIN]
    return not words_of("kin").isdisjoint(around)


def _confirmed(document: Document, found: list[Mention]) -> list[Mention]:
    """Take names of headlines in title case only as the text below names them.

    "Ines Calder Says Harbour Will Close" holds one name, and only the text tells which.
    """
    titles = headlines(document)
    if not titles or titles == document.paragraphs:
        return found
    firsts = [first for first, _ in titles]
    in_headline = [
        (at := bisect_right(firsts, mention.first)) > 0 and mention.first < titles[at - 1][1]
        for mention in found
    ]
    named = {
        mention.folded for mention, inside in zip(found, in_headline, strict=True) if not inside
    }
    kept = (
        _part_named(mention, named) if inside else mention
        for mention, inside in zip(found, in_headline, strict=True)
    )
    return [mention for mention in kept if mention is not None]


def _part_named(mention: Mention, named: set[Words]) -> Mention | None:
    """The longest part of a headline's name that the text names too."""
    count = len(mention.words)
    if mention.last - mention.first + 1 != count:
        return mention if mention.folded in named else None
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            if mention.folded[start : start + length] in named:
                given = length == 1 and start > 0 and _is_given(mention.folded[start - 1])
                return _part_of(mention, start - given, length + given)
    return None


def _is_given(word: str) -> bool:
    """Whether a word before a surname is a first name, and no verb: not "Will Harker Win"."""
    return sex_of(word) is not None and word not in words_of("function_words")


def _part_of(mention: Mention, start: int, length: int) -> Mention:
    """Some of the words of a name that has a token for each."""
    first = mention.first + start
    return replace(
        mention,
        first=first,
        last=first + length - 1,
        titled=first if start else mention.titled,
        words=mention.words[start : start + length],
        folded=mention.folded[start : start + length],
    )


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
        if _is_headline_verb(document, first) or words[first - 1] in _HANDLES:
            continue
        while place < len(capital) and last - first < _LONGEST + 4:
            token = after_nickname(document, last) or capital[place]
            if (
                token - last > _WIDEST_GAP + _NICKNAME
                or token in opening
                or not joins(document, last, token)
                or _is_headline_verb(document, token)
                or lower[token] in words_of("subject_pronouns")
                or (
                    lower[token] in words_of("weekdays")
                    and lower[last] not in words_of("named_days")
                )
            ):
                break
            last = token
            place = bisect_right(capital, token, place)
        if first == last and lower[first] in closed and not is_acronym(words, first):
            continue
        last = with_given_name(document, first, last)
        for start, end, office in parted(document, first, last):
            mention = _mention(document, start, end, opens=start in opening, office=office)
            if mention is not None:
                found.append(mention)
    return found


def _is_headline_verb(document: Document, token: int) -> bool:
    """Whether a word with a capital is a verb: "Says" in a headline, "Said" before a quote.

    "Said" is a name too: "Edward Said", "Said Azad".
    """
    low, words = document.lower[token], document.words
    if low in words_of("headline_verbs"):
        return True
    if low != "said" or token + 1 >= len(words):
        return False
    if token > 0 and words[token - 1] in DOUBLE:
        return True
    end = token + 1
    while end < len(words) and words[end][0].isupper():
        end += 1
    quotes = words[end : end + 1] == [","] and not DOUBLE.isdisjoint(words[end + 1 : end + 2])
    return quotes or (end > token + 1 and document.lower[token + 1] in words_of("function_words"))


def _behind_function_words(document: Document, first: int, last: int) -> int:
    """Where a run of capitals starts behind "The" and "But"."""
    words, lower = document.words, document.lower
    closed = words_of("function_words")
    start = first
    while start <= last and (
        (lower[start] in closed and not is_acronym(words, start)) or not words[start][0].isalpha()
    ):
        start += 1
    return start


def _mention(
    document: Document, first: int, last: int, *, opens: bool, office: str = ""
) -> Mention | None:
    words = document.words
    start = _behind_function_words(document, first, last)
    titled = start
    start, told = title(document, start, last)
    name = _name(words, start, last)
    if titled < start and is_body_alone(document, titled, start, last):
        start, told = titled, Title(personal=False, sex="-", roles=frozenset())
        name = _name(words, start, last)[:_LONGEST]
    if not name or len(name) > _LONGEST or (len(name) == 1 and len(name[0]) == 1):
        return None
    if _is_no_name_here(document, first, last, name):
        return None
    doubtful = len(name) == 1 and is_no_name(name[0], opens=opens and start == first)
    if doubtful and not may_be_surname(name[0]):
        return None
    given = _given(name)
    several = len(name) > 1 and len([word for word in name if word[0].isalpha()]) > 1
    roles, told_after = _told_around(document, start, last, name)
    full = several and (given is not None or (bool(roles) and not is_no_persons(name)))
    body = ends_as_a_body(name)
    if body and given is not None and is_surname_too(name):  # "said Anita Hill"
        body = not (roles or told_after or _speaks(document, start, last, name))
    personal = _may_be_persons(name, told, body=body) and (
        _is_told(told, office)
        or told_after
        or full
        or _speaks(document, start, last, name)
        or _voices(document, start, last, name)
    )
    if not personal and titled < start:  # "Canadian Ferry Association": no title, but the name
        start = titled
        name = _name(words, start, last)[:_LONGEST]
    after = words[last + 1] if last + 1 < len(words) else ""
    return Mention(
        start,
        last,
        titled,
        name,
        tuple(fold(word) for word in name),
        personal,
        told.sex if told.sex != "-" or not several else given or "-",
        told.roles | roles | ({office} if office else set()),
        after in ("'s", "’s", "'", "’"),
        opens,
        doubtful,
        not personal and is_apposed_body(document, last),
    )


def _told_around(document: Document, first: int, last: int, name: Words) -> tuple[set[str], bool]:
    """The roles around a name, and whether they or its form tell that it is a person's."""
    roles, told = roles_around(document, first, last)
    if len(name) == 1 and is_in_capitals(name[0]):
        told = False  # "According to RTV, the mayor of Harlow …"
    return roles, told or _is_personal(document, first, last, name)


def _may_be_persons(name: Words, told: Title, *, body: bool) -> bool:
    """Whether nothing in a name's words keeps it from being a person's, or its title does."""
    allowed = told.personal or not (body or is_place(" ".join(name)))
    return allowed and not is_never_person(name)


def _is_no_name_here(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether a run is a degree or region behind a comma, or a member: "a Nevada Democrat"."""
    words, lower = document.words, document.lower
    if words[first - 1] == "," and (
        (len(name) == 1 and name[0] in words_of("post_nominals"))
        or (len(name[0]) == 1 and words[first + 1 : first + 2] in (["-"], ["."]))  # "R-Utah"
    ):
        return True
    if len(name) == 1 and lower[last] in words_of("region_abbreviations"):
        return words[last + 1 : last + 2] == ["."]
    if words[first - 1] == "," and (len(name) == 1 or not is_plural(lower[last])):
        return False
    return singular(lower[last]) in words_of("members") and (len(name) > 1 or first == last)


def _is_personal(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether only people are called so: "C. Vann Tolley Jr.", "Runa D. Vesk", "Runa Vesk, who"."""
    if name[-1].lower() in words_of("left_out_suffixes"):
        return True
    if count_of(name) not in FULL or is_common(name) or ends_as_a_body(name):
        return False
    words = document.words
    full = all(word.isalpha() for word in name)
    initial = next((at for at in range(first, last) if len(words[at]) == 1), last)
    initialled = len(name) > 2 and words[initial + 1 : initial + 2] == ["."]  # noqa: PLR2004
    after = words[last + 1 : last + 3]
    return full and ((initialled and initial < last) or _is_who(after))


def _is_who(after: list[str]) -> bool:
    return after[:1] == ["who"] or after == [",", "who"]


def _given(name: Words) -> str | None:
    """The sex that a name's first word tells; None where it is no first name: not "Al-Wareen"."""
    particle = name[1:2] == ("-",) and name[0].lower() in words_of("name_particles")
    return None if particle else sex_of(name[0])


def _is_told(told: Title, office: str) -> bool:
    """Whether a title, a role or an office before a name says that it is a person's."""
    return told.personal or bool(office) or bool(told.roles)


def _speaks(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether a name beside a verb of saying could be a person's: two or three words."""
    if count_of(name) not in FULL or not all(word[0].isalpha() or word == "-" for word in name):
        return False
    lower = document.lower
    around = lower[last + 1 : last + 2] + lower[max(first - 1, 0) : first]
    if words_of("saying_forms").isdisjoint(around) or is_body_apposed(document, first):
        return False
    return not (is_common(name) or is_no_persons(name))


def _voices(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether a single name does what only people do: "whispered Runa", "Olav yelled"."""
    if len(name) > 1 or name[0].isupper() or is_common(name):
        return False
    lower = document.lower
    around = lower[last + 1 : last + 2] + lower[max(first - 1, 0) : first]
    return not words_of("voice_forms").isdisjoint(around) and not is_no_name(name[0], opens=True)


def _is_closed(words: list[str], mark: int, last: int) -> bool:
    """Whether a mark opens a nickname and is no apostrophe: "Pavel “Bear”", "Farmers' Party"."""
    return words[mark] != "'" or not _CLOSING_MARKS.isdisjoint(words[mark + 1 : last + 1])


def _name(words: list[str], first: int, last: int) -> Words:
    """The words of a name, without stops and without a nickname in marks."""
    name: list[str] = []
    at = first
    while at <= last:
        if words[at] in _OPENING_MARKS and at > first and _is_closed(words, at, last):
            while at < last and words[at + 1] not in _CLOSING_MARKS:
                at += 1
            at += 2
            continue
        if words[at] != ".":
            name.append(words[at])
        at += 1
    if len(name) > _LEAST_HONOURED and name[-1] in words_of("post_nominals"):
        del name[-1]  # "Oscar Finlay KC"
    return tuple(name)
