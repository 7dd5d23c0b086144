"""A filter for connections no body has: limbs several times longer than their usual share of the body."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Segment:
    """A limb from the joint nearer to the trunk to the next one, and its usual length as a share of the stature."""

    start: str
    end: str
    stature_share: float


# Usual segment lengths as shares of the stature: Drillis & Contini (1966), as in Winter, "Biomechanics and Motor
# Control of Human Movement", 4th ed. (2009), figure 4.1. The heel is not in it: the height of the ankle (0.039) and a
# quarter of the foot (0.152) behind it give 0.054. Fingers are measured to the knuckles but allowed the whole hand.
_LIMB_SHARES: Final = (
    ("shoulder", "elbow", 0.186),
    ("elbow", "wrist", 0.146),
    ("wrist", "pinky", 0.108),
    ("wrist", "index", 0.108),
    ("wrist", "thumb", 0.108),
    ("hip", "knee", 0.245),
    ("knee", "ankle", 0.246),
    ("ankle", "heel", 0.054),
    ("ankle", "foot_index", 0.152),
)
LIMBS: Final = tuple(
    Segment(f"{side}_{start}", f"{side}_{end}", share)
    for side in ("left", "right")
    for start, end, share in _LIMB_SHARES
)
TRUNK: Final = (
    Segment("left_shoulder", "left_hip", 0.288),
    Segment("right_shoulder", "right_hip", 0.288),
    Segment("left_shoulder", "right_shoulder", 0.259),
    Segment("left_hip", "right_hip", 0.191),
)
# Parts whose length says something about the stature: not the hands and feet, which are small and found less exactly.
_LONG_LIMBS: Final = tuple(limb for limb in LIMBS if limb.end.endswith(("elbow", "wrist", "knee", "ankle")))

TIMES_USUAL: Final = 2.5
"""A limb longer than this many times its usual share is dropped: twice is reached by arms held out to the camera."""


def drop_implausible(result: HolisticResult) -> HolisticResult:
    """The same result without the far ends of limbs that are longer than `TIMES_USUAL` times their usual length.

    Measured in pixels and in metres; a landmark that fails in either becomes NaN in both, and a hand whose wrist is
    dropped becomes None. Shoulders and hips are trusted. Limbs are never too short: pointing at the camera shortens
    them in the picture. Nothing is dropped without a shoulder or hip to measure from.
    """
    if result.pose is None:
        return result
    drop = _too_long(result.pose.xy_px(result.image_size).astype(np.float64))
    if result.pose_world is not None:
        drop |= _too_long(result.pose_world.xyz_m.astype(np.float64))
    if not drop.any():
        return result
    return replace(
        result,
        pose=_without(result.pose, drop),
        pose_world=None if result.pose_world is None else _without(result.pose_world, drop),
        left_hand=None if drop[POSE.index("left_wrist")] else result.left_hand,
        right_hand=None if drop[POSE.index("right_wrist")] else result.right_hand,
    )


def _too_long(points: _Floats) -> npt.NDArray[np.bool_]:
    """`(33,)`: which body points `(33, 2)` or `(33, 3)` lie too far from the joint before them."""
    drop = np.zeros(len(points), np.bool_)
    stature = _stature(points)
    if not stature > 0:
        return drop
    # A joint that was dropped is skipped: the next one is measured from the joint before, over both segments.
    anchors: dict[str, tuple[str, float]] = {}
    for limb in LIMBS:
        start, allowed = anchors.get(limb.start, (limb.start, 0.0))
        allowed += limb.stature_share
        if _length(points, start, limb.end) > TIMES_USUAL * allowed * stature:
            drop[POSE.index(limb.end)] = True
            anchors[limb.end] = start, allowed
    return drop


def _stature(points: _Floats) -> float:
    """The stature that the lengths in view call for, in the unit of `points`; NaN without any length.

    A picture only ever shortens a length, so each is a lower bound and the largest counts. Of the trunk, which is
    trusted, that is the longest of its sides: it may point at the camera, or be seen from the side, but hardly both.
    Of the limbs it is the median, which holds for as long as fewer than half of them are wrong.
    """
    trunk = [_length(points, each.start, each.end) / each.stature_share for each in TRUNK]
    if np.isnan(trunk).all():
        return float("nan")
    limbs = [_length(points, each.start, each.end) / each.stature_share for each in _LONG_LIMBS]
    known = [limb for limb in limbs if not np.isnan(limb)]
    return float(max(np.nanmax(trunk), np.median(known) if known else 0.0))


def _length(points: _Floats, start: str, end: str) -> float:
    return float(np.linalg.norm(points[POSE.index(start)] - points[POSE.index(end)]))


def _without(landmarks: Landmarks, drop: npt.NDArray[np.bool_]) -> Landmarks:
    gaps = np.where(drop, np.float32(np.nan), np.float32(0))
    return replace(
        landmarks,
        xyz=landmarks.xyz + gaps[:, None],
        visibility=landmarks.visibility + gaps,
        presence=landmarks.presence + gaps,
    )
