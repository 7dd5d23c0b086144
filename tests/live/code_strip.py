"""A number in a picture that survives a video codec: a column of black and white blocks along its left edge.

Each bit is two blocks, the bit and its opposite, so that a reader needs no threshold and notices when something else is
in that place. The column is found at either edge: pages show a camera like a mirror.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

RGB = npt.NDArray[np.uint8]

BITS: Final = 12
NUMBERS: Final = 2**BITS
# At 480 lines a block is 16 x 16 pixels, one macroblock of VP8.
_ROWS: Final = 30
_FIRST_ROW: Final = (_ROWS - 2 * BITS) // 2
_LEAST_CONTRAST: Final = 60


def stamp(rgb: RGB, number: int) -> RGB:
    """A copy of a picture, `(height, width, 3)`, 240 lines or more, with a number from 0 to `NUMBERS` - 1 in it."""
    if not 0 <= number < NUMBERS:
        raise ValueError(f"number is {number}; it must be from 0 to {NUMBERS - 1}")
    stamped = rgb.copy()
    side = _side(rgb)
    for row, white in enumerate(_blocks(number), _FIRST_ROW):
        stamped[row * side : (row + 1) * side, :side] = 255 if white else 0
    return stamped


def read(luma: npt.NDArray[np.uint8]) -> int | None:
    """The number in a picture's brightness, `(height, width)`, at either edge; None: it cannot be read."""
    side = _side(luma)
    quarter = side // 4
    for left in (0, luma.shape[1] - side):
        column = luma[_FIRST_ROW * side : (_FIRST_ROW + 2 * BITS) * side, left + quarter : left + side - quarter]
        means = column.reshape(2 * BITS, side, -1)[:, quarter : side - quarter].mean((1, 2)).reshape(BITS, 2)
        contrast = means[:, 0] - means[:, 1]
        if np.all(np.abs(contrast) >= _LEAST_CONTRAST):
            return int(np.dot(contrast > 0, 1 << np.arange(BITS)))
    return None


def _side(picture: npt.NDArray[np.uint8]) -> int:
    return picture.shape[0] // _ROWS


def _blocks(number: int) -> list[bool]:
    bits = [bool(number >> bit & 1) for bit in range(BITS)]
    return [white for bit in bits for white in (bit, not bit)]
