"""Joint angles of one person, left against right."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from holistic_core.angles import Angle
from holistic_core.charts.diagram import angle_diagram
from holistic_core.charts.look import COLOURS, FAINT, NEUTRAL, SIDE_LABELS, SYMBOLS, apply_look
from holistic_core.errors import OptionsError
from holistic_core.topology import Side

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["AngleChartKind", "angle_bars", "angle_diagram"]

AngleChartKind = Literal["2d", "3d", "both"]

_ROW_PX: Final[dict[AngleChartKind, int]] = {"2d": 30, "3d": 30, "both": 20}
_FRAME_PX: Final = 140
_PANEL_GAP_PX: Final = 76
_RIGHT_PX: Final = 56
_MARKER_PX: Final = 11
_TITLES: Final = {
    "2d": "Joint angles in the picture (2D)",
    "3d": "Joint angles in space (3D)",
    "both": "Joint angles, 2D and 3D",
}
_NO_VALUE: Final = "No value"
_LEGEND: Final = (*SIDE_LABELS.values(), _NO_VALUE)
_SIDES: Final[tuple[Side, ...]] = ("left", "right", "middle")


@dataclass(frozen=True)
class _Value:
    label: str
    side: Side
    deg: float
    plane: str


@dataclass(frozen=True)
class _Row:
    """One line of the chart: a joint's left and right, or one angle of the middle."""

    tick: str
    values: tuple[_Value, ...]


