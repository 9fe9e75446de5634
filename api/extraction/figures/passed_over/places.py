"""Numbers that say where somebody or something is: streets, telephones, places on the map."""

from ..numbers.number import HYPHENS, Number
from ..sentence import Sentence
from ..tables import labels, words

_FURTHEST_STREET = 5  # tokens
_PHONE_PARTS = 3
_PHONE_DIGITS = 9
_LONGEST_PHONE = 8  # tokens
_LOCAL_PHONES = frozenset({(3, 4), (4, 4)})  # digits of the two groups
_AREA_DIGITS = frozenset({2, 3, 4, 5})
_NEAR = 8  # tokens
_THOUSANDS = 3  # digits of a group that blanks set apart in one number


def is_address(sentence: Sentence, number: Number) -> bool:
    """Tell whether a street follows: "10 Downing Street", "9 E 71st St", "1200 W. Ninth Street"."""
    if not number.digits:
        return False
    if sentence.low(number.end) == "block" and sentence.low(number.end + 1) == "of":
        return sentence.word(number.end + 2)[:1].isupper()  # "the 1400 block of Oak Street"
    if sentence.low(number.end) in labels("street before its name"):
        return any(sentence.word(number.end + far).istitle() for far in (1, 2, 3))
    if not sentence.word(number.end)[:1].isupper():
        return False
    for at in range(number.end, min(number.end + _FURTHEST_STREET, len(sentence))):
        word = sentence.words[at]
        if sentence.lower[at] in labels("address"):
            return True
        if word == "." and sentence.low(at - 1) in words("compass"):
            continue
        if not word[0].isupper() and not word[0].isdecimal():
            return (
                sentence.lower[at] in words("ordinal ending")
                and sentence.word(at + 1)[:1].isupper()
            )
    return False


def is_telephone(sentence: Sentence, number: Number) -> bool:
    """Tell whether groups of digits hang together as a telephone number: +1 212 555 0199."""
    first = last = number.first
    if not sentence.words[first].isdecimal():
        return False
    while number.first - first < _LONGEST_PHONE and _ties_digits(sentence, first):
        first -= 2 if sentence.words[first - 1] in HYPHENS else 1
    while last - number.first < _LONGEST_PHONE:
        place = last + 2 if sentence.word(last + 1) in HYPHENS else last + 1
        if place >= len(sentence) or not _ties_digits(sentence, place):
            break
        last = place
    groups = [word for word in sentence.words[first : last + 1] if word.isdecimal()]
    if _is_local(sentence, first, groups) or _is_area(sentence, number.first):
        return True
    if len(groups) < _PHONE_PARTS or sum(map(len, groups)) < _PHONE_DIGITS:
        return sentence.word(first - 1) == "+" and sum(map(len, groups)) >= _PHONE_DIGITS
    return groups[0][0] == "0" or any(len(group) != _THOUSANDS for group in groups[1:])


def _is_local(sentence: Sentence, first: int, groups: list[str]) -> bool:
    """Tell whether two groups are a number to call: "(555) 231-2233", "call 1234-5678"."""
    if tuple(map(len, groups)) not in _LOCAL_PHONES or sentence.word(first + 1) not in HYPHENS:
        return False
    if sentence.word(first - 1) == ")" and sentence.word(first - 2).isdecimal():
        return True
    near = sentence.lower[max(0, first - _NEAR) : first]
    return not words("telephone cue").isdisjoint(near)


def _is_area(sentence: Sentence, at: int) -> bool:
    """Tell whether it is the code in brackets before such a number."""
    if sentence.word(at - 1) != "(" or sentence.word(at + 1) != ")":
        return False
    groups = sentence.word(at + 2), sentence.word(at + 4)
    tied = sentence.word(at + 3) in HYPHENS and all(group.isdecimal() for group in groups)
    if not tied or len(sentence.words[at]) not in _AREA_DIGITS:
        return False
    return (len(groups[0]), len(groups[1])) in _LOCAL_PHONES


def _ties_digits(sentence: Sentence, at: int) -> bool:
    """Tell whether digits at a token hang on to digits before it by a hyphen or one blank."""
    if at == 0 or not sentence.words[at].isdecimal():
        return False
    before = sentence.words[at - 1]
    if before in HYPHENS:
        glued = sentence.glued(at) and sentence.glued(at - 1)
        return glued and sentence.words[at - 2].isdecimal()
    return before.isdecimal()


def is_coordinate(sentence: Sentence, number: Number) -> bool:
    """Tell whether it is part of a place on the map: 33°47′N, 32° 34' S, 36.2 degrees north."""
    at = number.end
    if _is_in_pair(sentence, at, 1) or _is_in_pair(sentence, at, -1):
        return True
    if sentence.word(number.first - 1) in words("degree signs"):
        tied = sentence.glued(number.first)
        return tied or sentence.word(at) in words("minute signs")
    if sentence.low(at) in words("degrees"):
        return sentence.low(at + 1) in words("compass words")
    if sentence.word(at) not in words("degree signs") or not sentence.glued(at):
        return False
    after = sentence.word(at + 1)
    if after.lower() in words("compass") and after.isupper():
        return True
    minutes = sentence.word(at + 2) in words("minute signs") and sentence.glued(at + 2)
    return after[:1].isdecimal() and (sentence.glued(at + 1) or minutes)


def _is_in_pair(sentence: Sentence, at: int, step: int) -> bool:
    """Tell whether letters of the compass stand behind two numbers: "38.2 N, 20.7 W"."""
    other = at + step * (3 if sentence.word(at + step) == "," or step < 0 else 2)
    first, last = sorted((at, other))
    if not (_is_compass(sentence, first, "NS") and _is_compass(sentence, last, "EW")):
        return False
    return sentence.word(last - 1)[:1].isdecimal()


def _is_compass(sentence: Sentence, at: int, letters: str) -> bool:
    word = sentence.word(at)
    return len(word) == 1 and word in letters
