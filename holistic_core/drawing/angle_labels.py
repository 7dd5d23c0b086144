"""Joint angles in degrees, written beside their joints."""

import math
from collections.abc import Collection, Sequence
from typing import Final

import cv2
import numpy as np

from holistic_core.angles import Angle
from holistic_core.drawing.brush import Image
from holistic_core.results import HolisticResult, Landmarks

_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_WHITE: Final = (255, 255, 255)
_DARK: Final = (20, 20, 20)
# Share of the picture's shorter side, and what can be read on a phone.
_HEIGHT_SHARE, _SMALLEST_PX = 0.028, 11.0
# A landmark this far out needs no label, and OpenCV's whole numbers have an end.
_FARTHEST_PX: Final = 1e6


def draw_angle_labels(image: Image, result: HolisticResult, angles: Sequence[Angle], names: Collection[str]) -> None:
    """Write the angles of `names` in the picture plane beside their joints, "92" and a small ring for the degree.

    image: uint8 `(height, width, 3)`, contiguous, written into; its size may differ from that of the result.
    angles: as from `joint_angles(result)`. One that could not be told is left out.
    """
    size = (image.shape[1], image.shape[0])
    height_px = max(_SMALLEST_PX, min(size) * _HEIGHT_SHARE)
    for angle in angles:
        if angle.definition.name not in names or math.isnan(angle.deg_2d):
            continue
        hands = {"left_hand": result.left_hand, "right_hand": result.right_hand}
        part = hands.get(angle.definition.group, result.pose)
        if part is not None:
            x, y = _joint_px(angle, part, size)
            if abs(x) < _FARTHEST_PX and abs(y) < _FARTHEST_PX:  # False for NaN
                _write(image, f"{angle.deg_2d:.0f}", round(x + 0.8 * height_px), round(y + 0.5 * height_px), height_px)


def _joint_px(angle: Angle, part: Landmarks, size: tuple[int, int]) -> tuple[float, float]:
    """Where the angle is: the corner in the middle of three, or the middle of a line of two."""
    corners = angle.definition.corners
    names = corners[1] if len(corners) == 3 else tuple(name for corner in corners for name in corner)  # noqa: PLR2004
    points = part.xy_px(size)[[part.topology.index(name) for name in names]]
    x, y = np.asarray(points, np.float64).mean(axis=0).tolist()
    return x, y


def _write(image: Image, words: str, left: int, baseline: int, height_px: float) -> None:
    scale = height_px / cv2.getTextSize("0", _FONT, 1.0, 1)[0][1]
    stroke = max(1, round(height_px / 9))
    (width, height), _ = cv2.getTextSize(words, _FONT, scale, stroke)
    radius = max(2, round(height / 7))
    ring = (left + width + radius, baseline - height + radius)
    # The stroke fonts know ASCII only: the degree sign is drawn.
    for colour, thickness in ((_DARK, stroke + 2), (_WHITE, stroke)):
        cv2.putText(image, words, (left, baseline), _FONT, scale, colour, thickness, cv2.LINE_AA)
        cv2.circle(image, ring, radius, colour, thickness, cv2.LINE_AA)
