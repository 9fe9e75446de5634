"""Reading a text without storing it."""

from typing import Any

from api.http import Blueprint
from api.schemas import examples
from api.schemas.articles import Extraction, NewText
from api.services.reading import DEFAULT_LANGUAGE, answer

blueprint = Blueprint(
    "extract", __name__, url_prefix="/v1/extract", description="Read a text, store nothing."
)


@blueprint.post("")
@blueprint.arguments(NewText, example={"text": examples.TEXT})
@blueprint.response(200, Extraction, example=examples.EXTRACTION)
def extract(text: dict[str, Any]) -> dict[str, Any]:
    """Find the quotes and figures of a text, and store nothing.

    A text in a language that is not read gives nothing, and `extractor` is null.
    """
    return answer(**{"language": DEFAULT_LANGUAGE, **text})
