"""Who or what an entity is: its full name, by the names of the article."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ...document import Document
from ...lexicons import lines_of, words_of
from ...model import Kind, Quote
from ...people.bearers import Bearer
from ...people.kinds import kind_of
from ...people.names import Names
from ...people.resolution import Resolver
from ...plurals import is_plural
from ..counted.tagging import listed_as
from ..tables import calendar, words
from .asides import bracket_of_sign, is_quarter

_NEAR = 2  # sentences back that "it" reaches
_REACH = 40  # mentions back that "she" does


@dataclass(frozen=True, slots=True)
class Entity:
    """What a figure is said of; `named` where it has a name and is no plain noun.

    `pronoun` says that the text has a pronoun for it, `described` that what has the name is but a
    description.
    """

    name: str
    kind: Kind
    named: bool
    pronoun: bool = False
    described: bool = False


class Entities:
    """The entities of one document, asked for in the order of its figures."""

    def __init__(self, document: Document, names: Names, quotes: Sequence[Quote]) -> None:
        self._document = document
        self._names = names
        self._resolver = Resolver(document, names, _REACH)
        self._opening = [first for first, _ in document.sentences]
        spoken = [(part, quote) for quote in quotes for part in quote.parts]
        spoken.sort(key=lambda one: one[0].start)
        self._spoken = spoken
        self._spoken_from = [part.start for part, _ in spoken]
        self._places = {
            document.text[document.starts[mention.first] : document.ends[mention.last]]
            for mention in names.mentions
            if _is_located(document.lower, mention.first)
        }
        self._called = _called(document, names)
        self._capitals = {word for m in names.mentions if not m.opens for word in m.words}
        self._last: tuple[Entity, int] | None = None  # a thing, and its sentence

    def at(self, first: int, last: int) -> Entity | None:
        """The entity that the tokens `first` to `last` mean; None where nobody can tell."""
        if self._document.lower[first] in words_of("subject_pronouns"):
            last = first  # "it crashed in a desert area"
        first, last = self._trimmed(*self._names.whole(first, last))
        bracket = bracket_of_sign(self._document, first, last)
        if bracket is not None:
            first, last = self._names.whole(bracket - 1, bracket - 1)
        if (
            first > last
            or not self._may_have_figures(first, last)
            or is_quarter(self._document, first, last)
        ):
            return None
        stands_for = _pronouns().get(self._document.lower[first]) if first == last else None
        if stands_for is not None and self._document.words[first] not in _NAMES_LIKE_PRONOUNS:
            meant = self._meant(stands_for, first)
            return replace(meant, pronoun=True) if meant is not None else None
        if first == last and self._document.lower[first] in words("everywhere"):
            return Entity("world", "place", False)
        found = self._described(first, last)
        if found is None:
            return None
        if found.kind != "person":
            self._last = found, self._sentence(first)
        return found

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """Leave out an article or a day before an entity, and brackets and endings behind it."""
        lower = self._document.lower
        if "(" in lower[first + 1 : last]:
            last = lower.index("(", first + 1) - 1
        while last > first and (
            lower[last] in words("possessive ending")
            or not lower[last][0].isalnum()
            or self._document.words[last] in words("function")  # "Norvik had"
        ):
            last -= 1
        while first < last and (
            lower[first] in words_of("entity_determiners")
            or not lower[first][0].isalnum()
            or self._document.words[first] == "s"  # of "the 1990s"
            or self._turns(first)
            or (lower[first] in calendar("day") and lower[first + 1] in words("possessive ending"))
        ):
            first += 1
        return first, last

    def _turns(self, token: int) -> bool:
        """Whether a word opens a clause and no name: "Whereas | Ola Renn", not "AT&T"."""
        shouted = self._document.words[token].isupper()
        return self._document.lower[token] in words_of("turns") and not shouted

    def _may_have_figures(self, first: int, last: int) -> bool:
        """Whether some tokens are a name, a pronoun or end in a noun: not "worldwide"."""
        word = self._document.words[last]
        if first == last and word.lower() in words("function") and word.lower() not in _pronouns():
            return bool(self._names.at_token(first))
        if not word.islower() or word in _pronouns() or self._is_named(first, last):
            return True
        bare = first == last and self._document.lower[first - 1] not in _ARTICLES
        return listed_as(word) not in (_NO_NOUNS_ALONE if bare else _NO_NOUNS)

    def _meant(self, stands_for: str, token: int) -> Entity | None:
        if stands_for == "person":
            bearer = self._resolver.resolve((token, token), (token, token))
            return Entity(str(bearer), "person", True) if bearer is not None else None
        if stands_for == "speaker":
            return self._speaker(token)
        return self._thing(token) if stands_for == "thing" else None

    def _speaker(self, token: int) -> Entity | None:
        """Whose words a token is among."""
        quote = self._quote(token)
        if quote is None or not quote.speaker_name:
            return None
        person = quote.speaker_kind == "person"
        return Entity(quote.speaker_name, kind_of(quote.speaker_name, person=person), True)

    def _quote(self, token: int) -> Quote | None:
        """The quote that a token stands in."""
        start = self._document.starts[token]
        at = bisect_right(self._spoken_from, start) - 1
        if at < 0 or start >= self._spoken[at][0].end:
            return None
        return self._spoken[at][1]

    def _thing(self, token: int) -> Entity | None:
        """What "it" means: who says so of itself, or the last thing that was measured."""
        quote = self._quote(token)
        if quote is not None and quote.kind == "indirect" and quote.speaker_kind == "organisation":
            return self._speaker(token)
        here = self._sentence(token)
        if self._last is not None and here - self._last[1] <= _NEAR:
            return self._last[0]
        return None

    def _described(self, first: int, last: int) -> Entity | None:
        document, names = self._document, self._names
        surface = document.text[document.starts[first] : document.ends[last]]
        numbers = [n for n in names.at(first, last) if names.mentions[n].last == last]
        bearer = names.bearer_of[numbers[-1]] if numbers else None
        if numbers and bearer is None and names.mentions[numbers[-1]].titled == first:
            having = self._of_the_lead(document.words[last])  # of a surname that several have
            return Entity(str(having), "person", True) if having is not None else None
        if bearer is not None and not self._is_place(surface):
            mention = names.mentions[numbers[-1]]
            if bearer.person and self._is_whole(mention.titled, first):
                self._resolver.resolve((first, last), (first, last))
                return Entity(str(bearer), "person", True)
            if mention.first <= first and len(bearer.name) > len(mention.words):
                name = str(bearer)
                return Entity(name, kind_of(name, person=False), True)
        person = None if self._is_place(surface) else self._person_within(first, last)
        if person is not None:
            return Entity(str(person), "person", True)
        if (apposed := self._apposed(first, last)) is not None:
            return apposed
        if first == last and (having := self._having(document.lower[first])) is not None:
            return Entity(str(having), "person", True)
        if first == last and (called := self._named(first)) is not None:
            return Entity(called, kind_of(called, person=False), True)
        several = self._resolver.joins_several(first, last)  # no one thing is called so
        named = not several and self._is_named(first, last)
        described = named and self._is_description(first, last)
        return Entity(surface, kind_of(surface, person=False), named, described=described)

    def _person_within(self, first: int, last: int) -> Bearer | None:
        """The person whom words around the name only tell of: "Senator Ola Renn of Norland".

        Behind other words the name ends them: "the rival | Ola Renn", not "critics of Ola Renn".
        """
        names, lower = self._names, self._document.lower
        first, end = self._resolver.head((first, last))
        numbers = names.at(first, end)
        people = [n for n in numbers if (bearer := names.bearer_of[n]) and bearer.person]
        if len(people) != 1 or people[0] != numbers[-1]:
            return None
        mention = names.mentions[people[0]]
        told = end == last or mention.titled <= first
        before = lower[first : mention.titled]
        if mention.last != end or not told or not words("function").isdisjoint(before):
            return None
        return names.bearer_of[people[0]]

    def _of_the_lead(self, surname: str) -> Bearer | None:
        """The person of a surname whom the article's opening names in full, and no other there."""
        having = [one for one in self._names.bearers if one.person and one.name[-1] == surname]
        for first, end in self._document.sentences[:_LEAD]:
            here = [one for one in having if first <= self._names.firsts[one.first] < end]
            if here:
                return here[0] if len(here) == 1 else None
        return None

    def _apposed(self, first: int, last: int) -> Entity | None:
        """The name before an apposition: "Varland, the country with …", "Ilse Karr, a nurse,"."""
        document, names = self._document, self._names
        comma = first - 2
        if comma < 1 or document.words[comma] != "," or document.lower[comma + 1] not in _ARTICLES:
            return None
        if document.lower[last + 1 : last + 2] and document.lower[last + 1] not in words(
            "behind an apposition"
        ):
            return None
        numbers = [n for n in names.at_token(comma - 1) if names.mentions[n].last == comma - 1]
        if numbers and document.lower[names.mentions[numbers[0]].titled - 1] in words("of-like"):
            return None  # "In Varland, the service …"
        bearer = names.bearer_of[numbers[0]] if numbers else None
        if bearer is None:
            return None
        return Entity(str(bearer), kind_of(str(bearer), person=bearer.person), True)

    def _having(self, role: str) -> Bearer | None:
        """The one person of the text who has a role: "the minister"."""
        if role not in words_of("roles"):
            return None
        having = [one for one in self._names.bearers if one.person and role in one.roles]
        return having[0] if len(having) == 1 else None

    def _named(self, token: int) -> str | None:
        """The name of the one thing before that "the bank" is: Bank of Marenne."""
        if not self._is_definite(token):
            return None
        called = self._called.get(self._document.lower[token], ())
        named = {name for first, name in called if first < token}
        return named.pop() if len(named) == 1 else None

    def _is_definite(self, token: int) -> bool:
        """Whether "the" opens the noun phrase that a token ends: "the 1,140-kilometre pipeline"."""
        lower = self._document.lower
        for back in range(token - 1, max(-1, token - _LONGEST_PHRASE), -1):
            word = lower[back]
            if word in _DEFINITE:
                return True
            if word in words_of("entity_determiners") or not _goes_before_a_noun(word):
                return False
        return False

    def _is_whole(self, titled: int, first: int) -> bool:
        """Whether nothing but roles in lower case stands before a name: "minister Olu Renn"."""
        words = self._document.words
        return all(word in words_of("roles") for word in words[first:titled])

    def _is_place(self, surface: str) -> bool:
        """Whether a name is a place's, or stands for one in this text: "lives in Tarnby"."""
        return surface in self._places or surface.lower() in words_of("places")

    def _is_named(self, first: int, last: int) -> bool:
        """Whether some tokens hold a name; a sentence's first word is written large anyway."""
        document = self._document
        opening = document.sentences[self._sentence(first)][0]
        for token in range(first, last + 1):
            word = document.words[token]
            if any(letter.isupper() for letter in word[1:]):
                return True
            if word[0].isupper() and (token > opening or listed_as(word.lower()) in ("", "P")):
                return True
        return document.lower[first : last + 1] == [document.lower[last]] and (
            document.lower[last] in words_of("substances")
        )

    def _is_description(self, first: int, last: int) -> bool:
        """Whether what holds a name is none: "young Norland voters", "the Norland governor".

        Nor is what only opens its sentence, or stands in a headline in capitals.
        """
        document = self._document
        words, lower = document.words[first : last + 1], document.lower[first : last + 1]
        if words == lower:
            return False  # a substance
        if len(words) > 1:
            if all(word.isupper() for word in words if word[0].isalpha()):
                return True
            if listed_as(words[-1]) == "N" and (
                words[0].islower() or is_plural(words[-1]) or words[-2] in _POSSESSIVE
            ):
                return True
            if words[-1] in words_of("roles") or words[-1] in words_of("person_nouns"):
                return True
            if words[1].islower() and self._opens(first) and not self._is_known(first, alone=False):
                first += 1  # "Surety | companies"
        if not _CLAUSAL.isdisjoint(map(listed_as, lower)) or self._runs_into_name(words):
            return True
        return not any(self._names_something(token) for token in range(first, last + 1))

    def _names_something(self, token: int) -> bool:
        """Whether a word is written large, and not since it opens its sentence."""
        word = self._document.words[token]
        if any(letter.isupper() for letter in word[1:]):
            return True
        if not word[0].isupper():
            return False
        return not self._opens(token) or self._is_known(token, alone=True)

    def _opens(self, token: int) -> bool:
        """Whether nothing but marks stands before a word in its sentence, or a mark before it."""
        opening = self._opening[self._sentence(token)]
        before = self._document.words[opening:token]
        return not any(word[0].isalnum() for word in before) or before[-1] in _OPENS_SPEECH

    def _is_known(self, token: int, *, alone: bool) -> bool:
        """Whether a word that opens its sentence is a name: by the tables, or elsewhere.

        One that no table lists is one by itself, if it has not the look of a plural.
        """
        word = self._document.words[token]
        sort = listed_as(word.lower())
        return sort == "P" or (
            not sort and (word in self._capitals or (alone and not is_plural(word)))
        )

    @staticmethod
    def _runs_into_name(words: list[str]) -> bool:
        """Whether a noun in small letters stands right before a name: "emails | Ines Calder"."""
        return any(
            one.islower() and two[0].isupper() and listed_as(one) == "N" and is_plural(one)
            for one, two in pairwise(words)
        )

    def _sentence(self, token: int) -> int:
        return bisect_right(self._opening, token) - 1


