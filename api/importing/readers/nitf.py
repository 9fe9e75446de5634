"""Articles of news agencies in NITF (https://iptc.org/std/NITF/)."""

import html
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ..mapping import fields_named
from ..records import BadRecord, Options, Record

# Nothing that a document refers to is opened, and none of its own entities is put in.
_PARSER = etree.XMLParser(
    resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
)
_HEADINGS = ("hl2", "h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset([*_HEADINGS, "p", "li", "dt", "dd", "td", "th", "pre", "blockquote"])
_UNSEEN = frozenset(["media", "figure", "script", "style", "note"])


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a document."""
    yield fields_named(values_of(parsed(record)), options)


def parsed(record: Record) -> Any:
    """The root of a record's XML, without namespaces; raises BadRecord."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    try:
        root = etree.fromstring(record.content, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadRecord(f"It is no XML that can be read: {error}") from error
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    for entity in list(root.iter(etree.Entity)):
        _put_in(entity)
    return root


def _put_in(entity: Any) -> None:
    """Put a letter in the place of a name that the web has for it; other names are left out."""
    named = html.unescape(entity.text)
    text = ("" if named == entity.text else named) + (entity.tail or "")
    around, before = entity.getparent(), entity.getprevious()
    if before is None:
        around.text = (around.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    around.remove(entity)


def values_of(root: Any) -> dict[str, Any]:
    """The fields of a NITF document."""
    content = root.find("body/body.content")
    if content is None:
        raise BadRecord("It has no body.content, where NITF has the text.")
    return {
        "text": text_of(content),
        "title": first(root, "body/body.head/hedline/hl1", "head/title"),
        "url": attribute(root, "head/pubdata/@ex-ref", "head/docdata/doc-id/@id-string"),
        "authors": [words(each) for each in root.iterfind("body/body.head/byline")],
        "publisher": attribute(root, "head/pubdata/@name", "head/docdata/doc.copyright/@holder")
        or first(root, "body/body.head/distributor"),
        "published_at": attribute(
            root,
            "head/docdata/date.release/@norm",
            "head/docdata/date.issue/@norm",
            "body/body.head/dateline/story.date/@norm",
            "head/pubdata/@date.publication",
        ),
        "language": root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }


def text_of(content: Any) -> str:
    """The paragraphs of an element, without pictures and what is said of them."""
    paragraphs = [words(each) for each in content.iter(*_BLOCKS) if _is_paragraph(each)]
    return "\n\n".join(filter(None, paragraphs)) or words(content)


def _is_paragraph(element: Any) -> bool:
    """Whether it is a block with none in it, that is read."""
    if next(element.iterdescendants(*_BLOCKS), None) is not None:
        return False
    return not any(around.tag in _UNSEEN for around in element.iterancestors())


def words(element: Any) -> str:
    """All that is written in an element, in one line."""
    return " ".join("".join(element.itertext()).split())


def first(root: Any, *paths: str) -> str | None:
    """What is written at the first of some paths that has anything."""
    found = (words(each) for path in paths for each in root.iterfind(path))
    return next(filter(None, found), None)


def attribute(root: Any, *paths: str) -> str | None:
    """The first of some attributes that has a value."""
    found = (value.strip() for path in paths for value in root.xpath(path))
    return next(filter(None, found), None)
