"""The names of an article: whom and what it names, the forms of one name taken together."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ...folding import fold
from ..document import Document
from ..lexicons import words_of
from .bearers import (
    TOLD_APART,
    Bearer,
    is_body_name,
    may_be_person,
    meant,
    suffix_of,
    without_suffix,
)
from .kinds import is_place
from .mentions import Mention, read_mentions
from .name_words import Words, everyday, is_no_persons, sex_of
from .persons import Persons

NEAR = 200  # mentions that a pronoun can reach back over


class Names:
    """All names of a document, the forms of one name taken together."""

    def __init__(self, document: Document) -> None:
        self.mentions = read_mentions(document)
        self.firsts = [mention.first for mention in self.mentions]
        self.bearers: list[Bearer] = []
        self.bearer_of: list[Bearer | None] = [None] * len(self.mentions)
        self._by_last: dict[str, list[Bearer]] = {}
        self._by_first: dict[str, list[Bearer]] = {}
        self._by_ends: dict[tuple[str, str], list[Bearer]] = {}
        self._by_inner: dict[str, list[Bearer]] = {}
        self._by_tail: dict[Words, list[Bearer]] = {}
        self._by_initials: dict[str, Bearer] = {}
        self._by_form: dict[Words, Bearer] = {}
        self._by_role: dict[str, list[int]] = {}
        self._pairs: set[tuple[str, ...]] = set()
        self._single: set[str] = set()
        self._sexes: dict[str, str] = {}
        self._first_of: dict[Words, int] = {}  # the first mention of each form
        self._kin: set[Words] = set()  # forms that somebody's father or son is called by
        self._alone: dict[str, int] = {}  # the first mention of each name of one word
        self._aliases = _in_brackets(document, self.mentions)
        self._located = _located(document, self.mentions)
        self._gather(document)

    def at(self, first: int, last: int) -> list[int]:
        """Numbers of the mentions among these tokens."""
        low = bisect_left(self.firsts, first)
        high = bisect_left(self.firsts, last + 1)
        return [number for number in range(low, high) if self.mentions[number].last <= last]

    def at_token(self, token: int) -> list[int]:
        """Numbers of the mentions that hold a token: one or none."""
        number = bisect_right(self.firsts, token) - 1
        return [number] if number >= 0 and self.mentions[number].last >= token else []

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """Widen tokens that start or end within a name to the name with its titles."""
        number = bisect_right(self.firsts, first) - 1
        if number >= 0:
            mention = self.mentions[number]
            titled = mention.first == first and mention.personal
            if titled or mention.first < first <= mention.last:
                first = mention.titled
        number = bisect_right(self.firsts, last) - 1
        if number >= 0 and last < self.mentions[number].last:
            last = self.mentions[number].last
        elif number + 1 < len(self.mentions) and self.mentions[number + 1].titled <= last:
            last = self.mentions[number + 1].last
        return first, last

    def before(self, token: int, most: int = NEAR) -> range:
        """Numbers of the mentions that start before a token, nearest first; not of all."""
        nearest = bisect_left(self.firsts, token) - 1
        return range(nearest, max(nearest - most, -1), -1)

    def with_role(self, role: str, token: int) -> Bearer | None:
        """The person named last before a token of those whom the article gives a role."""
        if role not in self._by_role:
            self._by_role[role] = [
                number
                for number, bearer in enumerate(self.bearer_of)
                if bearer is not None and bearer.person and role in bearer.roles
            ]
        numbers = self._by_role[role]
        before = bisect_left(numbers, bisect_left(self.firsts, token))
        return self.bearer_of[numbers[before - 1]] if before else None

    def _gather(self, document: Document) -> None:
        """Long names first, so that a short form finds the long one wherever it stands."""
        order = sorted(range(len(self.mentions)), key=lambda n: self._rank(self.mentions[n]))
        alone = self._survey()
        persons = Persons(document, self.mentions, self.at_token)
        for number in order:
            mention = self.mentions[number]
            known = self._known(mention)
            bearer = self._new(number) if not known else meant(known, mention, number)
            if bearer is None:
                continue
            if len(mention.words) > 1:
                self._by_form.setdefault(mention.folded, bearer)
            bearer.mentions.append(number)
            bearer.first = min(bearer.first, number)
            bearer.roles |= mention.roles
            bearer.person = bearer.person or mention.personal
            if bearer.sex == "-":
                bearer.sex = mention.sex
            self.bearer_of[number] = bearer
        for bearer in self.bearers:
            bearer.mentions.sort()
            bearer.person = bearer.person or persons.has(bearer)
            if bearer.person:
                bearer.name = self._usual_name(bearer, alone)
            elif len(bearer.name) > 1 and all(map(str.isupper, bearer.name)):
                bearer.name = self._as_in_text(bearer)

    def _survey(self) -> Counter[Words]:
        """Note which forms there are, and where each stands first; how often each does."""
        alone = Counter(mention.words for mention in self.mentions)
        self._pairs = {m.folded for m in self.mentions if len(m.words) == 2}  # noqa: PLR2004
        self._single = {words[0] for words in alone if len(words) == 1}
        for number, mention in enumerate(self.mentions):
            if len(mention.words) == 1:
                self._alone.setdefault(mention.folded[0], number)
            self._first_of.setdefault(mention.folded, number)
            if not mention.roles.isdisjoint(words_of("generations")):
                self._kin.add(mention.folded)
            if len(mention.words) == 1 and mention.sex != "-":
                self._sexes.setdefault(mention.folded[0], mention.sex)
        return alone

    def _as_in_text(self, bearer: Bearer) -> Words:
        """A name that a headline has in capitals as the text has it: "Fort Renn"."""
        forms = (self.mentions[number].words for number in bearer.mentions)
        alike = (words for words in forms if _folded(words) == bearer.folded)
        return next((words for words in alike if not all(map(str.isupper, words))), bearer.name)

    def _usual_name(self, bearer: Bearer, times: Mapping[Words, int]) -> Words:
        """A person's usual full form, not the rare one with a middle name; of equals the first.

        But "Jr" stays, since the name without it may be the father's. `times` has how often each
        form stands in the text.
        """
        forms = dict.fromkeys(self.mentions[number].words for number in bearer.mentions)
        tails = {_folded(tail) for one in forms for tail in _surnames(one)}
        return max(
            (words for words in forms if len(words) > 1),
            key=lambda words: (
                len(without_suffix(words)) > 1,
                _folded(words) not in tails,
                bool(suffix_of(words)),
                times[words],
                -len(words),
            ),
            default=bearer.name,
        )

    def _rank(self, mention: Mention) -> int:
        """Longest first, but a name with a headline's next word ("Ann Lee Wins") after the name."""
        words = mention.folded
        return -1 if len(words) > 2 and words[:2] in self._pairs else -len(words)  # noqa: PLR2004

    def _known(self, mention: Mention) -> list[Bearer]:
        """Give whoever among those named already a name can mean: several where it is doubtful."""
        words = mention.folded
        known = self._by_form.get(self._aliases.get(words, words))
        if known is not None:
            return [known]
        core = without_suffix(words)
        if len(words) > 2 and words[:2] in self._pairs and words == core:  # noqa: PLR2004
            shorter = self._by_form.get(words[:2])
            if shorter is not None and shorter.person:
                return [shorter]
        if len(core) > 1:
            return self._of_full_name(words, core, personal=mention.personal)
        return self._of_one_word(mention, words, core)

    def _of_one_word(self, mention: Mention, words: Words, core: Words) -> list[Bearer]:
        """Whom a surname, a first name or an acronym alone can mean."""
        candidates = self._by_last.get(core[-1], [])
        if len(candidates) > TOLD_APART:
            return candidates
        sex = mention.sex
        if sex == "-" and not mention.roles:
            sex = self._sexes.get(core[0], "-")
        if sex != "-":
            candidates = [b for b in candidates if b.sex in ("-", sex)]
        people = [b for b in candidates if b.person or (mention.personal and may_be_person(b))]
        if mention.body:
            people = []
        people = self._of_generation(people, words, core)
        if not people and not mention.body and core[0] not in self._located:
            namesakes = self._by_first.get(core[0], [])
            if len(namesakes) > TOLD_APART:
                return namesakes
            people = [b for b in namesakes if b.person]
        return (
            people
            or self._of_two_surnames(core[0])
            or self._spelt_out(mention.words[0])
            or self._of_storm(core[0])
            or ([] if mention.personal else self._of_body(core[0]))
        )

    def _of_generation(self, people: list[Bearer], words: Words, core: Words) -> list[Bearer]:
        """Father or son by "Jr." and "Sr."; the surname alone is the father's where both stand."""
        if core != words:
            return [b for b in people if suffix_of(b.folded) in ("", suffix_of(words))]
        fathers = {b.folded for b in people}
        return [b for b in people if not self._is_son(b, fathers)]

    def _of_two_surnames(self, word: str) -> list[Bearer]:
        """The one person whose name has a word in its midst: "Vega" of "Lucía Vega Marín"."""
        found = [bearer for bearer in self._by_inner.get(word, [])[:TOLD_APART] if bearer.person]
        return found if len(found) == 1 else []

    def _of_storm(self, word: str) -> list[Bearer]:
        """The storm or ship that a word names: "Ola" of "Hurricane Ola"."""
        found = [
            bearer
            for bearer in self._by_last.get(word, [])[:TOLD_APART]
            if bearer.folded[0].replace(".", "") in words_of("thing_openers")
        ]
        return found[:1]  # "Storm Ola" is "Hurricane Ola"

    def _of_body(self, word: str) -> list[Bearer]:
        """The one body whose name starts with a word: "Dorn" of "Dorn Motor Company"."""
        found = [
            bearer
            for bearer in self._by_first.get(word, [])[:TOLD_APART]
            if not bearer.person
            and is_body_name(bearer.folded)
            and bearer.first < self._alone.get(word, bearer.first)
        ]
        return found if len(found) == 1 and word not in words_of("places") else []

    def _of_full_name(self, words: Words, core: Words, *, personal: bool) -> list[Bearer]:
        """Whom a name of several words can mean; father and son stay two."""
        suffix = suffix_of(words)
        matches = [
            bearer
            for bearer in self._by_ends.get((core[0], core[-1]), [])[:TOLD_APART]
            if bearer.person
            and suffix_of(bearer.folded)
            in (("", suffix) if suffix else ("", self._left_out(bearer)))
        ]
        if matches or (personal and not _may_be_surname(words)) or is_place(" ".join(core)):
            return matches
        matches = self._by_tail.get(core, [])
        return matches if len(matches) == 1 else []

    @staticmethod
    def _is_son(bearer: Bearer, others: set[Words]) -> bool:
        bare = without_suffix(bearer.folded)
        return bare != bearer.folded and bare in others

    def _left_out(self, bearer: Bearer) -> str:
        """The suffix that the name without it leaves out: none where that name came first.

        An article gives a person's fullest name first, so "Orla Venn" before "Orla Venn Jr." is
        somebody else. So is "his father, Orla Venn".
        """
        bare = without_suffix(bearer.folded)
        if bare in self._kin or self._first_of.get(bare, bearer.first) < bearer.first:
            return ""
        return suffix_of(bearer.folded)

    def _spelt_out(self, short: str) -> list[Bearer]:
        """Give whoever has the name that an acronym stands for."""
        letters = short.replace(".", "").lower()
        if not short.isupper() or len(letters) < 2:  # noqa: PLR2004
            return []
        bearer = self._by_initials.get(letters)
        return [bearer] if bearer and (len(letters) > 2 or not bearer.person) else []  # noqa: PLR2004

    def _goes_by_surname(self, words: Words) -> bool:
        """Whether two words are called by the second alone elsewhere, as people are."""
        return (
            len(words) == 2  # noqa: PLR2004
            and words[1] in self._single
            and not everyday(words[0].lower())
            and " ".join(words).lower() not in words_of("places")
            and words[1].lower() not in words_of("organisation_words")
            and not is_no_persons(words)
            and not (words[1].isupper() or is_no_persons(words[1:]))  # "Harlow GDP"
            and not (is_place(words[0]) or is_place(words[1]))
        )

    def _new(self, number: int) -> Bearer:
        mention = self.mentions[number]
        words = mention.words
        person = mention.personal or self._goes_by_surname(words)
        folded = mention.folded
        bearer = Bearer(words, folded, person, number, mention.sex)
        self.bearers.append(bearer)
        self._by_form[folded] = bearer
        initials = "".join(word[0].lower() for word in words if word[0].isupper())
        self._by_initials.setdefault(initials, bearer)
        if len(words) > 1:
            first, last = folded[0], without_suffix(folded)[-1]
            self._by_last.setdefault(last, []).append(bearer)
            self._by_first.setdefault(first, []).append(bearer)
            self._by_ends.setdefault((first, last), []).append(bearer)
            for inner in {word for word in words[1:-1] if len(word) > 1 and word[0].isupper()}:
                self._by_inner.setdefault(fold(inner), []).append(bearer)
            for start in range(len(folded) - 1):
                self._by_tail.setdefault(folded[start:], []).append(bearer)
        return bearer


