"""Where an article names somebody or something, and what the words around tell of them."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache

from ..document import Document
from ..lexicons import lines_of, rows, words_of

Words = tuple[str, ...]

_LONGEST = 8  # tokens of a name
_WIDEST_GAP = 3  # tokens from one capitalised word of a name to the next
_ROLE_WINDOW = 6  # tokens before a name that can say what its bearer is
_APPOSITION = 14  # tokens after a name that can
_OFFICE = 6  # tokens between an office and what it is over
_HEADLINE = 30  # tokens of a headline
_LITTLE = 3  # letters of words that titles may write small
_FEWEST = 4  # longer words of a headline
_NICKNAME = 4  # tokens of a nickname with its marks
_SYLLABLE = 5  # letters of half a given name, at most
_OPENING_MARKS = frozenset("\"“‘'")
_CLOSING_MARKS = frozenset("\"”’'")
_STOPS = frozenset('.:!?"“”')


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


def read_mentions(document: Document) -> list[Mention]:
    """Give the mentions of names in a text, in their order.

    A title by itself is one only where it ends a longer name of the article.
    """
    found = _confirmed(document, _mentions(document))
    surnames = {mention.words[-1] for mention in found if len(mention.words) > 1}
    return [m for m in found if not m.doubtful or m.words[0] in surnames]


def _confirmed(document: Document, found: list[Mention]) -> list[Mention]:
    """Take names of headlines in title case only as the text below names them.

    "Ines Calder Says Harbour Will Close" holds one name, and only the text tells which.
    """
    headlines = [span for span in document.paragraphs if is_headline(document, *span)]
    if not headlines or len(headlines) == len(document.paragraphs):
        return found
    firsts = [first for first, _ in headlines]
    in_headline = [
        (at := bisect_right(firsts, mention.first)) > 0 and mention.first < headlines[at - 1][1]
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


def is_headline(document: Document, first: int, end: int) -> bool:
    """Whether a paragraph is a line in title case without a full stop."""
    words = document.words
    if end - first > _HEADLINE or words[end - 1][-1] in '.:?!,;”"’':
        return False
    long = [word for word in words[first:end] if len(word) > _LITTLE and word.isalpha()]
    small = sum(word[0].islower() for word in long)
    return len(long) >= _FEWEST and small * 6 <= len(long)


def _part_named(mention: Mention, named: set[Words]) -> Mention | None:
    """The longest part of a headline's name that the text names too."""
    count = len(mention.words)
    if mention.last - mention.first + 1 != count:
        return mention if mention.folded in named else None
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            if mention.folded[start : start + length] in named:
                first = mention.first + start
                return replace(
                    mention,
                    first=first,
                    last=first + length - 1,
                    titled=first if start else mention.titled,
                    words=mention.words[start : start + length],
                    folded=mention.folded[start : start + length],
                )
    return None


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
            token = _after_nickname(document, last) or capital[place]
            if (
                token - last > _WIDEST_GAP + _NICKNAME
                or token in opening
                or not _joins(document, last, token)
            ):
                break
            last = token
            place = bisect_right(capital, token, place)
        if first == last and lower[first] in closed and not _is_acronym(words, first):
            continue
        last = _with_given_name(document, first, last)
        for start, end, office in _parted(document, first, last):
            mention = _mention(document, start, end, opens=start in opening, office=office)
            if mention is not None:
                found.append(mention)
    return found


def _with_given_name(document: Document, first: int, last: int) -> int:
    """Where a name ends that goes on behind a hyphen, its surname first: "Ban Ki-moon".

    Only where surname and syllable are all of it: "Hong Kong-born" and "Park Hill-side" are none.
    """
    words, starts, ends = document.words, document.starts, document.ends
    hyphen = last + 1
    if last - 1 < first or hyphen + 1 >= len(words) or words[hyphen] != "-":
        return last
    tight = starts[hyphen] == ends[last] and starts[hyphen + 1] == ends[hyphen]
    syllables = (words[last], words[hyphen + 1])
    short = all(word.isalpha() and len(word) <= _SYLLABLE for word in syllables)
    surname = document.lower[last - 1] in words_of("surnames_first")
    place = " ".join(document.lower[last - 1 : last + 1]) in words_of("places")
    return hyphen + 1 if tight and short and surname and not place else last


