"""What cues on form look at: numbers from the landmarks of a frame, larger = worse, NaN when they cannot be told."""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE

Points = npt.NDArray[np.floating[Any]]
Measure = Callable[[HolisticResult], float]

# A landmark less visible than this is a guess.
_VISIBLE: Final = 0.5
# Cosine of the turn from the front (53°) beyond which knees and ankles of both legs are too near one another in the
# picture to be compared.
_FROM_THE_FRONT: Final = 0.6
# Above this one (32°) a body that lies is too foreshortened for its line to be seen.
_FROM_THE_SIDE: Final = 0.85
# Nearer than this share of the picture's width, feet tell no direction either.
_NEAR: Final = 0.01


def knees_inward(result: HolisticResult) -> float:
    """How much nearer to one another the knees are than the ankles, as a share: 0 = as far apart, above 1 = crossed.

    In the picture, sideways, and only when the person is seen from the front or from behind. The picture is used
    because the depth of knees that touch is guessed badly.
    """
    if result.pose is None or not _seen(result.pose, "knee", "ankle") or _turned(result) < _FROM_THE_FRONT:
        return math.nan
    x = result.pose.xyz_norm[:, 0]
    knees, ankles = (float(np.subtract(*_pair(x, joint))) for joint in ("knee", "ankle"))
    return 1 - knees / ankles if abs(ankles) > _NEAR else math.nan


def trunk_forward_deg(result: HolisticResult) -> float:
    """Angle in degrees of the line from hips to shoulders against the vertical, in space: 0 = upright, 90 = level.

    A rounded back brings the shoulders down and forward, so it is a larger angle too.
    """
    up = _trunk(result)
    length = float(np.linalg.norm(up))
    return math.degrees(math.acos(-float(up[1]) / length)) if length > 0 else math.nan


def hips_height(result: HolisticResult) -> float:
    """Height of the hips above the lower ankle, in lengths of the legs, in space: 1 = standing, 0.5 = thighs level."""
    if result.pose_world is None:
        return math.nan
    xyz = result.pose_world.xyz_m
    hips, knees, ankles = (np.stack(_pair(xyz, joint)) for joint in ("hip", "knee", "ankle"))
    leg_m = float(np.mean(np.linalg.norm(hips - knees, axis=1) + np.linalg.norm(knees - ankles, axis=1)))
    return float(ankles[:, 1].max() - hips[:, 1].mean()) / leg_m if leg_m > 0 else math.nan


def hips_bent_deg(result: HolisticResult) -> float:
    """How far shoulders, hips and ankles are from one line, in degrees, on the side that is seen best: 0 = straight.

    In the picture, and only when the person is seen from the side.
    """
    pose = result.pose
    if pose is None or _turned(result) > _FROM_THE_SIDE:
        return math.nan
    xy = pose.xy_px(result.image_size)
    best, deg = _VISIBLE, math.nan
    for side in ("left", "right"):
        rows = [POSE.index(f"{side}_{joint}") for joint in ("shoulder", "hip", "ankle")]
        lowest = float(pose.visibility[rows].min())
        if lowest >= best:
            shoulder, hip, ankle = xy[rows]
            best, deg = lowest, 180 - _between_deg(shoulder - hip, ankle - hip)
    return deg


def hands_uneven(result: HolisticResult) -> float:
    """How much higher one wrist is above its shoulder than the other, in lengths of the trunk."""
    world = result.pose_world
    trunk_m = float(np.linalg.norm(_trunk(result)))
    if world is None or not _seen(world, "wrist", "shoulder") or not trunk_m > 0:
        return math.nan
    y = world.xyz_m[:, 1]
    left, right = (
        float(wrist - shoulder) for wrist, shoulder in zip(_pair(y, "wrist"), _pair(y, "shoulder"), strict=True)
    )
    return abs(left - right) / trunk_m


def feet_together(result: HolisticResult) -> float:
    """How near the ankles are to one another: minus their distance in widths of the hips, in space."""
    world = result.pose_world
    if world is None or not _seen(world, "ankle"):
        return math.nan
    ankles, hips = (float(np.linalg.norm(np.subtract(*_pair(world.xyz_m, joint)))) for joint in ("ankle", "hip"))
    return -ankles / hips if hips > 0 else math.nan


def _pair(values: Points, joint: str) -> tuple[Points, Points]:
    return values[POSE.index(f"left_{joint}")], values[POSE.index(f"right_{joint}")]


def _seen(landmarks: Landmarks, *joints: str) -> bool:
    return all(float(each) >= _VISIBLE for joint in joints for each in _pair(landmarks.visibility, joint))


def _trunk(result: HolisticResult) -> Points:
    """`(3,)` metres from the middle of the hips to the middle of the shoulders; NaN without a body.

    Hips and shoulders on the far side are guessed well from the near ones, so their visibility is not asked for.
    """
    if result.pose_world is None:
        return np.full(3, np.nan)
    xyz = result.pose_world.xyz_m
    trunk: Points = np.mean(_pair(xyz, "shoulder"), axis=0) - np.mean(_pair(xyz, "hip"), axis=0)
    return trunk


def _turned(result: HolisticResult) -> float:
    """How much of the line between the sides lies across the picture: 1 = from the front or behind, 0 = the side."""
    if result.pose_world is None:
        return 0.0
    xyz = result.pose_world.xyz_m
    across: Points = sum((np.subtract(*_pair(xyz, joint)) for joint in ("hip", "shoulder")), np.zeros(3))
    length = float(np.linalg.norm(across))
    return abs(float(across[0])) / length if length > 0 else 0.0


def _between_deg(one: Points, other: Points) -> float:
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    if not lengths > 0:
        return math.nan
    return math.degrees(math.acos(min(max(float(one @ other) / lengths, -1.0), 1.0)))
