"""The query language: words, "phrases", beginnings*, field:words, AND, OR, NOT or -, parentheses.

Between two words AND goes without saying, and binds them closer than OR. What must be absent needs
something else that must be there, in every alternative: an index lists what has a word, not
what has it not.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple, NoReturn, TypeAlias

from .words import words

DEEPEST = 20  # parentheses in parentheses
# Letters of a beginning. FTS5 gathers all rows that any word with it has (0.1 µs each): of two
# letters that would be a large part of all. An index of beginnings would double its size.
SHORTEST = 3

_MARKS = '"“”„'
_TOKEN = re.compile(
    rf"""(?P<sign> [()] | -(?=\() )
    | -? (?P<of_several> [^\W\d_]+ ) : (?= \( )
    | (?P<minus> -?) (?: (?P<field> [^\W\d_]+ ) : (?!//) (?= [\w{_MARKS}] ) )?
                     (?: [{_MARKS}] (?P<phrase> [^{_MARKS}]*) (?P<end> [{_MARKS}]?)
                       | (?P<word> [^\s(){_MARKS}]+) )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; of the last its beginning is enough where `open`.

    Anywhere in what is searched, or in its `field` of that name.
    """

    words: tuple[str, ...]
    open: bool
    field: str = ""


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Every:
    """All of `wanted`, one at least, and none of `unwanted`."""

    wanted: tuple["Query", ...]
    unwanted: tuple["Query", ...]


Query: TypeAlias = Phrase | Either | Every


class Unsearchable(ValueError):
    """A text that is no query; the message says what is wrong and where."""


class _Token(NamedTuple):
    kind: str  # ( ) AND OR NOT, "phrase", or "" at the end
    shown: str
    at: int
    phrase: Phrase | None = None


def parse(text: str, fields: Collection[str] = ()) -> Query:
    """Read a query; raises Unsearchable. Characters are counted from 1.

    `fields` are those that words may be looked for in: `title:gas`.
    """
    return _Parser(text, fields).query()


def phrases(query: Query) -> Iterator[Phrase]:
    """The phrases that a text may be found by, in the query's order."""
    if isinstance(query, Phrase):
        yield query
        return
    for part in query.parts if isinstance(query, Either) else query.wanted:
        yield from phrases(part)


class _Parser:
    """A descent along the grammar, one token at a time.

    either = every {"OR" every};  every = part {["AND"] part};
    part = ["NOT"] (phrase | "(" either ")")
    """

    def __init__(self, text: str, fields: Collection[str]) -> None:
        self._tokens = _tokens(text, fields)
        self._depth = 0
        self._next()

    def query(self) -> Query:
        """All of the text."""
        if not self._token.kind:
            raise Unsearchable("Nothing to search for: give a word that must be there.")
        found = self._either()
        if self._token.kind:
            self._refuse("closes nothing")
        return found

    def _next(self) -> None:
        self._token = next(self._tokens)

    def _take(self, kind: str) -> bool:
        if taken := self._token.kind == kind:
            self._next()
        return taken

    def _either(self) -> Query:
        parts = [self._every()]
        while self._take("OR"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Query:
        first = self._token
        wanted: list[Query] = []
        unwanted: list[Query] = []
        while True:
            (unwanted if self._take("NOT") else wanted).append(self._part())
            if not self._take("AND") and self._token.kind in {"OR", ")", ""}:
                break
        if not wanted:
            self._refuse("needs another word that must be there", first)
        return wanted[0] if len(wanted) == 1 and not unwanted else _every(wanted, unwanted)

    def _part(self) -> Query:
        token = self._token
        if token.phrase:
            self._next()
            return token.phrase
        if token.kind != "(":
            self._refuse("is in the place of a word" if token.kind else "lacks what follows it")
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"is inside {DEEPEST} others: too deep")
        self._next()
        found = self._either()
        if not self._take(")"):
            self._refuse("is not closed", token)
        self._depth -= 1
        return found

    def _refuse(self, why: str, token: _Token | None = None) -> NoReturn:
        token = token or self._token
        raise Unsearchable(f"{token.shown} at character {token.at + 1} {why}.")


def _every(wanted: list[Query], unwanted: list[Query]) -> Every:
    return Every(tuple(wanted), tuple(unwanted))


def _tokens(text: str, fields: Collection[str]) -> Iterator[_Token]:
    """The tokens, then one that says the end; signs without a letter or digit are passed over."""
    last = _Token("", "", 0)
    for found in _TOKEN.finditer(text):
        field = found["of_several"] or found["field"] or ""
        if field:
            _must_be_known(field, fields, found)
        for last in _read(found, field):
            yield last
    while True:  # what is amiss at the end is said of the last token
        yield _Token("", last.shown, last.at)


def _must_be_known(field: str, fields: Collection[str], found: re.Match[str]) -> None:
    name = f"{field}: at character {found.start() + found[0].startswith('-') + 1}"
    if field not in fields:
        known = f"known here: {', '.join(fields)}" if fields else "none is known here"
        quoted = found[0].lstrip("-")
        raise Unsearchable(
            f"{name} is not a field to search in; {known}. In quote marks it is looked for as "
            f'words: "{quoted.replace(chr(34), "")}".'
        )
    if found["of_several"]:
        raise Unsearchable(f"{name} goes before a word or a phrase, not before parentheses.")


def _read(found: re.Match[str], field: str) -> Iterator[_Token]:
    at, shown = found.start(), found[0]
    if found["sign"] or shown in {"AND", "OR", "NOT"}:
        yield _Token("NOT" if shown == "-" else shown, shown, at)
        return
    if found["end"] == "":
        mark = at + len(found["minus"])
        raise Unsearchable(f"The quote mark at character {mark + 1} is not closed.")
    inner = found["word"] or found["phrase"]
    some = tuple(words(inner))
    if not some:
        return
    is_open = inner.endswith("*")
    if is_open and len(some[-1]) < SHORTEST:
        raise Unsearchable(f"{shown} at character {at + 1} needs {SHORTEST} letters before the *.")
    if found["minus"]:
        yield _Token("NOT", "-", at)
    yield _Token("phrase", shown, at, Phrase(some, is_open, field))
