"""The room around the figure: walls, skirting board, wooden floor and a mat, seen by one camera under one light."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import Camera, View
from holistic_core.coach.colour import linear
from holistic_core.coach.lighting import Lighting
from holistic_core.coach.raster import Floats, sample_pattern
from holistic_core.coach.scene import Light
from holistic_core.coach.shadow import Receiver, receiver
from holistic_core.coach.texture import smooth_noise_at

HALF_WIDTH_M: Final = 2.6
CEILING_M: Final = 3.0
_BEHIND_CAMERA_M: Final = 0.6

_WALL: Final = linear("#CBC7BE")
_BAND: Final = linear("#A9B2AE")
_RAIL: Final = linear("#DEDBD4")
_CEILING: Final = linear("#E4E2DD")
_WOOD: Final = linear("#A98560")
_MAT: Final = linear("#56697A")
_BAND_TOP_M: Final = 0.98
_RAIL_M: Final = 0.055
_SKIRTING_M: Final = 0.10
_PLANK_M: Final = (0.125, 1.3)  # width, length
_SEAM_M: Final = 0.0022
_MAT_M: Final = (0.62, 1.12)  # half width, half length
_MAT_CORNER_M: Final = 0.06
_POOL_M: Final = 4.2  # the key light falls to a half so far from the figure


@dataclass(frozen=True)
class Room:
    """What the camera sees of the empty room. All (height, width, …), linear light.

    key, ambient (…, 3): what the key light and all others leave. floor: which pixels are floor. x_m, z_m: where they
    are in the world. receiver: where they are for the key light.
    """

    key: Floats
    ambient: Floats
    floor: npt.NDArray[np.bool_]
    x_m: Floats
    z_m: Floats
    receiver: Receiver


@lru_cache(maxsize=4)
def room(camera: Camera, light: Light, image_size: tuple[int, int], supersampling: int) -> Room:
    """The empty room; remembered, because it stays the same for all frames of a clip."""
    view = camera.view(image_size)
    lighting = Lighting(light)
    low, high = _box(view)
    centre, face = _seen(view, low, high, (0.5, 0.5))
    grain = _grain(centre, face)
    pattern = sample_pattern(supersampling)
    key = np.zeros_like(centre)
    ambient = np.zeros_like(centre)
    for offset in pattern.offsets():
        points, faces = _seen(view, low, high, (float(offset[0]), float(offset[1])))
        colour = _albedo(points, faces) * (1 + grain)
        lamp, rest = _light(points, faces, low, high, lighting)
        key += colour * lamp
        ambient += colour * rest
    share = np.float32(1 / pattern.samples)
    height, width = image_size[1], image_size[0]

    def picture(rows: Floats) -> Floats:
        return np.ascontiguousarray(rows.T).reshape(height, width, -1)

    points_m = picture(centre)
    return Room(
        picture(key * share),
        picture(ambient * share),
        (face == _FLOOR).reshape(height, width),
        np.ascontiguousarray(points_m[..., 0]),
        np.ascontiguousarray(points_m[..., 2]),
        receiver(points_m, lighting.key_direction),
    )


# Faces of the box: twice the axis, plus one for the far end.
_FLOOR: Final = 2
_CEILING_FACE: Final = 3


def _box(view: View) -> tuple[Floats, Floats]:
    """Lower and upper corner (3,). Walls step back from a camera that would stand behind them."""
    half = np.array([HALF_WIDTH_M, 0.0, HALF_WIDTH_M])
    low = np.minimum(-half, view.position_m - _BEHIND_CAMERA_M)
    high = np.maximum(half, view.position_m + _BEHIND_CAMERA_M)
    low[1], high[1] = 0.0, CEILING_M
    return low.astype(np.float32), high.astype(np.float32)


def _seen(view: View, low: Floats, high: Floats, offset: tuple[float, float]) -> tuple[Floats, npt.NDArray[np.int8]]:
    """Points (3, pixels) on the box and which face they are on, for one place in every pixel."""
    width, height = view.image_size
    across = ((np.arange(width) + offset[0] - width / 2) / view.focal_px).astype(np.float32)
    down = ((np.arange(height) + offset[1] - height / 2) / view.focal_px).astype(np.float32)
    right, below, away = view.rotation.astype(np.float32)
    ray = away[:, None, None] + right[:, None, None] * across + below[:, None, None] * down[:, None]
    ray = ray.reshape(3, -1)
    eye = view.position_m.astype(np.float32)[:, None]
    ray[np.abs(ray) < 1e-9] = 1e-9  # noqa: PLR2004 -- parallel to a wall: it is met far away
    reach = (np.where(ray > 0, high[:, None], low[:, None]) - eye) / ray
    axis = reach.argmin(axis=0)
    distance = reach.min(axis=0)
    far_end = np.take_along_axis(ray, axis[None], axis=0)[0] > 0
    return eye + ray * distance, (2 * axis + far_end).astype(np.int8)


def _grain(points: Floats, face: npt.NDArray[np.int8]) -> Floats:
    """Small differences of brightness (pixels,): grain of the wood, unevenness of the plaster."""
    floor = face == _FLOOR
    grain = np.zeros(points.shape[1], np.float32)
    wood = points[:, floor]
    plank = np.floor(wood[0] / _PLANK_M[0])
    stretched = np.stack([wood[0] * 5, plank * 0.37, wood[2] * 0.35])
    grain[floor] = 0.055 * smooth_noise_at(stretched, 0.11)[0] + 0.03 * smooth_noise_at(wood, 0.9)[0]
    grain[floor] *= 1 - _on_mat(wood) * 0.8
    grain[~floor] = 0.012 * smooth_noise_at(points[:, ~floor], 0.55)[0]
    return grain


def _albedo(points: Floats, face: npt.NDArray[np.int8]) -> Floats:
    floor = face == _FLOOR
    height = points[1]
    band, rail = height < _BAND_TOP_M, (height > _BAND_TOP_M) & (height < _BAND_TOP_M + _RAIL_M)
    board = height < _SKIRTING_M
    kind = np.select([face == _CEILING_FACE, rail | board, band], [3, 2, 1], 0)
    colour = np.stack([_WALL, _BAND, _RAIL, _CEILING], axis=1)[:, kind]
    # Lower edges of rail and board lie in their own shade.
    line = (np.abs(height - _BAND_TOP_M) < 0.004) | (np.abs(height - _SKIRTING_M) < 0.003)  # noqa: PLR2004
    colour *= np.where(line & (face != _CEILING_FACE), np.float32(0.78), np.float32(1))
    colour[:, floor] = _floor(points[:, floor])
    return colour


def _floor(points: Floats) -> Floats:
    x, z = points[0], points[2]
    plank = np.floor(x / _PLANK_M[0])
    along = z / _PLANK_M[1] + _hash(plank, 3.1)
    piece = np.floor(along)
    tone = 1 + 0.16 * (_hash(plank * 7.3 + piece, 1.7) - 0.5)
    gap = np.minimum(x - plank * _PLANK_M[0], (along - piece) * _PLANK_M[1])
    tone *= np.where(gap < _SEAM_M, np.float32(0.62), np.float32(1))
    warm = np.array([0.015, 0.0, -0.02], np.float32)[:, None] * (_hash(plank + piece * 3.7, 5.9) - 0.5)
    wood = _WOOD[:, None] * tone * (1 + 4 * warm)
    on = _on_mat(points)
    rim = 1 - 0.25 * (on * (1 - _on_mat(points, 0.018)))
    return np.asarray(wood * (1 - on) + _MAT[:, None] * rim * on, np.float32)


def _on_mat(points: Floats, inset_m: float = 0.0) -> Floats:
    """1 on the mat, or on the part of it that is `inset_m` away from its edge."""
    dx = np.abs(points[0]) - (_MAT_M[0] - _MAT_CORNER_M)
    dz = np.abs(points[2]) - (_MAT_M[1] - _MAT_CORNER_M)
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dz, 0)) + np.minimum(np.maximum(dx, dz), 0)
    return np.asarray(outside < _MAT_CORNER_M - inset_m, np.float32)


def _hash(value: Floats, salt: float) -> Floats:
    """A number from 0 to 1 that looks random, for whole numbers."""
    mixed = np.sin(value.astype(np.float64) * 12.9898 + salt * 78.233) * 43758.5453
    return np.asarray(mixed - np.floor(mixed), np.float32)


def _light(
    points: Floats, face: npt.NDArray[np.int8], low: Floats, high: Floats, lighting: Lighting
) -> tuple[Floats, Floats]:
    """What the key light and the others bring to points of the room, (3, k) each."""
    towards = lighting.key_direction
    inwards = np.array([towards[0], -towards[0], towards[1], -towards[1], towards[2], -towards[2]], np.float32)
    straight = np.maximum(inwards, 0)[face]
    centre = np.array([0.0, 0.9, 0.0], np.float32)[:, None]
    away = points - centre
    off_axis = (away * away).sum(axis=0) - (towards @ away) ** 2
    pool = 1 / (1 + off_axis / np.float32(_POOL_M**2))
    corner = np.ones(points.shape[1], np.float32)
    for axis in range(3):
        gap = np.minimum(points[axis] - low[axis], high[axis] - points[axis])
        other = face // 2 != axis
        corner *= 1 - other * (0.22 * np.exp(-gap / np.float32(0.10)) + 0.25 * np.exp(-gap / np.float32(0.55)))
    upward = np.array([0.85, 0.85, 0.95, 0.55, 0.85, 0.85], np.float32)[face]
    ambient = lighting.sky * upward + lighting.ground * (1 - upward)
    bounce = lighting.key * np.float32(0.10)
    return lighting.key * (straight * pool * np.sqrt(corner)), (ambient + bounce) * corner * (0.75 + 0.25 * pool)
