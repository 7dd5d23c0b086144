"""Which triangle is in front: coverage, depth, shared edges, and weights in perspective."""

import numpy as np
import pytest

from holistic_core.coach.raster import (
    NOTHING,
    Pattern,
    Seen,
    barycentric,
    facing,
    grid_pattern,
    in_perspective,
    rasterise,
    rotated_pattern,
    sample_pattern,
)

SIZE = (8, 6)
PATTERNS = [grid_pattern(1), grid_pattern(2), grid_pattern(5), rotated_pattern(2), rotated_pattern(3)]


def drawn(
    xy: list[tuple[float, float]],
    triangles: list[tuple[int, int, int]],
    nearness: list[float] | float = 1.0,
    pattern: Pattern = PATTERNS[0],
) -> Seen:
    corners = np.array(triangles, np.int32)
    near = np.broadcast_to(np.asarray(nearness, np.float32), len(xy)).copy()
    return rasterise(np.array(xy, np.float32), near, corners, np.arange(len(corners)), SIZE, pattern)


def whole(seen: Seen, pattern: Pattern = PATTERNS[0]) -> np.ndarray:
    """The triangle at each sample of the whole picture, (samples, height, width)."""
    picture = np.full((pattern.samples, SIZE[1], SIZE[0]), NOTHING)
    _, height, width = seen.triangle.shape
    picture[:, seen.top : seen.top + height, seen.left : seen.left + width] = seen.triangle
    return picture


def inside(xy: list[tuple[float, float]], pattern: Pattern) -> np.ndarray:
    """The same for one triangle by the signs of its edge functions, sample by sample, in double precision."""
    points = np.array(xy)
    places = np.stack(np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1])), axis=-1) + pattern.offsets()[:, None, None]
    sides = []
    for a, b in zip(points, np.roll(points, -1, axis=0), strict=True):
        sides.append((b[0] - a[0]) * (places[..., 1] - a[1]) - (b[1] - a[1]) * (places[..., 0] - a[0]))
    return np.all(np.array(sides) > 0, axis=0) | np.all(np.array(sides) < 0, axis=0)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_triangle_covers_the_samples_inside_it(pattern: Pattern) -> None:
    random = np.random.default_rng(4)
    for _ in range(60):
        xy = [(float(x), float(y)) for x, y in random.uniform((-3, -3), (11, 9), (3, 2))]
        found = whole(drawn(xy, [(0, 1, 2)], pattern=pattern), pattern)
        np.testing.assert_array_equal(found == 0, inside(xy, pattern))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_shared_edges_leave_no_gap_and_are_in_one_triangle_only(pattern: Pattern) -> None:
    """Around a point in the middle a fan fills the picture; without a triangle, just its samples are missing."""
    random = np.random.default_rng(5)
    rim = [(-4.0, -4.0), (3.0, -9.0), (13.0, -4.0), (15.0, 3.0), (13.0, 11.0), (4.0, 14.0), (-4.0, 11.0)]
    for _ in range(20):
        middle = tuple(random.uniform((0, 0), SIZE))
        fan = [(i, (i + 1) % len(rim), len(rim)) for i in range(len(rim))]
        together = whole(drawn([*rim, middle], fan, pattern=pattern), pattern)
        assert (together != NOTHING).all()
        counts = [
            np.count_nonzero(whole(drawn([*rim, middle], [one], pattern=pattern), pattern) != NOTHING) for one in fan
        ]
        assert sum(counts) == together.size


def test_samples_exactly_on_a_shared_edge_belong_to_one_side() -> None:
    """The edge x = 2.5 and the edge y = 2.5 run through the centres of pixels."""
    corners = [(0.5, 0.5), (2.5, 0.5), (4.5, 0.5), (0.5, 2.5), (2.5, 2.5), (4.5, 2.5)]
    quads = [(0, 3, 4), (0, 4, 1), (1, 4, 5), (1, 5, 2)]
    found = whole(drawn(corners, quads))[0]
    assert np.count_nonzero(found != NOTHING) == 8  # 4 × 2: left and upper edges are in, right and lower ones out
    assert (found[0:2, 0:4] != NOTHING).all()


