"""Which names are a person's where no title or role tells: by the pronouns behind them."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from ..document import Document
from ..lexicons import words_of
from .bearers import Bearer
from .bodies import count_of, is_called_a_body
from .mentions import Mention
from .name_words import is_common, is_no_persons, sex_of

_FEW = 3  # words of a name that may be a person's where only a pronoun says so
_SAMPLE = 9  # mentions that are asked for a pronoun behind them
_FOLLOWING = 16  # tokens behind a mention in which it is looked for
_PERSONAL = frozenset(("he", "she", "him", "her", "his", "himself", "herself"))


class Persons:
    """Tells the persons among the names of one document.

    `at_token` gives the numbers of the mentions that hold a token.
    """

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        at_token: Callable[[int], list[int]],
    ) -> None:
        self._document = document
        self._mentions = mentions
        self._at_token = at_token

    def has(self, bearer: Bearer) -> bool:
        """Whether a single name is followed by a person's pronoun: "Saree … He", "Anwar … his"."""
        name = bearer.name[0]
        if count_of(bearer.name) > _FEW or name.isupper():
            return False
        if is_common(bearer.name) or is_no_persons(bearer.name):
            return False
        near = bearer.mentions[:_SAMPLE]
        if len(bearer.name) == 1 and sex_of(name) is not None:
            return not any(self._is_place(number) for number in near)
        if any(self._beside_person(number) for number in near):
            return True
        if any(self._is_thing(number) or self._mentions[number].body for number in near):
            return False
        followed = sum(self._is_followed_by_pronoun(number) for number in near)
        return followed * 3 >= len(near)

    def _is_thing(self, number: int) -> bool:
        """Whether what stands before a name is said of no person: "the Harker", "in Harker"."""
        titled = self._mentions[number].titled
        before = self._document.lower[max(titled - 1, 0)]
        return (
            before in words_of("entity_determiners")
            or before in words_of("locatives")
            or is_called_a_body(self._document, titled)
        )

    def _is_place(self, number: int) -> bool:
        """Whether a name stands where only a place's does: "in Georgia"."""
        titled = self._mentions[number].titled
        return titled > 0 and self._document.lower[titled - 1] in words_of("locatives")

    def _is_followed_by_pronoun(self, number: int) -> bool:
        """Whether "he" or "she" follows a name in its paragraph, and no person's name before.

        Not behind a preposition: "On Chirper, she wrote".
        """
        mention = self._mentions[number]
        if mention.titled and self._document.lower[mention.titled - 1] in words_of(
            "object_openers"
        ):
            return False
        last = mention.last
        end = last + _FOLLOWING
        for after in range(number + 1, min(number + 1 + _FOLLOWING, len(self._mentions))):
            if self._mentions[after].personal:
                end = min(end, self._mentions[after].titled)
                break
        paragraph = bisect_right(self._document.paragraphs, last, key=lambda span: span[0]) - 1
        end = min(end, self._document.paragraphs[paragraph][1])
        speaks = self._document.lower[last + 1 : last + 2]
        if not mention.opens and words_of("saying_forms").isdisjoint(speaks):  # no subject
            sentence = bisect_right(self._document.sentences, last, key=lambda span: span[0]) - 1
            end = min(end, self._document.sentences[sentence][1])
        return not _PERSONAL.isdisjoint(self._document.lower[last + 1 : end])

    def _beside_person(self, number: int) -> bool:
        """Whether "and" joins a name to a person's: "Xi Jinping and Putin"."""
        mention = self._mentions[number]
        if len(mention.words) > 1 or self._document.lower[max(mention.titled - 1, 0)] != "and":
            return False
        before = self._at_token(mention.titled - 2)
        return bool(before) and self._mentions[before[0]].personal
