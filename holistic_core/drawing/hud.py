"""What is written into a live picture last, when it is mirrored already: the repetition counter and a line of status.

OpenCV's stroke fonts know ASCII only, so another character is written as a question mark.
"""

from typing import Final

import cv2

from holistic_core.drawing.brush import Image

_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_WHITE: Final = (255, 255, 255)
# Shares of the picture's shorter side, and what is needed to be read on a phone.
_COUNT_SHARE, _SMALLEST_COUNT_PX = 0.12, 28.0
_WORDS_SHARE, _SMALLEST_WORDS_PX = 0.05, 12.0
_MARGIN_SHARE: Final = 0.025
# How much of the picture is left behind the writing: white on it has a contrast above 4.5 even on a white picture.
_BEHIND: Final = 0.3
_STROKE_SHARE: Final = 1 / 8


def draw_counter(image: Image, count: int, phase: str = "", status: str = "") -> None:
    """Write the number of repetitions into the upper left corner, the phase and a line of status beside it.

    image: uint8 `(height, width, 3)`, contiguous, written into. phase, status: short and ASCII, for example "down" and
    "28 fps"; left out when empty. The size follows the picture, and words too long for it are written smaller.
    """
    side = min(image.shape[:2])
    margin = max(4, round(side * _MARGIN_SHARE))
    number = _Writing(str(count), max(_SMALLEST_COUNT_PX, side * _COUNT_SHARE))
    left = 4 * margin + number.width
    lines = [
        _Writing(words, max(_SMALLEST_WORDS_PX, side * _WORDS_SHARE), image.shape[1] - left - 2 * margin)
        for words in (phase, status)
        if words
    ]
    right = left + max(line.width for line in lines) if lines else 2 * margin + number.width
    bottom = 3 * margin + number.height
    plate = image[margin:bottom, margin : right + margin]
    plate[...] = cv2.convertScaleAbs(plate, alpha=_BEHIND)
    number.write(image, 2 * margin, bottom - margin)
    if lines:
        # One line sits in the middle beside the number, two share its height.
        rows = number.height / len(lines)
        for row, line in enumerate(lines):
            line.write(image, left, round(2 * margin + (row + 0.5) * rows + line.height / 2))


class _Writing:
    """One line in white: what room it takes, and how it is written."""

    def __init__(self, words: str, height_px: float, most_px: int | None = None) -> None:
        self._words = words.encode("ascii", "replace").decode("ascii")
        self._scale = height_px / cv2.getTextSize("0", _FONT, 1.0, 1)[0][1]
        self._measure()
        if most_px is not None and self.width > most_px > 0:
            self._scale *= most_px / self.width
            self._measure()

    def _measure(self) -> None:
        digit_px = cv2.getTextSize("0", _FONT, self._scale, 1)[0][1]
        self._stroke = max(1, round(digit_px * _STROKE_SHARE))
        (self.width, self.height), _ = cv2.getTextSize(self._words, _FONT, self._scale, self._stroke)

    def write(self, image: Image, left: int, baseline: int) -> None:
        cv2.putText(image, self._words, (left, baseline), _FONT, self._scale, _WHITE, self._stroke, cv2.LINE_AA)
