"""Two movements compared: the curves of one angle laid over one another in time, and how time was bent for that."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.charts.angle_curves import angle_styles, degree_range
from holistic_core.charts.look import NEUTRAL
from holistic_core.charts.movement_look import BOLD_PX, PAUSE_S, degree_axis, movement_layout, time_axis
from holistic_core.movement.comparison import Comparison
from holistic_core.palette import TRUTH

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 400
_PATH_PX: Final = 400
_BOTTOM_PX: Final = 92
# Some of the moments that belong together are joined by a line.
_TIES: Final = 24


def aligned_curves(comparison: Comparison, name: str, *, ties: bool = False) -> "Figure":
    """One angle of both clips on the clock of the first, aligned; with `ties` unaligned, equal moments joined instead.

    name: of the angles that were compared; KeyError otherwise.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    (style,) = angle_styles([name])
    one, other = comparison.one, comparison.other
    first_deg, second_deg = one.angles_deg[name], other.angles_deg[name]
    first_s, second_s = one.times_s - one.times_s[0], other.times_s - other.times_s[0]
    low, high = degree_range([style.definition] * 2, [first_deg, second_deg])
    shown = (second_s, second_deg) if ties else (first_s, comparison.aligned_deg(name))
    traces = [
        _line(one.label, first_s, first_deg, {"color": style.colour, "width": BOLD_PX}),
        _line(other.label, *shown, {"color": TRUTH, "width": BOLD_PX, "dash": "dash"}),
    ]
    if ties:
        path = comparison.path[np.linspace(0, len(comparison.path) - 1, _TIES).round().astype(np.intp)]
        x, y = (np.full(3 * len(path), np.nan) for _ in range(2))
        x[::3], x[1::3] = first_s[path[:, 0]], second_s[path[:, 1]]
        y[::3], y[1::3] = first_deg[path[:, 0]], second_deg[path[:, 1]]
        traces.append(
            {
                "type": "scatter",
                "name": "Same moments",
                "mode": "lines",
                "x": x,
                "y": y,
                "line": {"color": NEUTRAL, "width": 1},
                "hoverinfo": "skip",
            }
        )
    longest_s = max(float(first_s[-1]), float(second_s[-1])) if ties else float(first_s[-1])
    label, difference = style.definition.label, comparison.difference_deg[name]
    layout = movement_layout(
        title=f"{label}, {'as filmed' if ties else 'aligned'}: {difference:.0f}° apart on average",
        height=_HEIGHT_PX,
        xaxis=time_axis(0.0, longest_s),
        yaxis=degree_axis(low, high),
        bottom_px=_BOTTOM_PX,
    )
    layout["hovermode"] = "closest" if ties else "x unified"
    return go.Figure({"data": traces, "layout": layout})


def warping_chart(comparison: Comparison) -> "Figure":
    """Which moment of the one belongs to which of the other; the dotted line is the same tempo from start to end."""
    from plotly import graph_objects as go  # noqa: PLC0415

    one, other, path = comparison.one, comparison.other, comparison.path
    first_s, second_s = one.times_s - one.times_s[0], other.times_s - other.times_s[0]
    ends = float(first_s[-1]), float(second_s[-1])
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "name": "Same tempo",
            "mode": "lines",
            "x": [0, ends[0]],
            "y": [0, ends[1]],
            "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "name": "Same moments",
            "mode": "lines",
            "x": np.round(first_s[path[:, 0]], 3),
            "y": np.round(second_s[path[:, 1]], 3),
            "line": {"color": TRUTH, "width": BOLD_PX},
            "hovertemplate": "%{x:.2f} s ↔ %{y:.2f} s<extra></extra>",
        },
    ]
    across, up = time_axis(0.0, ends[0]), time_axis(0.0, ends[1])
    layout = movement_layout(
        title=f"Time of both: the second takes {comparison.tempo:.2f} ×",
        height=_PATH_PX,
        xaxis={**across, "title": {"text": f"{one.label} ({_unit(across)})", "standoff": 6}},
        yaxis={**up, "title": {"text": f"{other.label} ({_unit(up)})", "standoff": 4}},
        bottom_px=_BOTTOM_PX,
    )
    return go.Figure({"data": traces, "layout": layout})


def _line(label: str, x: Any, y: Any, line: dict[str, Any]) -> dict[str, Any]:
    # Where nothing was known for long no line goes through.
    pauses = np.flatnonzero(np.diff(x) > PAUSE_S) + 1
    return {
        "type": "scatter",
        "name": label,
        "mode": "lines",
        "x": np.round(np.insert(x, pauses, np.nan), 3),
        "y": np.round(np.insert(y, pauses, np.nan), 1),
        "line": line,
        "hovertemplate": "%{y:.0f}°<extra>" + label + "</extra>",
    }


def _unit(axis: dict[str, Any]) -> str:
    return "min:s" if "tickvals" in axis else "s"
