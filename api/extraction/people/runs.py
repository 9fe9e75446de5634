"""Runs of capitalised words that may be one name, and where one is parted into two."""

from ..document import Document
from ..lexicons import words_of
from ..plurals import is_plural
from .name_words import everyday, sex_of

_WIDEST_GAP = 3  # tokens from one capitalised word of a name to the next
_OFFICE = 6  # tokens between an office and what it is over
_NICKNAME = 4  # tokens of a nickname with its marks
_SYLLABLE = 5  # letters of half a given name, at most
_OPENING_MARKS = frozenset("\"“‘'(")
_CLOSING_MARKS = frozenset("\"”’')")
_FIELD = 4  # tokens of a body's first field
_GENITIVES = frozenset(("'s", "’s"))
_OF_BODIES = {  # the tables of words that go on with each
    "of": ("organisation_words", "bodies_of"),
    "for": ("organisation_words",),
    "on": ("bodies_on",),
}
_OWNED = _GENITIVES | {"'", "’"}


def with_given_name(document: Document, first: int, last: int) -> int:
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


def joins(document: Document, last: int, token: int) -> bool:
    """Whether two capitalised words, with what stands between them, are one name."""
    if document.words[last + 1] in _OPENING_MARKS and not _is_of_members(document, last, token):
        return after_nickname(document, last) == token
    return token - last <= _WIDEST_GAP and _joined_by(document, last, token)


def after_nickname(document: Document, last: int) -> int | None:
    """The token after a nickname in marks: "Pavel “Bear” | Ostrin"; None where none follows."""
    words = document.words
    if last + 1 >= len(words) or words[last + 1] not in _OPENING_MARKS:
        return None
    for at in range(last + 2, min(last + 3 + _NICKNAME, len(words) - 1)):
        if words[at] in _CLOSING_MARKS:
            after = at + 1
            named = at > last + 2 and words[last + 2][0].isupper() and words[after][0].isupper()
            if words[at] == ")":
                named = named and at == last + 3 and _goes_by(words, last)
            return after if named else None
        if not words[at][0].isalpha():
            return None
    return None


def in_nickname(document: Document, mark: int) -> bool:
    """Whether a mark stands around a nickname: “Bear” in "Pavel “Bear” Ostrin"."""
    return any(
        document.words[at][0].isupper() and (after_nickname(document, at) or 0) > mark
        for at in range(max(mark - _NICKNAME - 1, 0), mark)
    )


def _goes_by(words: list[str], first_name: int) -> bool:
    """Whether what stands in brackets is a short first name: "William (Bill) | Fenn"."""
    short, after = words[first_name + 2], words[first_name + 4]
    known = sex_of(words[first_name]) is not None and sex_of(short) is not None
    return known and not short.isupper() and not everyday(after.lower())


def parted(document: Document, first: int, last: int) -> list[tuple[int, int, str]]:
    """Part an office's field or a body from its holder's name: "of Trade | Gerta Raine".

    With each part the office that its bearer holds, where one is told.
    """
    words, lower = document.words, document.lower
    tokens = [at for at in range(first, last + 1) if words[at][0].isupper()]
    if len(tokens) < 3 or not words[tokens[-2]].isalpha():  # noqa: PLR2004
        return [(first, last, "")]
    known = next((at for at in tokens[1:-1] if sex_of(words[at]) is not None), None)
    start = known or tokens[-2]
    before = _before(words, start)
    office = _office(document, first) or _keeps(document, first, known, before)
    body = known is not None and lower[before] in words_of("organisation_words")
    if (
        (office or body)
        and not _holds_body(lower, start, last)
        and (known or _may_hold(lower, start, last))
    ):
        return [(first, before, ""), (start, last, office or "head")]
    if known is not None and _is_from(lower, first, before, last):
        return [(first, before, ""), (start, last, "")]
    return [(first, last, "")]


