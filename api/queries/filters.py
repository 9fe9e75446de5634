"""Filters of lists: each a condition on an entity, filled by the parameter of its name."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from marshmallow import Schema
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Join,
    Select,
    TableValuedAlias,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    inspect,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ..models import Article, ArticleTag, Publisher
from ..models.items import Status
from ..models.types import Array
from ..schemas.choices import Choices

Filter = Callable[[Any], ColumnElement[bool]]  # of a mapped class, or an alias, its condition


# Fields of queries that filter nothing: which page, in which order, and what of each row.
_OF_PAGES = {"limit", "cursor", "sort", "shown", "total", "q", "sample", "seed"}


def must_translate(
    query: type[Schema], filters: Mapping[str, Filter], resolved: Collection[str] = ()
) -> None:
    """Refuse a query of which a field filters nothing: at start, and not at the request.

    `resolved` are the fields that are made other filters of, or none.
    """
    fields = query().fields.keys() - _OF_PAGES
    if lost := sorted(fields - filters.keys() - set(resolved)):
        raise TypeError(f"{query.__name__}.{lost[0]} has no translation among the filters")


def must_be_same(what: str, have: Collection[str], documented: Collection[str]) -> None:
    """Refuse what one place has and the other does not."""
    if different := sorted(set(have) ^ set(documented)):
        raise TypeError(f"{what}: {different[0]} is in the schema or the query alone")


def elements_of(array: ColumnElement[Any], name: str) -> TableValuedAlias:
    """The elements of a JSON array as rows with a `value`."""
    return elements(array).table_valued("value").alias(name)


class elements(FunctionElement[Any]):  # noqa: N801 (named as in SQL)
    """The elements of a JSON array, as rows."""

    inherit_cache = True
    name = "elements"


@compiles(elements)
def _spell_elements(element: elements, compiler: SQLCompiler, **kw: Any) -> str:
    spelling = {"sqlite": "json_each", "postgresql": "json_array_elements_text"}
    return f"{spelling[compiler.dialect.name]}({compiler.process(element.clauses, **kw)})"


def of_articles(rows: Any, entity: Any) -> Join:
    """Rows that have an article_id, joined with what of an entity is of these articles.

    SQLite goes through the rows first, and from each to its articles' own: else it would begin with
    whatever has an index for what is asked of it, and sort all that it finds. PostgreSQL knows how
    many there are of each.
    """
    of_same = rows.article_id == article_of(entity)
    return _InOrder(inspect(rows).selectable, inspect(entity).selectable, of_same)


class _InOrder(Join):
    inherit_cache = True


@compiles(_InOrder, "sqlite")
def _spell_in_order(join: _InOrder, compiler: Any, **kw: Any) -> str:
    parts: tuple[Any, ...] = join.left, join.onclause, join.right
    rows, of_same, found = (compiler.process(part, **kw) for part in parts)
    name = parts[-1].element.name
    index = "" if name == Article.__tablename__ else f" INDEXED BY {_BY_ARTICLE.format(name)}"
    return f"{rows} CROSS JOIN {found}{index} ON {of_same}"


_BY_ARTICLE = "ix_{}_article_id_revision_start_id"


def equals(column: str, name: str = "") -> Filter:
    """The filter that a column is the parameter."""
    return lambda entity: getattr(entity, column) == _parameter(entity, column, name or column)


def at_least(column: str, name: str) -> Filter:
    """The filter that a column is the parameter or more."""
    return lambda entity: getattr(entity, column) >= _parameter(entity, column, name)


def at_most(column: str, name: str) -> Filter:
    """The filter that a column is the parameter or less."""
    return lambda entity: getattr(entity, column) <= _parameter(entity, column, name)


def below(column: str, name: str) -> Filter:
    """The filter that a column is less than the parameter."""
    return lambda entity: getattr(entity, column) < _parameter(entity, column, name)


def one_of(column: str, name: str) -> Filter:
    """The filter that a column is among the elements of the parameter, a list."""
    return lambda entity: getattr(entity, column).in_(_values(entity, column, name))


def chosen(column: str, name: str, several: str = "") -> dict[str, Filter]:
    """The filters that `expanded` makes of Choices for a column.

    `several` is the filter by a list, where it is not called after the name.
    """

    def none_of(entity: Any) -> ColumnElement[bool]:
        value = getattr(entity, column)
        return or_(value.is_(None), value.not_in(_values(entity, column, f"{name}_not")))

    several = several or f"{name}_among"
    return {
        several: one_of(column, several),
        f"{name}_not": none_of,
        f"{name}_none": lambda entity: getattr(entity, column).is_(None),
        f"{name}_some": lambda entity: getattr(entity, column).is_not(None),
    }


def expanded(filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters by name, with those by Choices as `chosen` has them."""
    found = dict(filters)
    for name, value in filters.items():
        if isinstance(value, Choices):
            del found[name]
            if value.values:
                found[f"{name}_{'not' if value.negated else 'among'}"] = list(value.values)
            else:
                found[f"{name}_{'some' if value.negated else 'none'}"] = True
    return found


