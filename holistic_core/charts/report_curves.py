"""Joint angles of a movement for a report: filtered curves bold, measured ones thin behind them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.charts.angle_curves import (
    Degrees,
    angle_curve,
    angle_styles,
    degree_range,
    marked_points,
    repetition_lines,
)
from holistic_core.charts.curves import curve
from holistic_core.charts.look import apply_look

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 360
_BOTTOM_PX: Final = 84
_MOST_POINTS: Final = 1600
_PAUSE_S: Final = 1.0
_SYMBOLS: Final = 8
_MOST_NUMBERS: Final = 20
_TICK_SHARE: Final = 0.08
_BOLD_PX: Final = 2.5
_THIN_PX: Final = 1
_THIN_OPACITY: Final = 0.55


def report_curves(
    times_s: Degrees,
    angles_deg: Mapping[str, Degrees],
    measured_deg: Mapping[str, Degrees],
    *,
    title: str,
    repetitions_s: Sequence[float] = (),
) -> "Figure":
    """Up to four angles over the clip's own seconds; peaks are kept when points are left out.

    times_s: `(n,)`, increasing. angles_deg: degrees `(n,)` by names of `ANGLES`, NaN is a gap. measured_deg: the same
    before the filter, or empty. repetitions_s: when each ended. OptionsError as of `angle_styles` and `curve`.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    styles = angle_styles(angles_deg)
    everything = [*angles_deg.values(), *measured_deg.values()]
    low, high = degree_range([style.definition for style in styles] * (1 + bool(measured_deg)), everything)
    start_s, end_s = (float(times_s[0]), float(times_s[-1])) if len(times_s) else (0.0, 1.0)
    length_s = max(end_s - start_s, 0.1)

    def points(degrees: Degrees) -> tuple[Degrees, Degrees]:
        x, y = curve(times_s, np.asarray(degrees), most=_MOST_POINTS, over_s=length_s, pause_s=_PAUSE_S)
        return x, np.round(y, 1)

    thin: list[dict[str, Any]] = []
    bold: list[dict[str, Any]] = []
    for style in styles:
        name = style.definition.name
        if name in measured_deg:
            x, y = points(measured_deg[name])
            line, _ = angle_curve(style, x, y, np.zeros(len(x), np.bool_))
            line |= {"line": {"color": style.colour, "width": _THIN_PX}, "opacity": _THIN_OPACITY, "hoverinfo": "skip"}
            thin.append({key: value for key, value in line.items() if key != "hovertemplate"})
        x, y = points(angles_deg[name])
        line, marks = angle_curve(style, x, y, marked_points(x - start_s, y, length_s / _SYMBOLS))
        bold += [each | {"line": {**each["line"], "width": _BOLD_PX}} for each in (line, marks)]
    traces = thin + bold
    if len(repetitions_s) and len(times_s):
        numbered = len(repetitions_s) <= _MOST_NUMBERS
        heights = (low, high if numbered else low + _TICK_SHARE * (high - low))
        traces.append(repetition_lines(np.asarray(repetitions_s), start_s, end_s, heights, numbered=numbered))
    figure = go.Figure({"data": traces})
    apply_look(figure, title=title, height=_HEIGHT_PX, legend=True)
    figure.update_xaxes(title={"text": "Time (s)", "standoff": 6}, range=[start_s, start_s + length_s], ticksuffix=" s")
    figure.update_yaxes(range=[low, high], dtick=45 if high - low <= 180 else 90, ticksuffix="°")  # noqa: PLR2004
    return figure.update_layout(hovermode="x unified", legend_traceorder="normal", margin_b=_BOTTOM_PX)
