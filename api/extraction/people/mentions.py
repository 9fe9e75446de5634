"""Where an article names somebody or something, and what the words around tell of them."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from ...folding import fold
from ..document import Document
from ..lexicons import words_of
from ..quote_marks import DOUBLE
from .name_words import Words, is_acronym, is_common, is_no_name, may_be_surname, sex_of
from .roles import Title, roles_around, title
from .runs import after_nickname, joins, parted, with_given_name

_LONGEST = 8  # tokens of a name
_WIDEST_GAP = 3  # tokens from one capitalised word of a name to the next
_HEADLINE = 30  # tokens of a headline
_LITTLE = 3  # letters of words that titles may write small
_FEWEST = 4  # longer words of a headline
_NICKNAME = 4  # tokens of a nickname with its marks
_OPENING_MARKS = frozenset("\"“‘'(")
_CLOSING_MARKS = frozenset("\"”’')")
_LEAST_HONOURED = 2  # words of a name that letters stand behind
_FULL = (2, 3)  # words of a person's name without titles


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
        if _is_headline_verb(document, first):
            continue
        while place < len(capital) and last - first < _LONGEST + 4:
            token = after_nickname(document, last) or capital[place]
            if (
                token - last > _WIDEST_GAP + _NICKNAME
                or token in opening
                or not joins(document, last, token)
                or _is_headline_verb(document, token)
                or lower[token] in words_of("subject_pronouns")
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
    if not name or len(name) > _LONGEST or (len(name) == 1 and len(name[0]) == 1):
        return None
    if len(name) == 1 and name[0] in words_of("post_nominals") and words[first - 1] == ",":
        return None
    doubtful = len(name) == 1 and is_no_name(name[0], opens=opens)
    if doubtful and not may_be_surname(name[0]):
        return None
    given = sex_of(name[0])
    several = len(name) > 1 and len([word for word in name if word[0].isalpha()]) > 1
    roles, told_after = roles_around(document, start, last)
    full = several and (given is not None or bool(roles))
    body = not told.personal and _ends_as_a_body(name)
    if body and given is not None and _is_surname_too(name):  # "said Anita Hill"
        body = not (roles or told_after or _speaks(document, start, last, name))
    personal = not body and (
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
    )


def _ends_as_a_body(name: Words) -> bool:
    """Whether a name's last word tells that it is no person's: "Bank", "Act"."""
    last = name[-1].lower()
    return last in words_of("organisation_words") or last in words_of("thing_words")


def _count(name: Words) -> int:
    """How many words a name has; those that hyphens join are one."""
    return len(name) - 2 * name.count("-")


def _is_surname_too(name: Words) -> bool:
    """Whether a name could be a person's though its last word is a thing's: "Anita Hill"."""
    return name[-1].lower() not in words_of("organisation_words") and _count(name) in _FULL


def _is_told(told: Title, office: str) -> bool:
    """Whether a title, a role or an office before a name says that it is a person's."""
    return told.personal or bool(office) or bool(told.roles)


def _speaks(document: Document, first: int, last: int, name: Words) -> bool:
    """Whether a name beside a verb of saying could be a person's: two or three words."""
    if _count(name) not in _FULL or not all(word[0].isalpha() or word == "-" for word in name):
        return False
    lower = document.lower
    around = lower[last + 1 : last + 2] + lower[max(first - 1, 0) : first]
    if words_of("saying_forms").isdisjoint(around) or _is_body_apposed(document, first):
        return False
    return not is_common(name)


def _is_body_apposed(document: Document, first: int) -> bool:
    """Whether a name says which body is meant: "the mine's operator, | Dorn Metals"."""
    lower = document.lower
    return first > 1 and lower[first - 1] == "," and lower[first - 2] in words_of("firms")


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
