"""The list of models on the models page: what the command `models` prints, and the times of a call when measured."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from holistic_core.measure.model_facts import TENSOR_COLUMNS, ModelFacts, model_rows, tensor_rows, with_times
from holistic_core.measure.model_timing import CALLS, THREADS, ModelTime, time_models, timeable_models
from ui.benchmark_runs import benchmark_turn
from ui.downloads import data_button
from ui.jobs import Job, Progress, wait
from ui.tables import show_table
from ui.texts import text

_JOB: Final = "models.timing"


def show_models(facts: Sequence[ModelFacts]) -> None:
    """The table of all models, and a button that measures them."""
    times = _measured()
    columns, rows = with_times(model_rows(facts), times)
    table = pd.DataFrame(rows, columns=list(columns))
    show_table(table)
    with st.container(horizontal=True):
        job: Job[list[ModelTime]] | None = st.session_state.get(_JOB)
        st.button(
            text("models.measure"),
            help=text("models.measure_help", calls=CALLS),
            on_click=_start,
            icon=":material/timer:",
            key="models-time",
            disabled=job is not None and job.running,
        )
        data_button("models", table)
    _wait()


def tensor_frame(facts: ModelFacts) -> pd.DataFrame:
    """Inputs and outputs of one model."""
    return pd.DataFrame(tensor_rows([facts]), columns=list(TENSOR_COLUMNS)).drop(columns="model")


def times_of(name: str) -> list[ModelTime]:
    """What was measured of one model in this session."""
    return [time for time in _measured() if time.name == name]


def _measured() -> list[ModelTime]:
    job: Job[list[ModelTime]] | None = st.session_state.get(_JOB)
    return [] if job is None or job.running else job.result() or []


def _start() -> None:
    names = timeable_models()

    def work(progress: Progress) -> list[ModelTime]:
        return time_models(names, progress=progress.step, cancelled=progress.cancelled)

    st.session_state[_JOB] = Job("models", len(names) * len(THREADS), work, benchmark_turn())


def _wait() -> None:
    job: Job[list[ModelTime]] | None = st.session_state.get(_JOB)
    if job is not None and job.running:
        wait(job, st.empty(), text("models.measuring"), "models")
        st.rerun()
    if job is not None and job.progress.cancelled():
        st.warning(text("models.stopped"), icon=":material/pause_circle:")
