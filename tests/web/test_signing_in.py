"""Sessions of browsers: who gets one, what it opens, and when it ends."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.http import callers, sessions
from api.models import Scope
from api.services import api_keys
from api.store.database import Database
from tests.articles import TEXT, article, post
from tests.http.test_gate import OUTSIDE, Make, key, make  # noqa: F401 (fixtures)
from tests.web.sending import BROWSER, send, sign_in, token_of


@pytest.fixture
def token(key: Any) -> Any:  # noqa: F811
    """Make keys, given as they are typed."""
    return lambda *scopes, **options: key(*scopes, **options)["Authorization"].split()[1]


@pytest.fixture
def outside(make: Make) -> FlaskClient:  # noqa: F811
    return make(**OUTSIDE)


def session_of(answer: Any) -> str:
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if sessions.COOKIE in one]
    return str(cookie)


def test_who_signs_in_comes_to_where_they_wanted(
    outside: FlaskClient, client: FlaskClient, token: Any
) -> None:
    number = post(client).json["id"]
    address = f"/articles/{number}?at=0"
    asked = outside.get(address, headers=BROWSER)
    form = outside.get(asked.location, headers=BROWSER).text
    sent = {"token": token_of(form), "key": token(Scope.READ)}
    to = re.search(r'name="to" value="([^"]+)"', form)
    assert to
    answer = outside.post("/sign-in", data={**sent, "to": to[1]})
    assert (answer.status_code, answer.location) == (303, address)
    page = outside.get(address, headers=BROWSER)
    assert page.status_code == 200
    assert "Sign out" in page.text
    assert TEXT[:20] in page.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    make: Make,  # noqa: F811
    outside: FlaskClient,
    token: Any,
) -> None:
    cookie = session_of(sign_in(outside, token(Scope.READ)))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    below = make(**OUTSIDE, public_url="https://desk.example/news")
    form = below.get("/sign-in", headers=BROWSER)
    ours = {"Cookie": form.headers["Set-Cookie"].partition(";")[0]}
    typed = {"token": token_of(form.text), "key": token(Scope.READ, name="other")}
    bare = below.application.test_client(use_cookies=False)
    cookie = session_of(bare.post("/sign-in", data=typed, headers=ours))
    assert "Secure" in cookie
    assert "Path=/news" in cookie


@pytest.mark.parametrize("wrong", ["", "onr_x", f"onr_abcdefgh_{'A' * 43}", "clé", "a\nb"])
def test_what_is_no_key_opens_no_session(outside: FlaskClient, wrong: str) -> None:
    answer = sign_in(outside, wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert sessions.COOKIE not in str(answer.headers)


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "x", ""]
)
def test_it_leads_nowhere_else(outside: FlaskClient, token: Any, to: str) -> None:
    assert sign_in(outside, token(Scope.READ), to).location == "/"


def test_what_is_kept_for_one_who_may_read_is_not_given_to_another(
    make: Make,  # noqa: F811
    client: FlaskClient,
    token: Any,
) -> None:
    number = post(client).json["id"]
    inside = make(**OUTSIDE)
    sign_in(inside, token(Scope.READ))
    stranger = inside.application.test_client()
    for path in (f"/v1/articles/{number}", "/v1/quotes", f"/articles/{number}", "/"):
        tag = inside.get(path, headers=BROWSER).headers["ETag"]
        assert inside.get(path, headers=BROWSER).status_code == 200
        refused = stranger.get(path, headers=BROWSER | {"If-None-Match": tag})
        assert refused.status_code in {303, 401}
        assert "Lindqvist" not in refused.text
        assert "ETag" not in refused.headers


def test_a_session_reads_by_the_api_and_changes_nothing_by_it(
    outside: FlaskClient, token: Any
) -> None:
    sign_in(outside, token(Scope.ADMIN))
    assert outside.get("/v1/articles").status_code == 200
    assert outside.post("/v1/articles", json=article()).status_code == 401
    assert outside.delete("/v1/articles/1", headers={"If-Match": "*"}).status_code == 401


def test_a_session_may_what_its_key_may(outside: FlaskClient, token: Any) -> None:
    sign_in(outside, token(Scope.READ))
    assert "takes a key with the scope" in send(outside, "/read", text=TEXT).text
    refused = send(outside, "/articles", text=TEXT)
    assert refused.status_code == 403
    assert "with another key" in refused.text
    sign_in(outside, token(Scope.WRITE, name="writer"))
    assert send(outside, "/articles", text=TEXT).status_code == 303


def test_a_session_ends_with_its_key(
    outside: FlaskClient, database: Database, token: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "FRESH", 0)
    typed = token(Scope.READ)
    sign_in(outside, typed)
    assert outside.get("/", headers=BROWSER).status_code == 200
    with database.session() as session:
        api_keys.revoke(session, typed.split("_")[1])
        session.commit()
    assert outside.get("/", headers=BROWSER).status_code == 303


def test_a_session_ends_by_itself(
    outside: FlaskClient, token: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "LASTS", -1)
    cookie = session_of(sign_in(outside, token(Scope.READ))).partition(";")[0]
    bare = outside.application.test_client(use_cookies=False)
    assert bare.get("/", headers=BROWSER | {"Cookie": cookie}).status_code == 303


def test_a_session_ends_when_somebody_signs_out(outside: FlaskClient, token: Any) -> None:
    sign_in(outside, token(Scope.READ, name="Night desk"))
    assert "Night desk" in outside.get("/sign-out", headers=BROWSER).text
    assert send(outside, "/sign-out", "/sign-out").status_code == 303
    assert outside.get("/", headers=BROWSER).status_code == 303


@pytest.mark.parametrize("changed", ["id", "end", "signature"])
def test_a_cookie_that_was_changed_opens_nothing(
    outside: FlaskClient, token: Any, changed: str
) -> None:
    cookie = session_of(sign_in(outside, token(Scope.READ))).partition(";")[0]
    parts = dict(zip(("id", "end", "signature"), cookie.partition("=")[2].split("."), strict=True))
    parts[changed] = parts[changed][:-1] + ("1" if parts[changed][-1] != "1" else "2")
    bare = outside.application.test_client(use_cookies=False)
    forged = f"{sessions.COOKIE}={'.'.join(parts.values())}"
    for sent, status in ((cookie, 200), (forged, 303), (f"{sessions.COOKIE}=x", 303)):
        assert bare.get("/", headers=BROWSER | {"Cookie": sent}).status_code == status


def test_no_other_site_can_sign_somebody_in_or_out(outside: FlaskClient, token: Any) -> None:
    typed = token(Scope.READ)
    assert outside.post("/sign-in", data={"key": typed}).status_code == 403
    sign_in(outside, typed)
    assert outside.post("/sign-out").status_code == 403
    assert outside.get("/", headers=BROWSER).status_code == 200


def test_the_log_says_who_signed_in_and_what_they_changed(
    make: Make,  # noqa: F811
    token: Any,
    tmp_path: Path,
) -> None:
    log = tmp_path / "audit"
    signed_in = make(**OUTSIDE, audit_log=str(log))
    typed = token(Scope.ADMIN, name="Night desk")
    sign_in(signed_in, typed)
    send(signed_in, "/articles", text=TEXT)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(one["path"], one["key"]) for one in lines] == [
        ("/sign-in", "Night desk"),
        ("/articles", "Night desk"),
    ]
    assert typed not in log.read_text()


def test_tries_are_counted(make: Make) -> None:  # noqa: F811
    limited = make(**OUTSIDE, rate_limit="3/hour")
    limited.get("/sign-in", headers=BROWSER)
    assert [sign_in_again(limited) for _ in range(3)] == [403, 403, 429]


def sign_in_again(client: FlaskClient) -> int:
    return client.post("/sign-in", data={"key": "onr_x"}).status_code
