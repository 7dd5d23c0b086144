"""Repetitions laid over one another, from 0 to 100 % of each, with their mean."""

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.angle_definitions import AngleDefinition
from holistic_core.charts.angle_curves import Degrees, degree_range
from holistic_core.charts.look import COLOURS, NEUTRAL
from holistic_core.charts.movement_look import BOLD_PX, degree_axis, movement_layout
from holistic_core.palette import rgb_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 380
_BOTTOM_PX: Final = 92
_SPREAD_SHARE: Final = 0.2
_FEWEST_FOR_SPREAD: Final = 3


def repetition_overlay(
    cycles_deg: Degrees, definition: AngleDefinition, numbers: Sequence[int], *, chosen: int | None = None
) -> "Figure":
    """Every repetition in a thin line, their mean in a bold one, and one standard deviation around it from three on.

    cycles_deg: `(r, p)` degrees, as of `repetition_cycles`, from 0 to 100 %. definition: of the angle. numbers: of the
    repetitions. chosen: number of the one to be stressed.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    cycles = np.asarray(cycles_deg, np.float64)
    share = np.linspace(0, 100, cycles.shape[1])
    colour = COLOURS[definition.side]
    low, high = degree_range([definition], [cycles.ravel()])
    traces: list[dict[str, Any]] = []
    with warnings.catch_warnings():
        # A moment that no repetition knows has no mean, which is NaN.
        warnings.simplefilter("ignore", RuntimeWarning)
        mean, spread = np.nanmean(cycles, axis=0), np.nanstd(cycles, axis=0)
    known = np.isfinite(mean)
    if len(cycles) >= _FEWEST_FOR_SPREAD and known.any():
        traces.append(
            {
                "type": "scatter",
                "name": "±1 SD",
                "x": np.concatenate([share[known], share[known][::-1]]),
                "y": np.round(np.concatenate([(mean + spread)[known], (mean - spread)[known][::-1]]), 1),
                "fill": "toself",
                "fillcolor": "rgba({}, {}, {}, {})".format(*rgb_of(colour), _SPREAD_SHARE),
                "line": {"width": 0},
                "mode": "lines",
                "hoverinfo": "skip",
            }
        )
    for number, row in zip(numbers, cycles, strict=True):
        stressed = number == chosen
        traces.append(
            {
                "type": "scatter",
                "name": f"No. {number}" if stressed else "Each",
                "legendgroup": "chosen" if stressed else "each",
                "showlegend": stressed or number == next((each for each in numbers if each != chosen), None),
                "mode": "lines",
                "x": share,
                "y": np.round(row, 1),
                "line": {"color": NEUTRAL, "width": 2.5 if stressed else 1, "dash": "dash" if stressed else "solid"},
                "hovertemplate": f"%{{y:.0f}}° at %{{x:.0f}} %<extra>Repetition {number}</extra>",
            }
        )
    if len(cycles):
        traces.append(
            {
                "type": "scatter",
                "name": "Mean",
                "mode": "lines",
                "x": share,
                "y": np.round(mean, 1),
                "line": {"color": colour, "width": BOLD_PX},
                "hovertemplate": "%{y:.0f}° at %{x:.0f} %<extra>Mean</extra>",
            }
        )
    layout = movement_layout(
        title=f"Repetitions over one another: {definition.label[0].lower()}{definition.label[1:]}",
        height=_HEIGHT_PX,
        xaxis={
            "range": [0, 100],
            "dtick": 25,
            "ticksuffix": " %",
            "title": {"text": "Share of the repetition (%)", "standoff": 6},
            "showgrid": True,
        },
        yaxis=degree_axis(low, high),
        bottom_px=_BOTTOM_PX,
    )
    return go.Figure({"data": traces, "layout": layout})
