"""One frame of a clip at a time: it is decoded when it is looked at, and its skeleton is drawn into it."""

from dataclasses import replace

import streamlit as st

from holistic_core.angles import joint_angles
from holistic_core.drawing import draw
from holistic_core.drawing.angle_labels import draw_angle_labels
from holistic_core.media.pictures import encode_picture
from holistic_core.media.video_limits import VideoLimits
from holistic_core.media.video_source import RGB, VideoSource
from holistic_core.movement.segments import usual_interval_s
from holistic_core.video.processing import MOST_SIDE_PX
from ui.texts import text
from ui.video_controls import PREFIX
from ui.video_runs import VideoResult

_QUALITY = 88
# Frames are found by their times, which are rounded to the clock of the file.
_EARLIER = 0.25


def choose_frame(result: VideoResult) -> int:
    """The slider; the index of the frame that is looked at."""
    count = len(result.frames)
    if count == 1:
        return 0
    number = st.slider(
        text("video.frame"),
        1,
        count,
        value=first_look(result) + 1,
        help=text("video.frame_help"),
        # A slider of another clip is another slider: its range differs.
        key=f"{PREFIX}frame-{result.key}",
    )
    return int(number) - 1


def first_look(result: VideoResult) -> int:
    """The frame that is shown first: the far end of the first repetition, or the middle."""
    repetitions = result.movement.repetitions
    if not repetitions:
        return len(result.frames) // 2
    first = repetitions[0]
    far_s = first.start_s + first.out_s + first.far_s / 2
    return int(abs(result.frames.times_s - far_s).argmin())


def show_frame(result: VideoResult, index: int) -> None:
    """The frame with its skeleton."""
    frames = result.frames
    time_s, count = float(frames.times_s[index]), int(frames.repetitions[index])
    plain = result.movement.exercise is None
    caption = text(
        "video.frame_caption_plain" if plain else "video.frame_caption",
        number=index + 1,
        time_s=time_s,
        repetitions=count,
    )
    if result.question[2].angles:
        caption = f"{caption} · {text('video.frame_flat')}"
    with st.container(key="figure-video"):
        st.image(frame_jpeg(result, index), caption=caption)


def frame_jpeg(result: VideoResult, index: int) -> bytes:
    """One frame with what was found in it, encoded; VideoError when the clip cannot be read there."""
    options, found = result.question[2], result.frames.result(index)
    picture = draw(_decoded(result, index), [found] if found.parts_found else [], options.draw)
    if options.angles:
        draw_angle_labels(picture, found, joint_angles(found), options.angles)
    return encode_picture(picture, "jpeg", _QUALITY)


def _decoded(result: VideoResult, index: int) -> RGB:
    times_s = result.frames.times_s
    start_s = max(0.0, float(times_s[index]) - _EARLIER * usual_interval_s(times_s) / result.question[2].every)
    limits = replace(VideoLimits.from_environment(), duration_s=float("inf"))
    with VideoSource(
        result.file.path, name=result.name, limits=limits, start_s=start_s, longest_px=MOST_SIDE_PX
    ) as video:
        return next(iter(video)).rgb
