"""How many frames a second many streams get together, and whether each gets its share."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Literal

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.child import Ending, Event, watch_child
from holistic_core.measure.benchmark.limits import checked_limit_mb, whole
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.throughput_worker import SERVICES, Service
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.table import format_table

MOST_STREAMS: Final = 16
SECONDS: Final = (0.5, 60.0)
SERVICE_WORDS: Final[dict[Service, str]] = {
    "latency": "one detector, latency mode",
    "throughput": "one detector, throughput mode",
    "mediapipe": "mp.solutions, one per stream",
}


@dataclass(frozen=True)
class ThroughputPlan:
    """OptionsError for a number out of range. streams: how many at a time, one run each. services: who serves them.

    seconds: of each run, after the warm-up. limit_mb: as in `MemoryPlan`.
    """

    source: Source = field(default_factory=Source)
    services: tuple[Service, ...] = SERVICES
    streams: tuple[int, ...] = (1, 2, 4)
    seconds: float = 3.0
    limit_mb: float | None = None

    def __post_init__(self) -> None:
        unknown = [each for each in self.services if each not in SERVICES]
        if unknown or not self.services:
            raise OptionsError(f"Services: {unknown or 'none'}; choose from {', '.join(SERVICES)}.")
        if not self.streams:
            raise OptionsError("No number of streams is chosen. Choose at least one, for example 4.")
        for each in self.streams:
            whole("The number of streams", each, 1, MOST_STREAMS, "More than a few a core only wait for one another.")
        if not SECONDS[0] <= self.seconds <= SECONDS[1]:
            raise OptionsError(
                f"The length of a run is {self.seconds!r} s; it must be from {SECONDS[0]:g} to {SECONDS[1]:g} s."
            )
        object.__setattr__(self, "streams", tuple(sorted(set(self.streams))))
        object.__setattr__(self, "limit_mb", checked_limit_mb(self.limit_mb))

    @property
    def steps(self) -> int:
        """Runs there will be."""
        return len(self.services) * len(self.streams)


@dataclass(frozen=True)
class ThroughputResult:
    """One run. stream_fps: of each stream. fairness: Jain's index, 1 when all get the same, 1/n when one gets all.

    median_ms, p95_ms: of a frame, waiting included. stopped: why there are no figures, else "".
    """

    service: Service
    label: str
    streams: int
    stream_fps: tuple[float, ...]
    total_fps: float
    median_ms: float
    p95_ms: float
    fairness: float
    resident_mb: float
    stopped: Literal["", "limit", "killed"]


@dataclass(frozen=True)
class ThroughputReport:
    """results: of the runs that ended. complete: False when cancelled."""

    source: str
    seconds: float
    limit_mb: float
    results: tuple[ThroughputResult, ...]
    complete: bool


def run_throughput(plan: ThroughputPlan, *, progress: Watch | Callable[[str], None] | None = None) -> ThroughputReport:
    """Every service with every number of streams, each in a process of its own; cancelled, it gives what it has."""
    watch = Watch.of(progress)
    results: list[ThroughputResult] = []

    def report(*, complete: bool) -> ThroughputReport:
        limit_mb = checked_limit_mb(plan.limit_mb, float("inf"))
        return ThroughputReport(
            plan.source.label or plan.source.sample, plan.seconds, limit_mb, tuple(results), complete
        )

    # Services take turns, so that a machine that slows down does so for all of them.
    for streams in plan.streams:
        for service in plan.services:
            watch.say(f"{streams} stream{'s' if streams > 1 else ''}: {SERVICE_WORDS[service]}")
            ending, events, peak_mb = _one(plan, service, streams, watch)
            if ending == "cancelled":
                return report(complete=False)
            results.append(summed_up(service, streams, ending, events, peak_mb))
            watch.step(len(results), plan.steps)
            watch.live(report(complete=False))
    return report(complete=True)


def _one(plan: ThroughputPlan, service: Service, streams: int, watch: Watch) -> tuple[Ending, list[Event], float]:
    events: list[Event] = []
    peak_mb = 0.0

    def look(_: float, memory_mb: float) -> None:
        nonlocal peak_mb
        peak_mb = max(peak_mb, memory_mb)

    ending = watch_child(
        "holistic_core.measure.benchmark.throughput_worker",
        "serve",
        service,
        asdict(plan.source),
        streams,
        plan.seconds,
        on_event=events.append,
        cancelled=watch.cancelled,
        limit_mb=plan.limit_mb,
        on_memory=look,
    )
    return ending, events, peak_mb


def summed_up(
    service: Service, streams: int, ending: Ending, events: Sequence[Event], peak_mb: float
) -> ThroughputResult:
    """The result of what a run has told."""
    told = [each for each in events if each["event"] == "stream"]
    nothing = float("nan")
    fps = [len(each["ms"]) / each["seconds"] for each in told]
    every = [ms for each in told for ms in each["ms"]]
    median_ms, p95_ms = np.percentile(every, (50, 95)) if every else (nothing, nothing)
    return ThroughputResult(
        service=service,
        label=SERVICE_WORDS[service],
        streams=streams,
        stream_fps=tuple(fps),
        total_fps=sum(fps) if told else nothing,
        median_ms=float(median_ms),
        p95_ms=float(p95_ms),
        fairness=fairness(fps),
        resident_mb=peak_mb,
        stopped=ending if ending in {"limit", "killed"} else "",
    )


def fairness(rates: Sequence[float]) -> float:
    """Jain's index, (Σx)² / (n Σx²) (Jain, Chiu & Hawe 1984); NaN when nobody got anything."""
    squares = sum(rate * rate for rate in rates)
    return sum(rates) ** 2 / (len(rates) * squares) if squares else float("nan")


def format_throughput(report: ThroughputReport) -> str:
    """The report as a table."""
    rows = [
        [
            each.streams,
            each.label,
            *(None if np.isnan(value) else f"{value:.1f}" for value in (each.total_fps, *_range(each))),
            None if np.isnan(each.fairness) else f"{each.fairness:.3f}",
            *(None if np.isnan(value) else f"{value:.0f}" for value in (each.median_ms, each.p95_ms, each.resident_mb)),
            {"": "", "limit": f"stopped at the limit of {report.limit_mb:,.0f} MB", "killed": "ended by the system"}[
                each.stopped
            ],
        ]
        for each in report.results
    ]
    headers = ["streams", "served by", "FPS in all", "slowest stream", "fastest", "fairness", "median ms", "p95 ms"]
    cancelled = "" if report.complete else "; CANCELLED before the end"
    title = f"{report.source}: streams that take frames as fast as they can, {report.seconds:g} s each{cancelled}"
    return format_table([*headers, "peak MB", ""], rows, title=title)


def _range(result: ThroughputResult) -> tuple[float, float]:
    return min(result.stream_fps, default=float("nan")), max(result.stream_fps, default=float("nan"))
