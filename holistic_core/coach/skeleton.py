"""Forward kinematics: from the angles of a pose to the places and directions of all bones."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import FINGERS, Figure, Proportions
from holistic_core.coach.pose import Arm, Finger, Hand, Leg, Pose, Trunk

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
BodySide = Literal["left", "right"]
SIDES: Final[tuple[BodySide, ...]] = ("left", "right")

_X, _Y, _Z = np.eye(3)
# The clavicle follows the arm: nothing up to 30° of elevation, then a sixth of it, 25° with the arm straight up. About
# what the acromion does in healthy shoulders (Inman, Saunders and Abbott 1944: the scapula turns 1° for 2° of the arm).
_CLAVICLE_FROM_DEG: Final = 30.0
_CLAVICLE_SHARE: Final = 1 / 6


@dataclass(frozen=True, eq=False)
class Bone:
    """Where a bone is. origin_m: `(3,)` its proximal joint. length_m: to its far end, along −y of its frame.

    rotation: `(3, 3)`, its columns are the bone's axes in the world: x to the person's left, y to the proximal joint, z
    to the front. The identity is a person standing upright with arms hanging and thumbs forward.
    """

    origin_m: Vector
    rotation: Matrix
    length_m: float

    def at(self, offset_m: npt.ArrayLike) -> Vector:
        """World position of a point `(3,)` or points `(n, 3)` given in the bone's frame."""
        place: Vector = self.origin_m + np.asarray(offset_m, np.float64) @ self.rotation.T
        return place

    @property
    def end_m(self) -> Vector:
        """The far end."""
        return self.at((0.0, -self.length_m, 0.0))


def _bones() -> dict[str, str]:
    parents = {"pelvis": "", "chest": "pelvis", "neck": "chest", "head": "neck"}
    for side in SIDES:
        chain = ("clavicle", "upper_arm", "forearm", "hand")
        for parent, child in zip(("chest", *(f"{side}_{name}" for name in chain)), chain, strict=False):
            parents[f"{side}_{child}"] = parent
        for finger in FINGERS:
            for place in (1, 2, 3):
                parents[f"{side}_{finger}_{place}"] = f"{side}_hand" if place == 1 else f"{side}_{finger}_{place - 1}"
        for parent, child in (("pelvis", "thigh"), (f"{side}_thigh", "shank"), (f"{side}_shank", "foot")):
            parents[f"{side}_{child}"] = parent
    return parents


PARENTS: Final = MappingProxyType(_bones())


@dataclass(frozen=True, eq=False)
class Skeleton:
    """All bones of one person at one moment, in the world frame (m). `bones` has the keys and order of `PARENTS`."""

    bones: Mapping[str, Bone]
    figure: Figure

    def moved(self, offset_m: npt.ArrayLike) -> "Skeleton":
        """The same, shifted."""
        offset = np.asarray(offset_m, np.float64)
        bones = {name: Bone(bone.origin_m + offset, bone.rotation, bone.length_m) for name, bone in self.bones.items()}
        return Skeleton(MappingProxyType(bones), self.figure)


def about(axis: Iterable[float], degrees: float) -> Matrix:
    """Rotation `(3, 3)` by an angle about an axis `(3,)`, right-handed (Rodrigues)."""
    # Plain numbers: a pose takes hundreds of these, and small arrays are slow.
    x, y, z = (float(value) for value in axis)
    length = math.sqrt(x * x + y * y + z * z)
    x, y, z = x / length, y / length, z / length
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    rest = 1 - cosine
    return np.array(
        [
            [cosine + rest * x * x, rest * x * y - sine * z, rest * x * z + sine * y],
            [rest * x * y + sine * z, cosine + rest * y * y, rest * y * z - sine * x],
            [rest * x * z - sine * y, rest * y * z + sine * x, cosine + rest * z * z],
        ]
    )


def skeleton_of(pose: Pose, figure: Figure) -> Skeleton:
    """Where all bones of a person in that pose are, `Skeleton` in the world frame."""
    body = figure.proportions
    bones = _trunk(pose.trunk, body)
    for side, arm in zip(SIDES, (pose.left_arm, pose.right_arm), strict=True):
        _add_clavicle(bones, side, arm, body)
    for side, arm, leg in zip(SIDES, (pose.left_arm, pose.right_arm), (pose.left_leg, pose.right_leg), strict=True):
        # Both inner angles are measured against the line from the hip to the shoulder of their side.
        hip = bones["pelvis"].at(_of_side(body.hip_m, side))
        up = _unit(bones[f"{side}_clavicle"].end_m - hip)
        _add_arm(bones, side, arm, body, up)
        _add_leg(bones, side, leg, body, up, hip)
    skeleton = Skeleton(MappingProxyType({name: bones[name] for name in PARENTS}), figure)
    return skeleton.moved(_standing_shift(skeleton) if pose.pelvis_m is None else pose.pelvis_m)


