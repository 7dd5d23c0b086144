"""What the charts of a whole movement share: time on its axis, lines, and a mark at the frame that is looked at."""

from typing import Any, Final

from holistic_core.charts.live_look import live_layout
from holistic_core.charts.look import FAINT, NEUTRAL

RAW: Final[dict[str, Any]] = {"width": 1}
BOLD_PX: Final = 3
# Twice the pixels of a wide chart: of each slot the lowest and the highest value stay.
MOST_POINTS: Final = 1600
PAUSE_S: Final = 1.0
_STEPS_S: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600)
_MOST_STEPS: Final = 6
_MINUTE_S: Final = 60.0


def movement_layout(
    *, title: str, height: int, xaxis: dict[str, Any], yaxis: dict[str, Any], bottom_px: int
) -> dict[str, Any]:
    """The layout of a chart that can be zoomed, with its legend below. bottom_px: room for ticks, title and legend."""
    layout = live_layout(title=title, height=height, xaxis={"fixedrange": False, **xaxis}, yaxis=yaxis, legend=True)
    layout["margin"] |= {"b": bottom_px}
    layout |= {"uirevision": title, "dragmode": "zoom", "hovermode": "closest"}
    layout["legend"] |= {"itemclick": "toggle", "itemdoubleclick": "toggleothers"}
    return layout


def time_axis(start_s: float, end_s: float, *, titled: bool = True) -> dict[str, Any]:
    """Seconds, or minutes and seconds where it is longer than a minute."""
    span_s = max(end_s - start_s, 1e-3)
    step_s = next((step for step in _STEPS_S if span_s / step <= _MOST_STEPS), _STEPS_S[-1])
    axis: dict[str, Any] = {"range": [start_s, start_s + span_s], "hoverformat": ".2f", "showgrid": True}
    if span_s <= _MINUTE_S:
        axis |= {"dtick": step_s, "tick0": 0, "title": {"text": "Time (s)", "standoff": 6}, "ticksuffix": ""}
    else:
        ticks = [step_s * number for number in range(int(start_s // step_s), int(end_s // step_s) + 1)]
        axis |= {
            "tickvals": ticks,
            "ticktext": [f"{int(tick) // 60}:{int(tick) % 60:02d}" for tick in ticks],
            "title": {"text": "Time (min:s)", "standoff": 6},
        }
    return axis if titled else {**axis, "title": None}


def degree_axis(low: float, high: float) -> dict[str, Any]:
    """Degrees on a scale that stays."""
    return {"range": [low, high], "dtick": 45 if high - low <= 180 else 90, "ticksuffix": "°"}  # noqa: PLR2004


def cursor(at: float, *, axis: str = "x") -> dict[str, Any]:
    """A line from top to bottom at the frame that is looked at."""
    line = {"color": NEUTRAL, "width": 2}
    return {"type": "line", "xref": axis, "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}


def band(start: float, end: float) -> dict[str, Any]:
    """A repetition, from where it begins to where it ends, as a shade behind the curves."""
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1,
        "layer": "below", "fillcolor": FAINT, "opacity": 0.45, "line": {"width": 0},
    }  # fmt: skip
