"""The noun that a bare number leaves unsaid, since the sentence has it elsewhere.

"96 fans, 12 of them injured"            -> fan
"the number of deaths rose to 66"        -> death
"killing three", "12 were hurt"          -> people: what happens to people counts them
"""

from functools import cache

from ... import units
from ...lexicons import words_of
from ...plurals import is_plural, singular
from ...units import COUNT, Unit
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import words

_FURTHEST_VERB = 6  # tokens between a number and what happened to so many
_FURTHEST_SUBJECT = 24  # tokens between "number of" and the number
_LONGEST_ASIDE = 12  # tokens of "including two of their teachers"
_LONGEST_COUNTED = 5  # tokens of "injured villagers to"
_LONGEST_TERM = 3  # adjectives in "number of confirmed new infections"
_PEOPLE = "{people}"
_VERBS = frozenset("VAM")
_IN_A_PHRASE = frozenset("NPDJESA#")


def unsaid_noun(
    sentence: Sentence, amount: Amount, before: list[Amount], said: list[Amount], tags: list[str]
) -> Unit | None:
    """Find what a bare number counts that no noun behind it says; None where nothing tells.

    `before` are the amounts ahead of it in its sentence, `said` those of the sentence before.
    """
    here = _last_counted(before)
    last = here or _last_counted([one for one in said if not _is_multiple(one)])
    told = _noun_told(sentence, amount, tags)
    if told is not None:
        return units.table().names.get(told) or units.counted(told)
    if _is_part_of_last(sentence, amount) and last is not None:
        return last
    taken = (
        _noun_of_share(sentence, amount, before)
        or _start_of_change(sentence, amount, before)
        or _people(sentence, amount, here)
        or _noun_of_subject(sentence, amount, tags)
    )
    if taken is not None:
        return taken
    if last is not None and _stands_for_noun(sentence, amount, tags):
        return here if _is_of_its_own(sentence, amount, tags) else last
    return units.unit(_PEOPLE) if sentence.low(amount.end) in words("other people") else None


