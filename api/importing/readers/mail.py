"""Letters (RFC 5322), such as newsletters: the text, or what an HTML part says."""

import email
from collections.abc import Iterator
from email.policy import default
from email.utils import parseaddr
from typing import Any

from ..decoding import decode
from ..mapping import fields_named
from ..records import BadRecord, Options, Record


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a letter."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    letter = email.message_from_bytes(record.content, policy=default)
    body: Any = letter.get_body(("plain", "html"))
    if body is None:
        raise BadRecord("The letter holds no text.")
    name, address = parseaddr(str(letter.get("From", "")))
    yield fields_named(
        {
            "text": decode(body.get_payload(decode=True) or b"", body.get_content_charset()),
            "title": letter.get("Subject"),
            "publisher": name or address,
            "published_at": letter.get("Date"),
            "url": letter.get("Archived-At", "").strip("<>"),
        },
        options,
    )
