"""What is a quote among all that is attributed: somebody's words, told by a verb or by marks."""

from ..document import Document
from ..model import QuoteKind
from . import cues
from .marks import Marks, Role

Tokens = tuple[int, int]  # first and last token, both inside

_LEAST_MARKED = 0.2  # share of words in marks that makes a quote without a verb of speech
_LEAST_MARKED_BARE = 0.6  # the same without any cue
_LITTLE = 3  # letters of the words that titles may write small
_FEWEST_WORDS = 2  # in marks, without any cue


def is_speech(document: Document, marks: Marks, content: Tokens, cue: Tokens | None) -> bool:
    """Whether somebody's words are given: by a verb of speech, or by enough of them in marks.

    A few words in marks among words of thought or action are scare quotes; a name in marks after
    "called" or "dubbed" is a nickname.
    """
    if not any(word[0].isalnum() for word in document.words[content[0] : content[1] + 1]):
        return False
    words = [] if cue is None else document.words[cue[0] : cue[1] + 1]
    forms = [cues.normal(word) for word in words]
    if not cues.speech_verbs().isdisjoint(forms):
        return True
    inside, outside = count_words(document, marks, content)
    if cue is None:
        return inside >= _FEWEST_WORDS and inside >= _LEAST_MARKED_BARE * (inside + outside)
    if inside == 0 or inside < _LEAST_MARKED * (inside + outside):
        return False
    return cues.naming_verbs().isdisjoint(forms) or not _is_name(document, marks, content)


def count_words(document: Document, marks: Marks, content: Tokens) -> tuple[int, int]:
    """Count the words in quote marks and those outside them."""
    first, end = content[0], content[1] + 1
    words = document.words[first:end]
    roles = marks.roles[first:end]
    if not any(roles):
        return 0, sum(word[0].isalnum() for word in words)
    inside = [role for word, role in zip(words, roles, strict=True) if word[0].isalnum()]
    outside = inside.count(Role.OUTSIDE)
    return len(inside) - outside, outside


def kind(counts: list[tuple[int, int]]) -> QuoteKind:
    """Say direct where every word stands in marks, mixed where some do, else indirect."""
    inside, outside = (sum(column) for column in zip(*counts, strict=True))
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _is_name(document: Document, marks: Marks, content: Tokens) -> bool:
    """Whether what stands in marks is written like a name: the last word with a capital."""
    marked = [
        document.words[token]
        for token in range(content[0], content[1] + 1)
        if marks.roles[token] == Role.INSIDE and document.words[token][0].isalpha()
    ]
    return bool(marked) and marked[-1][0].isupper() and marked[-1] != "I"


def is_title(document: Document, content: Tokens) -> bool:
    """Whether words are written as a title or a name: each long one with a capital."""
    words = [word for word in document.words[content[0] : content[1] + 1] if word[0].isalpha()]
    longer = [word for word in words if len(word) > _LITTLE]
    return bool(longer) and all(word[0].isupper() for word in longer)
