"""One colour per meaning, the same in overlays, charts and tables.

The Okabe-Ito palette (Okabe & Ito 2008, "Color Universal Design"), readable with colour vision deficiencies.
"Left" and "right" are the person's own sides.
"""

from typing import Final

LEFT: Final = "#E69F00"
RIGHT: Final = "#0072B2"
MIDDLE: Final = "#009E73"
FACE: Final = "#7F7F7F"
TRUTH: Final = "#CC79A7"
WARNING: Final = "#D55E00"
# Not of that palette, which is used up: this project's engine, where it stands beside others.
OURS: Final = "#8A6FC4"


def rgb_of(hex_colour: str) -> tuple[int, int, int]:
    """Channels 0-255 of a colour written as `#RRGGBB`."""
    return int(hex_colour[1:3], 16), int(hex_colour[3:5], 16), int(hex_colour[5:7], 16)
