"""Which entities the names of articles are, for several articles at once; new ones are made.

To store fifty articles one by one asks the store fifty times who bears some names, and inserts
fifty times those that are new. Here each is one statement for a run of articles. What a name means
can depend on what earlier articles gave: a run ends before the first article of which that holds
(`Run.take` refuses it), so that the outcome is the same as one by one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, update
from sqlalchemy.orm import Session

from ..extraction.model import Kind
from ..models import Article, Entity, EntityName
from ..models.entities import LinkedBy
from ..models.names import name_key, search_keys
from ..store.rows import find, insert_new, insert_numbered_new
from ..store.statements import execute
from . import linking, locks, naming

_KNOWN = """
    SELECT entities.key AS key, entities.id AS id, entities.kind AS kind,
        entities.version AS version, coalesce(meant.id, entities.id) AS meant,
        coalesce(meant.name, entities.name) AS called, entities.linked_by AS linked_by,
        entities.link_confidence AS link_confidence, entities.surname AS surname,
        entities.person_key AS person_key
    FROM {keys} entities LEFT JOIN entities AS meant ON meant.id = entities.merged_into
    WHERE entities.key = key.value ->> 0"""
_LEARN = (
    update(Entity.__table__)  # type: ignore[arg-type]
    .where(Entity.id == bindparam("known", type_=BigInteger))
    .values(
        kind=bindparam("kind"), surname=bindparam("surname"), person_key=bindparam("person_key")
    )
)
_TOLD = ("kind", "surname", "person_key")
UNLINKED = {"link_id": None, "linked_by": None, "link_confidence": None}


class _Known(NamedTuple):
    """A name's row, and the entity that it means."""

    key: str
    id: int
    kind: str
    version: int
    meant: int
    called: str
    linked_by: str | None
    link_confidence: float | None
    surname: str | None
    person_key: str | None


class Named(NamedTuple):
    """An entity, and what it is called; and, of a name of it that was looked up, its row.

    `link` are the columns of a reading that tell how the name came to be one of this entity.
    """

    id: int
    name: str
    row: Any = None

    @property
    def link(self) -> dict[str, Any]:
        """What a reading that names it so has of `link_id` and the like."""
        if self.row is None or self.row.linked_by is None:
            return UNLINKED
        return {
            "link_id": self.row.id,
            "linked_by": self.row.linked_by,
            "link_confidence": self.row.link_confidence,
        }


class Wanted(NamedTuple):
    """The names that an article has, and what sort of thing bears each.

    New names of people are linked to whom `article` means by them; to nobody where it is None: a
    person gives the names then.
    """

    names: Mapping[str, Kind]
    article_id: int
    article: Article | None = None


def named(
    session: Session, names: Mapping[str, Kind], article_id: int, article: Article | None = None
) -> dict[str, Named]:
    """The entity of each name that one article has.

    Names that fold alike are one entity, called as first seen. A name that does not say by itself
    who is meant ("Reyes") is that of an entity of this article alone.
    """
    wanted = Wanted(names, article_id, article)
    run = Run(session, [wanted])
    run.take(wanted)
    return run.made()[0]


def entity_key(name: str, article_id: int | None) -> str:
    """What a name is found by; the same in one article alone where it means somebody only there."""
    key = name_key(name)
    return key if article_id is None else f"{key} @{article_id}"


def add_search_keys(session: Session, names: Mapping[int, str]) -> None:
    """Let entities be found by names."""
    ways = [
        {"key": key, "entity_id": number}
        for number, name in sorted(names.items(), key=lambda pair: name_key(pair[1]))
        for key in search_keys(name)
    ]
    insert_new(session, EntityName, ways)


def new_row(name: str, kind: Kind | str, key: str, article_id: int | None = None) -> dict[str, Any]:
    """The row of a name that nobody has given yet."""
    surname, shared = linking.keys_of(name, kind)
    return {
        "name": name,
        "written": name,
        "kind": kind,
        "key": key,
        "article_id": article_id,
        "version": 1,
        "merged_into": None,
        "surname": surname,
        "person_key": shared,
        "linked_by": None,
        "link_confidence": None,
    }


