"""The addresses that are given out: where this service stands for those who ask it."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from flask import Request, request

from .problems import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


# In a request's environment: the `Host` that it came with, where another stands in its place.
SENT_HOST = "onrecord.sent_host"


class PublicAddress:
    """A WSGI application at the address that the operator has set (`ONRECORD_PUBLIC_URL`).

    What a request says of it (`Host`, `X-Forwarded-…`) does not count then.
    """

    def __init__(self, app: "WSGIApplication", url: str) -> None:
        scheme, host, path, _, _ = urlsplit(url)
        self._app = app
        self._address = {"wsgi.url_scheme": scheme, "HTTP_HOST": host, "SCRIPT_NAME": path}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        environ[SENT_HOST] = environ.get("HTTP_HOST", "")
        environ.update(self._address)
        return self._app(environ, start_response)


def root() -> str:
    """The address of the service, without a slash at its end."""
    return _root(_asked())


def _asked() -> Request:
    """The request itself: each look through Flask's proxy takes as long as a short function."""
    return request._get_current_object()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001


def _root(asked: Request) -> str:
    host = asked.host
    if not host:
        detail = "This is not a host name. If it is the right one, set ONRECORD_PUBLIC_URL."
        refuse(400, detail, header="Host")
    return f"{asked.scheme}://{host}{asked.root_path}"


def path_of(path: str) -> str:
    """A path of the service as clients ask for it."""
    return _in_ascii(f"{request.root_path}{path}")


def next_address(parameter: str, cursor: str) -> str:
    """The address that was asked for, with another cursor."""
    asked = _asked()
    query = [*_parameters(asked, {parameter}), f"{parameter}={cursor}"]
    return _in_ascii(f"{_root(asked)}{asked.path}?{'&'.join(query)}")


def addresses_as(endings: Iterable[str], left_out: Collection[str]) -> list[str]:
    """The address that was asked for, with each at the end of its path, without parameters."""
    asked = _asked()
    query = "&".join(_parameters(asked, left_out))
    path, rest = f"{_root(asked)}{asked.path}", f"?{query}" if query else ""
    return [_in_ascii(f"{path}{ending}{rest}") for ending in endings]


def _parameters(asked: Request, left_out: Collection[str]) -> list[str]:
    """The parameters of a request as they were written, but for some."""
    given = asked.environ.get("QUERY_STRING", "").split("&")
    return [part for part in given if part and part.partition("=")[0] not in left_out]


def _in_ascii(address: str) -> str:
    return address if address.isascii() else quote(address.encode("latin-1"), safe=_IN_ADDRESSES)


# What stands in an address as it is (RFC 3986), with what is written as %XX already.
_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=-._~"
