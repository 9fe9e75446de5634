"""Which numbers are part of a name or only number things, and so state no figure."""

from functools import cache

from ...plurals import is_plural, singular
from ...units import table
from ..amounts.money import money_before
from ..counted.tagging import can_be_verb, is_known_noun
from ..numbers.fractions import is_tied
from ..numbers.number import HYPHENS, Number
from ..sentence import Sentence
from ..tables import calendar, labels, modifiers, numerals, suffixes, words
from .places import is_address, is_telephone

_FIRST_MONEY = 100  # "COP31" is a summit, "COP500" money
_SHORT = 3  # letters
_NEAR = 12  # tokens
_LONGEST_LIST = 99
_LONGEST_BRACKET = 30  # tokens
_LONGEST_ENUMERATION = 24  # tokens from a noun to the last of its numbers
_LONGEST_NAME = 4  # digits
_DIGITS_AND_LETTER = 2  # tokens


def is_name(sentence: Sentence, number: Number) -> bool:
    """Tell whether digits are part of a name, a label, an address or a telephone number."""
    if not number.digits:
        return (
            _is_labelled(sentence, number)
            or _is_in_capitals(sentence, number)
            or _is_inside_compound(sentence, number)
        )
    return (
        _is_bound(sentence, number)
        or _is_labelled(sentence, number)
        or _is_listed(sentence, number)
        or is_telephone(sentence, number)
        or is_address(sentence, number)
        or _is_of_law(sentence, number)
        or _is_model(sentence, number)
        or _is_code(sentence, number)
        or _is_slashed(sentence, number)
        or _is_match_clock(sentence, number)
    )


def _is_bound(sentence: Sentence, number: Number) -> bool:
    """Tell whether letters are bound to it: G7, COVID-19, F-16, @5, mk5."""
    first = number.first
    if not sentence.glued(first):
        return False
    before = sentence.words[first - 1]
    if before in words("name marks"):
        return True
    if before[-1].isalpha():
        summit = before in words("money or name") and number.plain and number.value < _FIRST_MONEY
        return summit or money_before(sentence, first)[0] is None
    if before == "." and sentence.glued(first - 1):
        return sentence.words[first - 2].isalpha() and len(sentence.words[first - 2]) <= _SHORT
    if not sentence.glued(first - 1):
        return False
    bound = sentence.words[first - 2]
    if before == "/":
        return bound[-1].isdecimal() or (bound[-1].isalpha() and len(bound) > 1)
    return before in HYPHENS and _is_name_before(sentence, number, first - 2)


def _is_name_before(sentence: Sentence, number: Number, at: int) -> bool:
    """Tell whether what a hyphen ties to the digits is a name's part, not a unit or modifier."""
    bound = sentence.words[at]
    if bound[-1].isdecimal():
        return _is_bound_digits(sentence, at)
    if not bound[-1].isalpha() or bound.lower() in words("hyphened modifier"):
        return False
    if money_before(sentence, number.first)[0] is not None:
        return False
    is_unit = at > 0 and sentence.glued(at) and sentence.words[at - 1][-1].isdecimal()
    return not is_unit and not _are_inches(sentence, number, at)


def _are_inches(sentence: Sentence, number: Number, feet: int) -> bool:
    """Tell whether it is the 2 of 6-foot-2."""
    tied = sentence.word(feet - 1) in HYPHENS and sentence.word(feet - 2)[-1:].isdecimal()
    return tied and sentence.lower[feet] in words("foot signs") and number.plain


def _is_bound_digits(sentence: Sentence, at: int) -> bool:
    """Tell whether the digits before a hyphen belong to a name: Mi-24-8, ISO 9241-3."""
    if at == 0 or not sentence.words[at - 1][-1].isalpha():
        return False
    if sentence.glued(at):
        return money_before(sentence, at)[0] is None
    return sentence.words[at - 1].isupper() and len(sentence.words[at - 1]) > 1


