"""What documents say of themselves, where that is more than what the program put there."""

import re
from collections.abc import Sequence

_OF_PROGRAMS = re.compile(
    r"^Microsoft Word - |\.(?:docx?|rtf|odt|pdf|indd|qxd)$|^untitled", re.IGNORECASE
)
_NOBODY = frozenset(
    ("python-docx", "microsoft office user", "windows user", "admin", "administrator")
)
_LOGIN = re.compile(r"[a-z0-9._-]+")
_LONGEST = 120  # characters of a title
_ENDS = (".", "!", "?", ":", ",", ";", "”", '"')


def title_in(known: str | None, paragraphs: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """A document's title and its text: its own title, or a first line that is no sentence."""
    if known and not _OF_PROGRAMS.search(known):
        return known, paragraphs[1:] if paragraphs and paragraphs[0] == known else paragraphs
    first = paragraphs[0] if len(paragraphs) > 1 else ""
    if first and len(first) <= _LONGEST and not first.endswith(_ENDS):
        return first, paragraphs[1:]
    return None, paragraphs


def author_of(known: str | None) -> str | None:
    """Who wrote it, where that is somebody's name."""
    if not known or known.lower() in _NOBODY or _LOGIN.fullmatch(known):
        return None
    return known
