"""A z-buffer for triangles in numpy: which triangle is seen at every sample of a picture, and how near it is.

Triangles are cut into the sample rows they cross and the rows into samples, all at once. Where a row enters and leaves
a triangle is computed from the upper to the lower end of its edges, so two triangles that share an edge agree on it to
the bit: no gap between them and no sample in both.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Triangles = npt.NDArray[np.int32]

NOTHING: Final = -1
_TINY: Final = 1e-12
_ROTATED_UP_TO: Final = 3


@dataclass(frozen=True)
class Pattern:
    """Where in a pixel the samples are.

    rows: sample rows of a pixel; columns: samples in each of them; shift (rows,): of the first sample of a row, as a
    share of the distance between two samples.
    """

    rows: int
    columns: int
    shift: Floats

    @property
    def samples(self) -> int:
        """Samples of a pixel."""
        return self.rows * self.columns

    def offsets(self) -> Floats:
        """Positions of the samples in their pixel, (samples, 2) as x and y from 0 to 1."""
        x = (self.shift[:, None] + np.arange(self.columns)) / self.columns
        y = np.broadcast_to((np.arange(self.rows)[:, None] + 0.5) / self.rows, x.shape)
        return np.asarray(np.stack([x, y], axis=-1).reshape(-1, 2), np.float32)


def grid_pattern(supersampling: int) -> Pattern:
    """`supersampling` samples along each axis, evenly spaced: what a larger picture, scaled down, would have."""
    return Pattern(supersampling, supersampling, np.full(supersampling, 0.5, np.float32))


def rotated_pattern(supersampling: int) -> Pattern:
    """As many samples as the grid, but no two in one row or column, which gives upright and level edges more steps."""
    count = supersampling**2
    row = np.arange(count)
    column = (row % supersampling) * supersampling + row // supersampling
    return Pattern(count, 1, ((column[::-1] + 0.5) / count).astype(np.float32))


def sample_pattern(supersampling: int) -> Pattern:
    """The rotated one, as long as it pays: each of its samples is a row of its own, which takes time."""
    return rotated_pattern(supersampling) if supersampling <= _ROTATED_UP_TO else grid_pattern(supersampling)


@dataclass(frozen=True)
class Seen:
    """What is seen in a window of the picture.

    left, top: the window's corner (px). triangle int32, nearness float32 (samples, height, width): at every sample the
    index of the triangle in front and how near it is there; `NOTHING` and 0 where there is none.
    """

    left: int
    top: int
    triangle: npt.NDArray[np.int32]
    nearness: Floats


def facing(xy_px: Floats, triangles: Triangles) -> npt.NDArray[np.bool_]:
    """Which triangles turn their front to the camera: to the eye, their corners run counter-clockwise."""
    return _doubled_area(xy_px, triangles) < -_TINY


def rasterise(
    xy_px: Floats, nearness: Floats, triangles: Triangles, chosen: Ints, image_size: tuple[int, int], pattern: Pattern
) -> Seen:
    """What is in front at every sample.

    xy_px (n, 2): corners in the picture; nearness (n,): above zero, larger is nearer, and linear on the screen (the
    inverse of the depth for a perspective camera). chosen: indices of the triangles (m, 3) to draw.
    image_size: width and height. The window is as large as what is drawn; it may be empty.
    """
    corners = triangles[chosen]
    window = _window(xy_px, corners, image_size)
    left, top, right, bottom = window
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        nothing = np.full((pattern.samples, 0, 0), NOTHING, np.int32)
        return Seen(left, top, nothing, np.zeros(nothing.shape, np.float32))
    x = (xy_px[:, 0] - np.float32(left)) * np.float32(pattern.columns)
    y = (xy_px[:, 1] - np.float32(top)) * np.float32(pattern.rows) - np.float32(0.5)
    spans = _spans(x, y, nearness, corners, pattern, width, height)
    key = _resolve(spans, chosen, width * pattern.columns, height * pattern.rows)
    key = key.reshape(height, pattern.rows, width, pattern.columns).transpose(1, 3, 0, 2)
    triangle = (key & 0xFFFFFFFF).astype(np.int32) - 1
    near = (key >> 32).astype(np.int32).view(np.float32)
    shape = (pattern.samples, height, width)
    return Seen(left, top, triangle.reshape(shape), near.reshape(shape))


def barycentric(xy_px: Floats, corners: Triangles, at_px: Floats) -> Floats:
    """Weights (k, 3) of the corners (k, 3) at the points (k, 2), linear on the screen.

    A point outside its triangle gets the weights of a place at its rim. No area, equal weights.
    """
    a, b, c = (xy_px[corners[:, i]] for i in range(3))
    ab, ac, ap = b - a, c - a, at_px - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    empty = np.abs(area) < _TINY
    scale = 1 / np.where(empty, 1, area)
    weights = np.empty((len(corners), 3), np.float32)
    weights[:, 1] = (ap[:, 0] * ac[:, 1] - ap[:, 1] * ac[:, 0]) * scale
    weights[:, 2] = (ab[:, 0] * ap[:, 1] - ab[:, 1] * ap[:, 0]) * scale
    weights[:, 0] = 1 - weights[:, 1] - weights[:, 2]
    weights[empty] = 1 / 3
    np.clip(weights, 0, 1, out=weights)
    weights /= (weights[:, 0] + weights[:, 1] + weights[:, 2])[:, None]
    return weights


def in_perspective(weights: Floats, nearness: Floats, corners: Triangles) -> Floats:
    """Weights (k, 3) on the triangle in space, from those on the screen; nearness is the inverse of the depth."""
    true = weights * nearness[corners]
    true /= (true[:, 0] + true[:, 1] + true[:, 2])[:, None]
    return np.asarray(true, np.float32)


def _doubled_area(xy: Floats, triangles: Triangles) -> Floats:
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    a, b, c = (np.ascontiguousarray(triangles[:, i]) for i in range(3))
    xa, ya = x[a], y[a]
    return np.asarray((x[b] - xa) * (y[c] - ya) - (x[c] - xa) * (y[b] - ya))


def _window(xy: Floats, corners: Triangles, image_size: tuple[int, int]) -> tuple[int, int, int, int]:
    if not len(corners):
        return 0, 0, 0, 0
    used = np.zeros(len(xy), bool)
    used[corners] = True
    ends = []
    for values, size in zip(xy.T, image_size, strict=True):
        low, high = values[used].min(), values[used].max()
        ends.append((int(np.floor(np.clip(low, 0, size))), int(np.ceil(np.clip(high, 0, size)))))
    (left, right), (top, bottom) = ends
    return left, top, right, bottom


@dataclass(frozen=True)
class _Spans:
    """Rows of triangles that have samples. start: where the first sample lies; nearness there; step to the next."""

    triangle: Ints
    start: Ints
    count: Ints
    nearness: Floats
    step: Floats


def _spans(x: Floats, y: Floats, near: Floats, corners: Triangles, pattern: Pattern, width: int, height: int) -> _Spans:
    """x counts samples of a row and y sample rows, so that samples are at whole numbers (x after the row's shift)."""
    number, first, count, (top, middle, bottom) = _rows(y, corners, height * pattern.rows)
    triangle = np.repeat(np.arange(len(top)), count)
    row = np.arange(len(triangle)) - np.repeat(np.cumsum(count) - count - first, count)
    edges = _edges(x, y, near, np.concatenate([top, top, middle]), np.concatenate([bottom, middle, bottom]))
    # Edge 0 runs from top to bottom, 1 from top to middle, 2 from middle to bottom; this counts in whole sets of edges.
    total = len(top)
    short = triangle + total
    short[row >= y[middle][triangle]] += total
    bend: Floats = (x[middle] - x[top]) * (y[bottom] - y[top]) - (x[bottom] - x[top]) * (y[middle] - y[top])
    long_left = (bend > 0)[triangle]
    left, right = np.where(long_left, triangle, short), np.where(long_left, short, triangle)
    x_left, x_right = edges.x_at(left, row), edges.x_at(right, row)
    shift = pattern.shift[row % pattern.rows]
    start = np.maximum(np.ceil(x_left - shift), 0)
    stop = np.minimum(np.ceil(x_right - shift), width * pattern.columns)
    keep = np.flatnonzero(stop > start)
    row, x_left, start = row[keep], x_left[keep], start[keep]
    near_left = edges.nearness_at(left[keep], row)
    step = edges.nearness_at(right[keep], row) - near_left
    step /= np.maximum(x_right[keep] - x_left, np.float32(1e-6))
    return _Spans(
        triangle=number[triangle[keep]],
        start=row * (width * pattern.columns) + start.astype(np.int64),
        count=(stop[keep] - start).astype(np.int64),
        nearness=near_left + step * (start + shift[keep] - x_left),
        step=step,
    )


def _rows(y: Floats, corners: Triangles, rows: int) -> tuple[Ints, Ints, Ints, list[Triangles]]:
    """Triangles that cross a sample row: their numbers, first row, count of rows, and corners from top to bottom."""
    columns = [np.ascontiguousarray(corners[:, i]) for i in range(3)]
    heights = [y[column] for column in columns]
    first = np.maximum(np.ceil(np.minimum(np.minimum(*heights[:2]), heights[2])), 0).astype(np.int64)
    end = np.minimum(np.ceil(np.maximum(np.maximum(*heights[:2]), heights[2])), rows).astype(np.int64)
    crossing = np.flatnonzero(end > first)
    ordered = [column[crossing] for column in columns]
    for upper, lower in ((0, 1), (1, 2), (0, 1)):
        one, other = ordered[upper], ordered[lower]
        swap = y[one] > y[other]
        ordered[upper], ordered[lower] = np.where(swap, other, one), np.where(swap, one, other)
    return crossing, first[crossing], (end - first)[crossing], ordered


@dataclass(frozen=True)
class _Edges:
    """Edges of triangles from their upper ends: where those are, and what changes from one row to the next."""

    x: Floats
    y: Floats
    nearness: Floats
    x_step: Floats
    near_step: Floats

    def x_at(self, edge: Ints, row: Ints) -> Floats:
        """Where edges (k,) cross rows (k,)."""
        return np.asarray(self.x[edge] + (row.astype(np.float32) - self.y[edge]) * self.x_step[edge])

    def nearness_at(self, edge: Ints, row: Ints) -> Floats:
        """How near edges are where they cross rows."""
        return np.asarray(self.nearness[edge] + (row.astype(np.float32) - self.y[edge]) * self.near_step[edge])


def _edges(x: Floats, y: Floats, near: Floats, upper: Triangles, lower: Triangles) -> _Edges:
    x_upper, y_upper, near_upper = x[upper], y[upper], near[upper]
    drop = y[lower] - y_upper
    slope = np.float32(1) / np.where(drop > 0, drop, np.float32(1))
    return _Edges(x_upper, y_upper, near_upper, (x[lower] - x_upper) * slope, (near[lower] - near_upper) * slope)


def _resolve(spans: _Spans, chosen: Ints, width: int, height: int) -> Ints:
    """For every sample the largest pair of nearness and triangle, as one number: nearness' bits before the index."""
    offset = np.arange(spans.count.sum()) - np.repeat(np.cumsum(spans.count) - spans.count, spans.count)
    nearness = np.repeat(spans.nearness, spans.count) + np.repeat(spans.step, spans.count) * offset.astype(np.float32)
    where = np.repeat(spans.start, spans.count) + offset
    # The bits of floats above zero are in the order of the floats.
    key = nearness.view(np.int32).astype(np.int64)
    key <<= 32
    key |= np.repeat(chosen[spans.triangle] + 1, spans.count)
    best = np.zeros(width * height, np.int64)
    np.maximum.at(best, where, key)
    return best
