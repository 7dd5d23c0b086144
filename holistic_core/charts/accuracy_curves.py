"""One angle as it was and as it was measured: over time, and by the method of Bland and Altman."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core import palette
from holistic_core.agreement import agreement, differences, does_wrap
from holistic_core.angle_definitions import AngleDefinition
from holistic_core.charts.curves import spread
from holistic_core.charts.look import COLOURS, FAINT, NEUTRAL, SYMBOLS, apply_look
from holistic_core.errors import OptionsError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Plane = Literal["2d", "3d"]
_Degrees = npt.NDArray[np.floating[Any]]

_HEIGHT_PX: Final = 400
_PLOT_HEIGHT_PX: Final = 360
_ERROR_SHARE: Final = 0.28
_RIGHT_PX: Final = 96
# Height of a label of two lines, as a share of the chart's.
_LABEL_SHARE: Final = 0.15
_PHASE_FILL: Final = "rgba(128, 128, 128, 0.10)"
# What a letter takes of the narrowest chart, as a share of its width: a phase too short for its name tells it on hover.
_LETTER_SHARE: Final = 0.02
# Fixed scales for errors, so that curves of different angles and clips can be compared by eye.
SCALES_DEG: Final = (15.0, 30.0, 60.0, 90.0, 180.0)


def angle_over_time(
    definition: AngleDefinition,
    time_s: Sequence[float] | _Degrees,
    truth_deg: _Degrees,
    measured_deg: _Degrees,
    *,
    plane: Plane = "2d",
    phases: Sequence[str] = (),
) -> "Figure":
    """The true angle (magenta, dashed) and the measured one (its side's colour) over time, and the error below.

    time_s, truth_deg, measured_deg: `(n,)`, one value a frame; NaN is a gap.
    phases: name of the movement's phase in each frame, for the shading; or none.
    OptionsError when they differ in length or the plane is unknown.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415 -- plotly is loaded when a chart is made

    plane_label = _plane_label(plane)
    times = np.asarray(time_s, np.float64)
    error = differences(truth_deg, measured_deg, wraps=does_wrap(definition))
    if len(error) != len(times):
        raise OptionsError(f"There are {len(error)} values for {len(times)} frames; one for each is needed.")
    if len(phases) not in (0, len(times)):
        raise OptionsError(f"There are {len(phases)} phases for {len(times)} frames; one for each is needed.")
    names = list(phases) or [""] * len(times)
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[1 - _ERROR_SHARE, _ERROR_SHARE], vertical_spacing=0.07
    )
    for trace in _curves(definition, times, truth_deg, measured_deg, names):
        figure.add_trace(trace, row=1, col=1)
    figure.add_trace(_error_curve(definition, times, error), row=2, col=1)
    figure.add_hline(0, row=2, col=1, line={"color": NEUTRAL, "width": 1})
    _shade(figure, times, names)
    low, high = _angle_range(definition, truth_deg, measured_deg)
    limit = scale_deg(error)
    apply_look(figure, title=f"{definition.label} over time ({plane_label})", height=_HEIGHT_PX, legend=True)
    figure.update_xaxes(showgrid=True, range=_time_range(times))
    figure.update_xaxes(title="Time (s)", row=2, col=1)
    figure.update_yaxes(title=_axis_title(definition), range=[low, high], dtick=45, row=1, col=1)
    figure.update_yaxes(title="Error (°)", range=[-limit, limit], nticks=5, row=2, col=1)
    # Room for the title of the time axis above the legend.
    return figure.update_layout(hovermode="x unified", margin_b=84)


def bland_altman(
    definition: AngleDefinition,
    truth_deg: _Degrees,
    measured_deg: _Degrees,
    *,
    plane: Plane = "2d",
) -> "Figure":
    """The difference between measurement and truth against the mean of both, with bias and limits of agreement.

    truth_deg, measured_deg: `(n,)`, one value a frame; frames without one are left out. OptionsError when they differ
    in length. Method: Bland and Altman (1986), The Lancet 327, 307-310.
    """
    from plotly import graph_objects as go  # noqa: PLC0415

    plane_label = _plane_label(plane)
    wraps = does_wrap(definition)
    error = differences(truth_deg, measured_deg, wraps=wraps)
    found = agreement(truth_deg, measured_deg, wraps=wraps)
    valued = np.isfinite(error)
    mean = truth_deg[valued] + error[valued] / 2
    difference = error[valued]
    figure = go.Figure(
        go.Scatter(
            name="One frame",
            x=mean,
            y=difference,
            mode="markers",
            marker={"color": COLOURS[definition.side], "symbol": SYMBOLS[definition.side], "size": 7, "opacity": 0.7},
            hovertemplate="mean %{x:.1f}°, difference %{y:+.1f}°<extra></extra>",
        )
    )
    figure.add_hline(0, line={"color": FAINT, "width": 1})
    limit = scale_deg(np.append(difference, found.limits))
    lines = zip(("lower limit", "bias", "upper limit"), (found.limits[0], found.bias, found.limits[1]), strict=True)
    drawn = [(name, value) for name, value in lines if math.isfinite(value)]
    places = spread([value for _, value in drawn], 2 * limit * _LABEL_SHARE)
    for (name, value), place in zip(drawn, places, strict=True):
        figure.add_hline(value, line={"color": NEUTRAL, "width": 2, "dash": "solid" if name == "bias" else "dash"})
        figure.add_annotation(
            text=f"{name}<br>{degrees_text(value)}",
            xref="paper",
            x=1.0,
            xanchor="left",
            xshift=4,
            y=place,
            yanchor="middle",
            align="left",
            showarrow=False,
        )
    apply_look(figure, title=f"Bland–Altman: {definition.label.lower()} ({plane_label})", height=_PLOT_HEIGHT_PX)
    low, high = _angle_range(definition, mean)
    figure.update_xaxes(title="Mean of truth and measurement (°)", range=[low, high], dtick=45, showgrid=True)
    figure.update_yaxes(title="Measured − true (°)", range=[-limit, limit], nticks=7)
    return figure.update_layout(margin_r=_RIGHT_PX, hovermode="closest")


