"""One page that comes in over HTTP: read in a process that may be killed, started when needed."""

from typing import Any

from ..schemas.articles import NewArticle
from .prepare import articles_of
from .records import Options, Record
from .workers import Worker

_WORKER = Worker(articles_of)


def fields_of_page(page: bytes, charset: str | None, url: str | None) -> dict[str, Any]:
    """The fields of NewArticle that a page holds, as they come in; raises BadRecord.

    `url` is where it was found, where the page does not say it itself.
    """
    (article,) = _WORKER(Record(url or "The page", "html", page, url, charset), Options())
    return dict(NewArticle().dump(article))
