"""Where in a page the pieces of the text stand that was taken out of it.

What takes the text out keeps its lines in the order of the page, but says nothing of where they
stood, and may join and part their blanks. So each line is looked for again, without its blanks, in
the page's text: the long ones first, in order, then the short ones between them. Of 61 public pages
nearly all lines are found. Pages are parsed as the HTML standard says (by Lexbor), so that a
browser that runs no script finds the same words at the same places.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..models.items import CONTEXT
from .decoding import decode_page

_UNSEEN = frozenset(["script", "style", "noscript", "template", "iframe", "svg", "textarea"])
_FOREIGN = frozenset(["svg", "math"])
_MARK = re.compile(r"\s*- ")
_NAME = re.compile("[a-z][a-z0-9]*")
_LONG = 40  # characters of a line that stands in a page but once
_MISSES = 200  # lines that are looked for in vain, so that no page takes long


class Element(NamedTuple):
    """An element of a page: its step of a path, where its text begins, whether that is seen."""

    parent: Any
    step: str
    start: int
    is_seen: bool


class Node(NamedTuple):
    """A piece of a page's text: where it begins in all of it, and whose it is."""

    start: int
    element: Element


class PageText:
    """The text of a page's body, as `textContent` has it, and where each piece of it stands."""

    def __init__(self, body: LexborNode) -> None:
        self._nodes: list[Node] = []
        self._size = 0
        self._positions: list[int] = []  # of each letter
        parts: list[str] = []
        letters: list[str] = []
        for element, text in self._pieces(body):
            self._nodes.append(Node(self._size, element))
            if element.is_seen:
                letters.append("".join(text.split()))
                seen = (at for at, letter in enumerate(text, self._size) if not letter.isspace())
                self._positions.extend(seen)
            parts.append(text)
            self._size += len(text)
        self._text = "".join(parts)
        self.letters = "".join(letters)  # of what is seen, without blanks

    def _pieces(self, body: LexborNode) -> Iterator[tuple[Element, str]]:
        """Each piece of text with its element. Without recursion: pages are nested without end."""
        left: list[tuple[LexborNode, Element | None, str]] = [(body, None, "body")]
        while left:
            node, parent, step = left.pop()
            if parent and node.is_text_node:
                yield parent, node.text_content or ""
            elif node.is_element_node:
                is_seen = (not parent or parent.is_seen) and node.tag not in _UNSEEN
                element = Element(parent, step, self._size, is_seen)
                left.extend(reversed(list(_children(node, element))))

    def selectors(self, first: int, last: int) -> list[dict[str, Any]]:
        """The W3C selectors of what stands between two letters."""
        start, end = self._positions[first], self._positions[last] + 1
        return [
            {
                "type": "RangeSelector",
                "startSelector": self._point(start, start),
                "endSelector": self._point(end - 1, end),
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": self._text[start:end],
                "prefix": self._text[max(0, start - CONTEXT) : start],
                "suffix": self._text[end : end + CONTEXT],
            },
        ]

    def _point(self, inside: int, at: int) -> dict[str, Any]:
        """A place in the element that a character stands in."""
        element = self._nodes[bisect_right(self._nodes, inside, key=_start) - 1].element
        offset = at - element.start
        return {
            "type": "XPathSelector",
            "value": _path(element),
            "refinedBy": {"type": "TextPositionSelector", "start": offset, "end": offset},
        }


def _start(node: Node) -> int:
    return node.start


def _children(node: LexborNode, parent: Element) -> Iterator[tuple[LexborNode, Element, str]]:
    """What stands in an element, each with its step of a path.

    That is a number alone where XPath would look in another namespace for the name.
    """
    names: Counter[str] = Counter()
    is_foreign = parent.step.startswith("*")
    for child in node.iter(include_text=True):
        name = child.tag or ""
        if child.is_element_node:
            names[name] += 1
            names[""] += 1
        is_plain = not is_foreign and name not in _FOREIGN and _NAME.fullmatch(name)
        yield child, parent, f"{name}[{names[name]}]" if is_plain else f"*[{names['']}]"


def _path(element: Element | None) -> str:
    steps = []
    while element:
        steps.append(element.step)
        element = element.parent
    return "/".join(["/html", *reversed(steps)])


class _Line(NamedTuple):
    """A line of the text: where it begins, its letters, and where in it each of them stands."""

    start: int
    letters: str
    columns: list[int]


class Places:
    """Which letters of a page the lines of a text are."""

    def __init__(self, page: PageText, text: str) -> None:
        self._page = page
        self._lines = list(_lines(text))
        self._found: dict[int, int] = {}
        self._look(range(len(self._lines)), _LONG)
        self._look(range(len(self._lines)), 1)

    def selectors(self, start: int, end: int) -> list[dict[str, Any]]:
        """The selectors of a piece of the text; none where the page does not have its ends."""
        first, last = self._letter(start, begins=True), self._letter(end, begins=False)
        if first is None or last is None or last < first:
            return []
        return self._page.selectors(first, last)

    def _look(self, lines: Iterable[int], least: int) -> None:
        """Find the lines of so many letters, each between those found before and after it."""
        ends = sorted(self._found)
        at, misses = 0, 0
        for number in lines:
            letters = self._lines[number].letters
            if number in self._found:
                at = self._found[number] + len(letters)
                continue
            if len(letters) < least or misses > _MISSES:
                continue
            after = bisect_right(ends, number)
            until = self._found[ends[after]] if after < len(ends) else len(self._page.letters)
            found = self._page.letters.find(letters, at, until)
            if found < 0:
                misses += 1
                continue
            self._found[number] = found
            at = found + len(letters)

    def _letter(self, at: int, *, begins: bool) -> int | None:
        """The letter of the page that is the first from a place on, or the last before it."""
        number = bisect_right(self._lines, at if begins else at - 1, key=_begin_of) - 1
        line = self._lines[number] if number >= 0 else None
        if line is None or number not in self._found:
            return None
        letter = bisect_left(line.columns, at - line.start) - (not begins)
        return self._found[number] + letter if 0 <= letter < len(line.letters) else None


def _begin_of(line: _Line) -> int:
    return line.start


def _lines(text: str) -> Iterator[_Line]:
    """The lines, without the marks of lists and tables, which are not the page's."""
    at = 0
    for line in text.split("\n"):
        begin = mark.end() if (mark := _MARK.match(line)) else 0
        unseen = "|" if line.startswith("|") else ""
        columns = [
            column
            for column, letter in enumerate(line)
            if column >= begin and not letter.isspace() and letter not in unseen
        ]
        yield _Line(at, "".join(line[column] for column in columns), columns)
        at += len(line) + 1


def places_of(
    content: bytes, charset: str, text: str, spans: Sequence[tuple[int, int]]
) -> list[list[dict[str, Any]]]:
    """The selectors of some spans of a text in the page that it was taken from."""
    body = LexborHTMLParser(decode_page(content, charset)).body
    if body is None:  # it is made of frames
        return [[] for _ in spans]
    places = Places(PageText(body), text)
    return [places.selectors(start, end) for start, end in spans]
