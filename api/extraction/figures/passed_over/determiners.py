"""The word one before a noun: a count ("only one ferry") or a mere determiner ("one ferry left").

As an object, beside other numbers and before what happens to people it counts; as a subject and
behind a preposition it says no more than "a".
"""

from ..amounts.amount import Amount
from ..counted.counts import Counted
from ..numbers.number import Number
from ..sentence import Sentence
from ..tables import numerals, words

_FURTHEST_NUMBER = 8  # tokens
_FURTHEST_VERB = 4  # tokens
_VERBS = frozenset("VAG")


def is_pronoun(sentence: Sentence, number: Number) -> bool:
    """Tell whether the word one stands for somebody or something: "one of them", "this one"."""
    before, after = sentence.low(number.first - 1), sentence.low(number.end)
    if after not in words("of") and before in words("done to people"):
        return False
    if (
        before in words("in a list")
        and after in words("one of them from")
        and _follows_number(sentence, number)
    ):
        return False  # "two died in Tarn and one in Elm"
    if after in words("more of them") and sentence.low(number.end + 1)[:1].isalpha():
        return sentence.low(number.end + 1) in words("function")  # "one more case"
    if before in words("one after") or after in words("one before"):
        return True
    return not after[:1].isalpha() or after in words("function")


def _follows_number(sentence: Sentence, number: Number) -> bool:
    """Tell whether a number stands shortly before another in its sentence."""
    near = sentence.lower[max(0, number.first - _FURTHEST_NUMBER) : number.first]
    return any(word[0].isdecimal() or word in numerals() for word in near)


def is_mere_determiner(
    sentence: Sentence, amount: Amount, counted: Counted, before: Amount | None, tags: list[str]
) -> bool:
    """Tell whether "one" before a counted noun counts nothing."""
    ahead, noun = sentence.low(amount.first - 1), sentence.low(counted.end - 1)
    if sentence.low(amount.end) in words("some one of a kind"):
        return True
    if sentence.low(amount.end) in words("one more"):
        return False
    if ahead in words("counts even one") or noun in words("tallied"):
        return False
    if _is_beside_number(sentence, amount, counted, before):
        return False
    if _happens_to_one(sentence, counted.end):
        return False
    if sentence.low(counted.end) in words("another"):
        return True
    if amount.first == 0:
        return True
    if ahead in words("with"):
        return counted.end < len(sentence) and tags[counted.end] in _VERBS
    return tags[amount.first - 1] not in _VERBS


def _is_beside_number(
    sentence: Sentence, amount: Amount, counted: Counted, before: Amount | None
) -> bool:
    """Tell whether it is one item of a list of numbers: "four cats and one dog"."""
    joined = sentence.low(amount.first - 1) in words("and or")
    if joined and before is not None and amount.first - before.end <= _FURTHEST_NUMBER:
        return True
    if sentence.low(counted.end) not in words("and or"):
        return False
    after = sentence.word(counted.end + 1)
    return after[:1].isdecimal() or after in words("small numbers")


def _happens_to_one(sentence: Sentence, at: int) -> bool:
    for place in range(at, min(at + _FURTHEST_VERB, len(sentence))):
        if sentence.lower[place] in words("befalls people"):
            return True
        if sentence.lower[place] not in words("behind a toll"):
            return False
    return False
