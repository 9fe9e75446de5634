"""Making and revoking the keys of clients."""

import datetime as dt
import hashlib
import secrets
import string
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..errors import Conflict, NotFound
from ..models import ApiKey, Scope
from .bounds import FREE, Bound

PREFIX = "onr"
_ALPHABET = string.ascii_lowercase + string.digits
_ID_LENGTH, _SECRET_BYTES = 8, 32
_TO_THE_HOUR = dt.timedelta(hours=1)


def create(
    session: Session,
    name: str,
    scopes: Sequence[Scope],
    *,
    expires_at: dt.datetime | None = None,
    bound: Bound = FREE,
) -> str:
    """Make a key and give it, for the only time: of its secret nothing but a hash is kept.

    Raises Conflict where another key has the name, also a revoked one: decisions are signed by it.
    """
    if session.scalar(select(ApiKey.id).where(ApiKey.name == name)):
        raise Conflict(f"There is a key named {name!r} already: choose another name.")
    key_id = "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    session.add(
        ApiKey(
            id=key_id,
            name=name,
            secret_hash=hash_of(secret),
            scopes=[str(scope) for scope in scopes],
            publisher=bound.publisher,
            tag=bound.tag,
            created_at=dt.datetime.now(dt.UTC),
            expires_at=expires_at,
        )
    )
    session.flush()
    return f"{PREFIX}_{key_id}_{secret}"


def revoke(session: Session, key_id: str) -> ApiKey:
    """Let a key open nothing from now on; raises NotFound, and Conflict where it is revoked."""
    key = session.get(ApiKey, key_id)
    if key is None:
        raise NotFound(f"There is no key {key_id}.")
    if key.revoked_at:
        raise Conflict(f"Key {key_id} was revoked at {key.revoked_at:%Y-%m-%d %H:%M} UTC.")
    key.revoked_at = dt.datetime.now(dt.UTC)
    session.flush()
    return key


def every(session: Session) -> Sequence[ApiKey]:
    """All keys, also revoked and expired ones, oldest first."""
    return session.scalars(select(ApiKey).order_by(ApiKey.created_at, ApiKey.id)).all()


def note_use(session: Session, key_id: str, at: dt.datetime) -> None:
    """Note when a key was last used, to the hour."""
    earlier = ApiKey.last_used_at.is_(None) | (ApiKey.last_used_at < at - _TO_THE_HOUR)
    session.execute(update(ApiKey).where(ApiKey.id == key_id, earlier).values(last_used_at=at))


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
