"""Video: from a clip to an annotated one, its joint angles, its repetitions, and files that other tools open."""

from functools import partial
from typing import Final

import streamlit as st

from holistic_core.media.video_limits import VideoLimits
from ui.errors import show_error, shown
from ui.explain import how_this_works
from ui.layout import page_title
from ui.library_words import in_words
from ui.texts import text
from ui.video_choice import VideoChoice, choose_video, token_of
from ui.video_curves import chosen_in_space, show_movement
from ui.video_downloads import download_row
from ui.video_explain import show_steps
from ui.video_result import show_numbers, show_player
from ui.video_runs import VideoResult, VideoRun, clip_name, discard, processed_samples, start_run
from ui.video_wait import wait_for

# Not among the choices of the sidebar, which can be set back.
_RUN: Final = "clip.run"


def _start(choice: VideoChoice) -> VideoRun:
    """A new run instead of the one before, which is cancelled."""
    discard(st.session_state.get(_RUN))
    run = start_run(choice.clip, choice.question)
    st.session_state[_RUN] = run
    return run


def _forget() -> None:
    discard(st.session_state.pop(_RUN, None))


def _result(choice: VideoChoice) -> VideoResult | None:
    """Samples are looked at again whenever something is changed; a visitor's own clip when the button is pressed."""
    sample = isinstance(choice.clip, str)
    run: VideoRun | None = st.session_state.get(_RUN)
    if choice.waiting and run is not None and run.job.question[0] != token_of(choice.clip):
        # The visitor has deleted the clip: what was made of it goes as well.
        _forget()
        run = None
    known = processed_samples().peek(choice.question) if sample else None
    if known is not None:
        return known
    changed = run is not None and run.job.question != choice.question
    if run is None or (changed and (sample or run.job.question[0] != token_of(choice.clip))):
        run, changed = _start(choice), False
    if changed:
        st.info(text("video.changed"), icon=":material/refresh:")
        st.button(
            text("video.again"), on_click=_start, args=(choice,), type="primary", icon=":material/movie:",
            key="video-start",
        )  # fmt: skip
    wait_for(run, st.empty(), "video")
    try:
        result = run.job.result()
    except Exception:
        st.button(text("video.try_again"), on_click=_forget, icon=":material/restart_alt:", key="video-retry")
        raise
    if result is None or result.movement.cancelled:
        _say_stopped(run, result)
    return result


def _say_stopped(run: VideoRun, result: VideoResult | None) -> None:
    done = 0 if result is None else len(result.frames)
    count = 0 if run.watch.progress is None else run.watch.progress.of_frames
    words = text("video.stopped", frames=done, count=count) if done and count else text("video.stopped_early")
    st.warning(words, icon=":material/pause_circle:")
    st.button(text("video.again"), on_click=_forget, icon=":material/restart_alt:", key="video-again")


page_title("video")
st.markdown(text("video.lead", limits=in_words(VideoLimits.from_environment().text)))
with st.container(key="phone-hint"):
    st.caption(text("video.phone_hint"))
player, numbers = st.columns([3, 2], gap="large")
choice: VideoChoice | None = None
result: VideoResult | None = None
with player, shown():
    choice = choose_video()
    if choice.problem is not None:
        show_error(choice.problem)
    if choice.waiting:
        st.info(text("video.waiting", name=in_words(clip_name(choice.clip))), icon=":material/upload_file:")
    result = _result(choice)
    if result is not None:
        show_player(result)
if choice is not None and result is not None and len(result.frames):
    in_space = chosen_in_space(result.movement.exercise)
    with numbers, shown():
        show_numbers(result, choice.filter, in_space=in_space)
    show_movement(result, choice.filter)
    with shown():
        download_row(result, choice.filter, in_space=in_space)
    with shown():
        how_this_works("video", partial(show_steps, result))
