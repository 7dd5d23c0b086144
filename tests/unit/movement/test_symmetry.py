"""Left against right, by hand."""

import math

import numpy as np
import pytest

from holistic_core.angle_definitions import ANGLES
from holistic_core.errors import OptionsError
from holistic_core.movement.symmetry import JOINT_PAIRS, symmetries, symmetry, symmetry_index

NAN = float("nan")


@pytest.mark.parametrize(
    ("left", "right", "percent"),
    [
        (80.0, 80.0, 0.0),
        (90.0, 60.0, 40.0),  # 30 of 75
        (60.0, 90.0, -40.0),
        (10.0, 0.0, 200.0),
        (0.0, 0.0, NAN),
        (NAN, 5.0, NAN),
    ],
)
def test_the_index_of_robinson(left: float, right: float, percent: float) -> None:
    assert symmetry_index(left, right) == pytest.approx(percent, nan_ok=True)


def test_a_joint_by_hand() -> None:
    told = symmetry("knee", np.array([170, 90, 80, 170.0]), np.array([170, 110, 110, 160.0]))
    assert (told.left_range_deg, told.right_range_deg) == (90, 60)
    assert told.index_percent == pytest.approx(40)
    assert told.difference_deg == pytest.approx((0 + 20 + 30 + 10) / 4)
    assert (told.joint, told.known) == ("knee", 1)


def test_only_frames_with_both_sides_count() -> None:
    left = np.array([170, 90, 10, NAN, 150.0])
    right = np.array([170, 110, NAN, 20, 150.0])
    told = symmetry("knee", left, right)
    assert (told.left_range_deg, told.right_range_deg, told.difference_deg) == (80, 60, pytest.approx(20 / 3))
    assert told.known == pytest.approx(0.6)


def test_alternating_sides_are_symmetric_and_differ_at_every_moment() -> None:
    phase = np.arange(1000) / 1000 * 8 * math.pi
    told = symmetry("hip", 120 + 30 * np.sin(phase), 120 - 30 * np.sin(phase))
    assert told.index_percent == pytest.approx(0, abs=0.01)
    assert told.difference_deg == pytest.approx(60 * 2 / math.pi, abs=0.1)


def test_trembling_has_no_index_and_nothing_seen_is_nan() -> None:
    still = symmetry("elbow", np.array([170, 171.0]), np.array([170, 174.0]))
    assert math.isnan(still.index_percent) and still.right_range_deg == 4
    nothing = symmetry("elbow", np.array([NAN, 1.0]), np.array([1.0, NAN]))
    assert math.isnan(nothing.left_range_deg) and math.isnan(nothing.difference_deg) and nothing.known == 0


def test_pairs_are_all_joints_with_two_sides() -> None:
    names = {each.name for each in ANGLES}
    assert {f"{side}_{joint}" for joint in JOINT_PAIRS for side in ("left", "right")} | {
        "neck",
        "trunk_lean",
        "shoulder_tilt",
        "pelvis_tilt",
    } == names


def test_joints_with_one_side_are_left_out() -> None:
    curve = np.array([170, 90.0])
    told = symmetries({"right_knee": curve, "neck": curve, "left_knee": curve / 2, "left_hip": curve})
    assert [(each.joint, each.index_percent) for each in told] == [("knee", pytest.approx(-200 / 3))]


def test_sides_of_different_length_are_refused() -> None:
    with pytest.raises(OptionsError, match="2 left and 3 right"):
        symmetry("knee", np.zeros(2), np.zeros(3))
