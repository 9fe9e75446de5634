"""The tables. All of one store, each in a module of its own."""

from typing import TypeAlias

from sqlalchemy.orm import configure_mappers

from .api_keys import ApiKey, Scope
from .articles import Article, ArticleTag, Revision
from .bands import Band
from .base import Base
from .changes import Change, Feed
from .decisions import Decision
from .entities import Entity, EntityName, EntityUri, FullName, Measure, Parting
from .figures import Figure
from .fingerprints import Fingerprint
from .idempotency import IdempotencyKey
from .imports import ImportedFile
from .kept_pages import KeptPage
from .keys import SigningKey
from .merges import Merge, Move
from .publishers import Publisher
from .quotes import Quote

__all__ = [
    "ApiKey",
    "Article",
    "ArticleTag",
    "Band",
    "Base",
    "Change",
    "Decision",
    "Entity",
    "EntityName",
    "EntityUri",
    "Feed",
    "Figure",
    "Fingerprint",
    "FullName",
    "IdempotencyKey",
    "ImportedFile",
    "Item",
    "KeptPage",
    "Measure",
    "Merge",
    "Move",
    "Parting",
    "Publisher",
    "Quote",
    "Revision",
    "Scope",
    "SigningKey",
]

Item: TypeAlias = Quote | Figure  # what is read from a text, and what people decide on

configure_mappers()
