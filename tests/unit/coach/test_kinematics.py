"""Places against trigonometry by hand, and inner angles against the angles that were asked for."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holistic_core.coach.figure import FIGURES, FINGERS, Figure
from holistic_core.coach.landmarks import body_landmarks_m, hand_landmarks_m
from holistic_core.coach.pose import HAND_FIST, Arm, Finger, Hand, Leg, Pose, Trunk, mirrored
from holistic_core.coach.skeleton import PARENTS, SIDES, Skeleton, about, skeleton_of, sole_m
from holistic_core.topology import LEFT_HAND, POSE

ALEX = FIGURES["alex"]


def points(pose: Pose, figure: Figure = ALEX) -> dict[str, np.ndarray]:
    return dict(zip(POSE.names, body_landmarks_m(skeleton_of(pose, figure)), strict=True))


def inner_deg(one: np.ndarray, vertex: np.ndarray, other: np.ndarray) -> float:
    a, b = one - vertex, other - vertex
    return math.degrees(math.acos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1)))


ELEVATIONS, PLANES = st.floats(1, 179), st.floats(-90, 180)


@settings(max_examples=60, deadline=None)
@given(ELEVATIONS, PLANES, st.floats(-120, 120), st.floats(20, 180), st.floats(90, 180), PLANES, st.floats(20, 180))
def test_arms_have_the_inner_angles_asked_for(
    shoulder: float, plane: float, rotation: float, elbow: float, wrist: float, wrist_plane: float, lean: float
) -> None:
    arm = Arm(shoulder, plane, rotation, elbow, 30, wrist, wrist_plane)
    at = points(Pose(Trunk(lean_deg=lean, bend_deg=20, twist_deg=15), arm, replace(arm, pronation_deg=-40)))
    for side in SIDES:
        hand = (at[f"{side}_index"] + at[f"{side}_pinky"]) / 2
        shoulder_m, elbow_m, wrist_m = (at[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
        assert inner_deg(at[f"{side}_hip"], shoulder_m, elbow_m) == pytest.approx(shoulder, abs=1e-4)
        assert inner_deg(shoulder_m, elbow_m, wrist_m) == pytest.approx(elbow, abs=1e-4)
        assert inner_deg(elbow_m, wrist_m, hand) == pytest.approx(wrist, abs=0.6)


@settings(max_examples=60, deadline=None)
@given(ELEVATIONS, PLANES, st.floats(-60, 60), st.floats(20, 180), st.floats(70, 150), st.floats(-30, 120))
def test_legs_have_the_inner_angles_asked_for(
    hip: float, plane: float, rotation: float, knee: float, ankle: float, lean: float
) -> None:
    leg = Leg(hip, plane, rotation, knee, ankle, toes_out_deg=0)
    at = points(Pose(Trunk(lean_deg=lean, bend_side_deg=10), left_leg=leg, right_leg=leg))
    for side in SIDES:
        shoulder_m, hip_m, knee_m, ankle_m, toes_m = (
            at[f"{side}_{joint}"] for joint in ("shoulder", "hip", "knee", "ankle", "foot_index")
        )
        assert inner_deg(shoulder_m, hip_m, knee_m) == pytest.approx(hip, abs=1e-4)
        assert inner_deg(hip_m, knee_m, ankle_m) == pytest.approx(knee, abs=1e-4)
        assert inner_deg(knee_m, ankle_m, toes_m) == pytest.approx(ankle, abs=1e-4)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("angles", [(150.0, 90.0, 100.0), (100.0, 85.0, 120.0), (90.0, 170.0, 60.0)])
def test_fingers_have_the_inner_angles_asked_for(side: str, angles: tuple[float, float, float]) -> None:
    finger = Finger(*angles)
    pose = Pose(left_arm=Arm(hand=Hand(HAND_FIST.thumb, finger, finger, finger, finger, 0.3)))
    pose = pose if side == "left" else mirrored(pose)
    hand = hand_landmarks_m(skeleton_of(pose, ALEX), side)  # type: ignore[arg-type]
    at = dict(zip(LEFT_HAND.names, hand, strict=True))
    for name in FINGERS[1:]:
        chain = [at["wrist"], *(at[f"{name}_{joint}"] for joint in ("mcp", "pip", "dip", "tip"))]
        measured = [inner_deg(*chain[place : place + 3]) for place in range(3)]
        assert measured == pytest.approx(angles, abs=1e-4)


def test_standing_against_trigonometry() -> None:
    body = ALEX.proportions
    at = points(Pose())
    for side, sign in (("left", 1), ("right", -1)):
        ankle, knee, hip = (at[f"{side}_{joint}"] for joint in ("ankle", "knee", "hip"))
        assert ankle[1] == pytest.approx(body.ankle_height_m)
        assert math.dist(ankle, knee) == pytest.approx(body.shank_m)
        assert math.dist(knee, hip) == pytest.approx(body.thigh_m)
        assert hip[0] == pytest.approx(sign * 0.051 * 1.78)
        # 3° of flexion in the knee and 2.6° of abduction take less than 3 mm of the leg's height.
        assert hip[1] == pytest.approx(body.ankle_height_m + body.shank_m + body.thigh_m, abs=3e-3)
        assert at[f"{side}_shoulder"][1] - hip[1] == pytest.approx((0.1 + 0.178 + 0.002) * 1.78)
    middle = (at["left_ankle"] + at["right_ankle"]) / 2
    assert middle[[0, 2]] == pytest.approx([0, 0])
    assert at["nose"][2] > at["left_shoulder"][2] + 0.05


def test_arms_level_to_the_sides_reach_their_length() -> None:
    """Shoulders at 90° from the line hip-shoulder, elbows straight: the wrist is an arm's length from the shoulder."""
    arm = Arm(shoulder_deg=90, plane_deg=0, elbow_deg=180, wrist_deg=180)
    at = points(Pose(left_arm=arm, right_arm=arm))
    reach = ALEX.proportions.upper_arm_m + ALEX.proportions.forearm_m
    hip, shoulder = at["left_hip"], at["left_shoulder"]
    slope = math.atan2(shoulder[0] - hip[0], shoulder[1] - hip[1])
    expected = shoulder + reach * np.array([math.cos(slope), -math.sin(slope), 0])
    np.testing.assert_allclose(at["left_wrist"], expected, atol=1e-9)


