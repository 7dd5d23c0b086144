"""Colours of light: from what people write and screens show to linear light, and back through a soft shoulder."""

from functools import lru_cache
from typing import Final

import numpy as np

from holistic_core.coach.raster import Floats

_STEPS: Final = 8192
_BRIGHTEST: Final = 8.0  # linear light above which everything is shown white
_EXPOSURE: Final = 1.4
_WHITE: Final = 3.0  # exposed light that is shown as full white
_CONTRAST: Final = 1.10
_SRGB_KNEE: Final = 0.04045


def linear(colour: str) -> Floats:
    """`#RRGGBB` as linear light (3,), by the sRGB curve (IEC 61966-2-1)."""
    share = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float64) / 255
    light = np.where(share <= _SRGB_KNEE, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return light.astype(np.float32)


def shown(light: Floats) -> Floats:
    """Linear light of any shape as grey levels 0-255, not rounded: a soft shoulder, then the sRGB curve."""
    table = _table()
    # Even steps of the square root: fine in the dark, where the eye is.
    index = np.sqrt(np.clip(light, 0, _BRIGHTEST)) * np.float32((_STEPS - 1) / _BRIGHTEST**0.5)
    return table[(index + np.float32(0.5)).astype(np.int32)]


@lru_cache(maxsize=1)
def _table() -> Floats:
    light = np.linspace(0, _BRIGHTEST**0.5, _STEPS) ** 2
    # Reinhard's extended curve (2002) bends bright tones towards white; the exponent gives dark ones back their depth.
    exposed = light * _EXPOSURE
    toned = np.minimum((exposed * (1 + exposed / _WHITE**2) / (1 + exposed)) ** _CONTRAST, 1)
    curve = np.where(toned <= _SRGB_KNEE / 12.92, toned * 12.92, 1.055 * toned ** (1 / 2.4) - 0.055)
    table = (curve * 255).astype(np.float32)
    table.flags.writeable = False
    return table
