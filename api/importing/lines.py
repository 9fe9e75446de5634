"""Many articles in one stream, one a line (NDJSON); a bad line spoils only itself."""

from collections.abc import Iterable, Iterator
from typing import Any

from marshmallow import ValidationError

from ..errors import Busy, Forbidden, Invalid, StoreFull
from ..queries.articles import known_as
from ..schemas.articles import NewArticle
from ..schemas.problems import MOST, faults_of, summary
from ..schemas.strict import Unreadable, parse_json
from ..services import articles, bounds
from ..services.bounds import FREE, Bound
from ..store import trouble
from ..store.database import Database

Result = dict[str, Any]
_SCHEMA = NewArticle()


def store_lines(
    database: Database, chunks: Iterable[bytes], longest: int, bound: Bound = FREE
) -> Iterator[Result]:
    """Store each line's article; gives each result once its transaction is committed.

    One transaction a line: one of several would hold the names of the first while it waits for
    those of the next, and two such streams could wait for each other.

    A result has the number of its `line` (from 1), a `status` as HTTP would have it, and the
    article's `id` or what was wrong: `detail`, and `errors` with their places. Empty lines are
    passed over. A line of more than `longest` bytes is refused and never held whole. Articles that
    are not as `bound` has them are refused.
    """
    number = 0
    try:
        for number, line in enumerate(_lines(chunks, longest), start=1):
            if line is None or line.strip():
                yield {"line": number, **_store(database, line, bound)}
    except Unreadable as error:  # what comes cannot be unpacked
        yield {"line": number + 1, "status": 400, "detail": f"The body {error}"}


def _store(database: Database, line: bytes | None, bound: Bound) -> Result:
    if line is None:
        return {"status": 413, "detail": "The line is larger than a body may be."}
    try:
        article = _SCHEMA.load(parse_json(line))
    except Unreadable as error:
        return {"status": 400, "detail": f"The line {error}"}
    except ValidationError as error:
        faults = faults_of(error.messages_dict, "json")
        return {"status": 422, "detail": summary(faults, "The line"), "errors": faults[:MOST]}
    try:
        return _stored(database, article, bound)
    except database.errors as error:
        meant = trouble.of(error)
        if meant is None:
            raise
        return {"status": 507 if isinstance(meant, StoreFull) else 503, "detail": str(meant)}


def _stored(database: Database, article: dict[str, Any], bound: Bound) -> Result:
    known = known_as(database, article["text"], article.get("url"))
    if known is not None:
        return {"status": 200, "id": known}
    with database.session() as session:
        bounds.bind(session, bound)
        try:
            stored = articles.store(session, **article)
        except Forbidden as error:
            return {"status": 403, "detail": str(error)}
        except Busy as error:
            return {"status": 503, "detail": str(error)}
        except Invalid as error:
            fault = {"detail": str(error), "pointer": error.pointer}
            return {"status": 422, "detail": str(error), "errors": [fault]}
        session.commit()
    return {"status": 201 if stored.new else 200, "id": stored.id}


def _lines(chunks: Iterable[bytes], longest: int) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long."""
    begun = bytearray()
    too_long = False
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for end in ended:
            begun += end
            yield None if too_long or len(begun) > longest else bytes(begun)
            begun.clear()
            too_long = False
        begun += rest
        if len(begun) > longest:
            begun.clear()
            too_long = True
    if begun or too_long:
        yield None if too_long else bytes(begun)
