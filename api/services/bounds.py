"""What a key that is bound to a publisher or a tag may write: such articles, and no others."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.orm import Session

from ..errors import Forbidden
from ..models.publishers import publisher_key

_BOUND = "bound_to"


class Bound(NamedTuple):
    """The publisher that an article must be of and the tag that it must have, where not None."""

    publisher: str | None = None
    tag: str | None = None


FREE = Bound()


def bind(session: Session, bound: Bound) -> None:
    """Let a session write only such articles."""
    session.info[_BOUND] = bound


def must_be_of(session: Session, publisher: str | None, tags: Collection[str]) -> None:
    """Raise Forbidden for an article of another publisher, or without the tag."""
    must_be_within(session.info.get(_BOUND, FREE), publisher, tags)


def must_be_within(bound: Bound, publisher: str | None, tags: Collection[str]) -> None:
    """The same, with the bound given."""
    if bound.publisher is not None and (
        publisher is None or publisher_key(publisher) != publisher_key(bound.publisher)
    ):
        other = "this names none" if publisher is None else f"this is of {publisher!r}"
        raise Forbidden(f"The key is bound to the publisher {bound.publisher!r}, and {other}.")
    if bound.tag is not None and bound.tag not in tags:
        raise Forbidden(f"The key is bound to the tag {bound.tag!r}, which this does not have.")
