"""Who a speaker's mention means: the full name that the article gives, or nobody.

Wrong is worse than nothing: unnamed sources ("officials", "both leaders") and doubtful pronouns
resolve to None.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from ..document import Document
from ..lexicons import lines_of, words_of
from ..plurals import is_plural, singular
from .bearers import Bearer
from .bodies import FULL
from .kinds import is_body, is_document, is_place
from .mentions import Mention
from .name_words import is_common, is_no_persons
from .names import NEAR, Names
from .several import Several
from .standing import Standing

Tokens = tuple[int, int]

_FAR = 6  # sentences back that a pronoun can reach
_TOLD_OF = 0.8  # by which somebody named in what was said is less likely to go on
_SINCE = 0.8  # by which who spoke last is less likely meant where somebody has acted since
_ASKED = 2.0  # by which who is asked is likelier to answer
_OBJECT = 0.7  # by which a name behind a preposition is less likely meant
_NEAR_BODY = 2  # sentences back that "it" can reach to the last speaker
_FAR_BODY = 12  # sentences back that "the company" can reach
_GENITIVES = frozenset(("'s", "’s", "'", "’"))
_REMEMBERED = 5  # contents whose names are those of others than who speaks
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
        self._several = Several(document, names)
        self._standing = Standing(document)
        self._sentences = [first for first, _ in document.sentences]
        self._last: _Spoke | None = None
        self._owners: dict[str, Bearer] = {}  # of documents, by their noun
        self._said: list[Tokens] = []  # contents of the last quotes

    def resolve(self, speaker: Tokens, content: Tokens) -> Bearer | None:
        """Give who a speaker is; quotes must come in the order of the text."""
        bearer = self._bearer(speaker, content)
        self._said = [*self._said[-_REMEMBERED:], content]
        if bearer is not None:
            self._last = _Spoke(bearer, self._sentence(max(speaker[1], content[1])))
        return bearer

    def _bearer(self, speaker: Tokens, content: Tokens) -> Bearer | None:
        words = self._document.words
        first, last = self.head(speaker)
        if first == last or speaker[0] == speaker[1]:
            kind = _pronouns().get(words[first].lower())
            acronym = len(words[first]) > 1 and words[first].isupper()
            if kind is not None and not acronym:
                return self._pronoun(kind, first, content)
        named = [n for n in self._names.at(first, last) if self._names.mentions[n].last == last]
        if len(self._names.at(first, last)) > 1 and self.joins_several(first, last):
            return self._held_by(speaker)
        bearer = self._names.bearer_of[named[-1]] if named else None
        if bearer is None or not bearer.person:
            ending = self._ending(speaker)
            if ending is not None:
                return ending
        if named:
            return bearer
        return self._apposed(first, last, speaker[1]) or self._described(
            first, last, speaker[1], content
        )

    def _described(self, first: int, last: int, end: int, content: Tokens) -> Bearer | None:
        """Whom a mention without a name means: "her statement", "the minister", "the company"."""
        words = self._document.words
        noun = words[last].lower()
        if is_document(noun):
            return self._owner(noun, first, last, end, content)
        if words[first].lower() != "the":
            return None
        if "old" in words[first : last + 1]:  # "the 71-year-old grocer"
            return self._role(words[last].lower(), first) or self._person("-", first, content)
        return self._called(words[last].lower(), first)

    def _called(self, noun: str, token: int) -> Bearer | None:
        """Whom "the minister" or "the company" means."""
        if noun in words_of("bodies"):
            return self._body(noun, token)
        if noun in words_of("epithets"):
            return self._role(noun, token) or self._alone(token)
        return self._role(noun, token) or self._so_named(noun, token)

    def _alone(self, token: int) -> Bearer | None:
        """The one person whom a text has named before a token, if it is one."""
        people = {
            id(bearer): bearer
            for bearer in map(self._names.bearer_of.__getitem__, self._names.before(token))
            if bearer is not None and bearer.person
        }
        return next(iter(people.values())) if len(people) == 1 else None

    def _so_named(self, noun: str, token: int) -> Bearer | None:
        """The body that has a noun in its name: "the Brotherhood of Fliers … the brotherhood"."""
        for number in self._names.before(token):
            bearer = self._names.bearer_of[number]
            if bearer is not None and not bearer.person and noun in bearer.folded:
                several = len(bearer.folded) > 1 and noun not in words_of("places")
                return bearer if several and not is_place(str(bearer)) else None
        return None

    def joins_several(self, first: int, last: int) -> bool:
        """Whether a mention names more than one: "Lena Brandt and the port"."""
        return self._several.joined(first, last)

    def _owner(self, noun: str, first: int, last: int, end: int, content: Tokens) -> Bearer | None:
        """Whose a document is: "her statement", "a report by the ministry"."""
        words, names = self._document.words, self._names
        noun = noun.removesuffix("s")
        pronoun = words[first].lower()
        kind = _pronouns().get(pronoun) if pronoun in words_of("possessives") else None
        if kind is not None:
            owner = self._pronoun(kind, first, content)
        elif last - first > 1 and words[last - 1] in _GENITIVES and words[last - 2].islower():
            owner = self._called(words[last - 2].lower(), first)
        else:
            before = [n for n in names.at(first, last - 1) if names.mentions[n].last < last]
            after = names.at(last + 1, end) if words[last + 1 : last + 2] else []
            told = before[-1:] or after[:1]
            owner = names.bearer_of[told[0]] if told else self._owners.get(noun)
        if owner is not None:
            self._owners[noun] = owner
        return owner

    def _body(self, noun: str, token: int) -> Bearer | None:
        """The body that a noun goes back to: named with it, or the one named last as a subject."""
        last = None
        here = self._sentence(token)
        for number in self._names.before(token):
            mention, bearer = self._names.mentions[number], self._names.bearer_of[number]
            if here - self._sentence(mention.first) > _FAR_BODY:
                break
            if bearer is None or bearer.person:
                continue
            if noun in bearer.folded:
                return bearer
            named = is_body(str(bearer)) or not is_common(bearer.name)
            if last is None and named and (mention.opens or is_body(str(bearer))):
                last = bearer
        return last if noun in words_of("firms") and last and not is_place(str(last)) else None

    def _ending(self, speaker: Tokens) -> Bearer | None:
        """Find the person whose name ends a mention: "secretary of trade Gerta Raine"."""
        words = self._document.words
        first, last = speaker
        while last > first and not words[last][0].isalnum():
            last -= 1
        for number in self._names.at_token(last):
            mention, bearer = self._names.mentions[number], self._names.bearer_of[number]
            before = words[mention.titled - 1].lower() if mention.titled > first else ""
            told = (
                mention.titled <= first  # "House of Commons Speaker Ann Lee"
                or before == ","
                or (before[:1].isalpha() and before not in words_of("function_words"))
            )
            if told and bearer is not None and bearer.person:
                return bearer
        return None

    def _held_by(self, speaker: Tokens) -> Bearer | None:
        """Whose name stands behind the comma or the title that ends a mention with "and" in it.

        "the Institute of Soil and Water's director, Ann Lee"
        """
        for number in self._names.at_token(speaker[1]):
            mention = self._names.mentions[number]
            held = mention.titled < mention.first or self._document.words[mention.titled - 1] == ","
            single = "and" not in self._document.words[mention.titled - 2 : mention.titled]
            return self._ending(speaker) if held and single else None
        return None

    def _apposed(self, start: int, head: int, end: int) -> Bearer | None:
        """Find the person in "the minister, Ann Lee," and "a lawyer for the paper, Ann Lee,"."""
        words = self._document.words
        if words[head][0].isupper() and self._names.at_token(head):
            return None
        held = words[head].lower() in words_of("roles")
        runs = words[head].lower() in words_of("firms")
        for comma in range(head + 1, end):
            if words[comma] != ",":
                continue
            for number in self._names.at(comma + 1, end):
                mention, bearer = self._names.mentions[number], self._names.bearer_of[number]
                told = bearer is not None and (
                    bearer.person or runs or (held and not is_body(str(bearer)))
                )
                if mention.titled == comma + 1 and told:
                    return bearer
        return None

    def head(self, speaker: Tokens) -> Tokens:
        """Give the mention without what follows its head: ", the mayor of Rome", "of the party"."""
        words = self._document.words
        first, last = speaker
        while first < last and not words[first][0].isalnum():
            first += 1
        ends = words_of("head_ends")
        mentions = self._names.at(first, last)
        for token in range(first + 1, last + 1):
            acronym = words[token].isupper() and len(words[token]) > 1
            ending = words[token].lower() in ends or self._is_beside(token)
            if ending and words[token - 1] != "-" and not acronym:
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

    def _is_beside(self, token: int) -> bool:
        """Whether "to" tells whom somebody serves: "an aide | to Ines Calder"."""
        lower = self._document.lower
        return lower[token] == "to" and singular(lower[token - 1]) in words_of("roles")

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
        return self._several_or_body(token) if kind == "p" else None

    def _several_or_body(self, token: int) -> Bearer | None:
        """Give the body that "it" or "they" means: the last speaker or the last subject."""
        here = self._sentence(token)
        last = self._last
        if last is not None and not last.bearer.person and here - last.sentence <= _NEAR_BODY:
            return last.bearer
        for number in self._names.before(token):
            mention, bearer = self._names.mentions[number], self._names.bearer_of[number]
            if here - self._sentence(mention.first) > 1:
                break
            if bearer is not None and mention.opens:
                return bearer if is_body(str(bearer)) and not bearer.person else None
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
            if mention.last >= token - 2:
                return bearer
            if not self._names_somebody_else(mention.last + 1, token) and (
                bearer is not None and bearer.person
            ):
                return bearer
        return None

    def _names_somebody_else(self, first: int, token: int) -> bool:
        """Whether a relative goes back to people without a name: "Obama rebuked critics | who"."""
        return first < token and is_plural(self._document.lower[token - 1])

    def _person(self, sex: str, token: int, content: Tokens) -> Bearer | None:
        """Whom "he" or "she" means: whoever is named nearest and most like a subject."""
        names = self._names
        here = self._sentence(token)
        best, best_score = None, _LEAST
        acted = here  # the nearest sentence before that somebody is the subject of
        scores: dict[int, float] = {}
        for number in names.before(token, self._reach):
            mention = names.mentions[number]
            distance = here - self._sentence(mention.first)
            if distance > _FAR:
                break
            bearer = names.bearer_of[number]
            if bearer is None or not bearer.person or not _agree(sex, bearer.sex):
                continue
            subject = self._standing.is_subject(mention)
            score = self._likeness(mention, content, subject=subject) - 0.9 * distance
            score -= 0.8 * (bearer.sex == "-")
            score += _ASKED * (distance <= 1 and self._standing.is_asked(mention))
            if id(bearer) not in scores:
                score += 0.15 * min(len(bearer.mentions), 6)
            scores[id(bearer)] = max(scores.get(id(bearer), -9.0), score)
            if scores[id(bearer)] > best_score:
                best, best_score = bearer, scores[id(bearer)]
                acted = here - distance if subject else acted
        last = self._last
        if last is not None and last.bearer.person and _agree(sex, last.bearer.sex):
            near = here - last.sentence
            unsure = 0.8 * (last.bearer.sex == "-") + _SINCE * (last.sentence < acted < here)
            if near <= _FAR and 1.2 - 0.5 * near - unsure > best_score:
                return last.bearer
        return best or self._called_so_first(sex, token)

    def _likeness(self, mention: Mention, content: Tokens, *, subject: bool) -> float:
        """How much a mention is like one that a pronoun takes up, by its place alone."""
        score = 1.0 * subject - 0.5 * mention.owns
        if self._standing.is_object(mention):
            score -= _OBJECT
        if content[0] <= mention.first <= content[1]:
            return score - 2.5
        return score - _TOLD_OF * self._is_told_of(mention.first)

    def _is_told_of(self, token: int) -> bool:
        """Whether a name stands in what was said: "The king is ill, said Ola Renn. He …"."""
        return any(first <= token <= last for first, last in self._said)

    def _called_so_first(self, sex: str, token: int) -> Bearer | None:
        """Who alone may be a person near a pronoun that else would mean nobody.

        Of names that no title and no first name tells of, one of two or three words that opens a
        sentence and is no body's, thing's or place's.
        """
        here = self._sentence(token)
        for number in self._names.before(token, self._reach):
            mention, bearer = self._names.mentions[number], self._names.bearer_of[number]
            if here - self._sentence(mention.first) > _NEAR_BODY:
                return None
            fits = bearer is not None and _agree(sex, bearer.sex)
            if bearer is not None and fits and mention.opens and _could_be_person(bearer):
                bearer.person = True
                return bearer
        return None

    def _role(self, noun: str, token: int) -> Bearer | None:
        """Give the one that the article gives this role: the nearest before."""
        if noun not in words_of("roles"):
            return None
        return self._names.with_role(noun, token)


def _could_be_person(bearer: Bearer) -> bool:
    """Whether a name that nothing tells of has the form of a person's full name."""
    name = str(bearer)
    full = len(bearer.name) in FULL and all(word.isalpha() for word in bearer.name)
    full = full and not is_no_persons(bearer.name)
    return full and not name.isupper() and not is_common(bearer.name) and not is_body(name)


def _agree(one: str, other: str) -> bool:
    """Whether two sexes can be the same person's; - is either."""
    return one == other or "-" in (one, other)


@cache
def _pronouns() -> dict[str, str]:
    pairs = (line.partition(" ")[::2] for line in lines_of("pronouns"))
    return dict(pairs)
