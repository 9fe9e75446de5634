"""Review: the least sure first, decided on by plain forms."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.models import Scope
from tests.articles import post
from tests.conftest import Statement
from tests.http.test_gate import OUTSIDE, Make, key, make  # noqa: F401 (fixtures)
from tests.web.sending import BROWSER, sign_in, token_of

TEXT = (
    "It rained.\n\nPort director Mara Lindqvist said that the terminal would open in May, and Nils "
    "Aker was angry. The ferry “carries 90 cars” a day.\n\nIt rained again."
)
FIGURE = "The Northern Arc pipeline has a capacity of about 12 billion cubic metres."


def post_some(client: FlaskClient, count: int) -> None:
    """Store articles that are no copies of each other."""
    for number, what in zip(range(count), ("ferry", "terminal", "market", "school"), strict=False):
        text = f"Mara Lindqvist said that the {what} would open in May. " + f"{what} " * 30
        post(client, url=f"https://courier.example/{number}", text=text)


def first(client: FlaskClient, path: str = "/review") -> tuple[str, str, dict[str, str]]:
    """The page, the address of its first decision, and what its form holds."""
    page = client.get(path, headers=BROWSER).text
    (address,) = set(re.findall(r'action="(/review/\w+/\d+)" class="decide"', page))
    form = page[page.index('class="fields"') : page.index("</form>", page.index('class="fields"'))]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    chosen = re.findall(
        r'name="(\w+)">(?:<option[^>]*>[^<]*</option>)*?<option value="([^"]*)" sel', form
    )
    words = re.search(r'name="exact"[^>]*>\n([^<]*)<', form)
    assert words
    fields = {**typed, **hidden, **dict(chosen), "exact": words[1]}
    return page, address, {name: unescape(value) for name, value in fields.items()}


def decide(client: FlaskClient, action: str, path: str = "/review", **typed: str) -> TestResponse:
    _, address, form = first(client, path)
    return client.post(address, data={**form, **typed, "action": action}, headers=BROWSER)


def undo(client: FlaskClient, page: str) -> TestResponse:
    shown = client.get(page, headers=BROWSER).text
    form = shown[shown.index('class="done"') - 60 : shown.index("Undo</button>")]
    (address,) = re.findall(r'action="([^"]+)"', form)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post(address, data={**sent, "action": "undo"}, headers=BROWSER)


def entry(client: FlaskClient, kind: str, number: int) -> Any:
    return client.get(f"/v1/{kind}/{number}").json


def test_what_is_least_sure_comes_first_in_its_passage(client: FlaskClient) -> None:
    post_some(client, 3)
    sure = client.get("/v1/quotes?sort=confidence").json["items"][0]
    page, address, form = first(client)
    assert address == f"/review/quotes/{sure['id']}"
    assert form["exact"] == sure["selector"]["exact"]
    marked = re.search(r'data-start="0">(.*?)</p>', page)
    assert marked
    assert '<mark class="q indirect">the ' in marked[1]


@pytest.mark.parametrize(("action", "status"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_it_is_confirmed_or_rejected_and_the_next_one_comes(
    client: FlaskClient, action: str, status: str
) -> None:
    number = post(client, text=TEXT).json["quotes"][0]["id"]
    answer = decide(client, action)
    assert answer.status_code == 303
    assert entry(client, "quotes", number)["status"] == status
    page = client.get(answer.location, headers=BROWSER).text
    assert f"{status.capitalize()}: “" in unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize("action", ["confirm", "reject", "correct"])
def test_every_decision_can_be_undone(client: FlaskClient, action: str) -> None:
    number = post(client, text=TEXT).json["quotes"][0]["id"]
    before = entry(client, "quotes", number)
    done = decide(client, action, exact="the terminal would open", speaker="Nils Aker")
    assert entry(client, "quotes", number) != before
    assert undo(client, done.location).status_code == 303
    assert entry(client, "quotes", number) == before
    actions = [one["action"] for one in client.get(f"/v1/quotes/{number}/history").json["items"]]
    assert actions[-1] == "undone"
    assert first(client)[1] == f"/review/quotes/{number}"


def test_a_corrected_figure_can_be_undone(client: FlaskClient) -> None:
    number = post(client, text=FIGURE).json["figures"][0]["id"]
    before = entry(client, "figures", number)
    changes = {"value": "13", "unit": "ship", "entity": "Sable Ridge", "property": "length"}
    done = decide(client, "correct", "/review?find=figures", **changes)
    after = entry(client, "figures", number)
    assert (after["value"], after["unit"], after["entity"]["name"]) == (13, "ship", "Sable Ridge")
    assert (after["unit_code"], after["property"], after["status"]) == (
        "{ship}",
        "length",
        "corrected",
    )
    undo(client, done.location)
    assert entry(client, "figures", number) == before


def test_its_ends_speaker_and_kind_are_corrected(client: FlaskClient) -> None:
    number = post(client, text=TEXT).json["quotes"][0]["id"]
    wanted = {"exact": "that the terminal would open", "speaker": "Nils Aker", "kind": "mixed"}
    assert decide(client, "correct", **wanted).status_code == 303
    quote = entry(client, "quotes", number)
    assert (quote["text"], quote["speaker"]["name"]) == (wanted["exact"], "Nils Aker")
    assert TEXT[quote["selector"]["start"] : quote["selector"]["end"]] == wanted["exact"]
    assert (quote["kind"], quote["status"]) == ("mixed", "corrected")


@pytest.mark.parametrize("nth", [0, 1])
def test_words_that_were_selected_stand_where_they_were_selected(
    client: FlaskClient, nth: int
) -> None:
    text = "The port is old. Mara Lindqvist said that the terminal would open. The port is new."
    quote = post(client, text=text).json["quotes"][0]
    start = [at for at in range(len(text)) if text.startswith("port", at)][nth]
    _, _, form = first(client)
    sent = {**form, "quote": str(quote["id"]), "exact": "port", "start": str(start)}
    assert client.post("/review/quotes/add", data=sent).status_code == 303
    (added,) = client.get("/v1/quotes?status=added").json["items"]
    assert added["selector"]["start"] == start


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"exact": "what nobody wrote"}, "do not stand in the passage"),
        ({"exact": "It rained again"}, "do not stand in the passage"),
        ({"kind": "shouted"}, "kind: Must be one of"),
        ({"version": "old"}, "Somebody else has decided"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_is_kept(
    client: FlaskClient, typed: dict[str, str], said: str
) -> None:
    number = post(client, text=TEXT).json["quotes"][0]["id"]
    answer = decide(client, "correct", **{"speaker": "Somebody New", **typed})
    assert answer.status_code in {409, 422}
    assert said in answer.text
    assert 'value="Somebody New"' in answer.text
    assert entry(client, "quotes", number)["status"] == "extracted"


def test_a_number_that_is_none_is_told(client: FlaskClient) -> None:
    post(client, text=FIGURE)
    answer = decide(client, "correct", "/review?find=figures", value="many")
    assert answer.status_code == 422
    assert "is not a number" in unescape(answer.text)


def test_what_was_missed_is_added_and_taken_back(client: FlaskClient) -> None:
    number = post(client, text=TEXT).json["quotes"][0]["id"]
    _, _, form = first(client)
    sent = {**form, "quote": str(number), "exact": "carries 90 cars", "kind": "direct"}
    done = client.post("/review/quotes/add", data=sent, headers=BROWSER)
    added = client.get("/v1/quotes?status=added").json["items"]
    assert [one["text"] for one in added] == ["carries 90 cars"]
    undo(client, done.location)
    assert client.get("/v1/quotes?status=added").json["items"] == []


def test_the_value_of_an_added_figure_is_read_from_its_words(client: FlaskClient) -> None:
    number = post(client, text=TEXT).json["quotes"][0]["id"]
    for figure in client.get("/v1/figures?salience=all").json["items"]:
        client.patch(
            f"/v1/figures/{figure['id']}", json={"status": "rejected"}, headers={"If-Match": "*"}
        )
    _, _, form = first(client)
    sent = {"token": form["token"], "quote": str(number), "exact": "90 cars", "entity": "Ferry"}
    assert client.post("/review/figures/add", data=sent, headers=BROWSER).status_code == 303
    (added,) = client.get("/v1/figures?status=added").json["items"]
    assert (added["value"], added["unit"], added["entity"]["name"]) == (90, "car", "Ferry")


def test_what_is_skipped_is_not_shown_again(client: FlaskClient) -> None:
    post_some(client, 3)
    seen, path = [], "/review"
    while True:
        page, address, _ = first(client, path)
        seen.append(address)
        following = re.search(r'<a href="([^"]+)" data-key="s">', page)
        if not following:
            break
        path = unescape(following[1])
    assert len(set(seen)) == len(seen) == 3


def test_a_review_can_be_of_one_article_or_speaker(client: FlaskClient) -> None:
    post(client, text=TEXT)
    other = post(client, url=None, text="Nils Aker said that the ferry would sail.").json
    _, address, _ = first(client, f"/review?article={other['id']}")
    assert address == f"/review/quotes/{other['quotes'][0]['id']}"
    done = decide(client, "confirm", f"/review?article={other['id']}")
    assert f"article={other['id']}" in done.location
    assert "Nothing is left to review" in client.get(done.location, headers=BROWSER).text


def test_progress_and_agreement_are_shown(client: FlaskClient) -> None:
    post_some(client, 4)
    for action in ("confirm", "confirm", "confirm", "reject"):
        decide(client, action)
    page = client.get("/review", headers=BROWSER).text
    assert "3 right as read, 0 corrected, 1 rejected" in page
    assert "The reading was right in 75%" in page


def test_it_takes_a_key_that_may_curate(
    make: Make,  # noqa: F811
    key: Any,  # noqa: F811
    client: FlaskClient,
) -> None:
    number = post(client).json["quotes"][0]["id"]
    outside = make(**OUTSIDE)
    assert outside.get("/review", headers=BROWSER).location == "/sign-in?to=%2Freview"
    for scope, status in ((Scope.READ, 403), (Scope.WRITE, 403), (Scope.CURATE, 200)):
        typed = key(scope, name=str(scope))["Authorization"].split()[1]
        sign_in(outside, typed)
        page = outside.get("/review", headers=BROWSER)
        assert page.status_code == status
        assert ('href="/review"' in outside.get("/", headers=BROWSER).text) is (status == 200)
    decide(outside, "confirm")
    assert client.get(f"/v1/quotes/{number}/history").json["items"][-1]["by"] == "curate"


def test_no_other_site_can_decide(client: FlaskClient) -> None:
    number = post(client).json["quotes"][0]["id"]
    _, address, form = first(client)
    stranger = client.application.test_client()
    assert stranger.post(address, data={**form, "action": "reject"}).status_code == 403
    assert entry(client, "quotes", number)["status"] == "extracted"


def test_a_passage_is_bounded_however_long_the_article(client: FlaskClient) -> None:
    text = (
        "It rained and rained. " * 20_000
        + "Mara Lindqvist said that it would stop. "
        + "Yes. " * 900
    )
    post(client, text=text)
    page, _, form = first(client)
    assert len(page) < 20_000
    assert form["exact"] == "it would stop"
    start = int(re.search(r'data-start="(\d+)"', page)[1])
    assert text[start:].startswith("It rained") or text[start - 1] == " "


def test_a_page_takes_few_statements(client: FlaskClient, statements: list[Statement]) -> None:
    post_some(client, 3)
    client.get("/review", headers=BROWSER)
    statements.clear()
    client.get("/review", headers=BROWSER)
    assert len(statements) == 5, statements


def test_nothing_to_review_says_so(client: FlaskClient) -> None:
    assert "Nothing is left to review" in client.get("/review", headers=BROWSER).text


def test_script_in_a_passage_is_text(client: FlaskClient) -> None:
    bad = "<script>alert(1)</script>"
    post(client, text=f"Mara Lindqvist said that {bad} would open. \"' onfocus=alert(1)")
    page = client.get("/review", headers=BROWSER).text
    assert bad not in page
    assert token_of(page)
