"""What the words right beside a figure tell without doubt: whose age, where, and what was done.

"Ilse Karr, 41,"   "33-year-old Ilse Karr"   "Ilse Karr, a 33-year-old judge"   "died aged 91"
"injured about 40"   "left five people dead"   "by a margin of 108 votes"
"21 injured in Tarnby, 36 in Oskel and seven in the Marenne Hills"
"""

from ...document import Document
from ...people.names import Names
from ..tables import words

Tokens = tuple[int, int]  # first, last

_LONGEST_ROLE = 5  # tokens between an age and a name: "the 33-year-old Elm council clerk Ilse Karr"
_LONGEST_COUNTED = 4  # tokens from a figure to how so many were left: "five police officers dead"
_OLDEST = 120


def deed_before(document: Document, figure: int, last: int) -> int | None:
    """The verb right before a figure that says what was done to so many: "injured about 40"."""
    if document.lower[last] in words("no number of things"):
        return None
    at = _before_modifiers(document, figure)
    return at if at >= 0 and document.words[at] in words("deeds") else None


def left_so(document: Document, figure: int, last: int) -> int | None:
    """The word behind a figure that says how so many were left: "left five (people) dead"."""
    if _word_before(document, figure) not in words("leaves"):
        return None
    for behind in range(last + 1, min(last + 1 + _LONGEST_COUNTED, len(document.words))):
        if document.lower[behind] in words("left so"):
            return behind
        if not document.words[behind].isalpha() or document.lower[behind] in words("function"):
            return None
    return None


def age_said(document: Document, figure: int, last: int) -> str | None:
    """The word that says that a figure is an age: "aged 91", "103 years of age", "33-year-old"."""
    lower = document.lower
    if lower[last] in words("tells an age"):
        return lower[last]
    before = _word_before(document, figure)
    if before in words("age before"):
        return before
    behind = lower[last - 1 : last + 3]
    of_age = ["of", "age"]
    return of_age[1] if of_age in (behind[:2], behind[2:]) else None


def quantity_of(document: Document, figure: int) -> int | None:
    """The noun before "of" that names what a figure is the amount of: "a margin of 108 votes"."""
    at = _before_modifiers(document, figure)  # "of" is one of them
    if at < 0 or document.lower[at] not in words("amounts to"):
        return None
    return at if document.lower[at + 1] == "of" else None


def listed_place(document: Document, names: Names, figure: Tokens) -> Tokens | None:
    """The name of the place that a figure of a list has to itself: "…, 36 in Oskel and …"."""
    first, last = figure
    lower = document.lower
    if _word_before(document, first) not in words("goes on with a list"):
        return None
    if lower[last + 1 : last + 2] != ["in"]:
        return None
    at = last + 3 if lower[last + 2 : last + 3] == ["the"] else last + 2
    for number in names.at_token(at):
        mention = names.mentions[number]
        if mention.titled == at:
            return mention.first, mention.last
    return None


def _before_modifiers(document: Document, figure: int) -> int:
    """The token before a figure and what modifies it: "injured | at least about | 40".

    It is -1 where the text opens with them.
    """
    at = figure - 1
    while at >= 0 and document.lower[at] in words("before a count"):
        at -= 1
    return at


def _word_before(document: Document, figure: int) -> str:
    """The word, in lower case, before a figure and what modifies it; empty at a text's start."""
    at = _before_modifiers(document, figure)
    return document.lower[at] if at >= 0 else ""


def whose_age(document: Document, names: Names, figure: Tokens) -> Tokens | None:
    """Whose age a figure is: of the name before its comma, or behind "33-year-old".

    None where it is no age, or stands elsewhere.
    """
    first, last = figure
    old = document.lower[last] in words("tells an age")
    if document.words[first - 1] == "," and (old or _stands_apart(document, first, last)):
        return _name_ending_at(names, first - 2)
    if not old or "-" not in document.words[first : last + 1]:
        return None
    if document.lower[first - 1] in words("definite or not") and document.words[first - 2] == ",":
        return _name_ending_at(names, first - 3)
    for at in range(last + 1, min(last + 1 + _LONGEST_ROLE, len(document.words))):
        for number in names.at_token(at):
            mention = names.mentions[number]
            bearer = names.bearer_of[number]
            return (mention.first, mention.last) if bearer and bearer.person else None
        if not document.words[at].isalpha() or document.lower[at] in words("function"):
            return None
    return None


def _stands_apart(document: Document, first: int, last: int) -> bool:
    """Whether a bare age stands between two commas: "Ilse Karr, 41,"."""
    word = document.words[first]
    age = first == last and word.isdecimal() and int(word) <= _OLDEST
    return age and document.words[last + 1 : last + 2] == [","]


def _name_ending_at(names: Names, token: int) -> Tokens | None:
    for number in names.at_token(token):
        mention = names.mentions[number]
        if mention.last == token:
            return mention.first, mention.last
    return None
