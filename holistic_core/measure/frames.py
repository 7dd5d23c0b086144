"""Pictures for measurements: the frames of a video, and a still that the camera pans over."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.errors import VideoError

RGB = npt.NDArray[np.uint8]

_PAN_FRAMES: Final = 45
_PAN_SHARE: Final = 0.01


def video_frames(path: Path, *, every: int = 1, most: int | None = None, name: str = "") -> Iterator[RGB]:
    """Frames of a video as uint8 `(height, width, 3)`, RGB, upright: each `every`-th, at most `most` of them.

    name: what people call the file, when its path is not that.

    VideoError: it is not a video, or holds no frame that can be read.
    """
    capture = cv2.VideoCapture(str(path))
    given = number = 0
    try:
        while most is None or given < most:
            if not capture.grab():
                break
            if number % every == 0:
                readable, bgr = capture.retrieve()
                if not readable:
                    break
                yield np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)
                given += 1
            number += 1
    finally:
        capture.release()
    if number == 0:
        raise VideoError(f"{name or path.name} holds no frame that can be read. Use a video that a browser can play.")


@dataclass(frozen=True)
class View:
    """How the camera looks at a still: turned by `roll_deg` about its middle and enlarged by `zoom`."""

    roll_deg: float = 0.0
    zoom: float = 1.0

    def frame(self, rgb: RGB, number: int) -> RGB:
        """Frame `number` of a gentle pan: a figure of eight, 1 % of the picture to each side, in 45 frames.

        A new array of the same shape; edges are continued.
        """
        height, width = rgb.shape[:2]
        phase = 2 * math.pi * number / _PAN_FRAMES
        matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), self.roll_deg, self.zoom), np.float64)
        matrix[:, 2] += (_PAN_SHARE * width * math.sin(phase), _PAN_SHARE * height * math.sin(2 * phase))
        panned = cv2.warpAffine(rgb, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(panned, np.uint8)

    def __str__(self) -> str:
        return f"rolled by {self.roll_deg:g}°, enlarged {self.zoom:g}×"
