"""Cuts a rotated square out of a picture the way MediaPipe does, to the bit.

Parity with the reference is decided here: one grey level more or less in a crop moves hand landmarks by 1 %.
OpenCV 4.10 to 4.13 sample bilinearly in fixed point (coordinates to 1/32 px, weights to 2^-15), as MediaPipe's own
copy does; OpenCV 5 does not. Source: `image_to_tensor_converter_opencv.cc` at v0.10.21.
"""

import math
from functools import cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.geometry import Rect

RGB = npt.NDArray[np.uint8]

REPLICATE: Final = cv2.BORDER_REPLICATE
BLACK: Final = cv2.BORDER_CONSTANT


@cache
def _target_corners(size: int) -> npt.NDArray[np.float32]:
    # The corners themselves, not the centres of the corner pixels: no half-pixel shift.
    return np.array([[0, size], [0, 0], [size, 0], [size, size]], np.float32)


def roi_corners(roi: Rect) -> npt.NDArray[np.float32]:
    """Corners `(4, 2)` in pixels, bottom left first and clockwise, rounded to float32 as OpenCV's boxPoints rounds."""
    single = np.float32
    cx, cy, width, height = (single(value) for value in roi[:4])
    angle = float(single(single(roi.rotation) * single(180) / single(math.pi))) * math.pi / 180
    half_cos = single(single(math.cos(angle)) * single(0.5))
    half_sin = single(single(math.sin(angle)) * single(0.5))
    bottom_left = (cx - half_sin * height - half_cos * width, cy + half_cos * height - half_sin * width)
    top_left = (cx + half_sin * height - half_cos * width, cy - half_cos * height - half_sin * width)
    top_right = (2 * cx - bottom_left[0], 2 * cy - bottom_left[1])
    bottom_right = (2 * cx - top_left[0], 2 * cy - top_left[1])
    return np.array([bottom_left, top_left, top_right, bottom_right], np.float32)


def crop(rgb: RGB, roi: Rect, size: int, border: int = REPLICATE) -> RGB:
    """The ROI as a uint8 `(size, size, 3)` picture.

    border: what lies outside the picture: `REPLICATE` (its edge) or `BLACK`.
    """
    projection = cv2.getPerspectiveTransform(roi_corners(roi), _target_corners(size))
    cut = cv2.warpPerspective(rgb, projection, (size, size), flags=cv2.INTER_LINEAR, borderMode=border)
    return np.asarray(cut, np.uint8)


def whole_picture(image_size: tuple[int, int]) -> Rect:
    """The upright square around the middle of the picture that holds all of it (letterbox)."""
    width, height = image_size
    side = float(max(width, height))
    return Rect(width / 2, height / 2, side, side, 0.0)
