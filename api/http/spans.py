"""A span of OpenTelemetry for each request, with no search, no text and no secret in it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.propagators.textmap import Getter
from opentelemetry.trace import SpanKind, Status, StatusCode
from werkzeug.wsgi import ClosingIterator

from .. import tracing
from .observing import NONE, ROUTE
from .request_logs import REQUEST_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Spans:
    """A WSGI application in front of another.

    Attributes as OpenTelemetry has them for HTTP servers
    (https://opentelemetry.io/docs/specs/semconv/http/http-spans), but for `url.query`.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; its span ends when the answer is sent."""
        tracer = tracing.tracer()
        if tracer is None:
            return self._app(environ, start_response)
        method = environ["REQUEST_METHOD"]
        asked = {
            "http.request.method": method,
            "url.path": environ["PATH_INFO"],
            "url.scheme": environ["wsgi.url_scheme"],
            "client.address": environ.get("REMOTE_ADDR") or "local",
        }
        context = extract(environ, getter=_FIELDS)
        span = tracer.start_span(method, context, SpanKind.SERVER, asked)

        def start(status: str, headers: Any, exc_info: Any = None) -> Callable[[bytes], object]:
            route = environ.get(ROUTE, NONE)
            span.update_name(f"{method} {route}")
            span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", int(status[:3]))
            span.set_attribute("onrecord.request_id", environ.get(REQUEST_ID, ""))
            if status >= "5":
                span.set_status(Status(StatusCode.ERROR))
            return start_response(status, headers, exc_info)

        with trace.use_span(span, record_exception=False, set_status_on_exception=False):
            parts = self._app(environ, start)
        if isinstance(parts, list | tuple):
            span.end()
            return parts
        closing = [end] if (end := getattr(parts, "close", None)) else []
        return ClosingIterator(parts, [*closing, span.end])


class _Fields(Getter[Mapping[str, Any]]):
    """The fields of a request, as WSGI names them."""

    def get(self, carrier: Mapping[str, Any], key: str) -> list[str] | None:
        value = carrier.get("HTTP_" + key.upper().replace("-", "_"))
        return None if value is None else [value]

    def keys(self, carrier: Mapping[str, Any]) -> list[str]:
        return [name[5:].lower().replace("_", "-") for name in carrier if name[:5] == "HTTP_"]


_FIELDS = _Fields()
