"""What a load measurement gives back, and how it is shown to people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from holistic_core.measure.table import format_table, verdict
from tests.live.camera import Counts

RATIO_LEAST = 1.15
SHARE_LEAST = 0.5


@dataclass(frozen=True)
class ViewerLoad:
    """One viewer. kind: "aiortc" or "chromium". latency_ms: from the camera to the overlay, the median."""

    kind: str
    clip: str
    connect_s: float
    offered_fps: float
    processed_fps: float
    received_fps: float
    latency_ms: float
    latency_p95_ms: float
    dropped_share: float
    longest_gap_s: float

    @classmethod
    def of(cls, kind: str, clip: str, connect_s: float, counts: Counts) -> "ViewerLoad":
        return cls(
            kind,
            clip,
            connect_s,
            counts.offered_fps,
            counts.processed_fps,
            counts.received_fps,
            counts.latency(50),
            counts.latency(95),
            counts.dropped / max(counts.offered, 1),
            counts.longest_gap_s,
        )


@dataclass(frozen=True)
class LoadReport:
    """One run against one server. alerts: what pages complained of.

    cores, client_cores, other_cores: processor seconds a second of the server, of aiortc clients, and of all else on
    the machine (Chromium included): a run is worth something where the last is near 0.
    """

    app: str
    seconds: float
    viewers: tuple[ViewerLoad, ...]
    cores: float
    client_cores: float
    other_cores: float
    resident_mb: float
    threads: int
    server_says: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()

    @property
    def total_fps(self) -> float:
        """Frames looked at a second, of all viewers."""
        return sum(viewer.processed_fps for viewer in self.viewers)

    @property
    def frames_a_core_second(self) -> float:
        """What the server does with the processor time it gets: comparable on a machine that others use too."""
        return self.total_fps / self.cores

    @property
    def fairness(self) -> float:
        """The slowest viewer's share of the fastest one's frames."""
        rates = [viewer.processed_fps for viewer in self.viewers]
        return min(rates) / max(rates) if max(rates) else 0.0


@dataclass(frozen=True)
class Comparison:
    """The live page against one `mp.solutions` instance a viewer, run in turns.

    ours: the live page with its own engine. same_path: the live page with the MediaPipe engine, so that the way of the
    pictures, their overlay and the charts are the same. as_usual: as people write it. ratio: to the better of the two.
    """

    ours: tuple[LoadReport, ...]
    same_path: tuple[LoadReport, ...]
    as_usual: tuple[LoadReport, ...]
    ratio: float = field(init=False)
    fairness: float = field(init=False)
    passed: bool = field(init=False)

    def __post_init__(self) -> None:
        ratio = _mean_fps(self.ours) / max(_mean_fps(self.same_path), _mean_fps(self.as_usual))
        fairness = min(each.fairness for each in self.ours)
        object.__setattr__(self, "ratio", ratio)
        object.__setattr__(self, "fairness", fairness)
        object.__setattr__(self, "passed", ratio >= RATIO_LEAST and fairness >= SHARE_LEAST)


def _mean_fps(reports: Sequence[LoadReport]) -> float:
    return sum(each.total_fps for each in reports) / len(reports)


def format_load(report: LoadReport) -> str:
    """One run as a table."""
    rows = [
        [
            each.kind,
            each.clip,
            f"{each.connect_s:.1f}",
            f"{each.offered_fps:.1f}",
            f"{each.processed_fps:.1f}",
            f"{each.received_fps:.1f}",
            f"{each.latency_ms:.0f}",
            f"{each.latency_p95_ms:.0f}",
            f"{each.dropped_share:.0%}",
            f"{each.longest_gap_s:.2f}",
        ]
        for each in report.viewers
    ]
    headers = ["viewer", "clip", "connected s", "offered fps", "processed", "received"]
    headers += ["latency ms", "p95", "dropped", "longest gap s"]
    table = format_table(headers, rows, title=f"{report.app}, {report.seconds:.0f} s")
    lines = [
        table,
        f"together {report.total_fps:.1f} frames a second, {report.frames_a_core_second:.1f} a core second, "
        f"slowest/fastest {report.fairness:.2f}",
        f"server: {report.cores:.2f} cores, {report.resident_mb:.0f} MB, {report.threads} threads; "
        f"clients {report.client_cores:.2f} cores, others {report.other_cores:.2f}",
        *report.server_says,
    ]
    return "\n".join([*lines, *(f"the page says: {alert}" for alert in report.alerts)])


def format_comparison(comparison: Comparison) -> str:
    """Both sides, the ratio and the verdict."""
    runs: Sequence[LoadReport] = [*comparison.ours, *comparison.same_path, *comparison.as_usual]
    return "\n\n".join(
        [
            *map(format_load, runs),
            f"frames a second together: live page {_mean_fps(comparison.ours):.1f}, mp.solutions behind the same path "
            f"{_mean_fps(comparison.same_path):.1f}, as usual {_mean_fps(comparison.as_usual):.1f}\n"
            f"live page / the better mp.solutions: {comparison.ratio:.2f} (at least {RATIO_LEAST}), slowest/fastest "
            f"viewer {comparison.fairness:.2f} (at least {SHARE_LEAST}): {verdict(comparison.passed)}",
        ]
    )
