"""Ratios of paired rounds: their value, and a spread that grows with the noise."""

import numpy as np
import pytest

from holistic_core.measure.benchmark.ratio import paired_ratio


def rounds(scale: float, noise: float, seed: int, count: int = 5) -> list[list[float]]:
    random = np.random.default_rng(seed)
    return [list(scale * drift * (1 + noise * random.standard_normal(20))) for drift in np.linspace(1, 2, count)]


def test_a_drift_that_both_have_does_not_matter() -> None:
    ratio = paired_ratio(rounds(30, 0.02, 1), rounds(60, 0.02, 2))
    assert ratio is not None
    assert ratio.value == pytest.approx(0.5, abs=0.02)
    assert 0.45 < ratio.low <= ratio.value <= ratio.high < 0.55


def test_more_noise_is_a_wider_spread() -> None:
    steady, noisy = (paired_ratio(rounds(30, noise, 3), rounds(30, noise, 4)) for noise in (0.01, 0.2))
    assert steady is not None and noisy is not None
    assert noisy.high - noisy.low > 5 * (steady.high - steady.low)
    assert paired_ratio(rounds(30, 0.2, 3), rounds(30, 0.2, 4)) == noisy, "the same times, the same spread"


def test_only_rounds_of_both_count() -> None:
    assert paired_ratio([[1.0], [9.0]], [[2.0]], resamples=0).value == 0.5  # type: ignore[union-attr]
    assert paired_ratio([], [[1.0]]) is None
    assert np.isnan(paired_ratio([[1.0]], [[1.0]], resamples=0).low)  # type: ignore[union-attr]
