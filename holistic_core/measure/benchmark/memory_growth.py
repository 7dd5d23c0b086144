"""How memory goes over time for the ways people use these models, each in a fresh process."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Literal

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.child import Ending, Event, watch_child
from holistic_core.measure.benchmark.limits import checked_limit_mb, whole
from holistic_core.measure.benchmark.memory_ways import WAYS, Way
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.table import format_table

MOST_CALLS: Final = 300
MOST_VIEWERS: Final = 16
WAY_WORDS: Final[dict[Way, str]] = {
    "shared": "one shared detector",
    "per_viewer": "mp.solutions, one per viewer",
    "new_closed": "mp.solutions, new for each call, closed",
    "never_closed": "mp.solutions, new for each call, never closed",
    "idle_release": "shared, released when idle",
}
# The first calls load models and fill caches; growth is what comes after them.
_SETTLING_SHARE: Final = 0.2
_FEWEST_TO_FIT: Final = 3

Stopped = Literal["", "cancelled", "limit", "killed"]


@dataclass(frozen=True)
class MemoryPlan:
    """OptionsError for a number out of range. ways: each in a process of its own. calls: of each.

    viewers: how many come in the way "per_viewer". limit_mb: resident memory at which a way is stopped; None for half
    of what is free, 4,000 MB at the most, where the container's own limit counts.
    """

    source: Source = field(default_factory=Source)
    ways: tuple[Way, ...] = WAYS
    calls: int = 60
    viewers: int = 6
    limit_mb: float | None = None

    def __post_init__(self) -> None:
        unknown = [each for each in self.ways if each not in WAYS]
        if unknown or not self.ways:
            raise OptionsError(f"Ways to use the models: {unknown or 'none'}; choose from {', '.join(WAYS)}.")
        whole("The number of calls", self.calls, 5, MOST_CALLS, "60 are usual.")
        whole("The number of viewers", self.viewers, 1, MOST_VIEWERS, "Each holds 200 MB or more.")
        object.__setattr__(self, "limit_mb", checked_limit_mb(self.limit_mb))


@dataclass(frozen=True)
class MemoryResult:
    """One way. Samples: calls so far, seconds, and resident memory in MB, `resting` between bursts of calls.

    stopped: why it ended before all calls, else "". start_mb: before the first call. growth_mb: fitted, a call, over
    the calls after the first fifth; NaN with fewer than three. level_mb: what the fitted line has at call 0.
    rest_mb: least memory while resting, NaN without rests. call_ms: median time of a call.
    """

    way: Way
    label: str
    calls: tuple[int, ...]
    seconds: tuple[float, ...]
    resident_mb: tuple[float, ...]
    resting: tuple[bool, ...]
    stopped: Stopped
    start_mb: float
    end_mb: float
    peak_mb: float
    rest_mb: float
    growth_mb: float
    level_mb: float
    call_ms: float


@dataclass(frozen=True)
class MemoryReport:
    """limit_mb: at which a way was stopped. results: of the ways that began. complete: False when cancelled."""

    source: str
    calls: int
    viewers: int
    limit_mb: float
    results: tuple[MemoryResult, ...]
    complete: bool


def run_memory(plan: MemoryPlan, *, progress: Watch | Callable[[str], None] | None = None) -> MemoryReport:
    """Every way of a plan, one after the other; a cancelled run gives what it has."""
    watch = Watch.of(progress)
    done: list[MemoryResult] = []

    def report(results: Sequence[MemoryResult], *, complete: bool) -> MemoryReport:
        limit_mb = checked_limit_mb(plan.limit_mb, float("inf"))
        source = plan.source.label or plan.source.sample
        return MemoryReport(source, plan.calls, plan.viewers, limit_mb, tuple(results), complete)

    for way in plan.ways:
        watch.say(f"{WAY_WORDS[way]}: {plan.calls} calls")
        ending, result = _one(plan, way, len(done), watch, lambda now: watch.live(report([*done, now], complete=False)))
        if result is not None:
            done.append(result)
        if ending == "cancelled":
            return report(done, complete=False)
        if result is not None and result.stopped:
            watch.say(_stopped_words(result, checked_limit_mb(plan.limit_mb, float("inf"))))
        watch.step(len(done) * plan.calls, len(plan.ways) * plan.calls)
    return report(done, complete=True)


def _one(
    plan: MemoryPlan, way: Way, before: int, watch: Watch, live: Callable[[MemoryResult], None]
) -> tuple[Ending, MemoryResult | None]:
    samples: list[Event] = []
    # Seconds of the process's start-up, then what was seen from outside at last.
    started_s = seen_s = seen_mb = 0.0

    def note(event: Event) -> None:
        nonlocal started_s
        started_s = started_s if samples else seen_s
        samples.append(event)
        watch.step(before * plan.calls + event["calls"], len(plan.ways) * plan.calls)
        live(summed_up(way, samples, ""))

    def look(seconds: float, memory_mb: float) -> None:
        nonlocal seen_s, seen_mb
        seen_s, seen_mb = seconds, memory_mb

    ending = watch_child(
        "holistic_core.measure.benchmark.memory_ways",
        "work",
        way,
        asdict(plan.source),
        plan.calls,
        plan.viewers,
        on_event=note,
        cancelled=watch.cancelled,
        limit_mb=plan.limit_mb,
        on_memory=look,
    )
    stopped: Stopped = "" if ending == "done" else ending
    if samples and ending in {"limit", "killed"}:
        # In the middle of a call: the process could not tell it any more.
        seconds = max(samples[-1]["seconds"], round(seen_s - started_s, 3))
        samples.append({**samples[-1], "seconds": seconds, "resident_mb": round(seen_mb, 1), "resting": False})
    return ending, summed_up(way, samples, stopped) if samples else None


def summed_up(way: Way, samples: Sequence[Event], stopped: Stopped) -> MemoryResult:
    """The result of a way's samples."""
    calls = [int(each["calls"]) for each in samples]
    seconds = [float(each["seconds"]) for each in samples]
    resident = [float(each["resident_mb"]) for each in samples]
    resting = [bool(each["resting"]) for each in samples]
    # A call that was broken off is none.
    working = [index for index in range(1, len(samples)) if not resting[index] and calls[index] > calls[index - 1]]
    spans = [seconds[index] - seconds[index - 1] for index in working]
    growth_mb, level_mb = fitted_growth([calls[index] for index in working], [resident[index] for index in working])
    return MemoryResult(
        way=way,
        label=WAY_WORDS[way],
        calls=tuple(calls),
        seconds=tuple(seconds),
        resident_mb=tuple(resident),
        resting=tuple(resting),
        stopped=stopped,
        start_mb=resident[0],
        end_mb=resident[-1],
        peak_mb=max(resident),
        rest_mb=min((mb for mb, rests in zip(resident, resting, strict=True) if rests), default=float("nan")),
        growth_mb=growth_mb,
        level_mb=level_mb,
        call_ms=1e3 * float(np.median(spans)) if spans else float("nan"),
    )


