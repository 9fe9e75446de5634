"""One sentence as the readers of figures look at it: bounded, indexed from nought."""

from dataclasses import dataclass

from ..document import Document, Places


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence: `words[i]` stands at `text[starts[i]:ends[i]]`."""

    text: str
    words: list[str]
    lower: list[str]
    starts: Places
    ends: Places

    def __len__(self) -> int:
        return len(self.words)

    def word(self, at: int) -> str:
        """Give the word at a place, the empty string outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def low(self, at: int) -> str:
        """Give the word at a place in lower case, the empty string outside the sentence."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def glued(self, at: int) -> bool:
        """Tell whether nothing stands between a token and the one before it."""
        return 0 < at < len(self.words) and self.ends[at - 1] == self.starts[at]

    def surface(self, first: int, end: int) -> str:
        """Give the text of some tokens."""
        return self.text[self.starts[first] : self.ends[end - 1]] if end > first else ""


def sentence_of(document: Document, first: int, end: int) -> Sentence:
    """Take one sentence out of a document."""
    return Sentence(
        document.text,
        document.words[first:end],
        document.lower[first:end],
        document.starts[first:end],
        document.ends[first:end],
    )
