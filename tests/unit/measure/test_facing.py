"""What a detector has to find: the face until it is turned away, hands that show palm or back and are in sight."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.motions import MotionOptions, duration_s
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth, frame_truth
from holistic_core.measure.facing import (
    FACE_ABOVE_DEG,
    HAND_PX,
    HAND_WITHIN_DEG,
    bones_across,
    camera_from_head_deg,
    expected_parts,
    height_px,
    palm_from_camera_deg,
)

STANDING = MotionOptions("squat", repetitions=1)
ALL_SEEN = MappingProxyType(
    {"pose": np.zeros(33, bool), "left_hand": np.zeros(21, bool), "right_hand": np.zeros(21, bool)}
)


def scene_at(azimuth_deg: float = 0.0, **camera: Any) -> Scene:
    return Scene(camera=Camera(azimuth_deg=azimuth_deg, **camera))


def truth_in(scene: Scene, **hidden: int) -> FrameTruth:
    """Quiet standing; `hidden` tells of how many points of each part are, the rest are in sight."""
    occluded = {part: np.arange(len(flags)) < hidden.get(part, 0) for part, flags in ALL_SEEN.items()}
    return replace(frame_truth(scene, STANDING, 0.0), occluded=MappingProxyType(occluded))


@pytest.mark.parametrize("azimuth_deg", [0, 45, 90, 135, 180, -90])
def test_the_head_is_turned_as_far_as_the_camera_stands(azimuth_deg: float) -> None:
    scene = scene_at(azimuth_deg, height_m=1.6)
    aside_deg, above_deg = camera_from_head_deg(truth_in(scene), scene)
    assert aside_deg == pytest.approx(abs(azimuth_deg), abs=3)
    # Level but for what quiet standing has of nodding, and the eyes lie a little before the mouth.
    assert above_deg == pytest.approx(0, abs=12)


def test_a_camera_above_looks_at_the_crown_of_a_head_that_is_bent() -> None:
    lying, scene = MotionOptions("push_up", repetitions=1), scene_at()
    truth = replace(frame_truth(scene, lying, 0.0), occluded=ALL_SEEN)
    assert camera_from_head_deg(truth, scene)[1] > FACE_ABOVE_DEG
    assert not expected_parts(truth, scene)["face"]


def test_a_face_is_expected_until_it_is_turned_away() -> None:
    for azimuth_deg, wanted in ((0, True), (85, True), (-85, True), (115, False), (180, False)):
        scene = scene_at(azimuth_deg)
        assert expected_parts(truth_in(scene), scene)["face"] is wanted


def test_a_face_that_is_mostly_hidden_is_not_expected() -> None:
    scene = scene_at()
    assert expected_parts(truth_in(scene, pose=5), scene)["face"]
    assert not expected_parts(truth_in(scene, pose=6), scene)["face"]


def test_a_hand_that_is_mostly_hidden_is_not_expected() -> None:
    scene = scene_at(60)
    assert expected_parts(truth_in(scene, left_hand=8), scene)["left_hand"]
    found = expected_parts(truth_in(scene, left_hand=9), scene)
    assert (found["left_hand"], found["right_hand"], found["pose"]) == (False, True, True)


def test_a_hand_of_few_pixels_is_not_expected() -> None:
    near, far = scene_at(60), replace(scene_at(60, distance_m=8.0), image_size=(240, 320))
    for scene, wanted in ((near, True), (far, False)):
        truth = truth_in(scene)
        assert truth.result.left_hand is not None
        size_px = np.ptp(truth.result.left_hand.xy_px(scene.image_size), axis=0).max()
        assert bool(size_px >= HAND_PX) is wanted
        assert expected_parts(truth, scene)["left_hand"] is wanted


def test_a_hanging_hand_turns_its_back_to_the_side_and_its_edge_to_the_front() -> None:
    for azimuth_deg, turned_deg, wanted in ((90, 10, True), (-90, 10, True), (0, 82, False), (180, 82, False)):
        scene = scene_at(azimuth_deg)
        truth = truth_in(scene)
        for part in ("left_hand", "right_hand"):
            assert palm_from_camera_deg(truth, scene, part) == pytest.approx(turned_deg, abs=20)
            assert expected_parts(truth, scene)[part] is wanted


def test_a_hand_that_points_at_the_camera_shows_no_palm() -> None:
    motion, side = MotionOptions("t_pose", repetitions=1), scene_at(90)
    truth = replace(frame_truth(side, motion, duration_s(motion) / 2), occluded=ALL_SEEN)
    assert palm_from_camera_deg(truth, side, "left_hand") > HAND_WITHIN_DEG
    assert not expected_parts(truth, side)["left_hand"]
    front = scene_at(distance_m=4.4)
    assert expected_parts(replace(frame_truth(front, motion, truth.time_s), occluded=ALL_SEEN), front)["left_hand"]


@pytest.mark.parametrize(("azimuth_deg", "wanted"), [(0, True), (45, True), (85, False), (-95, False)])
def test_arms_stretched_out_sideways_can_be_measured_from_the_front(azimuth_deg: float, wanted: bool) -> None:
    motion, scene = MotionOptions("t_pose", repetitions=1), scene_at(azimuth_deg, distance_m=4.4, height_m=1.4)
    truth = replace(frame_truth(scene, motion, duration_s(motion) / 2), occluded=ALL_SEEN)
    assert bones_across(truth, scene, ("left_shoulder", "left_elbow", "left_wrist")) is wanted
    assert bones_across(truth, scene, ("left_hip", "left_knee", "left_ankle"))


def test_hidden_bones_cannot_be_measured() -> None:
    scene = scene_at()
    assert bones_across(truth_in(scene, pose=11), scene, ("left_shoulder", "left_hip"))
    assert not bones_across(truth_in(scene, pose=12), scene, ("left_shoulder", "left_hip"))


def test_what_is_outside_the_picture_is_not_expected() -> None:
    legs = scene_at(target_height_m=0.0, distance_m=2.0)
    assert not expected_parts(truth_in(legs), legs)["face"]


def test_height_in_pixels() -> None:
    scene = scene_at(distance_m=4.0, height_m=0.95, target_height_m=0.95)
    # 1.78 m at 4 m; 50 mm on 36 mm over 640 px.
    assert height_px(truth_in(scene), scene) == pytest.approx(1.78 * 640 * 50 / 36 / 4, rel=0.02)
