"""Single words and phrases in marks that somebody is said to have used.

    Ines Calder called the wall “a disgrace”.      what police described as “an act of greed”
    The plan was dismissed by Ines Calder as “a joke”.

The verb stands before the marks, its object or "as" between; titles and nicknames are none.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive
from .marks import Marks, Quoted
from .speakers import Speakers
from .speech import Tokens, is_title
from .subjects import Subjects

_REACH = 16  # tokens from the verb to the mark
_AGENT = 8  # tokens of "by the mayor" behind the marks
_SKIPPED = frozenset(("D", "S", "R"))  # determiners, possessives, adverbs: called it | a “joke”


def with_attributed(
    document: Document,
    marks: Marks,
    clauses: Clauses,
    speakers: Speakers,
    readings: list[Reading],
) -> list[Reading]:
    """Add the marked words that such verbs attribute and no reading covers, in order."""
    told = _Attributed(document, marks, clauses, speakers)
    found: list[Reading] = []
    place = 0
    for quoted in marks.quoted:
        while place < len(readings) and readings[place].content[1] < quoted.open:
            found.append(readings[place])
            place += 1
        here = []
        while place < len(readings) and readings[place].content[0] <= quoted.close:
            here.append(readings[place])
            place += 1
        kept = [r for r in here if not told.is_vague(r, quoted)]
        if not any(reading.cue for reading in kept):
            kept = list(told.read(quoted, found)) or kept
        found += kept or here
    return found + readings[place:]


class _Attributed:
    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers
    ) -> None:
        self._document = document
        self._marks = marks
        self._clauses = clauses
        self._speakers = speakers
        self._subjects = Subjects(document, marks, clauses, speakers)

    def is_vague(self, reading: Reading, quoted: Quoted) -> bool:
        """Whether a reading has words before the mark that no cue brings, or brings by "what"."""
        first = reading.content[0]
        if self._is_anew(reading, quoted):
            return True
        if first >= quoted.open or quoted.close < reading.content[1] - 1:
            return False
        what = self._document.lower[first] in ("what", "which")
        return what or (reading.cue is None and quoted.open - first < _REACH)

    def _is_anew(self, reading: Reading, quoted: Quoted) -> bool:
        """Whether another clause opens between a cue and marks with marks before it.

        The inquiry found “a mess”, and | its chair accused managers of “dozing”.
        """
        start, words, lower = reading.content[0], self._document.words, self._document.lower
        if reading.cue is None:
            return False
        if quoted.close < reading.cue[0]:  # called it “a joke” | and said “nobody laughed”
            return lower[reading.cue[0] - 1] in ("and", "but", "then")
        if not reading.cue[1] < start <= quoted.open:
            return False
        for at in range(reading.cue[1] + 1, start):
            if words[at] == "," and lower[at + 1] in _JOINING and not self._marks.roles[at]:
                return any(map(self._clauses.is_finite, range(at + 2, start)))
        return False

    def read(self, quoted: Quoted, readings: list[Reading]) -> Iterator[Reading]:
        """Read the verb before marked words, and who is its subject."""
        if is_title(self._document, (quoted.open, quoted.close)):
            return
        first = self._clauses.sentence(quoted.open)[0]
        last = readings[-1] if readings else None
        if last is not None and self._is_joined(last, quoted.open):
            yield replace(last, content=(quoted.open, quoted.close))
            return
        verb = self._verb(first, quoted.open)
        speaker = None if verb is None else self._speaker(first, verb, quoted, readings)
        if verb is not None and speaker is not None:
            yield Reading((quoted.open, quoted.close), speaker, (verb, verb), by="attributed")

    def _is_joined(self, reading: Reading, mark: int) -> bool:
        """Whether "and" joins marked words to others: "called it “a joke” | and a “farce”"."""
        close = reading.content[1]
        if reading.cue is None or reading.cue[1] > close or not self._marks.roles[close]:
            return False
        near = close + 2 < mark <= close + _REACH
        if not near or close < self._clauses.sentence(mark)[0]:
            return False
        joint = close + 1
        while joint < mark and self._clauses.tag(joint) in ("N", "."):
            joint += 1  # "described “huge” flames and a “deafening” bang"
        if joint >= mark or self._document.lower[joint] not in ("and", "or"):
            return False
        return all(self._clauses.tag(at) in _OF_NOUN for at in range(joint + 1, mark))

    def _verb(self, first: int, mark: int) -> int | None:
        """The verb that the marked words belong to."""
        lower = self._document.lower
        last = mark - 1
        while last > first and (self._clauses.tag(last) in _SKIPPED or lower[last] in _TO_BE):
            last -= 1
        behind_word = lower[last] in ("as", "of", "for")
        forms = cues.forms_of(f"cues_{lower[last]}" if behind_word else "cues_object")
        for at in range(last - behind_word, max(first, mark - _REACH) - 1, -1):
            if self._marks.roles[at] or self._document.words[at] in _BREAKS:
                return None
            if not behind_word and lower[at] in ("for", "by", "to"):
                return None
            if at == last and not behind_word and self._describes(at, mark):
                return at
            if lower[at] in forms and (self._is_verb(at) or self._relative(first, at)):
                return at if at == last or behind_word or self._is_object(at + 1, last) else None
            if self._clauses.is_finite(at):
                return None
        return None

    def _describes(self, verb: int, mark: int) -> bool:
        """Whether a verb has a thing partly in marks as its object: "predicted “nasty” rain"."""
        known = cues.speech_verbs() - cues.forms_of("cues_plain") - cues.forms_of("cues_naming")
        if self._lower(verb) not in known or self._clauses.tag(verb) not in ("V", "A", "G"):
            return False
        for at in range(mark + 1, self._clauses.sentence(mark)[1]):
            if self._document.words[at] in _BREAKS or self._document.words[at] == ",":
                return True
            if self._clauses.is_finite(at):
                return False
        return True

    def _lower(self, token: int) -> str:
        return cues.normal(self._document.words[token])

    def _is_verb(self, token: int) -> bool:
        """Whether a word is no noun here: a form that can be both has an object behind it."""
        if self._clauses.tag(token) not in ("N", "J"):
            return True
        after = self._document.lower[token + 1]
        return after in words_of("objects") or after in words_of("noun_openers") or after == "it"

    def _is_object(self, first: int, last: int) -> bool:
        lower = self._document.lower
        return (
            lower[first] in words_of("objects") or self._clauses.opens_noun(first) or first > last
        )

    def _speaker(
        self, first: int, verb: int, quoted: Quoted, readings: list[Reading]
    ) -> Tokens | None:
        lower = self._document.lower
        if is_passive(self._clauses, verb) and not lower[verb].endswith("ing"):
            return self._agent(verb + 1, quoted.open) or self._agent(
                quoted.close + 1, quoted.close + 2
            )
        start = self._relative(first, verb)
        subject = self._subjects.subject(first if start is None else start, verb)
        if subject is not None or start is not None:
            return subject
        if lower[verb - 1] in words_of("subject_pronouns"):
            return verb - 1, verb - 1  # "dropped after | he | called it “a joke”"
        joined = lower[verb - 1] in ("and", "but", ",")
        return self._subjects.of_participle(verb, first, readings) if joined else None

    def _relative(self, first: int, verb: int) -> int | None:
        """Where the clause starts in "what | police described as"."""
        lower = self._document.lower
        last = verb - 1
        while last > first and (lower[last] in _HAVE or self._clauses.tag(last) == "R"):
            last -= 1
        for at in range(last, max(first, verb - _REACH) - 1, -1):
            if lower[at] in ("what", "which", "whom"):
                return at + 1
            if self._clauses.is_finite(at):
                return None
        return None

    def _agent(self, first: int, limit: int) -> Tokens | None:
        """Who stands behind "by"."""
        lower = self._document.lower
        by = next((at for at in range(first, limit) if lower[at : at + 1] == ["by"]), None)
        if by is None:
            return None
        end = self._clauses.sentence(by)[1]
        last = min(limit if limit > by + 1 and lower[limit - 1] != "by" else end, end)
        stops = (
            at
            for at in range(by + 1, last)
            if lower[at] in _AGENT_ENDS
            or self._marks.breaks(min(at + (lower[at] == "and"), last - 1))
        )
        speaker = by + 1, min(next(stops, last), by + 1 + _AGENT) - 1
        if speaker[1] < speaker[0] or not self._clauses.opens_noun(speaker[0]):
            return None
        return self._speakers.trimmed(speaker)


_OF_NOUN = frozenset(("D", "S", "J", "N", "P", "E"))
_JOINING = frozenset(("and", "but", "while", "whereas"))
_HAVE = frozenset(("have", "has", "had"))
_TO_BE = frozenset(("to", "be", "such", "so"))
_AGENT_ENDS = frozenset(("as", ",", ".", ";", ":", "when", "who", "after", "in", "on", "a", "an"))
_BREAKS = frozenset(".;:?!()[]…—–")
