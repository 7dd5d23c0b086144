"""A sports shoe with its sole, and the sock above it."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.anatomy import Anatomy
from holistic_core.coach.figure import Figure
from holistic_core.coach.skeleton import BodySide
from holistic_core.coach.solids import Clay, Solid

_BLEND_M: Final = 0.009
_SOLE_M: Final = 0.020  # thickness
_UP: Final = (0.0, 1.0, 0.0)


def shoe_solid(figure: Figure, side: BodySide) -> Solid:
    """The upper of a shoe, in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(_BLEND_M * body.scale)
    at = _placer(body, side)
    above_sole = (at(0, _SOLE_M * 0.8, 0), (0, -1, 0))
    opening = (at(0, 0.108, 0), (0.0, 1.0, 0.25))
    clay.capsule(
        at(0, 0.050, -0.036),
        at(0, 0.048, 0.05),
        *body.size(0.0385, 0.0405),
        front=_UP,
        wide=0.92,
        deep=0.95,
        cut=above_sole,
    )
    clay.capsule(
        at(0, 0.040, 0.05),
        at(0, 0.030, 0.150),
        *body.size(0.0425, 0.033),
        front=_UP,
        wide=1.10,
        deep=0.72,
        cut=above_sole,
    )
    clay.capsule(
        at(0, 0.045, -0.018), at(0, 0.105, -0.022), *body.size(0.041, 0.041), wide=0.95, deep=1.08, cut=opening
    )
    clay.capsule(at(0, 0.078, 0.012), at(0, 0.050, 0.090), *body.size(0.036, 0.031), front=_UP, wide=0.98, deep=0.95)
    return clay.solid()


def sole_solid(figure: Figure, side: BodySide) -> Solid:
    """The sole of a shoe, flat below; in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(0.004 * body.scale)
    at = _placer(body, side)
    floor, top = (at(0, 0.0, 0), (0, -1, 0)), _SOLE_M
    # Wider than high: thick capsules cut flat below, squeezed from above.
    for start, end, radius, end_radius in (
        (-0.044, 0.04, 0.041, 0.039),
        (0.03, 0.105, 0.038, 0.047),
        (0.09, 0.156, 0.046, 0.036),
    ):
        clay.capsule(
            at(0, top * 0.35, start),
            at(0, top * 0.35, end),
            *body.size(radius, end_radius),
            front=_UP,
            deep=top * 0.65 / 0.041,
            cut=floor,
        )
    return clay.solid()


def sock_solid(figure: Figure, side: BodySide) -> Solid:
    """A short sock, in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(0.004 * body.scale)
    shank = body.bone("shank", side)
    top = (body.place(shank, 0.885), shank.rotation[:, 1])
    thick = body.girth * (1 + 0.07 * figure.shape)
    clay.capsule(
        body.place(shank, 0.84),
        body.place(shank, 1.05),
        *body.size(0.0335 * thick + 0.003, 0.0385),
        front=shank.rotation[:, 2],
        cut=top,
    )
    return clay.solid()


def _placer(body: Anatomy, side: BodySide):  # type: ignore[no-untyped-def]
    """Places above the sole: x to the person's left, y from the floor up, z to the toes, for the reference height."""
    foot = body.bone("foot", side)
    lift = -body.figure.proportions.ankle_height_m

    def at(x: float, y: float, z: float) -> npt.NDArray[np.float64]:
        return foot.at(np.array([x * body.scale, lift + y * body.scale, z * body.scale]))

    return at