def test_what_is_nearer_is_seen_whatever_the_order() -> None:
    square = [(0.0, 0.0), (0.0, 9.0), (9.0, 0.0)]
    for near, far in ((0, 1), (1, 0)):
        nearness = np.repeat([0.9 if near == 0 else 0.2, 0.9 if near == 1 else 0.2], 3)
        found = drawn([*square, *square], [(0, 1, 2), (3, 4, 5)], list(nearness))
        assert (found.triangle[found.triangle != NOTHING] == near).all()
        assert far not in found.triangle


def test_triangles_that_cross_are_seen_on_either_side_of_the_crossing() -> None:
    """Both run from 0.1 to 0.9, in opposite directions along x: they meet in the middle of the picture."""
    xy = [(0.0, -20.0), (0.0, 20.0), (8.0, 0.0), (8.0, -20.0), (8.0, 20.0), (0.0, 0.0)]
    found = drawn(xy, [(0, 1, 2), (3, 4, 5)], [0.9, 0.9, 0.1, 0.9, 0.9, 0.1])
    np.testing.assert_array_equal(whole(found)[0, 3], [0, 0, 0, 0, 1, 1, 1, 1])
    np.testing.assert_allclose(found.nearness[0, 3], [0.85, 0.75, 0.65, 0.55, 0.55, 0.65, 0.75, 0.85], atol=1e-5)


def test_nothing_to_draw_is_an_empty_window() -> None:
    for xy in ([(-9.0, 1.0), (-5.0, 1.0), (-6.0, 5.0)], [(1.0, 1.0), (1.0, 1.0), (1.0, 1.0)]):
        assert not (drawn(xy, [(0, 1, 2)]).triangle != NOTHING).any()
    nothing = rasterise(
        np.zeros((3, 2), np.float32),
        np.ones(3, np.float32),
        np.zeros((0, 3), np.int32),
        np.array([], np.int64),
        SIZE,
        grid_pattern(2),
    )
    assert nothing.triangle.shape == (4, 0, 0)


def test_only_chosen_triangles_are_drawn_and_keep_their_numbers() -> None:
    xy = np.array([(0, 0), (0, 6), (8, 0), (8, 6)], np.float32)
    triangles = np.array([(0, 1, 2), (1, 3, 2)], np.int32)
    found = rasterise(xy, np.ones(4, np.float32), triangles, np.array([1]), SIZE, grid_pattern(1))
    assert set(np.unique(found.triangle)) == {NOTHING, 1}


def test_front_sides_run_counter_clockwise_to_the_eye() -> None:
    """Upper left, lower left, upper right; a triangle without area has no front."""
    xy = np.array([(0, 0), (0, 4), (4, 0)], np.float32)
    np.testing.assert_array_equal(
        facing(xy, np.array([(0, 1, 2), (0, 2, 1), (0, 0, 1)], np.int32)), [True, False, False]
    )


def test_weights_are_those_of_the_place_in_space() -> None:
    """An edge from depth 1 to depth 3: half-way on the screen is a quarter of the way in space."""
    xy = np.array([(0, 0), (4, 0), (0, 4)], np.float32)
    nearness = np.array([1, 1 / 3, 1], np.float32)
    corners = np.array([(0, 1, 2)], np.int32)
    flat = barycentric(xy, corners, np.array([(2, 0)], np.float32))
    np.testing.assert_allclose(flat, [(0.5, 0.5, 0)], atol=1e-6)
    np.testing.assert_allclose(in_perspective(flat, nearness, corners), [(0.75, 0.25, 0)], atol=1e-6)


def test_weights_outside_of_a_triangle_and_without_area_stay_weights() -> None:
    xy = np.array([(0, 0), (4, 0), (0, 4), (2, 0)], np.float32)
    corners = np.array([(0, 1, 2), (0, 1, 3)], np.int32)
    weights = barycentric(xy, corners, np.array([(-3, 9), (1, 1)], np.float32))
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(weights[1], 1 / 3, atol=1e-6)


@pytest.mark.parametrize("supersampling", [2, 3])
def test_rotated_samples_share_no_row_and_no_column(supersampling: int) -> None:
    offsets = sample_pattern(supersampling).offsets()
    assert offsets.shape == (supersampling**2, 2)
    for axis in (0, 1):
        assert len(np.unique(offsets[:, axis].round(6))) == supersampling**2
    np.testing.assert_allclose(offsets.mean(axis=0), 0.5, atol=1e-6)
