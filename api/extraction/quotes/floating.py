"""Quotes that marks and layout tell without a verb: signatures, labels, dialogue, whole sentences.

The network learns what reporting clauses say. These forms have none:

    “…” — Name            a signature, on the same line or the next
    Name: “…”             a label
    “…”                   sentences that stand by themselves in marks; whose they are follows from
                          the quote before, the sentence before, or the turns of a dialogue
"""

from bisect import bisect_right
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from ..people.names import Names
from ..quote_marks import MARKS
from .attribution import Reading
from .clauses import Clauses
from .marks import Marks, Quoted
from .nominal import GENITIVES
from .speech import Tokens

_DASHES = frozenset("—–―-")
_ENDS_SENTENCE = frozenset(".?!…—–―")
_SIGNATURE_LONGEST = 16  # tokens of a signature with its role
_FULL = 2  # words of a full name
_YEAR = 4  # digits
_LABEL_LONGEST = 6  # tokens of a label before its colon
_FEWEST_WORDS = 3  # in marks that make a quote by themselves within a paragraph

_Turn = tuple[int, Tokens | None]  # a paragraph that opens with a quote, and who speaks it


def with_floating(
    document: Document, marks: Marks, names: Names, clauses: Clauses, readings: list[Reading]
) -> list[Reading]:
    """Add the quotes without a cue to the network's readings, in the order of the text."""
    page = _Page(document, names, clauses)
    found: list[Reading] = []
    turns: list[_Turn] = []
    waiting = sorted(readings, key=lambda reading: reading.content)
    place = 0
    for quoted in marks.quoted:
        while place < len(waiting) and waiting[place].content[1] < quoted.open:
            found.append(waiting[place])
            place += 1
        if page.is_reference(quoted):
            while place < len(waiting) and waiting[place].content[0] <= quoted.close:
                place += 1
            continue
        named = page.signature(quoted) or page.label(quoted)
        alone = page.fills_paragraph(quoted)
        inside = 0
        while place < len(waiting) and waiting[place].content[0] <= quoted.close:
            reading = waiting[place]
            speaker = page.speaker(quoted, reading, named)
            if alone and named is None and reading.cue is None:
                speaker = _turn_before_last(page, quoted, turns) or speaker
            found.append(replace(reading, speaker=speaker))
            place += 1
            inside += 1
        if not inside:
            if named is None and not page.stands_alone(quoted):
                continue
            found.append(_reading(page, quoted, named, found, turns))
        if page.opens_paragraph(quoted):
            turns.append((page.paragraph(quoted.open), found[-1].speaker))
    return _carried_on(marks, found + waiting[place:])


def _reading(
    page: "_Page", quoted: Quoted, named: Tokens | None, found: list[Reading], turns: list[_Turn]
) -> Reading:
    """Make a reading of a quote that no cue attributes: it may go on with the one before."""
    content = quoted.open, quoted.close
    if named is not None:
        return Reading(content, named, None, by="floating")
    if found and page.paragraph(found[-1].content[1]) == page.paragraph(quoted.open):
        return Reading(content, found[-1].speaker, found[-1].cue, by="floating")
    speaker = page.subject_before(quoted) or _turn_before_last(page, quoted, turns)
    return Reading(content, speaker, None, by="floating")


def _turn_before_last(page: "_Page", quoted: Quoted, turns: list[_Turn]) -> Tokens | None:
    """Find whose turn it is in a dialogue, where every paragraph is a turn of one of two."""
    here = page.paragraph(quoted.open)
    in_dialogue = [paragraph for paragraph, _ in turns[-2:]] == [here - 2, here - 1]
    return turns[-2][1] if in_dialogue else None


def _carried_on(marks: Marks, readings: list[Reading]) -> list[Reading]:
    """Give the paragraphs of one quote the speaker and cue of the first that has them."""
    found = list(readings)
    by_first = {reading.content[0]: number for number, reading in enumerate(found)}
    chains: list[list[int]] = []
    linked = False
    for quoted in marks.quoted:
        number = by_first.get(quoted.open)
        if not linked:
            chains.append([])
        if number is not None:
            chains[-1].append(number)
        linked = quoted.runs_on
    for chain in chains:
        links = [found[number] for number in chain]
        told = next(
            (link for link in links if link.cue is not None),
            next((link for link in links if link.speaker is not None), None),
        )
        if told is None:
            continue
        for number in chain:
            found[number] = replace(found[number], speaker=told.speaker, cue=told.cue)
    return found


