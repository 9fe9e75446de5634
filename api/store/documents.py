"""JSON documents put together from parts that are JSON already, as the database wrote them."""

import json


def with_members(document: bytes, **members: bytes) -> bytes:
    """An object with further members, each of them JSON."""
    added = b",".join([b'"%b":%b' % (name.encode(), value) for name, value in members.items()])
    comma = b"," if added and document != b"{}" else b""
    return b"%b%b%b}" % (document[:-1], comma, added)


def list_of(items: bytes, following: str | None = None) -> bytes:
    """A list of items with commas between them, and the address of the next page."""
    return b'{"items":[%b],"next":%b}' % (items, json.dumps(following).encode())


def dumped(value: object) -> bytes:
    """A value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode()
