"""Sharpens body landmarks with the heatmap of the body model."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.engines.activation import sigmoid
from holistic_core.engines.model import FloatArray

# The source text of v0.10.21 says 7; the wheel behaves as 9 (with 7 the worst landmark is 1 % off the reference).
_KERNEL: Final = 9
_MIN_CONFIDENCE: Final = 0.5
_OFFSETS: Final = np.arange(_KERNEL) - _KERNEL // 2


def refine(points: npt.NDArray[np.float64], heatmap: FloatArray) -> None:
    """Move x and y of `points` `(k, 3)`, fractions of the ROI, to the centre of mass of their heatmap window.

    heatmap: logits `(side, side, channels)`; channel i belongs to point i. Points outside it, and windows whose
    strongest cell is under 0.5, stay. Source: `refine_landmarks_from_heatmap_calculator.cc`.
    """
    side, count = heatmap.shape[0], len(points)
    centre = np.trunc(points[:, :2] * side)
    usable = ((centre >= 0) & (centre < side)).all(axis=1)
    centre = np.where(usable[:, None], centre, 0).astype(np.int64)
    columns, rows = centre[:, :1] + _OFFSETS, centre[:, 1:] + _OFFSETS
    inside = ((rows >= 0) & (rows < side))[:, :, None] & ((columns >= 0) & (columns < side))[:, None, :]
    window = heatmap[
        np.clip(rows, 0, side - 1)[:, :, None],
        np.clip(columns, 0, side - 1)[:, None, :],
        np.arange(count)[:, None, None],
    ]
    weights = np.where(inside, sigmoid(window), 0.0)
    total = weights.sum(axis=(1, 2))
    usable &= weights.max(axis=(1, 2)) >= _MIN_CONFIDENCE
    total = np.where(usable, total, 1.0)
    x = (weights.sum(axis=1) * columns).sum(axis=1) / total / side
    y = (weights.sum(axis=2) * rows).sum(axis=1) / total / side
    points[usable, 0] = x[usable]
    points[usable, 1] = y[usable]
