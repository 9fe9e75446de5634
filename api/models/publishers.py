"""Publishers: each by one name, whichever way it was spelled."""

import unicodedata

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base
from .types import Folded


def publisher_key(name: str) -> str:
    """What is the same of all spellings: without case, further blanks and Unicode's other forms."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())


class Publisher(Base):
    """The spelling that all articles of one publisher have, by its key."""

    __tablename__ = "publishers"
    __table_args__ = (STRICT,)

    key: Mapped[str] = mapped_column(Folded, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
