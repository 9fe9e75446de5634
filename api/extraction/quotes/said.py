"""Which readings are quotes: somebody's words, that were said, in a clause or in marks.

What was not said, thoughts, findings, noun objects and passives without an agent are none; marked
words whose verb has no clause are a quote by themselves ("called it “a joke”").
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from ..people.kinds import is_document
from ..quote_marks import MARKS
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive
from .marks import Marks, Role
from .speech import Tokens, count_words, is_title
from .starts import Starts, cue_forms, last_verb

_BEFORE_CUE = 4  # tokens before a cue that can deny it
_CONDITION = 3  # tokens before a speaker in which "if" can stand
_CUT = 2  # tokens of a clause that the network has cut short
_FEWEST = 3  # tokens more that a clause has behind a verb of plain saying
_RELATIVES = frozenset(("who", "whose", "which"))
_OPEN = frozenset(("who", "which", "what"))
_INTERROGATIVE = frozenset(("who", "what", "why", "how", "when", "where", "which"))


class Said:
    """Judges the readings of one document."""

    def __init__(self, document: Document, marks: Marks, clauses: Clauses) -> None:
        self._document = document
        self._marks = marks
        self._clauses = clauses
        self._starts = Starts(document, marks, clauses)

    def quotes(self, readings: list[Reading]) -> Iterator[Reading]:
        """Give what is quoted of each reading, in order."""
        told = Counter(reading.cue for reading in readings)
        for reading in map(self._whole, readings):
            alone = told[reading.cue] == 1
            if not self._is_fragment(reading, alone=alone):
                yield from self._quoted(reading, alone=alone)

    def _whole(self, reading: Reading) -> Reading:
        """Take in the mark that stands just outside a content's first or last word."""
        (first, last), roles = reading.content, self._marks.roles
        opened = first > 0 and roles[first] == Role.INSIDE and roles[first - 1] == Role.OPEN
        end = last + 1
        closed = end < len(roles) and roles[last] == Role.INSIDE and roles[end] == Role.CLOSE
        return replace(reading, content=(first - opened, last + closed))

    def _is_fragment(self, reading: Reading, *, alone: bool) -> bool:
        """Whether what stands before its verb is no clause: "The plan was praised by the mayor"."""
        (first, last), cue = reading.content, reading.cue
        if cue is None or last > cue[0] or any(self._marks.roles[first : last + 1]):
            return False
        if self._document.lower[last] in ("which", "who", "that", "what"):
            return True
        apart = "," in self._document.words[last : cue[0]]
        if first in self._clauses.starts and self._is_setting(first, cue):
            return True
        if first - 1 in self._clauses.starts and self._document.lower[first - 1].endswith("ing"):
            return not self._clauses.is_clause(first, last)  # "Announcing | the plan, he said …"
        return alone and not apart and not self._clauses.is_clause(first, last)

    def _is_setting(self, first: int, cue: Tokens) -> bool:
        """Whether words before a cue say when or where: "At a meeting, | she said, “We go.”".

        What was said then starts with a capital behind the cue, in marks.
        """
        lower, words = self._document.lower, self._document.words
        if lower[first] not in words_of("adverbial_openers"):
            return False
        marked = self._marks.between(cue[1], self._clauses.sentence(cue[0])[1])
        following = [quoted.open + 1 for quoted in marked if quoted.open > cue[1]]
        return bool(following) and words[following[0]][0].isupper()

    def _quoted(self, reading: Reading, *, alone: bool) -> Iterator[Reading]:
        inside, outside = count_words(self._document, self._marks, reading.content)
        if reading.cue is not None and self._document.words[reading.cue[0] - 1] == "-":
            return  # "so-called"
        if reading.cue is not None and self._unsaid(reading, marked=not outside):
            return
        if self._answers(reading):
            return
        if not outside:
            yield reading
            return
        reading = self._starts.started(self._answer(reading))
        inside, outside = count_words(self._document, self._marks, reading.content)
        if self._is_said(reading):
            reading = self._without_turn(reading)
            yield self._without_that(reading) if alone else reading
        elif inside:
            yield from self._marked(reading)

    def _answers(self, reading: Reading) -> bool:
        """Whether a content is what others claim: "responded to claims | that he knew"."""
        cue = reading.cue
        if cue is None or cue[0] == cue[1] or reading.content[0] < cue[1]:
            return False
        lower = self._document.lower
        claimed = lower[cue[1]] in cues.speech_nouns() and lower[cue[1]].endswith("s")
        return claimed and lower[cue[1] - 1] in ("to", "against", "about")

    def _is_said(self, reading: Reading) -> bool:
        """Whether a content outside marks is a clause, and its verb one of saying."""
        forms = cue_forms(self._document, reading)
        if not forms or forms[0] in words_of("source_cues"):
            return True
        ruled = not cues.forms_of("cues_ruling").isdisjoint(forms) and self._is_ruling(reading)
        thought = last_verb(forms) in cues.forms_of("cues_thought")
        if not ruled and (thought or self._is_conclusion(reading, forms)):
            return False
        if self._is_finding(reading, forms) or self._is_abstract(reading):
            return False
        if self._is_by_nobody(reading):
            return False
        first, last = reading.content
        if reading.cue is not None and not self._follows(reading.content, reading.cue):
            return True
        judged = self._document.lower[first] not in ("to", "not") and self._is_judged(first, last)
        if judged and last_verb(forms) in cues.forms_of("cues_object"):
            return False
        if last_verb(forms) in cues.forms_of("cues_plain") and last - first >= _FEWEST:
            return True
        return self._is_clause(reading.content, forms)

    def _is_judged(self, first: int, last: int) -> bool:
        """Whether marked words judge what stands before them: "called | it | “a prayer”"."""
        outside = [at for at in range(first, last + 1) if self._marks.roles[at] == Role.OUTSIDE]
        marked = len(outside) <= last - first
        return marked and not any(self._clauses.is_finite(at) for at in outside)

    def _follows(self, content: Tokens, cue: Tokens) -> bool:
        """Whether a content stands behind its cue as its object does, with no comma between."""
        return cue[1] < content[0] and "," not in self._document.words[cue[1] : content[0]]

    def _is_clause(self, content: Tokens, forms: list[str]) -> bool:
        first, last = content
        lower = self._document.lower
        if first == last:
            return lower[first] in ("yes", "no", "so")
        if lower[first] in words_of("openers_of_clauses"):
            return last - first > 1
        if lower[first] == "to" or (lower[first] == "not" and lower[first + 1] == "to"):
            return True
        if lower[first - 1] == "for" and "to" in lower[first : last + 1]:
            return not cues.forms_of("cues_request").isdisjoint(forms)
        if self._clauses.tag(first) == "G" and not words_of("gerund_cues").isdisjoint(forms):
            return True
        return self._clauses.is_clause(first, last) and lower[last] not in _OPEN

    def _is_conclusion(self, reading: Reading, forms: list[str]) -> bool:
        """Whether somebody concludes: people do so in thought, documents in words."""
        if reading.speaker is None or not last_verb(forms).startswith("conclu"):
            return False
        first, last = reading.speaker
        return not any(is_document(word) for word in self._document.lower[first : last + 1])

    def _is_ruling(self, reading: Reading) -> bool:
        """Whether a court or a jury finds, which it does in words."""
        speaker, cue = reading.speaker, reading.cue
        if speaker is None or cue is None:
            return False
        return cues.is_said_by(self._document.lower, speaker, cue)

    def _is_finding(self, reading: Reading, forms: list[str]) -> bool:
        if reading.speaker is None or cues.forms_of("cues_finding").isdisjoint(forms):
            return False
        first, last = reading.speaker
        for word in self._document.lower[first : last + 1]:
            if word in words_of("head_ends"):
                return False
            if word in words_of("findings") or word.removesuffix("s") in words_of("findings"):
                return True
        return False

    def _is_abstract(self, reading: Reading) -> bool:
        """Whether what "says" is a fact, a view, an idea."""
        if reading.speaker is None:
            return False
        first, last = reading.speaker
        lower = self._document.lower
        while first < last and not self._ends_head(first + 1):
            first += 1
        return lower[first] in words_of("no_speakers")

    def _ends_head(self, token: int) -> bool:
        """Whether a token ends the noun that says who speaks: "a source close | to the case"."""
        return self._document.lower[token] in words_of("head_ends") or self._clauses.tag(token) in (
            "I",
            "T",
        )

    def _is_by_nobody(self, reading: Reading) -> bool:
        """Whether the cue is a passive that names nobody: "it was reported that"."""
        first, last = reading.cue or (0, -1)
        lower = self._document.lower
        if lower[last] == "said" and lower[last + 1 : last + 3] in (["to", "be"], ["to", "have"]):
            return True
        for verb in range(first, last + 1):
            form = cues.normal(self._document.words[verb])
            if form.endswith(("ed", "en")) and is_passive(self._clauses, verb):
                around = self._document.lower[verb : last + _BEFORE_CUE]
                return "by" not in around and "as" not in around
        return False

    def _unsaid(self, reading: Reading, *, marked: bool) -> bool:
        """Whether a cue is denied, supposed or asked about: "never said", "if he says"."""
        cue = reading.cue or reading.content
        lower = self._document.lower
        if self._is_nobody(reading.speaker):
            return True
        start, end = self._clauses.sentence(cue[0])
        if lower[start] == "nothing" and start < cue[0] < reading.content[0]:
            return True
        if marked and not start <= reading.content[0] < end:
            return False
        if reading.speaker is not None and reading.speaker[1] < cue[0]:
            start = max(start, self._behind_relative(reading.speaker[1] + 1, cue[0]))
        if reading.content[1] < cue[0]:
            start = max(start, reading.content[1] + 1)
        if "but" in lower[start : cue[0]]:
            start = cue[0] - 1 - lower[start : cue[0]][::-1].index("but")
        if lower[cue[0] - 1] == "and":
            start = max(start, cue[0] - 1)  # "did not stay, and told the clerk"
        words = self._document.words[max(start, cue[0] - _BEFORE_CUE) : cue[1]]
        before = [cues.normal(word) for word in words]
        if not words_of("negations").isdisjoint(before) and "only" not in before:
            return True
        if "will" in before and not marked:
            return True
        return not marked and self._is_supposed(reading)

    def _behind_relative(self, after: int, verb: int) -> int:
        """Step over a relative clause in commas: "An official, who was not named, | said"."""
        words = self._document.words
        closed = words[after] == words[verb - 1] == "," and after < verb - 1
        return verb if closed and self._document.lower[after + 1] in _RELATIVES else after

    def _is_nobody(self, speaker: Tokens | None) -> bool:
        """Whether a speaker is nobody: "None of the clerks", "no minister", but not "No 10"."""
        if speaker is None:
            return False
        lower, first = self._document.lower, speaker[0]
        if lower[first] != "no":
            return lower[first] in words_of("nobodies")
        after = lower[first + 1] if first < speaker[1] else ""
        return after.isalpha() and after not in ("fewer", "less")

    def _is_supposed(self, reading: Reading) -> bool:
        lower, words = self._document.lower, self._document.words
        cue = reading.cue or reading.content
        first, end = self._clauses.sentence(cue[0])
        speaker = reading.speaker[0] if reading.speaker else cue[0]
        if speaker < reading.content[0]:
            near = lower[max(first, speaker - _CONDITION) : speaker + 1]
            if "," not in near and not {"if", "unless"}.isdisjoint(near):
                return True
        start = reading.content[0]
        if lower[first] in ("had", "should") and speaker == first + 1 and cue[0] < start:
            return True  # "Had he said he was sorry, …"
        if lower[first] == "what" and first < speaker < cue[0] < start:
            return self._clauses.is_finite(start)  # "What he said | is not known"
        asks = words[end - 1] == "?" or (words[end - 1] in MARKS and words[end - 2] == "?")
        opens = lower[first] in words_of("auxiliaries") or lower[first] in _INTERROGATIVE
        return asks and opens and cue[0] < reading.content[0]

    def _answer(self, reading: Reading) -> Reading:
        """End "yes" and "no" before the clause that says when: "said | yes | when she asked"."""
        first, last = reading.content
        words = self._document.lower[first : first + 2]
        alone = first < last and words[0] in ("yes", "no") and words[1] in words_of("speaker_ends")
        return replace(reading, content=(first, first)) if alone else reading

    def _marked(self, reading: Reading) -> Iterator[Reading]:
        """Give the words in marks, each stretch a quote by itself."""
        first, last = reading.content
        verb = last_verb(cue_forms(self._document, reading))
        if not verb or self._is_by_nobody(reading):
            return
        if verb in cues.forms_of("cues_thought") and self._document.lower[first] == "to":
            return
        for quoted in self._marks.between(first, last):
            inside = first <= quoted.open and quoted.close <= last
            if inside and is_title(self._document, (quoted.open, quoted.close)):
                continue
            if inside and self._judges(quoted.open):
                yield replace(reading, content=(quoted.open, quoted.close))

    def _judges(self, mark: int) -> bool:
        """Whether marked words are a judgement and not part of the writer's own phrase."""
        lower = self._document.lower
        before = mark - 1
        while before > 0 and self._clauses.tag(before) in ("D", "S", "J"):
            before -= 1
        return lower[before] not in words_of("within_phrases")

    def _without_turn(self, reading: Reading) -> Reading:
        """End a content at its closing mark where the writer's own words follow."""
        first, last = reading.content
        quoted = self._marks.between(first, last)
        if not quoted or quoted[-1].close >= last or reading.cue is None:
            return reading
        after = quoted[-1].close + 1
        if reading.cue[1] > after or self._document.lower[after] not in words_of("turns"):
            return reading
        if not self._turns(after, quoted[-1].open, first, last):
            return reading
        return replace(reading, content=(first, quoted[-1].close))

    def _without_that(self, reading: Reading) -> Reading:
        """Start a reported clause behind its "that"."""
        first, last = reading.content
        gerund = self._document.lower[first] == "to" and self._clauses.tag(first + 1) == "G"
        opens = first < last and (self._document.lower[first] == "that" or gerund)
        if not opens or reading.cue is None or reading.cue[1] > first:
            return reading
        if self._document.words[first + 1] in ("'s", "’s"):
            return reading  # "says that's good news"
        comma = self._document.words[first + 1] == ","
        return replace(reading, content=(first + 1 + comma, last))

    def _turns(self, after: int, mark: int, first: int, last: int) -> bool:
        """Whether what follows the marks is the writer's: "… and left", "… before she went"."""
        if mark == first:
            return True
        lower = self._document.lower
        if lower[after : after + 2] == ["but", "not"]:
            return True
        if lower[after] not in ("but", "before", "after", "when", "while") or after >= last:
            return False
        if self._clauses.tag(after + 1) == "G":
            return True
        if not self._clauses.opens_noun(after + 1):
            return False
        return last - after <= _CUT or self._clauses.is_clause(after + 1, last)
