"""Forms as a browser sends them: with the token of the page that they stand on."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def token_of(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def send(client: FlaskClient, path: str, page: str = "/read", **fields: Any) -> TestResponse:
    """Send a form that stands on a page."""
    token = token_of(client.get(page, headers=BROWSER).text)
    return client.post(path, data={"token": token, **fields}, headers=BROWSER)


def sign_in(client: FlaskClient, key: str, to: str = "/") -> TestResponse:
    """Sign in with a key."""
    return send(client, "/sign-in", "/sign-in", key=key, to=to)
