"""How long each stage of a detection took."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from holistic_core.charts.look import COLOURS, NEUTRAL, apply_look

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 34
_FRAME_PX: Final = 110


def stage_table(stage_ms: Mapping[str, float]) -> list[dict[str, Any]]:
    """One row a stage, in the order they ran: its name, milliseconds, and share of the sum (0-1)."""
    total = sum(stage_ms.values())
    return [
        {"stage": stage, "ms": float(ms), "share": float(ms) / total if total > 0 else 0.0}
        for stage, ms in stage_ms.items()
    ]


def stage_bars(stage_ms: Mapping[str, float]) -> "Figure":
    """Horizontal bars, one a stage, from the first at the top to the last; milliseconds from 0.

    stage_ms: as in `HolisticResult.stage_ms`.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- charts load plotly only when one is made

    rows = stage_table(stage_ms)
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=[row["ms"] for row in rows],
            y=[_label(row["stage"]) for row in rows],
            text=[f"{row['ms']:.1f} ms" for row in rows],
            textposition="outside",
            cliponaxis=False,
            marker_color=[_colour(row["stage"]) for row in rows],
            marker_line_width=0,
            customdata=[row["share"] for row in rows],
            hovertemplate="%{y}: %{x:.1f} ms, %{customdata:.0%} of the sum<extra></extra>",
        )
    )
    longest = max((row["ms"] for row in rows), default=0.0)
    apply_look(
        figure,
        title=f"Time per stage, {sum(stage_ms.values()):.1f} ms in all",
        height=_FRAME_PX + _ROW_PX * max(1, len(rows)),
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
