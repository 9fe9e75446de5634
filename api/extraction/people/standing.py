"""Where a name stands in its sentence: as who acts, who is asked, or behind a preposition."""

from bisect import bisect_right

from ..document import Document
from ..lexicons import words_of
from .mentions import Mention

_ASKING = 4  # tokens from "asked" to the name
_TITLE = 9  # tokens of who somebody is before the name
_GENITIVES = frozenset(("'s", "’s", "'", "’"))


class Standing:
    """Tells it of the mentions of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sentences = [first for first, _ in document.sentences]

    def is_asked(self, mention: Mention) -> bool:
        """Whether somebody is asked, and likely answers next: "asked the minister, | Ann Lee,"."""
        before = self._document.lower[max(mention.titled - _ASKING, 0) : mention.titled]
        return not words_of("asking_forms").isdisjoint(before) and "." not in before

    def is_object(self, mention: Mention) -> bool:
        """Whether a name stands behind a preposition: "speaking to Tom Harker"."""
        before = mention.titled - 1
        return before >= 0 and self._document.lower[before] in words_of("object_openers")

    def is_subject(self, mention: Mention) -> bool:
        """Whether a name opens its sentence, or stands in commas behind who opens it.

        "Norland's envoy, Hamo Teshk, rejected that."
        """
        if mention.opens or self._opens_with_role(mention):
            return True
        words, start = self._document.words, mention.titled
        if words[start - 1] == "," and self._acts(mention.last + 1):
            return True
        if words[start - 1] != "," or words[mention.last + 1 : mention.last + 2] != [","]:
            return False
        sentence = self._document.sentences[self._sentence(start)][0]
        return start - sentence <= _TITLE and "," not in words[sentence : start - 1]

    def _opens_with_role(self, mention: Mention) -> bool:
        """Whether a sentence opens with a name and what its bearer is: "Skelby boss | Ann Lee"."""
        words, lower, start = self._document.words, self._document.lower, mention.titled
        if mention.owns or lower[start - 1] not in words_of("roles") | words_of("relatives"):
            return False
        sentence = self._document.sentences[self._sentence(start)][0]
        return start - sentence <= _TITLE and all(
            words[at][0].isupper()
            or lower[at] in _GENITIVES
            or lower[at] in words_of("noun_openers")
            or lower[at] in words_of("roles")
            or lower[at] in words_of("relatives")
            for at in range(sentence, start)
        )

    def _acts(self, token: int) -> bool:
        """Whether a verb of saying or an auxiliary follows: "…, Ines Calder | soon announced"."""
        lower = self._document.lower
        while token < len(lower) - 1 and lower[token] in words_of("cue_adverbs"):
            token += 1
        return lower[token] in words_of("saying_forms") or lower[token] in words_of("auxiliaries")

    def _sentence(self, token: int) -> int:
        return bisect_right(self._sentences, token) - 1