def fitted_growth(calls: Sequence[int], resident_mb: Sequence[float]) -> tuple[float, float]:
    """MB a call, and MB at call 0, of the straight line through the calls after the first fifth (least squares)."""
    first = int(len(calls) * _SETTLING_SHARE)
    x, y = np.asarray(calls[first:], np.float64), np.asarray(resident_mb[first:], np.float64)
    if len(x) < _FEWEST_TO_FIT:
        return float("nan"), float("nan")
    slope, level = np.polyfit(x, y, 1)
    return float(slope), float(level)


def _stopped_words(result: MemoryResult, limit_mb: float) -> str:
    calls = result.calls[-1]
    if result.stopped == "limit":
        return f"stopped at the limit of {limit_mb:,.0f} MB, after {calls} calls"
    return f"{'ended by the system' if result.stopped == 'killed' else result.stopped} after {calls} calls"


def format_memory(report: MemoryReport) -> str:
    """The report as a table."""
    rows = [
        [
            each.label,
            each.calls[-1],
            *(f"{value:,.0f}" for value in (each.start_mb, each.end_mb, each.peak_mb)),
            None if np.isnan(each.rest_mb) else f"{each.rest_mb:,.0f}",
            f"{each.end_mb - each.start_mb:+,.0f}",
            None if np.isnan(each.growth_mb) else f"{each.growth_mb:+.2f}",
            f"{each.call_ms:.0f}",
            _stopped_words(each, report.limit_mb) if each.stopped else "",
        ]
        for each in report.results
    ]
    headers = [
        "way",
        "calls",
        "before MB",
        "at the end MB",
        "peak MB",
        "at rest MB",
        "more MB",
        "fitted MB a call",
        "ms a call",
        "",
    ]
    cancelled = "" if report.complete else "; CANCELLED before the end"
    title = (
        f"Resident memory, a fresh process for each way; {report.source}, up to {report.calls} calls, {report.viewers} "
        f"viewers; stopped at {report.limit_mb:,.0f} MB{cancelled}"
    )
    return format_table(headers, rows, title=title)
