"""Stretches that hang together, gaps that are filled, and gaps that stay."""

import numpy as np
import pytest

from holistic_core.errors import OptionsError
from holistic_core.movement.segments import checked, gaps_filled, segments, usual_interval_s

NAN = float("nan")


def spans(times: list[float], degrees: list[float], max_gap_s: float = 0.0) -> list[tuple[int, int]]:
    return [(each.start, each.stop) for each in segments(np.array(times), np.array(degrees), max_gap_s)]


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        ([], []),
        ([NAN, NAN], []),
        ([1.0], [(0, 1)]),
        ([1.0, 2.0, 3.0], [(0, 3)]),
        ([NAN, 2.0, 3.0, NAN, 5.0, NAN], [(1, 3), (4, 5)]),
    ],
)
def test_gaps_part_a_curve(degrees: list[float], expected: list[tuple[int, int]]) -> None:
    assert spans([0.1 * place for place in range(len(degrees))], degrees) == expected


@pytest.mark.parametrize(
    ("times", "max_gap_s", "expected"),
    [
        ([0.0, 0.1, 0.2, 0.9, 1.0], 0.3, [(0, 3), (3, 5)]),  # a pause of 0.7 s
        ([0.0, 0.1, 0.2, 0.9, 1.0], 0.8, [(0, 5)]),  # which is not too long here
        ([0.0, 0.1, 0.2, 0.4, 0.5], 0.0, [(0, 5)]),  # one frame dropped
        ([0.0, 1.0, 2.0, 3.0], 0.0, [(0, 4)]),  # all frames are rare
    ],
)
def test_a_pause_parts_a_curve_and_a_dropped_frame_does_not(
    times: list[float], max_gap_s: float, expected: list[tuple[int, int]]
) -> None:
    assert spans(times, [1.0] * len(times), max_gap_s) == expected


def test_short_gaps_of_a_line_are_filled_exactly_and_long_ones_stay() -> None:
    times = np.array([0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.9, 1.0, 1.1])
    line = 20 + 100 * times
    degrees = line.copy()
    degrees[[0, 2, 5, 6, 8]] = NAN  # 0.2 s between known ones, then 0.5 s
    filled = gaps_filled(times, degrees, 0.2)
    assert filled[2] == pytest.approx(line[2])
    assert np.isnan(filled[[0, 5, 6, 8]]).all()
    assert gaps_filled(times, degrees, 0.5)[[5, 6]] == pytest.approx(line[[5, 6]])
    assert np.isnan(degrees[2]), "the input is left alone"


def test_what_is_filled_stays_between_its_neighbours() -> None:
    times = np.arange(8) / 10
    filled = gaps_filled(times, np.array([10, 10, 10, NAN, NAN, 90, 90, 90.0]), 0.5)
    assert (filled >= 10).all() and (filled <= 90).all()
    assert (np.diff(filled) >= 0).all()


@pytest.mark.parametrize("degrees", [[NAN, NAN, NAN], [NAN, 5.0, NAN], [1.0, NAN, 3.0]])
def test_nothing_is_filled_without_neighbours_near_enough(degrees: list[float]) -> None:
    np.testing.assert_array_equal(gaps_filled(np.arange(3.0), np.array(degrees), 0.0), degrees)


@pytest.mark.parametrize(
    ("times", "degrees", "words"),
    [
        ([0.0, 1.0], [1.0], r"shape \(1,\) and times \(2,\)"),
        ([[0.0]], [[1.0]], "one angle a time"),
        ([0.0, 1.0, 1.0], [1.0, 2.0, 3.0], "frame 2 is 1 s; times must be numbers that increase"),
        ([0.0, NAN], [1.0, 2.0], "frame 1 is nan"),
        ([0.0, 2.0, 1.0], [1.0, 2.0, 3.0], "frame 2 is 1 s"),
    ],
)
def test_times_that_do_not_increase_are_refused(times: list[float], degrees: list[float], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        checked(np.array(times), np.array(degrees))


def test_infinite_angles_count_as_unknown() -> None:
    _, degrees = checked(np.arange(3.0), np.array([1.0, np.inf, -np.inf]))
    np.testing.assert_array_equal(degrees, [1.0, NAN, NAN])


@pytest.mark.parametrize(("times", "interval_s"), [([], 0.0), ([3.0], 0.0), ([0.0, 0.1, 0.2, 1.2], 0.1)])
def test_the_usual_interval_is_the_median(times: list[float], interval_s: float) -> None:
    assert usual_interval_s(np.array(times)) == pytest.approx(interval_s)
