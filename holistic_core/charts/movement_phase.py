"""How fast a joint moves: its angle against its angular velocity, and where it is fastest."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.charts.angle_curves import Degrees, angle_curve, angle_styles, degree_range, marked_points
from holistic_core.charts.curves import curve
from holistic_core.charts.movement_look import MOST_POINTS, PAUSE_S, cursor, degree_axis, movement_layout, time_axis
from holistic_core.errors import OptionsError
from holistic_core.movement.kinematics import VelocityPeak

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 400
_BOTTOM_PX: Final = 92
# Scales that do not jump with every clip; what is faster than the last one gets its own.
_SCALES_DEG_S: Final = (100.0, 200.0, 400.0, 800.0, 1600.0)
_SYMBOLS: Final = 8
# Numbers nearer to one another than these shares of the chart would cover one another; the faster one stays.
_NUMBER_SHARES: Final = (0.09, 0.09)
_MOST_NUMBERS: Final = 24
# Peaks below this share of the fastest one are marked without a number.
_NUMBER_FROM: Final = 0.25


def phase_portrait(
    angles_deg: Mapping[str, Degrees], velocities_deg_s: Mapping[str, Degrees], *, cursor_index: int | None = None
) -> "Figure":
    """Up to four angles against their angular velocities: one loop a repetition, and alike loops for alike repetitions.

    angles_deg, velocities_deg_s: `(n,)` of the same frames, filtered, by names of `ANGLES`; NaN is a gap.
    cursor_index: the frame that is looked at. OptionsError as `velocity_curves`.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    styles = _styles(angles_deg, velocities_deg_s)
    low, high = degree_range([style.definition for style in styles], list(angles_deg.values()))
    traces: list[dict[str, Any]] = []
    for style in styles:
        name = style.definition.name
        x, y = (np.asarray(each[name], np.float64) for each in (angles_deg, velocities_deg_s))
        at = cursor_index if cursor_index is not None and 0 <= cursor_index < len(x) else None
        known = at is not None and bool(np.isfinite(x[at]) and np.isfinite(y[at]))
        traces.append(
            {
                "type": "scatter",
                "name": style.definition.label,
                "mode": "lines",
                "x": np.round(x, 1).astype(np.float32),
                "y": np.round(y, 1).astype(np.float32),
                "line": {"color": style.colour, "width": 2, "dash": style.dash},
                "hovertemplate": "%{x:.0f}°, %{y:.0f} °/s<extra>" + style.definition.label + "</extra>",
            }
        )
        if at is not None and known:
            traces.append(
                {
                    "type": "scatter",
                    "name": f"{style.definition.label} now",
                    "mode": "markers",
                    "x": [float(x[at])],
                    "y": [float(y[at])],
                    "marker": {"symbol": style.symbol, "size": 12, "color": style.colour},
                    "showlegend": False,
                    "hoverinfo": "skip",
                }
            )
    layout = movement_layout(
        title="Phase portrait: angle against velocity",
        height=_HEIGHT_PX,
        xaxis={**degree_axis(low, high), "title": {"text": "Angle (°)", "standoff": 6}, "showgrid": True},
        yaxis=_speed_axis(list(velocities_deg_s.values())),
        bottom_px=_BOTTOM_PX,
    )
    return go.Figure({"data": traces, "layout": layout})


def velocity_curves(
    times_s: Degrees,
    velocities_deg_s: Mapping[str, Degrees],
    peaks: Mapping[str, Sequence[VelocityPeak]],
    *,
    cursor_s: float | None = None,
) -> "Figure":
    """Angular velocities of up to four angles over time, their peaks with their numbers.

    times_s: `(n,)`, increasing. velocities_deg_s: `(n,)` by names of `ANGLES`. peaks: of the same names.
    OptionsError for more than four angles, unknown names, and maps that do not have the same names.
    """
    from plotly import graph_objects as go  # noqa: PLC0415

    styles = _styles(velocities_deg_s, peaks)
    times = np.asarray(times_s, np.float64)
    start_s, end_s = (float(times[0]), float(times[-1])) if len(times) else (0.0, 1.0)
    over_s = max(end_s - start_s, 0.1)
    axis = _speed_axis(list(velocities_deg_s.values()))
    numbered = _numbered([peak for each in peaks.values() for peak in each], over_s, axis["range"][1])
    traces: list[dict[str, Any]] = []
    for style in styles:
        of_angle = list(peaks[style.definition.name])
        x, y = curve(
            times, np.asarray(velocities_deg_s[style.definition.name]), most=MOST_POINTS, over_s=over_s, pause_s=PAUSE_S
        )
        line, symbols = angle_curve(style, x, np.round(y, 1), marked_points(x, y, over_s / _SYMBOLS))
        line["hovertemplate"] = f"{style.definition.label} %{{y:.0f}} °/s<extra></extra>"
        # Symbols are for the peaks here; in the legend one of them stands beside the line.
        symbols |= {"x": [None], "y": [None]}
        traces += [line, symbols]
        traces.append(
            {
                "type": "scatter",
                "name": f"{style.definition.label}, peaks",
                "legendgroup": style.definition.name,
                "showlegend": False,
                "mode": "markers+text",
                "x": [round(peak.time_s, 3) for peak in of_angle],
                "y": [round(peak.deg_s, 1) for peak in of_angle],
                "text": [f"{abs(peak.deg_s):.0f}" if peak in numbered else " " for peak in of_angle],
                "textposition": ["top center" if peak.deg_s > 0 else "bottom center" for peak in of_angle],
                "marker": {"symbol": style.symbol, "size": 9, "color": style.colour},
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    layout = movement_layout(
        title="Angular velocity and its peaks",
        height=_HEIGHT_PX,
        xaxis=time_axis(start_s, end_s),
        yaxis=axis,
        bottom_px=_BOTTOM_PX,
    )
    layout["shapes"] = [] if cursor_s is None else [cursor(cursor_s)]
    return go.Figure({"data": traces, "layout": layout})


def _numbered(peaks: Sequence[VelocityPeak], over_s: float, top_deg_s: float) -> list[VelocityPeak]:
    """The peaks that have room for their number, the fastest first."""
    near_s, near_deg_s = _NUMBER_SHARES[0] * over_s, _NUMBER_SHARES[1] * 2 * top_deg_s
    kept: list[VelocityPeak] = []
    least_deg_s = _NUMBER_FROM * max((abs(each.deg_s) for each in peaks), default=0.0)
    for peak in sorted(peaks, key=lambda each: -abs(each.deg_s)):
        if abs(peak.deg_s) < least_deg_s:
            break
        if all(abs(peak.time_s - o.time_s) > near_s or abs(peak.deg_s - o.deg_s) > near_deg_s for o in kept):
            kept.append(peak)
    return kept[:_MOST_NUMBERS]


def _styles(one: Mapping[str, Any], other: Mapping[str, Any]) -> Any:
    if set(one) != set(other):
        raise OptionsError(f"The angles are {', '.join(one)} and {', '.join(other)}; both have to be the same ones.")
    return angle_styles(one)


def _speed_axis(velocities: Sequence[Degrees]) -> dict[str, Any]:
    largest = max((float(np.nanmax(np.abs(each), initial=0.0)) for each in velocities), default=0.0)
    top = next((scale for scale in _SCALES_DEG_S if largest * 1.1 <= scale), largest * 1.1)
    return {
        "range": [-top, top],
        "title": {"text": "Velocity (°/s)", "standoff": 4},
        "nticks": 7,
        "zeroline": True,
        "zerolinecolor": "rgba(128, 128, 128, 0.6)",
    }
