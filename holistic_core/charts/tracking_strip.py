"""What was tracked in each frame of a clip, and what was looked for anew."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from holistic_core import palette
from holistic_core.charts.look import NEUTRAL, apply_look
from holistic_core.options import PARTS
from holistic_core.trace import Reason, TrackingChoice

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT_PX: Final = 260
# Colour and symbol: kept is full and green, all others stand out.
_MARKS: Final[Mapping[Reason, tuple[str, str]]] = MappingProxyType(
    {
        "followed": (palette.MIDDLE, "square"),
        "close_enough": (palette.MIDDLE, "square"),
        "nothing_before": (palette.RIGHT, "diamond"),
        "turned": (palette.WARNING, "x"),
        "moved": (palette.WARNING, "x"),
        "resized": (palette.WARNING, "x"),
        "outside": (palette.WARNING, "x"),
    }
)


def tracking_strip(
    frames: Sequence[Sequence[TrackingChoice]],
    *,
    title: str,
    axis: str,
    parts: Mapping[str, str],
    kinds: tuple[str, str, str],
    reasons: Mapping[str, str],
    now: int,
) -> "Figure":
    """One row a part, one mark a frame. frames: the choices of each. now: number of the frame looked at, from 1.

    parts, reasons: words for their keys. kinds: words for tracked, looked for anew, and tracking refused.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- charts load plotly only when one is made

    figure = go.Figure()
    for kind, symbol in zip(kinds, ("square", "diamond", "x"), strict=True):
        marks = [
            (number, parts[choice.part], _words(choice, reasons), _MARKS[choice.reason][0])
            for number, choices in enumerate(frames, 1)
            for choice in choices
            if _MARKS[choice.reason][1] == symbol
        ]
        figure.add_scatter(
            x=[mark[0] for mark in marks],
            y=[mark[1] for mark in marks],
            mode="markers",
            name=kind,
            marker={"symbol": symbol, "size": 8, "color": marks[0][3] if marks else NEUTRAL},
            customdata=[mark[2] for mark in marks],
            hovertemplate="%{y}, %{x}: %{customdata}<extra></extra>",
        )
    figure.add_vline(x=now, line_dash="dot", line_color=NEUTRAL)
    apply_look(figure, title=title, height=_HEIGHT_PX, legend=True)
    figure.update_layout(legend={"y": -0.3, "yref": "paper", "yanchor": "top"}, margin_b=80)
    figure.update_xaxes(title=axis, range=[0, len(frames) + 1])
    figure.update_yaxes(categoryorder="array", categoryarray=[parts[part] for part in reversed(PARTS)])
    return figure


def _words(choice: TrackingChoice, reasons: Mapping[str, str]) -> str:
    if math.isnan(choice.value):
        return reasons[choice.reason]
    return f"{reasons[choice.reason]} ({choice.value:.2f} > {choice.limit:.2f})"
