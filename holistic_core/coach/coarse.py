"""A mesh with fewer triangles on the same vertices: enough for shadows, which are blurred anyway."""

import numpy as np
import numpy.typing as npt

from holistic_core.coach.mesher import Triangles
from holistic_core.coach.solids import Points


def coarse_triangles(
    points_m: Points, triangles: Triangles, surface: npt.NDArray[np.uint8], cells_m: Points
) -> Triangles:
    """Triangles int32 `(k, 3)` between some of the vertices `(n, 3)`, in place of triangles `(m, 3)`.

    Vertices of one surface `(n,)` in one cell of a grid become the one nearest to their middle, and what has no area
    left is dropped. A closed mesh stays closed. cells_m `(n,)`: the width of the cells around each vertex. Method:
    Rossignac and Borrel 1993, "Multi-resolution 3D approximations for rendering complex scenes".
    """
    cell = np.floor(points_m / cells_m[:, None]).astype(np.int64)
    keys = np.column_stack([cell, surface, np.round(cells_m * 1e5).astype(np.int64)])
    _, number = np.unique(keys, axis=0, return_inverse=True)
    count = np.bincount(number)
    middle = np.stack([np.bincount(number, points_m[:, axis]) / count for axis in range(3)], axis=1)
    away = np.linalg.norm(points_m - middle[number], axis=1)
    order = np.lexsort((away, number))
    nearest = order[np.searchsorted(number[order], np.arange(len(count)))]
    corners = nearest[number[triangles]]
    one, two, three = corners.T
    kept = corners[(one != two) & (two != three) & (three != one)]
    # The same triangle whichever corner comes first.
    turned = np.stack([np.roll(kept, -shift, axis=1) for shift in range(3)], axis=1)
    first = turned[np.arange(len(kept)), kept.argmin(axis=1)]
    coarse: Triangles = np.unique(first, axis=0).astype(np.int32)
    return coarse
