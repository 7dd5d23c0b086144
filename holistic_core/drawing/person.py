"""One person's landmarks as bones, points and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.drawing import brush
from holistic_core.drawing.brush import Image, PointsPx
from holistic_core.drawing.options import DrawOptions
from holistic_core.drawing.styles import LOOKS, Look
from holistic_core.options import Part
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE, Edge, Side, topology_named

_REFERENCE_SIDE_PX: Final = 480
# The finest a part that is small in the picture is drawn, as a share of its usual width.
_FINEST: Final = 0.35
_DIGITS_PX: Final = 7.0
_SMALLEST_DIGITS_PX: Final = 7.0
_HEAD_POINTS: Final = 11  # the first ones of a body
_ORDER: Final[tuple[Part, ...]] = ("face", "pose", "left_hand", "right_hand")
# A number that came first keeps its place: those of the body matter most.
_FOR_NUMBERS: Final[tuple[Part, ...]] = ("pose", "left_hand", "right_hand", "face")
_Edges = tuple[tuple[Side, npt.NDArray[np.intp]], ...]
_Kind = Literal["body", "head", "hand", "contours", "mesh", "points"]


@dataclass(frozen=True)
class _Layer:
    """What is drawn in one go: the points of one part, or of a body with or without its head."""

    points: PointsPx
    sides: npt.NDArray[np.str_]
    edges: _Edges
    look: Look


def draw_person(image: Image, result: HolisticResult, options: DrawOptions) -> None:
    """Draw one person into `image`, whose size may differ from the picture the result belongs to."""
    height, width = image.shape[:2]
    points: dict[Part, PointsPx] = {}
    topologies: dict[Part, str] = {}
    for part in _ORDER:
        landmarks = result.part(part)
        if part in options.parts and landmarks is not None:
            points[part] = visible_px(landmarks, (width, height), options.min_visibility)
            topologies[part] = landmarks.topology.name
    if options.style == "house":
        leave_to_finer_parts(points)
    scale = min(width, height) / _REFERENCE_SIDE_PX
    for part, points_px in points.items():
        for layer in _layers(topologies[part], points_px, options):
            _draw_layer(image, layer, options.thickness * _finer(layer, scale))
    if options.numbers:
        numbers = brush.Numbers(image, max(_SMALLEST_DIGITS_PX, _DIGITS_PX * scale))
        for part in sorted(points, key=_FOR_NUMBERS.index):
            there = np.flatnonzero(np.isfinite(points[part]).all(axis=1))
            numbers.write(points[part][there], there.tolist(), offset_px=3.0 * scale)


def visible_px(landmarks: Landmarks, image_size: tuple[int, int], min_visibility: float) -> PointsPx:
    """`(n, 2)` pixels; NaN for the points that are not drawn."""
    points = landmarks.xy_px(image_size)
    points[landmarks.visibility < min_visibility] = np.nan  # False where the visibility is not told
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def leave_to_finer_parts(points: dict[Part, PointsPx]) -> None:
    """The body's own few points of face and hands only clutter what the face and hand models have found."""
    if "pose" not in points:
        return
    if "face" in points:
        points["pose"][:_HEAD_POINTS] = np.nan
    for side in ("left", "right"):
        if f"{side}_hand" in points:
            points["pose"][[POSE.index(f"{side}_{point}") for point in ("pinky", "index", "thumb")]] = np.nan


def _layers(topology_name: str, points: PointsPx, options: DrawOptions) -> Iterator[_Layer]:
    kinds: tuple[_Kind, ...]
    if topology_name == "pose":
        kinds = ("body", "head")
    else:
        kinds = ("hand",) if topology_name.endswith("hand") else (options.face,)
    for kind in kinds:
        indices, sides, edges = _drawn(topology_name, kind)
        yield _Layer(points[indices], sides, edges, LOOKS[options.style, kind])


def _finer(layer: _Layer, scale: float) -> float:
    """Factor on the widths of a layer: that of the picture, or less for a part that is small in it."""
    there = _finite(layer.points)
    if not layer.look.extent_px or not len(there):
        return scale
    extent = float(np.ptp(there, axis=0).max())
    return min(scale, max(extent / layer.look.extent_px, _FINEST * scale))


def _draw_layer(image: Image, layer: _Layer, scale: float) -> None:
    look, points = layer.look, layer.points
    if look.bone_px:
        width = max(1, round(look.bone_px * scale))
        segments = [(side, _finite(points[pairs])) for side, pairs in layer.edges]
        if look.rim_px:
            outer = width + 2 * max(1, round(look.rim_px * scale))
            brush.lines(image, np.concatenate([each for _, each in segments]), look.rim, outer)
        for side, each in segments:
            brush.lines(image, each, look.bone_colours[side], width)
    if look.dot_px:
        radius = max(1.0, look.dot_px * scale)
        if look.ring_px:
            brush.dots(image, _finite(points), (255, 255, 255), radius + max(0.7, look.ring_px * scale))
        for side in look.dot_colours:
            brush.dots(image, _finite(points[layer.sides == side]), look.dot_colours[side], radius)


def _finite(points: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rows without NaN of `(k, 2)` points or `(k, 2, 2)` segments."""
    there: npt.NDArray[np.float32] = points[np.isfinite(points).all(axis=tuple(range(1, points.ndim)))]
    return there


@cache
def _drawn(topology_name: str, kind: _Kind) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.str_], _Edges]:
    """Indices of the points of a layer, their sides, and its edges by side as indices into those points."""
    topology = topology_named(topology_name)
    first, last = 0, len(topology.names)
    if kind == "head":
        last = _HEAD_POINTS
    elif kind == "body":
        first = _HEAD_POINTS
    edges: tuple[Edge, ...] = topology.edge_groups["mesh"] if kind == "mesh" else topology.edges
    grouped: dict[Side, list[Edge]] = {}
    for edge in edges:
        if first <= min(edge) and max(edge) < last:
            grouped.setdefault(topology.edge_side(edge), []).append((edge[0] - first, edge[1] - first))
    by_side = tuple((side, np.array(each, np.intp)) for side, each in grouped.items())
    return np.arange(first, last), np.array(topology.sides[first:last]), by_side
