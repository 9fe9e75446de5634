"""Counts requests by route and status, cached answers too."""

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from .. import metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# In a request's environment: the pattern of its address, where the application found one; and when
# the last byte of it came, by time.monotonic(), where the server says so.
ROUTE, RECEIVED = "onrecord.route", "onrecord.received"
NONE = "none"  # the route of what the gate refuses, and of what is not there
_STATUSES = (
    *("200", "201", "204", "304", "308", "400", "401", "403", "404", "405", "406", "409", "410"),
    *("412", "413", "415", "422", "428", "429", "500", "501", "503", "507"),
)


def init_app(app: Flask) -> None:
    """Have a number for each route and status of an app."""
    app.url_value_preprocessor(_note_route)
    for method, route in _routes(app):
        metrics.REQUEST_SECONDS.declare((method, route))
        metrics.REQUESTS.declare(*((method, route, status) for status in _STATUSES))
    metrics.REFUSED.declare(*((status,) for status in ("400", "408", "414", "431", "500", "503")))
    metrics.CACHE.declare(("hit",), ("miss",))
    metrics.FOUND.declare(("quote",), ("figure",))
    for gauge in (metrics.WAITING, metrics.RUNNING):
        gauge.declare(("read",), ("stream",), ("write",))
    pools, states = ("reads", "writes"), ("in use", "idle")
    metrics.STORE_CONNECTIONS.declare(*((pool, state) for pool in pools for state in states))


def count(environ: "WSGIEnvironment", status: str, began: float) -> float:
    """Count a request whose answer begins now; how many seconds it took."""
    method, route = environ["REQUEST_METHOD"], environ.get(ROUTE, NONE)
    seconds: float = monotonic() - environ.get(RECEIVED, began)
    metrics.REQUESTS.add((method, route, status[:3]))
    metrics.REQUEST_SECONDS.observe(seconds, (method, route))
    return seconds


def _note_route(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    asked = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 (looked up once)
    if rule := asked.url_rule:
        asked.environ[ROUTE] = rule.rule


def _routes(app: Flask) -> Iterable[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        yield from ((method, rule.rule) for method in rule.methods or ())
    yield from ((method, NONE) for method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"))
