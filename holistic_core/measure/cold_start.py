"""Time from `import holistic_core` to the first result, in fresh processes."""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.measure.frames import RGB
from holistic_core.measure.fresh_process import run_program
from holistic_core.measure.table import format_table, verdict
from holistic_core.options import EngineName

Progress = Callable[[str], None]

LITERT_LIMIT_S: Final = 0.4

_ENGINES: Final[tuple[EngineName, ...]] = ("litert", "mediapipe")
# The clock starts before anything but the interpreter's own start-up files is imported: NumPy and OpenCV count.
_PROGRAM: Final = """
import sys, time
start = time.perf_counter()
from holistic_core import Detector, DetectorOptions
imported = time.perf_counter()
import numpy
engine, picture, height, width = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
rgb = numpy.fromfile(picture, numpy.uint8).reshape(height, width, 3)
with Detector(DetectorOptions(engine=engine)) as detector:
    result = detector.detect(rgb)
    done = time.perf_counter()
import json
print(json.dumps([imported - start, done - imported, "mediapipe" in sys.modules, list(result.parts_found)]))
"""


@dataclass(frozen=True)
class ColdStart:
    """Medians over fresh processes, in seconds.

    import_s: of `holistic_core`. first_result_s: to make a detector and detect. mediapipe_imported: in any of them.
    """

    engine: EngineName
    import_s: float
    first_result_s: float
    total_s: float
    totals_s: tuple[float, ...]
    limit_s: float | None
    parts: tuple[str, ...]
    mediapipe_imported: bool
    passed: bool


@dataclass(frozen=True)
class ColdStartReport:
    """Both engines."""

    engines: tuple[ColdStart, ...]
    passed: bool


def run_cold(rgb: RGB, *, runs: int = 5, progress: Progress | None = None) -> ColdStartReport:
    """Start each engine `runs` times in turns; files are in the page cache after a first start that does not count."""
    say = progress or (lambda _: None)
    seconds: dict[EngineName, list[tuple[float, float]]] = {engine: [] for engine in _ENGINES}
    imported: dict[EngineName, bool] = dict.fromkeys(_ENGINES, False)
    parts: dict[EngineName, tuple[str, ...]] = {}
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture"
        rgb.tofile(picture)
        for run in range(runs + 1):
            say(f"start {run} of {runs}" if run else "a first start, to fill caches")
            for engine in _ENGINES:
                import_s, first_result_s, has_mediapipe, found = run_program(
                    _PROGRAM, engine, str(picture), str(rgb.shape[0]), str(rgb.shape[1])
                )
                imported[engine] |= has_mediapipe
                parts[engine] = tuple(found)
                if run:
                    seconds[engine].append((import_s, first_result_s))
    engines = tuple(_summed_up(engine, seconds[engine], parts[engine], imported[engine]) for engine in _ENGINES)
    return ColdStartReport(engines, all(each.passed for each in engines))


def _summed_up(
    engine: EngineName, seconds: list[tuple[float, float]], parts: tuple[str, ...], mediapipe_imported: bool
) -> ColdStart:
    totals_s = tuple(sum(pair) for pair in seconds)
    total_s = statistics.median(totals_s)
    limit_s = LITERT_LIMIT_S if engine == "litert" else None
    return ColdStart(
        engine=engine,
        import_s=statistics.median(import_s for import_s, _ in seconds),
        first_result_s=statistics.median(first_s for _, first_s in seconds),
        total_s=total_s,
        totals_s=totals_s,
        limit_s=limit_s,
        parts=parts,
        mediapipe_imported=mediapipe_imported,
        passed=limit_s is None or (total_s <= limit_s and not mediapipe_imported),
    )


def format_cold(report: ColdStartReport) -> str:
    """The report as a table with its limit and a verdict."""
    rows = [
        [
            each.engine,
            *(f"{value:.3f}" for value in (each.import_s, each.first_result_s, each.total_s)),
            f"{min(each.totals_s):.3f}-{max(each.totals_s):.3f}",
            None if each.limit_s is None else f"{each.limit_s:g}",
            "yes" if each.mediapipe_imported else "no",
            "" if each.limit_s is None else verdict(each.passed),
        ]
        for each in report.engines
    ]
    return format_table(
        ["engine", "import s", "first result s", "together s", "range", "limit", "mediapipe imported", ""],
        rows,
        title=f"From import to first result, medians of {len(report.engines[0].totals_s)} fresh processes",
    )
