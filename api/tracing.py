"""Spans of OpenTelemetry, where ONRECORD_TRACING asks for them; else nothing is imported.

The extra `otel` has the libraries. Where spans go, and how many are kept, is said in the standard
variables (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER …).
"""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from .errors import Misconfigured

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_found: list["Tracer"] = []


def begin(version: str) -> None:
    """Export spans from this process; after it was forked, since that takes a thread."""
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    resource = Resource.create({"service.name": "onrecord", "service.version": version})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    _found[:] = [trace.get_tracer("onrecord", version)]


def must_be_installed() -> None:
    """Raise Misconfigured where the libraries are not there."""
    try:
        import opentelemetry.exporter.otlp.proto.http  # noqa: PLC0415
        import opentelemetry.sdk  # noqa: F401, PLC0415
    except ImportError as error:
        needed = "ONRECORD_TRACING needs OpenTelemetry: pip install 'onrecord[otel]'"
        raise Misconfigured(needed) from error


def tracer() -> "Tracer | None":
    """What makes spans in this process."""
    return _found[0] if _found else None


def span(name: str) -> AbstractContextManager[Any]:
    """A part of what is being done, by its name. Of an exception it tells nothing."""
    found = tracer()
    if found is None:
        return nullcontext()
    return found.start_as_current_span(name, record_exception=False, set_status_on_exception=False)
