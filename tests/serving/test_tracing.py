"""Traces, as an OpenTelemetry collector gets them from a running service."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.service import Service, wait_for

MARK = "zanzibarquokka"


class Collector(HTTPServer):
    """Takes spans by OTLP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.bodies: list[bytes] = []

    @property
    def spans(self) -> list[Span]:
        """All that came."""
        return [
            span
            for body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        """Take some."""
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def test_requests_and_what_is_read_are_traced(tmp_path: Path, collector: Collector) -> None:
    service = Service(tmp_path)
    service.environment |= {
        "ONRECORD_TRACING": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
    }
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    with service.served(), httpx.Client(base_url=f"http://{service.at}", timeout=30) as client:
        headers = {"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01", "X-Request-ID": "mine"}
        text = f"“We saw the {MARK},” Mara Lindqvist said."
        client.post("/v1/extract", json={"text": text}, headers=headers)
        client.get("/v1/export/quotes.ndjson", params={"q": MARK})
        wait_for(lambda: len(collector.spans) >= 3)
    spans = {span.name: span for span in collector.spans}
    asked, read = spans["POST /v1/extract"], spans["extraction"]
    assert asked.trace_id.hex() == trace_id
    assert read.parent_span_id == asked.span_id
    assert {one.key: one.value.string_value for one in asked.attributes}[
        "onrecord.request_id"
    ] == "mine"
    assert any(name.startswith("GET /v1/export/quotes.") for name in spans)
    assert all(MARK.encode() not in body for body in collector.bodies)
