"""One person's landmarks as bones, points and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

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
_WHITE: Final = (255, 255, 255)
_SIDES: Final[tuple[Side, ...]] = get_args(Side)
_Kind = Literal["body", "head", "hand", "contours", "mesh", "points"]


@dataclass(frozen=True)
class _Plan:
    """Which points and edges belong to a layer, in the order in which they are drawn: one side after the other.

    points: `(n,)` indices into those of the part. sides: of each point. edges: `(k, 2)` indices into `points`.
    edge_sides: for each side, where its edges start and where they end.
    """

    points: npt.NDArray[np.intp]
    sides: tuple[Side, ...]
    edges: npt.NDArray[np.intp]
    edge_sides: tuple[tuple[Side, int, int], ...]


@dataclass(frozen=True)
class _Layer:
    """What is drawn in one go: the points of one part, or of a body with or without its head. valued: not NaN."""

    plan: _Plan
    points: PointsPx
    valued: npt.NDArray[np.bool_]
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
        plan = _plan(topology_name, kind)
        layer = points[plan.points]
        # A point that is not drawn has lost both of its coordinates.
        yield _Layer(plan, layer, np.isfinite(layer[:, 0]), LOOKS[options.style, kind])


def _finer(layer: _Layer, scale: float) -> float:
    """Factor on the widths of a layer: that of the picture, or less for a part that is small in it."""
    there = layer.points[layer.valued]
    if not layer.look.extent_px or not len(there):
        return scale
    extent = float((there.max(axis=0) - there.min(axis=0)).max())
    return min(scale, max(extent / layer.look.extent_px, _FINEST * scale))


def _draw_layer(image: Image, layer: _Layer, scale: float) -> None:
    look, plan = layer.look, layer.plan
    if look.bone_px:
        width = max(1, round(look.bone_px * scale))
        whole = layer.valued[plan.edges].all(axis=1)
        segments = brush.placed(np.where(layer.valued[:, None], layer.points, 0))[plan.edges[whole]]
        if look.rim_px:
            outer = width + 2 * max(1, round(look.rim_px * scale))
            brush.placed_lines(image, segments, look.rim, outer)
        before = np.concatenate([[0], np.cumsum(whole)])
        for side, start, end in plan.edge_sides:
            brush.placed_lines(image, segments[before[start] : before[end]], look.bone_colours[side], width)
    if look.dot_px:
        radius = max(1.0, look.dot_px * scale)
        ring = (_WHITE, radius + max(0.7, look.ring_px * scale)) if look.ring_px else None
        brush.dots(image, layer.points, [look.dot_colours[side] for side in plan.sides], radius, ring)


@cache
def _plan(topology_name: str, kind: _Kind) -> _Plan:
    topology = topology_named(topology_name)
    first, last = 0, len(topology.names)
    if kind == "head":
        last = _HEAD_POINTS
    elif kind == "body":
        first = _HEAD_POINTS
    points = sorted(range(first, last), key=lambda point: _SIDES.index(topology.sides[point]))
    place = {point: index for index, point in enumerate(points)}
    grouped: dict[Side, list[Edge]] = {}
    for edge in topology.edge_groups["mesh"] if kind == "mesh" else topology.edges:
        if first <= min(edge) and max(edge) < last:
            grouped.setdefault(topology.edge_side(edge), []).append((place[edge[0]], place[edge[1]]))
    edge_sides, start = [], 0
    for side, each in grouped.items():
        edge_sides.append((side, start, start + len(each)))
        start += len(each)
    edges = np.array([edge for each in grouped.values() for edge in each], np.intp).reshape(-1, 2)
    sides = tuple(topology.sides[point] for point in points)
    return _Plan(np.array(points, np.intp), sides, edges, tuple(edge_sides))
