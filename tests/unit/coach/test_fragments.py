"""Pixels of one surface are shaded once, those where surfaces or limbs meet once a sample."""

import numpy as np

from holistic_core.coach.fragments import fragments, interpolated
from holistic_core.coach.raster import NOTHING, Seen, rotated_pattern

PATTERN = rotated_pattern(2)
FOCAL_PX = 900.0
KIND = np.array([0, 0, 1, 2], np.uint8)  # surfaces of four triangles
FINELY = np.array([False, False, True])


def seen(triangles: list[list[int]], depths_m: list[list[float]]) -> Seen:
    """A row of pixels with four samples each."""
    triangle = np.array(triangles, np.int32).T[:, None, :]
    near = np.where(triangle == NOTHING, 0, 1 / np.array(depths_m).T[:, None, :]).astype(np.float32)
    return Seen(5, 7, triangle, near)


def test_what_is_shaded_once_and_what_by_sample() -> None:
    row = [
        [0, 1, 0, 1],  # one surface: once
        [0, 0, 2, 2],  # two surfaces: four samples
        [0, 0, 1, 1],  # one surface at two depths, an arm before the other: four samples
        [0, 0, NOTHING, 0],  # the rim: three samples
        [3, 3, 3, 3],  # a surface with fine details: four samples
        [NOTHING] * 4,
    ]
    depths = [[3.0] * 4, [3.0] * 4, [3.0, 3.0, 3.2, 3.2], [3.0] * 4, [3.0] * 4, [3.0] * 4]
    found = fragments(seen(row, depths), PATTERN, KIND, FINELY, FOCAL_PX)
    assert found.whole == 1
    np.testing.assert_array_equal(np.bincount(found.pixel, minlength=6), [1, 4, 4, 3, 4, 0])
    np.testing.assert_allclose(found.xy_px[0], (5.5, 7.5))
    np.testing.assert_allclose(found.xy_px[1:5], PATTERN.offsets() + np.array([6, 7]), atol=1e-6)
    assert list(found.triangle[1:5]) == [0, 0, 2, 2]


def test_a_slope_is_not_an_edge() -> None:
    step = 3.0 / FOCAL_PX  # a pixel's width at 3 m
    found = fragments(seen([[0] * 4], [[3, 3 + step, 3 + 2 * step, 3 + 3 * step]]), PATTERN, KIND, FINELY, FOCAL_PX)
    assert found.whole == 1


def test_pixels_are_the_mean_of_their_samples() -> None:
    row = [[0, 0, 0, 0], [0, NOTHING, 2, NOTHING], [NOTHING] * 4]
    found = fragments(seen(row, [[3.0] * 4] * 3), PATTERN, KIND, FINELY, FOCAL_PX)
    colours = np.where(KIND[found.triangle] == 1, 200.0, 100.0).astype(np.float32) * np.ones((3, 1), np.float32)
    picture, coverage = found.gathered(colours)
    np.testing.assert_allclose(coverage, [[1, 0.5, 0]])
    np.testing.assert_allclose(picture[0, :, 0], [100, 75, 0])


def test_attributes_between_the_vertices() -> None:
    xy = np.array([(0, 0), (4, 0), (0, 4)], np.float32)
    values = np.array([[0, 4, 0], [1, 1, 1]], np.float32)
    at = np.array([(1, 1), (2, 0)], np.float32)
    found = interpolated(
        np.array([0, 0], np.int32), at, np.array([(0, 1, 2)], np.int32), xy, np.ones(3, np.float32), values
    )
    np.testing.assert_allclose(found, [[1, 2], [1, 1]], atol=1e-6)
