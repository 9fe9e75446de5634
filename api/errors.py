"""What can go wrong in the domain. HTTP and the command line each say it in their own way."""


class Error(Exception):
    """Something that the caller can understand and put right; its text says how."""


class NotFound(Error):
    """There is no such thing."""


class Conflict(Error):
    """What is stored already stands against it."""


class Invalid(Error):
    """A value is wrong. `field` names it, as the caller wrote it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Misconfigured(Error):
    """A setting is wrong: the text names it and says what was expected."""
