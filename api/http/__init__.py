"""All that is HTTP and no rule of the domain: parsing, problems, pages, ETags, the one commit."""

from api.http.smorest import Api, Blueprint
from api.http.transactions import database, session

__all__ = ["Api", "Blueprint", "database", "session"]
