"""What `onrecord key` does: the keys that clients send along."""

import datetime as dt
import re
from collections.abc import Sequence

import click

from ..config import Settings
from ..models import ApiKey, Scope
from ..services import api_keys
from ..services.bounds import Bound
from . import fields
from .store import current

_DURATION = re.compile(r"(\d{1,5})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
FIRST = "first key"


def create(
    name: str, scopes: Sequence[str], expires: str | None, publisher: str | None, tag: str | None
) -> None:
    """Make a key and print it, for the only time."""
    metadata = {"publisher": publisher, "tags": [tag] if tag else []}
    of = fields.checked(metadata)
    bound = Bound(of["publisher"], *of["tags"])
    until = dt.datetime.now(dt.UTC) + duration(expires) if expires else None
    with current() as database, database.session() as session:
        token = api_keys.create(
            session, name, [Scope(scope) for scope in scopes], expires_at=until, bound=bound
        )
        session.commit()
    click.echo("Keep it: it is not shown again.", err=True)
    click.echo(token)


def show() -> None:
    """Print all keys, without their secrets."""
    with current() as database, database.session() as session:
        keys = api_keys.every(session)
    for key in keys:
        to = [f", {only} only" for only in (key.publisher, key.tag and f"tag {key.tag}") if only]
        bound = "".join(to)
        click.echo(f"{key.id}  {key.name}: {', '.join(key.scopes)}{bound}; {_state(key)}")
    if not keys:
        click.echo("There are no keys yet: onrecord key create NAME --scope write")


def revoke(key_id: str) -> None:
    """Let a key open nothing from now on."""
    with current() as database, database.session() as session:
        key = api_keys.revoke(session, key_id)
        session.commit()
    click.echo(f"Revoked key {key.id}, {key.name}.")


def make_first(chosen: Settings) -> None:
    """Make a first key, and print it once, where the service asks for keys and has none."""
    if chosen.is_open:
        return
    with current(chosen.database_url) as database, database.session() as session:
        if api_keys.every(session):
            return
        token = api_keys.create(session, FIRST, [Scope.ADMIN])
        session.commit()
    click.echo(f"The first key, with all scopes. Keep it: it is not shown again.\n\n  {token}\n")


def duration(text: str) -> dt.timedelta:
    """Read "90d", "12h" or "30m"; raises BadParameter."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise click.BadParameter(f"{text!r} is not a time such as 90d, 12h or 30m.")
    return dt.timedelta(**{_UNITS[match[2]]: int(match[1])})


def _state(key: ApiKey) -> str:
    used = f", last used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else ", never used"
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return f"valid{used}"
    verb = "expired" if key.expires_at <= dt.datetime.now(dt.UTC) else "valid until"
    return f"{verb} {key.expires_at:%Y-%m-%d}{used}"
