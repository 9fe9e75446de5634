"""What can go wrong in the domain. HTTP and the command line each say it in their own way."""


class Error(Exception):
    """Something that the caller can understand and put right; its text says how."""


class NotFound(Error):
    """There is no such thing."""


class Conflict(Error):
    """What is stored already stands against it."""


class TooLong(Error):
    """It takes longer than one request may."""


class NotInstalled(Error):
    """It needs a library that is not here."""


class Misconfigured(Error):
    """A setting is wrong: the text names it and says what was expected."""
