"""Cues: the words that attribute. The tables hold verbs; their forms are made here."""

from functools import cache

from ..lexicons import lines_of, words_of

_VOWELS = frozenset("aeiou")


def normal(word: str) -> str:
    """Write a word as the tables write it."""
    return word.lower().replace("’", "'")


@cache
def speech_verbs() -> frozenset[str]:
    """Every form of the verbs that report speech."""
    return forms_of("cues_speech")


@cache
def attitude_verbs() -> frozenset[str]:
    """Every form of the verbs that attribute something else: a thought, a wish, a judgement."""
    return forms_of("cues_attitude")


@cache
def naming_verbs() -> frozenset[str]:
    """Every form of the verbs that give a name."""
    return forms_of("cues_naming")


@cache
def phrases() -> dict[str, list[list[str]]]:
    """Phrases that report a clause, by their last word."""
    found: dict[str, list[list[str]]] = {}
    for line in lines_of("cues_phrases"):
        words = line.split()
        found.setdefault(words[-1], []).append(words)
    return found


@cache
def speech_nouns() -> frozenset[str]:
    """Nouns of speech, singular and plural."""
    nouns = lines_of("cues_nouns")
    return frozenset(nouns) | frozenset(noun + "s" for noun in nouns)


@cache
def forms_of(table: str) -> frozenset[str]:
    """Every form of the verbs of a table."""
    found: set[str] = set()
    for line in lines_of(table):
        forms = line.split()
        found.update(forms if len(forms) > 1 else regular_forms(forms[0]))
    return frozenset(found)


def regular_forms(verb: str) -> tuple[str, ...]:
    """Give the four forms of a regular verb: "deny" → deny, denies, denied, denying."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    plural = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return verb, verb + plural, verb + "ed", verb + "ing"


@cache
def reporting_verbs() -> frozenset[str]:
    """Every form of the verbs that report a clause, a request or a promise."""
    tables = ("cues_clause", "cues_request", "cues_promise", "cues_charge")
    forms = speech_verbs().union(*(forms_of(table) for table in tables))
    return forms - forms_of("cues_thought") - words_of("cues_mostly_nouns")


def is_said_by(lower: list[str], speaker: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Whether a verb of finding or deciding is said: courts and juries find in words."""
    if forms_of("cues_ruling").isdisjoint(map(normal, lower[cue[0] : cue[1] + 1])):
        return True
    head = speaker[0]
    while head < speaker[1] and lower[head + 1] not in words_of("head_ends"):
        head += 1
    return lower[head] in words_of("courts")


@cache
def parenthetical_verbs() -> frozenset[str]:
    """Every form of the verbs whose clause can stand between or behind commas."""
    return reporting_verbs() - naming_verbs() - (forms_of("cues_request") - speech_verbs())
