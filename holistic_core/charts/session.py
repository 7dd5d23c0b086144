"""A recorded session as charts: its joint angles and repetitions, and how fast its frames were dealt with."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.charts.angle_curves import (
    Degrees,
    angle_curve,
    angle_styles,
    degree_range,
    marked_points,
    repetition_lines,
)
from holistic_core.charts.curves import curve
from holistic_core.charts.look import GRID, NEUTRAL, apply_look
from holistic_core.errors import OptionsError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 380
_BOTTOM_PX: Final = 92
# Twice the pixels of a wide chart: of each slot the lowest and the highest value stay.
_MOST_POINTS: Final = 1600
_PAUSE_S: Final = 1.0
_SYMBOLS: Final = 8
# Numbers of more repetitions than this would cover one another.
_MOST_NUMBERS: Final = 20
_TICK_SHARE: Final = 0.08
# What medians and rates are told for: never less than this, and at most so many of them.
_SHORTEST_SLOT_S: Final = 1.0
_MOST_SLOTS: Final = 150
_STEPS_S: Final = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600)
_MOST_STEPS: Final = 6
_RATE_SHARE: Final = 0.36
_LATENCY_HEADROOM: Final = 1.15


def session_angles(
    times_s: Degrees, angles_deg: Mapping[str, Degrees], *, repetitions_s: Sequence[float] = ()
) -> "Figure":
    """Up to four joint angles over a whole session, from its first frame at 0; peaks are kept when points are left out.

    times_s: `(n,)`, increasing. angles_deg: degrees `(n,)` by names of `ANGLES`; NaN is a gap, and so is a second
    without a frame. repetitions_s: when each repetition was completed, on the same clock, the first one first.
    OptionsError for more than four angles, for unknown names, and for arrays of different lengths.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    styles = angle_styles(angles_deg)
    low, high = degree_range([style.definition for style in styles], list(angles_deg.values()))
    times, duration_s = _from_start(times_s)
    traces: list[dict[str, Any]] = []
    for style, degrees in zip(styles, angles_deg.values(), strict=True):
        x, y = curve(times, np.asarray(degrees), most=_MOST_POINTS, over_s=duration_s, pause_s=_PAUSE_S)
        traces += angle_curve(style, x, np.round(y, 1), marked_points(x, y, duration_s / _SYMBOLS))
    if repetitions_s and len(times):
        ends = np.asarray(repetitions_s, np.float64) - float(times_s[0])
        numbered = len(repetitions_s) <= _MOST_NUMBERS
        # Many lines from top to bottom would hide the curves.
        heights = (low, high if numbered else low + _TICK_SHARE * (high - low))
        traces.append(repetition_lines(ends, 0.0, duration_s, heights, numbered=numbered))
    figure = go.Figure({"data": traces})
    apply_look(figure, title="Joint angles of the session", height=_HEIGHT_PX, legend=True)
    figure.update_xaxes(**_time_axis(duration_s))
    figure.update_yaxes(range=[low, high], dtick=45 if high - low <= 180 else 90, ticksuffix="°")  # noqa: PLR2004
    return figure.update_layout(hovermode="x unified", legend_traceorder="normal", margin_b=_BOTTOM_PX)


