"""Articles of news agencies in NewsML-G2 (https://iptc.org/standards/newsml-g2/)."""

from collections.abc import Iterator
from typing import Any

from ..mapping import fields_named
from ..records import BadRecord, Options, Record
from .nitf import attribute, first, parsed, text_of, values_of, words


def read(record: Record, options: Options) -> Iterator[dict[str, Any] | BadRecord]:
    """The article of each news item that has a text, or what is wrong with it."""
    items = list(parsed(record).iter("newsItem"))
    found = False
    for item in items:
        texts = _texts(item)
        if not texts:  # a picture, a package that only lists others
            continue
        found = True
        try:
            yield fields_named(_values(item, texts[0]), options)
        except BadRecord as error:
            yield error
    if not found:
        raise BadRecord("It has no news item with a text in it.")


def _texts(item: Any) -> list[dict[str, Any]]:
    """The fields that each form of an item's content holds, one at least with a text."""
    found: list[dict[str, Any]] = []
    for content in item.iterfind("contentSet/inlineXML"):
        nitf, page = content.find("nitf"), content.find("html")
        if nitf is not None:
            found.append(values_of(nitf))
        elif page is not None:
            body = page.find("body")
            found.append({"text": text_of(page if body is None else body)})
    found += [
        {"text": "".join(content.itertext()).strip()}
        for content in item.iterfind("contentSet/inlineData")
        if content.get("contenttype", "text/plain").startswith("text/plain")
    ]
    return [each for each in found if each["text"]]


def _values(item: Any, content: dict[str, Any]) -> dict[str, Any]:
    """The fields of an item: its own, and what they leave open those of its content."""
    own = {
        "title": first(item, "contentMeta/headline", "itemMeta/title"),
        "url": attribute(item, "itemMeta/link[@rel='irel:seeAlso']/@href", "@guid"),
        "authors": [words(each) for each in item.iterfind("contentMeta/by")]
        or [words(each) for each in item.iterfind("contentMeta/creator/name")],
        "publisher": first(item, "contentMeta/infoSource/name", "itemMeta/provider/name")
        or attribute(item, "itemMeta/provider/@literal"),
        "published_at": first(
            item, "itemMeta/firstCreated", "itemMeta/versionCreated", "contentMeta/contentCreated"
        ),
        "language": attribute(item, "contentMeta/language/@tag"),
    }
    return content | {name: value for name, value in own.items() if value}
