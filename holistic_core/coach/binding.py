"""Which part of the body each joint turns, from places in the rest pose."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import FINGERS, Figure
from holistic_core.coach.rest_pose import rest_skeleton
from holistic_core.coach.skeleton import PARENTS, SIDES, BodySide, Skeleton
from holistic_core.coach.skinning import Binding, Share
from holistic_core.coach.solids import Points

Vector = npt.NDArray[np.float64]

# How far from a joint, along the limb, its bend is spread to either side; metres at the reference height.
_RAMPS_M: Final = {"upper_arm": 0.055, "forearm": 0.038, "hand": 0.022, "thigh": 0.075, "shank": 0.055, "foot": 0.03}
_FINGER_RAMPS_M: Final = (0.009, 0.007, 0.006)
_WAIST_M: Final = 0.13
_NECK_M: Final = 0.045


def binding_of(figure: Figure, rest_m: Points, rigid: dict[str, npt.NDArray[np.bool_]]) -> Binding:
    """How the vertices `(n, 3)` of a figure's rest pose hang on its bones.

    rigid: bone → which vertices are moved by it as one piece (head, hair, shoes); "left_hand" and "right_hand": those
    that belong to a hand and follow its fingers.
    """
    rest = rest_skeleton(figure)
    places = rest_m.astype(np.float64)
    scale = figure.proportions.scale
    swing: dict[str, Points] = {}
    twist: dict[str, Points] = {}
    chest, pelvis = rest.bones["chest"], rest.bones["pelvis"]
    trunk = (places - chest.origin_m) @ pelvis.rotation[:, 1]
    swing["chest"] = _ramp(trunk, _WAIST_M * scale)
    for name in ("neck", "head"):
        above = (places - rest.bones[name].origin_m) @ np.array([0.0, 1.0, 0.0])
        aside = np.abs(places[:, 0])
        swing[name] = _ramp(above, _NECK_M * scale) * _ramp(0.13 * scale - aside, 0.03 * scale)
    for side in SIDES:
        arm, leg = _limbs(places, rest, side, scale)
        hand = rigid.get(f"{side}_hand", np.zeros(len(places), bool))
        swing[f"{side}_clavicle"] = np.maximum(_clavicle(places, rest, side, scale), arm)
        swing["chest"] = np.maximum(swing["chest"], arm)  # arms hang lower than the waist
        swing[f"{side}_upper_arm"] = arm
        twist[f"{side}_upper_arm"] = arm * _along(places, rest, f"{side}_upper_arm", 0.1, 1.0)
        swing[f"{side}_thigh"] = leg
        twist[f"{side}_thigh"] = leg * _along(places, rest, f"{side}_thigh", 0.1, 1.0)
        for name, limb in (("forearm", arm), ("hand", arm), ("shank", leg), ("foot", leg)):
            swing[f"{side}_{name}"] = (limb >= 1) * _bend(places, rest, f"{side}_{name}", _RAMPS_M[name] * scale)
        twist[f"{side}_forearm"] = (arm >= 1) * _along(places, rest, f"{side}_forearm", 0.12, 0.95)
        twist[f"{side}_shank"] = (leg >= 1) * _along(places, rest, f"{side}_shank", 0.1, 0.95)
        swing |= _fingers(places, rest, side, hand, scale)
        for name in ("clavicle", "upper_arm", "forearm"):
            swing[f"{side}_{name}"][hand] = 1.0
        for name in ("upper_arm", "forearm"):
            twist[f"{side}_{name}"][hand] = 1.0
    for bone, chosen in rigid.items():
        if not bone.endswith("_hand"):
            _fasten(swing, twist, bone, chosen)
    return Binding(
        len(rest_m),
        rest,
        {name: Share.of(weight) for name, weight in swing.items()},
        {name: Share.of(weight) for name, weight in twist.items()},
    )


def _fasten(swing: dict[str, Points], twist: dict[str, Points], bone: str, chosen: npt.NDArray[np.bool_]) -> None:
    """Let vertices follow one bone, and all above it, as one piece."""
    chain, name = set(), bone
    while name:
        chain.add(name)
        name = PARENTS[name]
    for weights in (swing, twist):
        for each, weight in weights.items():
            weight[chosen] = float(each in chain)


def _ramp(distance: npt.ArrayLike, half_m: float) -> Points:
    """0 below −half, 1 above half, and a soft rise between."""
    share = np.clip((np.asarray(distance) / half_m + 1) / 2, 0.0, 1.0)
    return (share * share * (3 - 2 * share)).astype(np.float32)


def _bend(places: Vector, rest: Skeleton, name: str, half_m: float) -> Points:
    """Beyond a hinge: across the plane that halves the angle between the bones it joins."""
    bone, parent = rest.bones[name], rest.bones[PARENTS[name]]
    towards = -parent.rotation[:, 1]
    # A foot stands out to the front: its hinge lies across the shank.
    normal = towards if name.endswith("foot") else towards - bone.rotation[:, 1]
    return _ramp((places - bone.origin_m) @ (normal / np.linalg.norm(normal)), half_m)


def _along(places: Vector, rest: Skeleton, name: str, start: float, end: float) -> Points:
    """How far along a bone, from 0 at `start` to 1 at `end`, as shares of its length."""
    bone = rest.bones[name]
    share = (places - bone.origin_m) @ -bone.rotation[:, 1] / bone.length_m
    return _ramp(share - (start + end) / 2, (end - start) / 2)


def _limbs(places: Vector, rest: Skeleton, side: BodySide, scale: float) -> tuple[Points, Points]:
    """How much each place belongs to the arm and to the leg of a side."""
    sign = 1.0 if side == "left" else -1.0
    upper_arm, thigh = rest.bones[f"{side}_upper_arm"], rest.bones[f"{side}_thigh"]
    down = -upper_arm.rotation[:, 1]
    # The armpit: the plane through the shoulder half-way between the arm and the flank.
    flank = np.array([0.0, -1.0, 0.0])
    middle = down + flank
    middle /= np.linalg.norm(middle)
    outwards = np.array([-middle[1], middle[0], 0.0]) * sign
    arm = _ramp((places - upper_arm.origin_m) @ outwards, _RAMPS_M["upper_arm"] * scale)
    # The hip: below the joint, and on this side of the crotch.
    below = (thigh.origin_m - places) @ np.array([0.0, 1.0, 0.0]) + 0.012 * scale
    leg = _ramp(below, _RAMPS_M["thigh"] * scale) * _ramp(sign * places[:, 0], 0.014 * scale)
    # Hands may hang below the hips.
    return arm, leg * (1 - arm)


def _clavicle(places: Vector, rest: Skeleton, side: BodySide, scale: float) -> Points:
    sign = 1.0 if side == "left" else -1.0
    shoulder = rest.bones[f"{side}_upper_arm"].origin_m
    outwards = _ramp(sign * places[:, 0] - 0.085 * scale, 0.06 * scale)
    return outwards * _ramp(places[:, 1] - shoulder[1] + 0.17 * scale, 0.10 * scale)


def _fingers(
    places: Vector, rest: Skeleton, side: BodySide, hand: npt.NDArray[np.bool_], scale: float
) -> dict[str, Points]:
    """Beyond the joints of the fingers; each place of a hand belongs to the finger it is nearest to."""
    mine = np.flatnonzero(hand)
    away = np.full((len(FINGERS), len(mine)), np.inf)
    for row, finger in enumerate(FINGERS):
        for place in (1, 2, 3):
            bone = rest.bones[f"{side}_{finger}_{place}"]
            away[row] = np.minimum(away[row], _distance(places[mine], bone.origin_m, bone.end_m))
    nearest = away.argmin(axis=0)
    weights = {}
    for row, finger in enumerate(FINGERS):
        belongs = mine[nearest == row]
        inside = np.ones(len(belongs), np.float32)
        for place, half_m in enumerate(_FINGER_RAMPS_M, start=1):
            name = f"{side}_{finger}_{place}"
            weight = np.zeros(len(places), np.float32)
            wide = 2.2 if finger == "thumb" and place == 1 else 1.0
            inside = inside * _bend(places[belongs], rest, name, half_m * wide * scale)
            weight[belongs] = inside
            weights[name] = weight
    return weights


def _distance(points: Vector, start: Vector, end: Vector) -> Vector:
    along = end - start
    share = np.clip((points - start) @ along / (along @ along), 0.0, 1.0)
    away: Vector = np.linalg.norm(points - start - share[:, None] * along, axis=1)
    return away
