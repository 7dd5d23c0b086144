"""The result of a video: the player, and beside it repetitions, range of motion, symmetry and what to do better."""

import math
from collections import defaultdict

import numpy as np
import streamlit as st

from holistic_core.exercises import EXERCISES, Repetition
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.kinematics import angle_summary
from holistic_core.movement.symmetry import symmetry
from ui.library_words import in_words, message_in_words
from ui.tables import listed, size_words
from ui.texts import text
from ui.video_choice import angles_of
from ui.video_elements import player
from ui.video_runs import VideoResult


def show_player(result: VideoResult) -> None:
    """The annotated video, and what is to be known about it first."""
    movement = result.movement
    if movement.ended_early:
        st.warning(message_in_words(movement.ended_early), icon=":material/broken_image:")
    size, full_size = movement.info.size, movement.info.full_size
    if size != full_size:
        st.info(
            text("video.smaller", size=size_words(size), full_size=size_words(full_size)),
            icon=":material/photo_size_select_small:",
        )
    if result.annotated is not None:
        with st.container(key="video-player"):
            player(result.annotated, text("video.player", name=in_words(result.name)))
        seconds, frames = movement.seconds, len(result.frames)
        st.caption(text("video.caption", name=in_words(result.name), frames=frames, seconds=seconds, fps=movement.fps))
    if len(result.frames) and not result.frames.seen:
        st.warning(f"**{text('video.nobody')}**\n\n{text('video.nobody_tips')}", icon=":material/person_off:")


def show_numbers(result: VideoResult, settings: FilterSettings, *, in_space: bool) -> None:
    """Repetitions, range of motion, symmetry and speed of what the exercise is about, and its cues."""
    movement, exercise = result.movement, EXERCISES.get(result.movement.exercise or "")
    left, right = angles_of(movement.exercise)[:2]
    clip = MovementClip.of_frames(result.name, result.frames, (left, right), in_space=in_space, settings=settings)
    sides = [angle_summary(name, clip.times_s, clip.angles_deg[name]) for name in (left, right)]
    joint = left.removeprefix("left_")
    both = symmetry(joint, clip.angles_deg[left], clip.angles_deg[right])
    fastest = [abs(peak.deg_s) for side in sides for peak in (side.fastest_up, side.fastest_down) if peak is not None]
    repetitions = movement.repetitions
    values: dict[str, str] = {}
    if exercise is not None:
        values["repetitions"] = str(len(repetitions))
        values["each"] = (
            text("video.each_value", seconds=_mean([r.duration_s for r in repetitions])) if repetitions else "–"
        )
    values["range"] = text("video.range_value", left=_whole(sides[0].range_deg), right=_whole(sides[1].range_deg))
    values["symmetry"] = _percent(both.index_percent)
    values["fastest"] = text("video.fastest_value", deg_s=max(fastest)) if fastest else "–"
    spoken = in_words(joint.replace("_", " "))
    title = text("video.movement") if exercise is None else text(f"exercise.{exercise.name}")
    st.markdown(f"##### {title}")
    with st.container(horizontal=True, key="video-numbers"):
        for name, value in values.items():
            st.metric(text(f"video.{name}", joint=spoken), value, help=text(f"video.{name}_help"), border=True)
    if result.frames.seen and not both.known:
        st.caption(text("video.one_side"))
    if exercise is not None:
        _cues(repetitions)


def _cues(repetitions: tuple[Repetition, ...]) -> None:
    if not repetitions:
        st.info(text("video.no_repetition"), icon=":material/info:")
        return
    fired: dict[str, list[int]] = defaultdict(list)
    for each in repetitions:
        for name in each.cues:
            fired[name].append(each.number)
    if not fired:
        st.success(text("video.no_cue"), icon=":material/thumb_up:")
        return
    lines = [
        text("video.cue", cue=text(f"cue.{name}"), numbers=listed(map(str, numbers))) for name, numbers in fired.items()
    ]
    st.warning("\n".join(f"- {line}" for line in lines), icon=":material/lightbulb:")


def _mean(values: list[float]) -> float:
    return float(np.mean(values))


def _whole(value: float) -> str:
    return f"{value:.0f}°" if math.isfinite(value) else "–"


def _percent(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    whole = round(value)
    return f"{whole:+d} %".replace("-", "−") if whole else "0 %"
