"""How far every place of the clothes is from where cloth ends: sleeves, legs, the shirt's lower edge and its collar."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import Figure
from holistic_core.coach.garments import shirt_solid
from holistic_core.coach.raster import Floats
from holistic_core.coach.rest_pose import rest_skeleton
from holistic_core.coach.skeleton import SIDES, Bone

FAR_M: Final = 1.0
_TUBE_M: Final = 0.14  # a sleeve or a trouser leg is within this of its bone
_OPENING_M: Final = 0.26  # how far below the base of the neck armholes reach
_SKIN_STEP_M: Final = 0.004  # half a step between vertices of the skin
_PAIRS_AT_ONCE: Final = 1 << 20


def shirt_edge_m(figure: Figure, rest_m: Floats, skin_m: Floats) -> Floats:
    """Distance of the shirt's vertices (n, 3) from its nearest edge (n,), in the rest pose; at most `FAR_M`.

    skin_m (k, 3): vertices of the skin.
    """
    bones, scale = rest_skeleton(figure).bones, figure.proportions.scale
    edge = np.full(len(rest_m), FAR_M, np.float32)
    trunk = np.ones(len(rest_m), bool)
    for side in SIDES:
        name = "forearm" if figure.sleeves == "long" else "upper_arm"
        along, tube = _along(bones[f"{side}_{name}"], rest_m, scale)
        arm = _along(bones[f"{side}_upper_arm"], rest_m, scale)[0] > 0
        sleeve = tube & arm & (np.abs(rest_m[:, 0]) > abs(bones[f"{side}_upper_arm"].origin_m[0]))
        trunk &= ~sleeve
        if figure.sleeves != "none":
            _lower(edge, along, sleeve)
    _lower(edge, -rest_m[:, 1], trunk)
    return np.minimum(edge, _from_opening_m(figure, rest_m, skin_m))


def _from_opening_m(figure: Figure, rest_m: Floats, skin_m: Floats) -> Floats:
    """Distance from the skin that looks out of the shirt's openings for the neck and, without sleeves, for the arms."""
    bones, scale = rest_skeleton(figure).bones, figure.proportions.scale
    neck_m = bones["neck"].origin_m
    low_m = neck_m[1] - _OPENING_M * scale
    aside = np.inf if figure.sleeves == "none" else abs(bones["left_upper_arm"].origin_m[0]) - 0.02 * scale
    skin = skin_m[(skin_m[:, 1] > low_m) & (np.abs(skin_m[:, 0]) < aside)]
    rim = skin[shirt_solid(figure).distance(skin) > 0]
    away = np.full(len(rest_m), FAR_M, np.float32)
    near = np.flatnonzero(rest_m[:, 1] > low_m)
    for places in np.array_split(near, 1 + len(near) * len(rim) // _PAIRS_AT_ONCE):
        nearest = np.linalg.norm(rest_m[places, None] - rim, axis=2).min(axis=1, initial=FAR_M)
        away[places] = np.maximum(nearest - np.float32(_SKIN_STEP_M * scale), 0)
    return away


def bottoms_edge_m(figure: Figure, rest_m: Floats) -> Floats:
    """The same for shorts, leggings and trousers; their upper edge is under the shirt."""
    bones, scale = rest_skeleton(figure).bones, figure.proportions.scale
    edge = np.full(len(rest_m), FAR_M, np.float32)
    for side in SIDES:
        name = "thigh" if figure.bottoms == "shorts" else "shank"
        along, tube = _along(bones[f"{side}_{name}"], rest_m, scale)
        _lower(edge, along, tube & (along > 0) & (np.sign(rest_m[:, 0]) == np.sign(bones[f"{side}_thigh"].origin_m[0])))
    return edge


def _along(bone: Bone, rest_m: Floats, scale: float) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """How far along a bone places are, and which are near it."""
    from_joint = rest_m - bone.origin_m.astype(np.float32)
    direction = -bone.rotation[:, 1].astype(np.float32)
    along = from_joint @ direction
    away = np.linalg.norm(from_joint - along[:, None] * direction, axis=1)
    return along, away < _TUBE_M * scale


def _lower(edge: Floats, along: Floats, chosen: npt.NDArray[np.bool_]) -> None:
    """Where `along` is largest the chosen part ends."""
    if chosen.any():
        edge[chosen] = np.minimum(edge[chosen], along[chosen].max() - along[chosen])
