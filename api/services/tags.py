"""Keeping what articles are found by, their tags, in step with what they say."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ..models import Article, ArticleTag
from ..store.rows import insert_new


def add(session: Session, *articles: Article) -> None:
    """Let new articles be found by their tags."""
    # In one order everywhere, so that two transactions never wait for each other.
    rows = [
        {"article_id": article.id, "tag": tag, "dated_at": article.dated_at}
        for article in articles
        for tag in sorted(article.tags)
    ]
    insert_new(session, ArticleTag, rows)


def renew(session: Session, article: Article) -> None:
    """Let an article be found by the tags, and in the place, that it has by now."""
    session.execute(delete(ArticleTag).where(ArticleTag.article_id == article.id))
    add(session, article)
