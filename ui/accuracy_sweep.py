"""The sweep of the accuracy page: the error of every angle while one condition of the recording changes."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from holistic_core.charts.accuracy_sweep import sweep_heat_map
from holistic_core.measure.accuracy_report import Plane
from holistic_core.measure.accuracy_sweep import CONDITIONS, SweepTable
from ui.accuracy_choice import PREFIX, AccuracyChoice
from ui.accuracy_runs import SWEEP_FRAMES, sweep_job
from ui.downloads import chart
from ui.jobs import Job, wait
from ui.library_words import in_words
from ui.texts import text
from ui.visit import KEPT

_JOB: Final = "measured.sweep_job"
_DONE: Final = "measured.sweep"


def show_sweep(choice: AccuracyChoice) -> None:
    """Choose what changes, measure it, and see the heat map."""
    st.write(text("accuracy.sweep_lead", frames=SWEEP_FRAMES))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        condition = st.segmented_control(
            text("accuracy.sweep_condition"),
            list(CONDITIONS),
            default=next(iter(CONDITIONS)),
            required=True,
            format_func=lambda name: text(f"option.sweep.{name}"),
            help=text("accuracy.sweep_condition_help"),
            key=f"{PREFIX}sweep_condition",
            **KEPT,
        )
        clips = len(CONDITIONS[condition].values)
        pressed = st.button(
            text("accuracy.sweep"),
            help=text("accuracy.sweep_help", pictures=clips * SWEEP_FRAMES),
            type="primary",
            icon=":material/grid_on:",
            key="sweep-start",
        )
    question = choice.question, condition
    job: Job[SweepTable | None] | None = st.session_state.get(_JOB)
    if pressed:
        if job is not None:
            job.progress.cancel()
        job = st.session_state[_JOB] = sweep_job(choice, condition)
    if job is not None:
        wait(job, st.empty(), text(f"option.sweep.{job.question[1]}"), "sweep")  # type: ignore[index]
        _keep(job)
    done: dict[Any, SweepTable] = st.session_state.get(_DONE, {})
    if question in done:
        _heat_map(done[question], clips)
    elif pressed:
        st.info(text("accuracy.sweep_none"), icon=":material/stop_circle:")


def _keep(job: Job[SweepTable | None]) -> None:
    """The table stays for the session, also when another condition is looked at meanwhile."""
    del st.session_state[_JOB]
    table = job.result()
    if table is not None:
        st.session_state[_DONE] = {**st.session_state.get(_DONE, {}), job.question: table}


def _heat_map(table: SweepTable, count: int) -> None:
    if len(table.values) < count:
        st.warning(text("accuracy.sweep_stopped", done=len(table.values), count=count), icon=":material/pause_circle:")
    plane: Plane = st.segmented_control(
        text("switch.accuracy_plane"),
        ("2d", "3d"),
        default="2d",
        required=True,
        format_func=lambda option: text(f"option.accuracy_plane.{option}"),
        help=text("switch.accuracy_plane_help"),
        key=f"{PREFIX}sweep_plane",
        **KEPT,
    )
    labels = [each.label for each in table.angles]
    figure = sweep_heat_map(table.mae_deg(plane), labels, table.steps, condition=table.label, plane=plane.upper())
    chart(figure, f"sweep-{table.condition}-{plane}", sweep_table(table))
    shares = ", ".join(f"{step}: {share:.0%}" for step, share in zip(table.steps, table.pose_share, strict=True))
    st.caption(text("accuracy.sweep_found", shares=shares))


def sweep_table(table: SweepTable) -> pd.DataFrame:
    """One row an angle, value and plane: mean absolute error and bias in degrees, and the share of frames measured."""
    rows = [
        (
            in_words(angle.label),
            step,
            plane,
            *(round(float(values[row, column]), 1) for values in arrays),
            round(100 * float(share[row, column])),
        )
        for plane, arrays, share in (
            ("2D", (table.mae_2d_deg, table.bias_2d_deg), table.measured_2d),
            ("3D", (table.mae_3d_deg, table.bias_3d_deg), table.measured_3d),
        )
        for row, angle in enumerate(table.angles)
        for column, step in enumerate(table.steps)
    ]
    names = ("angle", "step", "plane", "mae_deg", "bias_deg", "share")
    return pd.DataFrame(rows, columns=[text(f"column.{name}") for name in names])
