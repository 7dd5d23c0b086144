"""Curves of many samples: what is left out, what stays, and where a line ends."""

import numpy as np
import pytest

from holistic_core.charts.curves import alone, curve, spread
from holistic_core.errors import OptionsError

NAN = float("nan")


def test_few_samples_stay_as_they_are() -> None:
    times, heights = np.arange(100) / 30, np.sin(np.arange(100.0))
    x, y = curve(times, heights, most=100, over_s=10, pause_s=1)
    np.testing.assert_array_equal(x, times)
    np.testing.assert_array_equal(y, heights)


def test_peaks_stay_when_samples_are_left_out() -> None:
    times = np.arange(18_000) / 30
    heights = np.sin(times)
    heights[[1234, 17_000]] = 9.0, -9.0
    x, y = curve(times, heights, most=400, over_s=600, pause_s=1)
    assert len(x) <= 400
    assert y[x == times[1234]] == [9.0] and y[x == times[17_000]] == [-9.0]
    assert (np.diff(x) > 0).all()
    assert x[-1] == times[-1]


def test_a_curve_that_slides_keeps_its_points() -> None:
    """Ten further frames: what was kept of the middle of the curve is kept still."""
    times = 1000 + np.arange(1210) / 60
    heights = np.random.default_rng(1).normal(size=1210)
    before, after = (
        curve(times[first : first + 600], heights[first : first + 600], most=300, over_s=10, pause_s=1)[0]
        for first in (0, 10)
    )
    middle = (1001, 1009)
    np.testing.assert_array_equal(*(x[(x > middle[0]) & (x < middle[1])] for x in (before, after)))


def test_a_slot_without_values_is_a_gap_and_one_with_some_is_not() -> None:
    times, heights = np.arange(1000) / 10, np.ones(1000)
    heights[300:400] = NAN
    heights[505] = NAN
    x, y = curve(times, heights, most=103, over_s=100, pause_s=1)
    assert np.isnan(y[(x > 32) & (x < 38)]).all() and ((x > 32) & (x < 38)).any()
    assert np.isfinite(y[x > 42]).all()


def test_a_pause_interrupts_the_line() -> None:
    x, y = curve(np.array([0.0, 0.1, 2.0, 2.1]), np.array([1.0, 2.0, 3.0, 4.0]), most=10, over_s=10, pause_s=1)
    np.testing.assert_array_equal(y, [1, 2, NAN, 3, 4])
    np.testing.assert_array_equal(x, [0, 0.1, 2, 2, 2.1])


def test_thinning_makes_no_pauses() -> None:
    times = np.arange(18_000) / 30
    _, y = curve(times, np.sin(times), most=100, over_s=600, pause_s=1)
    assert np.isfinite(y).all()


def test_no_samples_give_no_points() -> None:
    x, y = curve(np.empty(0), np.empty(0), most=10, over_s=10, pause_s=1)
    assert len(x) == len(y) == 0


def test_times_and_values_of_different_number_are_refused() -> None:
    with pytest.raises(OptionsError, match="3 values for 2 times"):
        curve(np.zeros(2), np.zeros(3), most=10, over_s=10, pause_s=1)


@pytest.mark.parametrize(
    ("heights", "lonely"),
    [
        ([], []),
        ([1.0], [True]),
        ([1.0, 2.0], [False, False]),
        ([1.0, NAN, 2.0, 3.0, NAN, 4.0], [True, False, False, False, False, True]),
        ([NAN, NAN], [False, False]),
    ],
    ids=str,
)
def test_points_without_a_line_through_them(heights: list[float], lonely: list[bool]) -> None:
    assert alone(np.array(heights, np.float64)).tolist() == lonely


@pytest.mark.parametrize(
    ("places", "moved"), [([], []), ([5.0], [5.0]), ([0.0, 20.0], [0.0, 20.0]), ([10.0, 10.0], [5.0, 15.0])], ids=str
)
def test_places_are_moved_apart_only_where_they_are_close(places: list[float], moved: list[float]) -> None:
    assert spread(places, 10) == pytest.approx(moved)
