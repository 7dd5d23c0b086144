"""What lower precision of body and hand models gains and costs on this machine: speed, size, error, presence."""

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from holistic_core.coach.samples import SAMPLES, sample_clip
from holistic_core.detector import Detector
from holistic_core.engines.body import find_body
from holistic_core.engines.crop import RGB
from holistic_core.engines.interpreters import InterpreterSet
from holistic_core.engines.litert import finish_frame
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.tracking import TrackingState
from holistic_core.errors import OptionsError
from holistic_core.geometry import Rect
from holistic_core.measure.precision_models import LOWERED, VARIANTS, VariantStore, build_variants, crops_of
from holistic_core.measure.sources import open_source
from holistic_core.measure.table import format_table
from holistic_core.options import PARTS, DetectorOptions, FindOptions
from holistic_core.results import HolisticResult
from holistic_core.trace import Trace

MIN_SPEEDUP: Final = 1.8
MAX_ERROR_PERCENT: Final = 1.5
MIN_AGREEMENT: Final = 0.97
EVERY: Final = 12
_FIND: Final = FindOptions()


@dataclass(frozen=True)
class PrecisionRow:
    """One variant against float, over all frames.

    megabytes: of body and hand model. frame_ms: processor time of a tracked frame, one thread, median.
    speedup: median over frames of float's time divided by its own, taken in turns.
    error_percent, error_p95_percent: mean distance of a part's landmarks from float's, in percent of the longest side
    of the part's bounding box. agreement: share of parts and frames whose presence is the same. good: all three limits.
    """

    variant: str
    megabytes: float
    frame_ms: float
    speedup: float
    error_percent: float
    error_p95_percent: float
    agreement: float
    good: bool


@dataclass(frozen=True)
class PrecisionReport:
    """frames, calibration_frames: how many were compared, and others on which ranges were measured.

    turbo: the fastest variant within the limits, None when there is none: then no preset is offered.
    """

    rows: tuple[PrecisionRow, ...]
    frames: int
    calibration_frames: int
    turbo: str | None


