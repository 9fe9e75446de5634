"""All that is HTTP and no rule of the domain: parsing, problems, pages, ETags, the one commit."""

from .smorest import Api, Blueprint
from .transactions import database, session

__all__ = ["Api", "Blueprint", "database", "session"]
