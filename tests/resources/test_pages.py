"""A page can be sent as it is: its article is found in it."""

from flask.testing import FlaskClient

from tests.importing.material import FRONT_PAGE, WORDS, page


def test_a_page_is_stored(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", data=page(), content_type="text/html; charset=utf-8")
    assert answer.status_code == 201
    article = answer.json
    assert WORDS in article["text"]
    assert article["title"] == "Terminal to open"
    assert article["url"] == "https://courier.example/terminal"
    assert article["published_at"] == "2026-03-04T07:30:00.000000Z"
    assert article["quotes"][0]["speaker"]["name"] == "Mara Lindqvist"
    again = client.post("/v1/articles", data=page(), content_type="text/html")
    assert (again.status_code, again.json["id"]) == (200, article["id"])


def test_its_url_may_be_said_beside_it(client: FlaskClient) -> None:
    marks = page().replace('<link rel="canonical"', '<link rel="nothing"')
    headers = {"Content-Location": "https://courier.example/by-header"}
    answer = client.post("/v1/articles", data=marks, content_type="text/html", headers=headers)
    assert answer.json["url"] == "https://courier.example/by-header"


def test_a_page_without_an_article_is_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", data=FRONT_PAGE, content_type="text/html")
    assert answer.status_code == 422
    assert "It holds no article that can be found." in answer.text


def test_only_articles_are_taken_as_pages(client: FlaskClient) -> None:
    assert client.post("/v1/extract", data=page(), content_type="text/html").status_code == 415