def angle_bars(angles: Sequence[Angle], kind: AngleChartKind = "both") -> "Figure":
    """Left and right of every joint on one line: inner angles from 0° to 180°, tilts and leans around 0°.

    angles: as from `joint_angles`, or a selection of them. kind: "2d" (picture plane), "3d" (in space), or both on
    lines of their own. An angle without a value is a gap; a grey cross at the edge tells so on hover.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415 -- plotly is loaded when a chart is made

    if kind not in _TITLES:
        raise OptionsError(f"kind is {kind!r}; choose one of {', '.join(map(repr, _TITLES))}.")
    inner = _rows([angle for angle in angles if angle.definition.kind == "inner"], kind)
    signed = _rows([angle for angle in angles if angle.definition.kind != "inner"], kind)
    panels = [(rows, is_signed) for rows, is_signed in ((inner, False), (signed, True)) if rows] or [((), False)]
    heights = [_ROW_PX[kind] * max(1, len(rows)) for rows, _ in panels]
    gaps = _PANEL_GAP_PX * (len(panels) - 1)
    figure = make_subplots(
        rows=len(panels),
        cols=1,
        row_heights=heights,
        vertical_spacing=_PANEL_GAP_PX / (sum(heights) + gaps) if gaps else 0,
    )
    in_legend: set[str] = set()
    for number, (rows, is_signed) in enumerate(panels, 1):
        axis = _axis(rows, is_signed)
        for trace in _traces(rows, axis["range"][0]):
            trace.showlegend = trace.name in _LEGEND and trace.name not in in_legend
            in_legend.add(trace.name)
            figure.add_trace(trace, row=number, col=1)
        figure.update_xaxes(showgrid=True, ticksuffix="°", **axis, row=number, col=1)
        figure.update_yaxes(
            showgrid=False,
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[row.tick for row in rows],
            row=number,
            col=1,
        )
        if is_signed:
            figure.add_vline(0, line={"color": NEUTRAL, "width": 1}, row=number, col=1)
    apply_look(figure, title=_TITLES[kind], height=_FRAME_PX + sum(heights) + gaps, legend=True)
    return figure.update_layout(margin_r=_RIGHT_PX)


def _rows(angles: Sequence[Angle], kind: AngleChartKind) -> tuple[_Row, ...]:
    joints: dict[str, list[Angle]] = {}
    for angle in angles:
        joints.setdefault(angle.definition.name.removeprefix("left_").removeprefix("right_"), []).append(angle)
    planes = ("2d", "3d") if kind == "both" else (kind,)
    return tuple(
        _Row(_tick(each, plane, kind), tuple(_value(angle, plane) for angle in each))
        for each in joints.values()
        for plane in planes
    )


def _tick(angles: Sequence[Angle], plane: str, kind: AngleChartKind) -> str:
    definition = angles[0].definition
    name = definition.label.removeprefix("Left ").removeprefix("Right ")
    name = name[0].upper() + name[1:]
    if kind != "both":
        return name
    return f"{name}  2D" if plane == "2d" else "3D"


def _value(angle: Angle, plane: str) -> _Value:
    deg = angle.deg_2d if plane == "2d" else angle.deg_3d
    return _Value(angle.definition.label, angle.definition.side, deg, plane.upper())


def _axis(rows: Sequence[_Row], signed: bool) -> dict[str, Any]:
    if not signed:
        return {"title": "Inner angle (°), 180° = straight", "range": [0, 180], "dtick": 45}
    # Two fixed scales: somebody upside down would fall off the usual one.
    beyond = any(abs(value.deg) > 90 for row in rows for value in row.values)  # noqa: PLR2004
    limit, step = (180, 90) if beyond else (90, 45)
    return {"title": "Tilt or lean (°), + = own left", "range": [-limit, limit], "dtick": step}


def _traces(rows: Sequence[_Row], edge: float) -> Iterator[Any]:
    from plotly import graph_objects as go  # noqa: PLC0415

    joined_x: list[float | None] = []
    joined_y: list[float | None] = []
    for line, row in enumerate(rows):
        known = [value.deg for value in row.values if not math.isnan(value.deg)]
        if len(known) > 1:
            joined_x += [min(known), max(known), None]
            joined_y += [line, line, None]
    yield go.Scatter(x=joined_x, y=joined_y, mode="lines", line={"color": FAINT, "width": 5}, hoverinfo="skip")
    for side in _SIDES:
        shown = [(line, row, value) for line, row in enumerate(rows) for value in row.values if value.side == side]
        if not shown:
            continue
        yield go.Scatter(
            name=SIDE_LABELS[side],
            x=[value.deg for _, _, value in shown],
            y=[line for line, _, _ in shown],
            mode="markers+text",
            marker={"color": COLOURS[side], "symbol": SYMBOLS[side], "size": _MARKER_PX},
            text=[_text(value.deg) for _, _, value in shown],
            textposition=[_text_place(row, value) for _, row, value in shown],
            textfont={"size": 11},
            cliponaxis=False,
            customdata=[(value.label, value.plane) for _, _, value in shown],
            hovertemplate="%{customdata[0]}, %{customdata[1]}: %{x:.1f}°<extra></extra>",
        )
    missing = [(line, value) for line, row in enumerate(rows) for value in row.values if math.isnan(value.deg)]
    if missing:
        labels = {
            line: " and ".join(dict.fromkeys(value.label.lower() for other, value in missing if other == line))
            for line, _ in missing
        }
        yield go.Scatter(
            name=_NO_VALUE,
            x=[edge] * len(labels),
            y=list(labels),
            mode="markers",
            marker={"color": NEUTRAL, "symbol": "x-thin", "size": 7, "line": {"color": NEUTRAL, "width": 1.5}},
            cliponaxis=False,
            customdata=[label.capitalize() for label in labels.values()],
            hovertemplate="%{customdata}: not visible enough<extra></extra>",
        )


def _text(deg: float) -> str:
    return "" if math.isnan(deg) else f"{deg:.1f}°".replace("-", "−")


def _text_place(row: _Row, value: _Value) -> str:
    """Numbers stand outside of the pair they belong to, and off the line at zero, so that nothing covers them."""
    others = [other for other in row.values if other is not value and not math.isnan(other.deg)]
    if not others:
        return "middle left" if value.deg < 0 else "middle right"
    is_lower = value.deg < others[0].deg or (value.deg == others[0].deg and value.side == "left")
    return "middle left" if is_lower else "middle right"
