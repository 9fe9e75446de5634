"""Articles on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ..extraction import EXTRACTOR
from ..search.words import FIELDS
from . import examples
from .answers import Answer
from .choices import Several
from .fields import (
    NOT_BLANK,
    WEB_ADDRESS,
    FieldNames,
    Id,
    Label,
    Labels,
    SameUrl,
    ShortList,
    Text,
    UTCDateTime,
    must_not_be_empty,
)
from .figures import Figure, ReadFigure
from .fulltext import LISTED, ORDERS, FieldWords, Searched, SearchText, Sort, highlight
from .items import EntityName
from .pages import PublishedQuery, Sampled, ids, page_of
from .problems import FaultSchema
from .quotes import Quote, ReadQuote

MOST_TAGS = 50  # of one article
# Characters of one text. Books have fewer; what reading it costs in time and memory grows with it.
LONGEST_TEXT = 1_000_000


def _readable(text: str) -> None:
    if not text.strip():
        raise ValidationError("Empty: there is nothing to read.")
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            f"{len(text)} characters: more than {LONGEST_TEXT}, the longest text that is read."
        )


def _metadata(**described: Any) -> dict[str, Any]:
    return {"metadata": described}


class ArticleMetadata(Schema):
    """What is known about an article apart from its text."""

    url = Text(
        allow_none=True,
        validate=[
            validate.Length(1, 2000),
            validate.Regexp(
                WEB_ADDRESS,
                error="Not a URL that starts with http:// or https:// and names a host.",
            ),
        ],
        **_metadata(
            description="Where it stands. The same url again, as RFC 3986 compares them, is the "
            "same article.",
            format="uri",
            pattern=WEB_ADDRESS,
            example="https://courier.example/terminal",
        ),
    )
    title = Text(
        allow_none=True, validate=validate.Length(1, 1000), **_metadata(example="Terminal to open")
    )
    authors = ShortList(
        Text(validate=validate.Length(1, 200)),
        validate=validate.Length(max=100),
        **_metadata(example=["Ana Reyes"]),
    )
    publisher = Label(
        allow_none=True,
        validate=validate.Length(1, 200),
        **_metadata(
            description="Kept with single blanks, and none around it.",
            pattern=NOT_BLANK,
            example="Harbour Courier",
        ),
    )
    published_at = UTCDateTime(
        allow_none=True,
        **_metadata(
            description="When it was published (RFC 3339); a date alone is midnight in UTC.",
            example="2026-03-04T08:30:00.000000Z",
        ),
    )
    language = fields.String(
        validate=validate.Regexp(
            r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}(?!\n)$",
            error="Not a language tag (BCP 47) such as en or pt-BR.",
        ),
        **_metadata(
            description="The text's language (BCP 47). English is read; an article in another "
            "language is stored, with nothing found.",
            example="en",
        ),
    )
    tags = Labels(
        Label(validate=validate.Length(1, 100), metadata={"pattern": NOT_BLANK}),
        validate=validate.Length(max=MOST_TAGS),
        **_metadata(
            description="Words of your own to find it by, each once; kept with single blanks, and "
            "none around them.",
            example=["harbour"],
        ),
    )


class NewText(Schema):
    """A text to read."""

    plain = "text"  # the field that a body of text/plain fills

    text = Text(
        required=True,
        validate=_readable,
        **_metadata(
            description="Kept exactly as sent: offsets count its Unicode code points. "
            f"At most {LONGEST_TEXT} characters.",
            pattern=NOT_BLANK,
            example=examples.TEXT,
        ),
    )
    language = ArticleMetadata().fields["language"]


class TextQuery(Schema):
    """What a text sent as it is cannot say."""

    language = fields.String(
        validate=ArticleMetadata().fields["language"].validate,
        metadata={"description": "Of a body of text/plain (BCP 47).", "example": "en"},
    )


class NewArticle(ArticleMetadata):
    """An article to store."""

    text = NewText().fields["text"]


class ArticleChange(ArticleMetadata):
    """What is to change; a field that is left out stays. A new text makes a new revision."""

    text = Text(validate=_readable, **_metadata(pattern=NOT_BLANK, example=examples.TEXT))

    @validates_schema
    def _changes_something(self, data: Mapping[str, Any], **_: Any) -> None:
        must_not_be_empty(data)


class Identified(Answer):
    """What is stored."""

    id = fields.Integer(metadata={"example": 1})


class ArticleSummary(ArticleMetadata, Identified):
    """An article without its text and what was found in it."""

    revision = fields.Integer(
        metadata={"description": "How many states its text has had.", "example": 1}
    )
    extractor = fields.String(
        allow_none=True,
        metadata={
            "description": "What read the text; null where its language is not read.",
            "example": EXTRACTOR,
        },
    )
    copy_of = fields.Integer(
        allow_none=True,
        metadata={
            "description": "The article, stored before it, of which this has nearly the same text.",
            "example": None,
        },
    )
    created_at = UTCDateTime(metadata={"example": "2026-03-04T09:00:00.000000Z"})
    updated_at = UTCDateTime(metadata={"example": "2026-03-04T09:00:00.000000Z"})
    version = fields.Integer(
        metadata={"description": "Rises with every change; its ETag.", "example": 1}
    )


class Article(ArticleSummary):
    """An article with everything found in it."""

    text = fields.String(metadata={"example": examples.TEXT})
    quotes = fields.Nested(Quote, many=True)
    figures = fields.Nested(Figure, many=True)


class RevisionSummary(Answer):
    """One state of an article's text, without it."""

    number = fields.Integer(metadata={"description": "From 1.", "example": 1})
    extractor = fields.String(
        allow_none=True,
        metadata={
            "description": "What read it last; null: nothing.",
            "example": EXTRACTOR,
        },
    )
    length = fields.Integer(
        metadata={"description": "Of the text, in Unicode code points.", "example": 146}
    )
    created_at = UTCDateTime(metadata={"example": "2026-03-04T09:00:00.000000Z"})


