"""Left against right: the ranges of motion of every joint, with the index of their symmetry."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from holistic_core.charts.look import COLOURS, SIDE_LABELS
from holistic_core.charts.movement_look import movement_layout
from holistic_core.movement.symmetry import Symmetry

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 46
_FRAME_PX: Final = 150
_BOTTOM_PX: Final = 92
_MOST_DEG: Final = 180.0
# Beside the longest bar, where the index is written.
_SCALE_DEG: Final = (0.0, 218.0)


def symmetry_bars(symmetries: Sequence[Symmetry]) -> "Figure":
    """Range of motion of both sides of each joint on one scale, the symmetry index at their end; first one on top."""
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    labels = [each.joint.replace("_", " ").capitalize() for each in symmetries]
    sides = (("left", "left_range_deg", ""), ("right", "right_range_deg", "/"))
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": SIDE_LABELS[side],  # type: ignore[index]
            "y": labels,
            "x": [_known(getattr(each, field)) for each in symmetries],
            "marker": {
                "color": COLOURS[side],  # type: ignore[index]
                "line": {"width": 0},
                "pattern": {"shape": pattern, "fgcolor": "white", "fgopacity": 0.5, "size": 6, "fillmode": "overlay"},
            },
            "customdata": [[round(each.difference_deg, 1), round(100 * each.known)] for each in symmetries],
            "hovertemplate": "%{x:.0f}°, on average %{customdata[0]:.0f}° from the other side at the same moment"
            "<br>both seen in %{customdata[1]} % of the frames<extra>" + SIDE_LABELS[side] + "</extra>",  # type: ignore[index]
        }
        for side, field, pattern in sides
    ]
    layout = movement_layout(
        title="Range of motion and symmetry index",
        height=_FRAME_PX + _ROW_PX * max(len(symmetries), 2),
        xaxis={
            "range": list(_SCALE_DEG),
            "tickvals": [0, 45, 90, 135, 180],
            "ticksuffix": "°",
            "title": {"text": "Range of motion (°)", "standoff": 6},
            "showgrid": True,
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "type": "category"},
        bottom_px=_BOTTOM_PX,
    )
    layout |= {"barmode": "group", "bargap": 0.3, "bargroupgap": 0.06}
    layout["annotations"] = [
        {"x": _end(each), "y": label, "text": _told(each), "xanchor": "left", "showarrow": False, "xshift": 6}
        for label, each in zip(labels, symmetries, strict=True)
    ]
    return go.Figure({"data": traces, "layout": layout})


def _known(deg: float) -> float | None:
    return None if math.isnan(deg) else round(deg, 1)


def _end(each: Symmetry) -> float:
    longest = max(_known(each.left_range_deg) or 0.0, _known(each.right_range_deg) or 0.0)
    return min(longest, _MOST_DEG)


def _told(each: Symmetry) -> str:
    if each.known == 0:
        return "not seen together"
    if math.isnan(each.index_percent):
        return "still"
    percent = round(each.index_percent)
    return f"{percent:+d} %".replace("-", "−") if percent else "0 %"
