"""Every page, as a browser gets it."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.web.overview import SCORES
from tests.articles import post, post_many
from tests.conftest import Statement
from tests.web.sending import BROWSER, token_of

PAGES = [
    "/",
    "/?find=figures",
    "/?find=articles",
    "/?q=terminal",
    "/?q=terminal&sort=rank",
    "/?find=figures&q=capacity",
    "/articles/{article}",
    "/articles/{article}/revisions/1",
    "/entities/{speaker}",
    "/measures/{measure}",
    "/measures/{measure}/embed",
    "/review",
    "/review?find=figures",
    "/read",
    "/about",
    "/docs/api",
]
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"{SCRIPT}\"' onfocus=alert(1) x='"


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one."""
        self.found.append((tag, dict(attrs)))


def get(client: FlaskClient, path: str) -> TestResponse:
    client.application.extensions.pop("overview", None)  # what an earlier test counted
    return client.get(path, headers=BROWSER)


def filled(client: FlaskClient, path: str) -> str:
    """An address of something that is stored."""
    article = post(client).json
    (figure,) = [one for one in article["figures"] if one["measure"]]
    speaker, measure = article["quotes"][0]["speaker"]["id"], figure["measure"]["id"]
    return path.format(article=article["id"], speaker=speaker, measure=measure)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_small_and_runs_nothing_that_stands_in_it(
    client: FlaskClient, path: str
) -> None:
    post_many(client, 30)
    answer = get(client, filled(client, path))
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert len(answer.data) <= 100_000
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    for tag, attributes in Elements(answer.text).found:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or attributes["src"]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(client: FlaskClient, path: str) -> None:
    address = filled(client, path)
    found = Elements(get(client, address).text).found
    links = {attributes.get("href") or attributes.get("src") or "" for _, attributes in found}
    ids = {attributes["id"] for _, attributes in found if "id" in attributes}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    for link in links:
        if link.startswith("/"):
            with get(client, link.partition("#")[0]) as answer:
                assert answer.status_code in {200, 303}, link


@pytest.mark.parametrize("path", PAGES[:-1])
def test_what_others_wrote_is_text(client: FlaskClient, path: str) -> None:
    text = (
        f"Mara {SCRIPT} Lindqvist said that the terminal {SCRIPT} would open. "
        f"“We lost {SCRIPT} 300 ships,” Mara Lindqvist said {SCRIPT}. "
        "The Northern Arc pipeline has a capacity of about 12 billion cubic metres."
    )
    fields = {"title": HOSTILE, "authors": [HOSTILE], "publisher": HOSTILE}
    article = post(client, text=text, url="https://x.example/'><script>alert(1)", **fields).json
    quote = next(one for one in article["quotes"] if one["speaker"])
    figure = next(one for one in article["figures"] if one["measure"])
    for number in (quote["speaker"]["id"], figure["entity"]["id"]):
        entity = client.get(f"/v1/entities/{number}")
        aliases = [entity.json["name"], *entity.json["aliases"], f"{number} {HOSTILE}"]
        renamed = {"name": HOSTILE + str(number), "aliases": aliases}
        version = {"If-Match": entity.headers["ETag"]}
        assert (
            client.patch(f"/v1/entities/{number}", json=renamed, headers=version).status_code == 200
        )
    ids = {"article": article["id"], "speaker": quote["speaker"]["id"]}
    page = get(client, path.format(**ids, measure=figure["measure"]["id"])).text
    assert "<script>alert" not in page
    for tag, attributes in Elements(page).found:
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or (attributes["src"] or "").startswith("/assets/")


def test_what_is_asked_is_text(client: FlaskClient) -> None:
    post(client)
    for path in (f"/?q={SCRIPT}", f"/?publisher={SCRIPT}", f"/{SCRIPT}", f"/?{SCRIPT}=1"):
        assert "<script>alert" not in get(client, path).text


def test_marks_stand_where_they_were_read(client: FlaskClient) -> None:
    article = post(client).json
    page = get(client, f"/articles/{article['id']}").text
    for letter, name in (("q", "quotes"), ("f", "figures")):
        for reading in article[name]:
            mark = re.search(rf'<mark class="{letter}[^>]* id="{letter}{reading["id"]}">', page)
            assert mark
            written = unescape(re.sub(r"<[^>]+>", "", page[mark.end() :]))
            assert written.startswith(reading["selector"]["exact"])


