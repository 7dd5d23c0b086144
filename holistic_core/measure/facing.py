"""Which parts of the rendered person a detector should find: those that face the camera and are in sight."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth
from holistic_core.options import Part
from holistic_core.topology import POSE

_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]

# The face in profile still counts; the back of the head does not, nor its crown of somebody who looks at the floor.
FACE_WITHIN_DEG: Final = 100.0
FACE_ABOVE_DEG: Final = 45.0
# Nose, eyes, ears and mouth: of the eleven, a face in profile shows six.
FACE_SHARE: Final = 0.5
HAND_SHARE: Final = 0.6
# Longest side of the box around a hand's points: smaller ones are a few pixels a finger.
HAND_PX: Final = 20.0

_FACE_POINTS: Final = slice(0, POSE.index("mouth_right") + 1)


def expected_parts(truth: FrameTruth, scene: Scene) -> dict[Part, bool]:
    """Whether each part has to be found.

    pose: always. face: the camera is at most `FACE_WITHIN_DEG` to the side of where the head looks and at most
    `FACE_ABOVE_DEG` above or below that, and at least `FACE_SHARE` of its points are neither hidden nor outside the
    picture. A hand: at least `HAND_SHARE` of its points are neither hidden nor
    outside the picture, and the hand measures at least `HAND_PX` pixels.
    """
    return {
        "pose": True,
        "face": _face(truth, scene),
        "left_hand": _hand(truth, "left_hand"),
        "right_hand": _hand(truth, "right_hand"),
    }


def camera_from_head_deg(truth: FrameTruth, scene: Scene) -> tuple[float, float]:
    """Where the camera is as seen by the head: to which side (0 = straight ahead, 180 = behind), and how far above."""
    joints = np.asarray(truth.joints_m, np.float64)
    place = {name: joints[POSE.index(name)] for name in POSE.names[_FACE_POINTS]}
    to_left = _unit(place["left_ear"] - place["right_ear"])
    mouth, eyes = (place["mouth_left"] + place["mouth_right"]) / 2, (place["left_eye"] + place["right_eye"]) / 2
    ahead = _unit(np.cross(to_left, eyes - mouth))
    ears = (place["left_ear"] + place["right_ear"]) / 2
    to_camera = _unit(scene.camera.view(scene.image_size).position_m - ears)
    aside = np.arctan2(abs(to_camera @ to_left), to_camera @ ahead)
    above = np.arcsin(np.clip(to_camera @ np.cross(ahead, to_left), -1.0, 1.0))
    return float(np.degrees(aside)), float(np.degrees(above))


def height_px(truth: FrameTruth, scene: Scene) -> float:
    """Pixels that the person's height takes at the distance of the middle of their hips."""
    joints = np.asarray(truth.joints_m, np.float64)
    hips = (joints[POSE.index("left_hip")] + joints[POSE.index("right_hip")]) / 2
    view = scene.camera.view(scene.image_size)
    depth_m = float(view.to_camera(hips)[2])
    return scene.figure.height_m * view.focal_px / depth_m


def _face(truth: FrameTruth, scene: Scene) -> bool:
    pose = truth.result.pose
    assert pose is not None  # noqa: S101 -- a rendered person always has a body
    in_sight = inside(pose.xy_px(scene.image_size), scene.image_size) & ~truth.occluded["pose"]
    aside_deg, above_deg = camera_from_head_deg(truth, scene)
    faces = aside_deg <= FACE_WITHIN_DEG and abs(above_deg) <= FACE_ABOVE_DEG
    return faces and bool(in_sight[_FACE_POINTS].mean() >= FACE_SHARE)


def _hand(truth: FrameTruth, part: Part) -> bool:
    hand = truth.result.part(part)
    if hand is None:
        return False
    points = hand.xy_px(truth.result.image_size)
    in_sight = inside(points, truth.result.image_size) & ~truth.occluded[part]
    return bool(in_sight.mean() >= HAND_SHARE and np.ptp(points, axis=0).max() >= HAND_PX)


def inside(points_px: npt.NDArray[np.floating[Any]], image_size: tuple[int, int]) -> _Flags:
    """`(n,)` whether points `(n, 2)` lie in a picture; a missing one does not."""
    within: _Flags = ((points_px >= 0) & (points_px <= np.asarray(image_size))).all(axis=1)
    return within


def _unit(vector: _Floats) -> _Floats:
    unit: _Floats = vector / np.linalg.norm(vector)
    return unit
