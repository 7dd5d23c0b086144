"""Time from `import holistic_core` to the first result, in fresh processes."""

import statistics
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.measure.benchmark.limits import whole
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.frames import RGB
from holistic_core.measure.fresh_process import run_program
from holistic_core.measure.table import format_table, verdict
from holistic_core.options import EngineName

Progress = Watch | Callable[[str], None]

LITERT_LIMIT_S: Final = 0.4
MOST_RUNS: Final = 30

_ENGINES: Final[tuple[EngineName, ...]] = ("litert", "mediapipe")
# The clock starts before anything but the interpreter's own start-up files is imported: NumPy and OpenCV count.
_PROGRAM: Final = """
import sys, time
start = time.perf_counter()
from holistic_core import Detector, DetectorOptions
times = [time.perf_counter()]
import numpy
engine, warm, picture, height, width = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
rgb = numpy.fromfile(picture, numpy.uint8).reshape(height, width, 3)
read = time.perf_counter()
with Detector(DetectorOptions(engine=engine)) as detector, detector.open_stream() as stream:
    if warm == "warm":
        detector.warm_up()
        stream.process(numpy.zeros((64, 64, 3), numpy.uint8))
    times.append(time.perf_counter())
    result = stream.process(rgb)
    times.append(time.perf_counter())
    stream.process(rgb)
    times.append(time.perf_counter())
import json
import_s = times[0] - start
steps = [times[1] - read, times[2] - times[1], times[3] - times[2]]
print(json.dumps([import_s, *steps, "mediapipe" in sys.modules, list(result.parts_found)]))
"""


@dataclass(frozen=True)
class ColdStart:
    """Medians over fresh processes, in seconds.

    warm: whether models are loaded before the first frame, which is then part of `create_s`.
    import_s: of `holistic_core`. create_s: to make a detector and a stream. first_s, second_s: of their first frames.
    first_result_s: to make a detector and detect. total_s: from import to the first result; totals_s: of each process.
    mediapipe_imported: in any of them.
    """

    engine: EngineName
    warm: bool
    import_s: float
    create_s: float
    first_s: float
    second_s: float
    first_result_s: float
    total_s: float
    totals_s: tuple[float, ...]
    limit_s: float | None
    parts: tuple[str, ...]
    mediapipe_imported: bool
    passed: bool

    @property
    def label(self) -> str:
        """What this way to start is called."""
        return f"{'LiteRT' if self.engine == 'litert' else 'MediaPipe'}{', warmed up' if self.warm else ''}"


@dataclass(frozen=True)
class ColdStartReport:
    """Both engines, with and without warm-up. complete: False when it was cancelled."""

    engines: tuple[ColdStart, ...]
    complete: bool
    passed: bool


@dataclass
class _Starts:
    """What the processes of one kind told. seconds: import, create, first and second frame of each."""

    seconds: list[tuple[float, ...]]
    mediapipe: bool = False
    parts: tuple[str, ...] = ()


def run_cold(rgb: RGB, *, runs: int = 5, progress: Progress | None = None) -> ColdStartReport:
    """Start each engine `runs` times in turns; files are in the page cache after a first start that does not count.

    OptionsError: `runs` is not from 1 to 30. A cancelled run gives the starts it has.
    """
    whole("The number of starts", runs, 1, MOST_RUNS, "5 are usual.")
    watch = Watch.of(progress)
    starts = {(engine, warm): _Starts([]) for engine in _ENGINES for warm in (False, True)}
    count = (runs + 1) * len(starts)
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture"
        rgb.tofile(picture)
        for number in range(count):
            run, kind = divmod(number, len(starts))
            (engine, warm), told = list(starts.items())[kind]
            if watch.cancelled():
                break
            if not kind:
                watch.say(f"start {run} of {runs}" if run else "a first start, to fill caches")
            *seconds, has_mediapipe, found = run_program(
                _PROGRAM, engine, "warm" if warm else "cold", str(picture), str(rgb.shape[0]), str(rgb.shape[1])
            )
            told.mediapipe |= has_mediapipe
            told.parts = tuple(found)
            if run:
                told.seconds.append(tuple(seconds))
            watch.step(number + 1, count)
            watch.live(_report(starts, complete=False))
    return _report(starts, complete=all(len(each.seconds) == runs for each in starts.values()))


def _report(starts: Mapping[tuple[EngineName, bool], _Starts], *, complete: bool) -> ColdStartReport:
    engines = tuple(_summed_up(*kind, told) for kind, told in starts.items() if told.seconds)
    return ColdStartReport(engines, complete, all(each.passed for each in engines))


def _summed_up(engine: EngineName, warm: bool, told: _Starts) -> ColdStart:
    totals_s = tuple(sum(each[:3]) for each in told.seconds)
    total_s = statistics.median(totals_s)
    limit_s = LITERT_LIMIT_S if engine == "litert" and not warm else None
    import_s, create_s, first_s, second_s = (statistics.median(column) for column in zip(*told.seconds, strict=True))
    return ColdStart(
        engine=engine,
        warm=warm,
        import_s=import_s,
        create_s=create_s,
        first_s=first_s,
        second_s=second_s,
        first_result_s=statistics.median(each[1] + each[2] for each in told.seconds),
        total_s=total_s,
        totals_s=totals_s,
        limit_s=limit_s,
        parts=told.parts,
        mediapipe_imported=told.mediapipe,
        passed=limit_s is None or (total_s <= limit_s and not told.mediapipe),
    )


def format_cold(report: ColdStartReport) -> str:
    """The report as a table with its limit and a verdict."""
    rows = [
        [
            each.label,
            *(f"{value:.3f}" for value in (each.import_s, each.create_s, each.first_s, each.second_s, each.total_s)),
            f"{min(each.totals_s):.3f}-{max(each.totals_s):.3f}",
            None if each.limit_s is None else f"{each.limit_s:g}",
            "yes" if each.mediapipe_imported else "no",
            "" if each.limit_s is None else verdict(each.passed),
        ]
        for each in report.engines
    ]
    headers = ["engine", "import s", "create s", "first frame s", "second frame s", "to first result s", "range"]
    runs = min((len(each.totals_s) for each in report.engines), default=0)
    return format_table(
        [*headers, "limit", "mediapipe imported", ""],
        rows,
        title=f"From import to first result, medians of {runs} fresh processes"
        f"{'' if report.complete else '; CANCELLED before the end'}",
    )
