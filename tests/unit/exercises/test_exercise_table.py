"""The rows of the table fit together."""

import pytest

from holistic_core.angles import ANGLES
from holistic_core.exercises import EXERCISES, PHASES, Cue, Exercise

ROWS = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
WANTED = {"squat", "lunge", "push_up", "biceps_curl", "shoulder_press", "jumping_jack", "hand_open_close"}


def test_the_exercises_people_ask_for_are_there() -> None:
    assert set(EXERCISES) >= WANTED


@ROWS
def test_a_row_is_found_under_its_name_and_counts_joints_that_are_measured(exercise: Exercise) -> None:
    assert EXERCISES[exercise.name] is exercise
    measured = {each.name for each in ANGLES}
    assert {f"{side}_{joint}" for side in ("left", "right") for joint in exercise.signal.joints} <= measured


@ROWS
def test_thresholds_lie_on_the_gauge_with_room_for_rest_and_for_the_full_movement(exercise: Exercise) -> None:
    low, high = exercise.signal_range_deg
    thresholds = exercise.thresholds
    rest, far = (high, low) if thresholds.falls else (low, high)
    assert thresholds.outward(rest) + 25 < thresholds.outward(thresholds.leave_deg)
    assert thresholds.outward(thresholds.enter_deg) < thresholds.outward(thresholds.target_deg)
    assert thresholds.outward(thresholds.target_deg) + 20 < thresholds.outward(far)


@ROWS
def test_phases_are_of_the_known_ones_and_every_choice_has_a_reason(exercise: Exercise) -> None:
    assert len(set(exercise.phases)) == 3
    assert set(exercise.phases) <= set(PHASES)
    assert exercise.why


@ROWS
def test_no_cue_comes_twice(exercise: Exercise) -> None:
    names = [cue.name for cue in exercise.cues]
    assert len(set(names)) == len(names)


def test_a_cue_says_the_same_wherever_it_comes_from() -> None:
    cues: dict[str, Cue] = {}
    for exercise in EXERCISES.values():
        for cue in exercise.cues:
            assert cues.setdefault(cue.name, cue) == cue