def _trunk(trunk: Trunk, body: Proportions) -> dict[str, Bone]:
    """Pelvis at the origin, and the spine and head above it."""
    pelvis = about(_Y, trunk.turn_deg) @ about(_Z, -trunk.side_deg) @ about(_X, trunk.lean_deg)
    chest = pelvis @ about(_Y, trunk.twist_deg) @ about(_Z, -trunk.bend_side_deg) @ about(_X, trunk.bend_deg)
    # The neck makes half of what the head does.
    neck = chest @ _head_turn(trunk, 0.5)
    head = chest @ _head_turn(trunk, 1.0)
    waist = pelvis @ body.chest_m
    base = waist + chest @ body.neck_m
    return {
        "pelvis": Bone(np.zeros(3), pelvis, float(body.chest_m[1])),
        "chest": Bone(waist, chest, float(body.neck_m[1])),
        "neck": Bone(base, neck, float(np.linalg.norm(body.head_m))),
        "head": Bone(base + neck @ body.head_m, head, 0.104 * body.height_m),
    }


def _head_turn(trunk: Trunk, share: float) -> Matrix:
    return about(_Y, share * trunk.look_deg) @ about(_Z, -share * trunk.tilt_deg) @ about(_X, share * trunk.nod_deg)


def _add_clavicle(bones: dict[str, Bone], side: BodySide, arm: Arm, body: Proportions) -> None:
    chest = bones["chest"]
    raised = max(0.0, arm.shoulder_deg - _CLAVICLE_FROM_DEG) * _CLAVICLE_SHARE
    to_shoulder = _of_side(body.shoulder_m, side)
    # The bone points along −y of its frame, like all others.
    rest = _frame(to_shoulder, _Z)
    turn = chest.rotation @ about(_Z, raised if side == "left" else -raised) @ rest
    bones[f"{side}_clavicle"] = Bone(
        chest.at(_of_side(body.clavicle_m, side)), turn, float(np.linalg.norm(to_shoulder))
    )


def _add_arm(bones: dict[str, Bone], side: BodySide, arm: Arm, body: Proportions, up: Vector) -> None:
    sign = 1.0 if side == "left" else -1.0
    upper = ball_joint(bones["chest"].rotation, up, sign, arm.shoulder_deg, arm.plane_deg)
    upper = upper @ about(_Y, sign * arm.rotation_deg)
    forearm = upper @ about(_X, arm.elbow_deg - 180.0) @ about(_Y, -sign * arm.pronation_deg)
    # Towards the palm is −x of the left hand, towards the thumb +z.
    plane = np.radians(arm.wrist_plane_deg)
    direction = np.array([-sign * np.cos(plane), 0.0, np.sin(plane)])
    hand = forearm @ about(np.cross(-_Y, direction), 180.0 - arm.wrist_deg)
    shoulder = bones[f"{side}_clavicle"].end_m
    bones[f"{side}_upper_arm"] = Bone(shoulder, upper, body.upper_arm_m)
    bones[f"{side}_forearm"] = Bone(bones[f"{side}_upper_arm"].end_m, forearm, body.forearm_m)
    middle = float(-body.knuckles_m["middle"][1])
    bones[f"{side}_hand"] = Bone(bones[f"{side}_forearm"].end_m, hand, middle)
    _add_fingers(bones, side, arm.hand, body)


def _add_fingers(bones: dict[str, Bone], side: BodySide, pose: Hand, body: Proportions) -> None:
    hand, sign = bones[f"{side}_hand"], 1.0 if side == "left" else -1.0
    for name in FINGERS:
        knuckle = _of_side(body.knuckles_m[name], side)
        turn = (
            _thumb(pose, sign) if name == "thumb" else _first_phalanx(knuckle, getattr(pose, name), pose.spread, sign)
        )
        # The thumb's first joint of the three is turned by `_thumb` itself.
        thumb = pose.thumb
        inner = (thumb.mcp_deg, thumb.ip_deg) if name == "thumb" else _middle_and_end(getattr(pose, name))
        # A finger bends about the axis across it: towards the palm, −x of the left hand.
        origin, rotation = hand.at(knuckle), hand.rotation @ turn
        for place, length in enumerate(body.phalanges_m[name], start=1):
            if place > 1:
                rotation = rotation @ about(_Z, -sign * (180.0 - inner[place - 2]))
            bone = Bone(origin, rotation, length)
            bones[f"{side}_{name}_{place}"] = bone
            origin = bone.end_m


def _middle_and_end(finger: Finger) -> tuple[float, float]:
    return finger.pip_deg, finger.dip_deg


def _first_phalanx(knuckle: Vector, finger: Finger, spread: float, sign: float) -> Matrix:
    """Rotation of a finger's first bone in the hand frame, so that wrist-knuckle-middle joint has its inner angle.

    The finger leaves the knuckle in the plane of the palm at `spread` of its ray's angle; what that takes from 180° is
    the most its inner angle can reach.
    """
    ray = np.degrees(np.arctan2(knuckle[2], -knuckle[1]))
    fan = about(_X, -spread * ray)
    straight, palmwards, towards = fan @ -_Y, np.array([-sign, 0.0, 0.0]), _unit(knuckle)
    along, aside = float(straight @ towards), float(palmwards @ towards)
    # cos(inner angle) = −(along cos f + aside sin f), solved for the flexion f.
    most = np.clip(-np.cos(np.radians(finger.mcp_deg)) / np.hypot(along, aside), -1.0, 1.0)
    flexion = np.degrees(np.arctan2(aside, along) + np.arccos(most))
    turn: Matrix = fan @ about(_Z, -sign * flexion)
    return turn


