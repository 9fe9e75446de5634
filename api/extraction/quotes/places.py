"""What the network is told of a token's place: its role to the marks, and sentence starts."""

from ..document import Document
from .marks import Marks, Role

ROLES = len(Role)
PLACES = 2 * ROLES + 1  # a role with and without a sentence's start, and the paragraph break
PARAGRAPH_BREAK = 2 * ROLES


def places(document: Document, marks: Marks) -> bytearray:
    """For each token its role to the marks, raised by ROLES where a sentence starts."""
    found = bytearray(marks.roles)
    for first, _ in document.sentences:
        found[first] += ROLES
    return found
