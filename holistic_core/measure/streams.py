"""Many viewers, one detector: their results do not mix, and a further viewer costs next to no memory."""

import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from holistic_core.detector import Detector
from holistic_core.measure.frames import RGB, View
from holistic_core.measure.fresh_process import call_in_fresh_process
from holistic_core.measure.table import format_table, verdict
from holistic_core.options import PARTS, DetectorOptions, EngineName, Mode
from holistic_core.process_memory import resident_memory_mb
from holistic_core.results import HolisticResult

Progress = Callable[[str], None]

STREAM_LIMIT_MB: Final = 3.0
_STREAMS: Final = 4
_MODES: Final[tuple[Mode, ...]] = ("latency", "throughput")
_ENGINES: Final[tuple[EngineName, ...]] = ("litert", "mediapipe")
_SETTLING_FRAMES: Final = 5


@dataclass(frozen=True)
class MixingCheck:
    """The same frames through streams one after the other, and at the same time.

    frames: compared. mismatches: frames with any difference in any landmark, to the bit.
    """

    mode: Mode
    streams: int
    frames: int
    mismatches: int
    one_after_the_other_fps: float
    together_fps: float
    passed: bool


@dataclass(frozen=True)
class StreamMemory:
    """Resident memory of a fresh process with 1, 2, … open streams, in MB; limit_mb None: only shown."""

    engine: EngineName
    resident_mb: tuple[float, ...]
    further_stream_mb: float
    limit_mb: float | None
    passed: bool


@dataclass(frozen=True)
class StreamsReport:
    """Whether streams stay apart, and what each costs."""

    mixing: tuple[MixingCheck, ...]
    memory: tuple[StreamMemory, ...]
    passed: bool


def run_streams(rgb: RGB, *, frames: int = 40, progress: Progress | None = None) -> StreamsReport:
    """Both checks with `frames` frames a stream, panning over a picture in which a person is visible."""
    say = progress or (lambda _: None)
    mixing = []
    for mode in _MODES:
        say(f"{_STREAMS} streams in {_STREAMS} threads, mode {mode}")
        with Detector(DetectorOptions(mode=mode)) as detector:
            mixing.append(check_mixing(detector, viewer_frames(rgb, _STREAMS, frames)))
    memory = []
    for engine in _ENGINES:
        say(f"memory of {_STREAMS} streams, {engine}")
        memory.append(measure_memory(rgb, engine))
    return StreamsReport(
        tuple(mixing), tuple(memory), all(each.passed for each in mixing) and all(each.passed for each in memory)
    )


def viewer_frames(rgb: RGB, streams: int, frames: int) -> list[list[RGB]]:
    """What each of some viewers sees: the same picture, each turned a little differently."""
    views = [View(roll_deg=8.0 * (number - (streams - 1) / 2)) for number in range(streams)]
    return [[view.frame(rgb, number) for number in range(frames)] for view in views]


def check_mixing(detector: Detector, viewers: Sequence[Sequence[RGB]]) -> MixingCheck:
    """Every viewer's frames through a stream of its own, first alone, then all at once."""
    detector.warm_up()
    count = sum(map(len, viewers))
    start = time.perf_counter()
    alone = [_process(detector, frames) for frames in viewers]
    alone_s = time.perf_counter() - start
    start = time.perf_counter()
    together = _process_together(detector, viewers)
    together_s = time.perf_counter() - start
    mismatches = sum(
        not same_landmarks(one, other)
        for ones, others in zip(alone, together, strict=True)
        for one, other in zip(ones, others, strict=True)
    )
    return MixingCheck(
        detector.options.mode, len(viewers), count, mismatches, count / alone_s, count / together_s, mismatches == 0
    )


def _process(detector: Detector, frames: Sequence[RGB]) -> list[HolisticResult]:
    with detector.open_stream() as stream:
        return [stream.process(frame) for frame in frames]


def _process_together(detector: Detector, viewers: Sequence[Sequence[RGB]]) -> list[list[HolisticResult]]:
    results: list[list[HolisticResult]] = [[] for _ in viewers]
    failures: list[BaseException] = []
    start = threading.Barrier(len(viewers))

    def view(number: int) -> None:
        try:
            start.wait()
            results[number] = _process(detector, viewers[number])
        except BaseException as error:  # raised again below, in the caller's thread
            failures.append(error)

    threads = [threading.Thread(target=view, args=(number,)) for number in range(len(viewers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def same_landmarks(one: HolisticResult, other: HolisticResult) -> bool:
    """Whether two results hold the same landmarks, to the bit; their times may differ."""
    return one.pose_world == other.pose_world and all(one.part(part) == other.part(part) for part in PARTS)


def measure_memory(rgb: RGB, engine: EngineName, *, streams: int = _STREAMS) -> StreamMemory:
    """Resident memory with 1 to `streams` streams, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.npy"
        np.save(picture, rgb)
        resident: list[float] = call_in_fresh_process(__name__, "resident_with_streams", engine, str(picture), streams)
    growth_mb = (resident[-1] - resident[0]) / (len(resident) - 1)
    limit_mb = STREAM_LIMIT_MB if engine == "litert" else None
    return StreamMemory(engine, tuple(resident), growth_mb, limit_mb, limit_mb is None or growth_mb <= limit_mb)


def resident_with_streams(engine: EngineName, picture: str, streams: int) -> list[float]:
    """Resident memory of this process, in MB, with 1, 2, … open streams that all have seen some frames."""
    rgb = np.load(picture)
    resident = []
    opened: list[Any] = []
    with Detector(DetectorOptions(engine=engine)) as detector:
        while len(opened) < streams:
            opened.append(detector.open_stream())
            for _ in range(_SETTLING_FRAMES):
                for stream in opened:
                    stream.process(rgb)
            resident.append(resident_memory_mb())
    return resident


def format_streams(report: StreamsReport) -> str:
    """The report as tables with limits and a verdict."""
    mixing = [
        [
            each.mode,
            each.streams,
            each.frames,
            each.mismatches,
            f"{each.one_after_the_other_fps:.1f}",
            f"{each.together_fps:.1f}",
            verdict(each.passed),
        ]
        for each in report.mixing
    ]
    memory = [
        [
            each.engine,
            *(f"{value:.1f}" for value in each.resident_mb),
            f"{each.further_stream_mb:.2f}",
            None if each.limit_mb is None else f"{each.limit_mb:g}",
            "" if each.limit_mb is None else verdict(each.passed),
        ]
        for each in report.memory
    ]
    counts = [f"{number + 1} stream{'s' if number else ''}" for number in range(len(report.memory[0].resident_mb))]
    return "\n\n".join(
        [
            format_table(
                ["mode", "streams", "frames", "mismatches", "fps in turn", "fps together", ""],
                mixing,
                title="One detector, several streams: in threads at the same time against one after the other",
            ),
            format_table(
                ["engine", *counts, "MB a further stream", "limit", ""],
                memory,
                title="Resident memory in MB, a fresh process for each engine",
            ),
        ]
    )
