"""The tab "Compare": a movement held against the coach's true one, or against a second clip of the visitor's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from holistic_core.angles import ANGLES
from holistic_core.charts.movement_comparison import aligned_curves, warping_chart
from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.errors import HolisticError
from holistic_core.exercises import Repetition
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.coach_comparison import coach_of, true_repetitions
from holistic_core.movement.comparison import SCORE_MEANING, Comparison, compared
from holistic_core.movement.filter_settings import FilterSettings
from ui.common_controls import named
from ui.downloads import chart
from ui.errors import show_error
from ui.library_words import in_words, message_in_words
from ui.tables import listed, show_table
from ui.texts import text
from ui.video_controls import PREFIX, labelled
from ui.video_runs import VideoResult, VideoRun, discard, start_run
from ui.video_tables import aligned_table, difference_table, path_table
from ui.video_upload import VideoFile, choose_upload
from ui.video_wait import wait_for

_WITH: Final = ("coach", "clip")
_OF: Final = ("repetition", "whole")
_SECOND: Final = "clip.second_run"
_LAST: Final = "clip.compared"
_SLOT: Final = "-second"
_LABELS: Final = {definition.name: definition.label for definition in ANGLES}

_Other = tuple[MovementClip, Sequence[Repetition]]


class LastComparison:
    """What a visitor compared last, for the report. Whoever makes that on another thread holds this."""

    def __init__(self) -> None:
        self._of: object = None
        self._made: Comparison | None = None

    def keep(self, result: VideoResult, settings: FilterSettings, made: Comparison, *, in_space: bool) -> None:
        """Remember it instead of the one before."""
        self._of, self._made = (result.key, settings, in_space), made

    def of(self, result: VideoResult, settings: FilterSettings, *, in_space: bool) -> Comparison | None:
        """The comparison of this very movement; None when it was not compared yet."""
        return self._made if self._of == (result.key, settings, in_space) else None


def last_comparison() -> LastComparison:
    """This visitor's."""
    last: LastComparison = st.session_state.setdefault(_LAST, LastComparison())
    return last


def show_comparison(result: VideoResult, clip: MovementClip, settings: FilterSettings, *, in_space: bool) -> None:
    """Choose what to compare with, and show how alike both are. clip: the chosen angles, filtered."""
    with_column, of_column = st.columns(2)
    with with_column:
        kind = st.segmented_control(
            **labelled("compare_with"), options=_WITH, default=_WITH[0], required=True, format_func=named("compare")
        )
    names = list(clip.angles_deg)
    other = (
        _coach(result, names, in_space=in_space)
        if kind == "coach"
        else _second(result, names, settings, in_space=in_space)
    )
    if other is None:
        return
    other_clip, others = other
    mine = result.movement.repetitions
    with of_column:
        whole = (
            st.segmented_control(
                **labelled("compare_of"), options=_OF, default=_OF[0], required=True, format_func=named("compare_of")
            )
            == "whole"
        )
    if not whole and mine and others:
        clip, other_clip = _one_each(clip, mine, other_clip, others)
    elif not whole:
        st.info(text("video.compare_whole"), icon=":material/info:")
    comparison = compared(clip, other_clip, names)
    last_comparison().keep(result, settings, comparison, in_space=in_space)
    _show(comparison)


def _one_each(
    clip: MovementClip, mine: Sequence[Repetition], other: MovementClip, others: Sequence[Repetition]
) -> tuple[MovementClip, MovementClip]:
    first, second = st.columns(2)
    parts = []
    for column, name, one, repetitions in ((first, "mine", clip, mine), (second, "other", other, others)):
        number = 1
        if len(repetitions) > 1:
            with column:
                number = st.selectbox(
                    text(f"video.repetition_{name}", name=in_words(one.label)),
                    [each.number for each in repetitions],
                    format_func=lambda each: text("video.repetition_option", number=each),
                    help=text("video.repetition_of_help"),
                    key=f"{PREFIX}repetition-{name}-{len(repetitions)}",
                    filter_mode=None,
                )
        chosen = next(each for each in repetitions if each.number == number)
        parts.append(one.part(chosen.start_s, chosen.end_s))
    return parts[0], parts[1]


def _coach(result: VideoResult, names: Sequence[str], *, in_space: bool) -> _Other:
    """The true movement of a kept sample: the clip's own, or one of the same exercise."""
    exercise = result.movement.exercise
    usual = result.clip if isinstance(result.clip, str) else coach_of(exercise) or next(iter(SAMPLES))
    options = list(SAMPLES)
    name = st.selectbox(
        **labelled("coach", usual),
        options=options,
        index=options.index(usual),
        format_func=lambda each: in_words(SAMPLES[each].label),
        filter_mode=None,
    )
    truth = sample_truth(name)
    label = text("video.truth_of", name=in_words(SAMPLES[name].label))
    repetitions = () if exercise is None else true_repetitions(name, exercise)
    return MovementClip.of_truth(label, truth, names, in_space=in_space), repetitions


def _second(result: VideoResult, names: Sequence[str], settings: FilterSettings, *, in_space: bool) -> _Other | None:
    """A second clip of the visitor's, looked at with the choices of the first, the whole of it."""
    clip = choose_upload(_SLOT)
    if isinstance(clip, HolisticError):
        show_error(clip)
        return None
    if clip is None:
        discard(st.session_state.pop(_SECOND, None))
        st.info(text("video.second_note"), icon=":material/info:")
        return None
    other = _looked_at(result, clip)
    if other is None or not len(other.frames):
        st.warning(text("video.stopped_early"), icon=":material/pause_circle:")
        return None
    if other.movement.ended_early:
        st.warning(message_in_words(other.movement.ended_early), icon=":material/broken_image:")
    found = MovementClip.of_frames(other.name, other.frames, names, in_space=in_space, settings=settings)
    return found, other.movement.repetitions


def _looked_at(result: VideoResult, clip: VideoFile) -> VideoResult | None:
    _, engine, options = result.question
    question = (clip.token, engine, replace(options, start_s=0.0, end_s=None, keep_face=False))
    run: VideoRun | None = st.session_state.get(_SECOND)
    if run is None or run.job.question != question:
        discard(run)
        run = start_run(clip, question, annotated=False)
        st.session_state[_SECOND] = run
    wait_for(run, st.empty(), "video-second")
    return run.job.result()


def _show(comparison: Comparison) -> None:
    values = {
        "score": text("video.score_value", score=comparison.score),
        "apart": f"{comparison.mean_difference_deg:.1f}°",
        "tempo": text("video.tempo_value", tempo=comparison.tempo),
    }
    with st.container(horizontal=True, key="video-comparison"):
        for name, value in values.items():
            st.metric(text(f"video.{name}"), value, help=text(f"video.{name}_help"), border=True)
    st.caption(in_words(SCORE_MEANING))
    if comparison.left_out:
        left_out = listed(in_words(_LABELS[name]) for name in comparison.left_out)
        st.info(text("video.left_out", angles=left_out), icon=":material/visibility_off:")
    name = st.selectbox(
        text("accuracy.angle"),
        comparison.names,
        format_func=lambda each: in_words(_LABELS[each]),
        help=text("video.compared_angle_help"),
        key=f"{PREFIX}compared-{len(comparison.names)}-{comparison.names[0]}",
        filter_mode=None,
    )
    curves, path = st.columns(2, gap="medium")
    with curves:
        chart(aligned_curves(comparison, name), "video-aligned", aligned_table(comparison, name))
    with path:
        chart(warping_chart(comparison), "video-warping", path_table(comparison))
    show_table(difference_table(comparison))
