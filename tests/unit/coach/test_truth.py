import math
from dataclasses import replace

import numpy as np
import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.occlusion import hand_names
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import clip_truth, frame_times_s, frame_truth
from holistic_core.topology import POSE

STANDING = MotionOptions("biceps_curl", repetitions=1)
T_POSE = MotionOptions("t_pose", repetitions=1)


def scene(azimuth_deg: float = 0.0) -> Scene:
    return Scene(camera=Camera(azimuth_deg=azimuth_deg, height_m=1.0, target_height_m=1.0))


@pytest.mark.parametrize("azimuth_deg", [0, 45, 90, 180])
def test_pixels_and_depths_lead_back_to_the_joints(azimuth_deg: float) -> None:
    truth = frame_truth(scene(azimuth_deg), MotionOptions("squat", 1), 2.5)
    view = scene(azimuth_deg).camera.view((480, 640))
    xy_px, depth_m = view.project(truth.joints_m)
    assert truth.result.pose is not None
    np.testing.assert_allclose(truth.result.pose.xy_px((480, 640)), xy_px, atol=1e-3)
    np.testing.assert_allclose(view.from_pixels(xy_px, depth_m), truth.joints_m, atol=1e-6)


def test_standing_in_pixels_by_hand() -> None:
    """The ankles' middle is under the optical axis; at 3.3 m, 1.0 m above the ankle's height of 0.089 m."""
    truth = frame_truth(scene(), STANDING, 0.0)
    ankles = truth.joints_m[[POSE.index("left_ankle"), POSE.index("right_ankle")]].mean(axis=0)
    assert truth.result.pose is not None
    pixels = truth.result.pose.xy_px((480, 640))[[POSE.index("left_ankle"), POSE.index("right_ankle")]].mean(axis=0)
    focal_px = 50 / 36 * 640
    assert pixels[0] == pytest.approx(240, abs=0.5)
    assert pixels[1] == pytest.approx(320 + focal_px * (1.0 - ankles[1]) / (3.3 - ankles[2]), abs=0.5)


def test_angles_by_hand() -> None:
    """The T-pose's own numbers: shoulders 99° from the trunk's line, elbows 176°; in front both are in the picture."""
    truth = frame_truth(scene(), T_POSE, 2.7)
    angles = {angle.definition.name: angle for angle in truth.angles}
    for side in ("left", "right"):
        assert angles[f"{side}_shoulder"].deg_3d == pytest.approx(99.0, abs=0.01)
        assert angles[f"{side}_elbow"].deg_3d == pytest.approx(176.0, abs=0.01)
        assert angles[f"{side}_shoulder"].deg_2d == pytest.approx(99.0, abs=1.5)
    assert angles["shoulder_tilt"].deg_3d == pytest.approx(0, abs=1e-3)


def test_world_landmarks_are_in_the_cameras_axes() -> None:
    front, side = (frame_truth(scene(azimuth), T_POSE, 2.7).result.pose_world for azimuth in (0, 90))
    assert front is not None
    assert side is not None
    left = POSE.index("left_wrist")
    assert front.xyz_m[left, 0] > 0.6
    assert abs(front.xyz_m[left, 2]) < 0.15
    assert side.xyz_m[left, 2] < -0.6
    hips = front.xyz_m[[POSE.index("left_hip"), POSE.index("right_hip")]].mean(axis=0)
    np.testing.assert_allclose(hips, 0, atol=1e-6)
    assert front.xyz_m[POSE.index("nose"), 1] < -0.5


def test_what_the_body_hides() -> None:
    def hidden(azimuth_deg: float) -> set[str]:
        truth = frame_truth(scene(azimuth_deg), T_POSE, 0.0)
        return {POSE.names[point] for point in np.flatnonzero(truth.occluded["pose"])}

    front, left, behind = hidden(0), hidden(90), hidden(180)
    assert {"nose", "left_shoulder", "right_knee", "left_elbow"}.isdisjoint(front)
    assert {"right_shoulder", "right_elbow", "right_hip", "right_ear"} <= left
    assert {"left_shoulder", "left_knee", "left_elbow", "left_ear", "nose"}.isdisjoint(left)
    assert {"nose", "left_eye", "mouth_left"} <= behind
    assert {"left_elbow", "right_knee"}.isdisjoint(behind)


def test_what_is_outside_the_picture_cannot_be_seen() -> None:
    near = replace(scene(), camera=Camera(distance_m=1.2, target_height_m=1.5, height_m=1.5))
    truth = frame_truth(near, T_POSE, 2.7)
    assert truth.occluded["pose"][POSE.index("left_ankle")]
    assert truth.occluded["left_hand"].all()
    assert not truth.occluded["pose"][POSE.index("nose")]


def test_visibility_says_what_is_hidden() -> None:
    truth = frame_truth(scene(90), T_POSE, 0.0)
    assert truth.result.pose is not None
    np.testing.assert_array_equal(truth.result.pose.visibility == 0, truth.occluded["pose"])
    assert truth.result.face is None
    assert len(hand_names("left")) == len(truth.occluded["left_hand"])


def test_a_clip_has_all_frames_and_its_arrays() -> None:
    motion = MotionOptions("waving", 2, tempo_s=0.6)
    clip = clip_truth(scene(), motion, 10.0)
    assert len(clip) == len(frame_times_s(motion, 10.0)) == len(list(clip))
    assert clip.repetitions == 2
    arrays = clip.arrays()
    assert arrays["joints_m"].shape == (len(clip), 33, 3)
    assert arrays["left_hand_px"].shape == (len(clip), 21, 2)
    assert arrays["angles_2d_deg"].shape == (len(clip), 44)
    assert math.isclose(float(arrays["time_s"][1]), 0.1)
