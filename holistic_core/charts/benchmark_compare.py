"""One figure of several benchmark reports side by side."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from holistic_core.charts.benchmark_look import PATTERNS, row_name, sentence
from holistic_core.charts.look import GRID, apply_look
from holistic_core.palette import OURS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_BAR_PX: Final = 22
_ROW_PX: Final = 24
_FRAME_PX: Final = 150


def comparison_bars(values: Mapping[str, Sequence[float]], whats: Sequence[str], *, figure: str, unit: str) -> "Figure":
    """Bars grouped by what was measured, one a report; nothing stands where a report has no number.

    values: name of the report → one number for each of `whats`, NaN for none. figure, unit: which number it is.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    bars = go.Figure()
    for number, (name, numbers) in enumerate(values.items()):
        bars.add_bar(
            name=name,
            orientation="h",
            x=[None if np.isnan(each) else float(f"{each:.5g}") for each in numbers],
            y=[row_name(what) for what in whats],
            marker={
                "color": GRID if number % 2 else OURS,
                "pattern": {"shape": PATTERNS[number % len(PATTERNS)], "size": 6, "solidity": 0.35},
                "line": {"width": 0},
            },
            hovertemplate=f"{name}: %{{x:.4g}} {unit}<extra></extra>",
        )
    height = _FRAME_PX + len(whats) * (_ROW_PX + _BAR_PX * len(values)) + _ROW_PX * len(values)
    apply_look(bars, title=f"{sentence(figure)}, report by report", height=height, legend=True)
    axis = f"{sentence(figure)} ({unit})" if unit else sentence(figure)
    bars.update_xaxes(title={"text": axis, "standoff": 6}, rangemode="tozero", showgrid=True)
    bars.update_yaxes(autorange="reversed", showgrid=False)
    return bars.update_layout(barmode="group", legend_traceorder="normal", margin_b=66 + _ROW_PX * len(values))
