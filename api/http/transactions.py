"""One session per request, and its one commit: after an answer that is a success."""

from typing import cast

from flask import Flask, Response, current_app, g
from sqlalchemy.orm import Session

from api.db import Database


def init_app(app: Flask, database: Database) -> None:
    """Give an app its store."""
    app.extensions["database"] = database
    app.after_request(_commit)
    app.teardown_appcontext(_close)


def database() -> Database:
    """Where reads go: one statement each, in no transaction."""
    return cast("Database", current_app.extensions["database"])


def session() -> Session:
    """Where this request's writes go."""
    if "session" not in g:
        g.session = database().session()
    return cast("Session", g.session)


def _commit(response: Response) -> Response:
    if "session" in g and response.status_code < 400:  # noqa: PLR2004 (where errors begin)
        g.session.commit()
    return response


def _close(_error: BaseException | None) -> None:
    if "session" in g:
        g.pop("session").close()  # rolls back what was not committed
