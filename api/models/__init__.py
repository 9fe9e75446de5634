"""The tables. All of one store, each in a module of its own."""

from sqlalchemy.orm import configure_mappers

from api.models.articles import Article, Revision
from api.models.base import Base
from api.models.changes import Change, Feed
from api.models.decisions import Decision
from api.models.entities import Entity, EntityName, Measure
from api.models.figures import Figure
from api.models.keys import SigningKey
from api.models.merges import Merge, Move
from api.models.quotes import Quote

__all__ = [
    "Article",
    "Base",
    "Change",
    "Decision",
    "Entity",
    "EntityName",
    "Feed",
    "Figure",
    "Measure",
    "Merge",
    "Move",
    "Quote",
    "Revision",
    "SigningKey",
]

configure_mappers()
