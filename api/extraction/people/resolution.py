"""Who a speaker's mention means: the full name that the article gives, or nobody.

Wrong is worse than nothing: unnamed sources ("officials", "both leaders") and doubtful pronouns
resolve to None.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from ..document import Document
from ..lexicons import lines_of, words_of
from .names import NEAR, Bearer, Names

Tokens = tuple[int, int]

_FAR = 6  # sentences back that a pronoun can reach
_LEAST = -3.0  # score below which a pronoun stays unresolved


@dataclass(slots=True)
class _Spoke:
    """Who spoke last, and in which sentence."""

    bearer: Bearer
    sentence: int


class Resolver:
    """Resolves the speakers of one document, in the order of the text."""

    def __init__(self, document: Document, names: Names, reach: int = NEAR) -> None:
        self._document = document
        self._names = names
        self._reach = reach
        self._sentences = [first for first, _ in document.sentences]
        self._last: _Spoke | None = None

    def resolve(self, speaker: Tokens, content: Tokens) -> Bearer | None:
        """Give who a speaker is; quotes must come in the order of the text."""
        bearer = self._bearer(speaker, content)
        if bearer is not None:
            self._last = _Spoke(bearer, self._sentence(max(speaker[1], content[1])))
        return bearer

    def _bearer(self, speaker: Tokens, content: Tokens) -> Bearer | None:
        words = self._document.words
        first, last = self._head(speaker)
        if first == last or speaker[0] == speaker[1]:
            kind = _pronouns().get(words[first].lower())
            if kind is not None and (words[first].lower() != "it" or words[first] != "IT"):
                return self._pronoun(kind, first, content)
        named = [n for n in self._names.at(first, last) if self._names.mentions[n].last == last]
        if len(self._names.at(first, last)) > 1 and "and" in words[first:last]:
            return None  # several
        if named:
            return self._names.bearer_of[named[-1]]
        apposed = self._apposed(first, last, speaker[1])
        if apposed is not None:
            return apposed
        if words[first].lower() != "the":
            return None
        if words[last].lower() == "old" and words[last - 1] == "-":  # "the 71-year-old"
            return self._person("-", first, content)
        return self._role(words[last].lower(), first)

    def _apposed(self, start: int, head: int, end: int) -> Bearer | None:
        """Find the person in "the minister, Ann Lee," and "a lawyer for the paper, Ann Lee,"."""
        words = self._document.words
        if words[start].lower() in words_of("function_words") and words[head][0].islower():
            for comma in range(head + 1, end):
                if words[comma] != ",":
                    continue
                for number in self._names.at(comma + 1, end):
                    mention, bearer = self._names.mentions[number], self._names.bearer_of[number]
                    if mention.titled == comma + 1 and bearer is not None and bearer.person:
                        return bearer
        return None

    def _head(self, speaker: Tokens) -> Tokens:
        """Give the mention without what follows its head: ", the mayor of Rome", "of the party"."""
        words = self._document.words
        first, last = speaker
        while first < last and not words[first][0].isalnum():
            first += 1
        ends = words_of("head_ends")
        mentions = self._names.at(first, last)
        for token in range(first + 1, last + 1):
            if words[token].lower() in ends:
                inside = any(
                    self._names.mentions[n].first < token <= self._names.mentions[n].last
                    for n in mentions
                )
                if not inside:
                    last = token - 1
                    break
        while last > first and not words[last][0].isalnum():
            last -= 1
        return first, last

    def _sentence(self, token: int) -> int:
        return bisect_right(self._sentences, token) - 1

    def _pronoun(self, kind: str, token: int, content: Tokens) -> Bearer | None:
        if kind == "w":
            return self._just_before(token)
        if kind in ("m", "f", "-"):
            bearer = self._person(kind, token, content)
            if bearer is not None and bearer.sex == "-":
                bearer.sex = kind  # whoever was "she" once is no "he" further on
            return bearer
        if kind == "p" and self._last is not None and not self._last.bearer.person:
            near = self._sentence(token) - self._last.sentence
            return self._last.bearer if near <= 2 else None  # noqa: PLR2004
        return None

    def _just_before(self, token: int) -> Bearer | None:
        """Give what a relative pronoun goes back to: the name that ends just before it."""
        names = self._names
        start = self._document.sentences[self._sentence(token)][0]
        for number in names.before(token, self._reach):
            mention = names.mentions[number]
            if mention.first < start:
                return None
            bearer = names.bearer_of[number]
            if bearer is not None and bearer.person:
                return bearer
            if mention.last >= token - 2:
                return bearer
        return None

    def _person(self, sex: str, token: int, content: Tokens) -> Bearer | None:
        names = self._names
        here = self._sentence(token)
        best, best_score = None, _LEAST
        scores: dict[int, float] = {}
        for number in names.before(token, self._reach):
            mention = names.mentions[number]
            distance = here - self._sentence(mention.first)
            if distance > _FAR:
                break
            bearer = names.bearer_of[number]
            if bearer is None or not bearer.person or not _agree(sex, bearer.sex):
                continue
            score = -0.9 * distance
            score += 0.8 * mention.opens - 0.5 * mention.owns - 0.8 * (bearer.sex == "-")
            if content[0] <= mention.first <= content[1]:
                score -= 2.5
            if id(bearer) not in scores:
                score += 0.15 * min(len(bearer.mentions), 6)
            scores[id(bearer)] = max(scores.get(id(bearer), -9.0), score)
            total = scores[id(bearer)]
            if total > best_score:
                best, best_score = bearer, total
        last = self._last
        if last is not None and last.bearer.person and _agree(sex, last.bearer.sex):
            near = here - last.sentence
            unsure = 0.8 * (last.bearer.sex == "-")
            if near <= _FAR and 1.2 - 0.5 * near - unsure > best_score:
                return last.bearer
        return best

    def _role(self, noun: str, token: int) -> Bearer | None:
        """Give the one that the article gives this role: the nearest before."""
        if noun not in words_of("roles"):
            return None
        return self._names.with_role(noun, token)


def _agree(one: str, other: str) -> bool:
    """Whether two sexes can be the same person's; - is either."""
    return one == other or "-" in (one, other)


@cache
def _pronouns() -> dict[str, str]:
    pairs = (line.partition(" ")[::2] for line in lines_of("pronouns"))
    return dict(pairs)
