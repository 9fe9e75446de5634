"""The people among the entities of figures, called as speakers are: by their full name."""

from collections.abc import Iterable
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from ..model import Figure, Kind
from .kinds import kind_of
from .names import Bearer, Names


def with_bearers(figures: Iterable[Figure], document: Document, names: Names) -> list[Figure]:
    """Call the people among the entities of figures by the names that speakers are called by.

    A role that no one person of the text has ("minister"), and a surname that several have, name
    nobody.
    """
    known = _Known(document, names)
    called = {
        entity: known.called(entity) for entity in {figure.entity for figure in figures} if entity
    }
    return [
        replace(figure, entity=called[figure.entity][0], entity_kind=called[figure.entity][1])
        if figure.entity
        else figure
        for figure in figures
    ]


class _Known:
    """The people of a document by what it calls them."""

    def __init__(self, document: Document, names: Names) -> None:
        self._bearers: dict[str, list[Bearer | None]] = {}
        self._places: set[str] = set()
        self._of_role: dict[str, list[Bearer]] = {}
        words, text = document.words, document.text
        for mention, bearer in zip(names.mentions, names.bearer_of, strict=True):
            end = document.ends[mention.last]
            for first in {mention.first, mention.titled}:
                means = self._bearers.setdefault(text[document.starts[first] : end], [])
                if bearer not in means:
                    means.append(bearer)
            if mention.first and words[mention.first - 1].lower() in words_of("locatives"):
                self._places.add(text[document.starts[mention.first] : end])
        for one in names.bearers:
            for role in one.roles if one.person else ():
                self._of_role.setdefault(role, []).append(one)

    def called(self, entity: str) -> tuple[str | None, Kind | None]:
        """The name and kind of an entity, by how its figure's sentence names it."""
        head = entity.rpartition(" ")[2].lower()
        if entity.islower() and head in words_of("roles"):
            having = self._of_role.get(head, [])
            return (str(having[0]), "person") if len(having) == 1 else (None, None)
        means = self._bearers.get(_without_role(entity), [])
        if len(means) == 1 and (bearer := means[0]) is not None:
            if bearer.person and not self._is_place(entity):
                return str(bearer), "person"
        elif means and not self._is_place(entity):
            return None, None
        return entity, kind_of(entity, person=False)

    def _is_place(self, entity: str) -> bool:
        return entity in self._places or entity.lower() in words_of("places")


def _without_role(entity: str) -> str:
    """Leave out roles in lower case before a name: "minister Olu Renn"."""
    words = entity.split(" ")
    while len(words) > 1 and words[0].lower() == words[0] and words[0] in words_of("roles"):
        del words[0]
    return " ".join(words)
