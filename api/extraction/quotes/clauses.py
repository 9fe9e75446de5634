"""The grammar that the rules share: parts of speech, verbs of saying, subjects and clauses."""

from bisect import bisect_right
from functools import cache

from ..document import Document
from ..figures.counted.tagging import (
    ADVERB,
    DETERMINER,
    MODAL,
    NAME,
    NOUN,
    PARTICIPLE,
    POSSESSIVE,
    TO,
    VERB,
    tag,
)
from ..figures.sentence import sentence_of
from ..lexicons import words_of
from ..people.runs import in_nickname
from ..quote_marks import MARKS
from . import cues

Tokens = tuple[int, int]

_ADVERBIAL = 6  # tokens of an adverbial before a quote
_LONGEST = 600  # tokens of a sentence that are tagged in one go
_NOUN_BEFORE = frozenset((DETERMINER, POSSESSIVE, "J", "E"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose", "where", "when", "so"))
_MODIFIERS = frozenset((POSSESSIVE, "J", "G"))
_OBJECT = frozenset((DETERMINER, POSSESSIVE, NOUN, NAME, "J", "#", "Y"))
_BREAKS = frozenset(".;:?!()[]…—–―")
_MARKS = MARKS - frozenset("'’")
_BE = frozenset(("am", "is", "are", "was", "were", "be", "been", "being"))


class Clauses:
    """What the grammar says of the tokens of one document; sentences are tagged when needed."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._sentences = [first for first, _ in document.sentences]
        self._paragraphs = [first for first, _ in document.paragraphs]
        self.starts = frozenset(self._sentences)
        self._tags: list[str] = [""] * len(document.words)  # "" where nobody has asked yet

    def sentence(self, token: int) -> Tokens:
        """Give the sentence of a token: its first token and its end."""
        return self.document.sentences[bisect_right(self._sentences, token) - 1]

    def paragraph(self, token: int) -> Tokens:
        """Give the paragraph of a token: its first token and its end."""
        return self.document.paragraphs[bisect_right(self._paragraphs, token) - 1]

    def tag(self, token: int) -> str:
        """Give the part of speech of a token, as tags.tsv writes them."""
        return self._tags[token] or self._tagged(token)

    def _tagged(self, token: int) -> str:
        first, end = self.sentence(token)
        start = first + (token - first) // _LONGEST * _LONGEST
        end = min(end, start + _LONGEST)
        self._tags[start:end] = tag(sentence_of(self.document, start, end))
        return self._tags[token]

    def is_finite(self, token: int) -> bool:
        """Whether a token is a finite verb or a modal."""
        part = self.tag(token)
        if part == MODAL:
            month = self.document.words[token] == "May" and token and self.tag(token - 1) == "I"
            return not month and (not token or self.tag(token - 1) not in _MODIFIERS)
        low = cues.normal(self.document.words[token])
        if low in words_of("auxiliaries") or low in words_of("contracted_verbs"):
            return True
        if part == PARTICIPLE:
            return self._is_past(token)
        if part == VERB and token > 1 and self.tag(token - 2) == POSSESSIVE:
            return not (self.tag(token - 1) == NOUN and low.endswith("s"))  # "its dye works"
        if (
            part == VERB
            and low.endswith("ed")
            and self.document.lower[token + 1 : token + 2] == ["by"]
        ):
            return False
        return part == VERB and (token == 0 or self.tag(token - 1) not in (TO, MODAL))

    def _is_past(self, token: int) -> bool:
        """Whether a form in -ed is its clause's verb: a subject before, an object behind."""
        if not token or token + 1 >= len(self.document.words):
            return False
        subject = token - 1 - (token > 1 and self.document.words[token - 1] in _MARKS)
        before, after = self.tag(subject), self.tag(token + 1)
        if before == "#" and after == NOUN:
            return False  # "three cracked tiles"
        nominal = before in (NOUN, NAME, ADVERB, "Y", "#") or self._is_named_so(subject)
        return nominal and after in _OBJECT

    def _is_named_so(self, token: int) -> bool:
        """Whether a participle is a noun: "the accused", "the injured"."""
        article = token > 0 and self.document.lower[token - 1] == "the"
        return article and self.tag(token) == PARTICIPLE

    def reports(self, token: int, forms: frozenset[str]) -> bool:
        """Whether a token is one of these verbs, in a form that can be its clause's verb."""
        low = cues.normal(self.document.words[token])
        if low not in forms or low.endswith("ing") or not self.document.words[token][0].islower():
            return False
        before = token - 1
        while before > 0 and self.tag(before) == ADVERB:
            before -= 1  # "a widely denounced plan"
        attributive = before < token - 1 and self.tag(before) in (DETERMINER, POSSESSIVE)
        return not token or not (attributive or self.tag(token - 1) in _NOUN_BEFORE)

    def is_clause(self, first: int, last: int) -> bool:
        """Whether tokens hold a subject and its finite verb, not within a relative clause alone."""
        lower = self.document.lower
        if self.is_finite(first) or (lower[first] in words_of("subjects") and last > first):
            return True
        relative, apart = 0, False
        for at in range(first, last + 1):
            if self.document.words[at] == ",":
                apart = lower[min(at + 1, last)] in ("and", "but")
            if at > first and lower[at] in _RELATIVE and self.tag(at - 1) in (NOUN, NAME, ",", "."):
                relative += 1
            elif lower[at - 1] in ("and", "or") and self.tag(at) in ("V", "A"):
                continue
            elif self.is_finite(at) and at > first and not self._goes_on(at, first):
                if not relative and not apart:
                    return True
                relative -= relative > 0
        return False

    def _goes_on(self, token: int, first: int) -> bool:
        """Whether a verb belongs to the one before it: "has been", "did not say"."""
        before = token - 1
        while before > first and (
            self.tag(before) == ADVERB or self.document.lower[before] in ("not", "never", "n't")
        ):
            before -= 1
        return before >= first and self.document.lower[before] in words_of("auxiliaries")

    def subject(self, first: int, verb: int) -> Tokens | None:
        """Read the tokens before a verb as its subject; None where they are something else.

        Auxiliaries and adverbs before the verb are left out, and so is an opening adverbial with
        its comma ("In a letter, Ines Calder said").
        """
        last = self._before_auxiliaries(first, verb)
        first = self._after_adverbial(first, last)
        if last < first or not (self.opens_noun(first) or self._is_compound(first, last)):
            return None
        return self._noun_phrase(first, last)

    def _is_compound(self, first: int, last: int) -> bool:
        """Whether a word that reads like a verb stands before a noun: "harbor master Ann Lee"."""
        if first >= last or self.tag(first) != VERB or self.tag(first + 1) not in (NOUN, NAME):
            return False
        return self.document.lower[first] not in marked_verbs()

    def _before_auxiliaries(self, first: int, verb: int) -> int:
        lower = self.document.lower
        last = verb - 1
        while last > first and (
            lower[last] in words_of("auxiliaries")
            or (lower[last] in words_of("cue_adverbs") and not self.closes_relative(first, last))
            or (self.tag(last) == ADVERB and lower[last].endswith("ly"))
            or self.says_when(last)
        ):
            last -= 1
        return last

    def says_when(self, token: int) -> bool:
        """Whether a token belongs to "this morning" or "last night"."""
        lower = self.document.lower
        at = min(token + (lower[token] in ("this", "last")), len(lower) - 1)
        return lower[at - 1] in ("this", "last") and lower[at] in words_of("times_of_day")

    def closes_relative(self, first: int, adverb: int) -> bool:
        """Whether an adverb ends a relative clause: "a maid who had slept | there"."""
        lower = self.document.lower
        return lower[adverb] in ("here", "there") and "who" in lower[first:adverb]

    def _after_adverbial(self, first: int, last: int) -> int:
        """Step over "In a letter," and "Asked about it,"; where there is none, stay."""
        words, lower = self.document.words, self.document.lower
        if lower[first] in words_of("before_subjects"):
            first += 1
        commas = [at for at in range(first, last) if words[at] == ","]
        for comma in commas:
            opens = first <= last and (
                lower[first] in words_of("adverbial_openers")
                or lower[first].endswith(("ing", "ly"))
                or (comma == first + 1 and lower[first] in words_of("function_words"))
            )
            if not opens:
                break
            first = comma + 1
        return first

    def is_aside(self, first: int, last: int) -> bool:
        """Whether one such word is all that stands before a clause: "Indeed, | she said"."""
        return first == last and self.document.lower[first] in words_of("asides")

    def after_opening(self, first: int, limit: int) -> int:
        """Step over what opens a sentence before its subject."""
        return self._after_adverbial(first, limit - 1)

    def behind_adverbial(self, first: int, mark: int) -> int:
        """Where a mark opens behind nothing but an adverbial and its comma; `first` elsewhere."""
        comma = mark - 1
        words, lower = self.document.words, self.document.lower
        if words[comma] != "," or first not in self.starts or comma - first > _ADVERBIAL:
            return first
        opens = lower[first] in words_of("adverbial_openers") or comma == first + 1
        return mark if opens and not self.is_clause(first, comma - 1) else first

    def is_verbal(self, gerund: int, end: int) -> bool:
        """Whether a form in -ing goes on as a verb does: with an object, an adverb, a verb."""
        if gerund + 1 >= end:
            return False
        after = self.tag(gerund + 1)
        if self.tag(gerund) == NOUN:
            return self.document.lower[gerund].endswith("ing") and after in (DETERMINER, POSSESSIVE)
        return (
            after in _OBJECT
            or after in (ADVERB, PARTICIPLE, "E")
            or (self.document.lower[gerund] in ("being", "having"))
        )

    def opens_noun(self, token: int) -> bool:
        """Whether a noun phrase can start with a token."""
        word, low = self.document.words[token], self.document.lower[token]
        if low in words_of("subjects") or low in words_of("noun_openers"):
            return True
        if low in words_of("adverbial_openers"):
            return False
        if word[0].isupper() or word[0].isdigit():
            return True
        return self.tag(token) in (NOUN, NAME, "J", "#")

    def _noun_phrase(self, first: int, last: int) -> Tokens | None:
        """Take tokens for a noun phrase unless a verb or a break stands among them."""
        words, lower = self.document.words, self.document.lower
        relative, commas = -1, []
        for at in range(first, last + 1):
            if words[at] in _BREAKS and not self.shortens(at):
                return None
            if words[at] in _MARKS and not in_nickname(self.document, at):
                return None
            if words[at] == ",":
                commas.append(at)
            elif at > first and lower[at] in _RELATIVE:
                relative = at
            elif at > first and self.is_finite(at) and relative < 0 and len(commas) % 2 == 0:
                return None
        if relative == last:
            return last, last
        if (
            relative > 0
            and relative > max(commas, default=-1) - 2
            and self.opens_noun(relative + 1)
            and not self.is_finite(relative + 1)
            and (self.tag(relative + 1) != NOUN or self.tag(relative + 2) != "I")
        ):
            return relative + 1, last
        if words[last] == ",":
            last -= 1
        return (first, last) if last >= first else None

    def shortens(self, stop: int) -> bool:
        """Whether a stop belongs to an initial or an abbreviation."""
        if not stop or self.document.words[stop] != ".":
            return False
        before = self.document.words[stop - 1]
        starts, ends = self.document.starts, self.document.ends
        if stop + 1 < len(starts) and starts[stop + 1] == ends[stop]:
            return self.document.words[stop + 1][0].isalnum()
        return (len(before) == 1 and before.isupper()) or before.lower() in words_of(
            "abbreviations"
        )


@cache
def marked_verbs() -> frozenset[str]:
    """Every form of the verbs that attribute words in marks."""
    return cues.speech_verbs() | cues.attitude_verbs() | cues.forms_of("cues_marked")


def is_passive(clauses: Clauses, verb: int) -> bool:
    """Whether a participle has a form of "be" before it: "was reported"."""
    at = verb - 1
    while at > 0 and clauses.tag(at) == ADVERB:
        at -= 1
    return at >= 0 and clauses.document.lower[at] in _BE


def is_past(clauses: Clauses, verb: int) -> bool:
    """Whether a token is a finite verb that tells of the past."""
    low = clauses.document.lower[verb]
    past = low.endswith("ed") or low in words_of("past_forms")
    return past and clauses.tag(verb) in (VERB, PARTICIPLE, MODAL, NOUN)


def before_second_verb(document: Document, at: int, last: int) -> int:
    """Where the clause ends whose sentence goes on with a verb of its own; `at` where none is seen.

    Seen are auxiliaries and words in -ed; the word behind the first belongs to it ("was safe",
    "would fail").
    """
    auxiliaries, within = words_of("auxiliaries"), words_of("within_verbs")
    words = document.words
    verbs = [n for n in range(at, last + 1) if words[n] in auxiliaries or words[n].endswith("ed")]
    seconds = (n for n in verbs if n > verbs[0] + 1 and words[n - 1] not in within)
    return next(seconds, at + 1) - 1