class Revision(RevisionSummary):
    """One state of an article's text."""

    text = fields.String(metadata={"example": examples.TEXT})


RevisionPage = page_of(RevisionSummary)


class Unplaced(Answer):
    """What people decided on and an article's current text no longer says."""

    quotes = fields.Nested(Quote, many=True)
    figures = fields.Nested(Figure, many=True)


class ExtractedQuote(ReadQuote):
    """A quote that is not stored."""

    speaker = fields.Nested(EntityName, allow_none=True)


class ExtractedFigure(ReadFigure):
    """A figure that is not stored."""

    entity = fields.Nested(EntityName, allow_none=True)
    quote = fields.Integer(
        allow_none=True,
        metadata={"description": "The quote it stands in: an index into `quotes`.", "example": 0},
    )


class Extraction(Answer):
    """Everything found in a text."""

    extractor = fields.String(allow_none=True, metadata={"example": EXTRACTOR})
    quotes = fields.Nested(ExtractedQuote, many=True)
    figures = fields.Nested(ExtractedFigure, many=True)


class BulkResult(Answer):
    """What became of one line."""

    optional = ("id", "detail", "errors")

    line = fields.Integer(metadata={"description": "Its number, from 1."})
    status = fields.Integer(
        metadata={
            "description": "201 stored, 200 known already, 400, 413 or 422 refused.",
            "example": 201,
        },
    )
    id = fields.Integer(metadata={"description": "The article's."})
    detail = fields.String(metadata={"description": "What was wrong."})
    errors = fields.List(fields.Nested(FaultSchema))


class ArticleHit(ArticleSummary):
    """An article without its text and, where a search found it, what was found."""

    optional = ("highlight",)

    highlight = highlight(
        "a passage of the text, or the title where only that has it",
        "Port director Mara Lindqvist said that the <mark>terminal</mark> would open in May.",
    )


class ArticleQuery(Searched, Sampled, PublishedQuery):
    """Filters of articles; all that are given must hold."""

    sort = Sort("200", (*ORDERS, *LISTED))
    q = SearchText(FIELDS)
    author = FieldWords("author", "Ana Reyes")
    title = FieldWords("title", "terminal to open")
    ids = ids()
    url = SameUrl(
        metadata={"description": "This url, or one that is the same by RFC 3986 (6.2.2 and 6.2.3)."}
    )
    language = Several(Text(metadata={"example": "en"}))
    copy_of = Id(metadata={"description": "Copies of this article."})
    shown = FieldNames(ArticleHit)


class ArticleParts(Schema):
    """How much of an article."""

    shown = FieldNames(Article)