def _joins(document: Document, last: int, token: int) -> bool:
    if document.words[last + 1] in _OPENING_MARKS:
        return _after_nickname(document, last) == token
    return token - last <= _WIDEST_GAP and _joined_by(document, last, token)


def _after_nickname(document: Document, last: int) -> int | None:
    """The token after a nickname in marks: "Pavel “Bear” | Ostrin"; None where none follows."""
    words = document.words
    if last + 1 >= len(words) or words[last + 1] not in _OPENING_MARKS:
        return None
    for at in range(last + 2, min(last + 3 + _NICKNAME, len(words) - 1)):
        if words[at] in _CLOSING_MARKS:
            after = at + 1
            named = at > last + 2 and words[last + 2][0].isupper() and words[after][0].isupper()
            return after if named else None
        if not words[at][0].isalpha():
            return None
    return None


def _is_acronym(words: list[str], token: int) -> bool:
    """Whether a word like "US" or "WHO" is in capitals where its neighbours are not."""
    word = words[token]
    if not word.isupper() or word.lower() not in words_of("acronyms"):
        return False
    around = words[max(token - 1, 0) : token] + words[token + 1 : token + 2]
    return not any(other.isalpha() and other.isupper() and len(other) > 1 for other in around)


def _parted(document: Document, first: int, last: int) -> list[tuple[int, int, str]]:
    """Part an office's field or a body from its holder's name: "of Trade | Gerta Raine".

    With each part the office that its bearer holds, where one is told.
    """
    words, lower = document.words, document.lower
    tokens = [at for at in range(first, last + 1) if words[at][0].isupper()]
    if len(tokens) < 3 or not words[tokens[-2]].isalpha():  # noqa: PLR2004
        return [(first, last, "")]
    known = next((at for at in tokens[1:-1] if sex_of(words[at]) is not None), None)
    start = known or tokens[-2]
    office = _office(document, first)
    before = _before(words, start)
    body = known is not None and lower[before] in words_of("organisation_words")
    if office or body:
        return [(first, before, ""), (start, last, office or "head")]
    return [(first, last, "")]


def _before(words: list[str], start: int) -> int:
    last = start - 1
    while not words[last][0].isalnum():
        last -= 1
    return last


def _office(document: Document, first: int) -> str:
    """The office before "of" or "for" and a run of capitals: "Minister of | …"."""
    lower = document.lower
    at = first - 1
    if at > 0 and lower[at] == "the":
        at -= 1
    if at <= 0 or lower[at] not in ("of", "for"):
        return ""
    for before in range(at - 1, max(at - 1 - _OFFICE, -1), -1):
        if lower[before] in words_of("offices"):
            return lower[before]
        if not document.words[before][0].isalpha():
            break
    return ""


def _joined_by(document: Document, last: int, token: int) -> bool:
    """Whether what stands between two capitalised words leaves them one name."""
    if token == last + 1:
        return True
    words, starts, ends = document.words, document.starts, document.ends
    between = words[last + 1 : token]
    if between[0] in _GENITIVES and len(words[last]) > 1:
        return _is_company(document, between, token)
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
    if len(between) < _WIDEST_GAP and between[1:] == ["-"]:  # "Bashar al-Assad"
        return between[0] in particles and starts[token] == ends[last + 1] + 1
    if between == ["and"]:
        company = words[token].lower() in words_of("company_words")
        return company or _is_field(document, last, token)
    return between == ["&"] or (len(between) < _WIDEST_GAP and particles.issuperset(between))


def _is_field(document: Document, last: int, token: int) -> bool:
    """Whether "and" joins the fields of one body: "Department of Forestry and Fire Protection"."""
    lower = document.lower
    if not (_everyday(lower[last]) and _everyday(lower[token])):
        return False
    for at in range(last - 1, max(last - _FIELD, 0), -1):
        if lower[at] in ("of", "for"):
            return lower[at - 1] in words_of("organisation_words")
    return False


_FIELD = 4  # tokens of a body's first field
_GENITIVES = frozenset(("'s", "’s"))


def _is_company(document: Document, between: list[str], token: int) -> bool:
    """Whether a name goes on after ’s: "Mooney’s Analytics", "Floyd’s of Harlow"."""
    if between[1:] == ["of"]:
        return True
    return len(between) == 1 and document.lower[token] in words_of("company_words")


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


