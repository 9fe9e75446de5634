"""Parts of speech, as far as figures need them: a table of words, endings, and the neighbours."""

from collections.abc import Mapping
from functools import cache

from ...lexicons import rows, words_of
from ...plurals import is_plural
from ..sentence import Sentence
from ..tables import words

NOUN, NAME, VERB, PARTICIPLE, GERUND, ADJECTIVE, ADVERB = "N", "P", "V", "A", "G", "J", "R"
MODAL, PREPOSITION, TO, DETERMINER, POSSESSIVE, PRONOUN = "M", "I", "T", "D", "S", "Y"
QUESTION, CONJUNCTION, PARTICLE, ENDING, NUMBER, MARK = "W", "C", "O", "E", "#", "."

_NOMINAL = frozenset("NPJAG#")
_SETTLED = frozenset("AGJRMITDSYWCO")  # alone; nouns, names and verbs are told by neighbours
_OPENS_NOUN = frozenset("DSJE#")
_OPENS_VERB = frozenset("MYTR")


def tag(sentence: Sentence) -> list[str]:
    """Give each token its part of speech: one letter, as listed in tags.tsv; . for a mark."""
    tags: list[str] = []
    before = MARK
    settled, table = _settled(), _table()
    for at, word in enumerate(sentence.words):
        before = settled.get(word) or _choose(
            sentence, at, word, table.get(sentence.lower[at]), before
        )
        tags.append(before)
    return tags


def is_known_noun(word: str) -> bool:
    """Tell whether a word is listed, and as a noun first."""
    return _table().get(word, "").startswith(NOUN)


def can_be_verb(word: str) -> bool:
    """Tell whether a word is listed as a verb among other things."""
    return VERB in _table().get(word, "")


def listed_as(word: str) -> str:
    """Give what a word is first listed as, the empty string where it is not."""
    return _table().get(word, "")[:1]


def _is_surname(word: str, before: str) -> bool:
    """Tell whether a modal in a capital is a name: "Clara May has", "Jonas Will paid"."""
    return before == NAME and word.istitle() and listed_as(word.lower()) == MODAL


def _choose(sentence: Sentence, at: int, word: str, known: str | None, before: str) -> str:
    initial = word[0]
    if not initial.isalpha():
        if sentence.lower[at] in words("possessive ending") and sentence.glued(at):
            return ENDING if before in "NP" else MARK
        return NUMBER if initial.isdecimal() else MARK
    if known is None:
        return _guess(word, before)
    if initial.isupper() and at > 0 and (known[0] in "NVJPAG" or _is_surname(word, before)):
        return NAME
    if initial.islower():
        known = known.replace(NAME, "") or NOUN
    if before in "NP" and _is_verb_in_s(sentence.lower[at]) and _opens_verb(sentence, at + 1):
        return VERB
    if before == NAME and _is_only_verb(sentence, at):
        return VERB
    if before == TO and known[0] == NOUN and _opens_object(sentence, at + 1):
        return VERB
    if len(known) == 1 and not (known == VERB and before in "DSJ"):
        return known
    return _by_neighbour(sentence, at, known, before)


def _opens_object(sentence: Sentence, at: int) -> bool:
    """Tell whether an object starts at a token, so that a verb stands before it."""
    word = sentence.word(at)
    return word[:1].isdecimal() or sentence.low(at) in words("opens an object")


def _opens_verb(sentence: Sentence, at: int) -> bool:
    """Tell whether an object or an infinitive starts at a token."""
    if sentence.low(at) == "to":
        return listed_as(sentence.low(at + 1)) == VERB
    return _opens_object(sentence, at)


def _is_only_verb(sentence: Sentence, at: int) -> bool:
    """Tell whether a form like a plural is its clause's verb: "Norvik targets sales of $3bn"."""
    table = _table()
    low = sentence.lower[at]
    if (
        not low.endswith("s")
        or not {NOUN, VERB} <= set(table.get(low, ""))
        or sentence.word(at + 1).istitle()
    ):
        return False
    after = sentence.word(at + 1)
    if not table.get(after, NOUN if after.islower() and is_plural(after) else "").startswith(NOUN):
        return False
    for place in range(at + 2, min(at + _LONGEST_CLAUSE, len(sentence))):
        if sentence.lower[place] in words("clause end"):
            return True
        if {VERB, MODAL, PARTICIPLE} & set(table.get(sentence.lower[place], "")):
            return False
    return True


_LONGEST_CLAUSE = 14  # tokens


def _guess(word: str, before: str) -> str:
    """Guess an unknown word by its shape."""
    if word[0].isupper():
        return NAME
    inflected = _inflected(word, before)
    if inflected is not None:
        return inflected
    if word.endswith("ly"):
        return ADVERB
    if word.endswith("ing"):
        return GERUND
    if word.endswith("ed"):
        return PARTICIPLE if before in "DSVI" else VERB
    if word.endswith(_ADJECTIVE_ENDINGS):
        return ADJECTIVE
    if before in _OPENS_VERB and before != ADVERB:
        return VERB
    return NOUN


def _is_verb_in_s(word: str) -> bool:
    """Tell whether a word may be the third person of a verb: "costs"."""
    return word.endswith("s") and VERB in _table().get(word[:-1], "")


def _inflected(word: str, before: str) -> str | None:
    """Take an unlisted form in -s for what its base is: "slashes" for "slash"."""
    if not word.endswith("s"):
        return None
    known = _table().get(word[:-1]) or _table().get(word[:-2]) or ""
    if VERB in known and before in "NPY":
        return VERB
    return NOUN if known else None


_ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "able", "ible", "ish", "less", "al", "ic")


def _by_neighbour(sentence: Sentence, at: int, known: str, before: str) -> str:
    """Choose among the parts of speech of a word by the one before it."""
    if sentence.lower[at - 1] in words("unit before noun") and NOUN in known:
        return NOUN
    if before in _OPENS_NOUN or (before == PREPOSITION and NOUN in known):
        for tag_ in known:
            if tag_ in _NOMINAL:
                return tag_
        if before in "DS" and known[0] == VERB:
            return NOUN
    if before == PREPOSITION and known[0] == VERB and PARTICIPLE in known:
        return PARTICIPLE  # "hundreds of submitted plans"
    if before in "MT":
        return VERB if VERB in known else known[0]
    if before == PRONOUN and VERB in known:
        return VERB
    if before in "NP" and VERB in known and known[0] in "VA":
        return VERB
    return known[0]


@cache
def _settled() -> Mapping[str, str]:
    """Words, in lower case, that are one part of speech whatever their neighbours are."""
    return {
        word: parts
        for word, parts in _table().items()
        if parts in _SETTLED and word[0].isalpha() and word.islower() and not word.endswith("s")
    }


@cache
def _table() -> Mapping[str, str]:
    irregular = dict.fromkeys(words_of("past_forms"), VERB + PARTICIPLE)  # "slept", "dug"
    return irregular | dict(rows("tags.tsv"))  # type: ignore[arg-type]
