"""Which landmarks the camera cannot see, because the body itself is in the way or the picture ends before them.

Worked out from the bones with a thickness, not from pixels, so that it is the same on every machine.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import View
from holistic_core.coach.figure import FINGERS
from holistic_core.coach.skeleton import SIDES, Skeleton
from holistic_core.topology import LEFT_HAND

Vectors = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Radii of the limbs at the reference height and average build, metres.
_LIMBS_M: Final = {"upper_arm": 0.040, "forearm": 0.030, "thigh": 0.062, "shank": 0.042}
_TRUNK_M: Final = 0.100
_HEAD_M: Final = 0.076
_NECK_M: Final = 0.048
_PALM_M: Final = 0.016
_FINGER_M: Final = 0.008
_FOOT_M: Final = 0.034
# How deep a joint lies under the surface: from there on, what is in the way hides it.
_DEPTHS_M: Final = {"shoulder": 0.060, "hip": 0.130, "elbow": 0.045, "knee": 0.062, "ankle": 0.050, "wrist": 0.032}
_SURFACE_M: Final = 0.014
# Landmarks that lie in a limb are not hidden by it.
_OWN: Final = {
    "shoulder": ("upper_arm",),
    "elbow": ("upper_arm", "forearm"),
    "wrist": ("forearm", "palm"),
    "hip": ("thigh",),
    "knee": ("thigh", "shank"),
    "ankle": ("shank", "foot"),
    "heel": ("foot",),
    "foot_index": ("foot",),
}
_HAND_POINTS: Final = ("pinky", "index", "thumb")


def occluded_points(skeleton: Skeleton, points_m: Vectors, names: tuple[str, ...], view: View) -> Flags:
    """`(n,)` whether each of the world points `(n, 3)` cannot be seen.

    names: of the points: those of `topology.POSE`, or those of a hand after "left_hand." or "right_hand.".
    """
    capsules, start, end, radius = _capsules(skeleton)
    scale = skeleton.figure.proportions.scale
    to_camera = view.position_m - points_m
    distance = np.linalg.norm(to_camera, axis=1, keepdims=True)
    depth = np.array([_depth_m(name) for name in names])[:, None] * scale
    above = points_m + to_camera / distance * depth
    away = _segment_distances(above, np.broadcast_to(view.position_m, above.shape), start, end)
    hidden: Flags = ((away < radius) & ~_belongs(names, capsules)).any(axis=1)
    xy_px, depth_m = view.project(points_m)
    inside = ((xy_px >= 0) & (xy_px <= np.array(view.image_size))).all(axis=1) & (depth_m > 0)
    unseen: Flags = hidden | ~inside
    return unseen


@cache
def hand_names(side: str) -> tuple[str, ...]:
    """Names of the points of a hand, as `occluded_points` takes them."""
    return tuple(f"{side}_hand.{name}" for name in LEFT_HAND.names)


def _capsules(skeleton: Skeleton) -> tuple[tuple[str, ...], Vectors, Vectors, Vectors]:
    """Names, both ends `(c, 3)` and radii `(c,)` of the body's parts."""
    bones, scale = skeleton.bones, skeleton.figure.proportions.scale
    girth = 1 + 0.13 * skeleton.figure.build
    rows: list[tuple[str, Vectors, Vectors, float]] = []
    pelvis, chest, head = bones["pelvis"], bones["chest"], bones["head"]
    for sign in (1.0, -1.0):
        aside = np.array([sign * 0.055 * scale, 0.0, 0.0])
        rows.append(("trunk", pelvis.at(aside), chest.at(aside), _TRUNK_M * girth))
        rows.append(("trunk", chest.at(aside), chest.at(aside + np.array([0.0, 0.15 * scale, 0.0])), _TRUNK_M * girth))
    middle = head.at(scale * np.array([0.0, 0.05, 0.008]))
    rows.append(("head", middle, middle, _HEAD_M))
    rows.append(("neck", bones["neck"].origin_m, head.origin_m, _NECK_M))
    for side in SIDES:
        for name, limb_m in _LIMBS_M.items():
            bone = bones[f"{side}_{name}"]
            rows.append((f"{side}_{name}", bone.origin_m, bone.end_m, limb_m * girth))
        hand, foot = bones[f"{side}_hand"], bones[f"{side}_foot"]
        for finger in FINGERS[1:]:
            rows.append((f"{side}_palm", hand.origin_m, bones[f"{side}_{finger}_1"].origin_m, _PALM_M))
        for finger in FINGERS:
            for place in (1, 2, 3):
                bone = bones[f"{side}_{finger}_{place}"]
                rows.append((f"{side}_{finger}", bone.origin_m, bone.end_m, _FINGER_M))
        heel, toes = foot.at(scale * np.array([0, -0.05, -0.03])), foot.at(scale * np.array([0, -0.055, 0.13]))
        rows.append((f"{side}_foot", heel, toes, _FOOT_M))
    names, start, end, radius = zip(*rows, strict=True)
    return tuple(names), np.stack(start), np.stack(end), np.array(radius) * scale


def _depth_m(name: str) -> float:
    return _DEPTHS_M.get(name.partition("_")[2], _SURFACE_M)


@cache
def _belongs(names: tuple[str, ...], capsules: tuple[str, ...]) -> Flags:
    """`(n, c)` whether a capsule is the part in which a point lies."""
    table = np.zeros((len(names), len(capsules)), bool)
    for row, name in enumerate(names):
        own = _parts_of(name)
        table[row] = [capsule in own for capsule in capsules]
    return table


def _parts_of(name: str) -> set[str]:
    if "_hand." in name:
        hand, _, point = name.partition(".")
        side, finger = hand.removesuffix("_hand"), point.partition("_")[0]
        palm = {f"{side}_palm"} if point.endswith(("wrist", "mcp", "cmc", "pip")) or finger == "thumb" else set()
        return {f"{side}_{finger}", f"{side}_forearm"} | palm if finger != "wrist" else {f"{side}_forearm"} | palm
    side, _, joint = name.partition("_")
    if side not in SIDES:
        return set()
    if joint in _HAND_POINTS:
        return {f"{side}_{joint}", f"{side}_palm"}
    return {f"{side}_{part}" for part in _OWN.get(joint, ())}


def _segment_distances(one: Vectors, other: Vectors, start: Vectors, end: Vectors) -> Vectors:
    """`(n, c)` shortest distances between the segments one-other `(n, 3)` and start-end `(c, 3)`.

    Closest points of two lines, clamped to their ends (Ericson 2005, "Real-Time Collision Detection", 5.1.9).
    """
    first, second = (other - one)[:, None], (end - start)[None]
    between = one[:, None] - start[None]
    a, e = (first * first).sum(-1), np.maximum((second * second).sum(-1), 1e-12)
    b, c, f = (first * second).sum(-1), (first * between).sum(-1), (second * between).sum(-1)
    steep = np.maximum(a * e - b * b, 1e-12)
    s = np.clip((b * f - c * e) / steep, 0, 1)
    t = np.clip((b * s + f) / e, 0, 1)
    s = np.clip((b * t - c) / a, 0, 1)
    gap: Vectors = np.linalg.norm(between + s[..., None] * first - t[..., None] * second, axis=-1)
    return gap
