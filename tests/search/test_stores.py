"""Both stores find what plain Python finds, whatever is written and whatever is asked."""

import unicodedata
from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.articles import post

PIECES = (
    *("gas", "Gas", "GÁS", "ga", "gasoline", "oil", "in", "may", "U.S.", "don’t", "re-use"),
    *("re_use", "1,000", "1e5", "3.5%", "½", "m²", "a@b.example", "/usr/bin", "xy" * 35, "Łódź"),
    *(
        "газ",
        "漢字",
        "हिन्दी",
        "e\u0301lan",
        "straße",
        "STRASSE",
        "İzmir",
        "ﬁsh",
        "𞤀𞤁",
        "Ærø",
        "and",
        "OR",
    ),
)
SIGNS = (" ", " ", " ", ", ", "-", "\n", "'", "/", "…", " 😀 ", " & ", "<", "_", "\u200b", "\u0301")

numbers = count(1)


class Asked(NamedTuple):
    """A query, and what it means: of the words of a title and of a text, whether they match."""

    typed: str
    matches: Callable[[list[list[str]]], bool]


def plain_words(text: str) -> list[str]:
    """The words of a text: character by character, as one would explain it."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = (c for c in folded.casefold() if not unicodedata.category(c).startswith("M"))
    strokes = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ħ": "h", "æ": "ae", "ð": "d", "þ": "th"}
    words = "".join(strokes.get(c, c) if c.isalnum() else " " for c in bare).split()
    return [word[:64] for word in words]


def follows(wanted: list[str], words: list[str], *, is_open: bool) -> bool:
    """Whether words stand there one after another, the last at least with its beginning."""
    *first, last = wanted
    return any(
        words[at : at + len(first)] == first
        and at + len(first) < len(words)
        and (words[at + len(first)].startswith(last) if is_open else words[at + len(first)] == last)
        for at in range(len(words))
    )


def phrase(pieces: list[str], is_open: bool) -> Asked:
    wanted = plain_words(" ".join(pieces))
    is_open = is_open and len(wanted[-1]) > 2
    typed = f'"{" ".join(pieces)}{"*" * is_open}"'
    return Asked(typed, lambda fields: any(follows(wanted, one, is_open=is_open) for one in fields))


def either(one: Asked, other: Asked) -> Asked:
    return Asked(
        f"({one.typed} OR {other.typed})",
        lambda fields: one.matches(fields) or other.matches(fields),
    )


def both(one: Asked, other: Asked, sign: str) -> Asked:
    return Asked(
        f"({one.typed}{sign}{other.typed})",
        lambda fields: one.matches(fields) and other.matches(fields),
    )


def without(one: Asked, other: Asked, sign: str) -> Asked:
    return Asked(
        f"({one.typed}{sign}{other.typed})",
        lambda fields: one.matches(fields) and not other.matches(fields),
    )


def queries(pieces: list[str]) -> st.SearchStrategy[Asked]:
    """Queries for some pieces."""
    some = st.lists(st.sampled_from(pieces), min_size=1, max_size=2)
    return st.recursive(
        st.builds(phrase, some, st.booleans()),
        lambda inner: (
            st.builds(either, inner, inner)
            | st.builds(both, inner, inner, st.sampled_from([" ", " AND "]))
            | st.builds(without, inner, inner, st.sampled_from([" -", " NOT ", " AND NOT "]))
        ),
        max_leaves=4,
    )


class Newsroom(NamedTuple):
    """Articles, as titles and texts, and what is asked of them: made of the same few pieces."""

    articles: list[tuple[str, str]]
    asked: list[Asked]


@st.composite
def newsrooms(draw: st.DrawFn) -> Newsroom:
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=2, max_size=5))
    titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
    some = st.sampled_from(pieces) | st.sampled_from(SIGNS)
    texts = st.lists(some, min_size=4, max_size=20).map("".join).filter(str.strip)
    return Newsroom(
        draw(st.lists(st.tuples(titles, texts), min_size=1, max_size=4)),
        draw(st.lists(queries(pieces), min_size=1, max_size=6)),
    )


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # an example is small, and to make it smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(newsrooms())
def test_stores_agree_with_plain_python(client: FlaskClient, newsroom: Newsroom) -> None:
    publisher = f"Courier {next(numbers)}"
    fields = {}
    for number, (title, text) in enumerate(newsroom.articles):
        answer = post(
            client,
            url=f"https://courier.example/{publisher[8:]}/{number}",
            title=title or None,
            text=text,
            publisher=publisher,
            language="de",  # of which nothing is read, so that storing takes no time
        )
        fields[answer.json["id"]] = [plain_words(title), plain_words(text)]
    for one in newsroom.asked:
        answer = client.get("/v1/articles", query_string={"q": one.typed, "publisher": publisher})
        found = {item["id"]: item["highlight"] for item in answer.json["items"]}
        assert found.keys() == {id_ for id_, some in fields.items() if one.matches(some)}, one.typed
        assert all("<mark>" in highlight for highlight in found.values()), (one.typed, found)
