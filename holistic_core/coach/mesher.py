"""From signed distances to triangles: surface nets on a regular grid, then pulled onto the surface."""

from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.solids import Points, Solid

Triangles = npt.NDArray[np.int32]

_BLOCK: Final = 8  # cells along an edge of the blocks that are looked at first
_PULLS: Final = 2
# The distance is an estimate that may be too short: blocks up to so many half diagonals away are looked into.
_MARGIN: Final = 1.3


def mesh_of(solid: Solid, cell_m: float) -> tuple[Points, Triangles]:
    """Vertices float32 `(n, 3)` on a solid's surface and closed triangles `(m, 3)`, counter-clockwise from outside.

    cell_m: size of the grid's cells; what is thinner may be lost. Method: Gibson 1998, "Constrained elastic surface
    nets", with one vertex a cell in the middle of its edges' crossings.
    """
    values, low = _grid(solid, cell_m)
    vertices, number = _vertices(values)
    points = (vertices * np.float32(cell_m) + low).astype(np.float32)
    triangles = _triangles(values, number)
    for _ in range(_PULLS):
        slope = solid.gradient(points)
        square = np.maximum((slope * slope).sum(axis=1, keepdims=True), np.float32(0.05))
        pull = -solid.distance(points)[:, None] * slope / square
        points += np.clip(pull, -cell_m / 2, cell_m / 2).astype(np.float32)
    return points, triangles


def _grid(solid: Solid, cell_m: float) -> tuple[Points, Points]:
    """Distances `(x, y, z)` at the corners of the cells, exact near the surface, and the place of the first corner."""
    blocks = np.ceil((solid.high_m - solid.low_m) / (cell_m * _BLOCK)).astype(int)
    low = solid.low_m.astype(np.float32)
    edge = np.float32(cell_m * _BLOCK)
    index = np.stack(np.meshgrid(*map(np.arange, blocks), indexing="ij"), axis=-1).reshape(-1, 3)
    middle = low + (index.astype(np.float32) + np.float32(0.5)) * edge
    away = solid.distance(middle)
    values = np.empty(tuple(blocks * _BLOCK + 1), np.float32)
    near = np.abs(away) < edge * np.float32(np.sqrt(3) / 2 * _MARGIN)
    for place, distance in zip(index[~near] * _BLOCK, away[~near], strict=True):
        x, y, z = place
        values[x : x + _BLOCK + 1, y : y + _BLOCK + 1, z : z + _BLOCK + 1] = distance
    corner = np.stack(np.meshgrid(*[np.arange(_BLOCK + 1)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    all_corners = index[near][:, None] * _BLOCK + corner
    exact = solid.distance((all_corners.reshape(-1, 3) * np.float32(cell_m) + low).astype(np.float32))
    values[tuple(all_corners.reshape(-1, 3).T)] = exact
    # Nothing reaches the rim of the box; a closed surface needs it to be outside.
    for axis, end in product(range(3), (0, -1)):
        rim = np.moveaxis(values, axis, 0)[end]
        np.maximum(rim, np.float32(1e-4), out=rim)
    return values, low


def _vertices(values: Points) -> tuple[Points, npt.NDArray[np.int32]]:
    """One vertex for each cell that the surface crosses, in cells, and the number of every cell's vertex or −1."""
    shape = np.array(values.shape) - 1
    inside = values < 0
    corners = [
        inside[x : x + shape[0], y : y + shape[1], z : z + shape[2]] for x, y, z in product((0, 1), (0, 1), (0, 1))
    ]
    count = np.zeros(tuple(shape), np.int8)
    for corner in corners:
        count += corner
    cell = np.argwhere((count > 0) & (count < len(corners)))
    number = np.full(tuple(shape), -1, np.int32)
    number[tuple(cell.T)] = np.arange(len(cell), dtype=np.int32)
    total = np.zeros((len(cell), 3), np.float32)
    crossings = np.zeros((len(cell), 1), np.float32)
    for axis in range(3):
        for offset in product((0, 1), (0, 1)):
            start = np.insert(np.array(offset), axis, 0)
            end = np.insert(np.array(offset), axis, 1)
            one, other = (values[tuple((cell + each).T)] for each in (start, end))
            crossed = (one < 0) != (other < 0)
            share = np.where(crossed, one / np.where(crossed, one - other, 1), 0).astype(np.float32)
            place = start + share[:, None] * (end - start)
            total += np.where(crossed[:, None], place, 0).astype(np.float32)
            crossings += crossed[:, None]
    return (cell + total / crossings).astype(np.float32), number


def _triangles(values: Points, number: npt.NDArray[np.int32]) -> Triangles:
    """Two triangles for every edge of the grid that the surface crosses, between the four cells around it."""
    inside = values < 0
    quads = []
    for axis in range(3):
        across, up = (axis + 1) % 3, (axis + 2) % 3
        # Edges along `axis`; the rim has no four cells around, and no crossing either.
        one = np.take(inside, range(values.shape[axis] - 1), axis)
        other = np.take(inside, range(1, values.shape[axis]), axis)
        edge = np.argwhere(one != other)
        steps = np.zeros((4, 3), int)
        steps[1, across] = steps[2, across] = steps[2, up] = steps[3, up] = -1
        around = np.stack([number[tuple((edge + step).T)] for step in steps], axis=1)
        outwards = one[tuple(edge.T)]
        around[~outwards] = around[~outwards][:, ::-1]
        quads.append(around)
    quad = np.concatenate(quads)
    triangles: Triangles = np.concatenate([quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]).astype(np.int32)
    return triangles
