"""Reporting clauses beside quote marks, which grammar reads surer than any network.

    “…,” said Ines Calder.   “…?” Ines Calder asked.   Ines Calder said: “…”

The clause behind a quote is its own; where there is none, the one before it. A quote that its
clause interrupts goes on after the clause's comma; after its full stop another quote starts.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ..document import Document
from ..lexicons import words_of
from ..people.runs import in_nickname
from ..quote_marks import MARKS
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive, marked_verbs
from .marks import Marks, Quoted
from .speakers import Speakers
from .speech import Tokens, is_title

_FEWEST = 3  # tokens of a content
_REACH = 24  # tokens between a quote and the verb of its clause
_PERCEIVED = 8  # tokens from "heard" to what somebody was heard to do
_ADDED = 6  # tokens from the participle that adds to a clause to the quote
_MAY_GO_ON = frozenset(",?!—–-…")
_BREAKS = frozenset(".;:?!()[]…—–")
_STOPS = frozenset(".;?!")


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: who, by which verb, and where it ends."""

    speaker: Tokens
    cue: Tokens
    end: int  # the token behind it


def with_reporting(
    document: Document,
    marks: Marks,
    clauses: Clauses,
    speakers: Speakers,
    readings: list[Reading],
) -> list[Reading]:
    """Give every quote with such a clause the clause's speaker, in the order of the text."""
    told = _Reporting(document, marks, clauses, speakers).told()
    if not told:
        return readings
    found = [kept for reading in readings for kept in _kept(document, reading, marks, told)]
    found += [
        Reading((quoted.open, quoted.close), clause.speaker, clause.cue, by="marks")
        for quoted, clause, whole in told.values()
        if whole
    ]
    return sorted(found, key=lambda reading: reading.content)


_Told = dict[int, tuple[Quoted, Clause, bool]]  # by opening token; whether all of it is the content


def _kept(document: Document, reading: Reading, marks: Marks, told: _Told) -> list[Reading]:
    """What is left of a network's reading where a clause has told whose words are whose."""
    first, last = reading.content
    if _is_told_already(document, reading, marks, told):
        return []
    if _is_of_another(document, reading, marks, told):
        return []
    inside = [told[quoted.open] for quoted in marks.between(first, last) if quoted.open in told]
    if not inside:
        return [reading]
    if any(whole for _, _, whole in inside):
        return list(_before_colon(document, reading, inside[0][0], inside[0][1]))
    quoted, clause, _ = inside[-1]
    if reading.cue is not None and reading.cue[0] < first:
        return [reading]
    content = first, min(last, quoted.close) if clause.cue[0] > quoted.close else last
    return [replace(reading, content=content, speaker=clause.speaker, cue=clause.cue)]


def _before_colon(
    document: Document, reading: Reading, quoted: Quoted, clause: Clause
) -> Iterator[Reading]:
    """What a reading says without marks before a colon or stop and a quote with its own clause."""
    first, colon = reading.content[0], quoted.open - 1
    cue = reading.cue
    apart = cue is not None and cue[1] < first and clause.cue[0] > quoted.close
    if apart and document.words[colon] in (":", ";", ".") and colon - first >= _FEWEST:
        yield replace(reading, content=(first, colon - 1))


def _is_told_already(document: Document, reading: Reading, marks: Marks, told: _Told) -> bool:
    """Whether the verb before words without marks belongs to marked ones: "he said about …"."""
    first, last = reading.content
    cue = reading.cue
    if cue is None or first < cue[0] or any(marks.roles[first : last + 1]):
        return False
    if document.lower[first - 1] not in words_of("within_phrases"):
        return False
    before = marks.between(max(cue[0] - _REACH, 0), cue[0])
    return any(
        quoted.open in told
        and quoted.close < told[quoted.open][1].cue[0]
        and cue[0] <= told[quoted.open][1].cue[0] <= cue[1]
        for quoted in before
    )


def _is_of_another(document: Document, reading: Reading, marks: Marks, told: _Told) -> bool:
    """Whether words partly in marks are given a clause of another sentence, that tells its own.

    „The Train“ was late. „We wait for nobody“, said Erna Voll.
    """
    (first, last), cue = reading.content, reading.cue
    if cue is None or cue[0] < last or all(marks.roles[first : last + 1]):
        return False
    end = len(document.words)
    here, there = (bisect_right(document.sentences, (token, end)) for token in (last, cue[0]))
    between = [told[quoted.open] for quoted in marks.between(last, cue[0]) if quoted.open in told]
    taken = any(quoted.open > last and clause.cue == cue for quoted, clause, _ in between)
    return here != there and taken


