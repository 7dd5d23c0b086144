"""Creases seen by the camera: where a surface lies deeper than what is on both sides of it, light gets in less."""

from typing import Final

import cv2
import numpy as np

from holistic_core.coach.raster import Floats, Seen

_RADII_M: Final = (0.014, 0.040)
_WEIGHTS: Final = (0.45, 0.55)
_STRENGTH: Final = 1.5
_FLAT: Final = 0.06  # share of the radius that counts as flat
_DIRECTIONS: Final = 4
_FAR_M: Final = 100.0
_STEP_PX: Final = 2  # one depth for so many pixels along each axis


def openness(seen: Seen, focal_px: float) -> Floats:
    """How much light reaches each pixel of the window (height, width), 0-1, by the depths around it."""
    height, width = seen.nearness.shape[1:]
    near = np.ascontiguousarray(seen.nearness[0, ::_STEP_PX, ::_STEP_PX])
    found = near > 0
    if not found.any():
        return np.ones((height, width), np.float32)
    depth = np.where(found, 1 / np.maximum(near, 1 / np.float32(_FAR_M)), np.float32(_FAR_M))
    middle = float(np.median(depth[found]))
    dark = np.zeros_like(depth)
    for radius_m, weight in zip(_RADII_M, _WEIGHTS, strict=True):
        reach = radius_m * focal_px / middle / _STEP_PX
        for turn in range(_DIRECTIONS):
            angle = (turn + 0.5 * (radius_m == _RADII_M[0])) * np.pi / _DIRECTIONS
            dx, dy = reach * np.cos(angle), reach * np.sin(angle)
            both = _rise(depth, dx, dy, radius_m) + _rise(depth, -dx, -dy, radius_m)
            both *= np.float32(0.5 / radius_m)
            dark += np.float32(weight / _DIRECTIONS) * np.clip(both - np.float32(_FLAT), 0, 1)
    dark = cv2.GaussianBlur(dark, (0, 0), max(0.8, 0.004 * focal_px / middle / _STEP_PX))
    shift = np.float32(1) - np.clip(np.float32(_STRENGTH) * dark, 0, 0.75)
    return np.asarray(cv2.resize(shift, (width, height), interpolation=cv2.INTER_LINEAR))


def _rise(depth: Floats, dx: float, dy: float, radius_m: float) -> Floats:
    """How far the surface beside each place stands out, cut to the radius; what is far in front throws no shade."""
    move = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    beside = cv2.warpAffine(
        depth,
        move,
        (depth.shape[1], depth.shape[0]),
        flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    rise = depth - beside
    radius = np.float32(radius_m)
    fading = np.clip(3 - np.abs(rise) / radius, 0, 1)
    return np.asarray(np.where(rise > 0, np.minimum(rise, radius) * fading, np.maximum(rise, -radius)))