Rows = dict[str, dict[str, Any]]  # by key


class Run:
    """The names of articles that can be resolved together."""

    def __init__(self, session: Session, wanted: Sequence[Wanted]) -> None:
        """Look up what is known of the names of all articles that may come."""
        self._session = session
        self._each: list[dict[str, str]] = []  # of each article taken, the key of each name
        self._full: list[tuple[Article, list[str]]] = []  # its names, once it is known whose
        self._new: Rows = {}
        self._learnt: Rows = {}
        self._surnames: set[str] = set()  # of full names that articles taken give,
        self._shared: set[str] = set()  # what forms of names share,
        self._used: set[str] = set()  # and the keys of all of their names
        rows = [_rows(one.names, one.article_id)[1] for one in wanted]
        keys = {key for some in rows for key in some}
        for one in wanted if any(one.article for one in wanted) else ():
            keys.update(entity_key(name, one.article_id) for name in _alone(one.names))
        self._known = _known(session, sorted(keys))
        words = {word for one in wanted if one.article for word in _alone(one.names).values()}
        self._words = linking.well_known(session, words)
        self._bearers = self._prepare(rows, any(one.article for one in wanted))

    def _prepare(self, rows: Sequence[Rows], is_linked: bool) -> Mapping[str, linking.Bearers]:
        """Keep others from deciding whom new names mean; who bears names that share their keys."""
        if not is_linked:
            return {}
        new = [row for some in rows for key, row in some.items() if key not in self._known]
        locks.lock_people(
            self._session, {*(row["person_key"] or row["surname"] for row in new), *self._words}
        )
        shared = {row["person_key"] for row in new if row["person_key"]}
        return linking.bearers_of(self._session, shared)

    def take(self, wanted: Wanted) -> bool:
        """Resolve an article's names; False where it depends on articles taken before."""
        article, names = wanted.article, dict(wanted.names)
        if article:
            alone = _alone(names)
            if self._each and any(
                word in self._surnames or (word in self._words and word in self._used)
                for word in alone.values()
            ):
                return False
            surnames = linking.surnames_among(self._session, alone, self._words, article)
            names |= dict.fromkeys(surnames, "person")
        keys, rows = _rows(names, wanted.article_id)
        new = {key: row for key, row in rows.items() if not self._is_there(key)}
        if article:
            if self._each and any(map(self._depends, new.values())):
                return False
            people = {
                key: naming.parse(row["written"]) for key, row in new.items() if row["surname"]
            }
            beside = {self._meant(key) for key in rows if key not in new}
            links = linking.links(self._session, people, article, beside, self._bearers)
            for key, link in {**links, **self._links_of_bodies(new)}.items():
                new[key] |= _link(link)
        self._new |= new
        self._note(keys, rows, article)
        return True

    def _is_there(self, key: str) -> bool:
        return key in self._known or key in self._new

    def _links_of_bodies(self, new: Rows) -> dict[str, linking.Link]:
        """The links of new names that are others of known bodies, places and things."""
        bodies = {key: row["person_key"] for key, row in new.items() if row["surname"] is None}
        found = {
            key: linking.of_body(self._bearers.get(shared, {})) for key, shared in bodies.items()
        }
        return {key: link for key, link in found.items() if link is not None}

    def _depends(self, row: Mapping[str, Any]) -> bool:
        """Whether articles taken before can tell whom a new name means."""
        return row["person_key"] in self._shared or (
            row["surname"] in self._surnames and not naming.parse(row["written"]).given
        )

    def _meant(self, key: str) -> int | None:
        known = self._known.get(key)
        return known.meant if known else self._new[key]["merged_into"]

    def _note(self, keys: dict[str, str], rows: Rows, article: Article | None) -> None:
        self._each.append(keys)
        self._used.update(rows)
        if article:
            self._full.append((article, [key for key in rows if self._is_full(key)]))
        for key, row in rows.items():
            self._learn(key, row)
            state = self._state(key)
            if state["person_key"]:
                self._shared.add(state["person_key"])
                if state["surname"]:
                    self._surnames.add(state["surname"])

    def _is_full(self, key: str) -> bool:
        """Whether a name is a person's in full."""
        state = self._state(key)
        return bool(state["person_key"] and state["surname"])

    def _state(self, key: str) -> Mapping[str, Any]:
        known = self._known.get(key)
        return known._asdict() if known else self._new[key]

    def _learn(self, key: str, row: Mapping[str, Any]) -> None:
        """Take over what an article tells of entities of which nobody knew what they are."""
        state = self._state(key)
        if row["kind"] == "other" or state["kind"] != "other" or state["version"] != 1:
            return
        told = {name: row[name] for name in _TOLD}
        if known := self._known.get(key):
            self._known[key] = known._replace(**told)
            self._learnt[key] = {"known": known.id, **told}
        else:
            self._new[key] |= told

    def made(self) -> list[dict[str, Named]]:
        """The entity of each name of each article that was taken, after making those new."""
        self._insert()
        if self._learnt:
            learnt = [self._learnt[key] for key in sorted(self._learnt)]
            execute(self._session, _LEARN, learnt)
        linking.note_full_names(
            self._session,
            (
                (article, {self._known[key].id: self._known[key].surname for key in keys})
                for article, keys in self._full
            ),
        )
        return [
            {name: _named(self._known[key]) for name, key in keys.items()} for keys in self._each
        ]

    def _insert(self) -> None:
        # In one order everywhere, so that two transactions never wait for each other.
        rows = [self._new[key] for key in sorted(self._new)]
        ids = insert_numbered_new(self._session, Entity, rows, ["key"])
        unclear = []
        for row, number in zip(rows, ids, strict=True):
            if number is None or row["merged_into"] is not None:
                unclear.append(row["key"])
            else:
                self._known[row["key"]] = _as_known(row, number)
        self._known |= _known(self._session, unclear)
        for key in unclear:
            self._learn(key, self._new[key])
        # Whoever a surname was linked to is found by it without.
        found_by = [row for row in rows if row["linked_by"] != LinkedBy.SURNAME]
        add_search_keys(
            self._session, {self._known[row["key"]].id: row["name"] for row in found_by}
        )