def test_a_figure_in_a_quote_is_marked_within_it(client: FlaskClient) -> None:
    text = "“We lost 300 ships,” Mara Lindqvist said."
    page = get(client, f"/articles/{post(client, text=text).json['id']}").text
    assert re.search(
        r'<mark class="q direct" id="q\d+">We lost </mark>'
        r'<mark class="q direct"><mark class="f high" id="f\d+">300</mark></mark>'
        r'<mark class="q direct"> ships,</mark>',
        page,
    ), page


def test_a_quote_leads_to_its_place_in_a_long_article(client: FlaskClient) -> None:
    text = "It rained.\n\n" * 9_000 + "Mara Lindqvist said that the terminal would open in May."
    quote = post(client, text=text).json["quotes"][0]
    answer = get(client, f"/quotes/{quote['id']}")
    address, _, mark = answer.location.partition("#")
    page = get(client, address)
    assert f'id="{mark}"' in page.text
    assert len(page.data) <= 100_000


def test_an_empty_store_says_how_to_begin(client: FlaskClient) -> None:
    page = get(client, "/").text
    assert "Nothing is on record yet" in page
    assert '<textarea id="text"' in page


def test_a_search_shows_what_was_found_who_said_it_and_where(client: FlaskClient) -> None:
    article = post(client).json
    page = get(client, "/?q=terminal").text
    assert "<mark>terminal</mark>" in page
    assert "Mara Lindqvist" in page
    assert f"/articles/{article['id']}#q{article['quotes'][0]['id']}" in page


def test_facets_narrow_a_search(client: FlaskClient) -> None:
    post(client, publisher="One, the Paper")
    post(client, url=None, text="Nils Aker said that the ferry would sail.", publisher="Two")
    page = get(client, "/").text
    (link,) = re.findall(r'href="([^"]+)"><span dir="auto">One, the Paper', page)
    narrowed = get(client, unescape(link)).text
    assert "Mara Lindqvist" in narrowed
    assert "Nils Aker" not in narrowed


def test_a_list_goes_on_where_its_page_ended(client: FlaskClient) -> None:
    post_many(client, 28)
    first = get(client, "/").text
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = get(client, unescape(following)).text
    seen = [re.findall(r'class="item" id="(q\d+)"', page) for page in (first, second)]
    assert [len(ids) for ids in seen] == [25, 3]
    assert not set(seen[0]) & set(seen[1])


def test_empty_fields_of_a_form_are_left_out(client: FlaskClient) -> None:
    post(client)
    assert get(client, "/?q=&find=figures").location == "/?find=figures"


@pytest.mark.parametrize(
    ("path", "count"),
    [("/?q=terminal", 2), ("/articles/{article}", 5), ("/measures/{measure}", 2)],
)
def test_a_page_takes_few_statements(
    client: FlaskClient, statements: list[Statement], path: str, count: int
) -> None:
    address = filled(client, path)
    get(client, address)
    statements.clear()
    get(client, address)
    assert len(statements) == count, statements


def test_a_page_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    post(client)
    first = get(client, "/")
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/", headers=BROWSER | known)
    assert again.status_code == 304
    # A browser holds the page to what the last answer says.
    policy = "Content-Security-Policy"
    assert again.headers[policy] == first.headers[policy]


@pytest.mark.parametrize(
    ("path", "status"), [("/articles/999", 404), ("/nothing", 404), ("/?q=a+AND", 422)]
)
def test_what_goes_wrong_is_a_page_for_people_and_json_for_programs(
    client: FlaskClient, path: str, status: int
) -> None:
    for_people, for_programs = get(client, path), client.get(path)
    assert for_people.status_code == for_programs.status_code == status
    assert for_people.content_type == "text/html; charset=utf-8"
    assert for_programs.content_type == "application/problem+json"
    assert unescape(for_programs.json["detail"]) in unescape(for_people.text)


def test_a_merged_entity_leads_to_the_one_that_is_meant(client: FlaskClient) -> None:
    one = post(client).json["quotes"][0]["speaker"]["id"]
    said = post(client, url=None, text="Nils Aker said that the ferry would sail.").json
    other = said["quotes"][0]["speaker"]["id"]
    client.post(f"/v1/entities/{one}/merge", json={"entity": other})
    assert get(client, f"/entities/{other}").location == f"/entities/{one}"


