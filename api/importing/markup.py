"""The text of a piece of HTML such as feeds and databases hold: paragraphs, without the marks."""

import re
from html.parser import HTMLParser

_BLOCK = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header"
    "|hr|li|main|nav|ol|p|pre|section|table|td|th|tr|ul"
)
_UNSEEN = frozenset(["script", "style", "template", "noscript", "iframe", "svg"])
_MARKUP = re.compile(
    r"</?(?:p|br|div|a|em|strong|b|i|span|li|ul|h[1-6]|img|figure)\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8});", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")


def text_of(words: str) -> str:
    """The text of what may be HTML; plain text stays as it is."""
    if not _MARKUP.search(words) and not _ENTITY.search(words):
        return words
    parser = _Paragraphs()
    parser.feed(words)
    parser.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parser.parts).split("\n\n"))
    return "\n\n".join(line for line in lines if line)


class _Paragraphs(HTMLParser):
    """Collects text; two line breaks where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif _BLOCK.fullmatch(tag):
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif _BLOCK.fullmatch(tag):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\n", " ") if data.strip() else " ")
