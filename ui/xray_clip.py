"""A short clip for the X-ray: looked at once as a stream, then any frame of it with everything that happened inside."""

import io
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from holistic_core.coach.samples import SAMPLES, clip_mp4
from holistic_core.detector import Stream
from holistic_core.errors import VideoError
from holistic_core.media.pictures import encode_picture, read_picture
from holistic_core.media.scaling import scaled_to
from holistic_core.media.video_limits import VideoLimits
from holistic_core.media.video_source import VideoSource
from holistic_core.trace import Trace, TrackingChoice
from ui.detector import shared_detector
from ui.findings import DISPLAY_PX, RGB
from ui.jobs import Job, Progress, wait
from ui.library_words import in_words
from ui.texts import text
from ui.video_upload import VideoFile, choose_upload
from ui.visit import KEPT

MOST_FRAMES: Final = 60
_JOB: Final = "xray.job"
_STEPPER: Final = "xray.stepper"
_SOURCES: Final = ("sample", "upload")
_QUALITY: Final = 95
_AT_A_TIME: Final = 2


@dataclass(frozen=True, eq=False)
class ClipLook:
    """A clip as it was looked at. jpegs: its frames; times_s: when they are shown. tracking, found: of every frame."""

    name: str
    jpegs: tuple[bytes, ...]
    times_s: tuple[float, ...]
    tracking: tuple[tuple[TrackingChoice, ...], ...]

    def rgb(self, index: int) -> RGB:
        """A frame as it was looked at."""
        return read_picture(self.jpegs[index], name=self.name).rgb


class Stepper:
    """Goes through a clip again up to a frame, and keeps everything that happened in that one.

    A stream gives the same on the same frames, so this is what the first look saw.
    """

    def __init__(self, look: ClipLook) -> None:
        self.look = look
        self._stream: Stream | None = None
        self._index = -1
        self._last: tuple[RGB, Trace, Mapping[str, float]] | None = None

    def at(self, index: int) -> tuple[RGB, Trace, Mapping[str, float]]:
        """The frame, its trace, and the milliseconds of its stages; one step forward costs one frame."""
        if self._last is not None and index == self._index:
            return self._last
        if self._stream is None or self._stream.closed or index < self._index:
            if self._stream is not None:
                self._stream.close()
            self._stream, self._index = shared_detector().open_stream(), -1
        for number in range(self._index + 1, index + 1):
            trace, rgb = Trace(), self.look.rgb(number)
            result = self._stream.process(rgb, self.look.times_s[number], trace=trace)
            self._last = rgb, trace, result.stage_ms
        self._index = index
        assert self._last is not None  # noqa: S101 -- the loop ran at least once
        return self._last


@st.cache_resource(show_spinner=False)
def _turns() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(_AT_A_TIME)


def choose_clip() -> str | VideoFile:
    """Draw the sidebar's choice of a clip: a sample of the coach, or a file. VideoError: the file cannot be taken."""
    source = st.segmented_control(
        text("video.source"),
        _SOURCES,
        default=_SOURCES[0],
        required=True,
        format_func=lambda option: text(f"option.video_source.{option}"),
        help=text("video.source_help"),
        key="xray.clip_source",
        **KEPT,
    )
    if source == "upload":
        # The clip of the video page, if there is one.
        brought = choose_upload()
        if isinstance(brought, VideoError):
            raise brought
        if brought is None:
            st.caption(text("xray.until_clip"))
        return next(iter(SAMPLES)) if brought is None else brought
    name: str = st.selectbox(
        text("xray.sample"),
        list(SAMPLES),
        format_func=lambda each: in_words(SAMPLES[each].label),
        help=text("xray.sample_help"),
        key="xray.sample",
        **KEPT,
        filter_mode=None,
    )
    return name


def clip_look(clip: str | VideoFile) -> ClipLook | None:
    """Look at the first frames of a clip, with progress and Cancel; None when it was cancelled."""
    token = clip if isinstance(clip, str) else clip.token
    job: Job[ClipLook | None] | None = st.session_state.get(_JOB)
    if job is None or job.question != token:
        if job is not None:
            job.progress.cancel()
        job = st.session_state[_JOB] = _start(clip, token)
    wait(job, st.empty(), text("xray.looking"), "xray")
    try:
        look = job.result()
    except Exception:
        del st.session_state[_JOB]
        raise
    if look is None:
        st.warning(text("xray.stopped"), icon=":material/pause_circle:")
        st.button(text("xray.again"), on_click=_forget, icon=":material/restart_alt:")
    return look


def stepper_of(look: ClipLook) -> Stepper:
    """The stepper of the visitor's clip."""
    known: Stepper | None = st.session_state.get(_STEPPER)
    if known is None or known.look is not look:
        known = st.session_state[_STEPPER] = Stepper(look)
    return known


def _forget() -> None:
    st.session_state.pop(_JOB, None)


def _start(clip: str | VideoFile, token: str) -> Job[ClipLook | None]:
    detector, limits = shared_detector(), VideoLimits.from_environment()
    name = SAMPLES[clip].label if isinstance(clip, str) else clip.name

    def frames() -> Iterator[tuple[RGB, float]]:
        source = io.BytesIO(clip_mp4(clip)) if isinstance(clip, str) else clip.path
        with VideoSource(source, name=name, limits=limits) as video:
            for frame in video:
                yield scaled_to(frame.rgb, DISPLAY_PX), frame.time_s

    def work(progress: Progress) -> ClipLook | None:
        jpegs: list[bytes] = []
        times_s: list[float] = []
        tracking: list[tuple[TrackingChoice, ...]] = []
        with detector.open_stream() as stream:
            for rgb, time_s in frames():
                if progress.cancelled():
                    return None
                jpeg = encode_picture(rgb, "jpeg", _QUALITY)
                trace = Trace()
                # What is kept is looked at, so that a second look sees the very same pixels.
                stream.process(read_picture(jpeg, name=name).rgb, time_s, trace=trace)
                jpegs.append(jpeg)
                times_s.append(time_s)
                tracking.append(tuple(trace.tracking))
                progress.step(len(jpegs))
                if len(jpegs) == MOST_FRAMES:
                    break
        return ClipLook(name, tuple(jpegs), tuple(times_s), tuple(tracking))

    return Job(token, MOST_FRAMES, work, _turns())