def _is_labelled(sentence: Sentence, number: Number) -> bool:
    """Tell whether a name or a numbering noun stands before it: Boeing 737, page 5, No. 10."""
    at = number.first - 1
    if at < 0 or (number.digits and not number.plain and not _has_letter(sentence, number)):
        return False
    if sentence.glued(number.first) and sentence.word(at) not in HYPHENS:
        return sentence.words[at] == "." and sentence.low(at - 1) in labels("label")
    if sentence.low(at) in words("of") and sentence.word(at - 1) in words("group of"):
        return True
    word, lower = sentence.words[at], sentence.lower[at]
    if word == "." and sentence.low(at - 1) in labels("label") and sentence.glued(at):
        return True
    if word == ".":
        return False
    if lower not in labels("label") or number.kind != "cardinal":
        return False
    if not number.digits and word[0].islower() and is_plural(sentence.word(number.end)):
        return False
    if lower in words("also has so many") and sentence.word(at - 1).islower():
        return number.value <= _LONGEST_LIST  # "the herd numbers 340"
    outvotes = sentence.low(number.end) == "to" and sentence.word(number.end + 1).isdecimal()
    return not outvotes and not _has_unit(sentence, number.end)  # "passed the bill 61 to 38"


def _has_letter(sentence: Sentence, number: Number) -> bool:
    """Tell whether one capital is all that stands behind the digits: "section 6B"."""
    letter = sentence.words[number.end - 1]
    return number.end - number.first == _DIGITS_AND_LETTER and len(letter) == 1 and letter.isupper()


def _is_inside_compound(sentence: Sentence, number: Number) -> bool:
    """Tell whether hyphens tie a number word to words on either side: "mid-size-six-burner"."""
    before = sentence.low(number.first - 2)
    if not (is_tied(sentence, number.first - 1) and is_tied(sentence, number.end)):
        return False
    free = before in words("hyphened modifier") or before in numerals()
    return before[:1].isalpha() and not free


def _is_in_capitals(sentence: Sentence, number: Number) -> bool:
    """Tell whether a number word is part of a name: "Radio Four", "the Nine Tailors".

    Where a sentence opens, only a common noun in a capital tells it: "Five Lakes champion Tarn".
    """
    word, before = sentence.words[number.first], sentence.word(number.first - 1)
    if not word.istitle() or not is_running_text(sentence, number.first):
        return False
    if before[:1].isalpha():
        return True
    after = sentence.word(number.end)
    named = after.istitle() and after.lower() not in words("function")
    low = after.lower()
    return named and is_plural(after) and (is_known_noun(low) or is_known_noun(singular(low)))


def is_running_text(sentence: Sentence, at: int) -> bool:
    """Tell whether words near a token are small, as they are not in headlines."""
    near = sentence.words[max(0, at - _NEAR) : at + _NEAR]
    return any(word.islower() and len(word) > _SHORT for word in near)


def _is_of_law(sentence: Sentence, number: Number) -> bool:
    """Tell whether it names a title of a code of laws: "18 U.S.C. 1343"."""
    return sentence.low(number.end) in words("codes of law")


def _is_model(sentence: Sentence, number: Number) -> bool:
    """Tell whether it names a kind of aircraft by itself: "its last 757", "any 707s"."""
    if sentence.words[number.first] not in labels("model") or not number.plain:
        return False
    after = sentence.low(number.end)
    if after == "s" and sentence.glued(number.end):
        return True
    if sentence.low(number.first - 1) in words("definite"):
        return not is_plural(sentence.word(number.end))  # "the 707 landed"
    return not after[:1].isalnum() or after in words("function")


def follows_name(sentence: Sentence, number: Number) -> bool:
    """Tell whether bare digits stand right behind a capitalised word: "Siberia 2", "Planet 9"."""
    at = number.first - 1
    word = sentence.word(at)
    if not number.plain or word.islower() or not word[:1].isalpha() or number.kind != "cardinal":
        return False
    if sentence.glued(number.first) or "," in sentence.words[number.first]:
        return False
    lower = sentence.low(at)
    if lower in words("function") or lower in modifiers("before") or lower in calendar("day"):
        return False
    if at > 0 and can_be_verb(lower) and not is_running_text(sentence, at):
        return False  # "Norvik Air to Cut 400 Jobs"
    if at == 0 and lower in words("part of a day"):
        return True
    if at == 0 and lower in words("told by a number"):
        return False
    if at > 0 or word.isupper() or sentence.word(number.end)[:1].isupper():
        return True
    return not lower.endswith(_no_name_endings()) and not is_plural(sentence.word(number.end))


@cache
def _no_name_endings() -> tuple[str, ...]:
    """Name the endings of what opens a sentence and is no name: adverbs, participles, plurals."""
    return tuple(sorted(words("no name ending")))


