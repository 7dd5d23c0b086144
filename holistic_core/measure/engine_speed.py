"""LiteRT against MediaPipe: time of the same frames, taken in turns by one process."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.detector import Detector, Stream
from holistic_core.errors import HolisticError
from holistic_core.measure.frames import RGB, View
from holistic_core.measure.table import format_table, verdict
from holistic_core.options import EVERYTHING, PARTS, DetectorOptions, FindOptions, Part, Priority
from holistic_core.trace import Trace

Progress = Callable[[str], None]
Milliseconds = npt.NDArray[np.float64]

WALL_LIMIT: Final = 0.75
CPU_LIMIT: Final = 0.82

TWO_THREADS, ONE_THREAD, MEDIAPIPE = "LiteRT, 2 threads", "LiteRT, 1 thread", "MediaPipe"
_CONFIGURATIONS: Final[Mapping[str, DetectorOptions]] = {
    TWO_THREADS: DetectorOptions(threads=2),
    ONE_THREAD: DetectorOptions(threads=1),
    MEDIAPIPE: DetectorOptions(engine="mediapipe"),
}
_WARM_UP_FRAMES: Final = 5
_SEARCH_FRAMES: Final = range(0, 45, 5)
_VIEWS: Final = tuple(View(roll, zoom) for roll in (0, 10, -10, 20, -20) for zoom in (1.0, 1.2))


@dataclass(frozen=True)
class EngineTimes:
    """Medians of one configuration, in milliseconds a frame.

    cpu_ms: of all threads, until the pause after the frame is over, because idle threads spin for a while.
    model_ms, crop_ms: inside the models, and cutting out what they see; rest_ms: Python, waiting, handing over.
    MediaPipe does not tell its models from its crops: its whole graph counts as model.
    wall_ratio, cpu_ratio: to MediaPipe in the same run, median over runs.
    """

    name: str
    wall_ms: float
    wall_p10_ms: float
    wall_p90_ms: float
    wall_ratio: float
    cpu_ms: float
    cpu_ratio: float
    model_ms: float
    crop_ms: float
    rest_ms: float


@dataclass(frozen=True)
class Ratio:
    """A time of LiteRT over that of MediaPipe in the same run, for every run; `median` is what counts."""

    runs: tuple[float, ...]
    median: float
    limit: float
    passed: bool

    @classmethod
    def of(cls, runs: Sequence[float], limit: float) -> "Ratio":
        """The median of some runs against a limit."""
        median = statistics.median(runs)
        return cls(tuple(runs), median, limit, median <= limit)


@dataclass(frozen=True)
class SpeedReport:
    """parts: found by all engines in every frame that counts; counted: number of those frames in each run."""

    parts: tuple[Part, ...]
    view: str
    frames: int
    counted: tuple[int, ...]
    pause_ms: float
    engines: tuple[EngineTimes, ...]
    wall_two_threads: Ratio
    cpu_one_thread: Ratio
    passed: bool


@dataclass(frozen=True)
class Run:
    """One pan over the picture: times of each configuration in each frame, and what all of them found in it."""

    wall_ms: Mapping[str, Milliseconds]
    cpu_ms: Mapping[str, Milliseconds]
    graph_ms: Milliseconds
    found: tuple[frozenset[Part], ...]


def run_engines(
    rgb: RGB, *, runs: int = 5, frames: int = 90, pause_ms: float = 3.0, progress: Progress | None = None
) -> SpeedReport:
    """Pan over a picture and time every engine on every frame.

    rgb: a whole person with both hands in view. pause_ms: between two calls, for idle threads to come to rest.
    HolisticError: nobody is found in the picture.
    """
    say = progress or (lambda _: None)
    with ExitStack() as stack:
        detectors = {name: stack.enter_context(Detector(options)) for name, options in _CONFIGURATIONS.items()}
        view = find_view(rgb, detectors[ONE_THREAD])
        pan = [view.frame(rgb, number) for number in range(frames)]
        measured = []
        for run in range(runs):
            say(f"run {run + 1} of {runs}: {frames} frames, picture {view}")
            measured.append(_run(detectors, pan, pause_ms / 1e3))
        shares = {name: _shares(detectors[name], pan) for name in (TWO_THREADS, ONE_THREAD)}
    return summarise(measured, shares, view=str(view), pause_ms=pause_ms)


def find_view(rgb: RGB, detector: Detector) -> View:
    """The way to look at a still in which most parts stay visible while the camera pans."""

    def parts_seen(view: View) -> int:
        with detector.open_stream(FindOptions(), priority=Priority.BENCHMARK) as stream:
            return sum(len(stream.process(view.frame(rgb, number)).parts_found) for number in _SEARCH_FRAMES)

    best, most = _VIEWS[0], -1
    for view in _VIEWS:
        seen = parts_seen(view)
        if seen > most:
            best, most = view, seen
        if seen == len(PARTS) * len(_SEARCH_FRAMES):
            break
    return best


def _run(detectors: Mapping[str, Detector], pan: Sequence[RGB], pause_s: float) -> Run:
    names = list(detectors)
    wall_ms, cpu_ms = ({name: np.zeros(len(pan)) for name in names} for _ in range(2))
    graph_ms = np.zeros(len(pan))
    found = [EVERYTHING] * len(pan)
    with ExitStack() as stack:
        streams = {name: stack.enter_context(detector.open_stream()) for name, detector in detectors.items()}
        for stream in streams.values():
            for frame in pan[:_WARM_UP_FRAMES]:
                stream.process(frame)
        for number, frame in enumerate(pan):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                cpu_start, start = time.process_time(), time.perf_counter()
                result = streams[name].process(frame)
                wall_ms[name][number] = (time.perf_counter() - start) * 1e3
                time.sleep(pause_s)
                cpu_ms[name][number] = (time.process_time() - cpu_start) * 1e3
                found[number] &= frozenset(result.parts_found)
                if name == MEDIAPIPE:
                    graph_ms[number] = result.stage_ms["graph"]
    return Run(wall_ms, cpu_ms, graph_ms, tuple(found))


def _shares(detector: Detector, pan: Sequence[RGB]) -> tuple[float, float]:
    """Medians of the shares of models and of crops in the time of a frame."""
    with detector.open_stream() as stream:
        shares = [_frame_shares(stream, frame) for frame in pan]
    model, crop = np.median(shares[_WARM_UP_FRAMES:], axis=0)
    return float(model), float(crop)


def _frame_shares(stream: Stream, frame: RGB) -> tuple[float, float]:
    trace = Trace()
    start = time.perf_counter()
    stream.process(frame, trace=trace)
    total_ms = (time.perf_counter() - start) * 1e3
    model_ms, crop_ms = sum(call.model_ms for call in trace.calls), sum(call.crop_ms for call in trace.calls)
    return model_ms / total_ms, crop_ms / total_ms


def summarise(
    measured: Sequence[Run], shares: Mapping[str, tuple[float, float]], *, view: str, pause_ms: float
) -> SpeedReport:
    """Medians over runs; only frames count in which all engines found the same, largest set of parts."""
    parts = max((found for run in measured for found in run.found), key=len)
    if not parts:
        raise HolisticError("No person was found in this picture. Name one with a whole person: --image FILE.")
    counts = [np.array([found == parts for found in run.found]) for run in measured]
    runs = [(run, counted) for run, counted in zip(measured, counts, strict=True) if counted.any()]

    def medians(times: Callable[[Run], Milliseconds]) -> list[float]:
        return [float(np.median(times(run)[counted])) for run, counted in runs]

    def ratios(times: Callable[[Run, str], Milliseconds], name: str) -> list[float]:
        ours, theirs = medians(lambda run: times(run, name)), medians(lambda run: times(run, MEDIAPIPE))
        return [one / other for one, other in zip(ours, theirs, strict=True)]

    def engine(name: str) -> EngineTimes:
        wall_ms = statistics.median(medians(lambda run: run.wall_ms[name]))
        p10, p90 = np.percentile(np.concatenate([run.wall_ms[name][counted] for run, counted in runs]), (10, 90))
        if name == MEDIAPIPE:
            model_ms, crop_ms = statistics.median(medians(lambda run: run.graph_ms)), 0.0
        else:
            model_ms, crop_ms = (wall_ms * share for share in shares[name])
        return EngineTimes(
            name=name,
            wall_ms=wall_ms,
            wall_p10_ms=float(p10),
            wall_p90_ms=float(p90),
            wall_ratio=statistics.median(ratios(_wall_ms, name)),
            cpu_ms=statistics.median(medians(lambda run: run.cpu_ms[name])),
            cpu_ratio=statistics.median(ratios(_cpu_ms, name)),
            model_ms=model_ms,
            crop_ms=crop_ms if name != MEDIAPIPE else float("nan"),
            rest_ms=wall_ms - model_ms - crop_ms,
        )

    wall = Ratio.of(ratios(_wall_ms, TWO_THREADS), WALL_LIMIT)
    cpu = Ratio.of(ratios(_cpu_ms, ONE_THREAD), CPU_LIMIT)
    return SpeedReport(
        parts=tuple(part for part in PARTS if part in parts),
        view=view,
        frames=len(measured[0].found),
        counted=tuple(int(counted.sum()) for counted in counts),
        pause_ms=pause_ms,
        engines=tuple(map(engine, _CONFIGURATIONS)),
        wall_two_threads=wall,
        cpu_one_thread=cpu,
        passed=wall.passed and cpu.passed,
    )


def _wall_ms(run: Run, name: str) -> Milliseconds:
    return run.wall_ms[name]


def _cpu_ms(run: Run, name: str) -> Milliseconds:
    return run.cpu_ms[name]


def format_engines(report: SpeedReport) -> str:
    """The report as tables with limits and a verdict."""
    headers = ["engine", "wall ms", "p10", "p90", "ratio", "CPU ms", "ratio", "models", "crops", "Python, waiting"]
    rows = [
        [
            each.name,
            *(f"{value:.1f}" for value in (each.wall_ms, each.wall_p10_ms, each.wall_p90_ms)),
            f"{each.wall_ratio:.2f}",
            f"{each.cpu_ms:.1f}",
            f"{each.cpu_ratio:.2f}",
            *(_share(value, each.wall_ms) for value in (each.model_ms, each.crop_ms, each.rest_ms)),
        ]
        for each in report.engines
    ]
    ratios = [
        [
            what,
            *(f"{value:.3f}" for value in ratio.runs),
            f"{ratio.median:.3f}",
            f"{ratio.limit:g}",
            verdict(ratio.passed),
        ]
        for what, ratio in (
            ("wall, LiteRT with 2 threads", report.wall_two_threads),
            ("CPU, LiteRT with 1 thread", report.cpu_one_thread),
        )
    ]
    numbers = [f"run {number + 1}" for number in range(len(report.wall_two_threads.runs))]
    missing = [part for part in PARTS if part not in report.parts]
    note = f"\nNot visible in this picture: {', '.join(missing)}. The limits are for all four parts." if missing else ""
    return "\n\n".join(
        [
            format_table(
                headers,
                rows,
                title=f"Frames taken in turns, {report.pause_ms:g} ms apart; picture {report.view}\n"
                f"{', '.join(report.parts)} found by all in {'/'.join(map(str, report.counted))} of {report.frames} "
                "frames a run; only these count",
            ),
            format_table(["ratio to MediaPipe", *numbers, "median", "limit", ""], ratios),
            f"The models take {_share(report.engines[0].model_ms, report.engines[0].wall_ms)} of a frame "
            f"({report.engines[0].name}): they are what limits it.{note}",
        ]
    )


def _share(part_ms: float, total_ms: float) -> str | None:
    return None if np.isnan(part_ms) else f"{100 * part_ms / total_ms:.0f} %"
