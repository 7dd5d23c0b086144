"""An exercise as charts: the angle that is counted on its scale, and range of motion and tempo of every repetition."""

import math
from collections.abc import Sequence
from typing import Any, Final

from holistic_core.charts.live_look import LiveFigure, live_layout
from holistic_core.charts.look import COLOURS, FAINT, GRID, NEUTRAL
from holistic_core.exercises.exercise import Exercise
from holistic_core.exercises.state import ExerciseState, Repetition
from holistic_core.exercises.thresholds import Thresholds

_GAUGE_PX: Final = 150
_GAUGE_TICK_DEG: Final = 20
# Where things are across the bar, which is 1 high: its own middle, the pointer above it, and the named ends.
_BAR_Y: Final = 0.5
_ABOVE_Y: Final = 1.25
_BELOW_Y: Final = -0.25
_GAUGE_Y: Final = (-0.55, 1.6)
# What counts, without a colour of its own.
_COUNTS: Final = "rgba(128, 128, 128, 0.18)"

_BARS_PX: Final = 340
# More would be too narrow to be told apart on a phone; the latest are kept.
_MOST_BARS: Final = 20
_RANGE_DOMAIN: Final = (0.56, 1.0)
_TEMPO_DOMAIN: Final = (0.0, 0.42)
_SCALES_S: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
# The parts of a repetition differ by pattern: colours have a meaning, and these have no side.
_TEMPO: Final = (("out_s", ""), ("far_s", "x"), ("back_s", "/"))


def signal_gauge(exercise: Exercise, state: ExerciseState | None, thresholds: Thresholds) -> LiveFigure:
    """The angle that is counted, on a scale that stays, from rest at the left to the full movement at the right.

    state: None before the first frame; without a visible joint the bar is empty. thresholds: those that count now; a
    repetition goes past the solid line and comes back past the dashed one. The dotted line is the full movement.
    """
    low, high = exercise.signal_range_deg
    rest, far = (high, low) if thresholds.falls else (low, high)
    deg = math.nan if state is None else state.signal_deg
    shown = min(max(deg, low), high)
    traces: list[dict[str, Any]] = []
    if not math.isnan(deg):
        traces.append(
            {
                "type": "bar",
                "name": "Angle now",
                "orientation": "h",
                "base": [rest],
                "x": [shown - rest],
                "y": [_BAR_Y],
                "width": [1.0],
                "marker": {"color": COLOURS["middle"], "line": {"width": 0}},
                "hovertemplate": f"{deg:.0f}°<extra></extra>",
            }
        )
    layout = live_layout(
        title=f"{exercise.label}: {_told(state)}",
        height=_GAUGE_PX,
        xaxis={"range": [rest, far], "dtick": _GAUGE_TICK_DEG, "ticksuffix": "°", "showgrid": False},
        yaxis={"range": list(_GAUGE_Y), "visible": False},
        legend=False,
    )
    layout["margin"] |= {"l": 24, "b": 28}
    layout["shapes"] = [
        _box(rest, far, FAINT, filled=False),
        _box(thresholds.enter_deg, far, _COUNTS, filled=True),
        _line(thresholds.leave_deg, "dash"),
        _line(thresholds.enter_deg, "solid"),
        _line(thresholds.full_deg, "dot"),
    ]
    layout["annotations"] = [
        _label(thresholds.leave_deg, f"back {thresholds.leave_deg:.0f}°", _ABOVE_Y, "right"),
        _label(thresholds.enter_deg, f"counts {thresholds.enter_deg:.0f}°", _ABOVE_Y, "left"),
        _label(thresholds.full_deg, f"full {thresholds.full_deg:.0f}°", _BELOW_Y, "center"),
    ]
    return LiveFigure(traces, layout)


