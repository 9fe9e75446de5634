"""The one way to change what is stored of an article: everything that has to go with it, does.

Whatever changes an article, or what is read from it, has to lock it, keep the search index in step,
say again which figures stand in which quotes, write the JSON that is kept, raise the version and
note the history. `changing` does that for one article, `changing_names` for all that show a name.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import Session, undefer

from ..errors import NotFound
from ..models import Article, Figure, Item, Quote
from ..models.decisions import Action
from . import attribution, bounds, fulltext, history, kept_json, locks

CheckVersion = Callable[[int], None]


@dataclass(frozen=True)
class _Note:
    item: Item
    action: Action
    by: str | None
    before: str | None
    state: str | None


@dataclass
class ArticleChange:
    """A change of an article while it is made.

    `happened` is set to False where nothing was changed after all, `is_shown` where no quote or
    figure shows anything of it; `since` is the first revision whose quotes and figures show
    something else by it, by default the current one.
    """

    article: Article
    happened: bool = True
    is_shown: bool = True
    since: int | None = None
    _notes: list[_Note] = field(default_factory=list)
    _after: list[Callable[[], None]] = field(default_factory=list)

    def note(
        self,
        item: Item,
        action: Action,
        by: str | None,
        before: str | None = None,
        state: str | None = None,
    ) -> None:
        """Have the history say what was done with an item, once its JSON says it.

        As `history.note`.
        """
        self._notes.append(_Note(item, action, by, before, state))

    def then(self, do: Callable[[], None]) -> None:
        """Do something once all of the JSON is written."""
        self._after.append(do)

    def complete(self, session: Session) -> None:
        """Bring everything that follows from the article's rows into step with them."""
        article = self.article
        article.version += 1
        article.updated_at = dt.datetime.now(dt.UTC)
        session.flush()
        if self.is_shown:
            attribution.attribute(session, article.id)
            kept_json.write(session, article.id, since=self.since or article.revision)
        for do in self._after:
            do()
        for note in self._notes:
            history.note(session, note.item, note.action, note.by, note.before, note.state)


@contextmanager
def changing(
    session: Session, article_id: int, check_version: CheckVersion | None = None
) -> Iterator[ArticleChange]:
    """Change an article, or what is read from it, in here.

    `check_version` is called with the current version and raises where another was meant. Raises
    NotFound.
    """
    article = locked(session, article_id)
    if check_version:
        check_version(article.version)
    fulltext.remove_article(session, article.id)
    change = ArticleChange(article)
    yield change
    if change.happened:
        change.complete(session)
    fulltext.add_article(session, article.id)


@dataclass
class NameChange:
    """A change of names while it is made: what shows them, selects of ids; by default nothing."""

    quotes: kept_json.Ids = field(default_factory=lambda: select(Quote.id).where(false()))
    figures: kept_json.Ids = field(default_factory=lambda: select(Figure.id).where(false()))


@contextmanager
def changing_names(session: Session, *entities: int) -> Iterator[NameChange]:
    """Change what entities or measures are called, or what refers to them, in here.

    `entities` are those whose figures are found by other words afterwards. The articles that show
    what is named in the NameChange get a new version.
    """
    locks.lock_names(session)
    change = NameChange()
    with fulltext.renamed(session, *entities):
        yield change
        kept_json.changed(session, change.quotes, change.figures)


def locked(session: Session, article_id: int) -> Article:
    """An article with its text; raises NotFound, and Forbidden where a key may not write it.

    Until the commit nobody else changes it, nor what names mean.
    """
    locks.share_names(session)
    wanted: Any = select(Article).where(Article.id == article_id)
    found: Article | None = session.scalars(
        wanted.options(undefer(Article.text)).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no article {article_id}.")
    bounds.must_be_of(session, found.publisher, found.tags)
    return found
