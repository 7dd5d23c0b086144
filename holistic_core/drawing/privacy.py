"""Faces covered so that nothing can bring them back, and whole pictures where it is not known where a face is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.drawing.brush import Image, PointsPx
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE

_HEAD_POINTS: Final = 11  # the first ones of a body
_SHOULDERS: Final = [POSE.index("left_shoulder"), POSE.index("right_shoulder")]
_HIPS: Final = [POSE.index("left_hip"), POSE.index("right_hip")]
# An ellipse that is this much larger than a rectangle touches its corners from outside; the mesh ends at the hairline.
_FACE_MARGIN: Final = 1.42
# Chin and hairline are farther from the middle of the head's landmarks than the ears, which are the outermost of them.
_HEAD_MARGIN: Final = 2.0
# Half the height of a head against the width of the shoulders and the length of the trunk. They count for a head whose
# landmarks fall together, seen from above or turned away.
_OF_SHOULDERS: Final = 0.35
_OF_TRUNK: Final = 0.22
_LARGEST_HEAD_MARGIN: Final = 4.0
# All that is left of a concealed picture is so many patches of colour along its shorter side.
_PATCHES: Final = 8
# OpenCV counts in 32 bits.
_FARTHEST_PX: Final = 1e6


@dataclass(frozen=True)
class _Ellipse:
    """middle: `(x, y)`. half_px: half axes. turn_deg: of the first axis from x towards y."""

    middle: tuple[float, float]
    half_px: tuple[float, float]
    turn_deg: float = 0.0


def cover_faces(image: Image, people: Sequence[HolisticResult]) -> None:
    """Put a patch of one colour over the face of everybody in `people`; visibility does not matter.

    image: uint8 `(height, width, 3)`, contiguous, written into. Its size may differ from that of the results.
    It fails closed: with nobody found, or with somebody whose head's place is not known, the whole picture is
    concealed, because a face may be anywhere in it. Who is in the picture without being in `people` is not covered.
    """
    size = (image.shape[1], image.shape[0])
    covers = [_covers(person, size) for person in people if person.parts_found]
    if not covers or not all(covers):
        image[...] = conceal_all(image)
        return
    for cover in covers:
        for ellipse in cover:
            _fill(image, ellipse)


def conceal_all(rgb: Image) -> Image:
    """A new picture in which nobody can be recognised: 8 patches of colour along the shorter side, blended smoothly.

    rgb: uint8 `(height, width, 3)`.
    """
    height, width = rgb.shape[:2]
    shrink = min(1.0, _PATCHES / min(width, height))
    small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    patches = cv2.resize(np.ascontiguousarray(rgb), small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(patches, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _covers(person: HolisticResult, size: tuple[int, int]) -> list[_Ellipse]:
    """What covers one face: where the face was found, and where the body has its head. Either may be wrong."""
    found = []
    if person.face is not None and (ellipse := _around_face(person.face.xy_px(size))) is not None:
        found.append(ellipse)
    if person.pose is not None and (ellipse := _around_head(person.pose.xy_px(size))) is not None:
        found.append(ellipse)
    return found


def _around_face(points: PointsPx) -> _Ellipse | None:
    there = _finite(points)
    if not len(there):
        return None
    middle, sides, turn_deg = cv2.minAreaRect(np.clip(there, -_FARTHEST_PX, _FARTHEST_PX))
    longer = max(sides)
    # A face from the side is narrow, and its ear lies beyond the mesh.
    half = (_FACE_MARGIN / 2 * max(sides[0], 0.7 * longer), _FACE_MARGIN / 2 * max(sides[1], 0.7 * longer))
    return _Ellipse((middle[0], middle[1]), half, turn_deg)


def _around_head(points: PointsPx) -> _Ellipse | None:
    head = _finite(points[:_HEAD_POINTS])
    if not len(head):
        return None
    low, high = head.min(axis=0), head.max(axis=0)
    middle = (low + high) / 2
    reach = float(np.hypot(*(head - middle).T).max())
    trunk = np.where(np.abs(points) < _FARTHEST_PX, points, np.nan)
    shoulders, hips = trunk[_SHOULDERS], trunk[_HIPS]
    across = _OF_SHOULDERS * np.hypot(*(shoulders[0] - shoulders[1]))
    along = _OF_TRUNK * np.hypot(*(shoulders.mean(axis=0) - hips.mean(axis=0)))
    by_body = float(np.nanmax([across, along, 0.0]))
    if reach > 0:
        by_body = min(by_body, _LARGEST_HEAD_MARGIN * reach)
    radius = max(_HEAD_MARGIN * reach, by_body)
    return _Ellipse((float(middle[0]), float(middle[1])), (radius, radius)) if radius > 0 else None


def _fill(image: Image, ellipse: _Ellipse) -> None:
    """Fill an ellipse with the mean colour of what is around and below it; what lies outside is left out."""
    height, width = image.shape[:2]
    reach = max(ellipse.half_px)
    x, y = ellipse.middle
    left, right = (int(np.clip(edge, 0, width)) for edge in (x - reach, x + reach + 1))
    top, bottom = (int(np.clip(edge, 0, height)) for edge in (y - reach, y + reach + 1))
    if left >= right or top >= bottom:
        return
    red, green, blue, _ = cv2.mean(image[top:bottom, left:right])
    axes = [min(_FARTHEST_PX, max(1.0, half)) for half in ellipse.half_px]
    cv2.ellipse(
        image,
        (round(x), round(y)),
        (int(np.ceil(axes[0])), int(np.ceil(axes[1]))),
        ellipse.turn_deg,
        0,
        360,
        (round(red), round(green), round(blue)),
        cv2.FILLED,
        cv2.LINE_AA,
    )


def _finite(points: PointsPx) -> npt.NDArray[np.float32]:
    """Rows without NaN and infinity; absurdly far ones count as missing."""
    there: npt.NDArray[np.float32] = points[(np.abs(points) < _FARTHEST_PX).all(axis=1)]
    return there
