"""Noise has no seams, is the same every time, and has the strength that is said."""

import numpy as np

from holistic_core.coach.texture import noise_at, noise_volume, smooth_noise_at, smoothstep

PLACES = np.random.default_rng(1).uniform(-2, 2, (3, 4000)).astype(np.float32)


def test_noise_has_unit_strength_and_no_mean() -> None:
    volume = noise_volume()
    np.testing.assert_allclose(volume.std(axis=1), 1, atol=1e-3)
    np.testing.assert_allclose(volume.mean(axis=1), 0, atol=1e-3)


def test_noise_repeats_without_a_seam() -> None:
    """Eight waves of 0.05 m are a period."""
    moved = PLACES + np.array([[0.4], [-0.4], [0.8]], np.float32)
    np.testing.assert_allclose(smooth_noise_at(PLACES, 0.05), smooth_noise_at(moved, 0.05), atol=2e-3)


def test_smooth_noise_has_no_steps_and_quick_noise_small_ones() -> None:
    line = np.zeros((3, 2000), np.float32)
    line[0] = np.linspace(0, 0.2, 2000)
    smooth, quick = smooth_noise_at(line, 0.05)[0], noise_at(line, 0.05)[0]
    assert np.abs(np.diff(smooth)).max() < 0.05
    assert np.abs(np.diff(quick)).max() > 0.1  # steps of a voxel
    assert np.corrcoef(smooth, quick)[0, 1] > 0.8


def test_gradients_point_uphill() -> None:
    step = np.float32(1e-3)
    here = smooth_noise_at(PLACES, 0.05)
    along_x = PLACES + np.array([[1], [0], [0]], np.float32) * step
    rise = smooth_noise_at(along_x, 0.05)[0] - here[0]
    assert np.corrcoef(rise, here[1])[0, 1] > 0.9


def test_smoothstep_rises_or_falls() -> None:
    value = np.array([-1, 0, 0.5, 1, 2], np.float32)
    np.testing.assert_allclose(smoothstep(0, 1, value), [0, 0, 0.5, 1, 1])
    np.testing.assert_allclose(smoothstep(1, 0, value), [1, 1, 0.5, 0, 0])
