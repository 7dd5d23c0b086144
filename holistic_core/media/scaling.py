"""Smaller copies of pictures, for screens."""

import cv2
import numpy as np
import numpy.typing as npt


def scaled_to(rgb: npt.NDArray[np.uint8], longest_px: int) -> npt.NDArray[np.uint8]:
    """The picture with its longer side at most `longest_px` pixels; never enlarged, and then the array itself."""
    height, width = rgb.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return rgb
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
