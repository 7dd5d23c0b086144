"""Whether memory stays flat while one stream runs for a long time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from holistic_core.detector import Detector
from holistic_core.measure.frames import RGB, View
from holistic_core.measure.table import format_table, verdict
from holistic_core.options import DetectorOptions
from holistic_core.process_memory import resident_memory_mb

Progress = Callable[[str], None]

FLAT_MB: Final = 5.0
SETTLED_AFTER: Final = 500
_PAN_FRAMES: Final = 45
_SAMPLES: Final = 40


@dataclass(frozen=True)
class SoakReport:
    """Resident memory of the process along one stream.

    series: (frames so far, MB). drift_mb: the largest distance from the value after `settled_after` frames.
    """

    frames: int
    frames_a_second: float
    settled_after: int
    series: tuple[tuple[int, float], ...]
    drift_mb: float
    limit_mb: float
    passed: bool


def run_soak(
    rgb: RGB,
    *,
    frames: int = 10_000,
    detector: Detector | None = None,
    settled_after: int = SETTLED_AFTER,
    progress: Progress | None = None,
) -> SoakReport:
    """Pan over a picture for `frames` frames in one stream and look at the memory every now and then."""
    if detector is None:
        with Detector(DetectorOptions()) as own:
            return run_soak(rgb, frames=frames, detector=own, settled_after=settled_after, progress=progress)
    say = progress or (lambda _: None)
    pan = [View().frame(rgb, number) for number in range(_PAN_FRAMES)]
    every = max(1, min(settled_after, frames // _SAMPLES))
    series = []
    start = time.perf_counter()
    with detector.open_stream() as stream:
        for number in range(1, frames + 1):
            stream.process(pan[number % _PAN_FRAMES])
            if number % every == 0 or number in {settled_after, frames}:
                series.append((number, resident_memory_mb()))
                say(f"{number} of {frames} frames: {series[-1][1]:.1f} MB")
    frames_a_second = frames / (time.perf_counter() - start)
    return summarise(series, frames_a_second, settled_after)


def summarise(series: list[tuple[int, float]], frames_a_second: float, settled_after: int) -> SoakReport:
    """The verdict on a series of (frames so far, MB), which has to hold a value at `settled_after`."""
    settled = [megabytes for number, megabytes in series if number >= settled_after]
    drift_mb = max((abs(megabytes - settled[0]) for megabytes in settled), default=float("nan"))
    return SoakReport(
        frames=series[-1][0],
        frames_a_second=frames_a_second,
        settled_after=settled_after,
        series=tuple(series),
        drift_mb=drift_mb,
        limit_mb=FLAT_MB,
        passed=drift_mb <= FLAT_MB,
    )


def format_soak(report: SoakReport) -> str:
    """The series as a table, and the verdict."""
    table = format_table(
        ["frames", "MB"],
        [[str(number), f"{megabytes:.1f}"] for number, megabytes in report.series],
        title=f"Resident memory along one stream, {report.frames_a_second:.1f} frames a second",
    )
    return (
        f"{table}\n\nAfter the first {report.settled_after} frames it moves by {report.drift_mb:.2f} MB at most "
        f"(limit {report.limit_mb:g} MB) {verdict(report.passed)}"
    )
