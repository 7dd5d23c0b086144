"""Anti-aliased lines, points and numbers at fractions of a pixel; what lies outside the picture is cut off."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
PointsPx = npt.NDArray[np.float32]
Placed = npt.NDArray[np.int32]
Colour = tuple[int, int, int]

# OpenCV takes coordinates as whole numbers with so many binary places.
_BITS: Final = 4
_UNITS: Final = 1 << _BITS
# Keeps absurd coordinates within 32 bits; a million pixels is outside of every picture.
_FARTHEST_PX: Final = 1e6
# A line that leaves the picture by far needs no more.
_MOST_DASHES: Final = 400
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX


def placed(points_px: npt.NDArray[np.float32]) -> Placed:
    """Pixels, without NaN, as the whole numbers OpenCV takes; for `placed_lines`."""
    # A landmark at 0.5 lies in the middle of the first pixel, which OpenCV calls 0.
    within = np.minimum(np.maximum(points_px - np.float32(0.5), -_FARTHEST_PX), _FARTHEST_PX)
    return np.asarray(np.rint(within * _UNITS), np.int32)


def placed_lines(image: Image, segments: Placed, colour: Colour, width_px: int) -> None:
    """Straight lines with round ends; `segments` is `(k, 2, 2)`, from `placed`."""
    if len(segments):
        cv2.polylines(image, list(segments), False, colour, width_px, cv2.LINE_AA, _BITS)


def lines(image: Image, segments_px: npt.NDArray[np.float32], colour: Colour, width_px: int) -> None:
    """Straight lines with round ends; `segments_px` is `(k, 2, 2)`, without NaN."""
    placed_lines(image, placed(segments_px), colour, width_px)


def dots(
    image: Image,
    points_px: PointsPx,
    colours: Sequence[Colour],
    radius_px: float,
    ring: tuple[Colour, float] | None = None,
) -> None:
    """Filled circles, one colour for each; `points_px` is `(k, 2)`, NaN where there is none.

    ring: colour and radius of larger circles below all of them.
    """
    inside = _in_view(image, points_px, max(radius_px, ring[1] if ring else 0.0))
    centres = placed(points_px[inside]).tolist()
    if ring is not None:
        radius = max(1, round(ring[1] * _UNITS))
        for centre in centres:
            cv2.circle(image, centre, radius, ring[0], cv2.FILLED, cv2.LINE_AA, _BITS)
    radius = max(1, round(radius_px * _UNITS))
    for centre, colour in zip(centres, compress(colours, inside.tolist()), strict=True):
        cv2.circle(image, centre, radius, colour, cv2.FILLED, cv2.LINE_AA, _BITS)


def dashes(image: Image, segments_px: npt.NDArray[np.float32], colour: Colour, width_px: int, dash_px: float) -> None:
    """Dashed straight lines, gaps as long as dashes, a dash at both ends; `segments_px` is `(k, 2, 2)`, without NaN."""
    pieces = []
    for start, end in np.clip(segments_px, -_FARTHEST_PX, _FARTHEST_PX):
        length = float(np.hypot(*(end - start)))
        count = min(_MOST_DASHES, max(1, round((length / dash_px - 1) / 2)))
        cuts = np.linspace(0, 1, 2 * count + 2)[:, None]
        along = (start + cuts * (end - start)).astype(np.float32)
        pieces.append(np.stack([along[0::2], along[1::2]], axis=1))
    if pieces:
        lines(image, np.concatenate(pieces), colour, width_px)


def rings(image: Image, points_px: PointsPx, colour: Colour, radius_px: float, width_px: int) -> None:
    """Hollow circles; `points_px` is `(k, 2)`, NaN where there is none."""
    radius = max(1, round(radius_px * _UNITS))
    for centre in placed(points_px[_in_view(image, points_px, radius_px + width_px)]).tolist():
        cv2.circle(image, centre, radius, colour, width_px, cv2.LINE_AA, _BITS)


class Numbers:
    """Writes numbers beside points; one that would cover another is left out, so that crowded places stay readable.

    image: written into. height_px: of the digits.
    """

    def __init__(self, image: Image, height_px: float) -> None:
        self._image = image
        self._scale = height_px / cv2.getTextSize("0", _FONT, 1.0, 1)[0][1]
        self._stroke = max(1, round(height_px / 9))
        (self._digit_px, self._height_px), _ = cv2.getTextSize("0", _FONT, self._scale, self._stroke)
        # Room is given out in cells of half a digit's height.
        self._cell = max(1, self._height_px // 2)
        self._taken: set[tuple[int, int]] = set()

    def write(self, points_px: PointsPx, values: Iterable[int], *, offset_px: float) -> None:
        """Each value in white with a dark rim, up and right of its point; `points_px` is `(k, 2)`, without NaN."""
        height, width = self._image.shape[:2]
        corners = np.clip(points_px + np.array((offset_px, -offset_px), np.float32), -_FARTHEST_PX, _FARTHEST_PX)
        for (x, y), value in zip(np.round(corners).astype(int).tolist(), values, strict=True):
            text = str(value)
            if not (-self._digit_px <= x < width and 0 < y < height + self._height_px):
                continue
            cells = self._cells(x, y, len(text) * self._digit_px)
            if not self._taken.isdisjoint(cells):
                continue
            self._taken.update(cells)
            for colour, stroke in (((20, 20, 20), self._stroke + 2), ((255, 255, 255), self._stroke)):
                cv2.putText(self._image, text, (x, y), _FONT, self._scale, colour, stroke, cv2.LINE_AA)

    def _cells(self, x: int, y: int, text_px: int) -> list[tuple[int, int]]:
        rows = range((y - self._height_px) // self._cell, y // self._cell + 1)
        columns = range(x // self._cell, (x + text_px) // self._cell + 1)
        return [(column, row) for column in columns for row in rows]


def _in_view(image: Image, points_px: PointsPx, margin_px: float) -> npt.NDArray[np.bool_]:
    height, width = image.shape[:2]
    x, y = points_px[:, 0], points_px[:, 1]
    within: npt.NDArray[np.bool_] = (
        (x > -margin_px) & (x < width + margin_px) & (y > -margin_px) & (y < height + margin_px)  # False for NaN
    )
    return within
