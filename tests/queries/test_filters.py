"""A filter that is documented and not translated is refused at start."""

import pytest
from marshmallow import fields

from api.models import Quote
from api.queries.filters import must_be_same
from api.queries.paging import Listing
from api.queries.quotes import LISTING
from api.schemas.quotes import QuoteQuery


class ColouredQuery(QuoteQuery):
    colour = fields.String()


def test_a_filter_without_a_translation() -> None:
    with pytest.raises(TypeError, match=r"ColouredQuery\.colour has no translation"):
        Listing(lambda _shown: Quote.json, Quote, LISTING.filters, ColouredQuery)


def test_a_key_that_one_place_lacks() -> None:
    with pytest.raises(TypeError, match="what is counted by: cue"):
        must_be_same("what is counted by", ["kind", "cue"], ["kind"])
