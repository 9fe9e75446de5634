"""Clauses behind the verb that reports them, without marks.

Ines Calder confessed that the dam leaks.      Ines Calder urged the council to mend the dam.
The paper quoted Ines Calder as saying that the dam leaks.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from ..document import Document
from ..figures.tables import calendar
from ..lexicons import words_of
from ..plurals import is_plural
from ..quote_marks import MARKS
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive
from .ends import BREAKS, Ends
from .marks import Marks
from .speakers import Speakers
from .subjects import Subjects

_SUBJECT = 14  # tokens of a subject before its verb
_OBJECT = 8  # tokens of whom a request is made to
_FEWEST = 3  # tokens of a content
_RELATIVES = frozenset(("that", "who", "whom", "whose", "which"))
_SUBORDINATE = frozenset(("after", "because", "before", "once", "since", "until", "when", "while"))
_CITED = frozenset(("quoted", "cited", "quotes", "cites", "quoting", "citing"))


@cache
def _tellings() -> frozenset[str]:
    """Forms of the verbs whose object is whom somebody tells, asks or warns."""
    return cues.forms_of("cues_told") | cues.forms_of("cues_request")


class Complements:
    """Reads such clauses of one document."""

    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers
    ) -> None:
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._speakers = speakers
        self._ends = Ends(document, marks, clauses)
        self.subjects = Subjects(document, marks, clauses, speakers)

    def read(
        self, verb: int, first: int, end: int, readings: Sequence[Reading]
    ) -> Iterator[Reading]:
        """Read a clause behind its verb; `readings` are those of its sentence so far."""
        if self._lower[verb] == "according":
            return
        participle = self.subjects.is_participle(verb)
        if not (participle or self.subjects.is_progressive(verb)) and is_passive(
            self._clauses, verb
        ):
            yield from self._told_by(verb, end)
            return
        start = self.content_start(verb, end)
        if start is None:
            return
        speaker = (
            self.subjects.of_participle(verb, first, readings)
            if participle
            else self.subjects.subject(first, verb)
            or self.subjects.joined(verb, first, readings)
            or self.subjects.of_subordinate(first, verb, start)
        )
        if speaker is None or not cues.is_said_by(self._lower, speaker, (verb, verb)):
            return
        content = start, self._ends.content(start, self._relative_end(verb, start, end))
        requested = self._lower[start] == "to" and content[1] > start
        if requested or content[1] - content[0] + 1 >= _FEWEST:
            yield Reading(content, speaker, (verb, verb), by="sentence")

    def phrased(self, last: int, first: int, end: int) -> Iterator[Reading]:
        """Read a clause behind a phrase that ends at `last`: "made it clear | that it leaks"."""
        for phrase in cues.phrases()[self._lower[last]]:
            verb = last - len(phrase) + 1
            if verb <= first or self._lower[verb : last + 1] != phrase or end - last < _FEWEST + 2:
                continue
            if self._marks.roles[verb] or is_passive(self._clauses, verb):
                continue
            speaker = self.subjects.subject(first, verb) or self.subjects.shared_subject(
                verb, first
            )
            if speaker is not None:
                content = last + 1, self._ends.content(last + 1, end)
                yield Reading(content, speaker, (verb, last), by="sentence")

    def _told_by(self, verb: int, end: int) -> Iterator[Reading]:
        """Read "was told | by a judge | that he must go", "was warned | by police | not to"."""
        told = cues.normal(self._lower[verb]) in _tellings()
        if not told or self._lower[verb + 1 : verb + 2] != ["by"]:
            return
        for at in range(verb + 3, min(end - 1, verb + _SUBJECT)):
            to = at + (self._lower[at] == "not")
            asks = self._lower[at] in ("that", "whether", "if")
            asked = self._lower[to] == "to" and (to > at or self._clauses.tag(to + 1) == "V")
            if asks or asked:
                if self._clauses.opens_noun(verb + 2) and self._clauses.tag(at - 1) in "NPYR":
                    speaker = self._speakers.trimmed((verb + 2, at - 1))
                    content = at, self._ends.content(at, end)
                    yield Reading(content, speaker, (verb, verb), by="sentence")
                return
            if self._clauses.is_finite(at) or self._words[at] in BREAKS:
                return

    def _relative_end(self, verb: int, start: int, end: int) -> int:
        """Where a relative clause with the verb ends: "who asked not to be named, | said"."""
        if self._lower[verb - 1] != "who":
            return end
        commas = (at for at in range(start, end - 1) if self._words[at] == ",")
        return next((at for at in commas if self._clauses.is_finite(at + 1)), end)

    def content_start(self, verb: int, end: int) -> int | None:
        """Where the clause starts that a verb reports; None where it reports none."""
        after = self._behind_adverbs(verb + 1, end)
        if after >= end - _FEWEST + 1:
            return None
        form, lower = cues.normal(self._words[verb]), self._lower
        if lower[after] in words_of("openers_of_clauses"):
            return after
        if form in cues.forms_of("cues_promise") and lower[after] == "to":
            return after
        told = self._behind_addressee(form, after, end)
        if told is not None:
            return told
        if form in words_of("gerund_cues"):
            gerund = after + (lower[after] in ("to", "as"))
            if self._clauses.tag(gerund) in "GN" and self._clauses.is_verbal(gerund, end):
                return gerund
        plain = form in cues.forms_of("cues_plain")
        if form in cues.speech_verbs() and self._opens_clause(after, end, plain=plain):
            return after
        bare = form in cues.forms_of("cues_bare_clause")
        return after if bare and self._is_plain_clause(after, end) else None

    def _behind_addressee(self, form: str, at: int, end: int) -> int | None:
        """Where a request or a report starts behind whom it is made to."""
        if form in cues.forms_of("cues_request"):
            request = self._request(at, end, ask=form.startswith("ask"))
            if request is not None:
                return request
        if form in cues.forms_of("cues_charge"):
            return self._charge(at, end)
        return self._told_that(form, at, end)

    def _behind_adverbs(self, after: int, end: int) -> int:
        """Step over "today", "in May" and "on Monday" behind the verb."""
        lower = self._lower
        while after < end - 1 and lower[after] in words_of("cue_adverbs"):
            after += 1
        if after + 2 >= end:
            return after
        if lower[after : after + 2] in ([",", "citing"], [",", "quoting"]):
            closing = (at for at in range(after + 2, end - 2) if self._words[at] == ",")
            return next(closing, after - 1) + 1
        if lower[after] not in ("in", "on", "via", "through"):
            return after
        dated = self._behind_date(after + 1, end)
        if dated > after + 1:
            return dated
        after += lower[after + 1] in ("last", "the")
        named = after + 2 < end and self._words[after + 1][0].isupper()
        opens = words_of("subjects") | words_of("noun_openers")
        return after + 2 if named and lower[after + 2] in opens else after

    def _behind_date(self, at: int, end: int) -> int:
        """Step over "Monday", "last Monday", "May 11" or "May 2031"; `at` where no date stands."""
        day = at + (self._lower[at] == "last")
        known = calendar("month") | words_of("weekdays")
        if self._lower[day] not in known:
            return at
        day += 1
        while day < end - 1 and (self._words[day].isdecimal() or self._lower[day] in known):
            day += 1
        return day + (self._words[day] == ",")

    def _request(self, at: int, end: int, *, ask: bool) -> int | None:
        """Where what is asked starts: "urged the council | to go", "called for | it to go"."""
        for to in range(at + 1, min(end - 1, at + _OBJECT)):
            verb = to + 1 + (self._words[to + 1] in MARKS)
            if self._lower[to] == "to" and self._clauses.tag(verb) in ("V", "A"):
                called_for = self._lower[at] == "for"
                if to == at + 1 and self._is_favour(at):
                    return None
                return at + 1 if called_for else to - (self._lower[to - 1] == "not")
            asks = ("whether", "if") if not ask else words_of("openers_of_clauses") - _RELATIVES
            closed = self._words[to - 1] == "," and "," in self._words[at : to - 1]
            if self._lower[to] in asks and (closed or self._clauses.tag(to - 1) in "NPY"):
                return to
            if self._clauses.is_finite(to) or self._words[to] in BREAKS:
                return None
        return None

    def _is_favour(self, noun: int) -> bool:
        """Whether a thing is asked for: "requested | anonymity | to speak freely"."""
        plain = self._words[noun].islower() and self._clauses.tag(noun) == "N"
        known = ("bodies", "public_bodies", "groups", "relatives", "roles", "objects", "subjects")
        persons = any(self._lower[noun] in words_of(table) for table in known)
        return plain and not is_plural(self._lower[noun]) and not persons

    def _charge(self, at: int, end: int) -> int | None:
        """Where what somebody is accused of starts: "accused the mayor of | hiding it"."""
        for of in range(at + 1, min(end - 1, at + _OBJECT)):
            if self._lower[of] == "of" and self._lower[of + 1].endswith("ing"):
                verbal = self._clauses.tag(of + 1) == "G" or self._clauses.opens_noun(of + 2)
                return of + 1 if verbal else None
            if self._clauses.is_finite(of) or self._words[of] in BREAKS:
                return None
        return None

    def _told_that(self, form: str, at: int, end: int) -> int | None:
        """The "that" behind whom it is told: "reminded | the patients | that lunch was late"."""
        if form not in cues.forms_of("cues_told_to" if self._lower[at] == "to" else "cues_told"):
            return None
        tells = form.startswith(("tell", "told"))
        for that in range(at + 1, min(end - 1, at + _OBJECT)):
            if self._lower[that] == "that":
                return that if self._clauses.tag(that - 1) in "NPY" else None
            if tells and self._starts_told(that, end):
                return that
            if self._clauses.is_finite(that) or self._words[that] in BREAKS:
                return None
        return None

    def _starts_told(self, token: int, end: int) -> bool:
        """Whether a clause starts right behind whom it is told: "told supporters | he would go"."""
        low = self._lower[token]
        opens = low in words_of("subjects") or low in words_of("noun_openers")
        behind = self._clauses.tag(token - 1) in ("N", "P") and low not in _RELATIVES
        return opens and behind and self._opens_clause(token, end, plain=False)

    def _is_plain_clause(self, at: int, end: int, longest: int = _OBJECT) -> bool:
        """Whether a clause starts here whose subject is one noun: "the car had no plates"."""
        verb = next(
            (v for v in range(at + 1, min(end, at + longest)) if self._clauses.is_finite(v)), None
        )
        if verb is None or (longest == _OBJECT and "and" in self._lower[at:verb]):
            return False
        if verb - 1 > at and self._lower[verb - 1] in words_of("subject_pronouns"):
            return False  # "released a statement about claims | he failed"
        if not _RELATIVES.isdisjoint(self._lower[at + 1 : verb]) or "," in self._words[at:verb]:
            return False
        subject = self._clauses.subject(at, verb)
        return subject is not None and subject[0] == at

    def _opens_clause(self, at: int, end: int, *, plain: bool) -> bool:
        """Whether a clause without "that" starts here: a subject, then soon its verb.

        A verb that is not of `plain` saying may have a thing as its object, with a relative clause
        ("released her records, which showed"): there the subject must be one noun phrase.
        """
        if not self._clauses.opens_noun(at):
            return False
        for token in range(at + 1, min(end, at + _OBJECT)):
            if self._clauses.is_finite(token):
                break
            if self._lower[token] in _SUBORDINATE:
                return False  # "the following statement | after the vote was held"
        if not self._clauses.is_clause(at, min(self._ends.last(end), at + _SUBJECT)):
            return False
        return plain or self._is_plain_clause(at, end, _SUBJECT)

    def quoted_as_saying(self, first: int, end: int) -> Reading | None:
        """Read "quoted Ines Calder as saying that …" and "Ines Calder was quoted as saying …"."""
        for at in range(first + 2, end - _FEWEST):
            if self._lower[at] != "as" or self._lower[at + 1] != "saying" or self._marks.roles[at]:
                continue
            verb = next(
                (
                    v
                    for v in range(at - 1, max(first, at - _SUBJECT), -1)
                    if self._lower[v] in _CITED
                ),
                None,
            )
            if verb is None:
                return None
            passive = is_passive(self._clauses, verb)
            if not passive and verb + 1 == at:
                return None
            speaker = self.subjects.subject(first, verb) if passive else (verb + 1, at - 1)
            start = at + 2
            if self._lower[start] == "by":
                start = next((t for t in range(start, end) if self._lower[t] == "that"), end)
            start += start < end and self._words[start] in (",", ":")
            if speaker is None or end - start < _FEWEST:
                return None
            content = start, self._ends.content(start, end)
            return Reading(content, self._speakers.trimmed(speaker), (verb, at + 1), by="sentence")
        return None