def _surnames(words: Words) -> Iterator[Words]:
    """The ends of a name that may be all of its surname: "La Roche" of "David F. La Roche"."""
    for start in range(1, len(words) - 1):
        if _may_be_surname(words[start:]):
            yield words[start:]


def _may_be_surname(words: Words) -> bool:
    """Whether words do not open with a first name: "La Roche", "Lacey-Reed", "Vega Marín"."""
    particle = words[0].lower() in words_of("name_particles")
    return particle or sex_of(words[0]) is None or "-" in words


def _in_brackets(document: Document, mentions: list[Mention]) -> dict[Words, Words]:
    """Short forms in brackets behind a name, and the name: "Varnholm Harbour Authority (VHA)"."""
    found: dict[Words, Words] = {}
    words = document.words
    for name, short in pairwise(mentions):
        tight = words[name.last + 1] == "(" and short.first == name.last + 2
        closed = short.last + 1 < len(words) and words[short.last + 1] == ")"
        alike = short.words[0].isupper() and short.folded[0][0] == name.folded[0][0]
        if tight and closed and alike and len(name.words) > 1:
            found.setdefault(short.folded, name.folded)
    return found


def _located(document: Document, mentions: list[Mention]) -> set[str]:
    """The places, of one word, that a text says something is in or from."""
    return {
        mention.folded[0]
        for mention in mentions
        if len(mention.words) == 1
        and mention.first > 0
        and is_place(mention.words[0])
        and (
            document.lower[mention.first - 1] in words_of("locatives")
            or document.lower[mention.first - 1] == "from"
        )
    }


def _folded(words: Words) -> Words:
    return tuple(fold(word) for word in words)