class _Page:
    """What stands around the quoted stretches of one document."""

    def __init__(self, document: Document, names: Names, clauses: Clauses) -> None:
        self._document = document
        self._names = names
        self._clauses = clauses
        self._sentences = [first for first, _ in document.sentences]
        self._paragraphs = [first for first, _ in document.paragraphs]

    def paragraph(self, token: int) -> int:
        """Number the paragraph of a token."""
        return bisect_right(self._paragraphs, token) - 1

    def opens_paragraph(self, quoted: Quoted) -> bool:
        """Whether a paragraph starts with this quote."""
        return self._paragraphs[self.paragraph(quoted.open)] == quoted.open

    def fills_paragraph(self, quoted: Quoted) -> bool:
        """Whether a paragraph holds this quote and nothing else."""
        first, end = self._document.paragraphs[self.paragraph(quoted.open)]
        return first == quoted.open and end == quoted.close + 1

    def stands_alone(self, quoted: Quoted) -> bool:
        """Whether the marks hold whole sentences, and the sentence opens with them."""
        words = self._document.words
        labelled = self.label(quoted) is not None
        opens = self._sentences[bisect_right(self._sentences, quoted.open) - 1] == quoted.open
        last = quoted.close if quoted.runs_on else quoted.close - 1
        if not (opens or labelled) or words[last][-1] not in _ENDS_SENTENCE:
            return False
        if labelled or self.fills_paragraph(quoted):
            return True
        inside = words[quoted.open : quoted.close]
        followed = self.opens_paragraph(quoted) and words[quoted.close + 1] in MARKS
        return sum(word[0].isalnum() for word in inside) >= _FEWEST_WORDS - followed

    def signature(self, quoted: Quoted) -> Tokens | None:
        """Find the name in `“…” — Name`, on the quote's line or on the next."""
        words = self._document.words
        number = self.paragraph(quoted.close)
        start, end = quoted.close + 1, self._document.paragraphs[number][1]
        if start == end and number + 1 < len(self._paragraphs):
            start, end = self._document.paragraphs[number + 1]
        if not start < end <= start + _SIGNATURE_LONGEST:
            return None
        if words[start] not in _DASHES:
            return self._signed(start, end) if number == self.paragraph(quoted.close) else None
        while start < end and words[start] in _DASHES:
            start += 1
        named = self._names.at(start, end - 1)
        if not named or self._names.mentions[named[0]].titled != start:
            return None
        if any(word[0].isdigit() for word in words[start:end]):
            return None  # a headline with its paper and date
        return start, self._names.mentions[named[0]].last

    def _signed(self, start: int, end: int) -> Tokens | None:
        """Find the full name in `“…” Name, role` where nothing else ends the paragraph."""
        words = self._document.words
        named = self._names.at(start, end - 1)
        mention = self._names.mentions[named[0]] if named else None
        if mention is None or mention.titled != start or len(mention.words) < _FULL:
            return None
        after = mention.last + 1
        if after < end and words[after] != ",":
            return None
        verbal = any(self._clauses.is_finite(at) for at in range(after, end))
        return None if verbal else (start, mention.last)

    def is_reference(self, quoted: Quoted) -> bool:
        """Whether a headline stands in marks before its paper and date: “…” — Orme Star, 2011."""
        words, end = self._document.words, self._document.paragraphs[self.paragraph(quoted.open)][1]
        after = quoted.close + 1
        dashed = after < end and words[after] in _DASHES and self.opens_paragraph(quoted)
        return dashed and any(word.isdigit() and len(word) == _YEAR for word in words[after:end])

    def label(self, quoted: Quoted) -> Tokens | None:
        """Find the name in `Name: “…”` at the start of a paragraph."""
        sentence = self._sentences[bisect_right(self._sentences, quoted.open) - 1]
        first = max(self._paragraphs[self.paragraph(quoted.open)], sentence)
        colon = quoted.open - 1
        if not first < colon <= first + _LABEL_LONGEST or self._document.words[colon] != ":":
            return None
        named = self._names.at(first, colon - 1)
        if not named or self._names.mentions[named[-1]].last != colon - 1:
            return None
        return first, colon - 1

    def speaker(self, quoted: Quoted, reading: Reading, named: Tokens | None) -> Tokens | None:
        """Whose a reading is: the label's or signature's name, else whom the sentence before has.

        A reading with a verb of saying keeps its own speaker.
        """
        words, cue = self._document.words, reading.cue
        if cue is not None and words[cue[0] : cue[1] + 1] != [":"]:
            return reading.speaker
        if named is None and cue is None and self._is_cut(reading.speaker):
            return self._person_before(quoted) or reading.speaker
        return named or reading.speaker

    def _is_cut(self, speaker: Tokens | None) -> bool:
        """Whether a mention is no whole one: "The", "the victim" of "the victim's brother"."""
        if speaker is None:
            return False
        after = self._document.words[speaker[1] + 1 : speaker[1] + 2]
        owns = bool(after) and after[0] in GENITIVES
        return owns or self._document.lower[speaker[1]] in words_of("noun_openers")

    def _person_before(self, quoted: Quoted) -> Tokens | None:
        """Find the one person whom the sentence before names."""
        number = bisect_right(self._sentences, quoted.open) - 1
        if number == 0:
            return None
        first, end = self._document.sentences[number - 1]
        mentions = [self._names.mentions[at] for at in self._names.at(first, end - 1)]
        people = [mention for mention in mentions if mention.personal]
        return (people[0].titled, people[0].last) if len(people) == 1 else None

    def subject_before(self, quoted: Quoted) -> Tokens | None:
        """Find the person or pronoun that opens the sentence before."""
        number = bisect_right(self._sentences, quoted.open) - 1
        if number == 0 or self._sentences[number] != quoted.open:
            return None
        first, end = self._document.sentences[number - 1]
        if self._document.words[first].lower() in words_of("subject_pronouns"):
            return first, first
        for at in self._names.at(first, end - 1):
            bearer, mention = self._names.bearer_of[at], self._names.mentions[at]
            if bearer is not None and bearer.person:
                return (mention.first, mention.last) if mention.titled == first else None
        return None
