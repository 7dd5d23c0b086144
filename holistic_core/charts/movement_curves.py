"""Joint angles of a whole movement: as measured and filtered, with its repetitions and the frame that is looked at."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.charts.angle_curves import (
    AngleStyle,
    Degrees,
    angle_curve,
    angle_styles,
    degree_range,
    marked_points,
)
from holistic_core.charts.curves import curve, spread
from holistic_core.charts.movement_look import (
    BOLD_PX,
    MOST_POINTS,
    PAUSE_S,
    RAW,
    band,
    cursor,
    degree_axis,
    movement_layout,
    time_axis,
)
from holistic_core.errors import OptionsError
from holistic_core.exercises.state import Repetition

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 420
_BOTTOM_PX: Final = 108
_SYMBOLS: Final = 8
# Numbers at the cursor are at least this share of the scale apart.
_NUMBER_SHARE: Final = 0.075
# Numbers of more repetitions than this would cover one another.
_MOST_NUMBERS: Final = 20


def movement_curves(
    times_s: Degrees,
    raw_deg: Mapping[str, Degrees],
    filtered_deg: Mapping[str, Degrees],
    *,
    repetitions: Sequence[Repetition] = (),
    cursor_s: float | None = None,
) -> "Figure":
    """Up to four angles over time: as measured in thin lines, filtered in bold ones, repetitions as numbered shades.

    times_s: `(n,)`, increasing. raw_deg, filtered_deg: degrees `(n,)` by names of `ANGLES`, the same in both; NaN is a
    gap. repetitions: on the same clock. cursor_s: time of the frame that is looked at; a line and its angles mark it.
    OptionsError for more than four angles, unknown names, and arrays that do not belong together.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    if set(raw_deg) != set(filtered_deg):
        raise OptionsError("The angles as measured and the filtered ones are not the same; give each of them twice.")
    styles = angle_styles(raw_deg)
    times = np.asarray(times_s, np.float64)
    start_s, end_s = (float(times[0]), float(times[-1])) if len(times) else (0.0, 1.0)
    low, high = degree_range([style.definition for style in styles], list(raw_deg.values()))
    traces: list[dict[str, Any]] = []
    for style in styles:
        name = style.definition.name
        traces += _one_angle(style, times, np.asarray(raw_deg[name]), np.asarray(filtered_deg[name]))
    layout = movement_layout(
        title="Joint angles: thin as measured, bold filtered",
        height=_HEIGHT_PX,
        xaxis=time_axis(start_s, end_s),
        yaxis=degree_axis(low, high),
        bottom_px=_BOTTOM_PX,
    )
    layout["hovermode"] = "x unified"
    layout["shapes"] = [band(each.start_s, each.end_s) for each in repetitions]
    if len(repetitions) <= _MOST_NUMBERS:
        layout["annotations"] = [_number(each) for each in repetitions]
    if cursor_s is not None:
        layout["shapes"].append(cursor(cursor_s))
        traces += _at_cursor(styles, times, filtered_deg, cursor_s, (low, high))
    return go.Figure({"data": traces, "layout": layout})


def _one_angle(style: AngleStyle, times: Degrees, raw: Degrees, smooth: Degrees) -> list[dict[str, Any]]:
    """Both lines of an angle; the filtered one stands for both in the legend."""
    over_s = max(float(times[-1] - times[0]), 0.1) if len(times) else 1.0
    x, y = curve(times, raw, most=MOST_POINTS, over_s=over_s, pause_s=PAUSE_S)
    thin = {
        "type": "scatter",
        "name": f"{style.definition.label}, measured",
        "legendgroup": style.definition.name,
        "showlegend": False,
        "mode": "lines",
        "x": x.astype(np.float32),
        "y": np.round(y, 1).astype(np.float32),
        "line": {"color": style.colour, **RAW},
        "opacity": 0.75,
        "hovertemplate": "measured %{y:.1f}°<extra></extra>",
    }
    x, y = curve(times, smooth, most=MOST_POINTS, over_s=over_s, pause_s=PAUSE_S)
    line, symbols = angle_curve(style, x, np.round(y, 1), marked_points(x, y, over_s / _SYMBOLS))
    line["line"] = {**line["line"], "width": BOLD_PX}
    return [thin, line, symbols]


def _at_cursor(
    styles: Sequence[AngleStyle],
    times: Degrees,
    filtered_deg: Mapping[str, Degrees],
    cursor_s: float,
    scale: tuple[float, float],
) -> list[dict[str, Any]]:
    """The angles at the frame that is looked at, with their numbers, which do not cover one another."""
    if not len(times):
        return []
    place = int(np.abs(times - cursor_s).argmin())
    told = [(float(filtered_deg[style.definition.name][place]), style) for style in styles]
    told = sorted((each for each in told if np.isfinite(each[0])), key=lambda each: each[0])
    room = _NUMBER_SHARE * (scale[1] - scale[0])
    heights = spread([deg for deg, _ in told], room)
    # Numbers stay inside of the chart.
    beyond = max(0.0, heights[-1] + room / 2 - scale[1]) if heights else 0.0
    side = "middle right" if cursor_s < (times[0] + times[-1]) / 2 else "middle left"
    shared = {"type": "scatter", "showlegend": False, "hoverinfo": "skip"}
    points = [
        {
            **shared,
            "name": f"{style.definition.label} now",
            "mode": "markers",
            "x": [cursor_s],
            "y": [deg],
            "marker": {"symbol": style.symbol, "size": 11, "color": style.colour},
        }
        for deg, style in told
    ]
    blank = "\u2002" * 2
    numbers = [
        {
            **shared,
            "name": f"{style.definition.label}, number",
            "mode": "text",
            "x": [cursor_s],
            "y": [height - beyond],
            "text": [f"{blank}<b>{deg:.0f}°</b>{blank}"],
            "textposition": side,
        }
        for (deg, style), height in zip(told, heights, strict=True)
    ]
    return [*points, *numbers]


def _number(repetition: Repetition) -> dict[str, Any]:
    middle = (repetition.start_s + repetition.end_s) / 2
    return {"x": middle, "y": 1, "yref": "paper", "yanchor": "top", "text": str(repetition.number), "showarrow": False}
