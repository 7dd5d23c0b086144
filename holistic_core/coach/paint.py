"""What the figure's surfaces are made of: colour, fine relief and folds, by places in the rest pose."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.colour import linear
from holistic_core.coach.face_paint import paint_head
from holistic_core.coach.figure import Figure
from holistic_core.coach.figure_mesh import SURFACES, figure_mesh
from holistic_core.coach.raster import Floats
from holistic_core.coach.rest_pose import rest_skeleton
from holistic_core.coach.seams import FAR_M, bottoms_edge_m, shirt_edge_m
from holistic_core.coach.texture import noise_at, smooth_noise_at, smoothstep

SKIN, HEAD, HAIR, SHIRT, BOTTOMS, SHOE, SOLE, SOCK = range(len(SURFACES))
_SOLE: Final = "#E9E7E1"
_SOCK: Final = "#DCDCDA"
_CROWN_M: Final = (0.04, -0.02)  # height and depth of the middle of the hair in the head's frame
_STITCH_M: Final = 0.021  # from the edge of the cloth
# Fine relief by surface: length of its waves (m), how far it tilts normals, how far it changes the brightness.
_RELIEF: Final = {
    SKIN: (0.007, 0.012, 0.010),
    HAIR: (0.0075, 0.16, 0.16),
    SHIRT: (0.009, 0.016, 0.014),
    BOTTOMS: (0.010, 0.022, 0.022),
}
# What blood takes from the colour of skin: red, green, blue.
_BLOOD: Final = np.array([[0.06], [0.16], [0.17]], np.float32)
# Large folds by surface: length of their waves (m) and how far they tilt normals.
_FOLDS: Final = {SHIRT: (0.085, 0.10), BOTTOMS: (0.075, 0.11)}


@dataclass(frozen=True)
class Coat:
    """What stays the same at every vertex.

    detail (n,): of cloth the distance from its edge in metres, of skin how much blood is in it (about 0-1).
    folds (n, 3): what is added to normals.
    """

    detail: Floats
    folds: Floats


@lru_cache(maxsize=4)
def coat(figure: Figure) -> Coat:
    """Details and folds of a figure's vertices."""
    mesh = figure_mesh(figure)
    surface, rest_m = mesh.surface, mesh.rest_m
    edge = np.full(len(surface), FAR_M, np.float32)
    edge[surface == SHIRT] = shirt_edge_m(figure, rest_m[surface == SHIRT], rest_m[surface == SKIN])
    edge[surface == BOTTOMS] = bottoms_edge_m(figure, rest_m[surface == BOTTOMS])
    folds = np.zeros(rest_m.shape, np.float32)
    for kind, (wave_m, tilt) in _FOLDS.items():
        chosen = surface == kind
        # Cloth hangs in folds that are longer than wide, and lies smooth at its seams.
        place = rest_m[chosen].T * np.array([1.0, 0.45, 1.0], np.float32)[:, None]
        gradient = smooth_noise_at(place, wave_m)[1:4]
        gradient[1] *= np.float32(0.45)
        tight = kind == BOTTOMS and figure.bottoms == "leggings"
        folds[chosen] = (gradient * smoothstep(0.0, 0.06, edge[chosen])).T * np.float32(tilt * (0.35 if tight else 1))
    edge[surface == SKIN] = _blood(figure, rest_m[surface == SKIN])
    return Coat(edge, folds)


def painted(figure: Figure, kind: npt.NDArray[np.uint8], places: Floats, detail: Floats) -> tuple[Floats, Floats]:
    """Colours (3, k) of points on the surfaces `kind`, and what their relief adds to normals (3, k).

    places (3, k): in the rest pose. detail (k,): as in `Coat`.
    """
    colour = _base(figure).take(kind, axis=1)
    tilt = np.zeros_like(colour)
    head = np.flatnonzero(kind == HEAD)
    if len(head):
        colour[:, head] = paint_head(np.ascontiguousarray(places[:, head].T), figure).T
    for surface, (wave_m, slope, contrast) in _RELIEF.items():
        chosen = np.flatnonzero(kind == surface)
        if not len(chosen):
            continue
        relief = _strands if surface == HAIR else noise_at
        noise = relief(places[:, chosen], wave_m)
        tilt[:, chosen] = noise[1:4] * np.float32(slope)
        brightness = 1 + np.float32(contrast) * noise[0]
        colour[:, chosen] *= brightness if surface != SKIN else brightness * (1 - _BLOOD * detail[chosen])
    cloth = np.flatnonzero((detail < 3 * _STITCH_M) & ((kind == SHIRT) | (kind == BOTTOMS)))  # no stitches beyond
    if len(cloth):
        colour[:, cloth] *= _hem(detail[cloth])
    return colour, tilt


def _strands(places: Floats, wave_m: float) -> Floats:
    """Noise (4, k) in lines that run from the crown down all around the head; places (3, k) in the head's frame."""
    x, y, z = places[0], places[1] - np.float32(_CROWN_M[0]), places[2] - np.float32(_CROWN_M[1])
    around = np.arctan2(x, z)
    aside = np.hypot(x, z)
    down = np.arctan2(aside, y)
    # Lines at the crown would be narrower than any pixel.
    clear = np.minimum(aside / np.float32(0.05), 1)
    noise = noise_at(np.stack([around * np.float32(0.09), down * np.float32(0.012), np.zeros_like(x)]), wave_m)
    out = np.zeros_like(noise)
    out[0] = noise[0] * clear
    slope = noise[1] * clear
    out[1], out[3] = slope * np.cos(around), -slope * np.sin(around)
    return out


def _hem(edge_m: Floats) -> Floats:
    """Cloth is double, and darker, up to a line of stitches; its very edge lies in its own shade."""
    band = 1 - 0.07 * smoothstep(_STITCH_M + 0.001, _STITCH_M - 0.001, edge_m)
    stitches = 1 - 0.26 * np.exp(-(((edge_m - _STITCH_M) / np.float32(0.0020)) ** 2))
    rim = 1 - 0.30 * smoothstep(0.004, 0.0, edge_m)
    return np.asarray(band * stitches * rim)


@lru_cache(maxsize=4)
def _base(figure: Figure) -> Floats:
    """Colour of each surface, (3, surfaces)."""
    colours = (
        figure.skin,
        figure.skin,
        figure.hair_colour,
        figure.shirt_colour,
        figure.bottoms_colour,
        figure.shoe_colour,
        _SOLE,
        _SOCK,
    )
    return np.stack([linear(colour) for colour in colours], axis=1)


def _blood(figure: Figure, rest_m: Floats) -> Floats:
    """Skin has more blood at elbows, knees and fingers, and is nowhere quite even: (n,), about 0-1."""
    bones, scale = rest_skeleton(figure).bones, np.float32(figure.proportions.scale)
    warm = np.zeros(len(rest_m), np.float32)
    for name, reach_m in (("forearm", 0.045), ("shank", 0.055), ("middle_1", 0.055), ("middle_3", 0.035)):
        for side in ("left", "right"):
            away = np.linalg.norm(rest_m - bones[f"{side}_{name}"].origin_m.astype(np.float32), axis=1)
            warm += np.exp(-((away / (reach_m * scale)) ** 2))
    uneven = smooth_noise_at(np.ascontiguousarray(rest_m.T), 0.05)[0]
    return np.asarray(np.clip(warm, 0, 1) * 0.8 + 0.12 * uneven, np.float32)
