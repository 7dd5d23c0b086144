"""When frames are shown, and which way up: what containers tell, made usable."""

import struct
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

from holistic_core.media.orientation import UPRIGHT

_SHORTEST_STEP_S: Final = 1e-3
# Nine numbers with 16 binary places, little endian on all platforms this runs on: `av_display_rotation_get` of FFmpeg.
_MATRIX: Final = struct.Struct("=9i")
# By whether columns become rows, and the signs of where the stored right and down point to.
_ORIENTATIONS: Final = {
    (False, False, False): 1,
    (False, True, False): 2,
    (False, True, True): 3,
    (False, False, True): 4,
    (True, False, False): 5,
    (True, False, True): 6,
    (True, True, True): 7,
    (True, True, False): 8,
}


class FrameTimes:
    """Times that always increase, whatever a container tells. frame_s: how long a frame lasts where none is told."""

    def __init__(self, frame_s: float) -> None:
        self._frame_s = frame_s
        self._last_s: float | None = None

    def next_s(self, told_s: float | None) -> float:
        """Seconds of the next frame. told_s: by its container, or None."""
        if self._last_s is None:
            self._last_s = told_s or 0.0
        elif told_s is None:
            self._last_s += self._frame_s
        else:
            self._last_s = max(told_s, self._last_s + _SHORTEST_STEP_S)
        return self._last_s


def display_orientation(side_data: Iterable[Any]) -> int:
    """The orientation 1-8 (as of EXIF) that the display matrix of a frame asks for; 1 without one."""
    for each in side_data:
        if each.type.name == "DISPLAYMATRIX":
            with suppress(struct.error):
                return matrix_orientation(_MATRIX.unpack(bytes(each)[: _MATRIX.size]))
    return UPRIGHT


def matrix_orientation(matrix: tuple[int, ...]) -> int:
    """The orientation 1-8 nearest to a display matrix: nine numbers, row by row, as of FFmpeg."""
    # A stored place (x, y) is shown at (a·x + c·y, b·x + d·y).
    a, b, _, c, d = matrix[:5]
    turned = abs(b) + abs(c) > abs(a) + abs(d)
    right, down = (b, c) if turned else (a, d)
    return _ORIENTATIONS[turned, right < 0, down < 0]
