"""A whole figure as triangles: modelled once in its rest pose, then posed for every frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.binding import binding_of
from holistic_core.coach.body import skin_solid
from holistic_core.coach.figure import Figure
from holistic_core.coach.garments import bottoms_solid, shirt_solid
from holistic_core.coach.hands import hand_solid
from holistic_core.coach.head import hair_solid, head_solid
from holistic_core.coach.mesher import Triangles, mesh_of
from holistic_core.coach.rest_pose import rest_skeleton
from holistic_core.coach.shoes import shoe_solid, sock_solid, sole_solid
from holistic_core.coach.skeleton import SIDES, Skeleton
from holistic_core.coach.skinning import Binding
from holistic_core.coach.solids import Points, Solid

SURFACES: Final = ("skin", "head", "hair", "shirt", "bottoms", "shoe", "sole", "sock")
_CELL_M: Final = {
    **{"skin": 0.0100, "head": 0.0046, "hair": 0.0075, "shirt": 0.0115, "bottoms": 0.0115},
    **{"shoe": 0.0080, "sole": 0.0085, "sock": 0.0085, "hand": 0.0036},
}
# Deeper than this under cloth, skin is left out.
_HIDDEN_M: Final = 0.006
# How far occlusion is looked for, and how much each distance counts.
_REACHES_M: Final = ((0.012, 0.30), (0.035, 0.30), (0.08, 0.30))


@dataclass(frozen=True, eq=False)
class FigureMesh:
    """The triangles of one figure.

    triangles int32 `(m, 3)`: counter-clockwise seen from outside. surface uint8 `(n,)`: index into `SURFACES`; the
    corners of a triangle share it. rest_m float32 `(n, 3)`: vertices in the rest pose, world frame. coordinates float32
    `(n, 3)`: the same for painting; of head and hair in the head's frame. ambient float32 `(n,)`: how much light
    from all around reaches a vertex in the rest pose, 0-1.
    """

    triangles: Triangles
    surface: npt.NDArray[np.uint8]
    rest_m: Points
    coordinates: Points
    ambient: Points
    binding: Binding

    def posed(self, skeleton: Skeleton) -> tuple[Points, Points]:
        """Vertices float32 `(n, 3)` in the world (metres) and their outward unit normals `(n, 3)`."""
        vertices = self.binding.posed(self.rest_m, skeleton)
        return vertices, vertex_normals(vertices, self.triangles)


def vertex_normals(vertices: Points, triangles: Triangles) -> Points:
    """Unit normals `(n, 3)`: the mean over the triangles around each vertex `(m, 3)`, weighted by their area."""
    one, two, three = (vertices[triangles[:, corner]] for corner in range(3))
    u, v = two - one, three - one
    area = np.empty_like(u)
    area[:, 0] = u[:, 1] * v[:, 2] - u[:, 2] * v[:, 1]
    area[:, 1] = u[:, 2] * v[:, 0] - u[:, 0] * v[:, 2]
    area[:, 2] = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    corner = triangles.ravel()
    total = np.stack(
        [np.bincount(corner, np.repeat(area[:, axis], 3), minlength=len(vertices)) for axis in range(3)], axis=1
    )
    normals: Points = (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)).astype(np.float32)
    return normals


@lru_cache(maxsize=4)
def figure_mesh(figure: Figure) -> FigureMesh:
    """The mesh of a figure; the four last used are kept."""
    head = rest_skeleton(figure).bones["head"]
    clothes = [shirt_solid(figure), bottoms_solid(figure)]
    vertices, triangles, surface, coordinates, normals = [], [], [], [], []
    solids: list[Solid] = []
    rigid: dict[str, list[int]] = {}
    count = 0
    for name, bone, solid in _solids(figure):
        points, corners = mesh_of(solid, _CELL_M[name] * figure.proportions.scale)
        local = points
        if bone == "head":
            points = head.at(points).astype(np.float32)
        if name == "skin":
            points, corners = _uncovered(points, corners, clothes)
            local = points
        if bone:
            rigid.setdefault(bone, []).extend(range(count, count + len(points)))
        vertices.append(points)
        triangles.append(corners + count)
        surface.append(np.full(len(points), SURFACES.index("skin" if name == "hand" else name), np.uint8))
        coordinates.append(local)
        normals.append(vertex_normals(points, corners))
        if bone != "head":
            solids.append(solid)
        count += len(points)
    rest_m = np.concatenate(vertices)
    chosen = {bone: np.isin(np.arange(count), places) for bone, places in rigid.items()}
    ambient = _ambient(rest_m, np.concatenate(normals), solids, head_solid(figure), head.origin_m)
    return FigureMesh(
        np.concatenate(triangles).astype(np.int32),
        np.concatenate(surface),
        rest_m,
        np.concatenate(coordinates),
        ambient,
        binding_of(figure, rest_m, chosen),
    )


def _solids(figure: Figure) -> Iterator[tuple[str, str, Solid]]:
    """Name, the bone that carries it as one piece or "", and shape of all that a figure is made of."""
    yield "skin", "", skin_solid(figure)
    yield "shirt", "", shirt_solid(figure)
    yield "bottoms", "", bottoms_solid(figure)
    yield "head", "head", head_solid(figure)
    hair = hair_solid(figure)
    if hair is not None:
        yield "hair", "head", hair
    for side in SIDES:
        yield "hand", f"{side}_hand", hand_solid(figure, side)
        yield "shoe", f"{side}_foot", shoe_solid(figure, side)
        yield "sole", f"{side}_foot", sole_solid(figure, side)
        yield "sock", "", sock_solid(figure, side)


def _uncovered(points: Points, triangles: Triangles, clothes: list[Solid]) -> tuple[Points, Triangles]:
    """Without the triangles that lie under cloth."""
    depth = np.min([cloth.distance(points) for cloth in clothes], axis=0)
    kept = triangles[(depth > -_HIDDEN_M)[triangles].any(axis=1)]
    used = np.unique(kept)
    number = np.full(len(points), -1, np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    return points[used], number[kept]


def _ambient(
    vertices: Points, normals: Points, solids: list[Solid], head: Solid, head_m: npt.NDArray[np.float64]
) -> Points:
    """How open the space above each vertex is."""
    ambient = np.ones(len(vertices), np.float32)
    for reach_m, weight in _REACHES_M:
        above = vertices + normals * np.float32(reach_m)
        open_m = np.min([solid.distance(above) for solid in solids], axis=0)
        open_m = np.minimum(open_m, head.distance(above - head_m.astype(np.float32)))
        ambient -= np.float32(weight) * np.clip(1 - open_m / np.float32(reach_m), 0, 1)
    return np.clip(ambient, 0.1, 1)
