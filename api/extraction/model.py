"""What the engine gives back: frozen data; every span is `text[start:end]` of its text."""

from dataclasses import dataclass, field
from typing import Literal

QuoteKind = Literal["direct", "indirect", "mixed"]
Modifier = Literal["=", "~", ">", "<"]
Change = Literal["up", "down"]
Salience = Literal["high", "low"]
Outlook = Literal["past", "forecast", "target"]
Kind = Literal["person", "organisation", "place", "other"]
SpeakerKind = Literal["person", "organisation", "group", "document", "unnamed", "author"]

# A text of news in the longest size has half as many. What reading one takes is mostly for figures,
# a millisecond each: so a text is read within a known time, whatever it holds.
MOST_FIGURES = 20_000


class TooManyFigures(ValueError):
    """A text holds more figures than are read."""

    def __init__(self) -> None:
        super().__init__(
            f"It has more than {MOST_FIGURES} figures, the most that are read in one text: "
            "send it in parts."
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: offsets in Unicode code points, end exclusive, and its surface."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words attributed to somebody.

    `parts` holds the content in order, more than one where the cue stands in its middle. The words
    of a direct quote are without the marks around them; a mixed one keeps its marks, which tell the
    speaker's words from the writer's.
    `speaker` is how this sentence names the speaker ("Presidential aide Yury Ushakov", "she");
    `speaker_name` is the name that the article gives them, None where it gives none, and
    `entity_kind` what sort of thing bears it.
    `speaker_kind` says who speaks: a person, an organisation, several people or a crowd ("group"),
    a document, somebody whom the article leaves unnamed, or its author; None where nobody is told.
    `confidence` is a calibrated probability from 0 to 1.
    """

    kind: QuoteKind
    parts: tuple[Span, ...]
    speaker: Span | None = None
    speaker_name: str | None = None
    cue: Span | None = None
    confidence: float = 0.5
    entity_kind: Kind | None = None
    speaker_kind: SpeakerKind | None = None

    @property
    def start(self) -> int:
        """Where the first part starts."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1].end


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the text states of something.

    `value` is in `unit` with scale words already applied ("50 billion cubic metres" is
    50000000000 cubic metres); a range has `value_max` too. Both are finite.
    `modifier` is = (as said), ~ (about), > (more than, at least) or < (less than, up to).
    `unit` is the English name in the singular, British spelling, or the counted noun; `unit_code`
    is UCUM (`m3`, `%`, `{document}`) or ISO 4217 (`USD`). `si_value` and `si_value_max` are the
    same in `si_unit`, the one unit of the dimension that all its figures are compared in; None
    where the dimension has none.
    `entity` and `property` say what the number is a reading of: the entity by its full name, the
    property in the singular and lower case. `entity_kind` is what sort of thing the entity is;
    `entity_named` is False where it is a plain noun ("church bus"), which names nothing outside its
    article. `measure_confidence` is how likely entity and property are right, both of them; what
    is too doubtful is not given.
    `period` is the time it holds for, as written ("a year", "in 2023", "by 2030").
    `salience` is low for counts that nobody would look up ("two leaders").
    `quote` is the index of the quote that the figure stands in.
    """

    start: int
    end: int
    text: str
    value: float
    value_max: float | None = None
    modifier: Modifier = "="
    change: Change | None = None
    unit: str | None = None
    unit_code: str | None = None
    dimension: str | None = None
    si_value: float | None = None
    si_value_max: float | None = None
    si_unit: str | None = None
    entity: str | None = None
    property: str | None = None
    period: str | None = None
    outlook: Outlook | None = None
    salience: Salience = "high"
    confidence: float = 0.5
    quote: int | None = None
    entity_kind: Kind | None = None
    entity_named: bool | None = None
    measure_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one text, in the order of the text; empty where the language is unread.

    `extractor` names the version of the code and model that read the text, None where none did.
    """

    quotes: tuple[Quote, ...] = field(default=())
    figures: tuple[Figure, ...] = field(default=())
    extractor: str | None = None

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from .notebook import tables  # noqa: PLC0415 (it needs this module)

        return tables(self)
