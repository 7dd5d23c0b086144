"""A schematic person for tests: where every landmark is, is known."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, LEFT_HAND, POSE, RIGHT_HAND, Topology

# Metres from the middle of the hips, x to the right, y down; the person faces us, so that its left is on our right.
_LEFT_HALF_M = {
    "eye_inner": (0.02, -0.66),
    "eye": (0.03, -0.66),
    "eye_outer": (0.04, -0.66),
    "ear": (0.07, -0.64),
    "mouth": (0.02, -0.58),
    "shoulder": (0.18, -0.50),
    "elbow": (0.35, -0.30),
    "wrist": (0.50, -0.45),
    "pinky": (0.55, -0.52),
    "index": (0.52, -0.54),
    "thumb": (0.49, -0.50),
    "hip": (0.10, 0.0),
    "knee": (0.14, 0.42),
    "ankle": (0.12, 0.84),
    "heel": (0.11, 0.88),
    "foot_index": (0.17, 0.90),
}


def body_m() -> npt.NDArray[np.float64]:
    """`(33, 3)` metres: a person facing the camera, everything in one plane."""
    points = np.zeros((33, 3))
    points[POSE.index("nose"), 1] = -0.62
    for name, (x, y) in _LEFT_HALF_M.items():
        left, right = (f"mouth_{side}" if name == "mouth" else f"{side}_{name}" for side in ("left", "right"))
        points[POSE.index(left), :2] = x, y
        points[POSE.index(right), :2] = -x, y
    return points


def hand_px(wrist: tuple[float, float], size: float = 30.0) -> npt.NDArray[np.float64]:
    """`(21, 3)` pixels: an open hand pointing up from its wrist."""
    points = np.zeros((21, 3))
    for finger, first in enumerate((1, 5, 9, 13, 17)):
        for joint in range(4):
            points[first + joint, :2] = (finger - 2) * size / 6, -size * (0.4 + 0.2 * joint)
    return points + np.array((*wrist, 0.0))


def face_px(nose: tuple[float, float], size: float = 60.0) -> npt.NDArray[np.float64]:
    """`(468, 3)` pixels: points on a spiral around the nose."""
    angle = np.arange(468) * 2.4
    radius = size / 2 * np.sqrt(np.arange(468) / 468)
    return np.column_stack([nose[0] + radius * np.cos(angle), nose[1] + radius * np.sin(angle), np.zeros(468)])


def landmarks_px(
    topology: Topology,
    points_px: npt.NDArray[np.float64],
    image_size: tuple[int, int],
    visibility: npt.ArrayLike | None = None,
) -> Landmarks:
    """Image landmarks from `(n, 2)` or `(n, 3)` pixels; z is on the scale of x."""
    xyz = np.zeros((len(topology.names), 3))
    xyz[:, : points_px.shape[1]] = points_px
    width, height = image_size
    return Landmarks.from_xyz(topology, xyz / (width, height, width), visibility=visibility)


def standing(image_size: tuple[int, int] = (640, 480)) -> HolisticResult:
    """Somebody in the middle of the picture with all parts, everything visible."""
    width, height = image_size
    scale, centre = height / 2.2, (width / 2, height / 2)
    body = body_m()
    body_px = body * scale + np.array((*centre, 0.0))
    seen = np.ones(33)
    points = {name: tuple(body_px[POSE.index(name), :2]) for name in ("left_wrist", "right_wrist", "nose")}
    return HolisticResult(
        image_size,
        pose=landmarks_px(POSE, body_px, image_size, seen),
        pose_world=Landmarks.from_xyz(POSE, body, visibility=seen, space="world"),
        face=landmarks_px(FACE, face_px(points["nose"], scale * 0.2), image_size),
        left_hand=landmarks_px(LEFT_HAND, hand_px(points["left_wrist"], scale * 0.15), image_size),
        right_hand=landmarks_px(RIGHT_HAND, hand_px(points["right_wrist"], scale * 0.15), image_size),
        stage_ms={"pose_landmarks": 5.5, "left_hand": 4.5},
    )


def moved(result: HolisticResult, points_px: Mapping[str, tuple[float, float]]) -> HolisticResult:
    """The same person with body landmarks put elsewhere in the picture."""
    assert result.pose is not None
    points = result.pose.xyz_px(result.image_size).astype(np.float64)
    for name, place in points_px.items():
        points[POSE.index(name), :2] = place
    return replace(result, pose=landmarks_px(POSE, points, result.image_size, result.pose.visibility))


def moved_m(result: HolisticResult, points_m: Mapping[str, tuple[float, float, float]]) -> HolisticResult:
    """The same person with world landmarks put elsewhere in space."""
    assert result.pose_world is not None
    points = result.pose_world.xyz_m.astype(np.float64)
    for name, place in points_m.items():
        points[POSE.index(name)] = place
    world = Landmarks.from_xyz(POSE, points, visibility=result.pose_world.visibility, space="world")
    return replace(result, pose_world=world)


def seen_with(result: HolisticResult, visibility: Mapping[str, float]) -> HolisticResult:
    """The same person with body landmarks of another visibility."""
    assert result.pose is not None and result.pose_world is not None
    values = result.pose.visibility.copy()
    for name, value in visibility.items():
        values[POSE.index(name)] = value
    return replace(
        result,
        pose=replace(result.pose, visibility=values),
        pose_world=replace(result.pose_world, visibility=values),
    )


def mirrored(result: HolisticResult) -> HolisticResult:
    """The person in a mirror: x flipped, left and right swapped."""

    def swap(name: str) -> str:
        return name.replace("left", "\0").replace("right", "left").replace("\0", "right")

    order = [POSE.index(swap(name)) for name in POSE.names]

    def flipped(landmarks: Landmarks | None, topology: Topology, indices: list[int] | None = None) -> Landmarks | None:
        if landmarks is None:
            return None
        xyz = landmarks.xyz.copy()
        xyz[:, 0] = (1 if landmarks.space == "image" else 0) - xyz[:, 0]
        rows = list(range(len(landmarks))) if indices is None else indices
        return Landmarks(topology, xyz[rows], landmarks.visibility[rows], landmarks.presence[rows], landmarks.space)

    return replace(
        result,
        pose=flipped(result.pose, POSE, order),
        pose_world=flipped(result.pose_world, POSE, order),
        face=None,
        left_hand=flipped(result.right_hand, LEFT_HAND),
        right_hand=flipped(result.left_hand, RIGHT_HAND),
    )
