"""The charts of a benchmark's reports, the same on the page and in the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from holistic_core.charts.benchmark_compare import comparison_bars
from holistic_core.charts.benchmark_latency import (
    LatencySeries,
    latency_boxes,
    latency_ecdf,
    size_curves,
    stage_stacks,
)
from holistic_core.charts.benchmark_look import Kind, sentence
from holistic_core.charts.benchmark_precision import Limits, Precision, precision_map
from holistic_core.charts.benchmark_runs import (
    MemorySeries,
    StreamsSeries,
    cold_bars,
    memory_curves,
    share_curves,
    throughput_curves,
)
from holistic_core.measure.benchmark.compare import Comparison
from holistic_core.measure.benchmark.latency import LatencyReport, LatencyResult
from holistic_core.measure.benchmark.memory_growth import MemoryReport
from holistic_core.measure.benchmark.settings import short_labels
from holistic_core.measure.benchmark.throughput import ThroughputReport
from holistic_core.measure.cold_start import ColdStartReport
from holistic_core.measure.precision import (
    MAX_ERROR_PERCENT,
    MIN_AGREEMENT,
    MIN_SPEEDUP,
    SCOPE_WORDS,
    SCOPES,
    PrecisionReport,
)


@dataclass(frozen=True, eq=False)
class NamedFigure:
    """name: for keys and file names. figure: of plotly. told: what it shows, for those who cannot see it."""

    name: str
    figure: Any
    told: str


def latency_figures(report: LatencyReport) -> list[NamedFigure]:
    """Boxes, cumulated shares, stages; and curves against the size when there are several sizes."""
    series = [_latency_series(each) for each in report.results]
    told = ", ".join(f"{each.label} {each.median_ms:.1f} ms" for each in report.results)
    found = [
        NamedFigure("latency", latency_boxes(series), f"Medians: {told}. A bar marks the time of the models alone."),
        NamedFigure("latency-shares", latency_ecdf(series), "The further left, the faster; the steeper, the steadier."),
        NamedFigure("latency-stages", stage_stacks(series), "MediaPipe shows its graph as one stage."),
    ]
    curves = _by_size(report)
    if curves:
        told = "Models see crops of fixed size: what grows with the picture is reading it."
        found.append(NamedFigure("latency-sizes", size_curves(curves), told))
    return found


def cold_figures(report: ColdStartReport) -> list[NamedFigure]:
    """One chart with a bar for every way to start."""
    rows = {
        each.label: {
            "Import": each.import_s,
            "Create": each.create_s,
            "First frame": each.first_s,
            "Second frame": each.second_s,
        }
        for each in report.engines
    }
    told = ", ".join(f"{each.label} {each.total_s:.2f} s to the first result" for each in report.engines)
    return [NamedFigure("cold-start", cold_bars(rows), f"{told}. Warmed up, the models are loaded when it is created.")]


def memory_figures(report: MemoryReport) -> list[NamedFigure]:
    """One chart with a curve for every way."""
    kinds: dict[str, Kind] = {"shared": "ours", "idle_release": "ours", "never_closed": "warning"}
    series = [
        MemorySeries(
            each.label,
            kinds.get(each.way, "theirs"),
            each.seconds,
            each.calls,
            each.resident_mb,
            each.growth_mb,
            each.level_mb,
            stopped=each.stopped in {"limit", "killed"},
        )
        for each in report.results
    ]
    told = "; ".join(f"{each.label}: {each.end_mb - each.start_mb:+,.0f} MB" for each in report.results)
    return [NamedFigure("memory", memory_curves(series, report.limit_mb), f"{told}. Dotted: fitted growth.")]


def throughput_figures(report: ThroughputReport) -> list[NamedFigure]:
    """Frames a second in all, and of each stream."""
    series = []
    for service in dict.fromkeys(each.service for each in report.results):
        runs = [each for each in report.results if each.service == service and each.stream_fps]
        if runs:
            kind: Kind = "theirs" if service == "mediapipe" else "ours"
            fps = [each.stream_fps for each in runs]
            series.append(StreamsSeries(runs[0].label, kind, [each.streams for each in runs], fps))
    told = ", ".join(f"{each.label} with {each.streams}: {each.total_fps:.1f} FPS" for each in report.results)
    fair = ", ".join(f"{each.label} with {each.streams}: {each.fairness:.2f}" for each in report.results)
    return [
        NamedFigure("throughput", throughput_curves(series), told),
        NamedFigure("throughput-shares", share_curves(series), f"Fairness, 1 when all get the same: {fair}"),
    ]


def precision_figures(report: PrecisionReport) -> list[NamedFigure]:
    """Error against speed: of the whole frame, of the body model, of the hand model."""
    found = []
    limits = Limits(MIN_SPEEDUP, MAX_ERROR_PERCENT, 100 * MIN_AGREEMENT)
    for scope in SCOPES:
        rows = [row for row in report.rows if row.scope == scope]
        marks = [Precision(row.variant, row.speedup, row.error_percent, 100 * row.agreement) for row in rows]
        title = f"{sentence(SCOPE_WORDS[scope])}: how fast, how exact"
        told = ", ".join(f"{row.variant} {row.speedup:.2f} × at {row.error_percent:.2f} %" for row in rows)
        name = "precision" if scope == "whole" else f"precision-{scope}"
        found.append(NamedFigure(name, precision_map(marks, limits, title=title), f"{told}."))
    return found


def comparison_figure(comparison: Comparison, experiment: str, figure: str) -> NamedFigure:
    """One figure of an experiment, all reports side by side."""
    rows = [each for each in comparison.figures if (each.experiment, each.figure) == (experiment, figure)]
    values = {name: [each.values[number] for each in rows] for number, name in enumerate(comparison.names)}
    unit = rows[0].unit if rows else ""
    bars = comparison_bars(values, [each.what for each in rows], figure=figure, unit=unit)
    return NamedFigure(f"compare-{experiment}", bars, f"{sentence(figure)} of {', '.join(comparison.names)}.")


def _latency_series(result: LatencyResult) -> LatencySeries:
    kind: Kind = "ours" if result.setting.contender == "litert" else "theirs"
    every = [ms for turn in result.wall_ms for ms in turn]
    return LatencySeries(result.label, kind, every, result.model_ms, result.stage_ms)


def _by_size(report: LatencyReport) -> dict[str, tuple[Kind, list[tuple[int, float, float]]]]:
    """Curves of settings that differ in size only; none when there is one size."""
    sized = [each for each in report.results if each.setting.longer_px]
    if len({each.setting.longer_px for each in sized}) < 2:  # noqa: PLR2004 -- a curve has two points
        return {}
    others = list(dict.fromkeys(replace(each.setting, longer_px=0) for each in sized))
    labels = dict(zip(others, short_labels(others), strict=True))
    curves: dict[str, tuple[Kind, list[tuple[int, float, float]]]] = {}
    for each in sized:
        kind: Kind = "ours" if each.setting.contender == "litert" else "theirs"
        label = labels[replace(each.setting, longer_px=0)]
        curves.setdefault(label, (kind, []))[1].append((each.setting.longer_px, each.median_ms, each.model_ms))
    return curves


FIGURES: Final[Mapping[str, Callable[[Any], list[NamedFigure]]]] = {
    "latency": latency_figures,
    "cold": cold_figures,
    "memory": memory_figures,
    "throughput": throughput_figures,
    "precision": precision_figures,
}
