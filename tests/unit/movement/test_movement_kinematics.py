"""Velocities and ranges of sine waves, whose derivatives are known."""

import math

import numpy as np
import pytest

from holistic_core.errors import OptionsError
from holistic_core.movement.kinematics import (
    VelocityPeak,
    angle_summaries,
    angle_summary,
    angular_velocity,
    range_of_motion,
    velocity_peaks,
)

NAN = float("nan")
EVEN = np.arange(301) / 50
UNEVEN = EVEN + np.random.default_rng(5).uniform(-0.4, 0.4, 301) / 50
TIMES = pytest.mark.parametrize("times", [EVEN, UNEVEN], ids=["even", "uneven"])
# 0.5 Hz, 40°: at most 2π · 0.5 · 40 = 125.7 degrees a second.
OMEGA = math.pi
FASTEST = 40 * OMEGA


def wave(times: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return 110 + 40 * np.sin(OMEGA * times)


@TIMES
def test_velocity_is_the_derivative(times: np.ndarray) -> None:  # type: ignore[type-arg]
    velocity = angular_velocity(times, wave(times))
    np.testing.assert_allclose(velocity, FASTEST * np.cos(OMEGA * times), atol=0.7 if times is EVEN else 3.0)


def test_a_parabola_is_differentiated_exactly_even_at_its_ends() -> None:
    times = np.array([0.0, 0.1, 0.35, 0.4, 0.7])
    np.testing.assert_allclose(angular_velocity(times, 30 + 50 * times**2), 100 * times, atol=1e-9)


def test_gaps_have_no_velocity_and_neither_has_what_is_lonely() -> None:
    degrees = 10 * np.arange(10.0)
    degrees[[3, 6]] = NAN
    velocity = angular_velocity(np.arange(10) / 10, degrees)
    assert np.isnan(velocity[3:7]).all()  # two frames between two gaps
    np.testing.assert_allclose(velocity[[0, 1, 2, 7, 8, 9]], 100)


def test_a_pause_without_frames_has_no_velocity_across_it() -> None:
    times = np.concatenate([np.arange(10) / 10, 60 + np.arange(10) / 10])
    degrees = np.concatenate([np.full(10, 20.0), np.full(10, 170.0)])
    np.testing.assert_allclose(angular_velocity(times, degrees), 0, atol=1e-9)


def test_peaks_of_a_sine_are_where_it_crosses_its_middle() -> None:
    peaks = velocity_peaks(EVEN, angular_velocity(EVEN, wave(EVEN)))
    # At 0 and 6 s it is at its fastest as well, but nobody knows whether it had been faster.
    assert [peak.time_s for peak in peaks] == pytest.approx([1, 2, 3, 4, 5], abs=0.021)
    assert [peak.deg_s for peak in peaks] == pytest.approx([-FASTEST, FASTEST] * 2 + [-FASTEST], rel=0.01)


@pytest.mark.parametrize(
    ("velocity", "options", "expected"),
    [
        ([0, 50, 0, 60, 0, 0, 0, 0], {"apart_s": 0.25}, [(0.3, 60)]),
        ([0, 50, 0, 60, 0, 0, 0, 0], {"apart_s": 0.1}, [(0.1, 50), (0.3, 60)]),
        ([0, 50, 0, -60, 0, 0, 0, 0], {"apart_s": 0.25}, [(0.1, 50), (0.3, -60)]),
        ([0, 15, 0, 0, 0, 0, 0, 0], {}, []),
        ([0, 15, 0, 0, 0, 0, 0, 0], {"least_deg_s": 10.0}, [(0.1, 15)]),
        ([0, 90, 85, 100, 0, 0, 0, 0], {"apart_s": 0.1}, [(0.3, 100)]),  # a dent of a twentieth
        ([0, 50, 0, NAN, 60, 90, 60, 0], {}, [(0.1, 50), (0.5, 90)]),
        ([NAN] * 4, {}, []),
    ],
)
def test_which_peaks_count(
    velocity: list[float], options: dict[str, float], expected: list[tuple[float, float]]
) -> None:
    found = velocity_peaks(np.arange(len(velocity)) / 10, np.array(velocity, float), **options)
    assert found == tuple(VelocityPeak(pytest.approx(time_s), deg_s) for time_s, deg_s in expected)


def test_a_summary_tells_range_times_and_fastest_moments() -> None:
    degrees = wave(EVEN)
    degrees[200:] = NAN
    summary = angle_summary("left_knee", EVEN, degrees)
    assert (summary.lowest_deg, summary.highest_deg, summary.range_deg) == pytest.approx((70, 150, 80), abs=0.01)
    assert (summary.lowest_at_s, summary.highest_at_s) == pytest.approx((1.5, 0.5), abs=0.011)
    assert summary.known == pytest.approx(200 / 301)
    up, down = summary.fastest_up, summary.fastest_down
    assert up is not None and down is not None
    assert (up.deg_s, down.deg_s, down.time_s) == pytest.approx((FASTEST, -FASTEST, 1.0), rel=0.02)


def test_an_angle_that_only_grows_never_shrinks() -> None:
    summary = angle_summary("left_knee", EVEN, 20 * EVEN)
    assert summary.fastest_up is not None and summary.fastest_up.deg_s == pytest.approx(20)
    assert summary.fastest_down is None
    still = angle_summary("left_knee", EVEN, np.full(301, 90.0))
    assert (still.fastest_up, still.fastest_down, still.range_deg, still.mean_deg) == (None, None, 0, 90)


def test_an_angle_never_known_is_nan_without_a_warning() -> None:
    nothing, some = angle_summaries(EVEN, {"left_knee": np.full(301, NAN), "right_knee": wave(EVEN)})
    assert math.isnan(nothing.range_deg) and math.isnan(nothing.mean_deg) and nothing.known == 0
    assert (nothing.fastest_up, nothing.fastest_down) == (None, None)
    assert (some.name, some.known) == ("right_knee", 1)


@pytest.mark.parametrize(
    ("degrees", "ends"), [([NAN, 30, 170, NAN], (30, 170)), ([90.0], (90, 90)), ([NAN], (NAN, NAN)), ([], (NAN, NAN))]
)
def test_range_of_motion(degrees: list[float], ends: tuple[float, float]) -> None:
    assert range_of_motion(np.array(degrees)) == pytest.approx(ends, nan_ok=True)


def test_times_that_go_back_are_refused() -> None:
    with pytest.raises(OptionsError, match="increase"):
        angular_velocity(EVEN[::-1], wave(EVEN))
