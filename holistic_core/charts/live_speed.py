"""How fast live frames are dealt with: the latency of each of the last ones, and what a frame's time is spent on."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.charts.curves import curve, spread
from holistic_core.charts.live_look import BOTTOM_PX, TOP_PX, LiveFigure, live_layout, seconds_ago_axis
from holistic_core.charts.look import COLOURS, FAINT, GRID, NEUTRAL

_Values = npt.NDArray[np.floating[Any]]

_MOST_POINTS: Final = 300
_PAUSE_S: Final = 1.0
_LATENCY_PX: Final = 260
_RIGHT_PX: Final = 92
_LABEL_PX: Final = 30
_LATENCY_HEADROOM: Final = 1.1
# Between the faint and the neutral grey: the frames are seen, and the lines over them too.
_DOTS: Final = "rgba(128, 128, 128, 0.55)"
# Fixed scales, so that the curve jumps only when it has to.
_SCALES_MS: Final = (50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0)

_STACK_PX: Final = 270
# The axis, and four rows of a legend.
_STACK_BOTTOM_PX: Final = 130
_SHORTEST_TOLD_MS: Final = 0.95
# Which stages are shown as one: what a visitor can do something about. The first start that fits counts.
_GROUPS: Final[tuple[tuple[str, str], ...]] = (
    ("mailbox", "Waiting"),
    ("waiting", "Waiting"),
    ("decoding", "Decoding"),
    ("pose", "Body"),
    ("filters", "Body"),
    ("segmentation", "Background"),
    ("left_hand", "Left hand"),
    ("right_hand", "Right hand"),
    ("face", "Face"),
    ("angles", "Angles"),
    ("drawing", "Drawing"),
)
_STAGE_COLOURS: Final = {
    "Body": COLOURS["middle"],
    "Left hand": COLOURS["left"],
    "Right hand": COLOURS["right"],
    "Face": COLOURS["face"],
}
# The others are grey with a pattern each: colours have a meaning, and there are not that many greys.
_STAGE_PATTERNS: Final = {"Waiting": "/", "Decoding": ".", "Background": "x", "Angles": "+", "Drawing": "\\"}


def latency_chart(seconds_ago: _Values, latency_ms: _Values, *, window_s: float = 5.0) -> LiveFigure:
    """The latency of every frame of the last seconds, with lines at their median and 95th percentile.

    seconds_ago, latency_ms: `(n,)`, one value a frame, oldest first, so that the first number is the largest one.
    window_s: how far back the chart reaches. OptionsError when the arrays differ in length.
    """
    ago, latency = -np.asarray(seconds_ago, np.float64), np.asarray(latency_ms, np.float64)
    x, y = curve(ago, latency, most=_MOST_POINTS, over_s=window_s, pause_s=_PAUSE_S)
    valued = latency[np.isfinite(latency) & (ago >= -window_s)]
    levels = [("median", "solid", np.median(valued)), ("p95", "dash", np.percentile(valued, 95))] if len(valued) else []
    top = scale_ms(float(valued.max(initial=0.0)) * _LATENCY_HEADROOM)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "name": "One frame",
            "mode": "lines+markers",
            "x": x.astype(np.float32),
            "y": np.round(y, 1).astype(np.float32),
            "line": {"color": FAINT, "width": 1},
            "marker": {"color": _DOTS, "size": 4},
            "hovertemplate": "%{y:.1f} ms<extra></extra>",
        }
    ]
    for name, dash, value in levels:
        traces.append(
            {
                "type": "scatter",
                "name": name,
                "mode": "lines",
                "x": [-window_s, 0],
                "y": [float(value)] * 2,
                "line": {"color": GRID, "width": 3, "dash": dash},
                "hovertemplate": f"{name} %{{y:.1f}} ms<extra></extra>",
            }
        )
    layout = live_layout(
        title="Latency of each frame",
        height=_LATENCY_PX,
        xaxis=seconds_ago_axis(window_s),
        yaxis={"range": [0, top], "nticks": 6, "ticksuffix": " ms", "rangemode": "tozero"},
        legend=False,
        right_px=_RIGHT_PX,
    )
    layout["annotations"] = _levels([(float(value), name) for name, _, value in levels], top)
    return LiveFigure(traces, layout)


def stage_stack(stage_ms: Mapping[str, float]) -> LiveFigure:
    """What the time of a frame is spent on, as one bar; stages that belong together are one part of it.

    stage_ms: milliseconds by stage, for example their medians; NaN counts as nothing. Hover tells the single stages.
    """
    groups = grouped_stages(stage_ms)
    total = sum(sum(stages.values()) for stages in groups.values())
    traces = [_part(name, stages, total) for name, stages in groups.items()]
    layout = live_layout(
        title=f"Time per frame, {total:.1f} ms in all",
        height=_STACK_PX,
        xaxis={
            "title": {"text": "Time (ms)", "standoff": 6},
            "range": [0, scale_ms(total)],
            "nticks": 6,
            "showgrid": True,
        },
        yaxis={"showticklabels": False, "showgrid": False},
        legend=True,
    )
    layout["margin"] |= {"b": _STACK_BOTTOM_PX}
    layout |= {"barmode": "stack", "bargap": 0.1}
    return LiveFigure(traces, layout)


def scale_ms(largest_ms: float) -> float:
    """The smallest of the fixed scales that holds `largest_ms`, or a little more than that."""
    return next((scale for scale in _SCALES_MS if largest_ms <= scale), largest_ms * _LATENCY_HEADROOM)


def grouped_stages(stage_ms: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Milliseconds of the single stages by the name of the group they are shown in; a stage of no group has its own."""
    groups: dict[str, dict[str, float]] = {}
    for stage, ms in stage_ms.items():
        name = next((name for start, name in _GROUPS if stage.startswith(start)), _words(stage))
        if ms > 0:  # False for NaN
            groups.setdefault(name, {})[stage] = ms
    return groups


def _part(name: str, stages: Mapping[str, float], total: float) -> dict[str, Any]:
    ms = sum(stages.values())
    single = "".join(f"<br>{_words(stage)} {each:.1f} ms" for stage, each in stages.items()) if len(stages) > 1 else ""
    marker: dict[str, Any] = {"color": _STAGE_COLOURS.get(name, NEUTRAL), "line": {"width": 0}}
    if name in _STAGE_PATTERNS:
        marker["pattern"] = {"shape": _STAGE_PATTERNS[name], "size": 6, "solidity": 0.35}
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"{name} {ms:.0f} ms" if ms >= _SHORTEST_TOLD_MS else f"{name} < 1 ms",
        "x": [ms],
        "y": [""],
        "marker": marker,
        "hovertemplate": f"{name} {ms:.1f} ms, {ms / total:.0%}{single}<extra></extra>",
    }


def _levels(levels: list[tuple[float, str]], top: float) -> list[dict[str, Any]]:
    per_px = top / (_LATENCY_PX - TOP_PX - BOTTOM_PX)
    ordered = sorted(levels)
    places = spread([value / per_px for value, _ in ordered], _LABEL_PX)
    return [
        {
            "xref": "paper",
            "x": 1,
            "y": value,
            "text": f"{name}<br>{value:.1f} ms",
            "align": "left",
            "xanchor": "left",
            "xshift": 6,
            "yshift": place - value / per_px,
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": 12},
        }
        for (value, name), place in zip(ordered, places, strict=True)
    ]


def _words(stage: str) -> str:
    return stage.replace("_", " ").capitalize()
