"""Benchmark reports as data frames, with units in the headers and sensible digits."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from holistic_core.measure.benchmark.claims import ClaimsReport
from holistic_core.measure.benchmark.compare import Comparison, ratios
from holistic_core.measure.benchmark.latency import LatencyReport
from holistic_core.measure.benchmark.memory_growth import MemoryReport
from holistic_core.measure.benchmark.throughput import ThroughputReport
from holistic_core.measure.cold_start import ColdStartReport
from holistic_core.options import PARTS
from ui.benchmark_precision import precision_table
from ui.library_words import in_words
from ui.texts import text


def latency_table(report: LatencyReport) -> pd.DataFrame:
    """A row a setting."""
    rows = [
        (
            each.label,
            *(round(value, 1) for value in (each.median_ms, each.p95_ms, each.fps, each.cpu_median_ms)),
            _rounded(each.model_ms, 1),
            *((None,) * 3 if each.ratio is None else (_rounded(v, 2) for v in _spread(each.ratio))),
            *(round(100 * each.found[part]) for part in PARTS),
        )
        for each in report.results
    ]
    names = ("setting", "median_ms", "p95_ms", "fps", "cpu_ms", "models_ms", "ratio", "ratio_low", "ratio_high")
    return _frame(rows, (*names, *(f"found_{part}" for part in PARTS)))


def cold_table(report: ColdStartReport) -> pd.DataFrame:
    """A row a way to start."""
    rows = [
        (
            each.label,
            *(round(value, 3) for value in (each.import_s, each.create_s, each.first_s, each.second_s, each.total_s)),
        )
        for each in report.engines
    ]
    return _frame(rows, ("start", "import_s", "create_s", "first_s", "second_frame_s", "total_s"))


def memory_table(report: MemoryReport) -> pd.DataFrame:
    """A row a way."""
    rows = [
        (
            each.label,
            each.calls[-1],
            _rounded(each.growth_mb, 2),
            *(round(value) for value in (each.end_mb - each.start_mb, each.start_mb, each.end_mb, each.peak_mb)),
            _rounded(each.rest_mb, 0),
            _rounded(each.call_ms, 0),
            text(f"benchmark.stopped_{each.stopped}") if each.stopped else text("benchmark.stopped_not"),
        )
        for each in report.results
    ]
    names = ("way", "calls", "growth_mb", "more_mb", "start_mb", "end_mb", "peak_mb", "rest_mb", "call_ms", "ended")
    return _frame(rows, names)


def throughput_table(report: ThroughputReport) -> pd.DataFrame:
    """A row a run."""
    rows = [
        (
            each.streams,
            each.label,
            _rounded(each.total_fps, 1),
            *(_rounded(pick(each.stream_fps, default=np.nan), 1) for pick in (min, max)),
            *(_rounded(value, digits) for value, digits in ((each.fairness, 3), (each.median_ms, 0), (each.p95_ms, 0))),
            _rounded(each.resident_mb, 0),
        )
        for each in report.results
    ]
    names = ("streams", "served_by", "total_fps", "slowest_fps", "fastest_fps", "fairness", "median_ms", "p95_ms")
    return _frame(rows, (*names, "peak_mb"))


def claims_table(report: ClaimsReport) -> pd.DataFrame:
    """A row a claim; what was not measured says so."""
    rows = [
        (
            in_words(each.claim),
            f"{each.said} {each.unit}",
            *(
                text("benchmark.no_number") if np.isnan(v) else f"{v:.3g} {each.unit}"
                for v in (each.mediapipe, each.here)
            ),
            in_words(each.note),
        )
        for each in report.claims
    ]
    return _frame(rows, ("claim", "said", "measured_mediapipe", "measured_here", "note"))


def comparison_table(comparison: Comparison) -> pd.DataFrame:
    """A row a number; a column a report, and its ratio to the first."""
    others = [text("column.ratio_to", name=name, first=comparison.names[0]) for name in comparison.names[1:]]
    rows = [
        (
            text(f"tab.benchmark_{each.experiment}"),
            each.what,
            f"{each.figure} ({each.unit})" if each.unit else each.figure,
            *(_rounded(value, 3) for value in each.values),
            *(_rounded(value, 2) for value in ratios(each)),
        )
        for each in comparison.figures
    ]
    return pd.DataFrame(
        rows,
        columns=[*(text(f"column.{name}") for name in ("experiment", "what", "figure")), *comparison.names, *others],
    )


def system_table(comparison: Comparison) -> pd.DataFrame:
    """A row a fact about the machines; a column a report."""
    rows = [(name, *values) for name, values in comparison.system]
    return pd.DataFrame(rows, columns=[text("column.what"), *comparison.names])


TABLES: Final[dict[str, Callable[[Any], pd.DataFrame]]] = {
    "latency": latency_table,
    "cold": cold_table,
    "memory": memory_table,
    "throughput": throughput_table,
    "claims": claims_table,
    "precision": precision_table,
}


def _frame(rows: list[Any], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[text(f"column.{name}") for name in names])


def _spread(ratio: Any) -> tuple[float, float, float]:
    return ratio.value, ratio.low, ratio.high


def _rounded(value: float, digits: int) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)
