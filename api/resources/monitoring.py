"""What the service counts about itself, as Prometheus reads it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from .. import metrics
from ..http.gate import must_have
from ..http.scopes import caller
from ..models import Scope

if TYPE_CHECKING:
    from prometheus_client import Metric

blueprint = Blueprint("monitoring", __name__)


@blueprint.get("/metrics")
def counted() -> Response:
    """Give the numbers of all processes, as text of Prometheus or of OpenMetrics."""
    must_have(caller(), Scope.METRICS)
    # Where nobody asks for it, it takes neither time nor memory.
    from prometheus_client import CollectorRegistry  # noqa: PLC0415
    from prometheus_client.exposition import choose_encoder  # noqa: PLC0415

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers())
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=content_type)


class _Numbers:
    """The numbers as they are now, for prometheus_client."""

    def collect(self) -> "Iterator[Metric]":
        totals = metrics.MEMORY.totals()
        for family in metrics.FAMILIES:
            yield _of(family, totals)


def _of(family: metrics.Family, totals: Sequence[float]) -> "Metric":
    from prometheus_client.core import (  # noqa: PLC0415
        CounterMetricFamily,
        GaugeMetricFamily,
        HistogramMetricFamily,
    )

    if isinstance(family, metrics.Histogram):
        histogram = HistogramMetricFamily(family.name, family.description, labels=family.labels)
        for labels, found in _seen(family, totals):
            *counts, total = found
            bounds = (*(f"{bound:g}" for bound in family.bounds), "+Inf")
            histogram.add_metric(
                labels, [*zip(bounds, accumulate(counts), strict=True)], sum_value=total
            )
        return histogram
    kind = GaugeMetricFamily if isinstance(family, metrics.Gauge) else CounterMetricFamily
    plain = kind(family.name, family.description, labels=family.labels)
    for labels, (value,) in _seen(family, totals):
        plain.add_metric(labels, value)
    return plain


def _seen(
    family: metrics.Family, totals: Sequence[float]
) -> Iterable[tuple[metrics.Labels, Sequence[float]]]:
    """The numbers of each set of labels; where there are labels, those that are not 0."""
    for labels, at in family.places.items():
        found = totals[at : at + family.width]
        if any(found) or not labels:
            yield labels, found
