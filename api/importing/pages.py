"""Pages that come in over HTTP, and are kept: read in processes that may be killed.

These are started when they are first needed.
"""

import atexit
import json
from typing import Any

from ..errors import NotInstalled
from ..queries import articles, kept_pages
from ..schemas.articles import NewArticle
from ..store.database import Database
from .prepare import articles_of
from .records import Options, Record
from .workers import Worker


def _places_of(*given: Any) -> Any:
    try:
        from .places import places_of  # noqa: PLC0415 (what reads pages is an extra)
    except ImportError as error:
        raise NotInstalled(
            f"To look into pages takes {error.name}: pip install 'onrecord[import]'"
        ) from error
    return places_of(*given)


_READER = Worker(articles_of)
_FINDER = Worker(_places_of)
atexit.register(_READER.stop)
atexit.register(_FINDER.stop)


def fields_of_page(page: bytes, charset: str | None, url: str | None) -> dict[str, Any]:
    """The fields of NewArticle that a page holds, as they come in; raises BadRecord.

    `url` is where it was found, where the page does not say it itself.
    """
    record = Record(url or "The page", "html", page, url, charset)
    (article,) = _READER(record, Options(), size=len(page))
    return dict(NewArticle().dump(article))


def selectors_of(database: Database, article_id: int) -> bytes:
    """Where what was found in an article's current text stands in its page, as JSON.

    Raises NotFound where no page is kept, BadRecord for one that takes too long.
    """
    _, text = articles.one(database, article_id, ("revision", "text", "quotes", "figures"))
    article = json.loads(text)
    page = kept_pages.one(database, article_id, article["revision"])
    found = [*article["quotes"], *article["figures"]]
    spans = [(one["selector"]["start"], one["selector"]["end"]) for one in found]
    places = _FINDER(page.content, page.charset, article["text"], spans, size=len(page.content))
    each = [{"id": one["id"], "selectors": at} for one, at in zip(found, places, strict=True)]
    quotes = len(article["quotes"])
    answer = {"revision": page.revision, "quotes": each[:quotes], "figures": each[quotes:]}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
