"""How long frames take: boxes, cumulated shares, stages, and latency against the size of the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holistic_core.charts.benchmark_look import PATTERNS, Kind, row_name, style_of
from holistic_core.charts.look import COLOURS, NEUTRAL, apply_look

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 46
_FRAME_PX: Final = 150
_CURVES_PX: Final = 400
_LEGEND_ROW_PX: Final = 24
_ROOM: Final = 1.15
_FLOOR: Final = "models alone"
_STAGE_COLOURS: Final = (
    ("left", COLOURS["left"]),
    ("right", COLOURS["right"]),
    ("pose", COLOURS["middle"]),
    ("face", COLOURS["face"]),
)


@dataclass(frozen=True)
class LatencySeries:
    """One setting. ms: of every frame. model_ms: the models alone, NaN where unknown. stage_ms: medians by stage."""

    label: str
    kind: Kind
    ms: Sequence[float]
    model_ms: float
    stage_ms: Mapping[str, float]


def latency_boxes(series: Sequence[LatencySeries]) -> "Figure":
    """A box for every setting, with a mark where its models alone would be: less is not possible."""
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    figure = go.Figure()
    for number, each in enumerate(series):
        style = style_of(each.kind, number)
        figure.add_box(
            name=each.label,
            x=np.round(each.ms, 2),
            y=[row_name(each.label)] * len(each.ms),
            orientation="h",
            line={"color": style.colour, "width": 2},
            fillcolor=style.fill,
            boxpoints="outliers",
            marker={"color": style.colour, "size": 4, "symbol": style.symbol},
            showlegend=False,
            hovertemplate="%{x:.1f} ms<extra></extra>",
        )
    floors = [each for each in series if np.isfinite(each.model_ms)]
    if floors:
        figure.add_scatter(
            name=_FLOOR,
            x=[round(each.model_ms, 2) for each in floors],
            y=[row_name(each.label) for each in floors],
            mode="markers",
            marker={"symbol": "line-ns", "size": 26, "line": {"color": NEUTRAL, "width": 4}},
            hovertemplate=f"{_FLOOR}: %{{x:.1f}} ms<extra></extra>",
        )
    height = _FRAME_PX + _ROW_PX * max(1, len(series))
    apply_look(figure, title="Time of a frame", height=height, legend=bool(floors))
    figure.update_xaxes(title={"text": "Time (ms)", "standoff": 6}, rangemode="tozero", showgrid=True)
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        categoryorder="array",
        categoryarray=[row_name(each.label) for each in series],
    )
    return figure.update_layout(margin_b=88 if floors else 48)


def latency_ecdf(series: Sequence[LatencySeries]) -> "Figure":
    """Which share of the frames took at most so long: one curve a setting; the steeper, the steadier."""
    from plotly import graph_objects as go  # noqa: PLC0415

    figure = go.Figure()
    longest = 0.0
    for number, each in enumerate(series):
        style, ordered = style_of(each.kind, number), np.sort(np.asarray(each.ms, np.float64))
        longest = max(longest, float(np.percentile(ordered, 99))) if len(ordered) else longest
        figure.add_scatter(
            name=each.label,
            x=np.round(ordered, 2),
            y=np.round(100 * np.arange(1, len(ordered) + 1) / max(1, len(ordered)), 1),
            mode="lines",
            line={"color": style.colour, "width": 2.5, "dash": style.dash, "shape": "hv"},
            hovertemplate="%{y:.0f} % within %{x:.1f} ms<extra></extra>",
        )
    height = _CURVES_PX + _LEGEND_ROW_PX * len(series)
    apply_look(figure, title="Share of frames within a time", height=height, legend=True)
    figure.update_xaxes(title={"text": "Time (ms)", "standoff": 6}, range=[0, longest * _ROOM or 1.0], showgrid=True)
    figure.update_yaxes(title="Frames (%)", range=[0, 103])
    return figure.update_layout(margin_b=70 + _LEGEND_ROW_PX * len(series))


def stage_stacks(series: Sequence[LatencySeries]) -> "Figure":
    """What the median frame is spent on, a bar a setting, its stages one after the other."""
    from plotly import graph_objects as go  # noqa: PLC0415

    figure = go.Figure()
    stages = list(dict.fromkeys(stage for each in series for stage, ms in each.stage_ms.items() if ms > 0))
    for number, stage in enumerate(stages):
        times = [each.stage_ms.get(stage, 0.0) for each in series]
        words = stage.replace("_", " ").capitalize()
        figure.add_bar(
            name=words,
            orientation="h",
            x=np.round(times, 2),
            y=[row_name(each.label) for each in series],
            marker={
                "color": next((colour for start, colour in _STAGE_COLOURS if stage.startswith(start)), NEUTRAL),
                "pattern": {"shape": PATTERNS[number % len(PATTERNS)], "size": 6, "solidity": 0.35},
                "line": {"width": 0},
            },
            hovertemplate=f"{words}: %{{x:.1f}} ms<extra></extra>",
        )
    rows = -(-len(stages) // 3)
    height = _FRAME_PX + _ROW_PX * max(1, len(series)) + _LEGEND_ROW_PX * rows
    apply_look(figure, title="What a frame is spent on", height=height, legend=True)
    figure.update_xaxes(title={"text": "Median time (ms)", "standoff": 6}, rangemode="tozero", showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure.update_layout(barmode="stack", legend_traceorder="normal", margin_b=72 + _LEGEND_ROW_PX * rows)


def size_curves(curves: Mapping[str, tuple[Kind, Sequence[tuple[int, float, float]]]]) -> "Figure":
    """Median time against the longer side of the picture, and below it, dotted, what the models alone take.

    curves: setting → its kind, and for each size `(pixels, median ms, models alone ms or NaN)`.
    """
    from plotly import graph_objects as go  # noqa: PLC0415

    figure = go.Figure()
    for number, (label, (kind, points)) in enumerate(curves.items()):
        style, ordered = style_of(kind, number), sorted(points)
        sizes = [size for size, _, _ in ordered]
        figure.add_scatter(
            name=label,
            x=sizes,
            y=[round(ms, 2) for _, ms, _ in ordered],
            mode="lines+markers",
            line={"color": style.colour, "width": 2.5, "dash": style.dash},
            marker={"color": style.colour, "size": 9, "symbol": style.symbol},
            hovertemplate="%{x} px: %{y:.1f} ms<extra></extra>",
        )
        if any(np.isfinite(model_ms) for _, _, model_ms in ordered):
            figure.add_scatter(
                name=f"{label}: {_FLOOR}",
                x=sizes,
                y=[None if np.isnan(ms) else round(ms, 2) for _, _, ms in ordered],
                mode="lines",
                line={"color": NEUTRAL, "width": 2, "dash": "dot"},
                hovertemplate=f"{_FLOOR}: %{{y:.1f}} ms<extra></extra>",
            )
    count = len(figure.data)
    height = _CURVES_PX + _LEGEND_ROW_PX * count
    apply_look(figure, title="Time against the size of the picture", height=height, legend=True)
    figure.update_xaxes(title={"text": "Longer side (pixels)", "standoff": 6}, rangemode="tozero", showgrid=True)
    figure.update_yaxes(title="Median time (ms)", rangemode="tozero")
    return figure.update_layout(margin_b=70 + _LEGEND_ROW_PX * count)
