"""Where the camera stands so that a whole movement fits into the picture and fills it."""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import FARTHEST_M
from holistic_core.coach.landmarks import body_landmarks_m, hand_landmarks_m
from holistic_core.coach.motions import MOTIONS, MotionOptions, moment_of
from holistic_core.coach.scene import Scene
from holistic_core.coach.skeleton import SIDES, skeleton_of
from holistic_core.measure.coach_frames import spread_times_s

# Free at every edge of the picture, as a share of it: the hair is above all landmarks, the shoes below.
_MARGIN: Final = 0.08
_NEAREST_M: Final = 2.4
_STEP_M: Final = 0.1
_MOMENTS: Final = 8


def framed(scene: Scene, motion: MotionOptions) -> Scene:
    """The scene with another distance and aim of the camera, and across for movements on the floor.

    Person, azimuth, height and focal length of the camera, light and noise stay. Where the farthest place of the
    camera is still too near, that is taken.
    """
    if not MOTIONS[motion.name].upright and scene.image_size[0] < scene.image_size[1]:
        scene = replace(scene, image_size=scene.image_size[::-1])
    points = _points_m(scene, motion)
    target_m = float(np.clip((points[:, 1].min() + points[:, 1].max()) / 2, 0.0, 2.0))
    for distance_m in np.arange(_NEAREST_M, FARTHEST_M, _STEP_M):
        camera = replace(scene.camera, distance_m=round(float(distance_m), 3), target_height_m=target_m)
        one = replace(scene, camera=camera)
        share = camera.view(scene.image_size).project(points)[0] / scene.image_size
        if ((share >= _MARGIN) & (share <= 1 - _MARGIN)).all():
            return one
    return replace(scene, camera=replace(scene.camera, distance_m=FARTHEST_M, target_height_m=target_m))


def _points_m(scene: Scene, motion: MotionOptions) -> npt.NDArray[np.float64]:
    """All places of body and hands in the course of the movement, `(n, 3)` metres."""
    places = []
    for time_s in (0.0, *spread_times_s(motion, _MOMENTS)):
        skeleton = skeleton_of(moment_of(motion, time_s, scene.figure).pose, scene.figure)
        places += [body_landmarks_m(skeleton), *(hand_landmarks_m(skeleton, side) for side in SIDES)]
    return np.concatenate(places)
