"""Reading without storing."""

from flask.testing import FlaskClient

from tests.articles import TEXT, post


def test_a_text_is_read_and_nothing_is_stored(client: FlaskClient) -> None:
    answer = client.post("/v1/extract", json={"text": TEXT})
    assert answer.status_code == 200
    assert answer.json["quotes"][0]["speaker"] == {"name": "Mara Lindqvist"}
    assert answer.json["figures"][0]["value"] == 12_000_000_000
    assert client.get("/v1/articles").json["items"] == []


def test_it_reads_what_storing_reads(client: FlaskClient) -> None:
    stored = post(client).json
    read = client.post("/v1/extract", json={"text": TEXT}).json
    for kind in ("quotes", "figures"):
        for of_stored, of_read in zip(stored[kind], read[kind], strict=True):
            shared = of_stored.keys() & of_read.keys() - {"speaker", "entity"}
            assert {key: of_stored[key] for key in shared} == {key: of_read[key] for key in shared}


def test_a_figure_names_its_quote(client: FlaskClient) -> None:
    text = "“We lost 300 ships,” Mara Lindqvist said."
    answer = client.post("/v1/extract", json={"text": text}).json
    assert answer["figures"][0]["quote"] == 0


def test_an_unread_language_says_so(client: FlaskClient) -> None:
    answer = client.post("/v1/extract", json={"text": "Il pleut.", "language": "fr"})
    assert answer.json == {"extractor": None, "quotes": [], "figures": []}
