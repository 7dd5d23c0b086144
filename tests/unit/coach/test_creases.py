"""Creases are darker than flat and bulging surfaces."""

import numpy as np

from holistic_core.coach.creases import openness
from holistic_core.coach.raster import Seen

FOCAL_PX = 900.0
X_M = (np.arange(120) - 60) * 3 / FOCAL_PX  # across a picture of a surface 3 m away


def open_share(depth_m: np.ndarray, found: np.ndarray | None = None) -> np.ndarray:
    depth = np.broadcast_to(depth_m, (80, 120))
    near = (1 / depth).astype(np.float32) if found is None else np.where(found, 1 / depth, 0).astype(np.float32)
    return openness(Seen(0, 0, np.zeros((1, 80, 120), np.int32), near[None]), FOCAL_PX)


def test_flat_surfaces_are_open_whatever_their_slope() -> None:
    for slope in (0, 1, -3):
        np.testing.assert_allclose(open_share(3 + slope * X_M)[20:60, 20:100], 1, atol=0.02)


def test_a_crease_is_dark_and_a_ridge_is_not() -> None:
    assert open_share(3 - np.abs(X_M))[40, 60] < 0.6
    assert open_share(3 - np.abs(X_M))[40, 20] > 0.95
    assert open_share(3 + np.abs(X_M))[40, 60] > 0.95


def test_what_is_far_behind_is_not_darkened() -> None:
    """An arm half a metre before the trunk."""
    np.testing.assert_allclose(open_share(np.where(np.abs(X_M) < 0.05, 2.5, 3.0))[40], 1, atol=0.02)


def test_the_outline_against_the_room_is_open() -> None:
    assert open_share(np.full(120, 3.0), np.broadcast_to(np.abs(X_M) < 0.05, (80, 120))).min() > 0.98


def test_nothing_seen_is_open() -> None:
    np.testing.assert_array_equal(open_share(np.full(120, 3.0), np.zeros((80, 120), bool)), 1)
