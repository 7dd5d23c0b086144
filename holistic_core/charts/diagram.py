"""A schematic picture of what one angle measures."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from holistic_core.angle_definitions import Corner, corner_label
from holistic_core.angles import AngleDefinition
from holistic_core.charts.look import COLOURS, FAINT, NEUTRAL, SYMBOLS, apply_look
from holistic_core.palette import rgb_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_XY = tuple[float, float]

_HEIGHT_PX: Final = 300
_HEAD_RADIUS: Final = 0.075
_ARC_STEPS: Final = 24
_LEAN_DEG: Final = 18.0


def _both_sides(points: Mapping[str, _XY]) -> dict[str, _XY]:
    """The person faces us: its left is on our right."""
    return {
        f"{side}_{name}": (sign * x, y)
        for side, sign in (("left", 1), ("right", -1))
        for name, (x, y) in points.items()
    }


# Shares of the stature, y upwards, the knees, elbows and wrists bent so that every angle has something to show.
_BODY: Final[Mapping[str, _XY]] = MappingProxyType(
    _both_sides(
        {
            "ear": (0.075, 0.955),
            "shoulder": (0.13, 0.80),
            "elbow": (0.28, 0.67),
            "wrist": (0.40, 0.80),
            "index": (0.375, 0.94),
            "pinky": (0.415, 0.94),
            "hip": (0.09, 0.52),
            "knee": (0.19, 0.29),
            "ankle": (0.14, 0.07),
            "foot_index": (0.27, 0.01),
        }
    )
)
_CHAINS: Final = (("shoulder", "elbow", "wrist", "hand"), ("shoulder", "hip", "knee", "ankle", "foot_index"))
_BODY_CHAINS: Final[tuple[tuple[Corner, ...], ...]] = (
    *(
        tuple((f"{side}_{point}",) if point != "hand" else (f"{side}_index", f"{side}_pinky") for point in chain)
        for side in ("left", "right")
        for chain in _CHAINS
    ),
    (("left_shoulder",), ("right_shoulder",)),
    (("left_hip",), ("right_hip",)),
)
# A bent finger from the side, the wrist on the left; the first point of a thumb stands in the place of the wrist.
_FINGER: Final[tuple[_XY, ...]] = ((0.0, 0.0), (0.50, 0.14), (0.76, 0.02), (0.84, -0.20), (0.78, -0.36))
_REFERENCE_LINE: Final = 0.36


def angle_diagram(definition: AngleDefinition) -> "Figure":
    """A stick person, or a finger from the side, with the points of one angle and its arc in the side's colour."""
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    is_hand = definition.group in ("left_hand", "right_hand")
    points, chains = _finger(definition) if is_hand else (_posed(definition), _BODY_CHAINS)
    corners = [_place(points, corner) for corner in definition.corners]
    colour = COLOURS[definition.side]
    figure = go.Figure()
    for chain in chains:
        _line(figure, [_place(points, corner) for corner in chain], FAINT, 5)
    if not is_hand:
        _head(figure, points)
    vertex, directions, radius = _rays(definition, corners)
    arc = _arc(vertex, *directions, radius)
    figure.add_scatter(
        x=[vertex[0], *(x for x, _ in arc)],
        y=[vertex[1], *(y for _, y in arc)],
        mode="lines",
        fill="toself",
        fillcolor=f"rgba{(*rgb_of(colour), 0.3)}",
        line={"color": colour, "width": 2},
        hoverinfo="skip",
    )
    if definition.kind != "inner":
        end = _beyond(vertex, directions[0], _REFERENCE_LINE)
        _line(figure, [vertex, end], NEUTRAL, 2, dash="dot")
    _line(figure, corners, colour, 6)
    figure.add_scatter(
        x=[x for x, _ in corners],
        y=[y for _, y in corners],
        mode="markers",
        marker={
            "color": colour,
            "symbol": SYMBOLS[definition.side],
            "size": 12,
            "line": {"color": "white", "width": 1.5},
        },
        customdata=[corner_label(corner).capitalize() for corner in definition.corners],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _annotate(figure, definition, corners, directions, radius)
    apply_look(figure, title=definition.label, height=_HEIGHT_PX)
    figure.update_xaxes(visible=False, range=[-0.25, 1.2] if is_hand else [-0.6, 0.6])
    figure.update_yaxes(visible=False, scaleanchor="x", range=[-0.5, 0.35] if is_hand else [-0.03, 1.08])
    return figure.update_layout(hovermode="closest")


def _posed(definition: AngleDefinition) -> dict[str, _XY]:
    """The stick person, tilted or leaning to the positive side where that is what the angle measures."""
    points = dict(_BODY)
    upper = [name for name in points if not name.endswith(("hip", "knee", "ankle", "foot_index"))]
    if definition.name == "trunk_lean":
        return points | _turned(points, upper, _place(points, ("left_hip", "right_hip")), -_LEAN_DEG)
    if definition.name == "shoulder_tilt":
        shoulders = ("left_shoulder", "right_shoulder")
        moved = [name for name in upper if not name.endswith("ear")]
        return points | _turned(points, moved, _place(points, shoulders), _LEAN_DEG)
    if definition.name == "pelvis_tilt":
        hips = ("left_hip", "right_hip")
        return points | _turned(points, list(hips), _place(points, hips), _LEAN_DEG)
    return points


def _turned(points: Mapping[str, _XY], names: Sequence[str], centre: _XY, deg: float) -> dict[str, _XY]:
    """Counter-clockwise, y upwards."""
    cos, sin = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    moved = {}
    for name in names:
        x, y = points[name][0] - centre[0], points[name][1] - centre[1]
        moved[name] = (centre[0] + cos * x - sin * y, centre[1] + sin * x + cos * y)
    return moved


def _finger(definition: AngleDefinition) -> tuple[dict[str, _XY], tuple[tuple[Corner, ...], ...]]:
    finger = definition.corners[1][0].partition("_")[0]
    joints = ("cmc", "mcp", "ip", "tip") if finger == "thumb" else ("mcp", "pip", "dip", "tip")
    names = ["wrist", *(f"{finger}_{joint}" for joint in joints)]
    return dict(zip(names, _FINGER, strict=True)), (tuple((name,) for name in names),)


def _place(points: Mapping[str, _XY], corner: Corner) -> _XY:
    places = [points[name] for name in corner]
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)


