"""Warping paths: small ones by hand, and what every path obeys."""

import itertools

import numpy as np
import pytest

from holistic_core.movement.warping import warping_path


def column(*values: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(values, float)[:, None]


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ((0, 50, 100), (0, 50, 100), [(0, 0), (1, 1), (2, 2)]),
        ((0, 50, 100), (0, 0, 50, 100), [(0, 0), (0, 1), (1, 2), (2, 3)]),
        ((0, 100, 0), (0, 100, 100, 100, 0), [(0, 0), (1, 1), (1, 2), (1, 3), (2, 4)]),
        ((7,), (1, 2, 3), [(0, 0), (0, 1), (0, 2)]),
        # Standing still: time passes in both.
        ((80, 80, 80, 80), (80, 80, 80, 80), [(0, 0), (1, 1), (2, 2), (3, 3)]),
    ],
)
def test_paths_by_hand(one: tuple[float, ...], other: tuple[float, ...], path: list[tuple[int, int]]) -> None:
    assert warping_path(column(*one), column(*other)).tolist() == [list(each) for each in path]
    turned = warping_path(column(*other), column(*one))
    assert turned.tolist() == [[first, second] for second, first in path]


def test_a_path_goes_from_corner_to_corner_and_never_back() -> None:
    rng = np.random.default_rng(6)
    one, other = (np.cumsum(rng.normal(0, 3, (count, 3)), axis=0) for count in (60, 85))
    path = warping_path(one, other)
    assert path[0].tolist() == [0, 0] and path[-1].tolist() == [59, 84]
    assert {tuple(step) for step in np.diff(path, axis=0).tolist()} <= {(0, 1), (1, 0), (1, 1)}


def test_it_costs_least_among_all_paths_of_a_small_table() -> None:
    rng = np.random.default_rng(7)
    one, other = rng.uniform(0, 180, (4, 2)), rng.uniform(0, 180, (5, 2))

    def cost(path: list[tuple[int, int]]) -> float:
        squares = sum(float(((one[i] - other[j]) ** 2).sum()) for i, j in path)
        sideways = sum(second[0] == first[0] or second[1] == first[1] for first, second in itertools.pairwise(path))
        return squares + sideways  # each step to the side costs 1° squared

    def paths(place: tuple[int, int]) -> list[list[tuple[int, int]]]:
        if place == (3, 4):
            return [[place]]
        steps = [(place[0] + down, place[1] + right) for down, right in ((0, 1), (1, 0), (1, 1))]
        return [[place, *rest] for step in steps if step[0] < 4 and step[1] < 5 for rest in paths(step)]

    least = min(map(cost, paths((0, 0))))
    assert cost([(i, j) for i, j in warping_path(one, other).tolist()]) == pytest.approx(least)
