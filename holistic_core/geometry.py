"""Rotated squares and points: the region-of-interest arithmetic of the pipeline, in pixels.

Angles are radians, clockwise positive on screen (y points down). Source of the recipes: the graph files of
`mediapipe/modules/{pose_landmark,holistic_landmark,face_landmark}` at v0.10.21.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
XY = tuple[float, float] | npt.NDArray[np.float64]


class Rect(NamedTuple):
    """A rotated rectangle in pixels: centre, width, height, rotation in radians (clockwise)."""

    cx: float
    cy: float
    width: float
    height: float
    rotation: float


def wrap_angle(angle: float) -> float:
    """The same angle in [-π, π)."""
    return angle - 2 * math.pi * math.floor((angle + math.pi) / (2 * math.pi))


def rotation_from(start: XY, end: XY, target: float) -> float:
    """Rotation that brings the direction start → end to `target` (radians, counter-clockwise from the x axis)."""
    return wrap_angle(target - math.atan2(-(end[1] - start[1]), end[0] - start[0]))


def aligned_rect(centre: XY, edge: XY, target: float) -> Rect:
    """Square around `centre` that reaches to `edge`, turned so that centre → edge points to `target`."""
    side = 2 * math.hypot(edge[0] - centre[0], edge[1] - centre[1])
    return Rect(float(centre[0]), float(centre[1]), side, side, rotation_from(centre, edge, target))


def bounding_rect(points: Points, rotation: float) -> Rect:
    """Axis-aligned bounding box of `(n, 2)` points, labelled with a rotation."""
    low, high = points.min(axis=0), points.max(axis=0)
    centre, size = (low + high) / 2, high - low
    return Rect(float(centre[0]), float(centre[1]), float(size[0]), float(size[1]), rotation)


def scaled_square(rect: Rect, scale: float, shift_y: float = 0.0) -> Rect:
    """The square of `scale` times the longer side, first shifted by `shift_y` heights along the rectangle's own y."""
    side = max(rect.width, rect.height) * scale
    dx = -rect.height * shift_y * math.sin(rect.rotation)
    dy = rect.height * shift_y * math.cos(rect.rotation)
    return Rect(rect.cx + dx, rect.cy + dy, side, side, rect.rotation)


def to_picture(points: Points, roi: Rect, image_size: tuple[int, int]) -> Points:
    """Points in fractions of the ROI, `(n, 2)` or `(n, 3)`, → fractions of the picture; z scales with the ROI width."""
    width, height = image_size
    cos, sin = math.cos(roi.rotation), math.sin(roi.rotation)
    x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
    out = np.empty_like(points)
    out[:, 0] = (cos * x - sin * y) * (roi.width / width) + roi.cx / width
    out[:, 1] = (sin * x + cos * y) * (roi.height / height) + roi.cy / height
    if points.shape[1] > 2:  # noqa: PLR2004 -- z is the third column
        out[:, 2] = points[:, 2] * (roi.width / width)
    return out


def to_roi(points: Points, roi: Rect, image_size: tuple[int, int]) -> Points:
    """Inverse of `to_picture`."""
    width, height = image_size
    cos, sin = math.cos(roi.rotation), math.sin(roi.rotation)
    x, y = (points[:, 0] * width - roi.cx) / roi.width, (points[:, 1] * height - roi.cy) / roi.height
    out = np.empty_like(points)
    out[:, 0] = cos * x + sin * y + 0.5
    out[:, 1] = -sin * x + cos * y + 0.5
    if points.shape[1] > 2:  # noqa: PLR2004 -- z is the third column
        out[:, 2] = points[:, 2] / (roi.width / width)
    return out


def rect_corners(rect: Rect) -> Points:
    """The four corners `(4, 2)` in pixels: top left, top right, bottom right, bottom left of the upright rectangle."""
    units = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    return to_picture(units, rect, (1, 1))
