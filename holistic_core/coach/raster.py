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
_AT_ONCE: Final = 1 << 13  # triangles drawn together: what is computed for them stays in the processor's cache


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
    corners = [column[chosen] for column in columns(triangles)]
    across, down = ([values[corner] for corner in corners] for values in np.ascontiguousarray(xy_px.T))
    (left, right), (top, bottom) = _ends(across, image_size[0]), _ends(down, image_size[1])
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        nothing = np.full((pattern.samples, 0, 0), NOTHING, np.int32)
        return Seen(left, top, nothing, np.zeros(nothing.shape, np.float32))
    x = [(each - np.float32(left)) * np.float32(pattern.columns) for each in across]
    y = [(each - np.float32(top)) * np.float32(pattern.rows) - np.float32(0.5) for each in down]
    key: Ints = np.zeros(width * pattern.columns * height * pattern.rows, np.int64)
    for first in range(0, len(chosen), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        depths = [nearness[corner[part]] for corner in corners]
        slabs = _slabs([each[part] for each in x], [each[part] for each in y], depths, height * pattern.rows)
        _resolve(key, _spans(slabs, pattern, width, height), chosen[part])
    samples: Ints = key.reshape(height, pattern.rows, width, pattern.columns).transpose(1, 3, 0, 2)
    triangle = (samples & 0xFFFFFFFF).astype(np.int32) - 1
    near = (samples >> 32).astype(np.int32).view(np.float32)
    shape = (pattern.samples, height, width)
    return Seen(left, top, triangle.reshape(shape), near.reshape(shape))


def columns(triangles: Triangles) -> list[Ints]:
    """The first, second and third corners of triangles (m, 3), (m,) each: as numpy looks them up fastest."""
    return [triangles[:, corner].astype(np.intp) for corner in range(3)]


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
    a, b, c = columns(triangles)
    xa, ya = x[a], y[a]
    return np.asarray((x[b] - xa) * (y[c] - ya) - (x[c] - xa) * (y[b] - ya))


def _ends(values: list[Floats], size: int) -> tuple[int, int]:
    """The lowest and the highest value within the picture, to whole pixels."""
    if not len(values[0]):
        return 0, 0
    low, high = min(float(each.min()) for each in values), max(float(each.max()) for each in values)
    return int(np.floor(np.clip(low, 0, size))), int(np.ceil(np.clip(high, 0, size)))


@dataclass(frozen=True)
class _Edges:
    """Edges of triangles from their upper ends: where those are, and what changes from one row to the next."""

    x: Floats
    y: Floats
    nearness: Floats
    x_step: Floats
    near_step: Floats

    def x_at(self, edge: Ints, row: Floats) -> Floats:
        """Where edges (k,) cross rows (k,)."""
        return np.asarray(self.x[edge] + (row - self.y[edge]) * self.x_step[edge])

    def nearness_at(self, edge: Ints, row: Floats) -> Floats:
        """How near edges are where they cross rows."""
        return np.asarray(self.nearness[edge] + (row - self.y[edge]) * self.near_step[edge])


@dataclass(frozen=True)
class _Slabs:
    """Triangles cut in two at the height of their middle corner, so that each part has one edge on either side.

    First the upper parts of all triangles, then the lower ones. first, count: their sample rows; there may be none.
    left, right: indices of `edges`.
    """

    first: Ints
    count: Ints
    left: Ints
    right: Ints
    edges: _Edges


def _slabs(x: list[Floats], y: list[Floats], near: list[Floats], rows: int) -> _Slabs:
    """x, y, near: of the three corners, (m,) each; x counts samples and y rows of samples, so that rows are whole."""
    total = len(y[0])
    number = np.arange(total)
    order, heights = [number + corner * total for corner in range(3)], list(y)
    for upper, lower in ((0, 1), (1, 2), (0, 1)):
        one, other, swap = order[upper], order[lower], heights[upper] > heights[lower]
        order[upper], order[lower] = np.where(swap, other, one), np.where(swap, one, other)
        heights[upper], heights[lower] = (pick(heights[upper], heights[lower]) for pick in (np.minimum, np.maximum))
    top, middle, bottom = order
    x_all, y_all, near_all = np.concatenate(x), np.concatenate(y), np.concatenate(near)
    first, turn, end = (np.clip(np.ceil(height), 0, rows).astype(np.int64) for height in heights)
    # From top to bottom, from top to middle, from middle to bottom.
    start, stop = np.concatenate([top, top, middle]), np.concatenate([bottom, middle, bottom])
    edges = _edges(x_all, y_all, near_all, start, stop)
    bend = (x_all[middle] - x_all[top]) * (heights[2] - heights[0])
    bend -= (x_all[bottom] - x_all[top]) * (heights[1] - heights[0])
    long_left = bend > 0
    short = (number + total, number + 2 * total)
    return _Slabs(
        np.concatenate([first, turn]),
        np.concatenate([turn - first, end - turn]),
        np.concatenate([np.where(long_left, number, edge) for edge in short]),
        np.concatenate([np.where(long_left, edge, number) for edge in short]),
        edges,
    )


def _edges(x: Floats, y: Floats, near: Floats, upper: Ints, lower: Ints) -> _Edges:
    x_upper, y_upper, near_upper = x[upper], y[upper], near[upper]
    drop = y[lower] - y_upper
    slope = np.float32(1) / np.where(drop > 0, drop, np.float32(1))
    return _Edges(x_upper, y_upper, near_upper, (x[lower] - x_upper) * slope, (near[lower] - near_upper) * slope)


@dataclass(frozen=True)
class _Spans:
    """Rows of triangles that have samples. start: where the first sample lies; nearness there; step to the next."""

    triangle: Ints
    start: Ints
    count: Ints
    nearness: Floats
    step: Floats


def _spans(slabs: _Slabs, pattern: Pattern, width: int, height: int) -> _Spans:
    slab = np.repeat(np.arange(len(slabs.count)), slabs.count)
    # Looking up is much faster than repeating.
    row = np.arange(len(slab)) - (np.cumsum(slabs.count) - slabs.count - slabs.first)[slab]
    level = row.astype(np.float32)
    left, right = slabs.left[slab], slabs.right[slab]
    x_left, x_right = slabs.edges.x_at(left, level), slabs.edges.x_at(right, level)
    shift = np.tile(pattern.shift, height)[row]
    start = np.maximum(np.ceil(x_left - shift), 0)
    stop = np.minimum(np.ceil(x_right - shift), width * pattern.columns)
    keep = np.flatnonzero(stop > start)
    row, level, x_left, start = row[keep], level[keep], x_left[keep], start[keep]
    near_left = slabs.edges.nearness_at(left[keep], level)
    step = slabs.edges.nearness_at(right[keep], level) - near_left
    step /= np.maximum(x_right[keep] - x_left, np.float32(1e-6))
    slab = slab[keep]
    total = len(slabs.count) // 2
    return _Spans(
        triangle=np.where(slab < total, slab, slab - total),
        start=row * (width * pattern.columns) + start.astype(np.int64),
        count=(stop[keep] - start).astype(np.int64),
        nearness=near_left + step * (start + shift[keep] - x_left),
        step=step,
    )


def _resolve(best: Ints, spans: _Spans, chosen: Ints) -> None:
    """Raise every sample to the largest pair of nearness and triangle, as one number: nearness before the triangle."""
    number = chosen[spans.triangle] + 1
    np.maximum.at(best, spans.start, _key(spans.nearness, number))
    # Most spans have one sample; these are the others' further ones.
    longer = np.flatnonzero(spans.count > 1)
    count = spans.count[longer] - 1
    span = np.repeat(longer, count)
    offset = np.arange(1, len(span) + 1) - np.repeat(np.cumsum(count) - count, count)
    nearness = spans.nearness[span] + spans.step[span] * offset.astype(np.float32)
    np.maximum.at(best, spans.start[span] + offset, _key(nearness, number[span]))


def _key(nearness: Floats, number: Ints) -> Ints:
    """The bits of floats above zero are in the order of the floats."""
    return np.asarray(nearness.view(np.int32).astype(np.int64) << 32 | number)
