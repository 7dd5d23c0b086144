"""Left against right: how differently the two sides of a joint move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from holistic_core.angle_definitions import ANGLES
from holistic_core.errors import OptionsError
from holistic_core.movement.segments import Samples

# Joints that both sides have, in the order of `ANGLES`: "shoulder", "elbow", …
JOINT_PAIRS: Final = tuple(each.name.removeprefix("left_") for each in ANGLES if each.side == "left")
# Of ranges smaller than this the trembling of landmarks is the larger part.
_LEAST_RANGE_DEG: Final = 5.0
# For people, wherever the index is shown.
INDEX_MEANING: Final = (
    "Symmetry index (Robinson, Herzog & Nigg 1987): the left range of motion minus the right one, as a share of their "
    "mean; 0 % is symmetric, positive when the left side moves more. It says nothing below 5° of movement."
)


@dataclass(frozen=True)
class Symmetry:
    """One joint, left against right, over the frames in which both sides were known; NaN where there were none.

    joint: of `JOINT_PAIRS`. left_range_deg, right_range_deg: range of motion. index_percent: see `symmetry_index`.
    difference_deg: mean absolute difference of the two angles at the same moments, which is large for sides that
    alternate. known: share of the frames in which both sides were known, 0-1.
    """

    joint: str
    left_range_deg: float
    right_range_deg: float
    index_percent: float
    difference_deg: float
    known: float


def symmetry_index(left: float, right: float) -> float:
    """`(left - right) / ((left + right) / 2)` in percent, -200 to 200: 0 = symmetric, positive = left is larger.

    left, right: the same measure of both sides, not negative. NaN when either is. From Robinson, Herzog & Nigg,
    "Use of force platform variables to quantify the effects of chiropractic manipulation on gait symmetry", 1987.
    """
    middle = (left + right) / 2
    return 100 * (left - right) / middle if middle > 0 else np.nan


def symmetry(joint: str, left_deg: Samples, right_deg: Samples) -> Symmetry:
    """One joint over all frames. left_deg, right_deg: `(n,)` filtered degrees; OptionsError when they differ in number.

    The index is NaN as long as the mean range of motion is below 5°.
    """
    left, right = np.asarray(left_deg, np.float64), np.asarray(right_deg, np.float64)
    if left.shape != right.shape or left.ndim != 1:
        raise OptionsError(
            f"There are {left.size} left and {right.size} right angles; both are needed for every frame."
        )
    both = np.isfinite(left) & np.isfinite(right)
    if not both.any():
        return Symmetry(joint, np.nan, np.nan, np.nan, np.nan, 0.0)
    ranges = float(np.ptp(left[both])), float(np.ptp(right[both]))
    index = symmetry_index(*ranges) if sum(ranges) / 2 >= _LEAST_RANGE_DEG else np.nan
    return Symmetry(joint, *ranges, index, float(np.abs(left - right)[both].mean()), float(both.mean()))


def symmetries(angles_deg: Mapping[str, Samples], joints: Iterable[str] = JOINT_PAIRS) -> tuple[Symmetry, ...]:
    """Every joint of which both sides are there, in the order of `joints`. angles_deg: `(n,)` by names of `ANGLES`."""
    return tuple(
        symmetry(joint, angles_deg[f"left_{joint}"], angles_deg[f"right_{joint}"])
        for joint in joints
        if f"left_{joint}" in angles_deg and f"right_{joint}" in angles_deg
    )
