"""How light falls on the figure: soft on skin, dull on cloth, with a shine on hair and shoes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.lighting import Lighting
from holistic_core.coach.raster import Floats


@dataclass(frozen=True)
class Material:
    """wrap: how far light reaches beyond the terminator, for red, green, blue. shine, sharpness: of highlights.

    sheen: light that the rim of the surface sends back. strands: highlights lie across hair.
    """

    wrap: tuple[float, float, float]
    shine: float
    sharpness: float
    sheen: float
    strands: bool = False


_CLOTH: Final = Material((0.10, 0.10, 0.10), 0.018, 12, 0.10)
_SKIN: Final = Material((0.34, 0.20, 0.14), 0.075, 26, 0.09)
# In the order of `figure_mesh.SURFACES`.
MATERIALS: Final = (
    _SKIN,
    _SKIN,
    Material((0.12, 0.10, 0.08), 0.13, 60, 0.10, strands=True),
    _CLOTH,
    _CLOTH,
    Material((0.06, 0.06, 0.06), 0.10, 40, 0.08),
    Material((0.08, 0.08, 0.08), 0.03, 16, 0.05),
    Material((0.14, 0.14, 0.14), 0.01, 10, 0.10),
)
_CONTACT_M: Final = 0.22  # below this height the floor takes light away


@dataclass(frozen=True)
class Point:
    """k points to be lit: everything (3, k) or (k,). normal and to_camera are unit vectors; kind indexes MATERIALS.

    open: share of the light from all sides that arrives; lit: share of the key light.
    """

    kind: npt.NDArray[np.uint8]
    place: Floats
    normal: Floats
    to_camera: Floats
    albedo: Floats
    open: Floats
    lit: Floats


def unit(vectors: Floats) -> Floats:
    """Vectors (3, k) at length 1."""
    return np.asarray(vectors / np.sqrt(np.maximum(_dot(vectors, vectors), np.float32(1e-12))))


def shaded(point: Point, lighting: Lighting, strand_direction: Floats) -> Floats:
    """Linear light (3, k) that goes from the points to the camera. strand_direction (3,): along the hair."""
    kind, normal = point.kind, point.normal
    key = lighting.key_direction @ normal
    wrap = _table("wrap").T[:, kind]
    # Light bleeds into the shade, most of it red: the warm terminator of skin.
    soft = np.maximum((key + wrap) / (1 + wrap), 0)
    lit = _through(point.lit, wrap)
    facing = np.clip(_dot(normal, point.to_camera), 0, 1)
    near_floor = np.clip(point.place[1] / np.float32(_CONTACT_M), 0, 1)
    upward = np.float32(0.5) + np.float32(0.5) * normal[1]
    ground = lighting.ground * ((1 - upward) * (0.35 + 0.65 * near_floor))
    around = lighting.sky * upward * (0.80 + 0.20 * near_floor) + ground
    fill = np.maximum(lighting.fill_direction @ normal * np.float32(0.75) + np.float32(0.25), 0)
    around += lighting.fill * fill
    # Light that bounces inside a crease takes the colour of the surface (Jimenez et al. 2016, a simpler fit).
    open_rgb = point.open / (1 - point.albedo * np.float32(0.75) * (1 - point.open))
    light = lighting.key * (soft * lit) + around * open_rgb
    colour = point.albedo * light
    rim = (1 - facing) ** 3
    back = np.maximum(lighting.back_direction @ normal, 0)
    glow = rim * _table("sheen")[kind] * point.open
    colour += lighting.sky * glow + lighting.back * (glow * 3 * back)
    colour += lighting.key * _highlight(point, lighting, strand_direction, facing)
    return np.asarray(colour, np.float32)


def _through(lit: Floats, wrap: Floats) -> Floats:
    """Shadow edges on skin are soft and red as well."""
    return np.asarray(np.clip(lit * (1 + np.float32(0.6) * wrap * (1 - lit)), 0, 1))


def _highlight(point: Point, lighting: Lighting, strand_direction: Floats, facing: Floats) -> Floats:
    kind = point.kind
    half = unit(lighting.key_direction[:, None] + point.to_camera)
    towards = np.maximum(_dot(point.normal, half), 0)
    hair = np.flatnonzero(_table("strands")[kind] > 0)
    if len(hair):
        # Hair shines where the half-way vector is square to the strands (Kajiya and Kay 1989).
        normal = point.normal[:, hair]
        strand = unit(strand_direction[:, None] - normal * (strand_direction @ normal))
        across = _dot(strand, half[:, hair])
        towards[hair] = np.sqrt(np.maximum(1 - across * across, 0)) * np.sqrt(towards[hair])
    fresnel = 1 + 3 * (1 - facing) ** 4
    light = np.exp2(_table("sharpness")[kind] * np.log2(np.maximum(towards, np.float32(1e-4))))
    faces = np.clip(4 * (lighting.key_direction @ point.normal) + np.float32(0.3), 0, 1)
    return np.asarray(light * _table("shine")[kind] * fresnel * point.lit * faces * point.open)


def _dot(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[0] * other[0] + one[1] * other[1] + one[2] * other[2])


def _table(name: str) -> Floats:
    """A property of all materials."""
    return np.array([getattr(material, name) for material in MATERIALS], np.float32)
