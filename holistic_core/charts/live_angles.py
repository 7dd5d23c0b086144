"""Joint angles of the last seconds as curves that slide to the left, made anew several times a second."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from holistic_core.charts.angle_curves import (
    Degrees,
    angle_curve,
    angle_styles,
    degree_range,
    marked_points,
    repetition_lines,
)
from holistic_core.charts.curves import curve, spread
from holistic_core.charts.live_look import BOTTOM_WITH_LEGEND_PX, TOP_PX, LiveFigure, live_layout, seconds_ago_axis
from holistic_core.errors import OptionsError

_MOST_POINTS: Final = 300
_HEIGHT_PX: Final = 300
_PLOT_PX: Final = _HEIGHT_PX - TOP_PX - BOTTOM_WITH_LEGEND_PX
# Room for "−142°" to the right of the curves, and what one such number takes in height.
_NUMBERS_PX: Final = 52
_NUMBER_PX: Final = 15
# Without a frame for longer than this a line would be a guess.
_PAUSE_S: Final = 1.0
# A symbol on the curve every so many windows, at fixed times, so that it slides along.
_SYMBOL_SHARE: Final = 0.2


def scrolling_angles(
    times_s: Degrees,
    angles_deg: Mapping[str, Degrees],
    *,
    now_s: float,
    window_s: float = 10.0,
    repetitions_s: Sequence[float] = (),
) -> LiveFigure:
    """Up to four joint angles over the last seconds, newest at the right edge with its number beside it.

    times_s: `(n,)`, increasing. angles_deg: degrees `(n,)` by names of `ANGLES`; NaN is a gap, and so is a second
    without a frame. now_s: the right edge, on the clock of the times. window_s: how far back the chart reaches.
    repetitions_s: when each repetition was completed, the first one first; marked with their numbers.
    The axes are fixed: 0-180° for inner angles, -90-90° for tilts (±180° beyond that), both together for a mixture.
    OptionsError for more than four angles, for unknown names, and for arrays of different lengths.
    """
    styles = angle_styles(angles_deg)
    low, high = degree_range([style.definition for style in styles], list(angles_deg.values()))
    ago = np.asarray(times_s, np.float64) - now_s
    traces: list[dict[str, Any]] = []
    newest: list[tuple[float, str]] = []
    for style, degrees in zip(styles, angles_deg.values(), strict=True):
        seen = (ago >= -window_s) & (ago <= 0)
        values = np.asarray(degrees)
        if len(values) != len(ago):
            raise OptionsError(f"There are {len(values)} values for {len(ago)} times; one for each is needed.")
        x, y = curve(
            # Slots start at times of the clock: they slide along with the curve.
            np.asarray(times_s, np.float64)[seen],
            values[seen],
            most=_MOST_POINTS,
            over_s=window_s,
            pause_s=_PAUSE_S,
        )
        y = np.round(y, 1)
        traces += angle_curve(style, x - now_s, y, marked_points(x, y, window_s * _SYMBOL_SHARE))
        if len(y) and np.isfinite(y[-1]) and now_s - x[-1] <= _PAUSE_S:
            newest.append((float(y[-1]), style.colour))
    if repetitions_s:
        ends_ago = np.asarray(repetitions_s, np.float64) - now_s
        traces.append(repetition_lines(ends_ago, -window_s, 0.0, (low, high)))
    layout = live_layout(
        title="Joint angles",
        height=_HEIGHT_PX,
        xaxis=seconds_ago_axis(window_s),
        yaxis={"range": [low, high], "dtick": 45 if high - low <= 180 else 90, "ticksuffix": "°"},  # noqa: PLR2004
        legend=True,
        right_px=_NUMBERS_PX,
    )
    layout["hovermode"] = "x unified"
    layout["annotations"] = _numbers(newest, (high - low) / _PLOT_PX)
    return LiveFigure(traces, layout)


def _numbers(newest: Sequence[tuple[float, str]], degrees_per_px: float) -> list[dict[str, Any]]:
    """The newest values to the right of their curves, moved apart where they would cover one another."""
    ordered = sorted(newest)
    places = spread([value / degrees_per_px for value, _ in ordered], _NUMBER_PX)
    return [
        {
            "x": 0,
            "y": value,
            "text": f"{value:.0f}°".replace("-", "−"),
            "ax": 16,
            "ay": value / degrees_per_px - place,
            "xanchor": "left",
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1.5,
            "arrowcolor": colour,
            "standoff": 5,
            "font": {"size": 12},
        }
        for (value, colour), place in zip(ordered, places, strict=True)
    ]
