import math

import numpy as np
import pytest

from holistic_core.coach.mesher import mesh_of
from holistic_core.coach.solids import Clay, Solid


def capsule(**changes: object) -> Solid:
    clay = Clay(0.005)
    clay.capsule((0, 0, 0), (0, 0.4, 0), 0.10, 0.05, **changes)  # type: ignore[arg-type]
    return clay.solid()


def volume(vertices: np.ndarray, triangles: np.ndarray) -> float:
    one, two, three = (vertices[triangles[:, corner]].astype(np.float64) for corner in range(3))
    return float(np.einsum("ij,ij->i", one, np.cross(two, three)).sum() / 6)


def test_distances_of_a_tapered_capsule_by_hand() -> None:
    away = capsule().distance([(0.3, 0, 0), (0.3, 0.2, 0), (0, -0.25, 0), (0, 0.5, 0), (0, 0.2, 0)])
    np.testing.assert_allclose(away, [0.2, 0.225, 0.15, 0.05, -0.075], atol=1e-6)


def test_a_cut_takes_away_what_lies_beyond() -> None:
    away = capsule(cut=((0, 0.3, 0), (0, 2, 0))).distance([(0, 0.38, 0), (0, 0.29, 0)])
    np.testing.assert_allclose(away, [0.08, -0.01], atol=1e-6)


def test_two_bodies_melt_into_one_and_never_lose_any() -> None:
    one, both = Clay(0.02), Clay(0.02)
    for clay in (one, both):
        clay.ellipsoid((0, 0, 0), (0.1, 0.1, 0.1), np.eye(3))
    both.ellipsoid((0.15, 0, 0), (0.1, 0.1, 0.1), np.eye(3))
    points = np.random.default_rng(0).uniform(-0.3, 0.3, (500, 3))
    assert (both.solid().distance(points) <= one.solid().distance(points) + 1e-7).all()
    # Half-way between them both are equally near: the union swells by blend · ln 2.
    middle = [(0.075, 0.09, 0)]
    alone = math.hypot(0.075, 0.09) - 0.1
    assert both.solid().distance(middle)[0] == pytest.approx(alone - 0.02 * math.log(2), abs=1e-5)


def test_slopes_point_outwards() -> None:
    clay = Clay(0.001)
    clay.ellipsoid((0, 0, 0), (0.1, 0.1, 0.1), np.eye(3))
    points = np.array([(0.1, 0, 0), (0, 0, -0.1), (0.06, 0.08, 0)])
    np.testing.assert_allclose(clay.solid().gradient(points), points / 0.1, atol=2e-3)


def test_the_mesh_of_a_ball_is_closed_and_as_large() -> None:
    clay = Clay(0.001)
    clay.ellipsoid((0.5, 1, -2), (0.1, 0.1, 0.1), np.eye(3))
    vertices, triangles = mesh_of(clay.solid(), 0.009)
    edges = np.concatenate([triangles[:, pair] for pair in ((0, 1), (1, 2), (2, 0))])
    _, ways = np.unique(edges, axis=0, return_counts=True)
    assert (ways == 1).all(), "an edge is used twice in one direction"
    _, uses = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    assert (uses == 2).all(), "the surface has a hole"
    assert volume(vertices, triangles) == pytest.approx(4 / 3 * math.pi * 0.1**3, rel=0.01)
    assert np.linalg.norm(vertices - (0.5, 1, -2), axis=1) == pytest.approx(0.1, abs=2e-4)


def test_vertices_lie_on_the_surface() -> None:
    solid = capsule(front=(1, 0, 0), wide=1.2, deep=0.6)
    vertices, _ = mesh_of(solid, 0.008)
    assert np.abs(solid.distance(vertices)).max() < 5e-4
    assert (vertices >= solid.low_m).all()
    assert (vertices <= solid.high_m).all()
