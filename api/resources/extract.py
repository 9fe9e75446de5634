"""Reading a text without storing it."""

from typing import Any

from flask import Response

from ..http import Blueprint, responses
from ..http.scopes import requires
from ..models import Scope
from ..schemas import examples
from ..schemas.articles import Extraction, NewText, TextQuery
from ..schemas.fields import NOT_BLANK
from ..services.engine import DEFAULT_LANGUAGE, answer

_SCHEMA = Extraction()
_PLAIN = {"schema": {"type": "string", "pattern": NOT_BLANK}, "example": examples.TEXT}

blueprint = Blueprint(
    "extract", __name__, url_prefix="/v1/extract", description="Read a text, store nothing."
)


@blueprint.post("")
@requires(Scope.READ)
@blueprint.arguments(NewText, example={"text": examples.TEXT})
@blueprint.arguments(TextQuery, location="query")
@blueprint.response(200, Extraction, example=examples.EXTRACTION)
@blueprint.doc(requestBody={"content": {"text/plain": _PLAIN}})
def extract(text: dict[str, Any], query: dict[str, Any]) -> Response:
    """Find the quotes and figures of a text, and store nothing.

    The text alone may be sent too, as `text/plain`. A text in a language that is not read gives
    nothing, and `extractor` is null.
    """
    found = answer(**{"language": DEFAULT_LANGUAGE, **query, **text})
    return responses.dumped(_SCHEMA.dump(found))
