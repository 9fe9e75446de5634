"""By which rule what the store keeps was made."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base


class Fingerprint(Base):
    """That all of one kind, such as the JSON of quotes and figures, is as one rule makes it.

    There is no row, or another, where a new version makes it otherwise: `services.derived`.
    """

    __tablename__ = "fingerprints"
    __table_args__ = (STRICT,)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text)
