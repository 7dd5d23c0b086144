"""How long each stage of a detection took."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from holistic_core.charts.look import COLOURS, NEUTRAL, apply_look

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 34
_FRAME_PX: Final = 110


def stage_bars(stage_ms: Mapping[str, float]) -> "Figure":
    """Horizontal bars, one a stage, from the first at the top to the last; milliseconds from 0.

    stage_ms: as in `HolisticResult.stage_ms`.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- charts load plotly only when one is made

    total = sum(stage_ms.values())
    times = list(stage_ms.values())
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=times,
            y=[_label(stage) for stage in stage_ms],
            text=[f"{ms:.1f} ms" for ms in times],
            textposition="outside",
            cliponaxis=False,
            marker_color=[_colour(stage) for stage in stage_ms],
            marker_line_width=0,
            customdata=[ms / total if total > 0 else 0.0 for ms in times],
            hovertemplate="%{y}: %{x:.1f} ms, %{customdata:.0%} of the sum<extra></extra>",
        )
    )
    longest = max(times, default=0.0)
    apply_look(
        figure,
        title=f"Time per stage, {total:.1f} ms in all",
        height=_FRAME_PX + _ROW_PX * max(1, len(times)),
    )
    # Room for the label behind the longest bar.
    figure.update_xaxes(title="Time (ms)", range=[0, longest * 1.25 if longest > 0 else 1.0], showgrid=True)
    figure.update_yaxes(autorange="reversed")
    return figure


def _label(stage: str) -> str:
    return stage.replace("_", " ").capitalize()


def _colour(stage: str) -> str:
    """The colour of the part a stage works on; grey for stages of no part."""
    for start, colour in (
        ("left", COLOURS["left"]),
        ("right", COLOURS["right"]),
        ("pose", COLOURS["middle"]),
    ):
        if stage.startswith(start):
            return colour
    return NEUTRAL