def _alone(names: Mapping[str, Kind]) -> dict[str, str]:
    """The names that could be somebody's surname, by their form, with their keys."""
    return {name: name_key(name) for name in names if naming.may_be_surname(name, names[name])}


def _rows(names: Mapping[str, Kind], article_id: int) -> tuple[dict[str, str], Rows]:
    """The key of each name, and the row that it would have, were it new."""
    keys: dict[str, str] = {}
    rows: Rows = {}
    for name, kind in names.items():
        own = None if naming.holds_everywhere(name, kind) else article_id
        keys[name] = entity_key(name, own)
        if keys[name] not in rows:
            rows[keys[name]] = new_row(name, kind, keys[name], own)
    return keys, rows


def _link(link: linking.Link) -> dict[str, Any]:
    return {
        "merged_into": link.into,
        "linked_by": link.by,
        "link_confidence": link.confidence,
    }


def _named(known: _Known) -> Named:
    return Named(known.meant, known.called, known)


def _as_known(row: Mapping[str, Any], number: int) -> _Known:
    return _Known(
        key=row["key"],
        id=number,
        kind=row["kind"],
        version=row["version"],
        meant=number,
        called=row["name"],
        linked_by=None,
        link_confidence=None,
        surname=row["surname"],
        person_key=row["person_key"],
    )


def _known(session: Session, keys: Iterable[str] | Collection[str]) -> dict[str, _Known]:
    """The rows of those keys that are there."""
    found = find(session, _KNOWN, [[key] for key in keys])
    return {row.key: _Known._make(row) for row in found}