def run_precision(
    paths: Sequence[Path] = (),
    *,
    every: int = EVERY,
    progress: Callable[[str], None] = lambda _: None,
    step: Callable[[int, int], None] = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PrecisionReport | None:
    """Build every variant, calibrate it on half of the clips and pictures, and compare it with float on the others.

    paths: further pictures and videos, of the user's. every: of clips, each how many-th frame.
    step: told how many frames are compared, and how many there are. None: cancelled before the first one was.
    OptionsError: nobody is found in the frames.
    """
    progress("looking for calibration and test frames")
    calibration, test = _frames(paths, every)
    with Detector(DetectorOptions(threads=1)) as detector:
        traces = [_traced(detector, rgb) for rgb in calibration]
        looks = [(rgb, roi) for rgb in test if (roi := _body_roi(_traced(detector, rgb))) is not None]
    crops = crops_of(traces)
    if not looks or not all(crops.values()):
        raise OptionsError("Body and hands were found in too few frames to compare precisions. Bring other pictures.")
    if cancelled():
        return None
    with tempfile.TemporaryDirectory(prefix="holistic-") as folder:
        progress(f"building {len(VARIANTS) - 1} variants, calibrated on {len(calibration)} frames")
        stores = build_variants(crops, Path(folder))
        sizes = {name: sum(store.path(model).stat().st_size for model in LOWERED) for name, store in stores.items()}
        results, times_ms = _compared(stores, looks, step, cancelled)
    frames = len(results["float"])
    if not frames:
        return None
    rows = tuple(_row(name, sizes[name] / 1e6, results, times_ms) for name in VARIANTS)
    good = [row for row in rows if row.good]
    turbo = max(good, key=lambda row: row.speedup).variant if good else None
    return PrecisionReport(rows, frames, len(calibration), turbo)


def format_precision(report: PrecisionReport) -> str:
    """The table for people, and whether there is a turbo preset."""
    rows = [
        (
            row.variant,
            f"{row.megabytes:.1f}",
            f"{row.frame_ms:.1f}",
            f"{row.speedup:.2f}",
            f"{row.error_percent:.2f}",
            f"{row.error_p95_percent:.2f}",
            f"{100 * row.agreement:.1f}",
        )
        for row in report.rows
    ]
    title = (
        f"Body and hand model in lower precision: {report.frames} frames, calibrated on {report.calibration_frames} "
        "others, 1 thread"
    )
    headers = ("variant", "MB", "CPU ms a frame", "× faster", "error %", "p95 %", "presence %")
    limits = (
        f"A turbo preset needs at least {MIN_SPEEDUP} × at an error under {MAX_ERROR_PERCENT} % of the bounding box "
        f"and {100 * MIN_AGREEMENT:.0f} % equal presence."
    )
    verdict = f"Within them: {report.turbo}." if report.turbo else "None reaches them here: there is no turbo preset."
    return "\n".join([format_table(headers, rows, title=title), limits, verdict])


def _frames(paths: Sequence[Path], every: int) -> tuple[list[RGB], list[RGB]]:
    """Frames to calibrate on and frames to compare: clips and pictures alternate, so that none is in both."""
    halves: tuple[list[RGB], list[RGB]] = ([], [])
    sources: list[Iterable[RGB]] = [
        (rgb for index, (rgb, _) in enumerate(sample_clip(name)[0]) if index % every == 0) for name in SAMPLES
    ]
    sources += [open_source(path, every=every).frames for path in paths]
    for number, frames in enumerate(sources):
        halves[number % 2].extend(frames)
    return halves


def _traced(detector: Detector, rgb: RGB) -> Trace:
    trace = Trace()
    detector.detect(rgb, _FIND, trace=trace)
    return trace


def _body_roi(trace: Trace) -> Rect | None:
    return next((call.roi for call in trace.calls if call.stage == "pose_landmarks" and call.accepted), None)


def _compared(
    stores: dict[str, VariantStore],
    looks: Sequence[tuple[RGB, Rect]],
    step: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> tuple[dict[str, list[HolisticResult]], dict[str, list[float]]]:
    """Results and processor times of every variant for every frame; variants take turns, in another order each time."""
    sets = {name: InterpreterSet(threads=1, store=store) for name, store in stores.items()}
    results: dict[str, list[HolisticResult]] = {name: [] for name in stores}
    times_ms: dict[str, list[float]] = {name: [] for name in stores}
    names = list(stores)
    for name in names:
        _tracked(sets[name], *looks[0])  # loads the models
    for number, (rgb, roi) in enumerate(looks):
        if cancelled():
            break
        for name in names[number % len(names) :] + names[: number % len(names)]:
            # One thread does all the work: its processor time does not count what others do meanwhile.
            start = time.thread_time()
            results[name].append(_tracked(sets[name], rgb, roi))
            times_ms[name].append((time.thread_time() - start) * 1e3)
        step(number + 1, len(looks))
    return results, times_ms


def _tracked(models: InterpreterSet, rgb: RGB, roi: Rect) -> HolisticResult:
    """A frame whose body was followed: all models but the person detector."""
    recorder = Recorder()
    body = find_body(models, rgb, roi, _FIND, recorder)
    return finish_frame(models, rgb, body, _FIND, TrackingState(), recorder)


def _row(
    name: str, megabytes: float, results: dict[str, list[HolisticResult]], times_ms: dict[str, list[float]]
) -> PrecisionRow:
    errors, same = [], []
    for own, reference in zip(results[name], results["float"], strict=True):
        for part in PARTS:
            one, other = own.part(part), reference.part(part)
            same.append((one is None) == (other is None))
            if one is not None and other is not None:
                there, here = other.xy_px(own.image_size), one.xy_px(own.image_size)
                distance = float(np.linalg.norm(here - there, axis=1).mean())
                errors.append(100 * distance / float(np.ptp(there, axis=0).max()))
    speedup = float(np.median(np.array(times_ms["float"]) / np.array(times_ms[name])))
    error = float(np.median(errors)) if errors else float("nan")
    agreement = float(np.mean(same))
    good = speedup >= MIN_SPEEDUP and error < MAX_ERROR_PERCENT and agreement >= MIN_AGREEMENT
    return PrecisionRow(
        variant=name,
        megabytes=megabytes,
        frame_ms=float(np.median(times_ms[name])),
        speedup=speedup,
        error_percent=error,
        error_p95_percent=float(np.percentile(errors, 95)) if errors else float("nan"),
        agreement=agreement,
        good=good,
    )
