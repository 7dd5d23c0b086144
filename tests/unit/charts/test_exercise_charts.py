"""The gauge is on a scale that stays and shows the thresholds; the bars show range and tempo of every repetition."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from plotly import graph_objects as go

from holistic_core import palette
from holistic_core.charts.exercise import repetition_bars as plain_repetition_bars
from holistic_core.charts.exercise import signal_gauge as plain_signal_gauge
from holistic_core.exercises import EXERCISES, Exercise, ExerciseState, Repetition

SQUAT, JACK = EXERCISES["squat"], EXERCISES["jumping_jack"]
STATE = ExerciseState(1, "down", 120.0, True, (), None, (), 0.6)
UNSEEN = replace(STATE, phase="unseen", signal_deg=math.nan, visible=False, progress=0.0)
REPETITION = Repetition(1, 1.0, 3.0, 80.0, 170.0, 0.8, 0.5, 0.7)
ROWS = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))


def signal_gauge(*given: Any, **named: Any) -> go.Figure:
    """As Plotly's own object, which checks every property."""
    return plain_signal_gauge(*given, **named).figure()


def repetition_bars(*given: Any, **named: Any) -> go.Figure:
    """As Plotly's own object, which checks every property."""
    return plain_repetition_bars(*given, **named).figure()


def gauge(exercise: Exercise, state: ExerciseState | None) -> Any:
    return signal_gauge(exercise, state, exercise.thresholds)


def many(count: int, **changes: Any) -> list[Repetition]:
    return [replace(REPETITION, number=number, **changes) for number in range(1, count + 1)]


@ROWS
def test_the_scale_goes_from_rest_to_the_full_movement_and_stays(exercise: Exercise) -> None:
    low, high = exercise.signal_range_deg
    scale = (high, low) if exercise.thresholds.falls else (low, high)
    for state in (STATE, UNSEEN, None, replace(STATE, signal_deg=5.0)):
        assert gauge(exercise, state).layout.xaxis.range == scale


@pytest.mark.parametrize(
    ("exercise", "deg", "start", "end"), [(SQUAT, 120, 180, 120), (JACK, 100, 0, 100), (SQUAT, 10, 180, 40)]
)
def test_the_bar_ends_at_the_angle_and_never_leaves_the_scale(
    exercise: Exercise, deg: float, start: float, end: float
) -> None:
    (bar,) = gauge(exercise, replace(STATE, signal_deg=deg)).data
    assert (bar.base[0], bar.base[0] + bar.x[0]) == (start, end)
    assert f"{deg}°" in bar.hovertemplate


@pytest.mark.parametrize("state", [UNSEEN, None])
def test_without_an_angle_the_bar_is_empty(state: ExerciseState | None) -> None:
    assert len(gauge(SQUAT, state).data) == 0


def test_the_title_tells_exercise_angle_and_phase() -> None:
    assert gauge(SQUAT, STATE).layout.title.text == "Squat: 120°, down"
    assert gauge(SQUAT, UNSEEN).layout.title.text == "Squat: not in view"


@ROWS
def test_thresholds_are_lines_that_differ_in_dashes_and_have_their_numbers(exercise: Exercise) -> None:
    thresholds = replace(exercise.thresholds, min_repetition_s=1.0)
    figure = signal_gauge(exercise, STATE, thresholds)
    lines = {shape.line.dash: shape.x0 for shape in figure.layout.shapes if shape.type == "line"}
    marks = {"solid": thresholds.enter_deg, "dash": thresholds.leave_deg, "dot": thresholds.target_deg}
    assert lines == marks
    told = [note.text for note in figure.layout.annotations]
    assert all(any(f"{deg:.0f}°" in text for text in told) for deg in marks.values())


def test_a_users_thresholds_are_shown() -> None:
    figure = signal_gauge(SQUAT, STATE, replace(SQUAT.thresholds, enter_deg=110, leave_deg=160))
    assert {110, 160} <= {shape.x0 for shape in figure.layout.shapes}


def test_a_gauge_is_small_enough_to_be_sent_several_times_a_second() -> None:
    assert len(signal_gauge(SQUAT, STATE, SQUAT.thresholds).to_json()) < 3000


def test_range_and_tempo_are_the_repetitions() -> None:
    figure = repetition_bars([REPETITION], SQUAT)
    bars = {bar.name: bar for bar in figure.data}
    motion = bars["Range of motion"]
    assert (motion.x[0], motion.base[0], motion.base[0] + motion.y[0]) == (1, 80, 170)
    assert [bars[name].y[0] for name in ("Down", "Bottom", "Up")] == [0.8, 0.5, 0.7]
    assert motion.marker.color == palette.MIDDLE
    assert len({bars[name].marker.pattern.shape for name in ("Down", "Bottom", "Up")}) == 3


def test_cues_are_marked_and_told_on_hover() -> None:
    bars = repetition_bars([REPETITION, replace(REPETITION, number=2, cues=("deeper", "knees_out"))], SQUAT).data[0]
    assert bars.text == ("", "!")
    assert "Go deeper." in bars.customdata[1][1] and "Knees out" in bars.customdata[1][1]
    assert bars.customdata[0][1] == ""


@pytest.mark.parametrize(("count", "first", "last"), [(1, 1, 1), (20, 1, 20), (45, 26, 45)])
def test_the_latest_twenty_are_shown(count: int, first: int, last: int) -> None:
    shown = repetition_bars(many(count), SQUAT).data[0].x
    assert (shown[0], shown[-1]) == (first, last)


def test_scales_stay_while_repetitions_come() -> None:
    few, more = (repetition_bars(many(count), SQUAT).layout for count in (1, 4))
    assert few.yaxis.range == more.yaxis.range == SQUAT.signal_range_deg
    assert few.yaxis2.range == more.yaxis2.range == (0, 2)
    assert few.xaxis.range == more.xaxis.range
    slow = replace(REPETITION, end_s=101.0, back_s=98.7)
    assert repetition_bars([slow], SQUAT).layout.yaxis2.range[1] >= 100


def test_axes_have_units_and_no_repetition_is_an_empty_chart() -> None:
    figure = repetition_bars([], JACK)
    assert "(°)" in figure.layout.yaxis.title.text and "(s)" in figure.layout.yaxis2.title.text
    assert json.loads(figure.to_json())["data"][0].get("x", []) == []
