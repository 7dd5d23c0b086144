"""What is painted on a head: eyes, brows, lips and the shades of a face, by places in the head frame."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.colour import linear
from holistic_core.coach.figure import Figure

Floats = npt.NDArray[np.float32]
Mix = Callable[[Floats, str], None]

_MIDDLE_M: Final = (0.038, 0.015)  # height and depth of the head's middle in the head frame
# Colours that people share, as linear light.
_EYE_WHITE: Final = (0.80, 0.77, 0.74)
_PUPIL: Final = (0.006, 0.005, 0.005)


@lru_cache(maxsize=16)
def _palette(figure: Figure) -> dict[str, Floats]:
    skin, hair = linear(figure.skin), linear(figure.hair_colour)
    lips = 0.30 * skin + 0.70 * np.array([0.40, 0.072, 0.078]) * (0.60 + skin.mean())
    colours = {
        "skin": skin,
        "white": np.array(_EYE_WHITE),
        "pupil": np.array(_PUPIL),
        "brow": 0.85 * hair + 0.10 * skin * 0.5,
        "lips": lips * (1 - 0.12 * figure.shape),
        "lip_line": lips * 0.22,
        "socket": skin * np.array([0.50, 0.38, 0.33]),
        "blush": skin * np.array([1.0, 0.74, 0.68]),
        "lashes": 0.06 * skin,
        "shade": skin * 0.30,
        "iris": np.array([0.075, 0.038, 0.020]) if skin.mean() < 0.3 else np.array([0.060, 0.085, 0.095]),  # noqa: PLR2004
        "stubble": 0.62 * skin + 0.10 * hair,
    }
    return {name: np.asarray(colour, np.float32) for name, colour in colours.items()}


def paint_head(coordinates_m: Floats, figure: Figure) -> Floats:
    """Colours of a head at places `(k, 3)` in the head frame: `(k, 3)` linear RGB."""
    colour = _palette(figure)
    place = coordinates_m / np.float32(figure.proportions.scale)
    across, y, z = place[:, 0], place[:, 1] - np.float32(_MIDDLE_M[0]), place[:, 2] - np.float32(_MIDDLE_M[1])
    albedo = np.empty((len(place), 3), np.float32)
    albedo[:] = colour["skin"]
    _ears(albedo, across, y, z, colour["socket"])
    front = np.flatnonzero((z > 0.02) & (y > -0.11) & (y < 0.075))  # noqa: PLR2004 -- where the face is
    if not len(front):
        return albedo
    across, y, z = across[front], y[front], z[front]
    x = np.abs(across)
    face = albedo[front]
    shown = _rise(z, 0.022, 0.045)

    def mix(share: Floats, name: str) -> None:
        weight = (share * shown)[:, None]
        face[:] = face + weight * (colour[name] - face)

    if figure.shape < 0.5:  # noqa: PLR2004 -- masculine
        beard = _rise(-y, 0.045, 0.068) * (1 - _rise(np.hypot(x / 0.028, (y + 0.058) / 0.011), 0.9, 1.3))
        mix(0.35 * (1 - figure.shape) * (_rise(-y, 0.040, 0.066) - beard), "stubble")
    mix(0.50 * _bell((x - 0.034) / 0.024, (y - 0.013) / 0.014), "socket")
    mix(0.35 * _bell((x - 0.044) / 0.020, (y + 0.025) / 0.017), "blush")
    _eyes(x, y, mix)
    arch = 0.0325 + 0.0050 * (1 - ((x - 0.036) / 0.026) ** 2)
    thick = 0.0046 - 0.0010 * figure.shape
    ends = _rise(x, 0.010, 0.016) * (1 - _rise(x, 0.056, 0.066))
    mix((1 - _rise(np.abs(y - arch) / thick, 0.55, 1.35)) * ends, "brow")
    _mouth(across, y, mix)
    mix(0.85 * (1 - _rise(np.hypot((x - 0.0078) / 0.0045, (y + 0.0362) / 0.0028), 0.6, 1.3)), "shade")
    # The crease beside the nose's wing.
    mix(0.30 * _bell((x - 0.0195) / 0.004, (y + 0.030) / 0.010), "socket")
    albedo[front] = face
    return albedo


def _ears(albedo: Floats, across: Floats, y: Floats, z: Floats, shade: Floats) -> None:
    """The hollow of the ear, with the rim left light."""
    aside = np.flatnonzero((np.abs(across) > 0.070) & (z < 0.02) & (z > -0.05))  # noqa: PLR2004 -- where ears are
    y, z = y[aside], z[aside]
    hollow = 0.75 * (1 - _rise(np.hypot((z + 0.009) / 0.0095, (y + 0.002) / 0.0185), 0.55, 1.0))
    ring = 0.45 * _bell((np.hypot((z + 0.011) / 0.0135, (y - 0.003) / 0.0235) - 0.88) / 0.10, z * 0)
    share = np.float32(0.5) * np.maximum(hollow, ring)[:, None]
    albedo[aside] += share * (shade * np.float32(0.75) - albedo[aside])


def _eyes(x: Floats, y: Floats, mix: Mix) -> None:
    # So wide that an eye is still seen in profile.
    wide: Floats = (x - 0.0325) / 0.0205
    high: Floats = (y - 0.0100 - 0.0014 * wide) / 0.0062
    lens: Floats = wide * wide + high * high
    mix(0.9 * (1 - _rise(lens, 1.15, 1.75)) * _rise(high + 0.4 * wide, -0.9, 0.1), "lashes")
    mix(0.55 * (1 - _rise(lens, 1.05, 1.7)), "lashes")
    opening = 1 - _rise(lens, 0.78, 1.08)
    mix(opening, "white")
    iris = np.hypot(x - 0.0320, y - 0.0102) / 0.0065
    mix((1 - _rise(iris, 0.82, 1.1)) * opening, "iris")
    mix((1 - _rise(iris, 0.36, 0.58)) * opening, "pupil")
    # The lid's shadow on the eye, and a spark of the window.
    mix(0.45 * _rise(high, 0.35, 0.9) * opening, "lashes")
    spark = np.hypot(x - 0.0340, y - 0.0128) / 0.0016
    mix(0.9 * (1 - _rise(spark, 0.6, 1.2)) * opening, "white")


def _mouth(across: Floats, y: Floats, mix: Mix) -> None:
    wide = across / 0.0250
    inside = np.maximum(1 - wide * wide, 0)
    # The lips meet in a line that is lower in the middle: a slight smile.
    middle = -0.0568 - 0.0026 * inside
    bow = 0.0013 * np.cos(wide * 6.0) * inside
    upper, lower = (y - middle) / (0.0084 + bow), (y - middle) / 0.0100
    lips = wide * wide + np.where(y > middle, upper * upper, lower * lower)
    mix(0.92 * (1 - _rise(lips, 0.80, 1.15)), "lips")
    mix(0.9 * (1 - _rise(np.abs(y - middle) / 0.0015, 0.5, 1.3)) * (1 - _rise(np.abs(wide), 0.92, 1.10)), "lip_line")
    mix(0.25 * _bell(wide / 0.7, (y + 0.0745) / 0.0035), "socket")


def _bell(one: Floats, other: Floats) -> Floats:
    bell: Floats = np.exp(-(one * one + other * other))
    return bell


def _rise(value: Floats, low: float, high: float) -> Floats:
    share = np.clip((value - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    rise: Floats = share * share * (3 - 2 * share)
    return rise
