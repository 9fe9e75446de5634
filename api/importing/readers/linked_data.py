"""What a page says of its article as linked data (schema.org in JSON-LD)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

_SCRIPTS = "//script[@type='application/ld+json']/text()"
_LONGEST = 500_000  # characters of a script
_MOST = 2_000  # objects that are looked at
_WORDS = 5  # of a name, at most


def article_of(page: HtmlElement) -> Mapping[str, Any]:
    """The object that is the article; an empty one where there is none."""
    for number, one in enumerate(_objects(page)):
        if number > _MOST:
            break
        if "text" not in one and "Article" in str(one.get("@type")):
            return one
    return {}


def authors_of(article: Mapping[str, Any]) -> list[str]:
    """The names of its authors."""
    listed = article.get("author")
    names = [_name(one) for one in (listed if isinstance(listed, list) else [listed])]
    return list(dict.fromkeys(name for name in names if name))


def publisher_of(article: Mapping[str, Any]) -> str | None:
    """The name of its publisher."""
    return _name(article.get("publisher"))


def _name(of: Any) -> str | None:
    """The name of a person or organisation, where it can be one."""
    said = of.get("name") if isinstance(of, Mapping) else of
    if not isinstance(said, str) or "://" in said:
        return None
    words = said.split()
    return " ".join(words) if 0 < len(words) <= _WORDS else None


def _objects(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """All objects of the page's scripts, those outside first."""
    waiting: list[Any] = []
    for script in page.xpath(_SCRIPTS):
        try:
            if len(script) <= _LONGEST:
                waiting.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):  # many are broken
            continue
    for one in waiting:  # which grows meanwhile
        if isinstance(one, Mapping):
            yield one
            waiting += [value for value in one.values() if isinstance(value, Mapping | list)]
        elif isinstance(one, list):
            waiting += one
