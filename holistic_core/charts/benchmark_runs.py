"""Cold starts, memory over time, and many streams at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holistic_core.charts.benchmark_look import PATTERNS, Kind, row_name, style_of
from holistic_core.charts.look import NEUTRAL, apply_look
from holistic_core.palette import WARNING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 48
_FRAME_PX: Final = 150
_CURVES_PX: Final = 380
_LEGEND_ROW_PX: Final = 24
_STEP_COLOUR: Final = "rgba(138, 111, 196, 0.85)"


@dataclass(frozen=True)
class MemorySeries:
    """One way to use the models: seconds, calls so far and MB of every sample; NaN growth is not drawn.

    growth_mb, level_mb: of the fitted line, MB a call and MB at call 0. stopped: it was ended at the limit.
    """

    label: str
    kind: Kind
    seconds: Sequence[float]
    calls: Sequence[int]
    resident_mb: Sequence[float]
    growth_mb: float
    level_mb: float
    stopped: bool


def memory_curves(series: Sequence[MemorySeries], limit_mb: float | None) -> "Figure":
    """Resident memory over time, with the fitted line of each way, dotted; the limit only when somebody met it."""
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    figure = go.Figure()
    for number, each in enumerate(series):
        style = style_of(each.kind, number)
        told = f", {_signed(each.growth_mb)} MB a call" if np.isfinite(each.growth_mb) else ""
        figure.add_scatter(
            name=f"{each.label}{told}",
            legendgroup=each.label,
            x=list(each.seconds),
            y=np.round(each.resident_mb, 1),
            customdata=list(each.calls),
            mode="lines",
            line={"color": style.colour, "width": 2.5, "dash": style.dash},
            hovertemplate="%{y:,.0f} MB after %{customdata} calls, %{x:.1f} s<extra></extra>",
        )
        if each.seconds:
            figure.add_scatter(
                legendgroup=each.label,
                showlegend=False,
                x=[each.seconds[-1]],
                y=[round(each.resident_mb[-1], 1)],
                mode="markers",
                marker={"color": style.colour, "size": 11, "symbol": "x" if each.stopped else style.symbol},
                hovertemplate=f"{each.label}<br>%{{y:,.0f}} MB at the end<extra></extra>",
            )
        if np.isfinite(each.growth_mb):
            figure.add_scatter(
                legendgroup=each.label,
                showlegend=False,
                x=list(each.seconds),
                y=[round(each.level_mb + each.growth_mb * calls, 1) for calls in each.calls],
                mode="lines",
                line={"color": NEUTRAL, "width": 1.5, "dash": "dot"},
                hoverinfo="skip",
            )
    if limit_mb is not None and any(each.stopped for each in series):
        figure.add_hline(
            limit_mb, line={"color": WARNING, "width": 2}, annotation_text="limit", annotation_position="top left"
        )
    height = _CURVES_PX + _LEGEND_ROW_PX * len(series)
    apply_look(figure, title="Resident memory over time", height=height, legend=True)
    figure.update_xaxes(title={"text": "Time (s)", "standoff": 6}, rangemode="tozero", showgrid=True)
    figure.update_yaxes(title="Memory (MB)", rangemode="tozero", tickformat=",.0f")
    return figure.update_layout(margin_b=70 + _LEGEND_ROW_PX * len(series))


def _signed(value: float) -> str:
    """Two digits with a sign; what rounds to nothing is +0.00."""
    return f"{round(value, 2) + 0.0:+.2f}"


def cold_bars(rows: Mapping[str, Mapping[str, float]]) -> "Figure":
    """A bar for each way to start, its steps one after the other, in seconds. rows: start → step → seconds."""
    from plotly import graph_objects as go  # noqa: PLC0415

    figure = go.Figure()
    steps = list(dict.fromkeys(step for row in rows.values() for step in row))
    for number, step in enumerate(steps):
        figure.add_bar(
            name=step,
            orientation="h",
            x=[round(row.get(step, 0.0), 4) for row in rows.values()],
            y=[row_name(name) for name in rows],
            marker={
                "color": _STEP_COLOUR if number % 2 else NEUTRAL,
                "pattern": {"shape": PATTERNS[number % len(PATTERNS)], "size": 6, "solidity": 0.35},
                "line": {"width": 0},
            },
            hovertemplate=f"{step}: %{{x:.3f}} s<extra></extra>",
        )
    height = _FRAME_PX + _ROW_PX * max(1, len(rows))
    apply_look(figure, title="From import to the second frame", height=height, legend=True)
    figure.update_xaxes(title={"text": "Time (s)", "standoff": 6}, rangemode="tozero", showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure.update_layout(barmode="stack", legend_traceorder="normal", margin_b=96)


@dataclass(frozen=True)
class StreamsSeries:
    """One way to serve streams. streams: how many at a time, for each the frames a second of every stream."""

    label: str
    kind: Kind
    streams: Sequence[int]
    stream_fps: Sequence[Sequence[float]]


def throughput_curves(series: Sequence[StreamsSeries]) -> "Figure":
    """Frames a second of all streams together, against how many there are."""
    return _streams_figure(
        series, [[sum(each) for each in one.stream_fps] for one in series], "Frames a second of all streams together"
    )


def share_curves(series: Sequence[StreamsSeries]) -> "Figure":
    """Frames a second of every single stream: the median as a line, from the slowest to the fastest as a bar."""
    medians = [[float(np.median(each)) if len(each) else float("nan") for each in one.stream_fps] for one in series]
    figure = _streams_figure(series, medians, "Frames a second of each stream, slowest to fastest")
    for trace, one, values in zip(figure.data, series, medians, strict=True):
        above = [max(each, default=middle) - middle for each, middle in zip(one.stream_fps, values, strict=True)]
        below = [middle - min(each, default=middle) for each, middle in zip(one.stream_fps, values, strict=True)]
        trace.error_y = {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 2}
    return figure


def _streams_figure(series: Sequence[StreamsSeries], values: Sequence[Sequence[float]], title: str) -> "Figure":
    from plotly import graph_objects as go  # noqa: PLC0415

    figure = go.Figure()
    for number, (each, fps) in enumerate(zip(series, values, strict=True)):
        style = style_of(each.kind, number)
        figure.add_scatter(
            name=each.label,
            x=list(each.streams),
            y=np.round(fps, 2),
            mode="lines+markers",
            line={"color": style.colour, "width": 2.5, "dash": style.dash},
            marker={"color": style.colour, "size": 10, "symbol": style.symbol},
            hovertemplate="%{x} streams: %{y:.1f} FPS<extra></extra>",
        )
    height = _CURVES_PX + _LEGEND_ROW_PX * len(series)
    apply_look(figure, title=title, height=height, legend=True)
    counts = sorted({count for each in series for count in each.streams})
    figure.update_xaxes(title={"text": "Streams at a time", "standoff": 6}, tickvals=counts, showgrid=True)
    figure.update_yaxes(title="Frames a second", rangemode="tozero")
    return figure.update_layout(margin_b=70 + _LEGEND_ROW_PX * len(series))
