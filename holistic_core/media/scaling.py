"""Smaller copies of pictures, for screens."""

import cv2
import numpy as np
import numpy.typing as npt


def size_within(size: tuple[int, int], longest_px: int) -> tuple[int, int]:
    """`(width, height)` with its longer side at most `longest_px` pixels; never enlarged."""
    scale = min(1.0, longest_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def scaled_to(rgb: npt.NDArray[np.uint8], longest_px: int) -> npt.NDArray[np.uint8]:
    """The picture with its longer side at most `longest_px` pixels; never enlarged, and then the array itself."""
    size = size_within((rgb.shape[1], rgb.shape[0]), longest_px)
    if size == (rgb.shape[1], rgb.shape[0]):
        return rgb
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