def listed(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters, with a single id, or tag, as a list of one."""
    for name in ("ids", "tag"):
        if name in filters and not isinstance(filters[name], Choices):
            filters[name] = Choices((filters[name],), negated=False)
    return filters


def _values(entity: Any, column: str, name: str) -> Select[Any]:
    each = elements_of(bindparam(name, type_=Array), "each")
    if column == "publisher":
        return select(Publisher.name).join(each, Publisher.key == each.c.value)
    return select(cast(each.c.value, getattr(entity, column).type))


def publisher_of(key: Any) -> Any:
    """How a publisher is spelled: filters have its key."""
    found = select(Publisher.name).where(Publisher.key == key)
    return found.correlate_except(Publisher).scalar_subquery()


def refers_to(column: str, name: str, table: Any) -> Filter:
    """The filter that a column refers to a row, or to what that row was merged into."""
    meant = select(func.coalesce(table.merged_into, table.id))
    row = meant.where(table.id == bindparam(name, type_=BigInteger)).scalar_subquery()
    return lambda entity: getattr(entity, column) == row


def _parameter(entity: Any, column: str, name: str) -> Any:
    return bindparam(name, type_=getattr(entity, column).type)


def article_of(entity: Any) -> Any:
    """The column that has the id of a row's article."""
    return entity.article_id if hasattr(entity, "article_id") else entity.id


def _tagged(*conditions: ColumnElement[bool]) -> Filter:
    """The filter that a row's article has a tag, of those for which the conditions hold."""
    return lambda entity: exists().where(ArticleTag.article_id == article_of(entity), *conditions)


def _no(wanted: Filter) -> Filter:
    return lambda entity: ~wanted(entity)


def _tag_among(name: str) -> ColumnElement[bool]:
    return ArticleTag.tag.in_(_values(ArticleTag, "tag", name))


TAGGED = "tag_among"
_TAGS: Mapping[str, Filter] = {
    "tag": _tagged(ArticleTag.tag == bindparam("tag", type_=Text)),
    TAGGED: _tagged(_tag_among(TAGGED)),
    "tag_not": _no(_tagged(_tag_among("tag_not"))),
    "tag_none": _no(_tagged()),
    "tag_some": _tagged(),
}


def gathered(entity: Any) -> ColumnElement[bool]:
    """The filter TAGGED for what reads all that it leaves: it may begin with the tags."""
    tagged = select(ArticleTag.article_id).where(_tag_among(TAGGED))
    condition: ColumnElement[bool] = article_of(entity).in_(tagged)
    return condition


_PUBLISHER = bindparam("publisher", type_=Text)
PUBLISHED: Mapping[str, Filter] = {
    **_TAGS,
    "publisher": lambda entity: entity.publisher == publisher_of(_PUBLISHER),
    **chosen("publisher", "publisher"),
    "published_from": at_least("dated_at", "published_from"),
    "published_to": below("dated_at", "published_to"),
}


# What people decided on has an index of its own, of those rows alone; that they are such rows is
# said in the statement, since no store looks into a parameter to choose an index.
EXTRACTED: ColumnElement[str] = literal_column("'extracted'")
REJECTED: ColumnElement[str] = literal_column("'rejected'")
STATUS: Mapping[str, Filter] = {
    "status": equals("status"),
    "decided": lambda entity: and_(
        entity.status != EXTRACTED, entity.status == _parameter(entity, "status", "decided")
    ),
    "status_among": one_of("status", "status_among"),
    "decided_among": lambda entity: and_(
        entity.status != EXTRACTED, one_of("status", "decided_among")(entity)
    ),
    "rejected": lambda entity: and_(entity.status != EXTRACTED, entity.status == REJECTED),
    "not_rejected": lambda entity: entity.status != REJECTED,
}


def by_status(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters, that by status as STATUS has it. Where none is asked for, all but rejected."""
    wanted = filters.pop("status", None)
    if wanted == "all":
        return filters
    if wanted is None:
        return filters | {"not_rejected": True}
    if isinstance(wanted, Choices):
        named = set(Status) if "all" in wanted.values else set(wanted.values)
        some = [str(one) for one in Status if (one in named) != wanted.negated]
        return filters | {f"{'status' if 'extracted' in some else 'decided'}_among": some}
    return filters | {"status" if wanted == "extracted" else "decided": wanted}


COPIES: Mapping[str, Filter] = {
    "copies": lambda entity: ~entity.copied,
    "copied": lambda entity: entity.copied,
}


def by_copies(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters, `copies` among them only where it leaves copies out."""
    if filters.get("copies") == "all":
        del filters["copies"]
    return filters
