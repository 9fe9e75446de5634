"""Nothing that people decided is ever lost, whatever happens to the text."""

import re
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.articles import post
from tests.resources.test_curation import decide
from tests.resources.test_rereading import extract

PARAGRAPHS = [
    "Port director Mara Lindqvist said that the terminal would open in May.",
    "“We lost 300 ships,” Tunde Adekambi told reporters. “We want them back.”",
    "“No,” she said.",
    "Tarn Lake can store 50 million cubic metres of gas. Exports rose 5 percent in May.",
    "“No,” she said.",
    "The council voted 12 to 3, according to Jonas Weil, who called it “a quiet day”.",
]
NEW = ["It rained.", "“No,” she said.", "Exports rose 5 percent in June.", "The 300 ships."]

Edit = tuple[str, int, int]
edits = st.tuples(
    st.sampled_from(["insert", "delete", "swap", "mend", "cut", "respell"]),
    st.integers(0, 200),
    st.integers(0, 200),
)
decisions = st.sampled_from(
    [
        {"status": "confirmed"},
        {"status": "rejected"},
        {"quotes": {"cue": "claimed"}, "figures": {"period": "a year"}},
        None,
    ]
)


def edited(text: str, edit: Edit) -> str:
    """A text after one edit."""
    kind, one, other = edit
    paragraphs = text.split("\n\n")
    at, to = one % len(paragraphs), other % len(paragraphs)
    if kind == "insert":
        paragraphs.insert(at, NEW[other % len(NEW)])
    elif kind == "delete" and len(paragraphs) > 1:
        del paragraphs[at]
    elif kind == "swap":
        paragraphs[at], paragraphs[to] = paragraphs[to], paragraphs[at]
    elif kind == "mend":
        paragraphs[at] = paragraphs[at].replace("“", '"').replace("”", '"')
    elif kind == "cut":
        words = paragraphs[at].split(" ")
        del words[other % len(words)]
        paragraphs[at] = " ".join(words) or "Nothing."
    elif kind == "respell":
        paragraphs[at] = paragraphs[at].replace("terminal", "terminall").replace("12", "13")
    return "\n\n".join(paragraphs)


def bare(text: str) -> list[str]:
    """The words of a text, as they sound."""
    return re.findall(r"\w+", re.sub("terminal+", "terminal", text.casefold()))


@given(
    st.lists(decisions, min_size=12, max_size=12),
    st.lists(st.lists(edits, max_size=3), min_size=1, max_size=4),
)
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller one would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_decision_is_placed_or_listed_and_never_both(
    client: FlaskClient, wanted: list[dict | None], revisions: list[list[Edit]]
) -> None:
    text = "\n\n".join(PARAGRAPHS)
    post(client, text=text)
    article: dict[str, Any] = post(client, text=text).json or {}
    decided: dict[tuple[str, int], dict[str, Any]] = {}
    items = [(name, item) for name in ("quotes", "figures") for item in article[name]]
    for (name, item), decision in zip(items, wanted, strict=False):
        if decision:
            body = decision.get(name, decision)
            answer = decide(client, f"/v1/{name}/{item['id']}", **body)
            assert answer.status_code == 200, answer.text
            decided[name, item["id"]] = answer.json or {}
            assert answer.json["status"] != "extracted"
    try:
        for some in revisions:
            for edit in some:
                text = edited(text, edit)
            post(client, text=text)
            must_be_kept(client, article, text, decided)
            extract(client, article)
            must_be_kept(client, article, text, decided)
    finally:
        tag = client.get(f"/v1/articles/{article['id']}").headers["ETag"]
        client.delete(f"/v1/articles/{article['id']}", headers={"If-Match": tag})


def must_be_kept(client: FlaskClient, article: dict, text: str, decided: dict) -> None:
    """Each decision stands on a text that says the same, or is listed."""
    unplaced: dict[str, Any] = client.get(f"/v1/articles/{article['id']}/unplaced").json or {}
    for name in ("quotes", "figures"):
        query = f"article={article['id']}&status=all&limit=200"
        query += "&salience=all" if name == "figures" else ""
        listed: dict[str, Any] = client.get(f"/v1/{name}?{query}").json or {}
        placed = {item["id"]: item for item in listed["items"]}
        lost = [item["id"] for item in unplaced[name]]
        assert len(placed) == len(listed["items"])
        mine = {number: was for (kind, number), was in decided.items() if kind == name}
        assert sorted([*(mine.keys() & placed.keys()), *lost]) == sorted(mine)
        assert all(placed[n]["status"] == "extracted" for n in placed.keys() - mine.keys())
        for number in mine.keys() & placed.keys():
            now, was = placed[number], mine[number]
            assert now["status"] == was["status"]
            assert bare(now["text"]) == bare(was["text"])
            selector = now["selector"]
            assert text[selector["start"] : selector["end"]] == selector["exact"]
            assert text[: selector["start"]].endswith(selector["prefix"])
        for number in lost:
            assert client.get(f"/v1/{name}/{number}").json["status"] == mine[number]["status"]
        for item in placed.values():
            if name == "figures" and item["quote_id"]:
                quote = client.get(f"/v1/quotes/{item['quote_id']}").json
                assert item["stated_by"] == quote["speaker"]
                assert quote["revision"] == item["revision"]
