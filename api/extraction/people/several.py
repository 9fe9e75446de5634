"""Whether a mention names more than one: "Lena Brandt and the port"."""

from ..document import Document
from ..lexicons import words_of
from ..plurals import is_plural
from .names import Names

_TITLE = 9  # tokens of who somebody is before the name


class Several:
    """Tells the mentions of one document that join two or more."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document = document
        self._names = names

    def joined(self, first: int, last: int) -> bool:
        """Whether a mention names more than one: "Lena Brandt and the port"."""
        words = self._document.words
        return any(
            words[at] == "and" and words[at - 1] != "-" and self._joins(at)
            for at in range(first + 1, last)
        )

    def _joins(self, token: int) -> bool:
        """Whether an "and" joins speakers, and not the roles or fields of one."""
        lower, names = self._document.lower, self._names
        if names.at_token(token):
            return False
        before = names.at_token(token - 1)
        if before:
            bearer = names.bearer_of[before[0]]
            person = bearer is not None and bearer.person
            named = bool(names.at_token(token + 1)) and not self._in_title(token)
            return person or (named and not self._holds_role(token + 1))
        single = lower[token - 1]
        return (
            is_plural(single)
            or single in words_of("public_bodies")
            or lower[token + 1] in words_of("noun_openers")
        )

    def _holds_role(self, token: int) -> bool:
        """Whether a name says whose player somebody is: "Skelby and | Norland striker Ann Lee"."""
        after = self._names.at_token(token)[0] + 1
        if self._names.mentions[after - 1].personal or after >= len(self._names.mentions):
            return False
        mention = self._names.mentions[after]
        role = self._document.lower[mention.titled - 1] in words_of("roles")
        return mention.personal and role and mention.titled - token <= _TITLE

    def _in_title(self, token: int) -> bool:
        """Whether "and" stands within one's title: "party leader and Prime Minister Ola Renn"."""
        after = self._names.mentions[self._names.at_token(token + 1)[0]]
        return after.titled <= token + 1 < after.first
