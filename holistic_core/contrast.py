"""Evens out the contrast of dark pictures, so that people in the dark are found."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

_CLIP_LIMIT: Final = 3.0
_TILES: Final = (8, 8)


def equalise_contrast(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A copy with contrast-limited adaptive histogram equalisation (CLAHE, Zuiderveld 1994) of its lightness.

    rgb: uint8 `(height, width, 3)`. Colours stay: only L of CIELAB is changed, in 8×8 tiles, with a clip limit of 3.
    """
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
    # A new object for each picture: OpenCV's is not safe to share between threads.
    lab[..., 0] = cv2.createCLAHE(_CLIP_LIMIT, _TILES).apply(np.ascontiguousarray(lab[..., 0]))
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)