def test_a_right_angle_in_the_knee() -> None:
    """Thigh level to the front (hip 90° from the trunk's line), knee 90°: the shank is vertical under the knee."""
    straight = Pose()
    up = points(straight)["left_shoulder"] - points(straight)["left_hip"]
    up /= np.linalg.norm(up)
    leg = Leg(hip_deg=90, plane_deg=90, rotation_deg=0, knee_deg=90)
    at = points(Pose(left_leg=leg))
    thigh = at["left_knee"] - at["left_hip"]
    np.testing.assert_allclose(thigh, [0, 0, ALEX.proportions.thigh_m], atol=1e-9)
    np.testing.assert_allclose(at["left_ankle"] - at["left_knee"], -ALEX.proportions.shank_m * up, atol=1e-9)


def test_elbows_bend_to_the_front_and_knees_to_the_back() -> None:
    bent = Pose(left_arm=Arm(elbow_deg=90, rotation_deg=0, plane_deg=0), left_leg=Leg(knee_deg=120, rotation_deg=0))
    at = points(bent)
    assert at["left_wrist"][2] - at["left_elbow"][2] > 0.2
    assert at["left_ankle"][2] - at["left_knee"][2] < -0.1


def test_signs_of_the_trunk() -> None:
    def chest(**angles: float) -> np.ndarray:
        at = points(Pose(Trunk(**angles)))
        return (at["left_shoulder"] + at["right_shoulder"] - at["left_hip"] - at["right_hip"]) / 2

    assert chest(lean_deg=30)[2] > 0.2
    assert chest(bend_deg=30)[2] > 0.1
    assert chest(side_deg=20)[0] > 0.1
    assert chest(bend_side_deg=20)[0] > 0.05
    at = points(Pose(Trunk(turn_deg=90)))
    assert at["nose"][0] > at["left_ear"][0]
    looking = points(Pose(Trunk(look_deg=60)))
    assert looking["nose"][0] > 0.05
    nodding = points(Pose(Trunk(nod_deg=40)))
    assert nodding["nose"][1] < points(Pose())["nose"][1] - 0.05


def test_the_shoulder_rises_with_the_arm() -> None:
    hanging, raised = (points(Pose(left_arm=Arm(shoulder_deg=angle))) for angle in (12, 178))
    assert 0.04 < raised["left_shoulder"][1] - hanging["left_shoulder"][1] < 0.09


@pytest.mark.parametrize("name", FIGURES)
def test_every_bone_hangs_on_its_parent_and_both_sides_are_mirror_images(name: str) -> None:
    skeleton = skeleton_of(Pose(), FIGURES[name])
    assert list(skeleton.bones) == list(PARENTS)
    flip = np.array([-1, 1, 1])
    for bone_name, bone in skeleton.bones.items():
        np.testing.assert_allclose(bone.rotation @ bone.rotation.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(bone.rotation) == pytest.approx(1)
        if bone_name.startswith("left_"):
            other = skeleton.bones[bone_name.replace("left_", "right_")]
            np.testing.assert_allclose(bone.origin_m * flip, other.origin_m, atol=1e-12)
            np.testing.assert_allclose(bone.end_m * flip, other.end_m, atol=1e-12)


def test_the_lowest_foot_stands_on_the_floor() -> None:
    skeleton = skeleton_of(Pose(left_leg=Leg(hip_deg=110, plane_deg=90, knee_deg=100)), ALEX)

    def lowest(side: str) -> float:
        return float(sole_m(skeleton.bones[f"{side}_foot"], ALEX.proportions, side)[:, 1].min())  # type: ignore[arg-type]

    assert lowest("right") == pytest.approx(0)
    assert lowest("left") > 0.1


def test_a_pelvis_in_the_air_is_left_there() -> None:
    skeleton = skeleton_of(Pose(pelvis_m=(0.1, 2.0, -0.3)), ALEX)
    np.testing.assert_allclose(skeleton.bones["pelvis"].origin_m, [0.1, 2.0, -0.3])
    moved: Skeleton = skeleton.moved((1, 0, 0))
    np.testing.assert_allclose(moved.bones["left_hand"].origin_m - skeleton.bones["left_hand"].origin_m, [1, 0, 0])


def test_a_rotation_is_right_handed() -> None:
    np.testing.assert_allclose(about((0, 0, 2), 90) @ [1, 0, 0], [0, 1, 0], atol=1e-15)
