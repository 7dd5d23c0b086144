"""The refined face: 478 points from the face model with attention, run as two ordinary models.

Between trunk and heads stand eleven custom operators that only MediaPipe implements. They cut a small feature map
for lips and eyes out of the trunk's, turned to the face; here that is numpy.
"""

import json
import math
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from holistic_core.engines.model import FloatArray, Model
from holistic_core.geometry import Points

_TABLES: Final[dict[str, list[int]]] = json.loads(
    resources.files("holistic_core").joinpath("data/face_attention.json").read_text("utf-8")
)
_FACE_POINTS: Final = 468
_REFINED_POINTS: Final = 478
_CROP_PER_FEATURE: Final = 4.0  # 192 px crop, 48 cells feature map
_WINDOW: Final = 16  # cells of a region's feature map
_ENLARGE: Final = 1.5


class _Region(NamedTuple):
    """points: its mesh points. start, end: the two corners that give its direction. Heads: (points, output) pairs."""

    points: npt.NDArray[np.int64]
    start: int
    end: int
    heads: tuple[tuple[npt.NDArray[np.int64], int], ...]


def _table(name: str) -> npt.NDArray[np.int64]:
    return np.array(_TABLES[name], np.int64)


_REGIONS: Final = (
    _Region(_table("lips"), 61, 291, ((_table("lips"), 0),)),
    _Region(_table("left_eye"), 33, 133, ((_table("left_eye"), 1), (_table("left_iris"), 2))),
    _Region(_table("right_eye"), 362, 263, ((_table("right_eye"), 3), (_table("right_iris"), 4))),
)
_IRISES: Final = (("left_iris", "left_eyelids"), ("right_iris", "right_eyelids"))


def refined_face(mesh: FloatArray, features: FloatArray, heads: Model) -> Points:
    """478 points `(478, 3)` in crop pixels.

    mesh: `(468, 3)` points of the trunk in crop pixels. features: `(48, 48, 32)`, the trunk's feature map.
    """
    points = np.zeros((_REFINED_POINTS, 3))
    points[:_FACE_POINTS] = mesh
    transforms = [_region_transform(mesh[:, :2].astype(np.float64) / _CROP_PER_FEATURE, region) for region in _REGIONS]
    outputs = heads.run_tensors([_sample(features, transform)[None] for transform in transforms])
    for region, transform in zip(_REGIONS, transforms, strict=True):
        for indices, output in region.heads:
            local = outputs[output].reshape(-1, 2)
            points[indices, :2] = local @ transform[:, :2].T + transform[:, 2] * _CROP_PER_FEATURE
    for iris, eyelids in _IRISES:
        points[_TABLES[iris], 2] = points[_TABLES[eyelids], 2].mean()
    return points


def _region_transform(mesh: Points, region: _Region) -> Points:
    """Affine map `(2, 3)` from cells of the region's window to cells of the feature map."""
    dx, dy = mesh[region.end] - mesh[region.start]
    rotation = -math.atan2(dy, dx)
    cos, sin = math.cos(rotation), math.sin(rotation)
    upright = mesh[region.points] @ np.array([[cos, sin], [-sin, cos]])
    low, high = upright.min(axis=0), upright.max(axis=0)
    middle = (low + high) / 2
    centre = np.array([cos * middle[0] + sin * middle[1], -sin * middle[0] + cos * middle[1]])
    linear = np.array([[cos, sin], [-sin, cos]]) * (_ENLARGE * (high - low) / _WINDOW)
    return np.column_stack([linear, centre - linear.sum(axis=1) * (_WINDOW / 2)])


def _sample(features: FloatArray, transform: Points) -> FloatArray:
    """Bilinear sample `(16, 16, 32)` of the feature map at cell centres; zero outside of it."""
    height, width = features.shape[:2]
    rows, columns = np.mgrid[0:_WINDOW, 0:_WINDOW] + 0.5
    x = transform[0, 0] * columns + transform[0, 1] * rows + transform[0, 2] - 0.5
    y = transform[1, 0] * columns + transform[1, 1] * rows + transform[1, 2] - 0.5
    outside = (x < 0) | (x > width - 1) | (y < 0) | (y > height - 1)
    left, top = np.clip(np.floor(x).astype(int), 0, width - 1), np.clip(np.floor(y).astype(int), 0, height - 1)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = (x - left)[..., None].astype(np.float32), (y - top)[..., None].astype(np.float32)
    upper = (1 - across) * features[top, left] + across * features[top, right]
    lower = (1 - across) * features[bottom, left] + across * features[bottom, right]
    sampled: FloatArray = (1 - down) * upper + down * lower
    sampled[outside] = 0
    return sampled
