"""Many articles in one stream, one a line (NDJSON); a bad line spoils only itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from marshmallow import ValidationError

from ..errors import Busy, Forbidden, Invalid, StoreFull
from ..queries.articles import known_as
from ..schemas.articles import NewArticle
from ..schemas.problems import MOST, faults_of, summary
from ..schemas.strict import MOST_MEMBERS, Unreadable, parse_json
from ..services import articles, bounds
from ..services.bounds import FREE, Bound
from ..services.engine import DEFAULT_LANGUAGE, extract
from ..services.storing import Given
from ..store import trouble
from ..store.database import Database

Result = dict[str, Any]
_SCHEMA = NewArticle()
TOGETHER = 100  # articles of one transaction, at most


class _Line(NamedTuple):
    """A line that was read: what became of it, or the article to be stored."""

    number: int
    result: Result
    given: Given | None = None


def store_lines(
    database: Database, chunks: Iterable[bytes], longest: int, bound: Bound = FREE
) -> Iterator[Result]:
    """Store each line's article; gives each result once its transaction is committed.

    A result has the number of its `line` (from 1), a `status` as HTTP would have it, and the
    article's `id` or what was wrong: `detail`, and `errors` with their places. Empty lines are
    passed over. A line of more than `longest` bytes is refused and never held whole. Articles that
    are not as `bound` has them are refused.

    Lines that came together are stored together, TOGETHER at most: a client that waits for a
    result before it sends the next line gets it.
    """
    number = 0
    some: list[_Line] = []
    try:
        for piece in _pieces(chunks, longest):
            for line in piece:
                number += 1
                some += _read(database, number, line, bound)
                if len(some) >= TOGETHER:
                    yield from _stored(database, some, bound)
                    some = []
            yield from _stored(database, some, bound)
            some = []
    except Unreadable as error:  # what comes cannot be unpacked
        yield {"line": number + 1, "status": 400, "detail": f"The body {error}"}


def _read(database: Database, number: int, line: bytes | None, bound: Bound) -> Iterator[_Line]:
    """What a line holds, read; nothing of an empty one."""
    if line is None:
        yield _Line(number, {"status": 413, "detail": "The line is larger than a body may be."})
    elif line.strip():
        try:
            article = _SCHEMA.load(parse_json(line, MOST_MEMBERS))
        except Unreadable as error:
            yield _Line(number, {"status": 400, "detail": f"The line {error}"})
        except ValidationError as error:
            faults = faults_of(error.messages_dict, "json")
            detail = summary(faults, "The line")
            yield _Line(number, {"status": 422, "detail": detail, "errors": faults[:MOST]})
        else:
            yield _looked_up(database, number, article, bound)


def _looked_up(database: Database, number: int, article: dict[str, Any], bound: Bound) -> _Line:
    """An article, read where it is not stored yet, and may be."""
    text = article.pop("text")
    try:
        bounds.must_be_within(bound, article.get("publisher"), article.get("tags", ()))
        known = known_as(database, text, article.get("url"))
    except Forbidden as error:
        return _Line(number, {"status": 403, "detail": str(error)})
    except database.errors as error:
        return _Line(number, _trouble(error))
    if known is not None:
        return _Line(number, {"status": 200, "id": known})
    try:
        found = extract(text, article.get("language", DEFAULT_LANGUAGE))
    except Busy as error:
        return _Line(number, {"status": 503, "detail": str(error)})
    except Invalid as error:
        fault = {"detail": str(error), "pointer": error.pointer}
        return _Line(number, {"status": 422, "detail": str(error), "errors": [fault]})
    return _Line(number, {}, Given(found, text, article))


def _stored(database: Database, some: Sequence[_Line], bound: Bound) -> Iterator[Result]:
    """The results of lines, after their articles are stored, all in one transaction.

    Where it fails each is stored by itself, so that one spoils no other.
    """
    given = [line.given for line in some if line.given]
    try:
        stored = iter(_commit(database, given, bound))
    except database.errors:
        stored = (_stored_alone(database, one, bound) for one in given)
    except Forbidden:
        stored = (_stored_alone(database, one, bound) for one in given)
    for line in some:
        yield {"line": line.number, **(next(stored) if line.given else line.result)}


def _stored_alone(database: Database, given: Given, bound: Bound) -> Result:
    try:
        return _commit(database, [given], bound)[0]
    except Forbidden as error:
        return {"status": 403, "detail": str(error)}
    except database.errors as error:
        return _trouble(error)


def _commit(database: Database, given: Sequence[Given], bound: Bound) -> list[Result]:
    if not given:
        return []
    with database.session() as session:
        bounds.bind(session, bound)
        stored = articles.store_read(session, given)
        session.commit()
    return [{"status": 201 if one.new else 200, "id": one.id} for one in stored]


def _trouble(error: Exception) -> Result:
    """A result that says what is the matter with the store; raises what is not the store's."""
    meant = trouble.of(error)
    if meant is None:
        raise error
    return {"status": 507 if isinstance(meant, StoreFull) else 503, "detail": str(meant)}


def _pieces(chunks: Iterable[bytes], longest: int) -> Iterator[list[bytes | None]]:
    """The lines of a stream, those that end in each piece of it; None for one that is too long."""
    begun = bytearray()
    too_long = False
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        lines: list[bytes | None] = []
        for end in ended:
            begun += end
            lines.append(None if too_long or len(begun) > longest else bytes(begun))
            begun.clear()
            too_long = False
        yield lines
        begun += rest
        if len(begun) > longest:
            begun.clear()
            too_long = True
    if begun or too_long:
        yield [None if too_long else bytes(begun)]
