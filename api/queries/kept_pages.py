"""Reading pages that were kept."""

import gzip
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select

from ..errors import NotFound
from ..models import Article, KeptPage
from ..store.database import Database

_OF_ARTICLE = (
    select(KeptPage.content, KeptPage.charset, Article.revision)
    .select_from(Article)
    .join(
        KeptPage,
        (KeptPage.article_id == Article.id) & (KeptPage.revision == Article.revision),
        isouter=True,
    )
    .where(Article.id == bindparam("id", type_=BigInteger))
)
_OF_REVISION = select(KeptPage.content, KeptPage.charset, KeptPage.revision).where(
    KeptPage.article_id == bindparam("id", type_=BigInteger),
    KeptPage.revision == bindparam("number", type_=BigInteger),  # as whoever asks may write it
)
_REVISIONS = select(KeptPage.revision).where(
    KeptPage.article_id == bindparam("id", type_=BigInteger)
)


class Page(NamedTuple):
    """A page as it came, its encoding, and the revision whose text was taken out of it."""

    content: bytes
    charset: str
    revision: int


def revisions(database: Database, article_id: int) -> frozenset[int]:
    """The revisions of an article's text that came out of a page which is kept."""
    return frozenset(row[0] for row in database.read(_REVISIONS, {"id": article_id}))


def one(database: Database, article_id: int, number: int | None = None) -> Page:
    """The page of an article's current text, or of another revision; raises NotFound."""
    values = {"id": article_id} | ({} if number is None else {"number": number})
    rows = database.read(_OF_ARTICLE if number is None else _OF_REVISION, values)
    if not rows and number is None:
        raise NotFound(f"There is no article {article_id}.")
    if not rows or rows[0][0] is None:
        of = f"revision {number}" if number else "the current text"
        raise NotFound(f"No page is kept with {of} of article {article_id}.")
    content, charset, revision = rows[0]
    name = charset.decode() if isinstance(charset, bytes) else charset
    return Page(gzip.decompress(content), name, revision)