def scale_deg(errors_deg: _Degrees) -> float:
    """The smallest of the fixed scales (degrees to both sides of 0) that holds all errors but gaps."""
    there = np.abs(errors_deg[np.isfinite(errors_deg)])
    largest = float(there.max()) if there.size else 0.0
    return next((scale for scale in SCALES_DEG if largest <= scale), SCALES_DEG[-1])


def degrees_text(value: float) -> str:
    """A signed number of degrees for people, "−3.2°"."""
    return f"{value:+.1f}°".replace("-", "−")


def _plane_label(plane: str) -> str:
    if plane not in ("2d", "3d"):
        raise OptionsError(f"plane is {plane!r}; choose '2d' or '3d'.")
    return plane.upper()


def _curves(
    definition: AngleDefinition, times: _Degrees, truth: _Degrees, measured: _Degrees, names: Sequence[str]
) -> Iterator[Any]:
    from plotly import graph_objects as go  # noqa: PLC0415

    yield go.Scatter(
        name="Measured",
        x=times,
        y=measured,
        mode="lines+markers",
        line={"color": COLOURS[definition.side], "width": 2},
        marker={"symbol": SYMBOLS[definition.side], "size": 5},
        hovertemplate="measured %{y:.1f}°<extra></extra>",
    )
    yield go.Scatter(
        name="Truth",
        x=times,
        y=truth,
        mode="lines",
        line={"color": palette.TRUTH, "width": 3, "dash": "dash"},
        customdata=[f", {name}" if name else "" for name in names],
        hovertemplate="true %{y:.1f}°%{customdata}<extra></extra>",
    )


def _error_curve(definition: AngleDefinition, times: _Degrees, error: _Degrees) -> Any:
    from plotly import graph_objects as go  # noqa: PLC0415

    return go.Scatter(
        name="Error",
        x=times,
        y=error,
        mode="lines+markers",
        line={"color": COLOURS[definition.side], "width": 1.5},
        marker={"symbol": SYMBOLS[definition.side], "size": 4},
        showlegend=False,
        hovertemplate="error %{y:+.1f}°<extra></extra>",
    )


def _shade(figure: "Figure", times: _Degrees, names: Sequence[str]) -> None:
    """Every other phase is shaded, and has its name above it where there is room."""
    starts = [index for index, name in enumerate(names) if index == 0 or name != names[index - 1]]
    if not any(names):
        return
    total = float(times[-1] - times[0])
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(times) - 1
        if number % 2:
            figure.add_vrect(times[start], times[end], fillcolor=_PHASE_FILL, line_width=0, layer="below", row="all")
        if times[end] - times[start] >= _LETTER_SHARE * len(names[start]) * total:
            figure.add_annotation(
                x=(times[start] + times[end]) / 2,
                y=1.0,
                yref="y domain",
                yanchor="bottom",
                text=names[start],
                showarrow=False,
                font={"size": 10},
            )


def _angle_range(definition: AngleDefinition, *values: _Degrees) -> tuple[float, float]:
    if definition.kind == "inner":
        return 0.0, 180.0
    # Two fixed scales: somebody upside down would fall off the usual one.
    beyond = any(np.nanmax(np.abs(each), initial=0.0) > 90 for each in values)  # noqa: PLR2004
    return (-180.0, 180.0) if beyond else (-90.0, 90.0)


def _axis_title(definition: AngleDefinition) -> str:
    return "Inner angle (°)" if definition.kind == "inner" else "Tilt or lean (°)"


def _time_range(times: _Degrees) -> list[float]:
    return [float(times[0]), float(times[-1])] if len(times) > 1 else [0.0, 1.0]