def _mention(
    document: Document, first: int, last: int, *, opens: bool, office: str = ""
) -> Mention | None:
    words, lower = document.words, document.lower
    closed = words_of("function_words")
    start = first
    while start <= last and (
        (lower[start] in closed and not _is_acronym(words, start)) or not words[start][0].isalpha()
    ):
        start += 1
    titled = start
    start, title = _title(document, start, last)
    name = _name(words, start, last)
    if not name or len(name) > _LONGEST:
        return None
    doubtful = len(name) == 1 and _is_no_name(name[0], opens=opens)
    if doubtful and not _may_be_surname(name[0]):
        return None
    given = sex_of(name[0])
    several = len(name) > 1 and len([word for word in name if word[0].isalpha()]) > 1
    last_word = name[-1].lower()
    body = not title.personal and (
        last_word in words_of("organisation_words") or last_word in words_of("thing_words")
    )
    roles, told_after = _roles_around(document, start, last)
    personal = not body and (
        title.personal
        or _speaks(document, start, last, name)
        or _voices(document, start, last, name)
        or bool(office)
        or told_after
        or bool(title.roles)
        or (several and (given is not None or bool(roles)))
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
        tuple(folded_word(word) for word in name),
        personal,
        title.sex if title.sex != "-" or not several else given or "-",
        title.roles | roles | ({office} if office else set()),
        after in ("'s", "’s", "'", "’"),
        opens,
        doubtful,
    )


def _speaks(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether a name beside a verb of saying could be a person's: two or three words."""
    if len(name) not in _FULL or not all(word[0].isalpha() for word in name):
        return False
    lower = document.lower
    around = lower[last + 1 : last + 2] + lower[max(first - 1, 0) : first]
    if words_of("saying_forms").isdisjoint(around):
        return False
    return not is_common(name)


def _voices(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether a single name does what only people do: "whispered Runa", "Olav yelled"."""
    if len(name) > 1 or name[0].isupper() or is_common(name):
        return False
    lower = document.lower
    around = lower[last + 1 : last + 2] + lower[max(first - 1, 0) : first]
    return not words_of("voice_forms").isdisjoint(around) and not _is_no_name(name[0], opens=True)


_FULL = (2, 3)  # words of a person's name without titles


def is_common(name: Words) -> bool:
    """Whether a name is a place's or made of everyday words, as those of bodies and places are."""
    folded = " ".join(name).lower()
    if folded in words_of("places") or folded in words_of("no_persons"):
        return True
    return any(_everyday(word.lower()) for word in name)


@cache
def _everyday(word: str) -> bool:
    parts = _parts_of_speech().get(word, "P")
    known = sex_of(word) is not None
    return (parts[0] != "P" and not known) or word in words_of("organisation_words")


@cache
def _parts_of_speech() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("tags.tsv")}


def _name(words: list[str], first: int, last: int) -> Words:
    """The words of a name, without stops and without a nickname in marks."""
    name: list[str] = []
    at = first
    while at <= last:
        if words[at] in _OPENING_MARKS and at > first:
            while at < last and words[at + 1] not in _CLOSING_MARKS:
                at += 1
            at += 2
            continue
        if words[at] != ".":
            name.append(words[at])
        at += 1
    return tuple(name)


def folded_word(word: str) -> str:
    """A word of a name in lower case without accents: "Erdoğan" is spelt "Erdogan", too."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _is_no_name(word: str, *, opens: bool) -> bool:
    """Whether a capitalised word alone is no name, or only opens its sentence."""
    lower = word.lower()
    if word.isupper() and lower in words_of("acronyms"):
        return False
    if lower in words_of("function_words") or lower in words_of("titles"):
        return True
    if lower in words_of("groups"):
        return True
    if opens and lower.removesuffix("s") in words_of("roles"):
        return True
    return opens and _is_adjective(lower)


def _is_adjective(word: str) -> bool:
    """Whether a word is listed as an adjective and as no name: "Initial", "Recent"."""
    return _parts_of_speech().get(word, "") in _ADJECTIVES


_ADJECTIVES = frozenset(("J", "JR", "RJ", "G", "JA", "AJ"))


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


def sex_of(first_name: str) -> str | None:
    """Give the sex that a first name tells: m, f, - for either; None for what is no first name."""
    lower = first_name.lower()
    if lower in words_of("first_names_male"):
        return "m"
    if lower in words_of("first_names_female"):
        return "f"
    return "-" if lower in words_of("first_names_either") else None
