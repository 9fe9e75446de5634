"""Who bears a name of an article, and whom of several a mention means."""

from dataclasses import dataclass, field

from ..lexicons import words_of
from .mentions import Mention
from .name_words import Words, is_never_person

TOLD_APART = 30  # bearers of one surname or first name; of more, the name alone means nobody


@dataclass(slots=True)
class Bearer:
    """Somebody or something with a name.

    `mentions` are numbers in Names.mentions, `first` is the least of them.
    """

    name: Words
    folded: Words  # the first form met, in lower case
    person: bool
    first: int
    sex: str = "-"
    roles: set[str] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return _joined(self.name)


def meant(known: list[Bearer], mention: Mention, number: int) -> Bearer | None:
    """The one that a mention means of those who bear its name; nobody where it may be two."""
    if len(known) == 1:
        return known[0]
    if len(known) > TOLD_APART:
        return None
    told = _told_by_role([one for one in known if not _is_half(one, mention)] or known, mention)
    return _one_of(told, number) or _one_of(_told_by_sex(told, mention), number)


def _one_of(known: list[Bearer], number: int) -> Bearer | None:
    """The one that a mention means: of several whoever alone has been named so far, else nobody."""
    if len(known) == 1:
        return known[0]
    before = [bearer for bearer in known if bearer.first < number]
    return before[0] if len(before) == 1 else None


def _is_half(bearer: Bearer, mention: Mention) -> bool:
    """Whether a mention is only half of somebody's surname: "Reed" of "Gwen Lacey-Reed"."""
    return len(mention.words) == 1 and "-" in bearer.folded[-2:-1]


def _told_by_role(people: list[Bearer], mention: Mention) -> list[Bearer]:
    """Those of one surname whom a title means: "Chief Crowle" is the chief."""
    if len(people) < 2 or not mention.roles:  # noqa: PLR2004
        return people
    return [one for one in people if mention.roles & one.roles] or people


def _told_by_sex(people: list[Bearer], mention: Mention) -> list[Bearer]:
    """Those of one surname who surely have a title's sex: "Mr. Crowle" is Edwin, not Dana."""
    return [one for one in people if one.sex == mention.sex != "-"]


def may_be_person(bearer: Bearer) -> bool:
    """Whether a name of two or three words could be a person's."""
    few = len(bearer.name) <= 3  # noqa: PLR2004
    body = bearer.name[-1].lower() in words_of("organisation_words")
    return few and not body and not is_never_person(bearer.name)


def is_body_name(words: Words) -> bool:
    """Whether a name ends as those of bodies do."""
    return words[-1] in words_of("organisation_words") or words[-1] in words_of("company_words")


def suffix_of(words: Words) -> str:
    """What tells a son from his father: jr, sr, iii; none where a name has none."""
    last = words[-1].rstrip(".").lower()
    return last if len(words) > 1 and last in words_of("name_suffixes") else ""


def without_suffix(words: Words) -> Words:
    """A name without Jr., Sr. or a number."""
    return words[:-1] if suffix_of(words) else words


def _joined(words: Words) -> str:
    """Join a name's words to one string: hyphens tight, initials with their stop."""
    text = " ".join(word + "." if _takes_stop(word) else word for word in words)
    text = text.replace(" ’s", "’s").replace(" 's", "'s")
    text = text.replace("s ’ ", "s’ ").replace("s ' ", "s' ")
    return text.replace(" - ", "-").replace(" ’ ", "’")


def _takes_stop(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or word in ("Jr", "Sr"))
