"""The error of every angle while one condition of the recording changes, as a heat map."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.charts.look import NEUTRAL, apply_look
from holistic_core.errors import OptionsError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 28
_FRAME_PX: Final = 170
# From pale to dark vermilion, the colour of warnings: the lightness alone tells the order.
_COLOURS: Final = ((0.0, "#FCF1E8"), (0.35, "#F3B27F"), (0.7, "#D55E00"), (1.0, "#7A3500"))
# One scale for all sweeps, so that they can be compared by eye; what is worse has the darkest colour.
_END_DEG: Final = 30.0
_TICKS_DEG: Final = (0, 10, 20, 30)
_NO_VALUE: Final = "Crossed: no value, not found or not visible"


def sweep_heat_map(
    error_deg: npt.NDArray[np.floating[Any]],
    angles: Sequence[str],
    steps: Sequence[str],
    *,
    condition: str,
    plane: str = "2D",
) -> "Figure":
    """Mean absolute error in each cell, as a colour and as a number; a cell without a value is crossed out.

    error_deg: `(angles, steps)` in degrees, NaN without a value. angles: labels of the rows. steps: labels of the
    columns, with units. condition: what changes, "Azimuth". OptionsError when the labels do not fit the values.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    if error_deg.shape != (len(angles), len(steps)):
        raise OptionsError(f"There are values {error_deg.shape} for {len(angles)} angles and {len(steps)} steps.")
    rows, columns = np.nonzero(~np.isfinite(error_deg))
    figure = go.Figure(
        go.Heatmap(
            x=list(range(len(steps))),
            y=list(range(len(angles))),
            z=error_deg,
            text=[["" if np.isnan(value) else f"{value:.1f}" for value in row] for row in error_deg],
            texttemplate="%{text}",
            customdata=[[(angle, step) for step in steps] for angle in angles],
            hovertemplate="%{customdata[0]}, %{customdata[1]}: %{z:.1f}°<extra></extra>",
            hoverongaps=False,
            zmin=0,
            zmax=_END_DEG,
            colorscale=_COLOURS,
            xgap=2,
            ygap=2,
            colorbar={
                "title": {"text": "MAE (°)"},
                "thickness": 12,
                "outlinewidth": 0,
                "tickvals": _TICKS_DEG,
                "ticktext": [f"{tick}+" if tick == _END_DEG else str(tick) for tick in _TICKS_DEG],
            },
        )
    )
    if len(rows):
        figure.add_scatter(
            name=_NO_VALUE,
            x=columns,
            y=rows,
            mode="markers",
            marker={"symbol": "x-thin", "size": 12, "color": NEUTRAL, "line": {"color": NEUTRAL, "width": 1.5}},
            customdata=[(angles[row], steps[column]) for row, column in zip(rows, columns, strict=True)],
            hovertemplate="%{customdata[0]}, %{customdata[1]}: no value<extra></extra>",
            showlegend=True,
        )
    height = _FRAME_PX + _ROW_PX * max(1, len(angles))
    apply_look(figure, title=f"Mean absolute error ({plane})", height=height, legend=True)
    figure.update_xaxes(
        title=condition,
        range=[-0.5, len(steps) - 0.5],
        tickvals=list(range(len(steps))),
        ticktext=list(steps),
        showgrid=False,
    )
    figure.update_yaxes(
        range=[len(angles) - 0.5, -0.5], tickvals=list(range(len(angles))), ticktext=list(angles), showgrid=False
    )
    return figure.update_layout(hovermode="closest", margin_b=88)
