"""A movement is most like the coach's when it is the coach's own, and nothing is made up where nothing is known."""

from dataclasses import replace

import numpy as np
import pytest

from holistic_core.angles import joint_angles
from holistic_core.coach.samples import sample_truth
from holistic_core.export.session_frames import FrameStore, SessionFrames
from holistic_core.movement.coach_comparison import coach_of, compared_with_coach, true_repetitions

KNEES = ("left_knee", "right_knee")


def session(name: str, *, found: bool = True) -> SessionFrames:
    """The truth of a sample as a recording; or the same in which nobody was found."""
    store = FrameStore()
    for frame in sample_truth(name).frames:
        result = frame.result if found else replace(frame.result, pose=None, pose_world=None)
        store.add(frame.time_s, result, joint_angles(result), frame.repetitions, float("nan"))
    return store.frames()


def test_the_coach_is_found_by_exercise() -> None:
    assert coach_of("squat") == "squat_side"
    assert coach_of(None) is None and coach_of("hand_open_close") is None


@pytest.mark.parametrize(("name", "exercise"), [("squat_side", "squat"), ("curl_front", "biceps_curl")])
def test_true_repetitions_are_all_of_them(name: str, exercise: str) -> None:
    truth = sample_truth(name)
    found = true_repetitions(name, exercise)
    assert len(found) == truth.frames[-1].repetitions
    assert np.all(np.diff([each.start_s for each in found]) > 0)


def test_the_same_movement_is_alike_and_a_shallow_one_less() -> None:
    own = compared_with_coach(
        session("squat_side"), true_repetitions("squat_side", "squat"), "squat", KNEES, label="me", in_space=True
    )
    shallow = compared_with_coach(
        session("squat_shallow"), true_repetitions("squat_shallow", "squat"), "squat", KNEES, label="me", in_space=True
    )
    assert own is not None and own.score > 99 and own.one.label == "me"
    assert shallow is None or shallow.score < own.score - 5


def test_nothing_is_compared_without_repetitions_coach_or_angles() -> None:
    frames, counted = session("squat_side"), true_repetitions("squat_side", "squat")
    assert compared_with_coach(frames, (), "squat", KNEES, label="me", in_space=True) is None
    assert compared_with_coach(frames, counted, None, KNEES, label="me", in_space=True) is None
    assert compared_with_coach(frames, counted, "squat", (), label="me", in_space=True) is None
    nobody = session("squat_side", found=False)
    assert compared_with_coach(nobody, counted, "squat", KNEES, label="me", in_space=True) is None
