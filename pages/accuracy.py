"""Accuracy: a rendered person whose true angles are known, what the detector measures on it, and what that proves."""

from functools import partial
from typing import Final

import streamlit as st

from holistic_core.coach.clip import ClipOptions, frame_times_s
from holistic_core.coach.motions import MOTIONS
from holistic_core.coach.samples import SAMPLES
from ui.accuracy_choice import AccuracyChoice, choose_accuracy
from ui.accuracy_downloads import download_row
from ui.accuracy_measured import Measured, first_frame_jpeg, measured_samples
from ui.accuracy_preview import show_preview
from ui.accuracy_result import show_result, show_steps
from ui.accuracy_runs import measure_job
from ui.accuracy_sweep import show_sweep
from ui.errors import shown
from ui.explain import how_this_works
from ui.jobs import Job, wait
from ui.layout import page_title
from ui.library_words import in_words
from ui.texts import text

# Jobs, by what they measure. Not among the choices of the sidebar, which can be set back.
_SAMPLE: Final = "measured.sample"
_OWN: Final = "measured.own"

_MeasureJob = Job[Measured | None]


def _sample(choice: AccuracyChoice, name: str) -> Measured | None:
    """A kept sample is measured as soon as somebody looks at it, once for everybody."""
    there = measured_samples().peek(choice.question)
    if there is not None:
        return there
    job: _MeasureJob | None = st.session_state.get(_SAMPLE)
    if job is None or job.question != choice.question:
        job = _start(_SAMPLE, choice)
    meanwhile = st.empty()
    if job.running:
        with meanwhile.container(key="figure-meanwhile"):
            st.image(first_frame_jpeg(name), caption=text("accuracy.first_frame"))
    measured = _outcome(_SAMPLE, job, in_words(SAMPLES[name].label))
    meanwhile.empty()
    return measured


def _own(choice: AccuracyChoice, clip: ClipOptions) -> Measured | None:
    """A clip of the visitor's own is measured when the button is pressed; until then there is a preview of it."""
    pressed = st.button(
        text("accuracy.measure"),
        help=text("accuracy.measure_help"),
        type="primary",
        icon=":material/straighten:",
        key="measure-start",
    )
    job: _MeasureJob | None = st.session_state.get(_OWN)
    if pressed:
        job = _start(_OWN, choice)
    if job is None or (job.question != choice.question and not job.running):
        if job is not None:
            st.info(text("accuracy.changed"), icon=":material/refresh:")
        show_preview(clip, len(frame_times_s(clip)))
        return None
    return _outcome(_OWN, job, in_words(MOTIONS[clip.motion.name].label))


def _start(slot: str, choice: AccuracyChoice) -> _MeasureJob:
    """A new job instead of the one before, which is cancelled."""
    before: _MeasureJob | None = st.session_state.get(slot)
    if before is not None:
        before.progress.cancel()
    job: _MeasureJob = measure_job(choice)
    st.session_state[slot] = job
    return job


def _forget(slot: str) -> None:
    st.session_state.pop(slot, None)


def _outcome(slot: str, job: _MeasureJob, name: str) -> Measured | None:
    """Wait for the job, and say so when it was cancelled."""
    # With a place for the note, what follows has the same one in every run: new numbers go where the old ones were.
    progress, note = st.empty(), st.empty()
    wait(job, progress, text("accuracy.measuring", name=name), "measure")
    try:
        measured = job.result()
    except Exception:
        # Told once; asked for again, it starts again.
        del st.session_state[slot]
        raise
    if measured is None or not measured.complete:
        done = 0 if measured is None else len(measured)
        with note.container():
            st.warning(text("accuracy.stopped", number=done, count=job.progress.count), icon=":material/pause_circle:")
            if slot == _SAMPLE:
                st.button(text("accuracy.again"), on_click=_forget, args=(slot,), icon=":material/restart_alt:")
    return measured


def _proof() -> None:
    with st.expander(text("accuracy.proof_title"), icon=":material/gavel:", expanded=True):
        st.markdown(text("accuracy.proof"))


page_title("accuracy")
st.markdown(text("accuracy.lead"))
with st.container(key="phone-hint"):
    st.caption(text("accuracy.phone_hint"))
# The places in the order of the page; what takes long is filled in last, so that the rest need not wait for it.
result_place, sweep_place, proof_place = st.container(), st.container(), st.container()
with proof_place:
    _proof()
choice: AccuracyChoice | None = None
measured: Measured | None = None
with result_place, shown():
    choice = choose_accuracy()
    clip = choice.clip
    measured = _sample(choice, clip) if isinstance(clip, str) else _own(choice, clip)
    if measured is not None:
        show_result(measured)
        download_row(measured)
if choice is not None:
    with sweep_place, shown():
        st.subheader(text("accuracy.sweep_title"))
        show_sweep(choice)
if measured is not None:
    with shown():
        how_this_works("accuracy", partial(show_steps, measured))
