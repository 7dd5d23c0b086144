"""Every movement fits into the picture, and the person is not smaller than needed."""

from dataclasses import replace

import numpy as np
import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.motions import MOTIONS, MotionOptions
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import frame_truth
from holistic_core.measure.coach_frames import spread_times_s
from holistic_core.measure.framing import framed


@pytest.mark.parametrize(
    ("name", "azimuth_deg"),
    [("squat", 90), ("shoulder_press", 45), ("jumping_jack", 0), ("t_pose", 0), ("push_up", 90), ("push_up", 0)],
)
def test_the_whole_movement_is_in_the_picture(name: str, azimuth_deg: float) -> None:
    motion = MotionOptions(name, repetitions=1)
    scene = framed(Scene(camera=Camera(azimuth_deg=azimuth_deg)), motion)
    poses = [frame_truth(scene, motion, time_s).result.pose for time_s in spread_times_s(motion, 4)]
    share = np.concatenate([pose.xyz_norm[:, :2] for pose in poses if pose is not None])
    assert share.min() > 0.02
    assert share.max() < 0.98
    # A body on the floor is short from the front.
    assert np.ptp(share, axis=0).max() > (0.5 if MOTIONS[name].upright else 0.4)
    width, height = scene.image_size
    assert (width > height) is not MOTIONS[name].upright


def test_only_distance_and_aim_change() -> None:
    scene = Scene(camera=Camera(azimuth_deg=40, height_m=0.8, focal_length_mm=35), noise=3)
    found = framed(scene, MotionOptions("shoulder_press"))
    camera = replace(found.camera, distance_m=scene.camera.distance_m, target_height_m=scene.camera.target_height_m)
    assert replace(found, camera=camera) == scene


def test_a_lens_that_sees_too_little_stands_as_far_as_it_can() -> None:
    scene = Scene(camera=Camera(focal_length_mm=135))
    assert framed(scene, MotionOptions("jumping_jack")).camera.distance_m == 8.0
