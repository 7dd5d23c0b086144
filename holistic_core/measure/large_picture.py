"""The largest picture that is accepted, as a sideways JPEG: the most expensive of the honest inputs."""

import struct
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

RGB = npt.NDArray[np.uint8]

LARGEST_SIZE: Final = (5776, 8656)
"""Width and height when upright: 49,997,056 pixels, the most that whole blocks of 16 pixels allow."""

_NOISE_LEVELS: Final = 8
_JPEG_QUALITY: Final = 88
_TURN_RIGHT: Final = 6  # EXIF 2.32, tag 0x0112: turn the stored picture 90° clockwise to see it upright


def sideways_jpeg(picture: RGB, size: tuple[int, int] = LARGEST_SIZE) -> bytes:
    """A JPEG that shows `picture` on black, enlarged to `size`, and is stored turned, with EXIF orientation 6.

    picture: uint8 `(height, width, 3)`. size: `(width, height)` when upright. With the noise of a camera, so that the
    file is as large as a real one.
    """
    width, height = size
    scale = min(width / picture.shape[1], height / picture.shape[0])
    shown = cv2.resize(picture, (int(picture.shape[1] * scale), int(picture.shape[0] * scale)))
    upright = np.zeros((height, width, 3), np.uint8)
    upright[: shown.shape[0], : shown.shape[1]] = shown
    del shown
    rng = np.random.default_rng(0)
    for row in upright:
        noise = rng.integers(0, _NOISE_LEVELS, (width, 1), dtype=np.uint8)
        np.copyto(row, cv2.add(row, np.repeat(noise, 3, axis=1)))
    stored = cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE)
    del upright
    cv2.cvtColor(stored, cv2.COLOR_RGB2BGR, dst=stored)
    jpeg = cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
    return with_orientation(jpeg, _TURN_RIGHT)


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF block that holds nothing but the orientation, 1-8."""
    table = struct.pack("<2sHLHHHLHHL", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    segment = b"Exif\0\0" + table
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]
