"""Charts of the live page: the angles of the last seconds, latency, and what a frame's time is spent on."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from holistic_core.angles import ANGLES
from holistic_core.charts.exercise import repetition_bars, signal_gauge
from holistic_core.charts.live_angles import scrolling_angles
from holistic_core.charts.live_look import LiveFigure
from holistic_core.charts.live_speed import latency_chart, stage_stack
from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.exercises import EXERCISES, Exercise, ExerciseState
from holistic_core.live.options import LiveOptions
from holistic_core.live.viewer import LiveViewer
from ui.downloads import data_button
from ui.library_words import in_words
from ui.live_controls import PREFIX
from ui.live_slot import LiveSlot, Shown
from ui.steady_charts import steady_chart
from ui.texts import text
from ui.visit import KEPT

MOST_ANGLES: Final = 4
GAUGE: Final = "live-gauge"
_ANGLES, _LATENCY, _STAGES, _BARS = "live-angles", "live-latency", "live-stages", "live-repetition-bars"
_WINDOW_S: Final = 10.0
# Single pictures come minutes apart.
_SNAPSHOTS_S: Final = 120.0
_EXAMPLE: Final = "squat_side"
_BODY: Final = [definition for definition in ANGLES if definition.group not in ("left_hand", "right_hand")]
_LABELS: Final = {definition.name: definition.label for definition in ANGLES}
_DEFAULT: Final = ("left_knee", "right_knee", "left_elbow", "right_elbow")


def show_angles(slot: LiveSlot) -> None:
    """Draw the scrolling angles; while the visitor is live they move on by themselves."""
    if slot.viewer is None:
        _example()
    else:
        steady_chart(figures(slot)[_ANGLES](), _ANGLES, feed=slot.feed)
    _choose_angles()
    if slot.viewer is not None:
        viewer = slot.viewer
        data_button("live-angles", lambda: _table(viewer, in_space=chosen_in_space()))


def show_speed(slot: LiveSlot) -> None:
    """Draw latency, stages and repetitions of who is or was live."""
    if slot.viewer is None:
        return
    made = figures(slot)
    for column, name in zip(st.columns(2), (_LATENCY, _STAGES), strict=True):
        with column:
            steady_chart(made[name](), name, feed=slot.feed)
    if _BARS in made:
        # None before the first repetition.
        steady_chart(made[_BARS](), _BARS, feed=slot.feed)


def figures(slot: LiveSlot) -> dict[str, Callable[[], LiveFigure | None]]:
    """What makes the newest figure of each name; nothing before anybody was live. Callable from any thread."""
    viewer, shown = slot.viewer, slot.shown
    if viewer is None or shown is None:
        return {}
    status = viewer.status()
    made: dict[str, Callable[[], LiveFigure | None]] = {
        _ANGLES: lambda: _angles(viewer, shown, status.exercise),
        _LATENCY: lambda: latency_chart(*np.array(status.speed.latencies, np.float64).reshape(-1, 2).T),
        _STAGES: lambda: stage_stack(status.speed.stage_ms),
    }
    name = shown.options.exercise
    if name is not None:
        made[GAUGE] = lambda: gauge(name, shown.options, status.exercise)
        made[_BARS] = lambda: _bars(EXERCISES[name], status.exercise)
    return made


def gauge(name: str, options: LiveOptions, state: ExerciseState | None) -> LiveFigure:
    """The angle that the chosen exercise counts by, on its scale; without a state the scale alone."""
    exercise = EXERCISES[name]
    return signal_gauge(exercise, state, options.thresholds or exercise.thresholds)


def chosen_angles() -> list[str]:
    """Names of the angles that the visitor wants to see."""
    names: list[str] = st.session_state.get(f"{PREFIX}angles", list(_DEFAULT))
    return names


def chosen_in_space() -> bool:
    """Whether they are wanted in space, not in the picture."""
    return bool(st.session_state.get(f"{PREFIX}plane") == "3d")


def _choose_angles() -> None:
    names, plane = st.columns([3, 1])
    with names:
        st.multiselect(
            text("live.angles"),
            [definition.name for definition in _BODY] + [each.name for each in ANGLES if each not in _BODY],
            default=_DEFAULT,
            max_selections=MOST_ANGLES,
            format_func=lambda each: in_words(_LABELS[each]),
            help=text("live.angles_help"),
            key=f"{PREFIX}angles",
            **KEPT,
        )
    with plane:
        st.segmented_control(
            text("switch.plane"),
            ("2d", "3d"),
            default="2d",
            required=True,
            format_func=lambda each: text(f"option.plane.{each}"),
            help=text("live.plane_help"),
            key=f"{PREFIX}plane",
            **KEPT,
        )


def _angles(viewer: LiveViewer, shown: Shown, exercise: ExerciseState | None) -> LiveFigure:
    window_s = _SNAPSHOTS_S if shown.options.stills else _WINDOW_S
    recent = viewer.angles.recent(window_s)
    ends_s = () if exercise is None else [each.end_s for each in exercise.done]
    now_s = float(recent.times_s[-1]) if len(recent.times_s) else 0.0
    angles = {name: recent.of(name, in_space=shown.in_space) for name in shown.angles}
    return scrolling_angles(recent.times_s, angles, now_s=now_s, window_s=window_s, repetitions_s=ends_s)


def _bars(exercise: Exercise, state: ExerciseState | None) -> LiveFigure | None:
    return repetition_bars(state.done, exercise) if state is not None and state.done else None


def _example() -> None:
    """Nobody was live yet: the coach's movement, to see what will be here."""
    frames = sample_truth(_EXAMPLE).frames
    frames = tuple(frame for frame in frames if frame.time_s >= frames[-1].time_s - _WINDOW_S)
    column = {angle.definition.name: number for number, angle in enumerate(frames[0].angles)}
    times_s = np.array([frame.time_s for frame in frames])
    plane = "deg_3d" if chosen_in_space() else "deg_2d"
    angles = {
        name: np.array([getattr(frame.angles[column[name]], plane) for frame in frames]) for name in chosen_angles()
    }
    steady_chart(scrolling_angles(times_s, angles, now_s=float(times_s[-1]), window_s=_WINDOW_S), _ANGLES)
    st.caption(text("live.charts_example", label=in_words(SAMPLES[_EXAMPLE].label)))


def _table(viewer: LiveViewer, *, in_space: bool) -> pd.DataFrame:
    """What the charts are drawn from: one row a frame, one column an angle."""
    recent = viewer.angles.recent()
    degrees = recent.deg_3d if in_space else recent.deg_2d
    columns = {f"{in_words(name)} (°)": degrees[:, column].round(1) for column, name in enumerate(_LABELS.values())}
    return pd.DataFrame({"time (s)": recent.times_s.round(3), **columns})
