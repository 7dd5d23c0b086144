"""The picture with its drawing, and the name of every landmark on hover."""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.charts.look import COLOURS, apply_look, landmark_label
from holistic_core.drawing import DrawOptions, draw
from holistic_core.media.scaling import scaled_to
from holistic_core.options import PARTS
from holistic_core.results import HolisticResult

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_LONGEST_SIDE_PX: Final = 1280
_JPEG_QUALITY: Final = 88
# The picture fills a column of this width; wide pictures get less height, tall ones are limited to a laptop screen.
_COLUMN_PX: Final = 600
_TITLE_PX: Final = 44
_HEIGHTS_PX: Final = (260, 560)
_DEFAULT: Final = DrawOptions()


def hover_overlay(
    rgb: npt.NDArray[np.uint8],
    results: HolisticResult | Sequence[HolisticResult],
    draw_options: DrawOptions = _DEFAULT,
) -> "Figure":
    """The annotated picture; hovering a landmark tells its name, pixel and visibility.

    rgb: uint8 `(height, width, 3)`. Pictures with a longer side than 1,280 px are shown smaller, and as JPEG, so that
    the figure stays light; positions are told in pixels of the picture the results belong to.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    people = [results] if isinstance(results, HolisticResult) else list(results)
    shown = draw(scaled_to(rgb, _LONGEST_SIDE_PX), people, draw_options)
    width, height = people[0].image_size if people else (rgb.shape[1], rgb.shape[0])
    figure = go.Figure()
    for number, person in enumerate(people, 1):
        _add_landmarks(figure, person, f"Person {number}: " if len(people) > 1 else "", draw_options)
    apply_look(figure, title="Landmarks by name", height=_height_px(width, height))
    figure.add_layout_image(
        source=_data_uri(shown),
        x=0,
        y=0,
        sizex=width,
        sizey=height,
        xref="x",
        yref="y",
        sizing="stretch",
        layer="below",
    )
    figure.update_xaxes(visible=False, range=[0, width], constrain="domain")
    figure.update_yaxes(visible=False, range=[height, 0], scaleanchor="x", constrain="domain", constraintoward="top")
    return figure.update_layout(hovermode="closest", hoverdistance=12, margin={"l": 0, "r": 0, "b": 0})


def _add_landmarks(figure: "Figure", person: HolisticResult, prefix: str, options: DrawOptions) -> None:
    for part in PARTS:
        landmarks = person.part(part)
        if part not in options.parts or landmarks is None:
            continue
        topology = landmarks.topology
        xy = landmarks.xy_px(person.image_size)
        there = np.isfinite(xy).all(axis=1) & ~(landmarks.visibility < options.min_visibility)
        shown = np.flatnonzero(there).tolist()
        figure.add_scatter(
            x=xy[shown, 0],
            y=xy[shown, 1],
            mode="markers",
            marker={"size": 10, "opacity": 0, "color": [COLOURS[topology.sides[i]] for i in shown]},
            text=[f"{prefix}{landmark_label(part, topology.names[i])} ({i})" for i in shown],
            customdata=[_visibility(landmarks.visibility[i]) for i in shown],
            hovertemplate="%{text}<br>x %{x:.0f} px, y %{y:.0f} px%{customdata}<extra></extra>",
        )


def _visibility(value: float) -> str:
    return "" if np.isnan(value) else f"<br>visibility {value:.2f}"


def _height_px(width: int, height: int) -> int:
    low, high = _HEIGHTS_PX
    return max(low, min(high, _TITLE_PX + round(_COLUMN_PX * height / width)))


def _data_uri(rgb: npt.NDArray[np.uint8]) -> str:
    _, encoded = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")
