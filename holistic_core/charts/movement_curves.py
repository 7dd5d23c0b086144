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
from holistic_core.charts.curves import curve
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
_TITLE: Final = "Joint angles: thin as measured, bold filtered"
# Numbers of more repetitions than this would cover one another.
_MOST_NUMBERS: Final = 20


def movement_curves(
    times_s: Degrees,
    raw_deg: Mapping[str, Degrees],
    filtered_deg: Mapping[str, Degrees],
    *,
    repetitions: Sequence[Repetition] = (),
    cursor_s: float | None = None,
    title: str = _TITLE,
) -> "Figure":
    """Up to four angles over time: as measured in thin lines, filtered in bold ones, repetitions as numbered shades.

    times_s: `(n,)`, increasing. raw_deg, filtered_deg: degrees `(n,)` by names of `ANGLES`, the same in both; NaN is a
    gap. Without any `raw_deg` there are bold lines only. repetitions: on the same clock. cursor_s: time of the frame
    that is looked at; a line marks it, and the legend has its angles. OptionsError for more than four angles, unknown
    names, and arrays that do not belong together.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    if raw_deg and set(raw_deg) != set(filtered_deg):
        raise OptionsError("The angles as measured and the filtered ones are not the same; give each of them twice.")
    styles = angle_styles(filtered_deg)
    times = np.asarray(times_s, np.float64)
    start_s, end_s = (float(times[0]), float(times[-1])) if len(times) else (0.0, 1.0)
    low, high = degree_range([style.definition for style in styles], list((raw_deg or filtered_deg).values()))
    traces: list[dict[str, Any]] = []
    for style in styles:
        name = style.definition.name
        if raw_deg:
            traces.append(_measured(style, times, np.asarray(raw_deg[name])))
        traces += _filtered(style, times, np.asarray(filtered_deg[name]))
    layout = movement_layout(
        title=title,
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
        traces += _at_cursor(traces, styles, times, filtered_deg, cursor_s) if len(times) else []
    return go.Figure({"data": traces, "layout": layout})


def _length_s(times: Degrees) -> float:
    return max(float(times[-1] - times[0]), 0.1) if len(times) else 1.0


def _measured(style: AngleStyle, times: Degrees, raw: Degrees) -> dict[str, Any]:
    """The thin line of an angle."""
    x, y = curve(times, raw, most=MOST_POINTS, over_s=_length_s(times), pause_s=PAUSE_S)
    return {
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


def _filtered(style: AngleStyle, times: Degrees, smooth: Degrees) -> list[dict[str, Any]]:
    """The bold line of an angle, and the symbols that stand for it in the legend."""
    over_s = _length_s(times)
    x, y = curve(times, smooth, most=MOST_POINTS, over_s=over_s, pause_s=PAUSE_S)
    line, symbols = angle_curve(style, x, np.round(y, 1), marked_points(x, y, over_s / _SYMBOLS))
    line["line"] = {**line["line"], "width": BOLD_PX}
    symbols["showlegend"] = True
    return [line, symbols]


def _at_cursor(
    traces: Sequence[dict[str, Any]],
    styles: Sequence[AngleStyle],
    times: Degrees,
    filtered_deg: Mapping[str, Degrees],
    cursor_s: float,
) -> list[dict[str, Any]]:
    """Marks where the curves meet the cursor; their numbers stand in the legend, where they never cover anything."""
    place = int(np.abs(times - cursor_s).argmin())
    marks = []
    for style in styles:
        name, deg = style.definition.name, float(filtered_deg[style.definition.name][place])
        known = bool(np.isfinite(deg))
        for trace in traces:
            if trace["legendgroup"] == name and trace["showlegend"]:
                trace["name"] = f"{style.definition.label} {deg:.0f}°" if known else f"{style.definition.label} –"
        if known:
            marks.append(
                {
                    "type": "scatter",
                    "name": f"{style.definition.label} now",
                    "showlegend": False,
                    "hoverinfo": "skip",
                    "mode": "markers",
                    "x": [cursor_s],
                    "y": [deg],
                    "marker": {"symbol": style.symbol, "size": 11, "color": style.colour},
                }
            )
    return marks


def _number(repetition: Repetition) -> dict[str, Any]:
    # At the beginning of its shade: what is looked at is in the middle.
    place = {"x": repetition.start_s, "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "top"}
    return {**place, "text": str(repetition.number), "showarrow": False}
