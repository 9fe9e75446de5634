"""Results of games and votes, which state no figure: "2-1", "two-nil", "6-174", "by 3 to 1"."""

from ..amounts.amount import Amount
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import changes, words

_LARGEST_SCORE = 30
_MOST_WICKETS = 10
_NEAR_VOTE = 6  # tokens
_NEAR_RESULT = 2  # tokens
_NEAR_CUE = 12  # tokens
_LARGEST_VOTE = 999


def without_scores(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Leave out results and odds: "2-1", "a 9–2 lead", "by 3 to 1", "a 2-to-1 vote"."""
    kept: list[Amount] = []
    at = 0
    while at < len(amounts):
        if at + 1 < len(amounts) and _is_score(sentence, amounts[at], amounts[at + 1]):
            at += 2
            continue
        if not _is_in_standings(sentence, amounts[at]):
            kept.append(amounts[at])
        at += 1
    return kept


def _is_score(sentence: Sentence, home: Amount, away: Amount) -> bool:
    between = [word for word in sentence.lower[home.end : away.first] if word not in HYPHENS]
    if between == ["for"]:
        return _is_of_wickets(sentence, home, away)
    if between[1:] == ["to"] and between[0] in words("tallied in games"):
        return home.value >= away.value and _has_result(sentence, home, away)
    if between == ["to"]:
        return _are_points(sentence, home, away) or _is_told_with_to(sentence, home, away)
    if away.first != home.end + 1 or sentence.words[home.end] not in HYPHENS:
        return False
    return _is_told_with_dash(sentence, home, away)


def _is_told_with_to(sentence: Sentence, home: Amount, away: Amount) -> bool:
    """Tell whether it is "3 to 1", "a vote of 230-to-198", "passed it 61 to 38"."""
    if home.unit is not None or away.unit is not None or home.value < away.value:
        return False
    if sentence.word(home.end) in HYPHENS and sentence.glued(away.first):
        return True
    near = sentence.lower[max(0, home.first - _NEAR_VOTE) : home.first]
    votes = not words("voting").isdisjoint(near)
    alone = sentence.word(home.first - 1) == "(" and sentence.word(away.end) == ")"
    told = votes or alone or away.value == 1 or _is_told_apart(sentence, home, away)
    return home.value > away.value and told


def _is_told_apart(sentence: Sentence, home: Amount, away: Amount) -> bool:
    """Tell whether two falling numbers end a clause: "backed the treaty 112 to 87"."""
    if not (home.number.plain and away.number.plain) or sentence.word(away.end)[:1].isalnum():
        return False
    before = sentence.low(home.first - 1)
    return before.isalpha() and before not in words("function") and before not in changes()


def _is_told_with_dash(sentence: Sentence, home: Amount, away: Amount) -> bool:
    """Tell whether it is "2-1", "two-nil" or "6-174", not "in the range 2–4"."""
    if home.unit is not None or away.unit is not None:
        return False
    if sentence.low(home.first - 1) in words("before a spread"):
        return False
    if not (_may_be_score(home) and _may_be_score(away)):
        return False
    falling = home.value >= away.value
    if not (sentence.glued(home.end) and sentence.glued(away.first)):
        digits = home.number.plain and away.number.plain
        return digits and falling and home.value <= _LARGEST_SCORE
    largest = _LARGEST_VOTE if falling else _LARGEST_SCORE
    if max(home.value, away.value) <= largest:
        return falling or sentence.low(away.end) not in words("people")
    return _is_innings(sentence, home, away)


def _are_points(sentence: Sentence, home: Amount, away: Amount) -> bool:
    """Tell whether it is of a game: "beat Kolm 31 points to 12"."""
    points = home.unit is not None and home.unit.code == "{point}"
    if not points or away.unit is not None or home.value < away.value:
        return False
    return _has_result(sentence, home, away)


def _has_result(sentence: Sentence, home: Amount, away: Amount) -> bool:
    near = sentence.lower[max(0, home.first - _NEAR_VOTE) : away.end + _NEAR_RESULT]
    return not words("game result").isdisjoint(near)


def _may_be_score(amount: Amount) -> bool:
    """Tell whether it is plain digits or a small number word: "two-nil"."""
    number = amount.number
    word = not number.digits and number.kind == "cardinal" and number.scale == 1
    return number.plain or (word and number.value <= _LARGEST_SCORE)


def _is_innings(sentence: Sentence, wickets: Amount, runs: Amount) -> bool:
    """Tell whether "6-174" is of cricket: ten wickets at most, and no noun behind the runs."""
    plain = wickets.number.plain and runs.number.plain
    few = wickets.value <= _MOST_WICKETS < runs.value / (wickets.value or 1)
    after = sentence.low(runs.end)
    return plain and few and (not after[:1].isalpha() or after in words("function"))


def _is_of_wickets(sentence: Sentence, runs: Amount, wickets: Amount) -> bool:
    """Tell whether "212 for 7", or "7 for 212", is of cricket, by the words beside it."""
    if runs.value < wickets.value:
        runs, wickets = wickets, runs
    if not (runs.number.plain and wickets.number.plain) or wickets.value > _MOST_WICKETS:
        return False
    first, last = sorted((runs.first, wickets.end))
    near = sentence.lower[max(0, first - _NEAR_CUE) : last + _NEAR_VOTE]
    return runs.unit is None and not words("cricket cue").isdisjoint(near)


def _is_in_standings(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it stands behind a name and a colon in a list of results: "Bakers: 3"."""
    if amount.unit is not None or not amount.number.plain or amount.value > _LARGEST_SCORE:
        return False
    if sentence.word(amount.first - 1) != ":" or not sentence.word(amount.first - 2).istitle():
        return False
    near = sentence.lower[max(0, amount.first - _NEAR_CUE) : amount.first]
    return not words("score cue").isdisjoint(near)
