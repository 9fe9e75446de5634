"""What tells that articles may be alike: see `api.search.shingles`."""

from sqlalchemy.orm import Mapped, mapped_column

from .base import Base
from .types import Key


class Band(Base):
    """A band of an article's signature, of those articles alone that are no copies themselves.

    So that a story has one article here, however often it was copied.
    """

    __tablename__ = "article_bands"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    band: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
