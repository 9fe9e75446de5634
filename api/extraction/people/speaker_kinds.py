"""Who speaks: a person, an organisation, a group, a document, somebody unnamed, or the author."""

from ..document import Document
from ..figures.tables import numerals
from ..lexicons import words_of
from ..model import SpeakerKind
from ..plurals import is_plural
from .bearers import Bearer
from .kinds import is_document
from .resolution import Resolver

Tokens = tuple[int, int]

_FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our"))
_PERSONAL = frozenset(("he", "she", "him", "her", "his", "who", "whom"))
_SINGULAR = frozenset(("a", "an", "one", "another"))
_SEVERAL = frozenset(("both", "two", "three", "four", "several", "many", "most", "some", "all"))


def speaker_kind(
    document: Document, resolver: Resolver, speaker: Tokens, bearer: Bearer | None
) -> SpeakerKind:
    """Tell the kind of a speaker by the mention and by whom it means."""
    first, last = resolver.head(speaker)
    word, noun = document.lower[first], document.lower[last]
    acronym = len(document.words[first]) > 1 and document.words[first].isupper()
    if word in _FIRST_PERSON and first == last and not acronym:
        return "author"
    if is_document(noun) and (first == last or document.words[last].islower()):
        return "document"
    if bearer is not None and not resolver.joins_several(*speaker):
        return "person" if bearer.person else "organisation"
    if first == last and word in _PERSONAL:
        return "person"
    if resolver.joins_several(*speaker):
        return "group"
    return _of_noun(document, first, last)


def _of_noun(document: Document, first: int, last: int) -> SpeakerKind:
    """Tell the kind of a speaker without a name by the head noun."""
    word, noun = document.lower[first], document.lower[last]
    single = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    if noun in words_of("public_bodies") or noun in words_of("bodies"):
        return "organisation"
    if noun in words_of("unnamed_sources") or single in words_of("unnamed_sources"):
        return "unnamed"
    if (
        word in _SEVERAL
        or _is_number(word)
        or _is_number(noun)
        or noun in _GROUPS
        or noun in words_of("groups")
        or is_plural(noun)
    ):
        return "group"
    if word == "the" and noun in words_of("roles"):
        return "person"
    if noun == "it" or (document.words[last][0].isupper() and noun not in words_of("roles")):
        return "organisation"
    return "unnamed"


_GROUPS = frozenset(("they", "them", "their", "those", "others", "everyone", "couple", "family"))


def _is_number(word: str) -> bool:
    """Whether a mention counts its people: "twelve of the jurors"."""
    return word.isdigit() or (word in numerals() and word != "one")
