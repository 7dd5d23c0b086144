"""The sidebar of the video page: which clip, which part of it, what is found, counted and drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import streamlit as st

from holistic_core.coach.samples import SAMPLES
from holistic_core.drawing import DrawOptions
from holistic_core.errors import VideoError
from holistic_core.exercises import EXERCISES, Thresholds
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.options import EngineName, FindOptions, Part
from holistic_core.video.options import VideoOptions
from ui.common_controls import (
    detector_group,
    drawn_face,
    drawn_parts,
    drawn_style,
    line_thickness,
    named,
    thresholds_of,
)
from ui.controls import FIND_PARTS
from ui.library_words import in_words
from ui.texts import text
from ui.video_controls import as_live, labelled, reset, shared
from ui.video_filter import choose_filter
from ui.video_upload import VideoFile, choose_upload

SOURCES: Final = ("sample", "upload")
_FIRST: Final = next(iter(SAMPLES))
_NO_EXERCISE: Final = "none"
_MOST_EVERY: Final = 30
_DEFAULT_FIND: Final = FindOptions()
# Joints that move along with what an exercise counts.
_BESIDE: Final[Mapping[str, str]] = MappingProxyType({"knee": "hip", "elbow": "shoulder", "shoulder": "elbow"})
_USUAL: Final = ("left_knee", "right_knee", "left_elbow", "right_elbow")
_MOST_WRITTEN: Final = 4

Question = tuple[str, EngineName, VideoOptions]


@dataclass(frozen=True)
class VideoChoice:
    """All choices of the page. clip: name of a kept sample, or a visitor's file.

    options: without the place of the annotated video. filter: of the curves and files; nothing is found anew for it.
    problem: why the visitor's file cannot be taken. waiting: a file is wanted and has not come; a sample stands in.
    """

    clip: str | VideoFile
    engine: EngineName
    options: VideoOptions
    filter: FilterSettings
    problem: VideoError | None = None
    waiting: bool = False

    @property
    def question(self) -> Question:
        """What the processed video depends on, hashable."""
        return token_of(self.clip), self.engine, self.options


def choose_video() -> VideoChoice:
    """Draw the sidebar. OptionsError for a part of the clip that makes no sense."""
    with st.sidebar:
        st.subheader(text("controls.input"))
        source = st.segmented_control(
            **labelled("source"),
            options=SOURCES,
            default=SOURCES[0],
            required=True,
            format_func=named("video_source"),
        )
        brought: VideoFile | VideoError | None = None
        clip: str | VideoFile = _FIRST
        if source == "sample":
            clip = st.selectbox(
                **labelled("sample"), options=list(SAMPLES), format_func=lambda each: in_words(SAMPLES[each].label),
                filter_mode=None,
            )  # fmt: skip
        else:
            brought = choose_upload()
            clip = brought if isinstance(brought, VideoFile) else _FIRST
        with st.expander(text("video.part"), icon=":material/content_cut:"):
            part = _part_group()
        st.subheader(text("live.exercise_title"))
        exercise, thresholds = _exercise_group(clip if isinstance(clip, str) else None)
        st.subheader(text("video.filter_title"))
        settings = choose_filter()
        st.subheader(text("controls.find"))
        find = _find_group()
        st.subheader(text("controls.draw"))
        draw, angles = _draw_group(find["parts"], exercise)
        with st.expander(text("controls.advanced"), icon=":material/tune:"):
            engine, confidences, min_visibility = detector_group(shared)
            st.button(
                text("controls.reset"), help=text("controls.reset_help"), on_click=reset, icon=":material/restart_alt:"
            )
    options = VideoOptions(
        find=FindOptions(**find, **confidences),
        draw=DrawOptions(**draw, min_visibility=min_visibility),
        exercise=exercise,
        thresholds=thresholds,
        angles=angles,
        keep_face="face" in find["parts"],
        **part,
    )
    problem = brought if isinstance(brought, VideoError) else None
    return VideoChoice(clip, engine, options, settings, problem, source == "upload" and brought is None)


def token_of(clip: str | VideoFile) -> str:
    """What tells a clip from others."""
    return clip.token if isinstance(clip, VideoFile) else clip


def angles_of(exercise: str | None) -> tuple[str, ...]:
    """Up to four angles that tell most about an exercise, those it counts first."""
    if exercise is None:
        return _USUAL
    joints = EXERCISES[exercise].signal.joints[:2]
    if len(joints) == 1 and joints[0] in _BESIDE:
        joints = (*joints, _BESIDE[joints[0]])
    return tuple(f"{side}_{joint}" for joint in joints for side in ("left", "right"))


def _part_group() -> dict[str, Any]:
    start_s = st.number_input(**labelled("start"), min_value=0.0, value=0.0, step=0.5, format="%.1f")
    end_s = st.number_input(
        **labelled("end"), min_value=0.0, value=None, step=0.5, format="%.1f", placeholder=text("video.to_the_end")
    )
    every = st.number_input(**labelled("every"), min_value=1, max_value=_MOST_EVERY, value=1)
    keep_audio = st.toggle(**labelled("keep_audio"), value=True)
    return {"start_s": float(start_s), "end_s": end_s, "every": int(every), "keep_audio": keep_audio}


def _exercise_group(sample: str | None) -> tuple[str | None, Thresholds | None]:
    # A control for each sample: it knows what it does. One for all clips of the visitor's own.
    usual = next(iter(EXERCISES)) if sample is None else SAMPLES[sample].options.motion.name
    choices = (_NO_EXERCISE, *EXERCISES)
    name = st.selectbox(
        **labelled("exercise", sample or "own"),
        options=choices,
        index=choices.index(usual) if usual in choices else 0,
        format_func=lambda each: text("live.no_exercise" if each == _NO_EXERCISE else f"exercise.{each}"),
        filter_mode=None,
    )
    if name == _NO_EXERCISE:
        return None, None
    with st.expander(text("live.thresholds"), icon=":material/tune:"):
        return name, thresholds_of(name, as_live)


def _find_group() -> dict[str, Any]:
    parts = st.segmented_control(
        **shared("parts"), options=list(FIND_PARTS), default="everything", required=True, format_func=named("parts")
    )
    smooth = st.toggle(**as_live("smooth"), value=_DEFAULT_FIND.smooth)
    clahe = st.toggle(**shared("clahe"))
    return {"parts": FIND_PARTS[parts], "smooth": smooth, "clahe": clahe}


def _draw_group(found: frozenset[Part], exercise: str | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    drawn = drawn_parts(shared)
    style = drawn_style(shared)
    face = drawn_face(shared, found, drawn)
    with_angles = st.toggle(**labelled("write_angles"), value=True)
    black = st.toggle(**labelled("black"))
    cover_face = st.toggle(**shared("cover_face"))
    thickness = line_thickness(shared)
    angles = angles_of(exercise)[: _MOST_WRITTEN if exercise is None else 2] if with_angles else ()
    return {
        "parts": frozenset(drawn),
        "style": style,
        "face": face,
        "background": "black" if black else "picture",
        "cover_face": cover_face,
        "thickness": thickness,
    }, angles