def _noun_told(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read the noun in phrases that say at once what is counted and how many."""
    return (
        _noun_behind_of_them(sentence, amount, tags)
        or _noun_or_more(sentence, amount, tags)
        or _noun_of_crowd(sentence, amount, tags)
        or _noun_of_most(sentence, amount)
        or _child_of(sentence, amount)
        or _noun_set_off(sentence, amount, tags)
        or _noun_of_count(sentence, amount, tags)
    )


def _people(sentence: Sentence, amount: Amount, here: Unit | None) -> Unit | None:
    """Give people, or whoever of them the sentence counts, where they are what is counted."""
    person = here if here is not None and _is_person(here) else None
    if _is_done_to_people(sentence, amount) or _is_strong(sentence, amount):
        more = sentence.low(amount.end) in words("more of them")
        return (more and person) or units.unit(_PEOPLE)
    if _befalls_people(sentence, amount):
        return person or units.unit(_PEOPLE)
    return None


def _noun_of_subject(sentence: Sentence, amount: Amount, tags: list[str]) -> Unit | None:
    """Read what comes to so many: "the number of infections surpassed 90", "deaths rose to 66"."""
    subject = _subject_counted(sentence, amount) or _countable_subject(sentence, amount, tags)
    return units.counted(subject) if subject is not None else None


def _last_counted(before: list[Amount]) -> Unit | None:
    for one in reversed(before):
        if one.unit is None or one.hyphened:
            continue
        if one.unit.code.startswith("{") and one.unit.dimension in {COUNT, "rate"}:
            noun, per, _ = one.unit.name.partition(" per ")
            return units.counted(noun) if per else one.unit
        return None
    return None


def _is_multiple(amount: Amount) -> bool:
    """Tell whether it says how many times: of another sentence's numbers that tells nothing."""
    return amount.unit is not None and amount.unit.code == "{time}"


def _is_part_of_last(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says how many of those named before: "12 of them", "of which 30"."""
    behind = f"{sentence.low(amount.end)} {sentence.low(amount.end + 1)}"
    if behind in words("of those before"):
        return True
    ahead = f"{sentence.low(amount.first - 2)} {sentence.low(amount.first - 1)}"
    return ahead in words("of those before")


def _noun_behind_of_them(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read the noun of "six of them clerks"."""
    behind = f"{sentence.low(amount.end)} {sentence.low(amount.end + 1)}"
    at = amount.end + 2
    if behind not in words("of those before") or at >= len(sentence) or tags[at] != "N":
        return None
    for place in range(at, min(at + _LONGEST_TERM, len(sentence))):
        if tags[place] == "N" and is_plural(sentence.words[place]):
            return singular(sentence.lower[place])
    return None


def _start_of_change(sentence: Sentence, amount: Amount, before: list[Amount]) -> Unit | None:
    """Give the unit of the count that something went from: "from five people to six"."""
    if not before or sentence.low(amount.first - 1) != "to":
        return None
    start = before[-1]
    near = amount.first - start.end <= _LONGEST_COUNTED
    came = sentence.low(start.first - 1) in words("from")
    return _last_counted(before) if near and came else None


def _noun_of_crowd(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read who come in such numbers: "fans arrived by the hundreds"."""
    if amount.number.kind != "vague" or sentence.low(amount.first - 1) != "the":
        return None
    if sentence.low(amount.first - 2) not in words("in such numbers"):
        return None
    for at in range(amount.first - 3, max(-1, amount.first - _FURTHEST_SUBJECT), -1):
        if tags[at] == "N" and is_plural(sentence.words[at]):
            return singular(sentence.lower[at])
    return None


def _noun_of_most(sentence: Sentence, amount: Amount) -> str | None:
    """Read of what somebody has the most: "won the most seats, with 44"."""
    if sentence.low(amount.first - 1) not in words("with"):
        return None
    if sentence.word(amount.first - 2) != ",":
        return None
    for at in range(amount.first - 3, max(0, amount.first - _LONGEST_ASIDE), -1):
        if sentence.lower[at] in words("most or fewest"):
            return _plural_behind(sentence, at + 1)
    return None


def _child_of(sentence: Sentence, amount: Amount) -> str | None:
    """Read whose parent somebody is: "a father of four"."""
    if sentence.low(amount.first - 1) not in words("of"):
        return None
    parent = sentence.low(amount.first - 2)
    if parent in words("parents"):
        return "child"
    return "grandchild" if parent in words("grandparents") else None


def _noun_or_more(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read the noun of "another boat or two"."""
    noun = amount.first - 2
    if sentence.low(noun + 1) != "or" or noun < 1 or tags[noun] != "N":
        return None
    before = {sentence.low(at) for at in range(noun - _LONGEST_TERM, noun)}
    return sentence.lower[noun] if before & words("one of these") else None


def _noun_of_share(sentence: Sentence, amount: Amount, before: list[Amount]) -> Unit | None:
    """Read the noun of a share that a number restates: "two-thirds of farmers, or 4,000, left"."""
    if sentence.low(amount.first - 1) != "or" or not before:
        return None
    share = before[-1]
    ratio = share.unit is not None and share.unit.dimension == "ratio"
    if not (ratio or share.number.kind == "fraction") or sentence.low(share.end) != "of":
        return None
    if amount.first - share.end > _LONGEST_ASIDE:
        return None
    noun = _plural_behind(sentence, share.end + 1 + (sentence.low(share.end + 1) == "the"))
    return units.counted(noun) if noun is not None else None


def _noun_set_off(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read the noun before a number that marks set off: "the fewest seats — 31 in all —"."""
    mark = amount.first - 1
    noun = mark - 1
    while noun >= 0 and sentence.words[noun] in HYPHENS:
        noun -= 1
    if mark < 1 or sentence.words[mark] not in words("set off by") or sentence.glued(mark):
        return None
    if tags[noun] != "N" or not is_plural(sentence.words[noun]):
        return None
    behind = f"{sentence.low(amount.end)} {sentence.low(amount.end + 1)}"
    ends = not sentence.low(amount.end)[:1].isalnum() or behind in words("ends what is set off")
    return singular(sentence.lower[noun]) if ends else None


def _noun_of_count(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read what a count is of: "the delegate count was", "delegates, which stood at 263"."""
    at = _before_so_many(sentence, amount)
    if at is None:
        return None
    if sentence.low(at) in words("relative"):
        noun = at - 1 - (sentence.word(at - 1) == ",")
        told = tags[noun] == "N" and is_plural(sentence.words[noun])
        return singular(sentence.lower[noun]) if told else None
    at = _before_places(sentence, at, tags)
    if sentence.low(at) in words("tolls"):
        return "people"
    counted = sentence.low(at) in words("counts of what is named") and tags[at - 1] == "N"
    return singular(sentence.lower[at - 1]) if counted else None


def _before_places(sentence: Sentence, at: int, tags: list[str]) -> int:
    """Give the head of the phrase that ends at a token: "the toll | from the quake in Elm"."""
    head = at
    for place in range(at, max(0, at - _LONGEST_ASIDE), -1):
        if sentence.lower[place] in words("of or from a place"):
            head = place - 1
        elif tags[place] not in _IN_A_PHRASE:
            break
    return head


def _is_of_its_own(sentence: Sentence, amount: Amount, tags: list[str]) -> bool:
    """Tell whether a number is the level of what its own clause names: "the index reached 408"."""
    at = _before_so_many(sentence, amount)
    if at is None or tags[at] != "N" or is_plural(sentence.words[at]):
        return False
    return not _VERBS.isdisjoint(tags[at + 1 : amount.first])


def _countable_subject(sentence: Sentence, amount: Amount, tags: list[str]) -> str | None:
    """Read what opens a clause and comes to so many: "Deaths rose to 66"."""
    at = _before_so_many(sentence, amount)
    if at is None:
        return None
    at = _before_places(sentence, at, tags)
    if sentence.low(at) not in words("counted by their plural"):
        return None
    opens = at
    while opens > 0 and tags[opens - 1] in "NJPAG":
        opens -= 1
    behind = opens > 0 and tags[opens - 1] in "IT"  # "deaths linked to infections reached 66"
    return None if behind else singular(sentence.lower[at])


def _before_so_many(sentence: Sentence, amount: Amount) -> int | None:
    """Give the token before "was", "rose to" and their like; None where none stands there."""
    at = amount.first - 1
    while at > 0 and sentence.lower[at] in words("is so many"):
        at -= 1
    return at if at < amount.first - 1 else None


def _is_done_to_people(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a word before it says what was done to people: "killed 30", "a crowd of 90"."""
    at = amount.first - 1
    while amount.first - at <= _FURTHEST_VERB and sentence.low(at) in words("before a toll"):
        at -= 1
    if sentence.low(at) in words("done to people"):
        return True
    return sentence.low(at) in words("of") and sentence.low(at - 1) in words("groups of people")


def _is_strong(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says how many a crowd is: "a 300-strong crowd", "they came 900 strong"."""
    tied = sentence.word(amount.end) in HYPHENS
    if sentence.low(amount.end + tied) not in words("strong"):
        return False
    at = amount.end + tied + 1
    after = sentence.low(at)
    if not after.isalpha() or after in words("function"):
        return True
    return not words("groups of people").isdisjoint(sentence.lower[at : at + _LONGEST_TERM])


def _befalls_people(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether what stands behind it says what happens to people: "30 were hurt"."""
    behind = f"{sentence.low(amount.end)} {sentence.low(amount.end + 1)}"
    if behind in words("of those people") and sentence.low(amount.end + 2) in words(
        "befalls people"
    ):
        return True  # "four of the injured"
    if behind in words("on board"):
        return True
    if sentence.low(amount.end) in words("aged"):
        return True  # "two aged fourteen"
    if _is_aboard(sentence, amount.end):
        return True
    at = _past_an_aside(sentence, amount.end)
    begin = at
    while at - begin < _FURTHEST_VERB and sentence.low(at) in words("behind a toll"):
        at += 1
    return sentence.low(at) in words("befalls people")


def _is_aboard(sentence: Sentence, at: int) -> bool:
    """Tell whether a vehicle follows that people are in: "all 60 on the ferry"."""
    inside = sentence.low(at) in words("aboard") and sentence.low(at + 1) in words("determiners")
    return inside and sentence.low(at + 2) in words("vehicles")


def _past_an_aside(sentence: Sentence, at: int) -> int:
    """Give where the clause goes on behind an aside: "six, including a child, were hurt"."""
    if sentence.word(at) != "," or sentence.low(at + 1) not in words("set apart by"):
        return at
    for end in range(at + 2, at + _LONGEST_ASIDE):
        if sentence.word(end) == ",":
            return end + 1
    return at


def _is_person(unit: Unit) -> bool:
    """Tell whether a counted noun is of people."""
    noun = unit.name.rpartition(" ")[2]
    return noun in words("persons") or noun in _persons()


@cache
def _persons() -> frozenset[str]:
    return frozenset({*words_of("roles"), *map(singular, words_of("groups"))})


def _subject_counted(sentence: Sentence, amount: Amount) -> str | None:
    """Read the noun of "the number of infections surpassed", which the number then counts."""
    for at in range(amount.first - 1, max(0, amount.first - _FURTHEST_SUBJECT), -1):
        if sentence.words[at] in words("hard stops"):
            return None
        if sentence.lower[at] in words("of") and sentence.low(at - 1) in words("numbers of"):
            return _plural_behind(sentence, at + 1)
    return None


def _plural_behind(sentence: Sentence, at: int) -> str | None:
    if sentence.low(at) in words("those"):
        return "people"  # "the number of those infected"
    for place in range(at, at + _LONGEST_TERM):
        word = sentence.low(place)
        if not word.isalpha() or word in words("function"):
            return None
        if is_plural(word):
            return singular(word)
    return None


def _stands_for_noun(sentence: Sentence, amount: Amount, tags: list[str]) -> bool:
    """Tell whether no other noun can be meant: a verb, a preposition or a stop follows."""
    at = amount.end
    if sentence.low(at) in words("more of them"):
        return True
    if at >= len(sentence) or not sentence.words[at][0].isalpha():
        return True
    pointing = sentence.low(at) in words("points at time") or sentence.low(at) in words(
        "opens a time"
    )
    if pointing and sentence.low(at + 1) in words("time nouns"):
        return True  # "14 tugs last year and nine this year"
    return tags[at] in "VMIAC"
