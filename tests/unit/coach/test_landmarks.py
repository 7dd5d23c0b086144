import numpy as np
import pytest

from holistic_core.coach.figure import FIGURES
from holistic_core.coach.landmarks import body_landmarks_m, hand_landmarks_m
from holistic_core.coach.pose import Arm, Pose, Trunk
from holistic_core.coach.skeleton import skeleton_of
from holistic_core.topology import LEFT_HAND, POSE


@pytest.mark.parametrize("name", FIGURES)
def test_the_body_has_its_landmarks_where_they_belong(name: str) -> None:
    points = body_landmarks_m(skeleton_of(Pose(), FIGURES[name]))
    assert points.shape == (33, 3)
    assert np.isfinite(points).all()
    at = dict(zip(POSE.names, points, strict=True))
    heights = [at[f"left_{joint}"][1] for joint in ("eye", "shoulder", "elbow", "hip", "knee", "ankle", "foot_index")]
    assert heights == sorted(heights, reverse=True)
    assert at["nose"][2] == max(at[name][2] for name in POSE.names[:11])
    assert at["left_eye_inner"][0] < at["left_eye"][0] < at["left_eye_outer"][0] < at["left_ear"][0]
    assert at["left_heel"][2] < at["left_ankle"][2] < at["left_foot_index"][2]


def test_the_face_turns_with_the_head() -> None:
    at = dict(zip(POSE.names, body_landmarks_m(skeleton_of(Pose(Trunk(look_deg=90)), FIGURES["alex"])), strict=True))
    ears = at["left_ear"] - at["right_ear"]
    assert abs(ears[0]) < 0.01
    assert ears[2] < -0.1


@pytest.mark.parametrize("side", ["left", "right"])
def test_hands_share_their_points_with_the_body(side: str) -> None:
    skeleton = skeleton_of(Pose(left_arm=Arm(elbow_deg=70), right_arm=Arm(shoulder_deg=150)), FIGURES["mira"])
    hand = dict(zip(LEFT_HAND.names, hand_landmarks_m(skeleton, side), strict=True))  # type: ignore[arg-type]
    body = dict(zip(POSE.names, body_landmarks_m(skeleton), strict=True))
    np.testing.assert_array_equal(hand["wrist"], body[f"{side}_wrist"])
    np.testing.assert_array_equal(hand["index_mcp"], body[f"{side}_index"])
    np.testing.assert_array_equal(hand["pinky_mcp"], body[f"{side}_pinky"])
    np.testing.assert_array_equal(hand["thumb_ip"], body[f"{side}_thumb"])
