"""Who may do what: keys that clients send along, of which only a hash is kept."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base
from .types import Array, Moment


class Scope(StrEnum):
    """What a key allows; every one but METRICS includes READ, and ADMIN includes all."""

    READ = "read"
    CURATE = "curate"  # decide on quotes, figures, entities and measures
    WRITE = "write"  # store, change and delete articles
    ADMIN = "admin"
    METRICS = "metrics"  # see what the service counts about itself, and no article


class ApiKey(Base):
    """One key. What a client sends is `onr_`, its id, `_` and a secret of 256 bits.

    `secret_hash` is the SHA-256 of the secret: that is enough for a secret that nobody can guess,
    and a request costs a microsecond. `publisher` binds its writing to articles of one
    publisher, `tag` to those that have a tag. `last_used_at` is kept to the hour, since each time
    it changes is a write.
    """

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("name"), STRICT)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(Array)
    publisher: Mapped[str | None] = mapped_column(Text)
    tag: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    last_used_at: Mapped[dt.datetime | None] = mapped_column(Moment)
