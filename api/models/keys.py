"""Secrets of this installation."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base


class SigningKey(Base):
    """What signs a thing handed out, so that no other can be handed in.

    It is kept here so that it is the same on every machine that serves this store.
    """

    __tablename__ = "signing_keys"
    __table_args__ = (STRICT,)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
