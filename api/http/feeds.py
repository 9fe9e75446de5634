"""Feeds, written as readers take them: Atom (RFC 4287, RFC 5005) and JSON Feed 1.1."""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID
from xml.etree import ElementTree as ET

from flask import Response, request

from ..schemas.feeds import VERSION, Entry
from ..store.documents import dumped
from . import cursors, responses
from .addresses import root

ATOM, JSON_FEED = responses.FEEDS.values()
_NAMESPACE = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01T00:00:00Z"
# What XML 1.0 has no way to write (2.2).
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Item(NamedTuple):
    """A thing of the list: its id there, when it changed, its entry, and itself."""

    id: int
    changed_at: str
    entry: Entry
    itself: Mapping[str, Any]


class Feed(NamedTuple):
    """A page of a list as a feed; `kind` is what its items are, such as "quote"."""

    kind: str
    items: Sequence[Item]
    following: str | None


def atom(feed: Feed) -> Response:
    """The feed as Atom."""
    top = ET.Element("feed", xmlns=_NAMESPACE)
    _add(top, "id", _name_of(f"{feed.kind} feed {_filters()}"))
    _add(top, "title", _title(feed))
    _add(top, "updated", max((item.changed_at for item in feed.items), default=NEVER))
    _add(top, "generator", "onrecord")
    _link(top, "self", _address(), ATOM)
    if feed.following:
        _link(top, "next", feed.following, ATOM)
    for item in feed.items:
        _add_entry(top, feed.kind, item)
    text = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return responses.answer(text, content_type=f"{ATOM}; charset=utf-8")


def json_feed(feed: Feed) -> Response:
    """The feed as JSON Feed."""
    document = {
        "version": VERSION,
        "title": _title(feed),
        "home_page_url": f"{root()}/",
        "feed_url": _address(),
        **({"next_url": feed.following} if feed.following else {}),
        "items": [_item(feed.kind, item) for item in feed.items],
    }
    return responses.answer(dumped(document), content_type=JSON_FEED)


def _add_entry(top: ET.Element, kind: str, item: Item) -> None:
    entry = ET.SubElement(top, "entry")
    _add(entry, "id", _name_of(f"{kind} {item.id}"))
    _add(entry, "title", item.entry.title)
    _add(entry, "updated", item.changed_at)
    if item.entry.published_at:
        _add(entry, "published", item.entry.published_at)
    for name in item.entry.authors or ["onrecord"]:  # there has to be one (RFC 4287, 4.1.2)
        _add(ET.SubElement(entry, "author"), "name", name)
    for tag in item.entry.tags:
        ET.SubElement(entry, "category", term=_writable(tag))
    _link(entry, "alternate", f"{root()}{item.entry.page}", "text/html")
    _link(entry, "related", f"{root()}/v1/{kind}s/{item.id}", "application/json")
    if item.entry.source:
        _link(entry, "via", item.entry.source)
    _add(entry, "content", item.entry.text, type="text")


def _item(kind: str, item: Item) -> dict[str, Any]:
    entry = item.entry
    document = {
        "id": _name_of(f"{kind} {item.id}"),
        "url": f"{root()}{entry.page}",
        "external_url": entry.source,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.published_at,
        "date_modified": item.changed_at,
        "authors": [{"name": name} for name in entry.authors],
        "tags": entry.tags or None,
        "_onrecord": {"about": f"{root()}/docs", kind: item.itself},
    }
    return {name: value for name, value in document.items() if value is not None}


def _name_of(what: str) -> str:
    """A name that is the same whatever the address of this service, and no other service's."""
    digest = blake2b(f"feed {what}".encode(), key=cursors.secret(), digest_size=16).digest()
    return UUID(bytes=digest, version=5).urn  # a hash


def _filters() -> str:
    """What was asked for, but for the page of it."""
    asked = request.args.items(multi=True)
    return repr(sorted(pair for pair in asked if pair[0] not in {"cursor", "limit"}))


def _title(feed: Feed) -> str:
    asked = [f"{name}={value}" for name, value in request.args.items() if name != "cursor"]
    return f"{feed.kind.title()}s on record" + (f": {', '.join(asked)}" if asked else "")


def _address() -> str:
    query = request.query_string.decode("ascii", "replace")
    return f"{root()}{request.path}{'?' if query else ''}{query}"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _writable(text)


def _link(parent: ET.Element, rel: str, href: str, media_type: str = "") -> None:
    kind = {"type": media_type} if media_type else {}
    ET.SubElement(parent, "link", {"rel": rel, "href": _writable(href), **kind})


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
