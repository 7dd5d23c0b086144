"""How errors are spread, joint by joint, and how often each part of the person was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.angle_definitions import AngleDefinition
from holistic_core.charts.accuracy_curves import SCALES_DEG
from holistic_core.charts.look import COLOURS, NEUTRAL, apply_look
from holistic_core.options import Part
from holistic_core.palette import rgb_of
from holistic_core.topology import Side

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW_PX: Final = 31
_BAR_PX: Final = 40
_FRAME_PX: Final = 130
_PLANES: Final = ("2D", "3D")
# The fixed scale is chosen by this share of the errors, so that a single stray frame does not flatten all boxes.
_SCALE_SHARE: Final = 99.0
_PART_SIDES: Final[Mapping[Part, Side]] = {
    "pose": "middle",
    "face": "face",
    "left_hand": "left",
    "right_hand": "right",
}


@dataclass(frozen=True, eq=False)
class AngleErrors:
    """Errors of one angle, measured − true in degrees: one value a frame, NaN without one. 2D and 3D `(n,)`."""

    definition: AngleDefinition
    error_2d_deg: npt.NDArray[np.floating[Any]]
    error_3d_deg: npt.NDArray[np.floating[Any]]


def error_boxes(errors: Sequence[AngleErrors]) -> "Figure":
    """Boxes of the errors of every angle, in the picture plane (filled) and in space (hollow), around 0.

    A box holds the middle half of the frames with the median as its line; the whiskers reach to the farthest frame
    within one and a half boxes, and what is beyond is a dot.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    figure = go.Figure()
    for trace in _boxes(errors):
        figure.add_trace(trace)
    for plane in _PLANES:
        figure.add_bar(
            name=f"{plane} ({'filled' if plane == '2D' else 'hollow'})",
            x=[None],
            y=[errors[0].definition.label if errors else ""],
            orientation="h",
            marker={"color": NEUTRAL if plane == "2D" else "rgba(0, 0, 0, 0)", "line": {"color": NEUTRAL, "width": 2}},
        )
    figure.add_vline(0, line={"color": NEUTRAL, "width": 1})
    height = _FRAME_PX + _ROW_PX * max(1, len(errors))
    apply_look(figure, title="Error of every angle", height=height, legend=True)
    limit, beyond = _limit(errors)
    note = f"; {beyond} beyond the scale" if beyond else ""
    figure.update_xaxes(title=f"Measured − true (°){note}", range=[-limit, limit], ticksuffix="°", showgrid=True)
    rows = [each.definition.label for each in errors]
    figure.update_yaxes(autorange="reversed", showgrid=False, categoryorder="array", categoryarray=rows)
    return figure.update_layout(boxmode="group", boxgap=0.25, boxgroupgap=0.15, margin_b=84)


def detection_bars(counts: Mapping[Part, tuple[int, int]]) -> "Figure":
    """In how many frames each part was found, as a share of the frames in which it should have been.

    counts: part → `(found, expected)` frames; a part that was expected in no frame has an empty bar.
    """
    from plotly import graph_objects as go  # noqa: PLC0415

    shares = [100 * found / expected if expected else 0.0 for found, expected in counts.values()]
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=shares,
            y=[part.replace("_", " ").capitalize() if part != "pose" else "Body" for part in counts],
            text=[_share_text(*count) for count in counts.values()],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [COLOURS[_PART_SIDES[part]] for part in counts], "line": {"width": 0}},
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    apply_look(figure, title="Frames in which it was found", height=110 + _BAR_PX * max(1, len(counts)))
    # Room for the label behind a full bar.
    figure.update_xaxes(title="Share of the frames (%)", range=[0, 145], tickvals=[0, 25, 50, 75, 100], showgrid=True)
    return figure.update_yaxes(autorange="reversed")


def _boxes(errors: Sequence[AngleErrors]) -> Iterator[Any]:
    from plotly import graph_objects as go  # noqa: PLC0415

    for side in dict.fromkeys(each.definition.side for each in errors):
        colour = COLOURS[side]
        for plane in _PLANES:
            rows = [(each.definition.label, _there(each, plane)) for each in errors if each.definition.side == side]
            yield go.Box(
                name=plane,
                x=np.concatenate([values for _, values in rows]),
                y=[label for label, values in rows for _ in values],
                orientation="h",
                offsetgroup=plane,
                line={"color": colour, "width": 2},
                fillcolor=f"rgba{(*rgb_of(colour), 0.45 if plane == '2D' else 0.0)}",
                boxpoints="outliers",
                marker={"color": colour, "size": 4, "symbol": "circle" if plane == "2D" else "circle-open"},
                showlegend=False,
                hovertemplate=f"%{{y}}, {plane}: %{{x:+.1f}}°<extra></extra>",
            )


def _there(errors: AngleErrors, plane: str) -> npt.NDArray[np.float64]:
    values = errors.error_2d_deg if plane == "2D" else errors.error_3d_deg
    return np.asarray(np.round(values[np.isfinite(values)], 2), np.float64)


def _limit(errors: Sequence[AngleErrors]) -> tuple[float, int]:
    """The fixed scale in degrees, and how many errors do not fit it."""
    values = [np.abs(_there(each, plane)) for each in errors for plane in _PLANES]
    everything = np.concatenate(values) if values else np.zeros(0)
    if not everything.size:
        return SCALES_DEG[0], 0
    usual = float(np.percentile(everything, _SCALE_SHARE))
    limit = next((scale for scale in SCALES_DEG if usual <= scale), SCALES_DEG[-1])
    return limit, int((everything > limit).sum())


def _share_text(found: int, expected: int) -> str:
    return f"{100 * found / expected:.0f} % ({found} of {expected})" if expected else "not expected"
