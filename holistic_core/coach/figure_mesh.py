"""A whole figure as triangles: modelled once in its rest pose, then posed for every frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.binding import binding_of
from holistic_core.coach.body import skin_solid
from holistic_core.coach.coarse import coarse_triangles
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
_COARSER: Final = 2.0  # cells of the triangles for shadows, as a multiple of the surface's own
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
    from all around reaches a vertex in the rest pose, 0-1. coarse int32 `(k, 3)`: fewer triangles, for shadows.
    """

    triangles: Triangles
    surface: npt.NDArray[np.uint8]
    rest_m: Points
    coordinates: Points
    ambient: Points
    binding: Binding
    coarse: Triangles

    def posed(self, skeleton: Skeleton) -> tuple[Points, Points]:
        """Vertices float32 `(n, 3)` in the world (metres) and their outward unit normals `(n, 3)`."""
        vertices = self.binding.posed(self.rest_m, skeleton)
        return vertices, self._neighbours.normals(vertices)

    @cached_property
    def _neighbours(self) -> "_Neighbours":
        return _Neighbours.of(self.triangles)


def vertex_normals(vertices: Points, triangles: Triangles) -> Points:
    """Unit normals `(n, 3)`: the mean over the triangles around each vertex `(m, 3)`, weighted by their area."""
    return _Neighbours.of(triangles).normals(vertices)


@dataclass(frozen=True, eq=False)
class _Neighbours:
    """Which triangles meet at each vertex: what normals need, and what stays the same in every pose.

    corners: three arrays (m,). around (3 m,): triangles, sorted by the vertices they touch; used (k,): those vertices;
    first (k,): where the triangles of each begin.
    """

    corners: list[npt.NDArray[np.intp]]
    around: npt.NDArray[np.intp]
    used: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]

    @classmethod
    def of(cls, triangles: Triangles) -> "_Neighbours":
        """Of triangles (m, 3)."""
        flat = triangles.ravel()
        order = np.argsort(flat, kind="stable")
        used, first = np.unique(flat[order], return_index=True)
        return cls([triangles[:, i].astype(np.intp) for i in range(3)], order // 3, used.astype(np.intp), first)

    def normals(self, vertices: Points) -> Points:
        """Unit normals `(n, 3)` of vertices `(n, 3)`; 0 where no triangle is."""
        u, v = [], []
        for values in np.ascontiguousarray(vertices.T):
            first, second, third = (values[corner] for corner in self.corners)
            u.append(second - first)
            v.append(third - first)
        total = np.zeros((3, len(vertices)), np.float32)
        for axis in range(3):
            i, j = (axis + 1) % 3, (axis + 2) % 3
            area = u[i] * v[j] - u[j] * v[i]
            total[axis, self.used] = np.add.reduceat(area[self.around], self.first)
        length = np.sqrt((total * total).sum(axis=0))
        return np.ascontiguousarray((total / np.maximum(length, np.float32(1e-20))).T)


@lru_cache(maxsize=4)
def figure_mesh(figure: Figure) -> FigureMesh:
    """The mesh of a figure; the four last used are kept."""
    head = rest_skeleton(figure).bones["head"]
    clothes = [shirt_solid(figure), bottoms_solid(figure)]
    vertices, triangles, surface, coordinates, normals, cells_m = [], [], [], [], [], []
    solids: list[Solid] = []
    rigid: dict[str, list[int]] = {}
    count = 0
    for name, bone, solid in _solids(figure):
        cell_m = _CELL_M[name] * figure.proportions.scale
        points, corners = mesh_of(solid, cell_m)
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
        cells_m.append(np.full(len(points), _COARSER * cell_m, np.float32))
        if bone != "head":
            solids.append(solid)
        count += len(points)
    rest_m = np.concatenate(vertices)
    chosen = {bone: np.isin(np.arange(count), places) for bone, places in rigid.items()}
    ambient = _ambient(rest_m, np.concatenate(normals), solids, head_solid(figure), head.origin_m)
    corners, kind = np.concatenate(triangles).astype(np.int32), np.concatenate(surface)
    return FigureMesh(
        corners,
        kind,
        rest_m,
        np.concatenate(coordinates),
        ambient,
        binding_of(figure, rest_m, chosen),
        coarse_triangles(rest_m, corners, kind, np.concatenate(cells_m)),
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
