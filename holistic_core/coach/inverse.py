"""Inverse kinematics: the angles with which a foot or a hand gets to a given place and stays there."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.pose import Arm, Leg, Pose
from holistic_core.coach.skeleton import BodySide, Skeleton, about, ball_joint, skeleton_of

Vector = npt.NDArray[np.float64]

# A limb is never quite straight: its bend keeps a direction, and small movements stay small.
_LONGEST: Final = 0.9998


@dataclass(frozen=True)
class Ground:
    """Where a foot is. ankle_m: `(x, y, z)` in the world. heel_up_deg: 0 = flat, 90 = on the tips of the toes."""

    ankle_m: tuple[float, float, float]
    heel_up_deg: float = 0.0
    toes_out_deg: float = 8.0


def with_foot(pose: Pose, skeleton: Skeleton, side: BodySide, foot: Ground, knee_out_deg: float) -> Leg:
    """The leg whose ankle is at `foot`; nearest to it when that is out of reach.

    skeleton: of `pose`, whose trunk and arms count. knee_out_deg: where the knee points, outwards of the pelvis' front.
    """
    sign = 1.0 if side == "left" else -1.0
    pelvis, hip = skeleton.bones["pelvis"], skeleton.bones[f"{side}_thigh"].origin_m
    up = _unit(skeleton.bones[f"{side}_upper_arm"].origin_m - hip)
    out = np.radians(knee_out_deg)
    pole = pelvis.rotation @ np.array([sign * np.sin(out), 0.0, np.cos(out)])
    body = skeleton.figure.proportions
    thigh, front, knee_deg = _two_bones(hip, np.array(foot.ankle_m), body.thigh_m, body.shank_m, pole)
    elevation, plane, rotation = _ball_angles(pelvis.rotation, up, sign, thigh, front)
    leg: Leg = pose.left_leg if side == "left" else pose.right_leg
    leg = replace(
        leg, hip_deg=180 - elevation, plane_deg=plane, rotation_deg=rotation, knee_deg=knee_deg, ankle_deg=None
    )
    leg = replace(leg, toes_out_deg=foot.toes_out_deg - _shank_out_deg(pelvis.rotation, leg, up, sign))
    if foot.heel_up_deg == 0.0:
        return leg
    # Toes below the ankle by the angle of the flat foot and that of the raised heel.
    toes = body.toes_m * np.array([sign, 1.0, 1.0])
    shank = _shank(pelvis.rotation, leg, up, sign)
    level = shank[:, 2] * np.array([1.0, 0.0, 1.0])
    ahead = _unit(level) if np.linalg.norm(level) > 1e-9 else np.array([0.0, 0.0, 1.0])  # noqa: PLR2004
    below = np.arctan2(-toes[1], toes[2]) + np.radians(foot.heel_up_deg)
    direction = np.cos(below) * ahead - np.sin(below) * np.array([0.0, 1.0, 0.0])
    ankle_deg = float(np.degrees(np.arccos(np.clip(shank[:, 1] @ direction, -1, 1))))
    return replace(leg, ankle_deg=ankle_deg, toes_out_deg=0.0)


def with_hand(
    pose: Pose,
    skeleton: Skeleton,
    side: BodySide,
    wrist_m: tuple[float, float, float],
    elbow_towards: Vector,
    fingers_towards: Vector,
    palm_towards: Vector,
) -> Arm:
    """The arm whose wrist is at `wrist_m`, with elbow, fingers and palm pointing to those directions `(3,)`.

    fingers_towards and palm_towards are at right angles.
    """
    sign = 1.0 if side == "left" else -1.0
    arm: Arm = pose.left_arm if side == "left" else pose.right_arm
    body = skeleton.figure.proportions
    for _ in range(4):  # the shoulder rises with the arm, which moves the shoulder: a few steps settle it
        shoulder = skeleton.bones[f"{side}_upper_arm"].origin_m
        hip = skeleton.bones[f"{side}_thigh"].origin_m
        up, chest = _unit(shoulder - hip), skeleton.bones["chest"].rotation
        upper, back, elbow_deg = _two_bones(
            shoulder, np.array(wrist_m), body.upper_arm_m, body.forearm_m, elbow_towards
        )
        elevation, plane, rotation = _ball_angles(chest, up, sign, upper, -back)
        arm = replace(arm, shoulder_deg=elevation, plane_deg=plane, rotation_deg=rotation, elbow_deg=elbow_deg)
        skeleton = skeleton_of(
            replace(pose, left_arm=arm) if side == "left" else replace(pose, right_arm=arm), skeleton.figure
        )
    forearm = ball_joint(chest, up, sign, elevation, plane) @ about((0, 1, 0), sign * rotation)
    forearm = forearm @ about((1, 0, 0), elbow_deg - 180.0)
    away, back = -sign * _unit(palm_towards), -_unit(fingers_towards)
    turn = forearm.T @ np.stack([away, back, np.cross(away, back)], axis=1)
    # A turn about the forearm's axis and then a bend of the wrist across it: the swing-twist split of the whole.
    twist = 2 * np.arctan2(turn[0, 2] - turn[2, 0], 1 + np.trace(turn))
    pronation = -sign * float(np.degrees(twist))
    fingers = about((0, 1, 0), float(np.degrees(twist))).T @ turn @ np.array([0.0, -1.0, 0.0])
    wrist_deg = 180.0 - float(np.degrees(np.arccos(np.clip(-fingers[1], -1, 1))))
    wrist_plane = float(np.degrees(np.arctan2(fingers[2], -sign * fingers[0])))
    return replace(arm, pronation_deg=pronation, wrist_deg=wrist_deg, wrist_plane_deg=wrist_plane)


def _two_bones(
    start: Vector, target: Vector, first_m: float, second_m: float, pole: Vector
) -> tuple[Vector, Vector, float]:
    """Two bones from `start` towards `target`, bent to `pole`.

    Returns the direction of the first `(3,)`, the direction across it to the side of the bend, and the inner angle.
    """
    shortest, longest = abs(first_m - second_m) / _LONGEST, (first_m + second_m) * _LONGEST
    distance = float(np.clip(np.linalg.norm(target - start), max(shortest, 0.05), longest))
    along = _unit(target - start)
    across = _unit(pole - along * (pole @ along))
    cosine = (first_m**2 - second_m**2 + distance**2) / (2 * distance * first_m)
    sine = float(np.sqrt(max(1 - cosine**2, 0.0)))
    inner = (first_m**2 + second_m**2 - distance**2) / (2 * first_m * second_m)
    return (
        cosine * along + sine * across,
        cosine * across - sine * along,
        float(np.degrees(np.arccos(np.clip(inner, -1, 1)))),
    )


def _ball_angles(
    parent: Vector, up: Vector, sign: float, direction: Vector, front: Vector
) -> tuple[float, float, float]:
    """Elevation, plane and rotation in degrees of a limb that goes to `direction` and whose front looks to `front`."""
    elevation = float(np.degrees(np.arccos(np.clip(-up @ direction, -1, 1))))
    base = ball_joint(parent, up, sign, 0.0, 0.0)
    plane = float(np.degrees(np.arctan2(direction @ base[:, 2], direction @ base[:, 0] * sign)))
    frame = ball_joint(parent, up, sign, elevation, plane)
    rotation = sign * float(np.degrees(np.arctan2(front @ frame[:, 0], front @ frame[:, 2])))
    return elevation, plane, rotation


def _shank(parent: Vector, leg: Leg, up: Vector, sign: float) -> Vector:
    thigh = ball_joint(parent, up, sign, 180.0 - leg.hip_deg, leg.plane_deg) @ about((0, 1, 0), sign * leg.rotation_deg)
    shank: Vector = thigh @ about((1, 0, 0), 180.0 - leg.knee_deg)
    return shank


def _shank_out_deg(parent: Vector, leg: Leg, up: Vector, sign: float) -> float:
    """Where the shank's front points on the floor, outwards from the world's z axis."""
    front = _shank(parent, leg, up, sign)[:, 2]
    return float(np.degrees(np.arctan2(sign * front[0], front[2])))


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / np.linalg.norm(vector)
    return unit
