"""Curves of several joint angles in one chart: how they are told apart, their scale, and marks at repetitions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.angle_definitions import ANGLES, AngleDefinition
from holistic_core.charts.curves import alone
from holistic_core.charts.look import COLOURS, NEUTRAL, SYMBOLS
from holistic_core.errors import OptionsError

Degrees = npt.NDArray[np.floating[Any]]

MOST_ANGLES: Final = 4
# Two angles of one side differ by line and symbol; the same joint left and right has the same ones.
_DASHES: Final = ("solid", "dash", "dot", "dashdot")
_SYMBOLS: Final = ("", "-open", "-dot", "-open-dot")
_DEFINITIONS: Final = {definition.name: definition for definition in ANGLES}


@dataclass(frozen=True)
class AngleStyle:
    """How one angle's curve is told from the others. Colour and symbol are its side's, dash and fill its joint's."""

    definition: AngleDefinition
    colour: str
    dash: str
    symbol: str


def angle_styles(names: Iterable[str]) -> list[AngleStyle]:
    """Line and symbol for each angle, in their order; OptionsError for more than four and for unknown names."""
    chosen = list(names)
    if len(chosen) > MOST_ANGLES:
        raise OptionsError(f"There are {len(chosen)} angles; at most {MOST_ANGLES} can be told apart in one chart.")
    joints: dict[str, int] = {}
    styles = []
    for name in chosen:
        if name not in _DEFINITIONS:
            raise OptionsError(f"There is no angle {name!r}; choose one of {', '.join(_DEFINITIONS)}.")
        definition = _DEFINITIONS[name]
        joint = joints.setdefault(name.removeprefix("left_").removeprefix("right_"), len(joints))
        symbol = SYMBOLS[definition.side] + _SYMBOLS[joint]
        styles.append(AngleStyle(definition, COLOURS[definition.side], _DASHES[joint], symbol))
    return styles


def degree_range(definitions: Sequence[AngleDefinition], values_deg: Sequence[Degrees]) -> tuple[float, float]:
    """A scale that does not jump: 0-180° for inner angles, -90-90° or ±180° for tilts and leans, both for a mixture."""
    signed = [values for each, values in zip(definitions, values_deg, strict=True) if each.kind != "inner"]
    has_inner = len(signed) < len(definitions) or not definitions
    beyond = any(np.nanmax(np.abs(values), initial=0.0) > 90 for values in signed)  # noqa: PLR2004
    lowest = 0.0 if not signed else -180.0 if beyond else -90.0
    return lowest, 180.0 if has_inner or beyond else 90.0


def angle_curve(
    style: AngleStyle, x: Degrees, y: Degrees, marked: npt.NDArray[np.bool_]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The line as plain data, and symbols on its `marked` points, which also stand for it in the legend."""
    group = style.definition.name
    line = {"color": style.colour, "width": 2, "dash": style.dash}
    apart = np.full((2, 2 * int(marked.sum())), np.nan)
    apart[:, ::2] = x[marked], y[marked]
    shared = {"type": "scatter", "legendgroup": group, "name": style.definition.label, "line": line}
    return (
        {
            **shared,
            "mode": "lines",
            "x": x.astype(np.float32),
            "y": y.astype(np.float32),
            "showlegend": False,
            "hovertemplate": f"{style.definition.label} %{{y:.1f}}°<extra></extra>",
        },
        {
            **shared,
            "mode": "lines+markers",
            "x": apart[0].astype(np.float32),
            "y": apart[1].astype(np.float32),
            "marker": {"symbol": style.symbol, "size": 8, "color": style.colour},
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
    )


def marked_points(times: Degrees, heights: Degrees, every_s: float) -> npt.NDArray[np.bool_]:
    """Which points carry a symbol: the newest, one every so often, and those no line goes through."""
    marked = alone(heights)
    if len(times):
        slots = np.floor(times / every_s)
        marked |= np.isfinite(heights) & (np.diff(slots, prepend=slots[0]) > 0)
        marked[-1] |= bool(np.isfinite(heights[-1]))
    return marked


def repetition_lines(
    ends: Degrees, shown_from: float, shown_to: float, heights: tuple[float, float], *, numbered: bool = True
) -> dict[str, Any]:
    """A thin line where each repetition ended, from the lower to the higher of `heights`, with its number at the top.

    ends: of all repetitions, the first one first. Those outside of the span that is shown are left out.
    """
    shown = np.flatnonzero((ends > shown_from) & (ends <= shown_to))
    x = np.full((len(shown), 3), np.nan)
    x[:, :2] = ends[shown, None]
    # Blanks, since plotly mixes texts up when some are empty.
    text = [each for number in shown for each in (" ", str(number + 1) if numbered else " ", " ")]
    return {
        "type": "scatter",
        "name": "Repetition",
        "mode": "lines+text",
        "x": x.ravel().astype(np.float32),
        "y": np.tile([*heights, np.nan], len(shown)).astype(np.float32),
        "text": text,
        "textposition": "bottom left",
        "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }
