"""News pages: trafilatura finds the article among menus, teasers and advertisements.

`favor_precision` was best on public pages (see docs/importing.md). Nothing that a page points at is
fetched.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml.html import HtmlElement
from trafilatura.meta import reset_caches

from .. import dates
from ..decoding import decode_page
from ..mapping import fields_named
from ..records import BadRecord, Options, Record
from .documents import author_of
from .linked_data import article_of, authors_of, publisher_of

_NONE = "It holds no article that can be found."
_FEWEST = 200  # characters of sentences: what has fewer is a gallery, a notice, a front page,
_BRIEF = 100  # or, where a page has a date of its own, news in brief
_DATED = "//article | //time | //meta[@property='og:type'][contains(@content, 'article')]"
_ASKS = re.compile(  # what is no news, but asks something of who reads it
    r"\b(?:cookies?|subscri\w+|sign in|log in|password|your (?:browser|privacy)|javascript)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"^.*[.!?…。！？][\"'”’»)]*$", re.MULTILINE)
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished']/@content",
    "//meta[@name='parsely-pub-date' or @name='pubdate' or @name='DC.date.issued']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_PUBLISHED_THERE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_CLOCK = re.compile(r"\d[T ]\d\d:\d\d")
_ERROR = re.compile(
    r"\W*(?:(?:error )?(?:40[134]|410|50[0234])(?:$| ?[-–—:|]| error| not found| forbidden)"
    r"|page not found|not found$|access denied|forbidden$|just a moment|attention required)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s+[-–—|·]\s+([^|]{2,60})$")
_LETTERS = re.compile(r"\W+")
_SAVED = re.compile(rb"<!-- saved from url=\(\d{4}\)(https?://[!-~]{4,1900}) -->")
_HEAD = 2000
_CACHED = 500  # pages until trafilatura forgets what it remembers of others

_read = 0


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a page."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    marks = decode_page(record.content, record.charset)
    page = trafilatura.load_html(marks)
    if page is None:
        raise BadRecord(_NONE)
    address = record.url or _saved_from(record.content)
    own = _of_the_page(page, address)
    found, text = _article_in(page, marks)
    if found and found.title and _ERROR.match(found.title):
        raise BadRecord(f"It is the page of an error: {found.title[:60]}.")
    url = own.get("url") or (found and found.url) or address
    if url and not urlsplit(url).path.strip("/") and not urlsplit(url).query:
        raise BadRecord("It is a front page, no article.")
    if found is None or _sentences(text) < _FEWEST:
        if not _is_brief(page, found, own):
            raise BadRecord(_NONE)
        text = found.text
    said = article_of(page)
    publisher = publisher_of(said) or found.sitename or found.hostname
    yield fields_named(
        {
            "text": text,
            "title": _without_publisher(found.title, publisher),
            "url": url,
            "authors": _authors(said, found, publisher),
            "publisher": publisher,
            "published_at": _moment(own, found.date),
            "language": own.get("language"),
        },
        options,
    )


def _without_publisher(title: str | None, publisher: str | None) -> str | None:
    """A title without the name of the publisher, which many pages write behind it."""
    behind = _BEHIND.search(title or "")
    if title and behind and _is_same(behind[1], publisher):
        return title[: behind.start()]
    return title


def _authors(said: Mapping[str, Any], found: Any, publisher: str | None) -> list[str] | str | None:
    """Who wrote it, where that is more than the publisher's own name."""
    named = [name for name in authors_of(said) if author_of(name)]
    others = [name for name in named if not _is_same(name, publisher)]
    return others if named else author_of(found.author)


def _is_same(name: str, other: str | None) -> bool:
    """Whether two names are one but for case, blanks and marks."""
    return bool(other) and _LETTERS.sub("", name.casefold()) == _LETTERS.sub(
        "", str(other).casefold()
    )


def _article_in(page: HtmlElement, marks: str) -> tuple[Any, str]:
    """What trafilatura says of a page, and the text that it finds there.

    Where that is next to nothing, the text that it finds when it leaves less out; and where that,
    too, is none, as in old pages laid out by tables, all that is marked as paragraphs.
    """
    found = _found(page, favor_precision=True)
    if _sentences(text := (found and found.text) or "") >= _FEWEST:
        return found, text
    more = _found(trafilatura.load_html(marks), favor_recall=True)
    if _sentences(text := (more and more.text) or "") >= _FEWEST:
        return found or more, text
    return found or more, trafilatura.baseline(marks)[1]


def _found(page: HtmlElement, **favour: Any) -> Any:
    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True, **favour)
    _forget()
    return found


def _is_brief(page: HtmlElement, found: Any, own: dict[str, Any]) -> bool:
    """Whether what is short is news: dated, alone on its page, and asking nothing of its reader."""
    if not (found and found.title and found.date and found.text):
        return False
    lines = found.text.split("\n")
    return (
        _sentences(found.text) >= _BRIEF
        and bool(own["moments"] or page.xpath(_DATED) or _is_date(lines[0]))
        and len(page.xpath("//article")) <= 1
        and not _ASKS.search(found.text)
    )


def _is_date(line: str) -> bool:
    try:
        return dates.moment(line) is not None
    except BadRecord:
        return False


def _sentences(text: str) -> int:
    """How many characters stand in lines that end as sentences do."""
    return sum(map(len, _SENTENCE.findall(text)))


def _of_the_page(page: HtmlElement, address: str | None) -> dict[str, Any]:
    """What a page says of itself and trafilatura does not ask, or not as exactly."""
    links = page.xpath("//link[@rel='canonical']/@href")
    url = urljoin(address or "", links[0].strip()) if links else None
    moments = [moment for path in _PUBLISHED for moment in page.xpath(path)]
    moments += _PUBLISHED_THERE.findall(" ".join(page.xpath(_LINKED_DATA)))
    language = (page.xpath("/html/@lang") or [None])[0]
    return {"url": url, "moments": moments, "language": language}


def _saved_from(content: bytes) -> str | None:
    """Where a browser that saved a page says it was ("Mark of the Web")."""
    found = _SAVED.search(content[:_HEAD])
    return found[1].decode("ascii") if found else None


def _moment(own: dict[str, Any], day: str | None) -> Any:
    """When it was published: with the time of day, where the page has it for that day."""
    for written in own["moments"]:
        if not _CLOCK.search(written):
            continue
        try:
            found = dates.moment(written)
        except BadRecord:
            continue
        if day is None or abs((found.date() - dates.moment(day).date()).days) <= 1:
            return found
    return day


def _forget() -> None:
    global _read  # noqa: PLW0603 (it belongs to the library's caches, of which a process has one)
    _read += 1
    if _read % _CACHED == 0:
        reset_caches()