def _is_located(lower: list[str], token: int) -> bool:
    """Whether a name stands where a place's does: "in Tarnby", "the mayor of Tarnby"."""
    before = lower[max(token - 2, 0) : token]
    if before[-1:] == ["of"]:
        return before[0] in words_of("of_places")
    return bool(before) and before[-1] in words_of("locatives")


def _called(document: Document, names: Names) -> dict[str, list[tuple[int, str]]]:
    """The nouns that tell what sort of thing has a name, each with where and the name.

    The noun is the name's own ("Kestria Trade Bank", "Bank of Marenne"), or stands behind it
    ("Northern Arc pipeline").
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for mention, bearer in zip(names.mentions, names.bearer_of, strict=True):
        if bearer is None or bearer.person:
            continue
        behind = mention.last + 1
        if len(bearer.name) > 1:
            head = _head(bearer.name)
            found.setdefault(head.lower(), []).append((mention.first, str(bearer)))
        if behind < len(document.words) and listed_as(document.words[behind]) == "N":
            found.setdefault(document.words[behind], []).append((mention.first, str(bearer)))
    return found


def _head(name: tuple[str, ...]) -> str:
    """The noun of a name: "Bank" of "Bank of Marenne", else its last word."""
    return name[name.index("of") - 1] if "of" in name[1:] else name[-1]


def _goes_before_a_noun(word: str) -> bool:
    return word == "-" or (word[0].isalnum() and listed_as(word) != "V")


_ARTICLES = frozenset(("the", "a", "an"))
_OPENS_SPEECH = frozenset("“\"‘':•—")
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_CLAUSAL = frozenset("YMW")  # pronouns, modals and question words: a clause, no name
_LEAD = 2  # sentences
_DEFINITE = frozenset(("the", "this", "that"))
_NO_NOUNS = frozenset("DIMTWCO")  # parts of speech
_NO_NOUNS_ALONE = _NO_NOUNS | {"A"}
_LONGEST_PHRASE = 6  # tokens of a noun phrase that are looked through for its article
_NAMES_LIKE_PRONOUNS = frozenset({"US", "IT"})


@cache
def _pronouns() -> dict[str, str]:
    pairs = (line.partition(" ")[::2] for line in lines_of("entity_pronouns"))
    return dict(pairs)
