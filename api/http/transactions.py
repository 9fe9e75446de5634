"""One session per request, and its one commit: after an answer that is a success."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

from flask import Flask, Response, current_app, g
from sqlalchemy.orm import Session

from ..services import bounds
from ..store.database import Database
from .scopes import caller


def init_app(app: Flask, database: Database) -> None:
    """Give an app its store."""
    app.extensions["database"] = database


def database() -> Database:
    """Where reads go: one statement each, in no transaction."""
    return cast("Database", current_app.extensions["database"])


def session() -> Session:
    """Where this request's writes go."""
    if "session" not in g:
        g.session = database().session()
        bounds.bind(g.session, caller().bound)
    return cast("Session", g.session)


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A transaction of its own, committed at its end: one of many that a request asks for."""
    with database().session() as own:
        bounds.bind(own, caller().bound)
        yield own
        own.commit()


def committing(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make what a view writes one transaction: committed after a success, or as if never begun."""

    @wraps(view)
    def transaction(**path: Any) -> Response:
        try:
            response = view(**path)
            if response.status_code < 400:  # noqa: PLR2004 (where errors begin)
                if keep := g.pop("keep_answer", None):
                    keep(response)
                if "session" in g:
                    g.session.commit()
        finally:
            if "session" in g:
                g.pop("session").close()  # rolls back what was not committed
        return response

    return transaction