class _Reporting:
    """Looks for the clause of each quoted stretch."""

    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers
    ) -> None:
        self._document = document
        self._marks = marks
        self._clauses = clauses
        self._speakers = speakers

    def told(self) -> _Told:
        """Give the quotes that have a clause beside them."""
        found: _Told = {}
        last: Clause | None = None
        for number, quoted in enumerate(self._marks.quoted):
            clause = None if quoted.runs_on else self._behind(number)
            if clause is None and last is not None:
                clause = self._added(last, quoted) or (
                    last if self._goes_on(last, quoted) else None
                )
            if clause is None:
                clause = self._before(quoted)
            last = clause
            if clause is not None:
                found[quoted.open] = quoted, clause, self._is_whole(quoted, clause)
        return found

    def _goes_on(self, clause: Clause, quoted: Quoted) -> bool:
        """Whether a quote goes on after the comma of the clause that interrupts it."""
        words = self._document.words
        return clause.end < quoted.open and all(
            words[at] in (",", ":") for at in range(clause.end, quoted.open)
        )

    def _added(self, clause: Clause, quoted: Quoted) -> Clause | None:
        """Read what a participle adds to the clause before: "…, she said, adding | later: “…”"."""
        lower = self._document.lower
        start = max(clause.cue[1], clause.speaker[1], quoted.open - _ADDED) + 1
        if self._clauses.sentence(clause.cue[0]) != self._clauses.sentence(quoted.open - 1):
            return None
        for at in range(start, quoted.open):
            before = at - 1 - (lower[at - 1] in words_of("cue_adverbs"))
            if cues.normal(lower[at]) in _adding() and lower[before] in (",", "before", "and"):
                between = range(at + 1, quoted.open)
                free = all(self._says_how(token) for token in between)
                return Clause(clause.speaker, (at, at), quoted.open) if free else None
        return None

    def _says_how(self, token: int) -> bool:
        """Whether a token is an adverb or the comma or colon before a quote."""
        low = self._document.lower[token]
        return low in (",", ":", "that") or low in words_of("cue_adverbs") or low.endswith("ly")

    def _ends_there(self, quoted: Quoted) -> bool:
        """Whether what was said ends with the closing mark."""
        words, lower = self._document.words, self._document.lower
        after = quoted.close + 1
        if after >= self._clauses.paragraph(quoted.open)[1] or words[after] in MARKS:
            return True
        if words[quoted.close - 1] == ",":
            return lower[after] in ("and", "but")
        if words[quoted.close - 1][-1] in _STOPS:
            return True
        return words[after] in _BREAKS or words[after] == "," or lower[after] in words_of("turns")

    def _is_whole(self, quoted: Quoted, clause: Clause) -> bool:
        """Whether the words in marks are all that is said, and not the end of a longer clause."""
        words = self._document.words
        before = quoted.open - 1
        start = self._clauses.paragraph(quoted.open)[0]
        if clause.end == quoted.open and not self._ends_there(quoted):
            return False
        if words[max(before, 0)] == "," and clause.cue[0] > quoted.close:
            first = self._clauses.sentence(before)[0]
            return self._clauses.behind_adverbial(first, quoted.open) > first
        if self._speakers.after_dateline(quoted.open, quoted.open + 1) == quoted.open and (
            before < start or words[before] in _OPENING or words[before] in MARKS
        ):
            return True
        if not before - 1 <= clause.cue[1] < quoted.open:
            return False
        if cues.normal(words[clause.cue[1]]) not in cues.forms_of("cues_plain"):
            return True
        ends = words[quoted.close - 1][-1] in _STOPS or words[before] in (",", ":")
        return ends or self._clauses.is_clause(quoted.open + 1, quoted.close - 1)

    def _behind(self, number: int) -> Clause | None:
        """The clause behind a quote: inverted ("said Ines Calder") or not ("Ines Calder said")."""
        quoted = self._marks.quoted[number]
        words = self._document.words
        limit = self._limit(number)
        at = quoted.close + 1
        ending = words[quoted.close - 1][-1]
        outside = at < limit and words[at] == ","
        at += outside
        if at >= limit:
            return None
        at = self._after_adverb(at)
        inverted = self._inverted(at, limit)
        if inverted is not None or (ending not in _MAY_GO_ON and not outside):
            return inverted if ending != "." or outside else None
        asks = ending in "?!" and not outside
        if asks and self._before(quoted) is not None:
            return None
        return self._straight(at, limit, asks=asks)

    def _limit(self, number: int) -> int:
        quoted = self._marks.quoted
        end = self._clauses.paragraph(quoted[number].close)[1]
        if number + 1 < len(quoted):
            end = min(end, quoted[number + 1].open)
        return end

    def _after_adverb(self, token: int) -> int:
        lower = self._document.lower
        return token + (lower[token].endswith("ly") or lower[token] in words_of("cue_adverbs"))

    def _inverted(self, at: int, limit: int) -> Clause | None:
        if at >= limit or not self._clauses.reports(at, marked_verbs()):
            return None
        if is_passive(self._clauses, at):
            return None
        speaker = self._speakers.behind(at, limit)
        if speaker is None:
            return None
        return Clause(speaker, (at, at), self._end(speaker[1] + 1, limit))

    def _straight(self, at: int, limit: int, *, asks: bool) -> Clause | None:
        """Read "Ines Calder asked"; after a question it must not go on as a sentence of its own."""
        words = self._document.words
        for verb in range(at, min(limit, at + _REACH)):
            if words[verb] in MARKS or (
                words[verb] in _BREAKS and not self._clauses.shortens(verb)
            ):
                return None
            if verb > at and self._clauses.reports(verb, marked_verbs()):
                break
        else:
            return None
        if asks and not self._closes(verb + 1, limit):
            return None
        subject = self._clauses.subject(at, verb)
        if subject is None or is_passive(self._clauses, verb):
            return None
        return Clause(self._speakers.trimmed(subject), (verb, verb), self._end(verb + 1, limit))

    def _closes(self, at: int, limit: int) -> bool:
        """Whether a reporting clause ends here or goes on with no words of its own said."""
        if at >= limit:
            return True
        words, lower = self._document.words, self._document.lower
        if words[at] in _BREAKS or words[at] == ",":
            return True
        if lower[at] in words_of("speaker_ends") or lower[at].endswith("ly"):
            return True
        return lower[at - 1] in ("told", "asked") and lower[at] in words_of("objects")

    def _end(self, at: int, limit: int) -> int:
        """Where the clause ends: at its comma or stop."""
        words = self._document.words
        while at < limit and words[at] not in _STOPS and words[at] not in (",", ":"):
            at += 1
        return at

    def _before(self, quoted: Quoted) -> Clause | None:
        """The clause before a quote: "Ines Calder told reporters: “…”"."""
        words = self._document.words
        start = max(self._clauses.sentence(quoted.open)[0], quoted.open - 2 * _REACH)
        last = quoted.open - 1
        if words[last] not in (",", ":") and is_title(self._document, (quoted.open, quoted.close)):
            return None
        tight = last > start and words[last] in (",", ":")
        last -= tight
        perceived = self._perceived(start, last, quoted)
        if perceived is not None:
            return perceived
        verb = self._verb_before(start, last, tight=tight)
        if verb is None:
            return None
        opening = self._opening(start, verb)
        subject = self._clauses.subject(opening, verb) or self._shared(verb)
        if subject is None or is_passive(self._clauses, verb):
            return None
        return Clause(
            self._speakers.trimmed(self._speakers.inserted(subject)), (verb, verb), quoted.open
        )

    def _shared(self, verb: int) -> Tokens | None:
        """The subject of a verb behind "and": "Ines Calder called it “a joke” | and said “…”"."""
        if self._document.lower[verb - 1] not in ("and", "but", "then"):
            return None
        start = self._clauses.after_opening(self._clauses.sentence(verb)[0], verb - 1)
        finite = self._clauses.is_finite
        main = next((at for at in range(start + 1, verb - 1) if finite(at)), None)
        return None if main is None else self._clauses.subject(start, main)

    def _perceived(self, start: int, verb: int, quoted: Quoted) -> Clause | None:
        """Read whom somebody heard or remembers: "heard | a boy | shout, “…”"."""
        if cues.normal(self._document.words[verb]) not in marked_verbs():
            return None
        for at in range(verb - 2, max(start, verb - _PERCEIVED) - 1, -1):
            if self._document.lower[at] in words_of("perceiving_forms"):
                break
            if self._document.words[at] in _BREAKS or self._document.words[at] == ",":
                return None
        else:
            return None
        inner = at + 1, verb - 1
        if not self._clauses.opens_noun(inner[0]) or self._clauses.is_finite(verb - 1):
            return None
        if self._clauses.tag(verb) not in ("G", "V", "N"):
            return None
        return Clause(self._speakers.trimmed(inner), (verb, verb), quoted.open)

    def _verb_before(self, start: int, last: int, *, tight: bool) -> int | None:
        """The verb nearest before a quote, with nothing but its objects and adverbials between."""
        words = self._document.words
        for at in range(last, start, -1):
            if words[at] in MARKS or words[at] in _BREAKS:
                return None
            if self._clauses.reports(at, marked_verbs()):
                said = words[last + 1] == ":" or self._clauses.reports(at, cues.speech_verbs())
                return at if at == last or (tight and said) else None
            if not tight or self._clauses.is_finite(at) or words[at] == "that":
                return None
        return None

    def _opening(self, start: int, verb: int) -> int:
        """Where the verb's own clause opens: after a mark or the break before it."""
        words = self._document.words
        for at in range(verb - 1, start - 1, -1):
            if words[at] in MARKS and in_nickname(self._document, at):
                continue
            if words[at] in MARKS or (words[at] in _BREAKS and not self._clauses.shortens(at)):
                return at + 1
        return self._speakers.after_dateline(start, verb)


@cache
def _adding() -> frozenset[str]:
    """The participles of verbs of saying: "adding", "asking"."""
    return frozenset(verb for verb in marked_verbs() if verb.endswith("ing"))


_OPENING = frozenset(".,;:?!…—–―-)")
