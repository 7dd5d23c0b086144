"""Below the player: the frame slider with its frame, angle curves, and tabs with what is read off them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import streamlit as st

from holistic_core.angles import ANGLES
from holistic_core.charts.angle_curves import MOST_ANGLES
from holistic_core.charts.movement_curves import movement_curves
from holistic_core.charts.movement_cycles import repetition_overlay
from holistic_core.charts.movement_phase import phase_portrait, velocity_curves
from holistic_core.charts.movement_symmetry import symmetry_bars
from holistic_core.exercises import EXERCISES
from holistic_core.movement.clip import MovementClip, Values
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.kinematics import angle_summaries, angular_velocity, velocity_peaks
from holistic_core.movement.repetition_table import repetition_cycles, repetition_rows
from holistic_core.movement.symmetry import INDEX_MEANING, symmetries
from ui.downloads import chart
from ui.errors import shown
from ui.library_words import in_words
from ui.tables import show_table
from ui.tabs import open_tab
from ui.texts import text
from ui.video_choice import angles_of
from ui.video_compare import show_comparison
from ui.video_controls import PREFIX, kept, labelled
from ui.video_frames import choose_frame, show_frame
from ui.video_runs import VideoResult
from ui.video_tables import curve_table, cycle_table, motion_table, repetition_table, symmetry_table, velocity_table

_TABS: Final = ("repetitions", "phase", "symmetry", "velocity", "compare")
_LABELS: Final = {definition.name: definition.label for definition in ANGLES}
_DEFINITIONS: Final = {definition.name: definition for definition in ANGLES}
_PLANES: Final = ("2d", "3d")
# Joints of the symmetry tab; of wrists and ankles landmarks tell too little.
_JOINTS: Final = ("shoulder", "elbow", "hip", "knee")


@dataclass(frozen=True, eq=False)
class Looked:
    """What is shown just now: a movement's chosen angles, as measured and filtered, and the frame that is looked at."""

    result: VideoResult
    settings: FilterSettings
    in_space: bool
    raw_deg: Mapping[str, Values]
    clip: MovementClip
    index: int

    @property
    def time_s(self) -> float:
        """Of the frame that is looked at."""
        return float(self.clip.times_s[self.index])


def chosen_in_space(exercise: str | None) -> bool:
    """Whether angles are wanted in space; by default as the exercise counts them."""
    usual = "2d" if exercise is None else EXERCISES[exercise].signal.plane
    return bool(st.session_state.get(f"{PREFIX}plane-{exercise}", usual) == "3d")


@st.fragment
def show_movement(result: VideoResult, settings: FilterSettings) -> None:
    """The fragment alone runs again when the slider is moved, so that the video plays on."""
    with shown():
        exercise = result.movement.exercise
        names = _choose_angles(exercise)
        index = choose_frame(result)
        in_space = chosen_in_space(exercise)
        frames = result.frames
        raw = {name: np.asarray(frames.of(name, in_space=in_space), np.float64) for name in names}
        clip = MovementClip.of_frames(result.name, frames, names, in_space=in_space, settings=settings)
        looked = Looked(result, settings, in_space, raw, clip, index)
        picture, curves = st.columns([2, 3], gap="medium")
        with picture, shown():
            show_frame(result, index)
        with curves, shown():
            _curves(looked)
        _tabs(looked)


def _choose_angles(exercise: str | None) -> list[str]:
    joints, plane = st.columns([3, 1])
    with joints:
        names: list[str] = st.multiselect(
            **labelled("angles", exercise or ""),
            options=[each.name for each in ANGLES if not each.group.endswith("hand")]
            + [each.name for each in ANGLES if each.group.endswith("hand")],
            default=angles_of(exercise),
            max_selections=MOST_ANGLES,
            format_func=lambda each: in_words(_LABELS[each]),
        )
    with plane:
        st.segmented_control(
            text("switch.accuracy_plane"),
            help=text("switch.accuracy_plane_help"),
            **kept("plane", str(exercise)),
            options=_PLANES,
            default="2d" if exercise is None else EXERCISES[exercise].signal.plane,
            required=True,
            format_func=lambda each: text(f"option.plane.{each}"),
        )
    return names or list(angles_of(exercise)[:1])


