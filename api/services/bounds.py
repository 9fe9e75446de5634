"""What a key that is bound to one publisher may write: that publisher's articles."""

from sqlalchemy.orm import Session

from ..errors import Forbidden

_PUBLISHER = "bound_to_publisher"


def bind(session: Session, publisher: str | None) -> None:
    """Let a session write only what is of a publisher; anything, where it is None."""
    session.info[_PUBLISHER] = publisher


def must_be_of(session: Session, publisher: str | None) -> None:
    """Raise Forbidden for an article of another publisher."""
    must_be_within(session.info.get(_PUBLISHER), publisher)


def must_be_within(bound: str | None, publisher: str | None) -> None:
    """The same for a key that is bound to a publisher, or, where that is None, to none."""
    if bound is not None and publisher != bound:
        raise Forbidden(f"The key is bound to the publisher {bound!r}, not to {publisher!r}.")
