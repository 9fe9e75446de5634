"""Quote marks: which open, which close, which belong together, and which are none.

Straight, curly, German, French, single and typewriter (`` '') marks are read alike. Everything is
settled within one paragraph, so that an odd mark cannot swallow the rest of an article; only a
paragraph that opens a mark, never closes it and is followed by one that opens a mark too runs on
(the convention for quotes of several paragraphs, Chicago Manual of Style 13.30).
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from ..document import Document
from ..lexicons import words_of
from ..quote_marks import DOUBLE, MARKS, SINGLE

# What a mark may be closed by; None stands for the pair of typewriter marks.
_CLOSED_BY = {
    '"': '"＂”',
    "＂": '＂"',
    "“": '”"',
    "”": "”",
    "„": '“”„"',
    "‟": "”",
    "«": "»",
    "»": "«",
    "‘": "’'",
    "‚": "‘’",
    "‛": "’",
    "'": "'’",
    "‹": "›",
    "›": "‹",
    "`": "'’",
}
_BEFORE_OPENING = frozenset("([{—–-/:…")
_APOSTROPHES = 20  # plurals with an apostrophe passed over in the search for a closing mark
# Marks of a paragraph: ten times what a book has that is all talk and has no paragraphs. More are
# no quote marks, and to pair them takes 200 bytes for each.
_MOST = 100_000
_ENDS_PHRASE = frozenset(".,;:!?…—–-)]")


class Role(IntEnum):
    """What a token is to the quote marks around it."""

    OUTSIDE = 0
    INSIDE = 1
    OPEN = 2
    CLOSE = 3
    ADRIFT = 4  # inside a mark that is never closed
    STRAY = 5  # a mark without a partner, an apostrophe, a sign for feet or inches


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of tokens in quote marks.

    `open` is the opening mark's first token and `close` the closing mark's last, or the
    paragraph's last token where the quote runs on into the next paragraph.
    """

    open: int
    close: int
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """The role of every token, and the quoted stretches in order; none is inside another."""

    roles: bytearray
    quoted: list[Quoted]

    def breaks(self, token: int) -> bool:
        """Whether a token stands in marks or is one; an apostrophe is none."""
        return self.roles[token] not in (Role.OUTSIDE, Role.STRAY)

    def between(self, first: int, last: int) -> list[Quoted]:
        """Give the quoted stretches that share a token with `first` to `last`."""
        place = bisect_right(self.quoted, first, key=lambda quoted: quoted.close)
        if place and self.quoted[place - 1].close >= first:
            place -= 1
        found = []
        while place < len(self.quoted) and self.quoted[place].open <= last:
            found.append(self.quoted[place])
            place += 1
        return found


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark in its place: one token, or two for typewriter marks."""

    first: int
    last: int
    glyph: str
    may_open: bool
    may_close: bool
    possessive: bool = False  # may be the apostrophe of a plural
    apart: bool = False  # opens its paragraph, or a sign of punctuation stands before it


def read_marks(document: Document) -> Marks:
    """Find the quoted stretches of a document."""
    roles = bytearray(len(document.words))
    quoted: list[Quoted] = []
    paragraphs = document.paragraphs
    for number, (first, end) in enumerate(paragraphs):
        words = document.words[first:end]
        tokens = array("I", (at for at, word in enumerate(words, first) if word in MARKS))
        if len(tokens) > _MOST:
            for token in tokens:
                roles[token] = Role.STRAY
        elif tokens and quoted and quoted[-1].runs_on and _only_closes(document, first, end):
            roles[first : end - 1] = bytes([Role.INSIDE]) * (end - 1 - first)
            roles[end - 1] = Role.CLOSE
            quoted.append(Quoted(first, end - 1))
        elif tokens:
            marks = _marks(document, tokens, first, end)
            follows = number + 1 < len(paragraphs) and _goes_on(document, *paragraphs[number + 1])
            quoted += _pair(marks, end, roles, may_run_on=follows)
    return Marks(roles, quoted)


def _goes_on(document: Document, first: int, end: int) -> bool:
    """Whether a paragraph may go on with a quote that the one before does not close."""
    opens = document.words[first] in MARKS and first + 1 < end
    return opens or _only_closes(document, first, end)


def _only_closes(document: Document, first: int, end: int) -> bool:
    """Whether a paragraph's one mark stands at its end: it closes what the one before opened."""
    mark, words = end - 1, document.words
    if not first < mark or words[mark] not in DOUBLE:
        return False
    tight = document.starts[mark] == document.ends[mark - 1]
    return tight and MARKS.isdisjoint(words[first:mark])


