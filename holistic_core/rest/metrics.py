"""What `/api/v1/metrics` tells, in the text Prometheus reads."""

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

# When each of them was first counted is of no use to anybody here.
disable_created_metrics()  # type: ignore[no-untyped-call]

Gauges = Callable[[], dict[str, tuple[str, float]]]


class Metrics:
    """Numbers of one REST interface. gauges: name → help and value, asked for whenever somebody looks."""

    def __init__(self, gauges: Gauges) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "holistic_rest_requests", "Requests that were answered.", ("route", "status"), registry=self._registry
        )
        self._failures = Counter(
            "holistic_rest_failures", "Requests and pictures that failed.", ("kind",), registry=self._registry
        )
        self._latency = Histogram(
            "holistic_rest_request_seconds",
            "From the request's first byte to the answer's last.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._steps = Histogram(
            "holistic_rest_picture_seconds",
            "What a picture's time went to.",
            ("step",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Asked(gauges))

    def answered(self, route: str, status: int, took_s: float) -> None:
        """A request has its answer."""
        self._requests.labels(route, str(status)).inc()
        self._latency.labels(route).observe(took_s)

    def failed(self, kind: str) -> None:
        """A request or one picture of it failed."""
        self._failures.labels(kind).inc()

    def looked_at(self, took_ms: dict[str, float]) -> None:
        """A picture is finished. took_ms: step → milliseconds."""
        for step, milliseconds in took_ms.items():
            self._steps.labels(step).observe(milliseconds / 1e3)

    def text(self) -> bytes:
        """Everything, for Prometheus."""
        return generate_latest(self._registry)


class _Asked(Collector):
    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, (help_text, value) in self._gauges().items():
            yield GaugeMetricFamily(name, help_text, value)