def _rays(definition: AngleDefinition, corners: Sequence[_XY]) -> tuple[_XY, tuple[float, float], float]:
    """Vertex, the directions of both sides in radians, and the radius of the arc."""
    if definition.kind == "inner":
        start, vertex, end = corners
        shorter = min(math.dist(vertex, start), math.dist(vertex, end))
        return vertex, (_direction(vertex, start), _direction(vertex, end)), min(0.12, 0.7 * shorter)
    start, end = corners
    if definition.kind == "lean":
        return start, (math.pi / 2, _direction(start, end)), 0.16
    # Right → left runs to our right.
    return start, (0.0, _direction(start, end)), 0.16


def _direction(start: _XY, end: _XY) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])


def _arc(vertex: _XY, start: float, end: float, radius: float) -> list[_XY]:
    """The shorter way round from one direction to the other, and back to the vertex."""
    turn = math.remainder(end - start, 2 * math.pi)
    steps = [start + turn * step / _ARC_STEPS for step in range(_ARC_STEPS + 1)]
    return [*((vertex[0] + radius * math.cos(a), vertex[1] + radius * math.sin(a)) for a in steps), vertex]


def _beyond(vertex: _XY, direction: float, distance: float) -> _XY:
    return vertex[0] + distance * math.cos(direction), vertex[1] + distance * math.sin(direction)


def _annotate(
    figure: "Figure",
    definition: AngleDefinition,
    corners: Sequence[_XY],
    directions: tuple[float, float],
    radius: float,
) -> None:
    """The size of the angle and the names of its points, where they do not cover each other."""
    turn = math.remainder(directions[1] - directions[0], 2 * math.pi)
    if definition.kind == "inner":
        middle = directions[0] + turn / 2
        number_at = _beyond(corners[1], middle, radius + 0.08)
    else:
        number_at = _beyond(corners[0], directions[0], _REFERENCE_LINE + 0.05)
    _text(figure, number_at, f"{math.degrees(abs(turn)):.0f}°", 13)
    centre = sum(x for x, _ in corners) / len(corners)
    for number, (corner, place) in enumerate(zip(definition.corners, corners, strict=True)):
        name = corner_label(corner)
        name = name.rpartition(" ")[2] if len(corner) > 1 else name.removeprefix("left ").removeprefix("right ")
        outwards = 1 if place[0] >= centre else -1
        if definition.kind == "inner" and number == 1:
            outwards = -1 if math.cos(middle) >= 0 else 1
        if definition.kind == "tilt":
            _text(figure, place, name, 12, yshift=18)
            continue
        # Beside the line of the shoulders or the hips, not on it.
        up = {"shoulder": 13, "shoulders": -13, "hip": -13, "hips": -13}.get(name, 0)
        _text(figure, place, name, 12, xanchor="left" if outwards > 0 else "right", xshift=10 * outwards, yshift=up)


def _text(figure: "Figure", place: _XY, text: str, size: int, **how: Any) -> None:
    figure.add_annotation(x=place[0], y=place[1], text=text, font={"size": size}, showarrow=False, **how)


def _head(figure: "Figure", points: Mapping[str, _XY]) -> None:
    x, y = _place(points, ("left_ear", "right_ear"))
    figure.add_shape(
        type="circle",
        x0=x - _HEAD_RADIUS,
        x1=x + _HEAD_RADIUS,
        y0=y - _HEAD_RADIUS,
        y1=y + _HEAD_RADIUS,
        line={"color": FAINT, "width": 5},
    )


def _line(figure: "Figure", places: Sequence[_XY], colour: str, width: int, dash: str = "solid") -> None:
    figure.add_scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        hoverinfo="skip",
    )