def _marks(document: Document, tokens: Iterable[int], first: int, end: int) -> list[_Mark]:
    """Join typewriter marks and say of each mark what its surroundings allow."""
    words, starts, ends = document.words, document.starts, document.ends
    marks: list[_Mark] = []
    skip = -1
    for token in tokens:
        if token == skip:
            continue
        glyph, last = words[token], token
        twin = token + 1
        if glyph in "'`" and twin < end and words[twin] == glyph and starts[twin] == ends[token]:
            glyph, last, skip = '"', twin, twin
        before = words[token - 1] if token > first else ""
        after = words[last + 1] if last + 1 < end else ""
        space_before = not before or starts[token] > ends[token - 1]
        space_after = not after or starts[last + 1] > ends[last]
        opens = (space_before or before in _BEFORE_OPENING or before in MARKS) and bool(after)
        closes = not space_before or (space_after and bool(before))
        if glyph in '"＂' or glyph == "'":
            if opens and closes and not space_after:
                closes = before in _BEFORE_OPENING or before in MARKS or before in _ENDS_PHRASE
            if glyph == '"' and last == token and before[-1:].isdigit() and not space_before:
                opens = False
        if glyph in "«»‹›":  # French puts a space inside them
            opens, closes = bool(after), bool(before)
        elif glyph in SINGLE:
            opens = opens and not space_after
            opens = opens and not after[:1].isdigit() and after.lower() not in words_of("elisions")
            closes = not space_before and (space_after or after in _ENDS_PHRASE or after in MARKS)
        possessive = before[-1:] in ("s", "S") and after[:1].isalpha()
        apart = not before or not before[-1].isalnum()
        marks.append(_Mark(token, last, glyph, opens, closes, possessive, apart))
    return marks


def _pair(marks: list[_Mark], end: int, roles: bytearray, *, may_run_on: bool) -> list[Quoted]:
    """Pair the marks of one paragraph from left to right and write the roles of its tokens."""
    quoted: list[Quoted] = []
    closers = _Closers(marks)
    number = 0
    while number < len(marks):
        mark = marks[number]
        partner = closers.partner(number)
        if partner is not None:
            close = marks[partner]
            _write(roles, mark, Role.OPEN)
            roles[mark.last + 1 : close.first] = bytes([Role.INSIDE]) * (
                close.first - mark.last - 1
            )
            _write(roles, close, Role.CLOSE)
            quoted.append(Quoted(mark.first, close.last))
            number = partner + 1
            continue
        if mark.may_open and mark.glyph in DOUBLE and closers.is_last_double(number):
            runs_on = may_run_on and mark.apart
            _write(roles, mark, Role.OPEN if runs_on else Role.STRAY)
            inside = Role.INSIDE if runs_on else Role.ADRIFT
            roles[mark.last + 1 : end] = bytes([inside]) * (end - mark.last - 1)
            if runs_on:
                quoted.append(Quoted(mark.first, end - 1, runs_on=True))
            break
        _write(roles, mark, Role.STRAY)
        number += 1
    return quoted


def _write(roles: bytearray, mark: _Mark, role: Role) -> None:
    for token in range(mark.first, mark.last + 1):
        roles[token] = role


class _Closers:
    """For each mark of a paragraph the mark that closes it, in logarithmic time."""

    def __init__(self, marks: list[_Mark]) -> None:
        self._marks = marks
        self._by_glyph: dict[str, list[int]] = {}
        self._opening: dict[str, list[int]] = {}
        self._doubles = [i for i, mark in enumerate(marks) if mark.glyph in DOUBLE]
        for number, mark in enumerate(marks):
            if mark.may_close:
                self._by_glyph.setdefault(mark.glyph, []).append(number)
            if mark.may_open:
                self._opening.setdefault(mark.glyph, []).append(number)

    def is_last_double(self, number: int) -> bool:
        """Whether no double mark follows this mark in the paragraph."""
        return not self._doubles or self._doubles[-1] <= number

    def partner(self, number: int) -> int | None:
        """Give the mark that closes this one, None where none does."""
        mark = self._marks[number]
        if not mark.may_open or (mark.glyph in "”’"):
            return None
        nearest = None
        for glyph in _CLOSED_BY.get(mark.glyph, ""):
            place = self._next(self._by_glyph.get(glyph, []), number)
            if place is not None and (nearest is None or place < nearest):
                nearest = place
        if nearest is None:
            return None
        if mark.glyph in SINGLE:
            return self._single_partner(mark, number, nearest)
        if mark.glyph in "“«":
            again = self._next(self._opening.get(mark.glyph, []), number)
            if again is not None and again < nearest:
                return None  # opened twice: the first was never closed
        return nearest

    def _single_partner(self, mark: _Mark, number: int, nearest: int) -> int | None:
        """Give the nearest closing mark that is no plural's apostrophe ("the workers' rights")."""
        opening = self._next(self._opening.get(mark.glyph, []), number)
        limit = len(self._marks) if opening is None else opening
        for candidate in range(nearest, min(limit, nearest + _APOSTROPHES)):
            other = self._marks[candidate]
            closes = other.glyph in _CLOSED_BY[mark.glyph] and other.may_close
            if closes and not other.possessive:
                return candidate
        return None

    @staticmethod
    def _next(places: list[int], number: int) -> int | None:
        at = bisect_right(places, number)
        return places[at] if at < len(places) else None
