"""What was imported, so that an import that was broken off goes on where it was."""

import datetime as dt

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base
from .types import Flag, Moment


class ImportedFile(Base):
    """How far a file has been stored: written in the transaction that stores its articles.

    `mark` changes with the file and with how it is to be read; `records` of it are done.
    """

    __tablename__ = "imported_files"
    __table_args__ = (STRICT,)

    mark: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    records: Mapped[int] = mapped_column(Integer)
    finished: Mapped[bool] = mapped_column(Flag)
    updated_at: Mapped[dt.datetime] = mapped_column(Moment)