def _is_from(lower: list[str], first: int, before: int, last: int) -> bool:
    """Whether a place runs into a full name: "the senator from Vermont | Ola Renn"."""
    place = (
        " ".join(lower[first : before + 1]) in words_of("places") and sex_of(lower[first]) is None
    )
    surname = not everyday(lower[last]) and lower[last] not in words_of("thing_words")
    return place and surname


def _holds_body(lower: list[str], first: int, last: int) -> bool:
    """Whether what would be a holder's name is a body's: "Federal | Bureau of Investigation"."""
    return any(
        lower[at] in words_of("organisation_words") and not sex_of(lower[at])
        for at in (first, last)
    )


def _may_hold(lower: list[str], first: int, last: int) -> bool:
    """Whether somebody of an unknown first name may be called so: not "Reform | Seafaring"."""
    return not any(everyday(lower[at]) or lower[at] in words_of("titles") for at in (first, last))


def _keeps(document: Document, first: int, known: int | None, before: int) -> str:
    """The office of who keeps a field: "Keeper of Manuscripts | Olga Birk"."""
    lower = document.lower
    over = first - 1
    if known is None or over < 1 or lower[over] not in ("of", "for"):
        return ""
    office, field = lower[over - 1], lower[before]
    told = office.endswith(("er", "or", "ist")) and (everyday(field) or field.endswith("s"))
    return office if told and field not in words_of("places") else ""


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
        if not document.words[before][0].isalpha() or sex_of(document.words[before]) is not None:
            break  # "Fire Marshal Grace Tully of the Inner Isles Brigade" has a holder
    return ""


def _joined_by(document: Document, last: int, token: int) -> bool:
    """Whether what stands between two capitalised words leaves them one name."""
    if token == last + 1:
        return True
    words, starts, ends = document.words, document.starts, document.ends
    between = words[last + 1 : token]
    if _is_of_members(document, last, token):
        return True
    if between[0] in _GENITIVES and len(words[last]) > 1:
        return _is_company(document, between, token)
    if between == ["-"]:
        return ends[last] == starts[last + 1] and ends[last + 1] == starts[token]
    if between == ["."]:
        return ends[last] == starts[last + 1] and _shortened(words[last])
    if between[0] in _OF_BODIES:
        articles = ([], ["the"], ["a"]) if between[0] == "for" else ([], ["the"])
        known = (words[last].lower() in words_of(table) for table in _OF_BODIES[between[0]])
        return between[1:] in articles and any(known)
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
    if not (everyday(lower[last]) and everyday(lower[token])):
        return False
    if _is_trade(document, last, token):
        return True
    for at in range(last - 1, max(last - _FIELD, 0), -1):
        if lower[at] in ("of", "for"):
            return lower[at - 1] in words_of("organisation_words")
    return False


def _is_trade(document: Document, last: int, token: int) -> bool:
    """Whether a body's name begins with two trades: "the Food and | Drug Administration"."""
    words, lower, bodies = document.words, document.lower, words_of("organisation_words")
    after = words[token + 1 : token + 2]
    ends = bool(after) and after[0][0].isupper() and lower[token + 1] in bodies
    return ends and lower[last] not in bodies and lower[last - 1] == "the"


def _is_company(document: Document, between: list[str], token: int) -> bool:
    """Whether a name goes on after ’s: "Mooney’s Analytics", "Floyd’s of Harlow"."""
    if between[1:] == ["of"]:
        return True
    return len(between) == 1 and document.lower[token] in words_of("company_words")


def _is_of_members(document: Document, last: int, token: int) -> bool:
    """Whether a body's name goes on behind whose it is: "Farmers' | Party"."""
    lower, starts, ends = document.lower, document.starts, document.ends
    tight = ends[last] == starts[last + 1] and starts[token] > ends[token - 1]
    owned = token == last + 2 and tight and document.words[last + 1] in _OWNED
    if not owned or lower[token] not in words_of("organisation_words"):
        return False
    office = lower[last] in words_of("roles")  # "Harlow Sheriff's | Office"
    return office or (everyday(lower[last]) and is_plural(lower[last]))


def _shortened(word: str) -> bool:
    return len(word) == 1 or word.lower() in words_of("abbreviations")