def _curves(looked: Looked) -> None:
    clip = looked.clip
    figure = movement_curves(
        clip.times_s,
        looked.raw_deg,
        clip.angles_deg,
        repetitions=looked.result.movement.repetitions,
        cursor_s=looked.time_s,
    )
    chart(figure, "video-angles", curve_table(clip, looked.raw_deg))


def _tabs(looked: Looked) -> None:
    name, tab = open_tab({each: text(f"tab.video_{each}") for each in _TABS}, f"{PREFIX}tab")
    contents: dict[str, Any] = {
        "repetitions": _repetitions,
        "phase": _phase,
        "symmetry": _symmetry,
        "velocity": _velocity,
        "compare": lambda each: show_comparison(each.result, each.clip, each.settings, in_space=each.in_space),
    }
    with tab, shown():
        contents[name](looked)


def _repetitions(looked: Looked) -> None:
    repetitions, clip = looked.result.movement.repetitions, looked.clip
    exercise = EXERCISES.get(looked.result.movement.exercise or "")
    if exercise is None:
        st.info(text("video.no_exercise"), icon=":material/info:")
        return
    if not repetitions:
        st.info(text("video.no_repetition"), icon=":material/info:")
        return
    name = max(clip.angles_deg, key=lambda each: (np.isfinite(clip.angles_deg[each]).mean() > 0.9, -_place(clip, each)))  # noqa: PLR2004
    degrees = clip.angles_deg[name]
    rows = repetition_rows(repetitions, clip.times_s, degrees, falls=exercise.thresholds.falls)
    show_table(repetition_table(rows, exercise))
    cycles = repetition_cycles(repetitions, clip.times_s, degrees)
    figure = repetition_overlay(cycles, _DEFINITIONS[name], [each.number for each in repetitions])
    chart(figure, "video-repetitions", cycle_table(cycles, [each.number for each in repetitions]))
    st.caption(text("video.overlay"))


def _place(clip: MovementClip, name: str) -> int:
    return list(clip.angles_deg).index(name)


def _phase(looked: Looked) -> None:
    clip = looked.clip
    speeds = _speeds(clip)
    chart(
        phase_portrait(clip.angles_deg, speeds, cursor_index=looked.index),
        "video-phase",
        velocity_table(clip, speeds),
    )
    st.caption(text("video.phase"))


def _symmetry(looked: Looked) -> None:
    names = [f"{side}_{joint}" for joint in _JOINTS for side in ("left", "right")]
    clip = MovementClip.of_frames(
        looked.result.name, looked.result.frames, names, in_space=looked.in_space, settings=looked.settings
    )
    found = symmetries(clip.angles_deg, _JOINTS)
    if not any(each.known for each in found):
        st.info(text("video.one_side"), icon=":material/visibility_off:")
        return
    chart(symmetry_bars(found), "video-symmetry", symmetry_table(found))
    st.caption(in_words(INDEX_MEANING))


def _velocity(looked: Looked) -> None:
    clip = looked.clip
    speeds = _speeds(clip)
    peaks = {name: velocity_peaks(clip.times_s, speed) for name, speed in speeds.items()}
    chart(
        velocity_curves(clip.times_s, speeds, peaks, cursor_s=looked.time_s),
        "video-velocity",
        velocity_table(clip, speeds),
    )
    show_table(motion_table(angle_summaries(clip.times_s, clip.angles_deg)))


def _speeds(clip: MovementClip) -> dict[str, Values]:
    return {name: angular_velocity(clip.times_s, degrees) for name, degrees in clip.angles_deg.items()}
