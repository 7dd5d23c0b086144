"""Fewer triangles on the same vertices: closed as before, near the surface, and one surface apart from the other."""

from collections import Counter

import numpy as np

from holistic_core.coach.coarse import coarse_triangles
from holistic_core.coach.figure_mesh import FigureMesh
from holistic_core.coach.mesher import Triangles, mesh_of
from holistic_core.coach.solids import Clay, Points, Solid

CELL_M = 0.01


def ball() -> Solid:
    clay = Clay(0.001)
    clay.ellipsoid((0, 0, 0), (0.1, 0.1, 0.1), np.eye(3))
    return clay.solid()


def coarse(points: Points, triangles: Triangles, surface: np.ndarray | None = None) -> Triangles:
    kind = np.zeros(len(points), np.uint8) if surface is None else surface
    return coarse_triangles(points, triangles, kind, np.full(len(points), 2.0 * CELL_M, np.float32))


def open_edges(triangles: Triangles) -> int:
    """Edges that are passed in one direction more often than in the other."""
    passed = Counter((int(a), int(b)) for row in triangles for a, b in zip(row, np.roll(row, -1), strict=True))
    return sum(count != passed[b, a] for (a, b), count in passed.items())


def test_a_ball_keeps_its_shape_with_a_quarter_of_the_triangles() -> None:
    solid = ball()
    points, triangles = mesh_of(solid, CELL_M)
    fewer = coarse(points, triangles)
    assert 0.15 < len(fewer) / len(triangles) < 0.35
    assert open_edges(fewer) == 0
    assert np.abs(solid.distance(points[fewer].mean(axis=1))).max() < 0.3 * CELL_M


def test_surfaces_are_not_joined() -> None:
    points, triangles = mesh_of(ball(), CELL_M)
    two = np.concatenate([points, points])
    surface = np.repeat(np.array([0, 1], np.uint8), len(points))
    fewer = coarse(two, np.concatenate([triangles, triangles + len(points)]).astype(np.int32), surface)
    assert (surface[fewer] == surface[fewer][:, :1]).all()
    assert len(fewer) == 2 * len(coarse(points, triangles))


def test_the_figure_keeps_its_outline(mesh: FigureMesh) -> None:
    assert len(mesh.coarse) < 0.3 * len(mesh.triangles)
    for end in (np.min, np.max):
        np.testing.assert_allclose(
            end(mesh.rest_m[mesh.coarse].reshape(-1, 3), axis=0),
            end(mesh.rest_m[mesh.triangles].reshape(-1, 3), axis=0),
            atol=0.012,
        )
