"""The result of an accuracy measurement: picture with both skeletons, numbers of one angle, charts and tables."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import streamlit as st

from holistic_core.angles import ANGLES, AngleDefinition
from holistic_core.charts.accuracy_curves import angle_over_time, bland_altman, degrees_text
from holistic_core.charts.accuracy_errors import AngleErrors, detection_bars, error_boxes
from holistic_core.measure.accuracy_report import AccuracyRun, Plane
from ui.accuracy_choice import PREFIX
from ui.accuracy_measured import Measured
from ui.accuracy_tables import agreement_table, curve_table, detection_table, error_table
from ui.downloads import chart
from ui.errors import shown
from ui.library_words import in_words
from ui.tables import listed, show_table
from ui.tabs import open_tab
from ui.texts import text
from ui.visit import KEPT

_TABS: Final = ("over_time", "every_angle", "agreement", "found")
_PLANES: Final[tuple[Plane, ...]] = ("2d", "3d")
# What is looked at first: the joint an exercise is about, where a movement has one.
_LIVELY: Final = 0.7
_FAVOURITES: Final = ("left_knee", "left_elbow", "left_shoulder", "left_hip")


def show_result(measured: Measured) -> None:
    """Everything about one measurement but its downloads."""
    run = measured.run
    definitions = body_angles(run)
    picture_column, numbers_column = st.columns([3, 2], gap="large")
    with numbers_column:
        definition, plane = _what_to_show(run, definitions)
        _numbers(run, definition, plane)
        _all_errors(run, definitions)
    with picture_column:
        _picture(measured)
    _tabs(run, definitions, definition, plane)


def body_angles(run: AccuracyRun) -> tuple[AngleDefinition, ...]:
    """The angles of the body that have a true value in this clip."""
    return tuple(
        each for each in ANGLES if not each.group.endswith("hand") and np.isfinite(run.truth_deg(each.name)).any()
    )


def _what_to_show(run: AccuracyRun, definitions: Sequence[AngleDefinition]) -> tuple[AngleDefinition, Plane]:
    names = [each.name for each in definitions]
    labels = {each.name: in_words(each.label) for each in definitions}
    name = st.selectbox(
        text("accuracy.angle"),
        names,
        index=names.index(_liveliest(run, names)),
        format_func=labels.__getitem__,
        help=text("accuracy.angle_help"),
        key=f"{PREFIX}shown_angle",
        **KEPT,
    )
    plane: Plane = st.segmented_control(
        text("switch.accuracy_plane"),
        _PLANES,
        default="2d",
        required=True,
        format_func=lambda option: text(f"option.accuracy_plane.{option}"),
        help=text("switch.accuracy_plane_help"),
        key=f"{PREFIX}shown_plane",
        **KEPT,
    )
    return next(each for each in definitions if each.name == name), plane


def _liveliest(run: AccuracyRun, names: Sequence[str]) -> str:
    """The first of the angles people ask for that moves about as much as any of them."""
    candidates = [name for name in _FAVOURITES if name in names] or list(names)
    moved = {name: float(np.nanmax(run.truth_deg(name)) - np.nanmin(run.truth_deg(name))) for name in candidates}
    return next(name for name in candidates if moved[name] >= _LIVELY * max(moved.values()))


def _numbers(run: AccuracyRun, definition: AngleDefinition, plane: Plane) -> None:
    found = run.agreement_of(definition.name, plane)
    low, high = found.limits
    values = {
        "bias": _degrees(found.bias, signed=True),
        "mae": _degrees(found.mae),
        "limits": text("accuracy.limits_value", low=degrees_text(low), high=degrees_text(high))
        if math.isfinite(low)
        else text("accuracy.no_number"),
        "correlation": f"{found.correlation:.2f}" if math.isfinite(found.correlation) else text("accuracy.no_number"),
        "used": text("accuracy.used_value", used=found.n, count=found.n + found.missing),
    }
    with st.container(horizontal=True, key="accuracy-numbers"):
        for name, value in values.items():
            st.metric(text(f"accuracy.{name}"), value, help=text(f"accuracy.{name}_help"))
    if not found.n:
        st.info(text("accuracy.no_value"), icon=":material/visibility_off:")


def _all_errors(run: AccuracyRun, definitions: Sequence[AngleDefinition]) -> None:
    st.markdown(f"###### {text('accuracy.all_errors')}", help=text("accuracy.mae_help"))
    show_table(error_table(run, definitions))


def _degrees(value: float, *, signed: bool = False) -> str:
    if not math.isfinite(value):
        return text("accuracy.no_number")
    return degrees_text(value) if signed else f"{value:.1f}°"


@st.fragment
def _picture(measured: Measured) -> None:
    """The fragment alone runs again when the slider is moved, so that the charts stay still."""
    count = len(measured)
    index = 0
    if count > 1:
        index = (
            st.slider(
                text("accuracy.frame"),
                1,
                count,
                value=measured.first_look + 1,
                help=text("accuracy.frame_help"),
                # A slider of another clip is another slider: its range differs.
                key=f"{PREFIX}frame-{measured.digest}-{count}",
            )
            - 1
        )
    run = measured.run
    found = np.isfinite(run.measured.pose[index]).any()
    with st.container(key="figure-accuracy"):
        st.image(
            measured.drawn_jpeg(index),
            caption=text(
                "accuracy.picture_caption" if found else "accuracy.picture_nobody",
                time_s=run.time_s[index],
                phase=in_words(run.phases[index]),
            ),
        )


def _tabs(run: AccuracyRun, definitions: Sequence[AngleDefinition], definition: AngleDefinition, plane: Plane) -> None:
    name, tab = open_tab({each: text(f"tab.{each}") for each in _TABS}, f"{PREFIX}tab")
    contents: dict[str, Any] = {
        "over_time": lambda: _over_time(run, definition, plane),
        "every_angle": lambda: _every_angle(run, definitions),
        "agreement": lambda: _agreement(run, definition, plane),
        "found": lambda: _found(run),
    }
    with tab, shown():
        contents[name]()


def _over_time(run: AccuracyRun, definition: AngleDefinition, plane: Plane) -> None:
    truth, found = run.truth_deg(definition.name, plane), run.measured_deg(definition.name, plane)
    figure = angle_over_time(definition, run.time_s, truth, found, plane=plane, phases=run.phases)
    chart(figure, f"accuracy-{definition.name}-{plane}", curve_table(run, [definition], [plane]))
    phases = list(dict.fromkeys(phase for phase in run.phases if phase))
    if len(phases) > 1:
        st.caption(text("accuracy.phases", phases=listed(map(in_words, phases))))


def _every_angle(run: AccuracyRun, definitions: Sequence[AngleDefinition]) -> None:
    st.caption(text("accuracy.every_lead"))
    table = agreement_table(run)
    chart_column, table_column = st.columns([1, 1], gap="large")
    with chart_column:
        errors = [
            AngleErrors(each, run.error_deg(each.name, "2d"), run.error_deg(each.name, "3d")) for each in definitions
        ]
        chart(error_boxes(errors), "accuracy-every-angle", curve_table(run, definitions, _PLANES))
    with table_column:
        show_table(table)


def _agreement(run: AccuracyRun, definition: AngleDefinition, plane: Plane) -> None:
    st.caption(text("accuracy.agreement_lead"))
    truth, found = run.truth_deg(definition.name, plane), run.measured_deg(definition.name, plane)
    figure = bland_altman(definition, truth, found, plane=plane)
    chart(figure, f"bland-altman-{definition.name}-{plane}", curve_table(run, [definition], [plane]))


def _found(run: AccuracyRun) -> None:
    st.caption(text("accuracy.found_lead"))
    table = detection_table(run)
    chart_column, table_column = st.columns([3, 2], gap="large")
    with chart_column:
        chart(detection_bars({each.part: (each.found, each.expected) for each in run.parts}), "accuracy-found", table)
    with table_column:
        show_table(table)


def show_steps(measured: Measured) -> None:
    """One frame as the detector sees it, with its truth, and with both skeletons, side by side."""
    st.image(measured.steps_jpeg(measured.first_look), width="stretch")
