"""What was answered to requests that may come again."""

import datetime as dt

from sqlalchemy import Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base
from .types import Array, Moment


class IdempotencyKey(Base):
    """A request that carried an Idempotency-Key, by whom it was sent.

    `request` is a digest of all that the request says. As long as it is being answered, since
    `begun_at`, it has no `status`; the answer is written in the transaction that the request is.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "begun_at"), STRICT)

    caller: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[dt.datetime] = mapped_column(Moment)
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[list[list[str]] | None] = mapped_column(Array)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
