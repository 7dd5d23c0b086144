import numpy as np
import pytest

from holistic_core.coach.anatomy import Anatomy
from holistic_core.coach.body import skin_solid
from holistic_core.coach.figure import FIGURES, Figure
from holistic_core.coach.figure_mesh import SURFACES, FigureMesh, figure_mesh, vertex_normals
from holistic_core.coach.garments import HEM_M, bottoms_solid, shirt_solid
from holistic_core.coach.hands import hand_solid
from holistic_core.coach.head import hair_solid, head_solid
from holistic_core.coach.mesher import mesh_of
from holistic_core.coach.pose import Pose
from holistic_core.coach.shoes import shoe_solid, sock_solid, sole_solid
from holistic_core.coach.skeleton import skeleton_of
from holistic_core.coach.solids import Solid

ALEX = FIGURES["alex"]
SOLIDS = {
    "skin": skin_solid(ALEX),
    "shirt": shirt_solid(ALEX),
    "bottoms": bottoms_solid(ALEX),
    "hand": hand_solid(ALEX, "left"),
    "head": head_solid(ALEX),
    "hair": hair_solid(FIGURES["yuki"]),
    "shoe": shoe_solid(ALEX, "right"),
    "sole": sole_solid(ALEX, "right"),
    "sock": sock_solid(ALEX, "left"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SOLIDS)
def test_every_part_is_a_closed_surface(name: str) -> None:
    solid = SOLIDS[name]
    assert isinstance(solid, Solid)
    vertices, triangles = mesh_of(solid, 0.009 if name not in ("hand", "head") else 0.0045)
    edges = np.sort(np.concatenate([triangles[:, pair] for pair in ((0, 1), (1, 2), (2, 0))]), axis=1)
    _, uses = np.unique(edges, axis=0, return_counts=True)
    assert (uses % 2 == 0).all()
    assert np.isfinite(vertices).all()


def test_a_standing_figure_is_as_tall_as_it_says_and_stands_on_the_floor(mesh: FigureMesh) -> None:
    vertices, normals = mesh.posed(skeleton_of(Pose(), ALEX))
    assert np.isfinite(vertices).all()
    assert np.isfinite(normals).all()
    assert np.ptp(vertices[:, 1]) == pytest.approx(ALEX.height_m, rel=0.02)
    for side in (1, -1):
        assert vertices[vertices[:, 0] * side > 0, 1].min() == pytest.approx(0, abs=0.008)


def test_surfaces_colours_and_light(mesh: FigureMesh) -> None:
    assert set(np.unique(mesh.surface)) == set(range(len(SURFACES)))
    corners = mesh.surface[mesh.triangles]
    assert (corners == corners[:, :1]).all()
    assert mesh.ambient.min() >= 0.1
    assert mesh.ambient.max() <= 1
    assert len(mesh.rest_m) < 65_000
    # Head coordinates are the head's own: the face is in front, around the middle.
    head = mesh.coordinates[mesh.surface == SURFACES.index("head")]
    assert np.abs(head).max() < 0.25


def test_both_sides_of_a_figure_are_alike(mesh: FigureMesh) -> None:
    left = mesh.rest_m[mesh.rest_m[:, 0] > 0.02]
    right = mesh.rest_m[mesh.rest_m[:, 0] < -0.02]
    assert len(left) == pytest.approx(len(right), rel=0.02)
    np.testing.assert_allclose(left[:, 1:].max(axis=0), right[:, 1:].max(axis=0), atol=5e-3)
    assert left[:, 0].max() == pytest.approx(-right[:, 0].min(), abs=5e-3)


def test_normals_of_a_square() -> None:
    vertices = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], np.float32)
    normals = vertex_normals(vertices, np.array([(0, 1, 2), (0, 2, 3)], np.int32))
    np.testing.assert_allclose(normals, [(0, 0, 1)] * 4)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FIGURES if name != "alex"])
def test_every_person_can_be_made(name: str) -> None:
    made = figure_mesh(FIGURES[name])
    vertices, _ = made.posed(skeleton_of(Pose(), FIGURES[name]))
    assert np.ptp(vertices[:, 1]) == pytest.approx(FIGURES[name].height_m, rel=0.02)


@pytest.mark.slow
def test_the_same_figure_gives_the_same_mesh() -> None:
    small = Figure(height_m=1.2, hair="bald")
    one = figure_mesh(small)
    figure_mesh.cache_clear()
    other = figure_mesh(small)
    np.testing.assert_array_equal(one.rest_m, other.rest_m)
    np.testing.assert_array_equal(one.triangles, other.triangles)


@pytest.mark.parametrize("name", FIGURES)
def test_shirts_hang_over_what_is_worn_below(name: str) -> None:
    """Above the shirt's lower edge nothing of the trousers looks out, neither at the sides nor behind."""
    figure = FIGURES[name]
    trousers, _ = mesh_of(bottoms_solid(figure), 0.015 * figure.proportions.scale)
    hem_m = Anatomy(figure).trunk(0, HEM_M, 0)[1]
    above = trousers[trousers[:, 1] > hem_m + 0.005]
    assert len(above) > 500
    assert shirt_solid(figure).distance(above).max() < 0
