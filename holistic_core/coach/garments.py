"""Clothes: closed solids a little outside of the skin, cut straight where cloth ends."""

from typing import Final

import numpy as np

from holistic_core.coach.anatomy import Anatomy, sign_of
from holistic_core.coach.figure import Figure
from holistic_core.coach.skeleton import SIDES, BodySide
from holistic_core.coach.solids import Clay, Solid

_BLEND_M: Final = 0.018
# Where sleeves and legs of clothes end, as shares of the upper arm, forearm, thigh or shank.
HEM_M: Final = -0.030  # of a shirt, below the middle of the hips
_SHORT_SLEEVE: Final = 0.55
_SHORTS: Final = 0.68
_ANKLE: Final = 0.96


def shirt_solid(figure: Figure) -> Solid:
    """A shirt with its sleeves, in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(_BLEND_M * body.scale)
    _trunk_of_shirt(clay, body)
    for side in SIDES:
        if figure.sleeves != "none":
            _sleeve(clay, body, side)
        else:
            _strap(clay, body, side)
    return clay.solid()


def bottoms_solid(figure: Figure) -> Solid:
    """Shorts, leggings or trousers, in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(_BLEND_M * body.scale)
    clay.capsule(
        body.trunk(0, -0.035, -0.004),
        body.trunk(0, 0.07, 0),
        *body.size(0.146 * body.hips, 0.136 * body.hips),
        wide=1.03,
        deep=0.73,
    )
    for side in SIDES:
        sign = sign_of(side)
        clay.ellipsoid(
            body.trunk(sign * 0.070, -0.045, -0.058),
            _three(body, 0.082 * body.hips, 0.092, 0.076 * body.hips),
            np.eye(3),
        )
        _trouser_leg(clay, body, side)
    return clay.solid()


def _trunk_of_shirt(clay: Clay, body: Anatomy) -> None:
    figure = body.figure
    hem = (body.trunk(0, HEM_M, 0), (0, -1, 0))
    waist, chest, hips = body.waist, body.chest, body.hips
    belly = 0.018 * max(figure.build, 0.0)
    # The skirt of the shirt falls from the waist over the hips and hangs a little wider than what is under it.
    clay.capsule(
        body.trunk(0, -0.09, -0.004),
        body.trunk(0, 0.16, 0.004),
        *body.size(0.181 * hips, 0.140 * waist),
        wide=1.03,
        deep=0.76,
        cut=hem,
    )
    # It spreads over the seat and the tops of the thighs, which would look out at the sides and behind.
    clay.capsule(
        body.trunk(0, -0.10, -0.004),
        body.trunk(0, 0.08, 0),
        *body.size(0.205 * hips, 0.140 * hips),
        wide=1.12,
        deep=0.64,
        cut=hem,
    )
    for side in SIDES:
        seat = body.trunk(sign_of(side) * 0.072, -0.040, -0.056)
        clay.ellipsoid(seat, _three(body, 0.094 * hips, 0.112, 0.088 * hips), np.eye(3), cut=hem)
    clay.capsule(
        body.trunk(0, 0.10, belly),
        body.trunk(0, 0.24, 0.004 + belly),
        *body.size(0.138 * waist, 0.134 * (waist + chest) / 2),
        wide=1.02,
        deep=0.74,
        cut=hem,
    )
    clay.capsule(
        body.trunk(0, 0.22, 0.0),
        body.trunk(0, 0.38, -0.004),
        *body.size(0.133 * chest, 0.146 * chest),
        wide=1.02,
        deep=0.70,
    )
    for side in SIDES:
        sign = sign_of(side)
        depth = 0.050 + 0.016 * figure.shape
        clay.ellipsoid(
            body.trunk(sign * 0.066, 0.365 - 0.02 * figure.shape, 0.048 + 0.010 * figure.shape),
            _three(body, 0.074, 0.072, depth),
            np.eye(3),
        )
        clay.ellipsoid(body.trunk(sign * 0.072, 0.37, -0.052), _three(body, 0.072, 0.10, 0.050), np.eye(3))
    # Up to the collar, which is cut slanting: higher behind.
    collar = (body.trunk(0, 0.532, -0.01), (0.0, 1.0, 0.42))
    clay.capsule(
        body.trunk(0, 0.44, -0.012), body.trunk(0, 0.56, -0.020), *body.size(0.074, 0.064), deep=0.95, cut=collar
    )


