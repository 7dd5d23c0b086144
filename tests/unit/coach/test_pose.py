import math

import pytest

from holistic_core.coach.pose import (
    HAND_FIST,
    HAND_OPEN,
    Arm,
    Finger,
    Hand,
    Leg,
    Pose,
    Trunk,
    blend,
    hand_showing,
    mirrored,
)
from holistic_core.errors import OptionsError


@pytest.mark.parametrize("angle", [-1.0, 181.0, math.nan])
def test_an_inner_angle_is_between_folded_and_straight(angle: float) -> None:
    for build, name in ((Arm, "elbow_deg"), (Leg, "knee_deg"), (Leg, "ankle_deg"), (Finger, "pip_deg")):
        with pytest.raises(OptionsError, match=f"^{name} .*0 to 180°"):
            build(**{name: angle})


def test_other_angles_and_places_have_limits_too() -> None:
    with pytest.raises(OptionsError, match="lean_deg"):
        Trunk(lean_deg=math.inf)
    with pytest.raises(OptionsError, match="spread"):
        Hand(spread=-1)
    with pytest.raises(OptionsError, match=r"pelvis_m\.y"):
        Pose(pelvis_m=(0.0, math.nan, 0.0))


def test_a_blend_goes_from_one_pose_to_the_other() -> None:
    one = Pose(left_arm=Arm(elbow_deg=160, hand=HAND_OPEN), left_leg=Leg(ankle_deg=None))
    other = Pose(left_arm=Arm(elbow_deg=60, hand=HAND_FIST), left_leg=Leg(ankle_deg=90), pelvis_m=(0, 1, 0))
    assert blend(one, other, 0.0) == one
    assert blend(one, other, 1.0) == other
    middle = blend(one, other, 0.25)
    assert middle.left_arm.elbow_deg == pytest.approx(135)
    expected = 0.75 * HAND_OPEN.index.pip_deg + 0.25 * HAND_FIST.index.pip_deg
    assert middle.left_arm.hand.index.pip_deg == pytest.approx(expected)
    assert middle.left_leg.ankle_deg is None
    assert middle.pelvis_m is None
    assert blend(other, other, 0.3).pelvis_m == (0, 1, 0)


def test_mirroring_twice_changes_nothing() -> None:
    pose = Pose(Trunk(turn_deg=10, side_deg=5, look_deg=-20), left_arm=Arm(elbow_deg=90), pelvis_m=(0.3, 1, 0))
    assert mirrored(mirrored(pose)) == pose
    other = mirrored(pose)
    assert (other.right_arm.elbow_deg, other.trunk.look_deg, other.pelvis_m) == (90, 20, (-0.3, 1, 0))


@pytest.mark.parametrize("count", range(6))
def test_a_hand_shows_numbers(count: int) -> None:
    hand = hand_showing(count)
    straight = [finger.pip_deg > 160 for finger in (hand.index, hand.middle, hand.ring, hand.pinky)]
    assert sum(straight) == min(count, 4)
    assert (hand.thumb.out_deg > 45) is (count == 5)


@pytest.mark.parametrize("count", [-1, 6, 2.5])
def test_a_hand_has_five_fingers(count: float) -> None:
    with pytest.raises(OptionsError, match=r"count .*0 to 5"):
        hand_showing(count)  # type: ignore[arg-type]
