"""How a sentence names its speaker: where such a mention starts and ends.

Title and role are kept; what stands around them is not: a dateline, an opening adverbial, an adverb
behind the verb, the apposition after a name.
"""

from ..document import Document
from ..figures.tables import calendar
from ..lexicons import words_of
from ..people.names import Names
from ..plurals import is_plural
from ..quote_marks import MARKS
from .clauses import Clauses
from .speech import Tokens

GENITIVES = frozenset(("'s", "’s", "'", "’"))
_DASHES = frozenset("—–―-")
_BEFORE_NOUN = frozenset("DSIJ")  # parts of speech
_LONGEST = 20  # tokens of a speaker behind its verb
_DATELINE = 14  # tokens before its dash
_TITLED = 5  # tokens of a title between the comma of an apposition and the name


class Speakers:
    """Reads and trims the mentions of speakers in one document."""

    def __init__(self, document: Document, names: Names, clauses: Clauses) -> None:
        self._document = document
        self._names = names
        self._clauses = clauses

    def behind(self, verb: int, limit: int) -> Tokens | None:
        """Read the speaker behind a verb: "said | the mayor of Harlow, Lena Dorn"."""
        words, lower = self._document.words, self._document.lower
        first = verb + 1
        if first >= limit or not self._clauses.opens_noun(first) or lower[first] in _NOBODY:
            return None
        if lower[first] in words_of("subjects"):
            return first, first
        last = first
        for at in range(first + 1, min(limit, first + _LONGEST)):
            if words[at] in GENITIVES and self._is_plural_genitive(at, limit):
                continue
            if words[at] in _STOPS or words[at] in MARKS or self._ends(at, first):
                break
            if words[at] == "," and self._apposed(first, at, limit) is None:
                break
            last = at
        return self.trimmed((first, self._names.whole(last, last)[1]))

    def _ends(self, token: int, first: int) -> bool:
        lower = self._document.lower[token]
        if self._document.words[token - 1] == "-":
            return False
        if lower in words_of("speaker_ends") and self._document.words[token].islower():
            if lower == "and" and self._joins_trades(token, first):
                return False
            return not (self._inside_name(token) or self._belongs(token, first))
        if self._document.words[token] in _DAYS:
            return True
        named = bool(self._names.at_token(token - 1)) and self._clauses.tag(token) in ("V", "M")
        ends = lower.endswith(("ly", "ing")) or lower in words_of("auxiliaries")
        return self._document.words[token].islower() and (ends or named)

    def _joins_trades(self, token: int, first: int) -> bool:
        """Whether "and" joins what one is: "former Skelby | and | Norland striker Ann Lee"."""
        if is_plural(self._document.lower[token - 1]):
            return False
        if any(self._names.mentions[n].personal for n in self._names.at(first, token - 1)):
            return False
        for number in self._names.at(token + 1, token + _TITLED):
            mention = self._names.mentions[number]
            if mention.personal:
                return self._document.words[mention.titled - 1] in words_of("roles")
        return False

    def _is_plural_genitive(self, mark: int, limit: int) -> bool:
        """Whether a mark is the apostrophe of a plural: "said Ann Lee of the engineers' union"."""
        tight = self._document.starts[mark] == self._document.ends[mark - 1]
        owned = mark + 1 < limit and self._document.words[mark + 1][0].isalpha()
        return tight and owned and self._document.lower[mark - 1].endswith("s")

    def _belongs(self, token: int, first: int) -> bool:
        """Whether a preposition goes on with who somebody is.

        "a source close | to the talks", "an engineer | at the plant"
        """
        lower = self._document.lower
        if lower[token] == "to":
            return lower[token - 1] in words_of("before_to")
        plain = lower[first] in ("a", "an", "another", "one") and not self._names.at(first, token)
        if lower[token] not in ("at", "in") or not plain:
            return False
        after = lower[token + 1 : token + 3]
        return bool(after) and after[0].isalpha() and words_of("media").isdisjoint(after)

    def _inside_name(self, token: int) -> bool:
        return any(self._names.mentions[n].first < token for n in self._names.at_token(token))

    def just_before(self, verb: int) -> Tokens | None:
        """The name that stands just before a verb: "Over supper | Orla Venn | confessed"."""
        for number in self._names.at_token(verb - 1):
            mention = self._names.mentions[number]
            return (mention.titled, mention.last) if mention.last == verb - 1 else None
        return None

    def trimmed(self, speaker: Tokens) -> Tokens:
        """Take from a mention what does not name the speaker."""
        first, last = self._without_dateline(speaker)
        first = self._without_opening(first, last)
        last = self._before_adverbial(first, self._before_comma(first, last))
        words, lower = self._document.words, self._document.lower
        while last > first and (
            not words[last][0].isalnum()
            or (words[last].islower() and lower[last] in words_of("cue_adverbs"))
            or words[last] in _DAYS
        ):
            if self._is_end(first, last):
                break
            last -= 1
        return first, last

    def completed(self, first: int, last: int) -> int:
        """Where a mention ends that breaks off before its noun: "a spokesman for the | council"."""
        if last == first or self._clauses.tag(last) not in _BEFORE_NOUN:
            return last
        end = self._clauses.sentence(last)[1]
        at = last
        while at + 1 < end and self._clauses.tag(at) in _BEFORE_NOUN:
            at += 1
        while at + 1 < end and self._clauses.tag(at) == "N" == self._clauses.tag(at + 1):
            at += 1
        return at if self._clauses.tag(at) in ("N", "P") else last

    def _is_end(self, first: int, last: int) -> bool:
        """Whether a mention ends with a bracket, a shortened word or an adverb of its own."""
        word = self._document.words[last]
        shortened = word == "." and self._shortened(last)
        return shortened or word in _CLOSING or self._clauses.closes_relative(first, last)

    def _shortened(self, stop: int) -> bool:
        return any(self._names.mentions[n].last >= stop - 1 for n in self._names.at_token(stop - 1))

    def _without_dateline(self, speaker: Tokens) -> Tokens:
        return max(speaker[0], self.after_dateline(speaker[0], speaker[1])), speaker[1]

    def after_dateline(self, token: int, last: int) -> int:
        """Where the text starts after "HARLOW (Norvik News) - "; `token` where none stands."""
        words = self._document.words
        start = self._clauses.paragraph(token)[0]
        start += words[start] == "(" and start + 1 < len(words)  # "(Norvik News) - "
        if not words[start][0].isupper():
            return token
        for at in range(start + 1, min(start + _DATELINE, last)):
            if words[at] in _DASHES and self._apart(at):
                dated = any(word.lower() in calendar("month") for word in words[start + 1 : at])
                place = words[start].isupper() or words[at - 1] == ")" or dated
                after = next((n for n in range(at, last) if words[n] not in _DASHES), last)
                return max(after, token) if place or self._is_place(start) else token
            if words[at] in _NO_DATELINE or words[at] in MARKS:
                return token
        return token

    def _is_place(self, token: int) -> bool:
        return self._document.lower[token] in words_of("places")

    def _apart(self, token: int) -> bool:
        starts, ends = self._document.starts, self._document.ends
        return starts[token] > ends[token - 1]

    def _without_opening(self, first: int, last: int) -> int:
        """Start after a mark, a conjunction, "Did", or an adverbial with or without its comma."""
        words, lower = self._document.words, self._document.lower
        while first < last and (
            not words[first][0].isalnum() or lower[first] in words_of("before_subjects")
        ):
            first += 1
        opens = (
            words[first][0].isupper()
            and lower[first].endswith("ing")
            and first in self._clauses.starts
        )
        if opens or lower[first] in words_of("adverbial_openers"):
            commas = [at for at in range(first, last) if words[at] == ","]
            first = commas[0] + 1 if commas and not self._names.at(first, first) else first
        return self._behind_adverbial(first, last)

    def _behind_adverbial(self, first: int, last: int) -> int:
        """Start at the name behind "In the interval |", which no comma parts from it."""
        lower = self._document.lower
        opener = first - 1
        if opener not in self._clauses.starts or lower[opener] not in words_of("adverbial_openers"):
            return first
        for number in self._names.at(first + 1, last):
            mention = self._names.mentions[number]
            alone = mention.last == last and lower[mention.titled - 1] not in words_of("roles")
            if mention.personal and alone and self._document.words[mention.titled - 1].islower():
                return mention.titled
        return first

    def _before_comma(self, first: int, last: int) -> int:
        """End before the first comma unless the name comes after it."""
        words = self._document.words
        for comma in range(first + 1, last):
            if words[comma] == ",":
                named = self._apposed(first, comma, last + 1)
                return comma - 1 if named is None else named
        return last

    def _before_adverbial(self, first: int, last: int) -> int:
        """End behind a name before "after the run", "in a letter" or "this morning"."""
        for number in self._names.at(first, last - 1):
            after = self._names.mentions[number].last + 1
            lower = self._document.lower[after]
            if lower in words_of("speaker_ends") and lower not in ("and", "or", "at"):
                return after - 1
            if self._clauses.says_when(after):
                return after - 1
        return last

    def inserted(self, speaker: Tokens) -> Tokens:
        """Start after the comma of an inserted clause: "Renn, | Ines Calder | said, …"."""
        first, last = speaker
        commas = [at for at in range(first, last) if self._document.words[at] == ","]
        if len(commas) != 1 or self._apposed(first, commas[0], last + 1) is not None:
            return speaker
        after = commas[0] + 1
        named = self._names.at(after, last)
        pronoun = self._document.lower[after] in words_of("subjects") - _NOBODY
        mentions = [self._names.mentions[n] for n in named]
        if pronoun or (mentions and (mentions[0].titled, mentions[0].last) == (after, last)):
            return after, last
        return speaker

    def _apposed(self, first: int, comma: int, limit: int) -> int | None:
        """Where the name ends in "the mayor of Harlow, Lena Dorn"; None where none is apposed."""
        names = self._names
        before = names.at(first, comma - 1)
        if before and names.mentions[before[-1]].last == comma - 1:
            mention = names.mentions[before[-1]]
            article = first + (self._document.lower[first] == "the")
            if mention.personal or article in (mention.titled, mention.first):
                return None
        for number in names.at(comma + 1, min(limit, comma + _LONGEST) - 1):
            mention = names.mentions[number]
            near = mention.titled - comma - 1 <= _TITLED
            if mention.titled == comma + 1 and self._is_described(first, comma):
                return mention.last
            between = self._document.words[comma + 1 : mention.titled]
            if near and "," not in between and not {"of", "for", "in"} & set(between):
                return mention.last if mention.personal or len(mention.words) > 1 else None
            return None
        return None

    def _is_described(self, first: int, comma: int) -> bool:
        """Whether what stands before a comma says of somebody named behind it who that is."""
        before = self._document.lower[comma - 1]
        described = before in words_of("roles") or before in words_of("relatives")
        return described and not self._names.at(comma - 1, comma - 1) and first < comma


_STOPS = frozenset(".;:?!()[]…—–")
_CLOSING = frozenset(")]")
_NO_DATELINE = frozenset(":;?!")
_NOBODY = frozenset(("that", "which", "who", "it"))
_DAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
