"""The skin of neck, trunk, arms and legs."""

import numpy as np

from holistic_core.coach.anatomy import Anatomy, sign_of
from holistic_core.coach.figure import Figure
from holistic_core.coach.skeleton import SIDES, BodySide
from holistic_core.coach.solids import Clay, Solid

_BLEND_M = 0.014


def skin_solid(figure: Figure) -> Solid:
    """Neck, shoulders, arms up to the wrists and legs down to the ankles, in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(_BLEND_M * body.scale)
    _neck_and_chest(clay, body)
    for side in SIDES:
        _arm(clay, body, side)
        _leg(clay, body, side)
    return clay.solid()


def _neck_and_chest(clay: Clay, body: Anatomy) -> None:
    slim = 1 + 0.12 * body.figure.build - 0.13 * body.figure.shape
    base, top = body.bone("neck"), body.bone("head")
    clay.capsule(
        base.at((0.0, -0.03 * body.scale, -0.004)),
        top.at((0.0, 0.012 * body.scale, -0.012 * body.scale)),
        *body.size(0.057 * slim, 0.052 * slim),
    )
    # The upper chest, for necklines and sleeveless tops; the rest of the trunk is covered.
    clay.capsule(
        body.trunk(0, 0.33, -0.004),
        body.trunk(0, 0.45, -0.010),
        *body.size(0.118 * body.chest, 0.080),
        wide=1.08,
        deep=0.66,
    )
    for side in SIDES:
        sign = sign_of(side)
        shoulder = body.bone("upper_arm", side).origin_m
        clay.capsule(
            body.trunk(sign * 0.028, 0.535, -0.026),
            shoulder + np.array([-sign * 0.02, 0.006, -0.004]) * body.scale,
            *body.size(0.035, 0.036),
        )
        clay.capsule(
            body.trunk(sign * 0.02, 0.488, 0.028),
            shoulder + np.array([-sign * 0.03, 0.012, 0.012]) * body.scale,
            *body.size(0.020, 0.022),
        )


def _arm(clay: Clay, body: Anatomy, side: BodySide) -> None:
    thick = body.girth
    upper, fore = body.bone("upper_arm", side), body.bone("forearm", side)
    front, fore_front = upper.rotation[:, 2], fore.rotation[:, 2]
    muscle = thick * (1 - 0.08 * body.figure.shape)
    clay.capsule(
        body.place(upper, -0.03, z=-0.002),
        body.place(upper, 0.42),
        *body.size(0.0445 * muscle, 0.044 * muscle),
        front=front,
    )
    # Biceps and triceps.
    clay.capsule(
        body.place(upper, 0.32, z=0.010),
        body.place(upper, 0.70, z=0.008),
        *body.size(0.037 * muscle, 0.034 * muscle),
        front=front,
    )
    clay.capsule(
        body.place(upper, 0.25, z=-0.010),
        body.place(upper, 0.72, z=-0.008),
        *body.size(0.036 * muscle, 0.032 * muscle),
        front=front,
    )
    clay.capsule(
        body.place(upper, 0.70), body.place(fore, 0.0), *body.size(0.039 * muscle, 0.0365 * thick), front=front
    )
    # The forearm is thickest below the elbow and flat at the wrist.
    clay.capsule(
        body.place(fore, 0.0),
        body.place(fore, 0.26, z=0.003),
        *body.size(0.0365 * thick, 0.0395 * muscle),
        front=fore_front,
    )
    clay.capsule(
        body.place(fore, 0.26, z=0.003),
        body.place(fore, 0.78),
        *body.size(0.039 * muscle, 0.029 * thick),
        front=fore_front,
    )
    clay.capsule(
        body.place(fore, 0.74),
        body.place(fore, 1.02),
        *body.size(0.029 * thick, 0.0255 * thick),
        front=fore_front,
        wide=0.86,
        deep=1.06,
    )


def _leg(clay: Clay, body: Anatomy, side: BodySide) -> None:
    thick = body.girth * (1 + 0.07 * body.figure.shape)
    thigh, shank = body.bone("thigh", side), body.bone("shank", side)
    front, shank_front = thigh.rotation[:, 2], shank.rotation[:, 2]
    sign = sign_of(side)
    clay.capsule(
        body.place(thigh, 0.10, x=-sign * 0.004),
        body.place(thigh, 0.45, z=0.010),
        *body.size(0.088 * thick, 0.075 * thick),
        front=front,
    )
    clay.capsule(
        body.place(thigh, 0.45, z=0.010),
        body.place(thigh, 0.84, z=0.006),
        *body.size(0.074 * thick, 0.056 * thick),
        front=front,
    )
    clay.capsule(
        body.place(thigh, 0.40, z=-0.020),
        body.place(thigh, 0.82, z=-0.014),
        *body.size(0.060 * thick, 0.044 * thick),
        front=front,
    )
    # Knee and kneecap.
    clay.capsule(
        body.place(thigh, 0.90, z=0.004),
        body.place(shank, 0.07, z=0.002),
        *body.size(0.0525 * thick, 0.048 * thick),
        front=front,
    )
    clay.ellipsoid(body.place(shank, 0.0, z=0.038), _three(body.size(0.027, 0.030, 0.020)), shank.rotation)
    clay.capsule(
        body.place(shank, 0.06, z=0.0),
        body.place(shank, 0.92, z=0.0),
        *body.size(0.046 * thick, 0.030 * thick),
        front=shank_front,
    )
    # The two heads of the calf; the inner one reaches lower.
    for inner, end in ((-1.0, 0.44), (1.0, 0.38)):
        clay.capsule(
            body.place(shank, 0.13, x=inner * sign * 0.013, z=-0.014),
            body.place(shank, end, x=inner * sign * 0.010, z=-0.015),
            *body.size(0.040 * thick, 0.034 * thick),
            front=shank_front,
        )
    clay.capsule(body.place(shank, 0.88), body.place(shank, 1.03), *body.size(0.032 * thick, 0.035), front=shank_front)


def _three(sizes: tuple[float, ...]) -> tuple[float, float, float]:
    one, two, three = sizes
    return one, two, three
