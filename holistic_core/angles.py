"""Joint angles of a person, in the picture plane (2D) and in space (3D), by the conventions of `ANGLES`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.angle_definitions import ANGLES, AngleDefinition, AngleGroup, AngleKind
from holistic_core.errors import OptionsError
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import LEFT_HAND, POSE, RIGHT_HAND, Topology

__all__ = [
    "ANGLES",
    "Angle",
    "AngleDefinition",
    "AngleGroup",
    "AngleKind",
    "check_min_visibility",
    "joint_angles",
]

_Floats = npt.NDArray[np.float64]

# A shorter side of an angle has no direction; far below what a landmark model resolves, in pixels or metres.
_SHORTEST: Final = 1e-6
# Left and right swapped by more than this share of the trunk's length: seen from behind, no longer from the side.
_FROM_BEHIND_SHARE: Final = 0.25
# A left-right axis with less than this share of its length in the horizontal (within 17° of the vertical) does not
# tell where "sideways" is.
_LEVEL_SHARE: Final = 0.3


@dataclass(frozen=True)
class Angle:
    """One measured angle in degrees; NaN when a point is missing, not visible enough, or on top of its neighbour.

    deg_2d: in the picture plane, from pixels. deg_3d: in space, from world landmarks in metres (body) or from the
    hand's own x, y and z in pixels (fingers).
    """

    definition: AngleDefinition
    deg_2d: float
    deg_3d: float


@dataclass(frozen=True)
class _Table:
    """Angles of one set of landmarks, as indices: `(k, 3, 2)`, three corners, each the middle of two landmarks."""

    definitions: tuple[AngleDefinition, ...]
    corners: npt.NDArray[np.intp]


def _table(topology: Topology, definitions: Sequence[AngleDefinition]) -> _Table:
    # A corner of one landmark names it twice, and two corners repeat the last, so that all fit one array.
    corners = [
        [(topology.index(corner[0]), topology.index(corner[-1])) for corner in (*each.corners, each.corners[-1])[:3]]
        for each in definitions
    ]
    return _Table(tuple(definitions), np.array(corners, np.intp))


_HANDS: Final = {
    topology.name: _table(topology, [each for each in ANGLES if each.group == topology.name])
    for topology in (LEFT_HAND, RIGHT_HAND)
}
_BODY: Final = _table(POSE, [each for each in ANGLES if each.group not in _HANDS])
_TRUNK_PAIRS: Final = tuple(
    (POSE.index(f"left_{joint}"), POSE.index(f"right_{joint}")) for joint in ("shoulder", "hip")
)


def joint_angles(result: HolisticResult, *, min_visibility: float = 0.5) -> tuple[Angle, ...]:
    """All angles of one person, in the order of `ANGLES`.

    min_visibility: an angle with a point less visible than this is NaN, 0-1. Points whose visibility the model does
    not tell (hands) are used when they are there. OptionsError outside 0-1.
    """
    check_min_visibility(min_visibility)
    pose, world = result.pose, result.pose_world
    flat = _degrees(_BODY, pose, None if pose is None else pose.xy_px(result.image_size), min_visibility)
    deep = _degrees(_BODY, world, None if world is None else world.xyz_m, min_visibility)
    by_name = _named(_BODY, flat, deep)
    for name, table in _HANDS.items():
        hand = result.left_hand if name == "left_hand" else result.right_hand
        xyz_px = None if hand is None else hand.xyz_px(result.image_size)
        flat = _degrees(table, hand, None if xyz_px is None else xyz_px[:, :2], min_visibility)
        by_name |= _named(table, flat, _degrees(table, hand, xyz_px, min_visibility))
    return tuple(by_name[definition.name] for definition in ANGLES)


def check_min_visibility(min_visibility: float) -> None:
    """OptionsError unless it is a number from 0 to 1."""
    if not 0.0 <= min_visibility <= 1.0:
        raise OptionsError(f"The visibility threshold is {min_visibility!r}; it must be a number from 0 to 1.")


def _named(table: _Table, flat: _Floats, deep: _Floats) -> dict[str, Angle]:
    rows = zip(table.definitions, flat.tolist(), deep.tolist(), strict=True)
    return {definition.name: Angle(definition, deg_2d, deg_3d) for definition, deg_2d, deg_3d in rows}


def _degrees(
    table: _Table, landmarks: Landmarks | None, points: npt.NDArray[np.float32] | None, min_visibility: float
) -> _Floats:
    """`(k,)` degrees from the landmarks' points, `(n, 2)` or `(n, 3)` with y down; all NaN without them."""
    if landmarks is None or points is None:
        return np.full(len(table.definitions), np.nan)
    usable = points.astype(np.float64)
    usable[landmarks.visibility < min_visibility] = np.nan  # False where the visibility is not told
    corners = usable[table.corners].mean(axis=2)
    degrees = _inner_deg(corners)
    for row, definition in enumerate(table.definitions):
        if definition.kind == "tilt":
            degrees[row] = _tilt_deg(corners[row, 1] - corners[row, 0])
        elif definition.kind == "lean":
            left = np.sum([usable[one] - usable[other] for one, other in _TRUNK_PAIRS], axis=0)
            degrees[row] = _lean_deg(corners[row, 1] - corners[row, 0], left)
    return degrees


def _inner_deg(corners: _Floats) -> _Floats:
    """`(k,)` angles at the second of the three corners `(k, 3, dimensions)`."""
    one, other = corners[:, 0] - corners[:, 1], corners[:, 2] - corners[:, 1]
    lengths = np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = one / lengths[0][:, None], other / lengths[1][:, None]
    # Kahan's form keeps its precision near 0° and 180°, where the arc cosine loses half of the digits.
    degrees = np.degrees(2 * np.arctan2(np.linalg.norm(one - other, axis=1), np.linalg.norm(one + other, axis=1)))
    return np.where(np.minimum(*lengths) < _SHORTEST, np.nan, degrees)


def _tilt_deg(to_left: _Floats) -> float:
    """Angle of the line from the right to the left point against the horizontal; left higher is positive."""
    if not np.linalg.norm(to_left) >= _SHORTEST:
        return math.nan
    return math.degrees(math.atan2(-to_left[1], np.linalg.norm(np.delete(to_left, 1))))


def _lean_deg(up: _Floats, left: _Floats) -> float:
    """Angle of the trunk against the vertical; to the person's own left is positive.

    up: hips → shoulders. left: the person's own right → left.
    """
    length = np.linalg.norm(up)
    if not length >= _SHORTEST:
        return math.nan
    if len(up) == 2:  # noqa: PLR2004 -- the picture plane
        facing = (up[0] * left[1] - up[1] * left[0]) / length**2
        sign = -1.0 if facing < -_FROM_BEHIND_SHARE else 1.0
        return math.degrees(math.atan2(sign * up[0], -up[1]))
    level = math.hypot(left[0], left[2])
    if not level > _LEVEL_SHARE * np.linalg.norm(left):
        return math.nan
    sideways = (up[0] * left[0] + up[2] * left[2]) / (level * length)
    return math.degrees(math.asin(max(-1.0, min(1.0, sideways))))
