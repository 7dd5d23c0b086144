"""How fast and how exact models of lower precision are, and where a turbo preset would have to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holistic_core import palette
from holistic_core.charts.benchmark_look import style_of
from holistic_core.charts.look import GRID, apply_look
from holistic_core.palette import rgb_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CURVES_PX: Final = 380
_LEGEND_ROW_PX: Final = 24
_LEAST_X: Final = 2.4
_LEAST_Y: Final = 2.5
_ROOM: Final = 1.15


@dataclass(frozen=True)
class Precision:
    """One variant. speedup: times faster than float. error, presence: in percent."""

    label: str
    speedup: float
    error: float
    presence: float


@dataclass(frozen=True)
class Limits:
    """What a preset needs: at least so much faster, less than this error, at least this presence, in percent."""

    speedup: float
    error: float
    presence: float


def precision_map(variants: Sequence[Precision], limits: Limits, *, title: str) -> "Figure":
    """Error against speed, a mark a variant, with the field in which the limits are kept.

    A hollow mark is a variant whose presence is below its limit: it cannot be good, wherever it stands.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    figure = go.Figure()
    known = [each for each in variants if np.isfinite(each.speedup) and np.isfinite(each.error)]
    far_x = _ROOM * max([_LEAST_X / _ROOM, *(each.speedup for each in known)])
    far_y = _ROOM * max([_LEAST_Y / _ROOM, *(each.error for each in known)])
    figure.add_shape(
        type="rect",
        x0=limits.speedup,
        x1=far_x,
        y0=0,
        y1=limits.error,
        fillcolor=f"rgba{(*rgb_of(palette.MIDDLE), 0.15)}",
        line={"color": palette.MIDDLE, "width": 2, "dash": "dash"},
        layer="below",
    )
    figure.add_annotation(
        x=far_x,
        y=limits.error,
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        text=f"Turbo: ≥ {limits.speedup:g} ×, < {limits.error:g} %",
    )
    for number, each in enumerate(known):
        style, present = style_of("ours", number), each.presence >= limits.presence
        colour = GRID if number == 0 else style.colour if present else palette.WARNING
        figure.add_scatter(
            name=f"{each.label}, presence {each.presence:.1f} %",
            x=[round(each.speedup, 3)],
            y=[round(each.error, 3)],
            mode="markers",
            marker={
                "color": colour,
                "size": 14,
                "symbol": style.symbol if present else f"{style.symbol}-open",
                "line": {"width": 0 if present else 3, "color": colour},
            },
            hovertemplate=(
                f"{each.label}: %{{x:.2f}} × as fast, error %{{y:.2f}} %, presence {each.presence:.1f} %<extra></extra>"
            ),
            cliponaxis=False,
        )
    height = _CURVES_PX + _LEGEND_ROW_PX * len(known)
    apply_look(figure, title=title, height=height, legend=True)
    figure.update_xaxes(title={"text": "Times as fast as float", "standoff": 6}, range=[0, far_x], showgrid=True)
    figure.update_yaxes(title="Median error (% of the box)", range=[0, far_y])
    return figure.update_layout(hovermode="closest", margin_b=70 + _LEGEND_ROW_PX * len(known))
