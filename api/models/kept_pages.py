"""Pages as they came, of which a text was taken."""

import datetime as dt

from sqlalchemy import ForeignKeyConstraint, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base
from .types import Key, Moment


class KeptPage(Base):
    """The page that a state of an article's text came out of, and goes with.

    `content` is packed by gzip; `charset` is how its bytes are to be read, by the name that the web
    has for it.
    """

    __tablename__ = "kept_pages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["article_id", "revision"],
            ["revisions.article_id", "revisions.number"],
            ondelete="CASCADE",
        ),
        STRICT,
    )

    article_id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    charset: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
