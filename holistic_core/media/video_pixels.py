"""Decoded frames as upright RGB pixels."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.media.orientation import SIDEWAYS, UPRIGHT, place_upright

RGB = npt.NDArray[np.uint8]
_CHANNELS: Final = 3


class UprightPixels:
    """Converts one video's frames, on one thread at a time.

    size: `(width, height)` before turning, with square pixels; a frame of another size is scaled to it.
    orientation: 1-8, as of EXIF.
    """

    def __init__(self, size: tuple[int, int], orientation: int) -> None:
        from av.video.reformatter import VideoReformatter  # noqa: PLC0415 -- see `video_header`

        self._width, self._height = size
        self._orientation = orientation
        # One for all frames: PyAV would make one for each, with threads of its own, which cost more than their work.
        self._converter: Any = VideoReformatter()

    def of(self, frame: Any) -> RGB:
        """The pixels of a PyAV frame as they are shown: uint8 `(height, width, 3)`."""
        width, height = self._width, self._height
        converted = self._converter.reformat(frame, width=width, height=height, format="rgb24", threads=1)
        stored = np.asarray(converted.to_ndarray(), np.uint8)
        if self._orientation == UPRIGHT:
            return stored
        sideways = self._orientation in SIDEWAYS
        upright = np.empty((width, height, _CHANNELS) if sideways else stored.shape, np.uint8)
        place_upright(stored, 0, height, self._orientation, upright)
        return upright