def _sleeve(clay: Clay, body: Anatomy, side: BodySide) -> None:
    sign, thick = sign_of(side), body.girth
    upper, fore = body.bone("upper_arm", side), body.bone("forearm", side)
    front = upper.rotation[:, 2]
    clay.capsule(
        body.trunk(sign * 0.034, 0.512, -0.022),
        upper.origin_m + _up(body, -sign * 0.02, 0.004),
        *body.size(0.041, 0.042),
    )
    if body.figure.sleeves == "short":
        end = (body.place(upper, _SHORT_SLEEVE), -upper.rotation[:, 1])
        clay.capsule(
            body.place(upper, -0.04),
            body.place(upper, _SHORT_SLEEVE + 0.08),
            *body.size(0.056 * thick, 0.066 * thick),
            front=front,
            cut=end,
        )
        return
    cuff = (body.place(fore, 0.97), -fore.rotation[:, 1])
    clay.capsule(
        body.place(upper, -0.04), body.place(upper, 0.5), *body.size(0.055 * thick, 0.056 * thick), front=front
    )
    clay.capsule(body.place(upper, 0.5), body.place(fore, 0.0), *body.size(0.056 * thick, 0.052 * thick), front=front)
    clay.capsule(body.place(fore, 0.0), body.place(fore, 0.45), *body.size(0.052 * thick, 0.053 * thick), front=front)
    clay.capsule(
        body.place(fore, 0.45), body.place(fore, 1.05), *body.size(0.053 * thick, 0.038), front=front, cut=cuff
    )


def _strap(clay: Clay, body: Anatomy, side: BodySide) -> None:
    sign = sign_of(side)
    clay.capsule(
        body.trunk(sign * 0.088, 0.40, -0.018),
        body.trunk(sign * 0.078, 0.53, -0.024),
        *body.size(0.056, 0.030),
        deep=1.1,
    )
    clay.capsule(
        body.trunk(sign * 0.088, 0.42, 0.020),
        body.trunk(sign * 0.078, 0.522, -0.010),
        *body.size(0.044, 0.030),
        deep=1.1,
    )


def _trouser_leg(clay: Clay, body: Anatomy, side: BodySide) -> None:
    thick = body.girth * (1 + 0.07 * body.figure.shape)
    thigh, shank = body.bone("thigh", side), body.bone("shank", side)
    front, sign = thigh.rotation[:, 2], sign_of(side)
    top = body.place(thigh, 0.10, x=-sign * 0.002)
    if body.figure.bottoms == "shorts":
        end = (body.place(thigh, _SHORTS), -thigh.rotation[:, 1])
        clay.capsule(
            top,
            body.place(thigh, _SHORTS + 0.15, z=0.0),
            *body.size(0.098 * thick, 0.092 * thick),
            front=front,
            cut=end,
        )
        return
    loose = 0.004 if body.figure.bottoms == "leggings" else 0.014
    end = (body.place(shank, _ANKLE), -shank.rotation[:, 1])
    # As the skin's, and looser by as much.
    for start, stop, z, radius, end_radius in ((0.10, 0.45, 0.0, 0.088, 0.076), (0.45, 0.84, 0.006, 0.076, 0.0565)):
        clay.capsule(
            body.place(thigh, start, z=z),
            body.place(thigh, stop, z=0.008),
            *body.size(radius * thick + loose, end_radius * thick + loose),
            front=front,
        )
    clay.capsule(
        body.place(thigh, 0.40, z=-0.020),
        body.place(thigh, 0.82, z=-0.014),
        *body.size(0.060 * thick + loose, 0.044 * thick + loose),
        front=front,
    )
    knee = 0.051 * thick + loose
    clay.capsule(
        body.place(thigh, 0.84, z=0.008),
        body.place(shank, 0.10, z=0.003),
        *body.size(0.0565 * thick + loose, knee),
        front=front,
    )
    if body.figure.bottoms == "leggings":
        clay.capsule(
            body.place(shank, 0.06),
            body.place(shank, 0.99),
            *body.size(0.046 * thick + loose, 0.030 * thick + loose),
            front=front,
            cut=end,
        )
        clay.capsule(
            body.place(shank, 0.13, z=-0.014),
            body.place(shank, 0.42, z=-0.015),
            *body.size(0.048 * thick + loose, 0.041 * thick + loose),
            front=front,
        )
        return
    clay.capsule(
        body.place(shank, 0.05, z=-0.004),
        body.place(shank, 1.06, z=0.004),
        *body.size(0.058 * thick + loose, 0.050 + loose),
        front=front,
        cut=end,
    )


def _up(body: Anatomy, x: float, y: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([x, y, 0.0]) * body.scale


def _three(body: Anatomy, x: float, y: float, z: float) -> tuple[float, float, float]:
    return x * body.scale, y * body.scale, z * body.scale