def repetition_bars(repetitions: Sequence[Repetition], exercise: Exercise) -> LiveFigure:
    """Range of motion of the latest repetitions (at most 20), and below how long the parts of each took.

    repetitions: oldest first. Hover tells the numbers, and the cues that fired; those repetitions have a "!".
    """
    latest = repetitions[-_MOST_BARS:]
    numbers = [each.number for each in latest]
    advice = {cue.name: cue.message for cue in exercise.cues}
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": "Range of motion",
            "x": numbers,
            "base": [round(each.lowest_deg, 1) for each in latest],
            "y": [round(each.range_deg, 1) for each in latest],
            "marker": {"color": COLOURS["middle"], "line": {"width": 0}},
            "text": ["!" if each.cues else "" for each in latest],
            "textposition": "outside",
            "cliponaxis": False,
            "customdata": [[_ends(each), "".join(f"<br>{advice[name]}" for name in each.cues)] for each in latest],
            "hovertemplate": "%{y:.0f}° (%{customdata[0]})%{customdata[1]}<extra>Repetition %{x}</extra>",
            "showlegend": False,
        }
    ]
    traces += [
        {
            "type": "bar",
            "name": phase.capitalize(),
            "x": numbers,
            "y": [round(getattr(each, field), 2) for each in latest],
            "yaxis": "y2",
            "marker": {"color": NEUTRAL, "line": {"width": 0}, "pattern": {"shape": pattern, "fgcolor": GRID}},
            "hovertemplate": f"{phase} %{{y:.1f}} s<extra>Repetition %{{x}}</extra>",
        }
        for phase, (field, pattern) in zip(exercise.phases, _TEMPO, strict=True)
    ]
    first, last = (numbers[0], numbers[-1]) if numbers else (1, 1)
    low, high = exercise.signal_range_deg
    layout = live_layout(
        title="Each repetition: range of motion, tempo",
        height=_BARS_PX,
        xaxis={
            "title": {"text": "Repetition", "standoff": 6},
            "range": [first - 0.5, max(last, first + 3) + 0.5],
            "dtick": 1 if len(latest) <= _MOST_BARS // 2 else 2,
            "anchor": "y2",
        },
        yaxis={"title": {"text": "Angle (°)"}, "range": [low, high], "dtick": 45, "domain": list(_RANGE_DOMAIN)},
        legend=True,
    )
    layout["yaxis2"] = {
        "title": {"text": "Time (s)"},
        "range": [0, _scale_s(max((each.duration_s for each in latest), default=0.0))],
        "domain": list(_TEMPO_DOMAIN),
        "nticks": 4,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }
    layout |= {"barmode": "stack", "bargap": 0.35}
    return LiveFigure(traces, layout)


def _told(state: ExerciseState | None) -> str:
    if state is None:
        return "–"
    return f"{state.signal_deg:.0f}°, {state.phase}" if state.visible else "not in view"


def _ends(repetition: Repetition) -> str:
    return f"{repetition.lowest_deg:.0f}° to {repetition.highest_deg:.0f}°"


def _scale_s(longest_s: float) -> float:
    return next((scale for scale in _SCALES_S if longest_s <= scale), longest_s)


def _box(start_deg: float, end_deg: float, colour: str, *, filled: bool) -> dict[str, Any]:
    box: dict[str, Any] = {"type": "rect", "x0": start_deg, "x1": end_deg, "y0": 0, "y1": 1, "layer": "below"}
    return box | ({"fillcolor": colour, "line": {"width": 0}} if filled else {"line": {"color": colour, "width": 1}})


def _line(deg: float, dash: str) -> dict[str, Any]:
    line = {"color": GRID, "width": 2, "dash": dash}
    return {"type": "line", "x0": deg, "x1": deg, "y0": -0.05, "y1": 1.05, "line": line}


def _label(deg: float, text: str, y: float, anchor: str) -> dict[str, Any]:
    return {"x": deg, "y": y, "text": text, "showarrow": False, "xanchor": anchor, "yanchor": "middle"}
