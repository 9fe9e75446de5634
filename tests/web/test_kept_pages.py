"""The page that was kept is linked, and shown in a sandbox."""

from flask.testing import FlaskClient

from tests.articles import post
from tests.importing.material import page
from tests.web.sending import BROWSER


def _sent(client: FlaskClient, marks: bytes) -> int:
    answer = client.post("/v1/articles", data=marks, content_type="text/html; charset=iso-8859-1")
    return int(answer.json["id"])


def test_it_is_shown_in_a_sandbox_and_in_utf_8(client: FlaskClient) -> None:
    marks = page(head="<script>alert(1)</script>").replace("told", "tóld").encode("cp1252")
    answer = client.get(f"/articles/{_sent(client, marks)}/page", headers=BROWSER)
    assert answer.text == marks.decode("cp1252")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert policy[:2] == ["sandbox", "default-src 'none'"]
    assert not [directive for directive in policy if "script" in directive or "allow" in directive]


def test_articles_and_revisions_link_their_own(client: FlaskClient) -> None:
    number = _sent(client, page().encode())
    address, link = f"/articles/{number}", f'href="/articles/{number}/page"'
    assert link in client.get(address, headers=BROWSER).text
    stored = client.get(f"/v1/articles/{number}")
    etag = {"If-Match": stored.headers["ETag"]}
    client.patch(f"/v1/articles/{number}", json={"text": "Mara Lindqvist said no."}, headers=etag)
    assert f"/articles/{number}/page" not in client.get(address, headers=BROWSER).text
    first, second = (client.get(f"{address}/revisions/{n}", headers=BROWSER).text for n in (1, 2))
    assert f'href="/articles/{number}/page?revision=1"' in first
    assert "/page?revision" not in second
    assert client.get(f"{address}/page?revision=1", headers=BROWSER).text == page()


def test_where_none_is_kept_there_is_no_link(client: FlaskClient) -> None:
    number = post(client).json["id"]
    assert "/page" not in client.get(f"/articles/{number}", headers=BROWSER).text
    answer = client.get(f"/articles/{number}/page", headers=BROWSER)
    assert answer.status_code == 404
    assert "No page is kept with the current text" in answer.text
