from dataclasses import replace

import numpy as np
import pytest

from holistic_core.coach.figure import FIGURES
from holistic_core.coach.inverse import Ground, with_foot, with_hand
from holistic_core.coach.pose import Pose, Trunk
from holistic_core.coach.skeleton import skeleton_of

ALEX = FIGURES["alex"]


@pytest.mark.parametrize("lean_deg", [0, 40, 80])
@pytest.mark.parametrize("ankle", [(0.15, 0.09, 0.0), (0.1, 0.3, 0.3), (0.3, 0.12, -0.2)])
def test_an_ankle_gets_where_it_should(ankle: tuple[float, float, float], lean_deg: float) -> None:
    pose = Pose(Trunk(lean_deg=lean_deg), pelvis_m=(0, 0.75, 0))
    skeleton = skeleton_of(pose, ALEX)
    for side, sign in (("left", 1), ("right", -1)):
        place = (sign * ankle[0], *ankle[1:])
        leg = with_foot(pose, skeleton, side, Ground(place), 10.0)  # type: ignore[arg-type]
        bones = skeleton_of(replace(pose, **{f"{side}_leg": leg}), ALEX).bones
        np.testing.assert_allclose(bones[f"{side}_foot"].origin_m, place, atol=1e-3)
        # Knees bend to the front of the body.
        middle = (bones[f"{side}_thigh"].origin_m + bones[f"{side}_foot"].origin_m) / 2
        assert (bones[f"{side}_shank"].origin_m - middle) @ skeleton.bones["pelvis"].rotation[:, 2] > 0


def test_a_flat_foot_is_flat_and_a_raised_heel_is_up() -> None:
    pose = Pose(pelvis_m=(0, 0.85, 0))
    skeleton = skeleton_of(pose, ALEX)
    for heel_up_deg in (0.0, 40.0):
        leg = with_foot(pose, skeleton, "left", Ground((0.12, 0.15, 0.1), heel_up_deg), 5.0)
        foot = skeleton_of(replace(pose, left_leg=leg), ALEX).bones["left_foot"]
        sole = foot.rotation[:, 2]
        assert np.degrees(np.arcsin(-sole[1])) == pytest.approx(heel_up_deg, abs=2.0)


def test_what_is_out_of_reach_is_reached_for() -> None:
    pose = Pose(pelvis_m=(0, 2.0, 0))
    skeleton = skeleton_of(pose, ALEX)
    leg = with_foot(pose, skeleton, "left", Ground((0.1, 0.0, 0.0)), 5.0)
    assert leg.knee_deg > 175
    assert np.isfinite([leg.hip_deg, leg.plane_deg, leg.rotation_deg]).all()


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hand_lies_flat_where_it_should(side: str) -> None:
    sign = 1.0 if side == "left" else -1.0
    pose = Pose(Trunk(lean_deg=72), pelvis_m=(0, 0.42, 0))
    skeleton = skeleton_of(pose, ALEX)
    wrist = (sign * 0.27, 0.03, 0.5)
    down = np.array([0.0, -1.0, 0.0])
    arm = with_hand(pose, skeleton, side, wrist, np.array([sign * 0.5, 0.4, -1]), np.array([0, 0, 1.0]), down)  # type: ignore[arg-type]
    bones = skeleton_of(replace(pose, **{f"{side}_arm": arm}), ALEX).bones
    hand = bones[f"{side}_hand"]
    np.testing.assert_allclose(hand.origin_m, wrist, atol=1e-3)
    np.testing.assert_allclose(-hand.rotation[:, 1], [0, 0, 1], atol=0.02)
    np.testing.assert_allclose(-sign * hand.rotation[:, 0], down, atol=0.05)
