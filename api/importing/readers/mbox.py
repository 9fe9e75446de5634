"""Mailboxes (RFC 4155): letters one after the other, each begun by a line "From "."""

from collections.abc import Iterator
from typing import BinaryIO

from ..records import LARGEST, Options, Record, Rejected


def split(stream: BinaryIO, name: str, _options: Options) -> Iterator[Record | Rejected]:
    """One record a letter."""
    number, held = 0, bytearray()
    while line := stream.readline(LARGEST):
        if line.startswith(b"From ") and (not held or held.endswith((b"\n\n", b"\r\n\r\n"))):
            if held:
                yield _letter(name, number, held)
            number, held = number + 1, bytearray()
        elif len(held) <= LARGEST:
            held += line.removeprefix(b">") if line.startswith(b">From ") else line
    if held:
        yield _letter(name, number, held)


def _letter(name: str, number: int, content: bytearray) -> Record | Rejected:
    place = f"{name}, letter {number}"
    if len(content) > LARGEST:
        return Rejected(place, f"The letter is larger than {LARGEST:,} bytes.")
    return Record(place, "mail", bytes(content))