def session_speed(times_s: Degrees, latency_ms: Degrees) -> "Figure":
    """Latency of a session's frames as median and 95th percentile, and how many frames a second there were below.

    times_s: `(n,)`, increasing. latency_ms: `(n,)`, one value a frame, NaN where it was not measured.
    Both are told for equal parts of the session, of a second or more. OptionsError when the arrays differ in length.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415

    if len(times_s) != len(latency_ms):
        raise OptionsError(f"There are {len(latency_ms)} latencies for {len(times_s)} frames; one for each is needed.")
    times, duration_s = _from_start(times_s)
    slot_s = max(_SHORTEST_SLOT_S, duration_s / _MOST_SLOTS)
    middles, median_ms, p95_ms, fps = _by_slot(times, np.asarray(latency_ms, np.float64), slot_s)
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[1 - _RATE_SHARE, _RATE_SHARE], vertical_spacing=0.08
    )
    rows = (
        ("Median latency", median_ms, "ms", {"color": GRID, "width": 2}, 1),
        ("95th percentile", p95_ms, "ms", {"color": NEUTRAL, "width": 2, "dash": "dash"}, 1),
        ("Frames per second", fps, "fps", {"color": NEUTRAL, "width": 2, "dash": "dot"}, 2),
    )
    for name, values, unit, line, row in rows:
        trace = {
            "type": "scatter",
            "name": name,
            # A part of the session between two pauses has no line through it.
            "mode": "lines+markers",
            "marker": {"size": 4},
            "x": middles,
            "y": values,
            "line": line,
            "hovertemplate": f"{name.lower()} %{{y:.1f}} {unit}<extra></extra>",
        }
        figure.add_trace(trace, row=row, col=1)
    apply_look(figure, title="Speed during the session", height=_HEIGHT_PX, legend=True)
    figure.update_xaxes(**{**_time_axis(duration_s), "title": None}, row=1, col=1)
    figure.update_xaxes(**_time_axis(duration_s), row=2, col=1)
    figure.update_yaxes(row=1, col=1, range=[0, _top(p95_ms)], nticks=5, ticksuffix=" ms")
    figure.update_yaxes(row=2, col=1, range=[0, _top(fps)], nticks=4, ticksuffix=" fps")
    return figure.update_layout(hovermode="x unified", margin_b=_BOTTOM_PX)


def _from_start(times_s: Degrees) -> tuple[npt.NDArray[np.float64], float]:
    """Seconds since the first frame, and how long the session was; a moment for one of a single frame."""
    times = np.asarray(times_s, np.float64)
    times = times - times[0] if len(times) else times
    return times, max(float(times[-1]), 0.1) if len(times) else 1.0


def _by_slot(
    times: npt.NDArray[np.float64], latency: npt.NDArray[np.float64], slot_s: float
) -> tuple[npt.NDArray[np.float64], ...]:
    """Middle, median, 95th percentile and frames a second of every slot; NaN for latencies where there is none."""
    slots = (times / slot_s).astype(np.intp)
    # What is left at the end counts for as long as it was; less than half a slot would be a guess.
    count = max(1, round(times[-1] / slot_s)) if len(times) else 0
    slots = np.minimum(slots, count - 1)
    ends = np.minimum(np.arange(1, count + 1) * slot_s, times[-1] if len(times) else 0.0)
    if count:
        ends[-1] = times[-1]
    starts = np.arange(count) * slot_s
    median, p95, fps = (np.full(count, np.nan) for _ in range(3))
    for slot in range(count):
        of_slot = latency[slots == slot]
        valued = of_slot[np.isfinite(of_slot)]
        if len(valued):
            median[slot], p95[slot] = np.median(valued), np.percentile(valued, 95)
        if ends[slot] > starts[slot]:
            # The very last frame ends the session: nothing of it comes afterwards.
            fps[slot] = (len(of_slot) - (slot == count - 1)) / (ends[slot] - starts[slot])
    return (starts + ends) / 2, median, p95, fps


def _top(values: npt.NDArray[np.float64]) -> float:
    largest = float(np.nanmax(values, initial=0.0))
    return largest * _LATENCY_HEADROOM if largest > 0 else 1.0


def _time_axis(duration_s: float) -> dict[str, Any]:
    """A time axis in minutes and seconds."""
    step_s = next((step for step in _STEPS_S if duration_s / step <= _MOST_STEPS), _STEPS_S[-1])
    ticks = list(range(0, int(duration_s) + 1, step_s))
    return {
        "title": {"text": "Time (min:s)", "standoff": 6},
        "range": [0, duration_s],
        "tickvals": ticks,
        "ticktext": [f"{tick // 60}:{tick % 60:02d}" for tick in ticks],
        "ticksuffix": " s",
        "hoverformat": ".1f",
        "showgrid": True,
    }
