"""Shadows of the figure: the key light's, on itself and on the room, and the dark below what touches the floor."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.coach.raster import Floats, Triangles, facing, grid_pattern, rasterise

_SIZE: Final = 512
_MARGIN: Final = 12  # texels kept free around the figure, for soft edges
_SMALLEST_M: Final = 2.0  # width of the map for a figure that needs less
_FAR: Final = 50.0  # added to places along the light, so that nearness is above zero
_BIAS_M: Final = 0.012
_KERNEL: Final = 4  # texels compared along each axis
# Half the angle under which the key light is seen: how fast shadows soften with distance.
_LIGHT_SLOPE: Final = 0.035

_CONTACT_CELL_M: Final = 0.02
_CONTACT_CELLS: Final = 192


@dataclass(frozen=True)
class ShadowMap:
    """The figure as the light sees it.

    axes (3, 3): rows right, down, towards the light. corner (2,): the map's upper left along right and down, metres.
    nearness (512, 512): along the third axis, 0 where the light passes the figure.
    """

    axes: Floats
    corner: Floats
    texel_m: float
    nearness: Floats

    def lit(self, places: Floats, normals: Floats) -> Floats:
        """Share of the light (k,) that reaches places (3, k) of the figure, with soft edges."""
        shifted = places + normals * np.float32(1.5 * self.texel_m)
        right, down, near = self.axes @ shifted
        near += np.float32(_FAR + _BIAS_M)
        x = (right - self.corner[0]) / np.float32(self.texel_m) - np.float32(0.5 * _KERNEL)
        y = (down - self.corner[1]) / np.float32(self.texel_m) - np.float32(0.5 * _KERNEL)
        column, row = np.floor(x), np.floor(y)
        x -= column
        y -= row
        first = np.clip(row, 0, _SIZE - _KERNEL - 1).astype(np.int32) * _SIZE
        first += np.clip(column, 0, _SIZE - _KERNEL - 1).astype(np.int32)
        flat = self.nearness.reshape(-1)
        # A box of three texels that moves smoothly: the outer texels count for the part that the box covers.
        total = np.zeros(len(x), np.float32)
        for j in range(_KERNEL):
            line = (flat[first + j * _SIZE] < near) * (1 - x)
            for i in range(1, _KERNEL):
                passes = flat[first + (j * _SIZE + i)] < near
                line += passes * x if i == _KERNEL - 1 else passes
            total += line * (1 - y) if j == 0 else line * y if j == _KERNEL - 1 else line
        return total * np.float32(1 / (_KERNEL - 1) ** 2)


def shadow_map(vertices_m: Floats, triangles: Triangles, towards_light: Floats) -> ShadowMap:
    """What a far light sees of vertices (n, 3) from the direction (3,)."""
    right = np.cross([0.0, 1.0, 0.0], towards_light)
    right /= np.linalg.norm(right)
    down = np.cross(right, towards_light)
    axes = np.stack([right, down, towards_light]).astype(np.float32)
    seen = vertices_m @ axes.T
    low, high = (np.array([end(seen[:, axis]) for axis in (0, 1)]) for end in (np.min, np.max))
    # Steps of the size: a map that changes its resolution in every frame would let edges flicker.
    width = max(_SMALLEST_M, np.ceil((high - low).max() / 0.2) * 0.2)
    texel = width / (_SIZE - 2 * _MARGIN)
    corner = np.floor(((low + high) / 2 - _SIZE * texel / 2) / texel) * texel
    xy = ((seen[:, :2] - corner) / texel).astype(np.float32)
    chosen = np.flatnonzero(facing(xy, triangles))
    near = seen[:, 2] + np.float32(_FAR)
    found = rasterise(xy, near, triangles, chosen, (_SIZE, _SIZE), grid_pattern(1))
    nearness = np.zeros((_SIZE, _SIZE), np.float32)
    height, across = found.nearness.shape[1:]
    nearness[found.top : found.top + height, found.left : found.left + across] = found.nearness[0]
    return ShadowMap(axes, corner.astype(np.float32), float(texel), nearness)


@dataclass(frozen=True)
class Receiver:
    """The room's points as a light sees them: right, down, towards (height, width), metres along the map's axes."""

    right: Floats
    down: Floats
    towards: Floats


def receiver(points_m: Floats, towards_light: Floats) -> Receiver:
    """For points (height, width, 3) of the room; depends on camera and light only."""
    right = np.cross([0.0, 1.0, 0.0], towards_light)
    right /= np.linalg.norm(right)
    axes = (right, np.cross(right, towards_light), towards_light)
    return Receiver(*(np.ascontiguousarray(points_m @ axis.astype(np.float32)) for axis in axes))


Box = tuple[slice, slice]


def window(inside: npt.NDArray[np.bool_]) -> Box | None:
    """Rows and columns that hold all true places."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def cast_on(room: Receiver, shadow: ShadowMap) -> tuple[Box, Floats] | None:
    """Where in the picture the figure may throw its shadow, and how much of the key light it takes there (0-1).

    The shadow softens with the distance from what throws it to what receives it.
    """
    width = _SIZE * shadow.texel_m
    x0, y0 = shadow.corner
    inside = (np.abs(room.right - (x0 + width / 2)) < width / 2) & (np.abs(room.down - (y0 + width / 2)) < width / 2)
    box = window(inside)
    if box is None:
        return None
    x = (room.right[box] - x0) / np.float32(shadow.texel_m) - np.float32(0.5)
    y = (room.down[box] - y0) / np.float32(shadow.texel_m) - np.float32(0.5)
    taken = (shadow.nearness > 0).astype(np.float32)
    sharp = cv2.GaussianBlur(taken, (0, 0), 1.2)
    half = cv2.resize(taken, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(half, (0, 0), 3.0)
    small = cv2.resize(half, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(small, (0, 0), 2.5)
    # Mean place of what throws the shadow, from a blur that is wide enough to know it around the shadow, too.
    depths = cv2.resize(shadow.nearness, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    number = cv2.resize(taken, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    near = cv2.GaussianBlur(depths, (0, 0), 2.5) / np.maximum(cv2.GaussianBlur(number, (0, 0), 2.5), 1e-4)
    distance = _at(near, x, y, 4) - (room.towards[box] + np.float32(_FAR))
    radius = np.clip(distance, 0, 6) * np.float32(_LIGHT_SLOPE / shadow.texel_m)  # in texels
    # Blurs of 1.2, 6 and 20 texels, and between them by the logarithm of the wanted radius.
    level = np.log2(np.maximum(radius, np.float32(1.2)) / np.float32(1.2)) * np.float32(1 / np.log2(5.0))
    first = np.clip(level, 0, 1)
    second = np.clip((level - 1) * np.float32(np.log(5.0) / np.log(20 / 6)), 0, 1)
    shade = _at(sharp, x, y, 1) * (1 - first)
    shade += _at(soft, x, y, 2) * (first - second)
    shade += _at(wide, x, y, 8) * second
    shade *= distance > 0
    return box, shade


def _at(image: npt.NDArray[Any], x: Floats, y: Floats, reduced: int) -> Floats:
    """A map that is `reduced` times smaller, at places of the large one."""
    if reduced == 1:
        return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR))
    scale, shift = np.float32(1 / reduced), np.float32(0.5 / reduced - 0.5)
    return np.asarray(cv2.remap(image, x * scale + shift, y * scale + shift, cv2.INTER_LINEAR))


@dataclass(frozen=True)
class Contact:
    """How much light from all sides the figure takes from the floor. corner (2,): x and z of the map's first cell."""

    corner: Floats
    taken: Floats

    @property
    def width_m(self) -> float:
        """Of the map."""
        return _CONTACT_CELLS * _CONTACT_CELL_M

    def at(self, x_m: Floats, z_m: Floats) -> Floats:
        """Share that is taken (h, w) at places of the floor."""
        x = (x_m - self.corner[0]) / np.float32(_CONTACT_CELL_M) - np.float32(0.5)
        z = (z_m - self.corner[1]) / np.float32(_CONTACT_CELL_M) - np.float32(0.5)
        return np.asarray(cv2.remap(self.taken, x, z, cv2.INTER_LINEAR))


def contact(vertices_m: Floats) -> Contact:
    """From how much of the figure is how high above each place of the floor."""
    # Vertices lie much closer than cells: one in three is enough.
    x, height, z = (np.ascontiguousarray(vertices_m[::3, axis]) for axis in range(3))
    half = _CONTACT_CELLS * _CONTACT_CELL_M / 2
    corner = [np.floor(((v.min() + v.max()) / 2 - half) / _CONTACT_CELL_M) * _CONTACT_CELL_M for v in (x, z)]
    column, row = (np.floor((v - c) / _CONTACT_CELL_M).astype(np.int32) for v, c in zip((x, z), corner, strict=True))
    # Who is larger than the map has nothing near the floor beyond it.
    index = np.clip(row, 0, _CONTACT_CELLS - 1) * _CONTACT_CELLS + np.clip(column, 0, _CONTACT_CELLS - 1)
    height = np.maximum(height, 0)

    def cover(reach_m: float) -> Floats:
        """The lowest thing above each cell counts, the less the higher it is."""
        best = np.zeros(_CONTACT_CELLS**2, np.float32)
        np.maximum.at(best, index, np.exp(height * np.float32(-1 / reach_m)))
        return best.reshape(_CONTACT_CELLS, _CONTACT_CELLS)

    near = cv2.GaussianBlur(cover(0.03), (0, 0), 0.9)
    middle = cv2.GaussianBlur(cover(0.12), (0, 0), 3.5)
    wide = cv2.GaussianBlur(cover(0.6), (0, 0), 11.0)
    bright = (1 - 0.80 * near) * (1 - 0.55 * middle) * (1 - 0.50 * wide)
    return Contact(np.array(corner, np.float32), (1 - bright).astype(np.float32))
