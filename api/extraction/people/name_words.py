"""What the words of a name say by themselves: everyday words, first names, acronyms."""

from functools import cache

from ..lexicons import rows, words_of
from ..plurals import is_plural

Words = tuple[str, ...]

_ADJECTIVES = frozenset(("J", "JR", "RJ", "G", "JA", "AJ"))
_NEVER_ALONE = frozenset("RAGT")  # adverbs, participles and the like


def is_acronym(words: list[str], token: int) -> bool:
    """Whether a word like "US" or "WHO" is in capitals where its neighbours are not."""
    word = words[token]
    if not word.isupper() or word.lower() not in words_of("acronyms"):
        return False
    around = words[max(token - 1, 0) : token] + words[token + 1 : token + 2]
    return not any(other.isalpha() and other.isupper() and len(other) > 1 for other in around)


def is_common(name: Words) -> bool:
    """Whether a name is a place's or made of everyday words, as those of bodies and places are."""
    folded = " ".join(name).lower()
    if folded in words_of("places") or folded in words_of("no_persons"):
        return True
    return any(everyday(word.lower()) for word in name)


def is_no_persons(name: Words) -> bool:
    """Whether a name is a body's, a thing's or a place's, by a word of it or as a whole."""
    last = name[-1].lower()
    if last in words_of("organisation_words") or last in words_of("thing_words"):
        inner = len(name) > 2 and everyday(name[-2].lower())  # noqa: PLR2004 ("Calder White House")
        return inner or sex_of(name[0]) is None
    if last in words_of("no_persons") and sex_of(name[0]) is None:
        return True  # "Indiana GOP"
    return (len(name) > 1 and name[0].lower() in words_of("place_openers")) or is_never_person(name)


def is_never_person(name: Words) -> bool:
    """Whether a name is no person's, whatever stands around it: "Al Jazeera", "Hurricane Ola".

    Nor is one with an acronym in it: "Harker Priorities USA", "RTV News".
    """
    whole = " ".join(word for word in name if word != "-").lower()
    if whole in words_of("no_persons"):
        return True
    if len(name) == 1:
        return False
    if name[-1].lower() in words_of("weekdays"):
        return True  # "Super Tuesday"
    if all(map(_is_shouted, name)):
        return False
    return name[0].lower().replace(".", "") in words_of("thing_openers") or any(
        map(is_in_capitals, name)
    )


def _is_shouted(word: str) -> bool:
    return word.isupper() or not word.isalpha()


def is_in_capitals(word: str) -> bool:
    """Whether a word is an acronym, and neither initials, a number nor an honour: not "III"."""
    return (
        len(word) > 2  # noqa: PLR2004
        and word.isalpha()
        and word.isupper()
        and word.lower() not in words_of("name_suffixes")
        and word not in words_of("post_nominals")
    )


@cache
def everyday(word: str) -> bool:
    """Whether a word is one of everyday language or of bodies' names, and no first name."""
    parts = _parts_of_speech().get(word, "P")
    known = sex_of(word) is not None
    return (parts[0] != "P" and not known) or word in words_of("organisation_words")


@cache
def _parts_of_speech() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("tags.tsv")}


def is_no_name(word: str, *, opens: bool) -> bool:
    """Whether a capitalised word alone is no name, or only opens its sentence."""
    lower = word.lower()
    if word.isupper() and lower in words_of("acronyms"):
        return False
    if lower in words_of("function_words") or lower in words_of("titles"):
        return True
    if lower in words_of("groups") or lower in words_of("no_names"):
        return True
    if opens and lower.removesuffix("s") in words_of("roles"):
        return True
    return opens and only_opens(lower)


def only_opens(word: str) -> bool:
    """Whether a word is listed as no name, and is more than one noun: "Recent", "Hours".

    One noun needs an article, so that "Apple" and "Target" are names.
    """
    parts = _parts_of_speech().get(word, "")
    if "P" in parts or sex_of(word) is not None:
        return False
    verb = parts == "V" and word.endswith("s")
    plural = parts == "N" and is_plural(word)
    return verb or plural or parts in _ADJECTIVES or parts[:1] in _NEVER_ALONE


def may_be_surname(word: str) -> bool:
    """Whether a word that is no name by itself can end one: "Dean"."""
    lower = word.lower()
    return lower not in words_of("function_words") and lower not in words_of("groups")


def sex_of(first_name: str) -> str | None:
    """Give the sex that a first name tells: m, f, - for either; None for what is no first name."""
    lower = first_name.lower()
    if lower in words_of("first_names_male"):
        return "m"
    if lower in words_of("first_names_female"):
        return "f"
    return "-" if lower in words_of("first_names_either") else None
