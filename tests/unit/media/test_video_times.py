"""Times that increase, and display matrices of every way up."""

import numpy as np
import pytest

from holistic_core.media.orientation import SIDEWAYS, place_upright
from holistic_core.media.video_times import FrameTimes, matrix_orientation


@pytest.mark.parametrize(
    ("told_s", "times_s"),
    [
        ([0.0, 0.1, 0.3], [0.0, 0.1, 0.3]),
        ([None, None, None], [0.0, 0.04, 0.08]),
        ([0.0, None, 0.1], [0.0, 0.04, 0.1]),
        ([0.0, 0.2, 0.1, 0.3], [0.0, 0.2, 0.201, 0.3]),
        ([0.5, 0.5, 0.5], [0.5, 0.501, 0.502]),
    ],
)
def test_times_increase(told_s: list[float | None], times_s: list[float]) -> None:
    times = FrameTimes(0.04)
    assert [times.next_s(each) for each in told_s] == pytest.approx(times_s)


ONE = 1 << 16


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        ((ONE, 0, 0, ONE), lambda stored: stored),
        ((-ONE, 0, 0, ONE), lambda stored: stored[:, ::-1]),
        ((-ONE, 0, 0, -ONE), lambda stored: stored[::-1, ::-1]),
        ((ONE, 0, 0, -ONE), lambda stored: stored[::-1]),
        ((0, ONE, ONE, 0), lambda stored: stored.transpose(1, 0, 2)),
        ((0, ONE, -ONE, 0), lambda stored: np.rot90(stored, -1)),
        ((0, -ONE, -ONE, 0), lambda stored: np.rot90(stored, -1)[::-1]),
        ((0, -ONE, ONE, 0), np.rot90),
        ((ONE, 900, -900, ONE), lambda stored: stored),
    ],
)
def test_a_matrix_says_which_way_up(matrix: tuple[int, int, int, int], shown: object) -> None:
    """By the definition: a stored place (x, y) is shown at (a·x + c·y, b·x + d·y), moved into the picture."""
    a, b, c, d = matrix
    stored = np.random.default_rng(1).integers(0, 255, (3, 5, 3), np.uint8)
    orientation = matrix_orientation((a, b, 0, c, d, 0, 0, 0, 1 << 30))
    upright = np.empty((5, 3, 3) if orientation in SIDEWAYS else (3, 5, 3), np.uint8)
    place_upright(stored, 0, 3, orientation, upright)
    np.testing.assert_array_equal(upright, shown(stored))  # type: ignore[operator]
