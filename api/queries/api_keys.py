"""Finding the key that a request brings."""

import datetime as dt
import json
from typing import NamedTuple

from sqlalchemy import Text, bindparam, cast, select

from ..models import ApiKey, Scope
from ..models.types import Moment
from ..store.database import Database

_NOW = bindparam("now", type_=Moment)
_COLUMNS = (
    *(ApiKey.secret_hash, ApiKey.name, cast(ApiKey.scopes, Text)),
    *(ApiKey.publisher, ApiKey.tag),
)
_VALID = select(*_COLUMNS).where(
    ApiKey.id == bindparam("id", type_=Text),
    ApiKey.revoked_at.is_(None),
    ApiKey.expires_at.is_(None) | (ApiKey.expires_at > _NOW),
)


class Known(NamedTuple):
    """A key that is valid now."""

    id: str
    secret_hash: str
    name: str
    scopes: frozenset[Scope]
    publisher: str | None
    tag: str | None


def valid(database: Database, key_id: str) -> Known | None:
    """The key of an id; None where there is none, or it was revoked or has expired."""
    rows = database.read_newest(_VALID, {"id": key_id, "now": dt.datetime.now(dt.UTC)})
    if not rows:
        return None
    secret_hash, name, scopes, *bound = rows[0]
    given = {Scope(scope) for scope in json.loads(scopes)}
    if given != {Scope.METRICS}:
        given.add(Scope.READ)
    return Known(
        key_id,
        secret_hash.decode(),
        name.decode(),
        frozenset(Scope if Scope.ADMIN in given else given),
        *(each.decode() if each else None for each in bound),
    )
