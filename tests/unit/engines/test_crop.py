"""The crop is the reference's to the bit: compared with its fixed-point arithmetic written out in numpy."""

import math

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.engines.crop import BLACK, REPLICATE, crop, roi_corners, whole_picture
from holistic_core.geometry import Rect


def fixed_point_crop(rgb: npt.NDArray[np.uint8], roi: Rect, size: int, border: int) -> npt.NDArray[np.uint8]:
    """Bilinear sampling with coordinates rounded to 1/32 px and weights in 15 bits."""
    bottom_left, top_left, top_right, _ = roi_corners(roi).astype(np.float64)
    across, down = (top_right - top_left) / size, (bottom_left - top_left) / size
    rows, columns = np.mgrid[0:size, 0:size]
    x, y = (np.rint((top_left[i] + across[i] * columns + down[i] * rows) * 32).astype(np.int64) for i in (0, 1))
    left, top, right_weight, bottom_weight = x >> 5, y >> 5, (x & 31)[..., None], (y & 31)[..., None]

    def pixel(row: npt.NDArray[np.int64], column: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        height, width = rgb.shape[:2]
        values = rgb[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)].astype(np.int64)
        if border == BLACK:
            values[(row < 0) | (row >= height) | (column < 0) | (column >= width)] = 0
        return values

    total = (
        pixel(top, left) * (32 - right_weight) * (32 - bottom_weight)
        + pixel(top, left + 1) * right_weight * (32 - bottom_weight)
        + pixel(top + 1, left) * (32 - right_weight) * bottom_weight
        + pixel(top + 1, left + 1) * right_weight * bottom_weight
    ) * 32
    return ((total + (1 << 14)) >> 15).astype(np.uint8)


@pytest.mark.parametrize("border", [REPLICATE, BLACK])
@pytest.mark.parametrize(
    "roi",
    [
        Rect(256, 300, 256, 256, 0.0),
        Rect(256.3, 300.7, 411.2, 411.2, 0.31),
        Rect(40, 20, 300, 300, -2.5),
        Rect(500, 590, 64.5, 64.5, 3.1),
    ],
)
def test_crop_equals_fixed_point_arithmetic(portrait: npt.NDArray[np.uint8], roi: Rect, border: int) -> None:
    difference = crop(portrait, roi, 224, border) != fixed_point_crop(portrait, roi, 224, border)
    # A coordinate that lies on a 1/64 px tie may round either way; nothing else may differ.
    assert difference.mean() < 2e-3, f"OpenCV {cv2.__version__} samples differently from MediaPipe"


def test_corner_of_the_crop_is_the_corner_of_the_roi() -> None:
    picture = np.zeros((10, 10, 3), np.uint8)
    picture[4:8, 2:6] = 200
    assert (crop(picture, Rect(4, 6, 4, 4, 0.0), 4) == 200).all()


def test_outside_is_black_or_the_edge() -> None:
    picture = np.full((10, 10, 3), 90, np.uint8)
    outside = Rect(100, 100, 8, 8, 0.0)
    assert (crop(picture, outside, 16, BLACK) == 0).all()
    assert (crop(picture, outside, 16, REPLICATE) == 90).all()


def test_turned_crop_turns_the_picture() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:50] = 255  # upper half white
    turned = crop(picture, Rect(50, 50, 100, 100, math.pi / 2), 100)
    # Up in the crop is the ROI's own up, which points to the right of the picture.
    assert turned[50, :45].mean() > 250
    assert turned[50, 55:].mean() < 5


def test_whole_picture_is_a_centred_square() -> None:
    assert whole_picture((640, 480)) == Rect(320, 240, 640, 640, 0.0)
