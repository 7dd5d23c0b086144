"""The look of charts that are made anew several times a second for every viewer: plain data, little of it."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Streamlit puts the colours of the page's theme into the template's layout, so there has to be one. The templates of
# plotly are several kilobytes, sent with every figure, and take longer to check than all the rest. An empty one would
# be left out.
_TEMPLATE: Final = {"layout": {"autosize": True}}
TOP_PX: Final = 36
# Ticks and the title of an axis, without and with two rows of a legend below.
BOTTOM_PX: Final = 50
BOTTOM_WITH_LEGEND_PX: Final = 92
_STEPS_S: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)
_MOST_STEPS: Final = 6


@dataclass(frozen=True, eq=False)
class LiveFigure:
    """Traces and layout of a Plotly figure as plain data, with arrays in them.

    Plotly's own figures check every property in Python: tens of milliseconds for a chart, in which no other thread of
    Python runs, for every viewer and every refresh.
    """

    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]

    def to_json(self) -> str:
        """What Plotly in the browser draws; arrays as base64, in which NaN is a gap."""
        return json.dumps({"data": self.data, "layout": self.layout}, default=_plain, separators=(",", ":"))

    def figure(self) -> "Figure":
        """The same as Plotly's own object, checked by it."""
        from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

        return go.Figure({"data": list(self.data), "layout": dict(self.layout)})


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        # Single precision is finer than a pixel, and half of the bytes.
        array = value.astype(np.float32 if value.dtype.kind == "f" else np.int32)
        return {"dtype": array.dtype.str[1:], "bdata": base64.b64encode(array.tobytes()).decode("ascii")}
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} is no plain data")


def live_layout(
    *, title: str, height: int, xaxis: Mapping[str, Any], yaxis: Mapping[str, Any], legend: bool, right_px: int = 24
) -> dict[str, Any]:
    """The layout of a figure that replaces its predecessor; the legend explains and cannot be clicked.

    Streamlit builds a chart whose data changed anew, and forgets what was hidden, whatever `uirevision` says; a click
    needs longer than the time between two refreshes anyway. Other hosts keep their state by it.
    height: pixels. legend: entries below the chart. right_px: margin for what stands to the right of the curves.
    """
    return {
        "template": _TEMPLATE,
        "title": {
            "text": title,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8, "l": 4},
        },
        "height": height,
        "margin": {"l": 8, "r": right_px, "t": TOP_PX, "b": BOTTOM_WITH_LEGEND_PX if legend else BOTTOM_PX},
        "showlegend": legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hoverlabel": {"namelength": -1},
        "dragmode": False,
        "uirevision": "live",
        "xaxis": {"zeroline": False, "fixedrange": True, **xaxis},
        "yaxis": {"zeroline": False, "fixedrange": True, "automargin": True, **yaxis},
    }


def seconds_ago_axis(window_s: float) -> dict[str, Any]:
    """A time axis from `window_s` seconds ago (at -window_s) to now (at 0), always the same, so that curves slide."""
    step_s = next((step for step in _STEPS_S if window_s / step <= _MOST_STEPS), window_s / _MOST_STEPS)
    ticks = [-step_s * number for number in range(int(window_s / step_s), -1, -1)]
    return {
        "title": {"text": "Seconds ago", "standoff": 6},
        "range": [-window_s, 0],
        "tickvals": ticks,
        "ticktext": [f"{-tick:g}" if tick else "0" for tick in ticks],
        "ticksuffix": " s",
        "hoverformat": ".1f",
        "showgrid": True,
    }
