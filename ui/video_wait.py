"""While a clip is looked at: frame, percent, speed and time left, the newest picture, and a button to cancel."""

import base64
import html
import math
import time
from typing import Any, Final

import numpy as np
import streamlit as st

from holistic_core.drawing.brush import Image
from holistic_core.media.pictures import encode_picture
from holistic_core.video.options import VideoProgress
from ui.library_words import in_words
from ui.texts import text
from ui.video_runs import VideoRun

_LOOK_EVERY_S: Final = 0.2
_PREVIEW_EVERY_S: Final = 1.0
_QUALITY: Final = 70
_MINUTE_S: Final = 60


def wait_for(run: VideoRun, place: Any, key: str) -> None:
    """Show how far it is in `place`, a container of the page's, until it is done.

    Any click in the page interrupts this; the job goes on, and the next run of the page waits again.
    """
    if not run.job.running:
        return
    with place.container():
        waiting = st.empty()
        bar = st.progress(0.0, text=text("video.opening", name=in_words(run.name)))
        st.button(text("job.cancel"), on_click=run.job.progress.cancel, key=f"{key}-cancel", icon=":material/stop:")
        preview = st.empty()
    shown_s, last = -math.inf, None
    while run.job.running:
        told, picture = run.watch.progress, run.watch.preview
        if run.job.progress.waiting or (told is not None and told.waiting):
            waiting.info(text("video.others"), icon=":material/hourglass_top:")
        else:
            waiting.empty()
        if told is not None and told.frames:
            share = told.share if math.isfinite(told.share) else 0.0
            bar.progress(min(1.0, share), text=progress_words(told, run.name))
        if picture is not None and picture is not last and time.monotonic() - shown_s >= _PREVIEW_EVERY_S:
            preview.html(_picture(picture))
            shown_s, last = time.monotonic(), picture
        time.sleep(_LOOK_EVERY_S)
    place.empty()


def progress_words(progress: VideoProgress, name: str) -> str:
    """Frame, percent, speed and time left, as far as they are known."""
    frame = (
        text("video.progress_of", name=in_words(name), frame=progress.frames, count=progress.of_frames)
        if progress.of_frames
        else text("video.progress", name=in_words(name), frame=progress.frames)
    )
    parts = [frame]
    if math.isfinite(progress.share):
        parts.append(text("video.percent", percent=100 * progress.share))
    if progress.fps > 0:
        parts.append(text("video.speed", fps=progress.fps))
    if math.isfinite(progress.left_s):
        seconds = math.ceil(progress.left_s)
        parts.append(text("video.left", minutes=seconds // _MINUTE_S, seconds=seconds % _MINUTE_S))
    return " · ".join(parts)


def _picture(picture: Image) -> str:
    # Inside of the page: as a file of the server each preview would be kept for a while.
    data = base64.b64encode(encode_picture(np.ascontiguousarray(picture), "jpeg", _QUALITY)).decode()
    return f'<img class="video-preview" alt="{html.escape(text("video.preview"))}" src="data:image/jpeg;base64,{data}">'
