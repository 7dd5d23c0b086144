"""A hand: palm, ball of the thumb, and five fingers around their bones."""

from typing import Final

import numpy as np

from holistic_core.coach.anatomy import Anatomy, sign_of
from holistic_core.coach.figure import FINGERS, Figure
from holistic_core.coach.skeleton import BodySide
from holistic_core.coach.solids import Clay, Solid

_BLEND_M: Final = 0.0042
# Radii of a finger at its first, second and third joint and at its tip, metres at the reference height.
_RADII_M: Final = {
    "thumb": (0.0150, 0.0118, 0.0108, 0.0088),
    "index": (0.0112, 0.0096, 0.0086, 0.0072),
    "middle": (0.0114, 0.0099, 0.0088, 0.0074),
    "ring": (0.0110, 0.0094, 0.0084, 0.0070),
    "pinky": (0.0100, 0.0083, 0.0074, 0.0062),
}


def hand_solid(figure: Figure, side: BodySide) -> Solid:
    """A hand with the end of its forearm, in the world frame of the rest pose."""
    body = Anatomy(figure)
    clay = Clay(_BLEND_M * body.scale)
    hand, fore = body.bone("hand", side), body.bone("forearm", side)
    thick, sign = body.girth * (1 - 0.06 * figure.shape), sign_of(side)
    front, palm = fore.rotation[:, 2], -sign * hand.rotation[:, 0]

    def at(x: float, y: float, z: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """A place in the hand's frame; x towards the palm."""
        return hand.at(body.scale * np.array([-sign * x, -y, z]))

    def radii(*values: float) -> tuple[float, ...]:
        return body.size(*(value * thick for value in values))

    clay.capsule(
        body.place(fore, 0.90), body.place(fore, 1.02), *radii(0.0262, 0.0250), front=front, wide=0.86, deep=1.06
    )
    clay.capsule(at(0, -0.012, 0), at(0, 0.030, 0.0), *radii(0.0255, 0.0290), front=palm, deep=0.58)
    for finger in FINGERS[1:]:
        knuckle = body.bone(f"{finger}_1", side).origin_m
        clay.capsule(
            at(0.001, 0.020, 0.0),
            knuckle - 0.004 * body.scale * palm * -1,
            *radii(0.0150, 0.0118),
            front=palm,
            deep=0.92,
        )
    # The palm between the bones, the ball of the thumb and the edge of the hand.
    clay.capsule(
        at(0.003, 0.036, -0.004), at(0.002, 0.078, -0.001), *radii(0.030, 0.033), front=palm, wide=1.02, deep=0.34
    )
    clay.capsule(at(0.006, 0.018, 0.012), at(0.011, 0.048, 0.024), *radii(0.0150, 0.0145), front=palm)
    clay.capsule(at(0.005, 0.026, -0.019), at(0.004, 0.066, -0.026), *radii(0.0135, 0.0120), front=palm)
    for finger in FINGERS:
        bones = [body.bone(f"{finger}_{place}", side) for place in (1, 2, 3)]
        sizes = radii(*_RADII_M[finger])
        for bone, start, end in zip(bones, sizes, sizes[1:], strict=False):
            clay.capsule(bone.origin_m, bone.end_m, start, end, front=palm, deep=0.95)
    # The web between thumb and index finger.
    thumb, index = body.bone("thumb_2", side).origin_m, body.bone("index_1", side).origin_m
    clay.capsule(at(0.004, 0.040, 0.020), 0.45 * thumb + 0.55 * index, *radii(0.011, 0.007), front=palm, deep=0.8)
    return clay.solid()
