"""Heatmap refinement against loops that follow the reference line by line."""

import math

import numpy as np
import numpy.typing as npt

from holistic_core.engines.heatmap import refine


def refined_by_loops(points: npt.NDArray[np.float64], heatmap: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    side, out = heatmap.shape[0], points.copy()
    for index, (x, y, _) in enumerate(points):
        column, row = math.trunc(x * side), math.trunc(y * side)
        if not (0 <= column < side and 0 <= row < side):
            continue
        total = best = x_sum = y_sum = 0.0
        for r in range(max(row - 4, 0), min(row + 5, side)):
            for c in range(max(column - 4, 0), min(column + 5, side)):
                confidence = 1 / (1 + math.exp(-heatmap[r, c, index]))
                total, best = total + confidence, max(best, confidence)
                x_sum, y_sum = x_sum + confidence * c, y_sum + confidence * r
        if best >= 0.5:
            out[index, :2] = x_sum / total / side, y_sum / total / side
    return out


def test_refinement_follows_the_reference() -> None:
    random = np.random.default_rng(3)
    points = random.uniform(-0.1, 1.1, (35, 3))
    points[0, :2] = -0.005, 0.5  # truncation toward zero still counts as column 0
    heatmap = random.normal(-2, 3, (64, 64, 39)).astype(np.float32)
    heatmap[:, :, 20:30] -= 20  # nothing sure in these channels: the points stay
    expected = refined_by_loops(points, heatmap)
    refined = points.copy()
    refine(refined, heatmap)
    assert np.allclose(refined, expected, atol=1e-6)
    assert np.array_equal(refined[20:30], points[20:30])
    assert not np.allclose(refined[:20], points[:20])
