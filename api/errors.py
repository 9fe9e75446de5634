"""What can go wrong in the domain. HTTP and the command line each say it in their own way."""


class Error(Exception):
    """Something that the caller can understand and put right; its text says how."""


class NotFound(Error):
    """It was not found."""


class Forbidden(Error):
    """Whoever asks for it may not."""


class Conflict(Error):
    """It conflicts with what is stored."""


class MergedInto(Error):
    """It was merged into another, `into`, which is meant now."""

    def __init__(self, what: str, number: int, into: int) -> None:
        super().__init__(f"The {what} {number} was merged into {into}.")
        self.number, self.into = number, into


class Invalid(Error):
    """What was sent does not fit what is stored; `pointer` is its place in what was sent."""

    def __init__(self, message: str, pointer: str) -> None:
        super().__init__(message)
        self.pointer = pointer


class Gone(Error):
    """What was asked for was there once, and is known no more."""


class TooSlow(Error):
    """It takes longer than one request may."""


class Busy(Error):
    """Others are being served; the same may work later."""


class StoreUnavailable(Error):
    """The store does not answer now; the same may work later."""


class StoreFull(StoreUnavailable):
    """The store has no room for more."""


class NotInstalled(Error):
    """It needs a library that is not here."""


class Unusable(Error):
    """A file is not what it is taken for, or is damaged."""


class Misconfigured(Error):
    """A setting is wrong: the text names it and says what was expected."""