def _thumb(pose: Hand, sign: float) -> Matrix:
    """Rotation of the thumb's first bone in the hand frame. Its nail faces outwards, so it bends across the palm."""
    thumb = pose.thumb
    # Out in the plane of the palm, then towards the palm about the hand's own axis, turned about itself so that it
    # bends towards the little finger's side rather than towards the palm.
    out = about(_Y, sign * thumb.across_deg) @ about(_X, -thumb.out_deg)
    turn: Matrix = out @ about(_Y, -sign * _THUMB_ROLL_DEG)
    return turn


_THUMB_ROLL_DEG: Final = 55.0


def _add_leg(bones: dict[str, Bone], side: BodySide, leg: Leg, body: Proportions, up: Vector, hip: Vector) -> None:
    sign = 1.0 if side == "left" else -1.0
    thigh = ball_joint(bones["pelvis"].rotation, up, sign, 180.0 - leg.hip_deg, leg.plane_deg)
    thigh = thigh @ about(_Y, sign * leg.rotation_deg)
    shank = thigh @ about(_X, 180.0 - leg.knee_deg)
    bones[f"{side}_thigh"] = Bone(hip, thigh, body.thigh_m)
    bones[f"{side}_shank"] = Bone(bones[f"{side}_thigh"].end_m, shank, body.shank_m)
    toes = _of_side(body.toes_m, side)
    if leg.ankle_deg is None:
        foot = _frame(-_Y, shank @ _Z) @ about(_Y, sign * leg.toes_out_deg)
    else:
        below = np.degrees(np.arctan2(-toes[1], toes[2]))
        across = np.hypot(toes[1], toes[2]) / np.linalg.norm(toes)
        cosine = np.clip(np.cos(np.radians(leg.ankle_deg)) / across, -1.0, 1.0)
        raised = 90.0 + below - np.degrees(np.arccos(cosine))
        foot = shank @ about(_Y, sign * leg.toes_out_deg) @ about(_X, -raised)
    bones[f"{side}_foot"] = Bone(bones[f"{side}_shank"].end_m, foot, float(np.linalg.norm(toes)))


def ball_joint(parent: Matrix, up: Vector, sign: float, elevation_deg: float, plane_deg: float) -> Matrix:
    """Frame of an upper arm or thigh that makes `elevation_deg` with the trunk's line downwards, in a plane.

    up: unit vector from the hip to the shoulder of the side. sign: 1 left, −1 right.
    """
    base = _turn_between(parent @ _Y, up) @ parent
    plane = np.radians(plane_deg)
    towards = np.cos(plane) * sign * base[:, 0] + np.sin(plane) * base[:, 2]
    return about(np.cross(-up, towards), elevation_deg) @ base


def _turn_between(one: Vector, other: Vector) -> Matrix:
    """The smallest rotation that brings one unit vector onto another that is not opposite to it."""
    axis = np.cross(one, other)
    length = float(np.linalg.norm(axis))
    if length < 1e-12:  # noqa: PLR2004 -- no direction left to turn about
        return np.eye(3)
    return about(axis, float(np.degrees(np.arctan2(length, one @ other))))


def _frame(direction: Vector, front: Vector) -> Matrix:
    """Frame whose −y is `direction` and whose z is as near to `front` as can be."""
    y = -_unit(direction)
    z = _unit(front - y * (front @ y))
    return np.stack([np.cross(y, z), y, z], axis=1)


def _standing_shift(skeleton: Skeleton) -> Vector:
    """What brings the middle of the ankles above the origin and the lowest point of the feet to the floor."""
    body = skeleton.figure.proportions
    feet = [skeleton.bones[f"{side}_foot"] for side in SIDES]
    middle = (feet[0].origin_m + feet[1].origin_m) / 2
    lowest = min(float(point[1]) for foot, side in zip(feet, SIDES, strict=True) for point in sole_m(foot, body, side))
    return np.array([-middle[0], -lowest, -middle[2]])


def sole_m(foot: Bone, body: Proportions, side: BodySide) -> Matrix:
    """`(2, 3)` world positions of the sole under the heel and under the toes."""
    heel, toes = _of_side(body.heel_m, side), _of_side(body.toes_m, side)
    return foot.at(np.array([[heel[0], -body.ankle_height_m, heel[2]], [toes[0], -body.ankle_height_m, toes[2]]]))


def _of_side(offset_m: Vector, side: BodySide) -> Vector:
    """An offset of the left side, or its mirror image."""
    return offset_m if side == "left" else offset_m * np.array([-1.0, 1.0, 1.0])


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / np.linalg.norm(vector)
    return unit
