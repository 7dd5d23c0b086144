"""The list of models on the models page: what the command `models` prints, and the times of a call when measured."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from holistic_core.engines.model_roles import ROLES
from holistic_core.measure.model_facts import HASH_CHARACTERS, ModelFacts
from holistic_core.measure.model_timing import CALLS, THREADS, ModelTime, time_models, timeable_models
from ui.benchmark_runs import benchmark_turn
from ui.downloads import data_button
from ui.jobs import Job, Progress, wait
from ui.models_words import cut_of, meaning_of, origin_of, purpose_of, range_of, state_of, time_of
from ui.tables import show_table
from ui.texts import text

_JOB: Final = "models.timing"


def show_models(facts: Sequence[ModelFacts]) -> None:
    """The table of all models, and a button that measures them."""
    table = models_frame(facts, _measured())
    show_table(table, {text("models.column_mb"): "%.1f"})
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


def models_frame(facts: Sequence[ModelFacts], times: Sequence[ModelTime]) -> pd.DataFrame:
    """A row a model, with the milliseconds of a call for every number of threads that was measured."""
    rows = [
        (
            each.name,
            purpose_of(each.name),
            _used(each),
            state_of(each.status),
            None if each.status.size_bytes is None else round(each.status.size_bytes / 1e6, 1),
            None if each.anatomy is None else each.anatomy.operator_count,
            None if each.cut is None else cut_of(each.cut),
            origin_of(each.status),
            each.status.file,
            None if each.status.sha256 is None else f"{each.status.sha256[:HASH_CHARACTERS]}…",
        )
        for each in facts
    ]
    names = ("name", "purpose", "used", "state", "mb", "operators", "cut", "from", "file", "sha256")
    table = pd.DataFrame(rows, columns=[text(f"models.column_{name}") for name in names])
    # Beside the names: whoever has waited a minute for them must not search them.
    for place, threads in enumerate(sorted({time.threads for time in times}), 1):
        known = {time.name: time_of(time) for time in times if time.threads == threads}
        table.insert(place, text("models.column_ms", threads=threads), [known.get(each.name) for each in facts])
    # Whole numbers with gaps: a file that is not there has none.
    return table.astype({text("models.column_operators"): "Int64"})


def _used(facts: ModelFacts) -> str:
    """Whether the pipeline runs it: always, when a visitor chooses it and its file is there, or never."""
    if not facts.used:
        return text("models.no")
    return text("models.yes" if facts.there or facts.status.origin == "derived" else "models.when_there")


def tensor_frame(facts: ModelFacts) -> pd.DataFrame:
    """Inputs and outputs of one model; none while its file is not there."""
    role, anatomy = ROLES[facts.name], facts.anatomy
    rows: list[tuple[str, ...]] = []
    if anatomy is not None:
        for kind, tensors, meanings in (
            ("input", anatomy.inputs, role.inputs),
            ("output", anatomy.outputs, role.outputs),
        ):
            for number, (tensor, (meaning, values)) in enumerate(zip(tensors, meanings, strict=True)):
                place = text(f"models.place_{kind}", number=number)
                shape = " × ".join(map(str, tensor.shape))
                rows.append((place, meaning_of(meaning), shape, range_of(values), tensor.type, tensor.name))
    names = ("tensor", "meaning", "shape", "range", "type", "tensor_name")
    return pd.DataFrame(rows, columns=[text(f"models.column_{name}") for name in names])


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
