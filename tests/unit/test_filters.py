"""Low-pass and One-Euro filters against values computed by hand."""

import itertools
import math

import numpy as np
import pytest

from holistic_core.filters import LowPass, OneEuro


def alpha(cutoff_hz: float, rate_hz: float) -> float:
    """Smoothing factor as the paper writes it: 1 / (1 + tau/Te)."""
    return 1 / (1 + (1 / (2 * math.pi * cutoff_hz)) / (1 / rate_hz))


def test_low_pass_takes_the_first_value_as_it_is() -> None:
    low_pass = LowPass(0.1)
    assert low_pass(np.array([5.0])) == 5.0
    assert low_pass(np.array([15.0])) == pytest.approx(6.0)
    low_pass.reset()
    assert low_pass(np.array([15.0])) == 15.0


def test_one_euro_follows_the_paper_for_three_samples() -> None:
    one_euro = OneEuro(min_cutoff=0.5, beta=2.0)
    scale, step = 0.25, 0.1
    values = [1.0, 3.0, 2.0]
    out = [float(one_euro(np.array([value]), index * step, scale)[0]) for index, value in enumerate(values)]

    speed, expected = 0.0, [values[0]]
    for before, value in itertools.pairwise(values):
        weight = alpha(1.0, 1 / step)
        speed = weight * (value - before) * scale / step + (1 - weight) * speed
        weight = alpha(0.5 + 2.0 * abs(speed), 1 / step)
        expected.append(weight * value + (1 - weight) * expected[-1])
    assert out == pytest.approx(expected)


def test_one_euro_obeys_the_time_between_samples() -> None:
    def second(step_s: float) -> float:
        one_euro = OneEuro(0.5, 0.0)
        one_euro(np.zeros(1), 0.0)
        return float(one_euro(np.ones(1), step_s)[0])

    assert second(1.0) > second(0.1) > second(0.01) > 0


def test_one_euro_forgets_on_reset_and_waits_for_later_times() -> None:
    one_euro = OneEuro(0.5, 0.0)
    one_euro(np.zeros(1), 0.0)
    smoothed = one_euro(np.ones(1), 1.0)
    assert one_euro(np.array([9.0]), 1.0) == smoothed
    one_euro.reset()
    assert one_euro(np.array([9.0]), 0.5) == 9.0


def test_filters_keep_the_shape_of_landmarks_and_leave_the_input_alone() -> None:
    one_euro = OneEuro(0.05, 80.0)
    landmarks = np.random.default_rng(0).random((33, 3))
    before = landmarks.copy()
    for frame in range(3):
        assert one_euro(landmarks, frame / 30).shape == (33, 3)
    assert np.array_equal(landmarks, before)
