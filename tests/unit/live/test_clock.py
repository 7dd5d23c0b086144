"""Times of frames always increase."""

from itertools import pairwise

import pytest

from holistic_core.live.clock import FrameClock


def times(told: list[float | None], arrived: list[float]) -> list[float]:
    clock = FrameClock()
    return [clock.next_s(one, other) for one, other in zip(told, arrived, strict=True)]


def test_the_cameras_own_times_count_not_when_frames_happen_to_arrive() -> None:
    told = [5000.0, 5000.1, 5000.2, 5000.3]
    assert times(list(told), [7.0, 7.19, 7.2, 7.38]) == pytest.approx([0, 0.1, 0.2, 0.3])


def test_without_told_times_frames_follow_their_arrival() -> None:
    assert times([None, None, None], [3.0, 3.5, 3.7]) == pytest.approx([0, 0.5, 0.7])


@pytest.mark.parametrize("jump", [0.0, -1e6, 9e5, 5000.2])
def test_a_camera_that_starts_anew_or_stands_still_does_not_turn_time_back(jump: float) -> None:
    told = [5000.0, 5000.1, 5000.2, jump, jump + 0.1, jump + 0.2]
    found = times(list(told), [7.0, 7.1, 7.2, 7.35, 7.45, 7.55])
    assert all(later > earlier for earlier, later in pairwise(found))
    assert found[-1] == pytest.approx(0.55, abs=0.02)
    assert found[4] - found[3] == pytest.approx(0.1)


def test_a_pause_of_the_network_is_no_new_start() -> None:
    assert times([1.0, 2.5], [10.0, 11.5]) == pytest.approx([0, 1.5])
