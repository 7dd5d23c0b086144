"""Which parts of the rendered person a detector should find: those that face the camera and are in sight."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth
from holistic_core.options import Part
from holistic_core.topology import LEFT_HAND, POSE

_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]

# The face in profile still counts; the back of the head does not, nor its crown of somebody who looks at the floor.
FACE_WITHIN_DEG: Final = 100.0
FACE_ABOVE_DEG: Final = 45.0
# Nose, eyes, ears and mouth: of the eleven, a face in profile shows six.
FACE_SHARE: Final = 0.5
HAND_SHARE: Final = 0.6
# The palm or the back; turned further, a hand shows its edge or its fingertips.
HAND_WITHIN_DEG: Final = 60.0
# Longest side of the box around a hand's points: smaller ones are a few pixels a finger.
HAND_PX: Final = 20.0

# A bone that lies nearer to the line of sight looks less than half as long as it is, and a few pixels turn it by tens
# of degrees.
BONE_ACROSS_DEG: Final = 30.0

# The three corners of a palm.
_PALM: Final = tuple(LEFT_HAND.index(name) for name in ("wrist", "index_mcp", "pinky_mcp"))
_FACE_POINTS: Final = slice(0, POSE.index("mouth_right") + 1)


def expected_parts(truth: FrameTruth, scene: Scene) -> dict[Part, bool]:
    """Whether each part has to be found.

    pose: always. face: the camera is at most `FACE_WITHIN_DEG` to the side of where the head looks and at most
    `FACE_ABOVE_DEG` above or below that, and at least `FACE_SHARE` of its points are neither hidden nor outside the
    picture. A hand: its palm or its back is turned at most `HAND_WITHIN_DEG` away from the camera, at least
    `HAND_SHARE` of its points are neither hidden nor outside the picture, and it measures at least `HAND_PX` pixels.
    """
    return {
        "pose": True,
        "face": _face(truth, scene),
        "left_hand": _hand(truth, scene, "left_hand"),
        "right_hand": _hand(truth, scene, "right_hand"),
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


def palm_from_camera_deg(truth: FrameTruth, scene: Scene, part: Part) -> float:
    """How far a hand is turned away: 0 = the camera looks straight at its palm or its back, 90 = at its edge."""
    wrist, index, pinky = (np.asarray(truth.hands_m[part], np.float64)[point] for point in _PALM)
    out_of_palm = _unit(np.cross(index - wrist, pinky - wrist))
    to_camera = _unit(scene.camera.view(scene.image_size).position_m - (wrist + index + pinky) / 3)
    return float(np.degrees(np.arccos(np.clip(abs(out_of_palm @ to_camera), 0.0, 1.0))))


def bones_across(truth: FrameTruth, scene: Scene, points: Sequence[str]) -> bool:
    """Whether the bones from each body landmark to the next can be measured in the picture plane.

    No point is hidden, and no bone lies within `BONE_ACROSS_DEG` of the line of sight.
    """
    places = [POSE.index(name) for name in points]
    if truth.occluded["pose"][places].any():
        return False
    joints = np.asarray(truth.joints_m, np.float64)[places]
    eye = scene.camera.view(scene.image_size).position_m
    along = [abs(_unit(end - start) @ _unit((start + end) / 2 - eye)) for start, end in pairwise(joints)]
    return bool(max(along) <= np.cos(np.radians(BONE_ACROSS_DEG)))


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


def _hand(truth: FrameTruth, scene: Scene, part: Part) -> bool:
    hand = truth.result.part(part)
    if hand is None or palm_from_camera_deg(truth, scene, part) > HAND_WITHIN_DEG:
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