def test_right_to_left_text_says_its_direction(client: FlaskClient) -> None:
    number = post(client, text="قال المدير إن الميناء سيفتح.", language="ar").json["id"]
    assert '<p class="text" dir="auto">قال' in get(client, f"/articles/{number}").text


def test_the_stylesheet_is_small_and_of_our_own(client: FlaskClient) -> None:
    with client.get("/assets/onrecord.css") as answer:
        assert len(answer.data) <= 10_240
        assert b"url(" not in answer.data
        assert b"@import" not in answer.data


def test_what_one_publisher_quotes_goes_on_where_its_page_ended(client: FlaskClient) -> None:
    post_many(client, 23)
    speaker = client.get("/v1/quotes").json["items"][0]["speaker"]["id"]
    first = get(client, f"/entities/{speaker}?publisher=Harbour+Courier").text
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = get(client, unescape(following)).text
    assert len(re.findall(r'class="item" id="q\d+"', second)) == 3


@pytest.mark.parametrize("score", SCORES)
def test_the_scores_are_those_of_the_documents(score: tuple[str, ...]) -> None:
    text = (Path(__file__).parents[2] / "docs" / "engine.md").read_text()
    _, *numbers = score
    assert " | ".join(numbers) in text or " / ".join(numbers) in text


def test_who_may_be_the_same_is_merged_by_a_form(client: FlaskClient) -> None:
    one = post(client).json["quotes"][0]["speaker"]["id"]
    said = post(client, url=None, text="Maria Lindqvist said that the ferry would sail.").json
    other = said["quotes"][0]["speaker"]["id"]
    post(client, url=None, text="Nils Lindqvist said that the ferry was late.")
    page = get(client, f"/entities/{one}").text
    assert "Perhaps the same" in page
    assert "Nils" not in page
    assert f'href="/entities/{other}"' in page
    sent = {"token": token_of(page), "entity": str(other)}
    assert client.post(f"/entities/{one}/merge", data=sent).location == f"/entities/{one}"
    assert get(client, f"/entities/{other}").location == f"/entities/{one}"


def test_a_name_that_was_taken_for_another_is_parted_by_a_form(client: FlaskClient) -> None:
    one = post(client).json["quotes"][0]["speaker"]["id"]
    said = post(client, url=None, text="Mara J. Lindqvist said that the ferry would sail.").json
    quote = said["quotes"][0]
    page = get(client, f"/entities/{one}").text
    assert "(variant, 98 %)" in page
    sent = {"token": token_of(page), "link": str(quote["link_id"])}
    assert client.post(f"/entities/{one}/unlink", data=sent).location == f"/entities/{one}"
    after = get(client, f"/entities/{one}").text
    assert "Mara J." not in after
    assert client.get(f"/v1/quotes/{quote['id']}").json["speaker"]["name"] == "Mara J. Lindqvist"


def test_pages_name_their_feeds(client: FlaskClient) -> None:
    stored: Any = post(client, tags=["a, b"]).json
    speaker = stored["quotes"][0]["speaker"]["id"]
    measure = stored["figures"][0]["measure"]["id"]
    for path in (
        *("/?q=terminal&sort=rank", "/?find=articles&tag=a\\, b&sample=3"),
        *(f"/entities/{speaker}", f"/measures/{measure}", f"/articles/{stored['id']}"),
    ):
        page = get(client, path).text
        found = re.findall(r'rel="alternate" type="([^"]+)" href="([^"]+)"', page)
        assert [kind for kind, _ in found] == ["application/atom+xml", "application/feed+json"]
        for kind, address in found:
            feed = client.get(unescape(address))
            assert feed.status_code == 200, feed.text
            assert feed.mimetype == kind


def test_a_tag_leads_to_its_articles(client: FlaskClient) -> None:
    stored: Any = post(client, tags=["a, b"]).json
    post(client, url=None, text="Nobody came.", title="Of no tag")
    article = get(client, f"/articles/{stored['id']}").text
    (address,) = re.findall(r'class="tag" href="([^"]+)"', article)
    page = get(client, unescape(address)).text
    assert "Terminal to open" in page
    assert "Of no tag" not in page
    (without,) = re.findall(r'href="([^"]+)" aria-label="Remove tag', page)
    assert "Of no tag" in get(client, unescape(without)).text