def precedes_name(sentence: Sentence, number: Number) -> bool:
    """Tell whether bare digits stand before a capitalised word: "747 Jumbo"."""
    after = sentence.word(number.end)
    digits = sentence.words[number.first]
    if not (number.plain and digits.isdecimal() and len(digits) <= _LONGEST_NAME):
        return False
    if not after[:1].isupper() or after.isupper() or sentence.glued(number.end):
        return False
    if after.lower() in words("befalls people") and not is_running_text(sentence, number.first):
        return False  # "20 Hurt in Coach Crash"
    return after.lower() not in words("function")


def numbers_a_thing(sentence: Sentence, number: Number, tags: list[str]) -> bool:
    """Tell whether bare digits say which one of its kind: "at berth 3", "won matches 3 and 4".

    Such a noun has no article, opens no sentence and measures nothing ("temperature 30"), and what
    is done by or to those behind it is done by or to one ("at dawn 14 were freed").
    """
    if not (number.plain and number.digits) or _is_said_of_several(sentence, number.end, tags):
        return False
    more, at = words("more numbers"), number.first - 1
    nearest = max(0, at - _LONGEST_ENUMERATION)
    while at > nearest and (sentence.words[at].isdecimal() or sentence.lower[at] in more):
        at -= 1
    if at < 0 or tags[at] != "N" or not sentence.words[at].islower():
        return False
    if not sentence.words[at + 1].isdecimal() or sentence.lower[at] in words("told by a number"):
        return False
    listed = at < number.first - 1 or sentence.low(number.end) in more
    if is_plural(sentence.words[at]) and not listed:
        return False
    while at >= 0 and tags[at] in "NPJAG":
        at -= 1
    return at >= 0 and tags[at] not in "DSE"


def _is_said_of_several(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether several do or are something: what follows is no verb of one."""
    if at >= len(sentence) or tags[at] not in "VAMJG":
        return False
    return sentence.lower[at] not in words("verb of one")


def _has_unit(sentence: Sentence, at: int) -> bool:
    known = table()
    return sentence.word(at) in known.symbols or sentence.low(at) in known.names


def _is_listed(sentence: Sentence, number: Number) -> bool:
    """Tell whether it numbers a list or stands alone in brackets: "1. ", "2) ", "(4)"."""
    if not number.plain or number.value.denominator != 1 or number.value > _LONGEST_LIST:
        return False
    before, after = sentence.word(number.first - 1), sentence.word(number.end)
    if before in words("opening") and after in words("closing"):
        return True
    if after == ")" and sentence.glued(number.end):
        return "(" not in sentence.words[max(0, number.first - _LONGEST_BRACKET) : number.first]
    if number.first > 0:
        return False
    return after in words("closing") or after == "."


def _is_slashed(sentence: Sentence, number: Number) -> bool:
    """Tell whether a slash ties it to more digits without a fraction: 24/7, 9/11."""
    slash = number.end
    if sentence.word(slash) != "/" or not sentence.glued(slash) or not sentence.glued(slash + 1):
        return False
    return sentence.word(slash + 1)[:1].isdecimal()


def _is_match_clock(sentence: Sentence, number: Number) -> bool:
    """Tell whether it is added time of a match: 45+2."""
    for plus, other in ((number.end, number.end + 1), (number.first - 1, number.first - 2)):
        last = max(plus, other, number.first)
        tied = sentence.glued(last) and sentence.glued(last - 1)
        if sentence.word(plus) == "+" and sentence.word(other).isdecimal() and tied:
            return number.plain
    return False


def _is_code(sentence: Sentence, number: Number) -> bool:
    """Tell whether the digits are a code: 007, id="75", or bound to what follows (3D, 4x4)."""
    word = sentence.words[number.first]
    if len(word) > 1 and word[0] == "0" and word.isdecimal():
        return True
    if sentence.word(number.first - 2) == "=" and sentence.glued(number.first):
        return True
    after = sentence.word(number.end)
    if not number.digits or not sentence.glued(number.end) or not after[:1].isalpha():
        return False
    if after in suffixes() and money_before(sentence, number.first)[0] is not None:
        return False
    if after in words("multiple signs"):
        return sentence.glued(number.end + 1) and sentence.word(number.end + 1)[:1].isalnum()
    return not _has_unit(sentence, number.end) and not _begins_unit(sentence, number.end)


def _begins_unit(sentence: Sentence, at: int) -> bool:
    """Tell whether a unit written right behind digits starts at a token: 60GB, 2.14degF, 32m2."""
    return sentence.low(at) in table().folded or sentence.low(at) in words("glued unit part")
